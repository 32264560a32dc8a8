"""Progress while a question is worked on: one message that is edited, seldom enough for the platform's limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import structlog

from bot.messages.message import Message
from bot.messages.outcome import progress_of
from spotpop.wording import Words
from worker.queue.client import Client
from worker.queue.newest import Newest

log = structlog.get_logger(__name__)

CANCEL_AGAIN_S = 0.5
EDIT_PATIENCE_S = 5.0
"""So long the answer waits for an edit that is on its way."""
MOST_ENDED = 10_000
"""Jobs of which it is remembered that nothing more is to be shown."""

Show = Callable[[Message], Awaitable[None]]


class ProgressUpdates:
    """Follows jobs and shows their progress until they end or `stop` is called.

    Parameters
    ----------
    pause_s : float
        Shortest time between two edits of one message; what happens between is skipped.
    """

    def __init__(self, client: Client, *, pause_s: float = 1.5) -> None:
        self._client = client
        self._pause_s = pause_s
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._edits: dict[str, asyncio.Future[None]] = {}
        self._ended = Newest[str, None](MOST_ENDED)

    def follow(self, job_id: str, words: Words, show: Show, *, can_cancel: bool = False) -> None:
        """Start to show the progress of a job; errors of `show` end it quietly, for the answer comes anyway.

        Nothing is shown of a job whose answer was quicker than whoever asked to follow it.
        """
        if job_id in self._ended:
            return
        task = asyncio.create_task(self._follow(job_id, words, show, can_cancel), name=f"follow {job_id}")
        self._tasks[job_id] = task
        task.add_done_callback(lambda _: self._tasks.pop(job_id, None))

    def is_following(self, job_id: str) -> bool:
        """Say whether a job is under way for this process."""
        return job_id in self._tasks

    async def stop(self, job_id: str) -> None:
        """Return when no edit of this job's progress can come any more, so that it cannot overwrite the answer.

        An edit that is on its way is waited for: taken back here, it may reach the platform all the same, after the
        answer.
        """
        self._ended[job_id] = None
        task = self._tasks.pop(job_id, None)
        if task is not None:
            await end(task)
        edit = self._edits.pop(job_id, None)
        if edit is not None:
            await asyncio.wait([edit], timeout=EDIT_PATIENCE_S)
            await end(edit)

    async def close(self) -> None:
        """Stop following all jobs."""
        for job_id in list(self._tasks):
            await self.stop(job_id)

    async def messages(self, job_id: str, words: Words, *, can_cancel: bool = False) -> AsyncIterator[Message]:
        """Yield how far a job is, now and at each change, until it is done or failed."""
        async for progress in self._client.watch(job_id):
            if progress.state in {"done", "failed"}:
                return
            yield progress_of(progress, words, can_cancel=can_cancel)

    async def _follow(self, job_id: str, words: Words, show: Show, can_cancel: bool) -> None:
        shown: Message | None = None
        waiting: Message | None = None
        pause: asyncio.Task[None] | None = None

        def arrived(edit: asyncio.Future[None]) -> None:
            if self._edits.get(job_id) is edit:
                del self._edits[job_id]

        async def show_later() -> None:
            nonlocal shown, waiting
            while waiting is not None and waiting != shown:
                shown, waiting = waiting, None
                edit = self._edits[job_id] = asyncio.ensure_future(show(shown))
                edit.add_done_callback(arrived)
                try:
                    await asyncio.shield(edit)
                except Exception as error:
                    log.exception("progress_not_shown", job_id=job_id, error=type(error).__name__)
                await asyncio.sleep(self._pause_s)

        try:
            async for message in self.messages(job_id, words, can_cancel=can_cancel):
                waiting = message
                if pause is None or pause.done():
                    pause = asyncio.create_task(show_later())
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.exception("progress_not_shown", job_id=job_id, error=type(error).__name__)
        finally:
            if pause is not None:
                await end(pause)


async def end(*tasks: asyncio.Future[Any]) -> None:
    """Cancel tasks and wait for their end, whatever it is.

    Cancelled again while they live: a library that is just connecting may swallow the first time.
    """
    living = [task for task in tasks if not task.done()]
    while living:
        for task in living:
            task.cancel()
        _, pending = await asyncio.wait(living, timeout=CANCEL_AGAIN_S)
        living = list(pending)
    for task in tasks:
        if not task.cancelled():
            task.exception()
