"""Progress as server-sent events: one stream for each waiting page, until the answer is kept."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

from aiohttp import web

from bot.conversation import progress_of
from bot.web.answers import Answers
from bot.web.security import protect
from spotpop.errors import QueueUnavailable
from spotpop.text import plain
from spotpop.wording import Words
from worker.queue.client import Client
from worker.queue.protocol import JobProgress

BREATH_S: Final = 15.0
"""A comment so often, so that proxies keep the connection, and a visitor who left is noticed."""
LONGEST_S: Final = 900.0
KEEP_S: Final = 20.0
"""How long an answer may take from the queue's end to the notes."""
_STAGES: Final = ("resolve", "identify", "preview", "decode", "features", "model", "picture")


async def stream(
    request: web.Request, client: Client, answers: Answers, job_id: str, words: Words
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
            await _follow(response, client, job_id, words)
            if await answers.wait(job_id, KEEP_S):
                await response.write(b"event: done\ndata: {}\n\n")
    except (TimeoutError, ConnectionError, QueueUnavailable):
        return response  # the page asks again, or looks by itself
    return response


async def _follow(response: web.StreamResponse, client: Client, job_id: str, words: Words) -> None:
    watched = client.watch(job_id).__aiter__()
    following: asyncio.Task[JobProgress] | None = None
    try:
        while True:
            following = following or asyncio.create_task(_next(watched))
            done, _ = await asyncio.wait({following}, timeout=BREATH_S)
            if not done:
                await response.write(b": \n\n")
                continue
            try:
                progress = following.result()
            except StopAsyncIteration:
                return
            following = None
            if progress.state in {"done", "failed"}:
                return
            await response.write(f"data: {json.dumps(_told(progress, words))}\n\n".encode())
    finally:
        if following is not None:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


async def _next(watched: Any) -> JobProgress:
    found: JobProgress = await anext(watched)
    return found


def _told(progress: JobProgress, words: Words) -> dict[str, Any]:
    message = progress_of(progress, words)
    parts = [plain(message.lead), *(plain(line) for block in message.sections for line in block.lines)]
    share = 0.0
    if progress.total:
        share = (progress.done or 0) / progress.total
    elif progress.stage in _STAGES:
        share = (_STAGES.index(progress.stage) + 1) / (len(_STAGES) + 1)
    return {"text": " ".join(part for part in parts if part), "share": round(share, 3)}
