"""The page as a platform: whose answer it is, refusals while the form is open, files, and a queue that is away."""

import io

import pytest

from bot.conversation import File
from bot.delivery import NotSentYet
from bot.messages.message import Message
from bot.messages.notices import failure
from bot.web.answers import KeptAnswers
from bot.web.platform import WebChat, WebPlatform
from bot.web.uploads import Form
from spotpop.errors import FileUnreadable, NotAudio
from spotpop.settings import load_settings
from spotpop.text import Span
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue

EN = words_for("en")
SAID, WRONG = Message(lead=(Span("said"),)), failure(NotAudio(), EN)


@pytest.fixture
def queue():
    return MemoryQueue()


@pytest.fixture
def platform(queue):
    return WebPlatform(KeptAnswers(queue), load_settings(max_upload_mib=3.0))


def chat(**more):
    return WebChat(user="web:ada", locale="de", **more)


async def taken(platform, one):
    return await platform.acknowledge(one, SAID, part=0, kind="track", is_known=False)


async def test_an_answer_is_kept_for_who_asked_in_their_language(queue, platform):
    one = chat()
    assert not one.taken.is_set()
    address = await taken(platform, one)
    assert one.taken.is_set()
    assert address == {"answer": one.answer, "file": None}
    platform.close(one)
    await platform.send(address, WRONG)
    kept = await KeptAnswers(queue).find(one.answer)
    assert (kept.owner, kept.language, kept.message.code) == ("web:ada", "de", NotAudio.code)


async def test_a_refusal_while_the_form_is_open_is_said_in_its_place(queue, platform):
    one = chat()
    address = await taken(platform, one)
    await platform.send(address, WRONG)
    assert one.refused == WRONG
    assert await KeptAnswers(queue).find(one.answer) is None


async def test_an_answer_that_is_quicker_than_the_form_is_kept(queue, platform):
    one = chat()
    await platform.send(await taken(platform, one), SAID)
    assert (await KeptAnswers(queue).find(one.answer)).message.lead == SAID.lead
    assert one.refused is None


async def test_what_nobody_asked_for_goes_nowhere(queue, platform):
    await platform.send(platform.direct("web:ada"), SAID)
    assert queue.notes == {}


async def test_while_the_queue_is_away_it_is_sent_later(queue, platform):
    address = await taken(platform, chat())
    queue.away = True
    with pytest.raises(NotSentYet):
        await platform.send(address, SAID)


async def test_files_are_there_as_long_as_the_form_is(platform):
    file = File(handle="file", name="a.wav", size_bytes=3)
    one = chat(form=Form(files={"file": (file, io.BytesIO(b"123"))}))
    handle = File(handle=f"{one.answer}/file", name="a.wav")
    with pytest.raises(FileUnreadable):
        await platform.download(handle)
    await taken(platform, one)
    assert await platform.download(handle) == b"123"
    platform.close(one)
    assert one.form.files["file"][1].closed
    with pytest.raises(FileUnreadable):
        await platform.download(handle)


async def test_what_is_said_at_once_is_no_refusal_without_a_code(platform):
    one = chat()
    await platform.reply(one, SAID)
    assert one.refused is None
    await platform.reply(one, WRONG)
    assert one.refused == WRONG


def test_one_page_for_one_form(platform):
    one, other = chat(), chat()
    assert platform.job_id(one, 0) == one.answer != other.answer
    assert platform.job_id(one, 1) is None
    assert platform.limit_mib == 3.0
    assert platform.ways(EN) == ()
    assert platform.expected_address(one, 0) is None
