"""Comforts of the chat in the terminal, with keys as a terminal sends them."""

import asyncio

from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.terminal_prompt import LineCompleter, make_session, typed_lines

UP, TAB, ENTER, END = "\x1b[A", "\t", "\r", "\x04"


async def read(*steps):
    """Send keys, each when the line before the cursor has become what the step says; return the lines read."""
    lines = []
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        session = make_session()

        async def chat():
            lines.extend([line async for line in typed_lines(session)])

        reading = asyncio.create_task(chat())
        async with asyncio.timeout(60):
            for keys, becomes in steps:
                while not session.app.is_running:  # noqa: ASYNC110 - it has no event to wait for
                    await asyncio.sleep(0.01)
                keyboard.send_text(keys)
                while becomes is not None and session.default_buffer.text != becomes:
                    await asyncio.sleep(0.01)
                    if keys == UP and not session.default_buffer.text:  # the history is still being loaded
                        keyboard.send_text(UP)
                        await asyncio.sleep(0.1)
            await reading
    return lines


async def test_up_brings_back_what_was_typed():
    assert await read(("first", "first"), (ENTER, ""), (UP, "first"), (ENTER, ""), (END, None)) == ["first", "first"]


async def test_tab_completes_a_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-song.flac").write_bytes(b"")
    typed = ("compare my", "compare my"), (TAB, "compare my-song.flac"), (ENTER, ""), (END, None)
    assert await read(*typed) == ["compare my-song.flac"]


def test_a_first_word_may_be_a_command():
    found = LineCompleter().get_completions(Document("comp"), CompleteEvent(completion_requested=True))
    assert "compare" in [one.text for one in found]


def test_a_new_row_is_completed(echo):
    [found] = LineCompleter().get_completions(Document("ec"), CompleteEvent())
    assert found.text == echo.name
