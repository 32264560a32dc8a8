"""What buttons need is kept, and nothing of an upload; what is done once is done once, however many press."""

import asyncio

import pytest

from bot.button_state import KEPT_S, VERSION, ButtonState, ButtonStateStore, may_delete
from bot.conversation import File
from bot.platform import Chat
from spotpop.links import Reference
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot import samples
from tests.unit.bot.paper import job
from worker.queue.protocol import ReplyAddress, TrackInput, UploadInput

ANSWER = samples.outcome(picture_key=None)


class SlowQueue(MemoryQueue):
    """Lets others run while it looks, as one behind a network does."""

    async def note_get(self, key):
        found = await super().note_get(key)
        await asyncio.sleep(0)
        return found


async def test_of_six_at_once_one_is_the_first():
    store = ButtonStateStore(SlowQueue())
    firsts = await asyncio.gather(*(store.once("job", "why", "telegram:1") for _ in range(6)))
    assert firsts == [True, *[False] * 5]


async def test_memory_keeps_what_buttons_need_and_nothing_of_an_upload():
    queue = MemoryQueue()
    memory = ButtonStateStore(queue)
    one = job()
    await memory.remember(one, ANSWER)
    known = await memory.recall(one.id)
    assert known.owner == "paper:ada"
    assert known.reference.id == "4uLU6hMCjMI75M1A2tKUQC"
    assert known.outcome.read_report() == samples.report()
    assert queue.notes[f"answer:{one.id}"][1] <= 86_400
    await memory.drop(one.id, "paper:ada")
    assert await memory.recall(one.id) is None


@pytest.mark.parametrize("note", ["text", {"owner": None}, {"owner": "x", "locale": "en", "outcome": {}}])
async def test_memory_of_another_version_counts_as_none(note):
    queue = MemoryQueue()
    await queue.note_set("answer:x", note, 10)
    assert await ButtonStateStore(queue).recall("x") is None


async def recalled(**changes):
    store = ButtonStateStore(MemoryQueue())
    one = job(**changes)
    await store.remember(one, ANSWER)
    return await store.recall(one.id)


async def test_all_that_was_asked_comes_back():
    file = {"handle": "h", "name": "mix.wav", "size_bytes": 7}
    data = {"private": True, "file": file}
    known = await recalled(reply=ReplyAddress(front_end="paper", data=data), options={"genre": "pop"}, start_s=7.5,
                           locale="de")  # fmt: skip
    assert (known.private, known.options, known.start_s, known.locale) == (True, {"genre": "pop"}, 7.5, "de")
    assert known.file == File(**file)
    assert known.inputs == (known.reference,)
    bare = await recalled()
    assert (bare.private, bare.options, bare.start_s, bare.file) == (False, {}, None, None)


async def test_only_a_track_has_one_link():
    link = Reference("album", "1DFixLWuPkv3KT3TnV35m3", "https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3")
    album = await recalled(kind="listing", inputs=(TrackInput(reference=link),))
    assert (album.reference, album.inputs) == (None, (link,))
    upload = await recalled(kind="upload", inputs=(UploadInput(name="a.wav"),))
    assert (upload.reference, upload.inputs) == (None, (None,))
    bare = ButtonState(owner=None, locale="en", outcome=ANSWER)
    assert (bare.reference, bare.private, bare.inputs, bare.file, bare.start_s) == (None, False, (), None, None)


@pytest.mark.parametrize(("version", "read"), [(None, True), (1, True), (VERSION, True), (VERSION + 1, False)])
async def test_what_a_newer_bot_wrote_is_left_to_it(version, read):
    queue = MemoryQueue()
    store = ButtonStateStore(queue)
    one = job()
    await store.remember(one, ANSWER)
    note = await queue.note_get(f"answer:{one.id}")
    assert note["version"] == VERSION == 2
    if version is None:
        del note["version"]
    else:
        note["version"] = version
    await queue.note_set(f"answer:{one.id}", note, 10)
    assert (await store.recall(one.id) is not None) is read


async def test_each_thing_is_done_once_for_each_answer():
    queue = MemoryQueue()
    store = ButtonStateStore(queue)
    assert [await store.once(*one, "ada") for one in (("j", "why"), ("j", "why"), ("j", "details"), ("k", "why"))] == [
        True,
        False,
        True,
        True,
    ]
    assert queue.notes["why:j"] == ("true", KEPT_S, "ada")
    assert KEPT_S == 24 * 3600


@pytest.mark.parametrize(
    ("direct", "moderates", "asked", "owner", "may"),
    [
        (False, False, False, None, False),
        (False, False, False, "telegram:2", False),
        (False, False, False, "telegram:1", True),
        (True, False, False, None, True),
        (False, True, False, None, True),
        (False, False, True, None, True),
    ],
)
def test_who_asked_or_moderates_may_delete_and_nobody_else(direct, moderates, asked, owner, may):
    known = owner and ButtonState(owner=owner, locale="en", outcome=ANSWER)
    chat = Chat(user="telegram:1", direct=direct)
    assert may_delete(chat, known, asked=asked, moderates=moderates) is may


NEEDED = {"owner", "locale", "outcome", "reference"}


@pytest.mark.parametrize(
    "name", ["owner", "locale", "outcome", "reference", "private", "inputs", "options", "file", "start_s"]
)
async def test_a_key_that_is_lost_makes_the_state_unknown_only_if_it_is_needed(name):
    queue = MemoryQueue()
    store, one = ButtonStateStore(queue), job()
    await store.remember(one, ANSWER)
    note = await queue.note_get(f"answer:{one.id}")
    del note[name]
    await queue.note_set(f"answer:{one.id}", note, 10)
    assert (await store.recall(one.id) is None) is (name in NEEDED)
    await queue.note_set(f"answer:{one.id}", {**note, name: 7.5}, 10)
    await store.recall(one.id)  # whatever stands there, a click ends in a sentence


async def test_what_a_newer_bot_adds_to_a_state_of_this_version_is_ignored():
    queue = MemoryQueue()
    store, one = ButtonStateStore(queue), job()
    await store.remember(one, ANSWER)
    note = await queue.note_get(f"answer:{one.id}")
    known = await store.recall(one.id)
    await queue.note_set(f"answer:{one.id}", {**note, "newer": [1]}, 10)
    assert await store.recall(one.id) == known
