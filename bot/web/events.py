"""Progress as server-sent events: one stream for each waiting page, until the answer is kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, Final

from aiohttp import web

from bot.messages.message import Message
from bot.progress import ProgressUpdates, end
from bot.web.answers import KeptAnswers
from bot.web.security import protect
from spotpop.errors import QueueUnavailable
from spotpop.text import plain
from spotpop.wording import Words

BREATH_S: Final = 15.0
"""A comment so often, so that proxies keep the connection, and a visitor who left is noticed."""
LONGEST_S: Final = 900.0
KEEP_S: Final = 20.0
"""How long an answer may take from the queue's end to the notes."""


async def stream(
    request: web.Request, progress: ProgressUpdates, answers: KeptAnswers, job_id: str, words: Words
) -> web.StreamResponse:
    """Send ``data: {"text": …, "share": …}`` at each change, and ``event: done`` at the end."""
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/event-stream; charset=utf-8",
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
        }
    )
    protect(request, response)
    await response.prepare(request)
    try:
        async with asyncio.timeout(LONGEST_S):
            await _follow(response, progress.messages(job_id, words))
            if await answers.wait(job_id, KEEP_S):
                await response.write(b"event: done\ndata: {}\n\n")
    except (TimeoutError, ConnectionError, QueueUnavailable):
        return response  # the page asks again, or looks by itself
    return response


async def _follow(response: web.StreamResponse, messages: AsyncIterator[Message]) -> None:
    following: asyncio.Task[Message] | None = None
    try:
        while True:
            following = following or asyncio.create_task(_next(messages))
            done, _ = await asyncio.wait({following}, timeout=BREATH_S)
            if not done:
                await response.write(b": \n\n")
                continue
            try:
                message = following.result()
            except StopAsyncIteration:
                return
            following = None
            await response.write(f"data: {json.dumps(_event_data(message))}\n\n".encode())
    finally:
        if following is not None:
            await end(following)


async def _next(messages: AsyncIterator[Message]) -> Message:
    return await anext(messages)


def _event_data(message: Message) -> dict[str, Any]:
    parts = [plain(message.lead), *(plain(line) for block in message.sections for line in block.lines)]
    return {"text": " ".join(part for part in parts if part), "share": message.share or 0.0}
