"""The smallest chat there can be: what it says of itself is enough for the whole way of a question."""

import asyncio

import pytest

from bot.commands import BY_NAME, COMMANDS, Call
from bot.conversation import File, Understood
from bot.messages.message import button_id, read_button_id
from bot.platform import BasicPlatform, Chat
from bot.service import Service
from bot.typed import command_in, question_typed, values_in
from spotpop.errors import FileUnreadable
from spotpop.settings import load_settings
from spotpop.text import plain
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot import samples

EN = words_for("en")


class Lines(BasicPlatform):
    """Sends lines."""

    name = "lines"

    def __init__(self):
        self.lines = asyncio.Queue()
        self.buttons = []

    async def put(self, message):
        self.buttons = [button_id(button) for button in message.buttons]
        for text in (message.title, message.lead, *(line for block in message.sections for line in block.lines)):
            self.lines.put_nowait(plain(text))

    async def acknowledge(self, chat, message, *, part, kind, is_known):
        await self.put(message)
        return {"user": chat.user}

    async def reply(self, _chat, message):
        await self.put(message)

    async def send(self, _address, message):
        await self.put(message)

    def direct(self, user):
        return {"user": user}

    async def until(self, text):
        async with asyncio.timeout(10):
            while text not in (line := await self.lines.get()):
                pass
        return line


@pytest.fixture
async def chat():
    queue, lines = MemoryQueue(), Lines()
    service = Service(queue, lines, load_settings(model="no-such-model"), progress_pause_s=0.01)
    courier = asyncio.create_task(service.courier("lines-1").run())

    async def say(text):
        spec, rest = command_in(text) or (BY_NAME["predict"], text)
        values, rest = values_in(rest, spec)
        question = question_typed(spec, rest, lambda intent: Understood(intent=intent, text=rest))
        call = Call(chat=Chat(user="lines:ada", direct=True), question=question, values=values)
        if (answer := await spec.handler(service, call)) is not None:
            await lines.reply(call.chat, answer)

    yield queue, lines, service, say
    courier.cancel()
    await asyncio.gather(courier, return_exceptions=True)
    await service.progress.close()


async def test_a_question_goes_the_whole_way_with_nothing_but_lines(chat):
    queue, lines, service, say = chat
    await say("https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC")
    await lines.until(plain(EN.text("progress-taken")))
    [job] = await queue.asked()
    assert (job.reply.front_end, job.requester.user) == ("lines", "lines:ada")
    queue.answer(job, samples.outcome(job_id=job.id, picture_key=None))
    await lines.until("Around 41 of 100.")
    pressed = [found for one in lines.buttons if (found := read_button_id(one))]
    why = next(state for action, state in pressed if action == "why")
    done = await service.click(Chat(user="lines:ada", direct=True), "why", why)
    assert done.reply is not None


async def test_every_command_that_needs_nothing_is_answered(chat):
    _, lines, _, say = chat
    for spec in COMMANDS:
        if not spec.asks:
            await say(f"/{spec.name}")
            assert await lines.lines.get()


async def test_the_shipped_song_is_asked_about_where_no_file_can_be_sent(chat):
    queue, _, service, _ = chat
    await service.click(Chat(user="lines:ada", direct=True), "try", "demo")
    [job] = await queue.asked()
    assert job.kind == "upload"
    assert next(iter(queue.uploads[job.id].values())).startswith((b"ID3", b"\xff\xfb"))


async def test_a_chat_without_files_does_not_promise_any(chat):
    _, lines, _, say = chat
    await say("/help")
    await lines.until("/forget")
    assert lines.lines.empty()
    with pytest.raises(FileUnreadable):
        await lines.download(File(handle="x", name="song.mp3"))
