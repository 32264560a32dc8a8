"""Progress as server-sent events: each change once, a comment while nothing happens, and an end in any case."""

import asyncio
import json

import pytest

from bot.messages.message import Message
from bot.web import events as module
from spotpop.text import Span
from tests.unit.bot.web.conftest import LINK


@pytest.fixture
def breath(monkeypatch):
    monkeypatch.setattr(module, "BREATH_S", 0.005)


@pytest.fixture
async def listening(stage, ada):
    """Reads the stream of a question piece by piece."""
    await ada.post("/ask", link=LINK)
    async with ada.session.get(f"http://localhost{ada.path}/events") as response:
        assert response.status == 200
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert response.headers["X-Accel-Buffering"] == "no"

        async def next_():
            async with asyncio.timeout(20):
                return (await response.content.readuntil(b"\n\n")).decode()

        yield next_, response


async def test_each_change_is_reported_and_the_end_once_the_answer_is_kept(stage, listening):
    next_, response = listening
    first = json.loads((await next_()).removeprefix("data: "))
    assert first["text"]
    assert first["share"] == 0.0
    stage.queue.tell(stage.asked[0], state="running", stage="model", done=1, total=2)
    second = json.loads((await next_()).removeprefix("data: "))
    assert second["text"] != first["text"]
    assert second["share"] > 0
    await stage.answer()
    assert await next_() == "event: done\ndata: {}\n\n"
    assert await response.content.read() == b""


@pytest.mark.usefixtures("breath")
async def test_while_nothing_happens_a_comment_keeps_the_connection(listening):
    next_, _ = listening
    assert ": \n\n" in [await next_() for _ in range(3)]


@pytest.mark.parametrize("name", ["LONGEST_S", "KEEP_S"])
async def test_patience_ends_without_a_word(stage, ada, monkeypatch, name):
    monkeypatch.setattr(module, name, 0.01)
    await ada.post("/ask", link=LINK)
    if name == "KEEP_S":
        stage.queue.tell(stage.asked[0], state="done")
    assert "done" not in await asyncio.wait_for(ada.get(f"{ada.path}/events"), 20)


def test_what_is_reported_is_plain_text():
    shown = module._event_data(Message(lead=(Span("<b>"),), share=0.5))
    assert shown == {"text": "<b>", "share": 0.5}
    assert module._event_data(Message()) == {"text": "", "share": 0.0}
