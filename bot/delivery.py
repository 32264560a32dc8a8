"""From the outbox to the front-end: every outcome becomes a message, sent until it really is, then acknowledged.

A `FrontEnd` is all that a platform adds. `NotSentYet` is tried again with growing pauses; `NeverSendable` ends it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

import structlog

from bot.batches import Batches
from bot.button_state import ButtonStateStore
from bot.follow_up import OVERHEARD, REFERENCE
from bot.interrupted import Interrupted
from bot.messages.message import Block, Message, is_for_one_person
from bot.messages.notices import not_answered, word
from bot.messages.offers import LAST_AUDIENCE, offered_again, with_version
from bot.messages.outcome import answer_to, refusal
from bot.messages.reference_tracks import kept_text
from bot.progress import ProgressUpdates
from bot.recent_versions import RecentVersions
from bot.reference_tracks import ReferenceTracks, label_of, numbers_of
from spotpop.errors import QueueUnavailable, ReferenceSetFull
from spotpop.png import upper_part
from spotpop.settings import Settings
from spotpop.wording import Words, words_for
from worker.queue.client import Client, Delivery
from worker.queue.protocol import Job, Outcome

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 5
"""After so many a delivery that fails by a bug of ours is given up, so that it cannot block for ever."""

SENT_KEPT_S = 3600.0
"""How long it is remembered that an answer was sent, for the case that the process dies before it acknowledges."""


class NotSentYet(Exception):
    """The platform did not take it now, but may later.

    Parameters
    ----------
    retry_after_s : float or None
        How long it wants us to wait, if it says so.
    """

    def __init__(self, reason: str, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class NeverSendable(Exception):
    """Nobody can be reached any more: the chat is gone, or the bot was thrown out."""


class FrontEnd(Protocol):
    """What a platform has to offer for deliveries."""

    @property
    def name(self) -> str:
        """Name of its outbox: ``discord``, ``telegram`` or ``terminal``."""
        ...

    @property
    def shows_pictures(self) -> bool:
        """Whether a picture is seen in the message itself, beside its words."""
        ...

    async def send(self, address: Mapping[str, Any], message: Message) -> None:
        """Put the final message where `address` (the job's ``reply.data``) says: usually an edit of the progress.

        Sending the same message twice must be harmless where the platform allows it (an edit is).

        Raises
        ------
        NotSentYet, NeverSendable
        """
        ...


class AnswerRecorder(Protocol):
    """Keeps of answers what their people agreed to; see `bot.my_songs`."""

    async def note(self, job: Job, reply: Mapping[str, Any], outcome: Outcome, words: Words) -> Block | None:
        """Keep it; returns what is to be said beside the answer."""

    async def run(self) -> None:
        """Do for ever what is due without a question."""


class Courier:
    """Takes answers from a front-end's outbox and hands them over, many at once.

    Parameters
    ----------
    consumer : str
        The same after a restart, different for processes that run at the same time.
    followers : ProgressUpdates
        Whose progress edits are stopped before the answer is sent.
    batches : Batches or None
        Collects the songs of one message.
    references : ReferenceTracks or None
        Keeps songs that are to be measured against.
    settings : Settings or None
        For the operator's language and limits.
    recorder : AnswerRecorder or None
        Keeps of answers what their people agreed to.
    interrupted : Interrupted or None
        Informs people whose question died with a bot.
    at_once : int
        Answers that are sent at the same time.
    first_pause_s, patience_s : float
        First pause after a failure (doubled each time), and how long to try before giving the answer back to the
        outbox, which offers it again.
    """

    def __init__(
        self,
        client: Client,
        front_end: FrontEnd,
        *,
        consumer: str,
        followers: ProgressUpdates,
        batches: Batches | None = None,
        references: ReferenceTracks | None = None,
        settings: Settings | None = None,
        recorder: AnswerRecorder | None = None,
        interrupted: Interrupted | None = None,
        at_once: int = 32,
        first_pause_s: float = 0.5,
        patience_s: float = 120.0,
    ) -> None:
        self._client = client
        self._front_end = front_end
        self._consumer = consumer
        self._followers = followers
        self._memory = ButtonStateStore(client)
        self._versions = RecentVersions(client, self._memory)
        self._batches = batches or Batches(client)
        self._references = references or ReferenceTracks(client)
        self._settings = settings or Settings()
        self._recorder = recorder
        self._interrupted = interrupted
        self._places = asyncio.Semaphore(at_once)
        self._first_pause_s = first_pause_s
        self._patience_s = patience_s

    async def run(self) -> None:
        """Deliver for ever; cancel it to stop. What is being sent then stays in the outbox."""
        async with asyncio.TaskGroup() as group:
            if self._recorder is not None:
                group.create_task(self._recorder.run())
            if self._interrupted is not None:
                group.create_task(self._interrupted.run())
            async for delivery in self._client.deliveries(self._front_end.name, self._consumer):
                await self._places.acquire()
                task = group.create_task(self.deliver(delivery))
                task.add_done_callback(lambda _: self._places.release())
                await asyncio.sleep(0)  # one begins after the other, so that many at once do not hold up the loop

    async def deliver(self, delivery: Delivery) -> None:
        """Send one answer and acknowledge it once it is really sent."""
        job = delivery.job
        try:
            await self._followers.stop(job.id)
            if delivery.attempt > 1 and await self._was_sent(job.id):
                await delivery.ack()
                return
            await self._send(delivery)
        except NeverSendable as error:
            log.warning("answer_cannot_be_delivered", job_id=job.id, reason=str(error))
            await delivery.ack()
        except NotSentYet as error:
            log.warning("answer_goes_back_to_the_outbox", job_id=job.id, reason=str(error))
            await delivery.release()
        except Exception:
            log.exception("answer_not_delivered", job_id=job.id, attempt=delivery.attempt)
            await (delivery.ack() if delivery.attempt >= MOST_ATTEMPTS else delivery.release())
        else:
            await self._note_sent(job.id, None if delivery.forgotten else job.requester.user)
            await delivery.ack()

    async def _send(self, delivery: Delivery) -> None:
        message = await (self._list(delivery) if "batch" in delivery.reply.data else self._message(delivery))
        if message is None:
            return
        pause_s, began = self._first_pause_s, time.monotonic()
        while True:
            try:
                await self._front_end.send(delivery.reply.data, message)
            except NotSentYet as error:
                wait_s = max(pause_s, error.retry_after_s or 0.0)
                if time.monotonic() + wait_s - began > self._patience_s:
                    raise
                log.info("answer_not_sent_yet", job_id=delivery.job.id, reason=str(error), wait_s=round(wait_s, 1))
                await asyncio.sleep(wait_s)
                pause_s = min(pause_s * 2, 30.0)
            else:
                return

    async def _message(self, delivery: Delivery) -> Message:
        """Word the answer; a queue that is away now costs the picture or the buttons' memory, never the answer."""
        job, outcome = delivery.job, delivery.outcome
        if REFERENCE in delivery.reply.data and outcome.report is not None:
            return await self._reference(delivery)
        outcome = outcome.model_copy(update={"job_id": job.id})  # a joined job has its own address and buttons
        picture: bytes | None = None
        unasked = delivery.reply.data.get(OVERHEARD) is not None
        try:
            has_choices = outcome.failure is not None and "choices" in outcome.failure.params
            if (outcome.failure is None or has_choices or unasked) and not delivery.forgotten:
                await self._memory.remember(job, outcome)
            if outcome.picture_key is not None:
                picture = await self._client.picture(outcome.picture_key)
                await asyncio.to_thread(upper_part, picture or b"")  # cut here, so that sending does not hold the loop
        except QueueUnavailable:
            log.warning("answer_goes_out_without_picture_or_memory", job_id=job.id)
        private = bool(delivery.reply.data.get("private"))
        words, limit = self._words(job), self._settings.listing_limit
        file_gone = delivery.reply.data.get("file", job) is None
        message = answer_to(
            outcome,
            words,
            picture=picture,
            beside=self._front_end.shows_pictures,
            private=private,
            listing_limit=limit,
            file_gone=file_gone,
            docs_url=self._settings.docs_url,
        )
        if unasked and is_for_one_person(message):
            return not_answered(words, state=job.id)
        if outcome.report is not None and not delivery.forgotten:
            message = await self._beside_earlier(message, job, outcome, words)
        message = offered_again(message, delivery.reply.data.get(LAST_AUDIENCE), words)
        if self._recorder is not None and not delivery.forgotten:
            said = await self._recorder.note(job, delivery.reply.data, outcome, words)
            if said is not None:
                message = replace(message, sections=(said, *message.sections))
        return message

    async def _beside_earlier(self, message: Message, job: Job, outcome: Outcome, words: Words) -> Message:
        """Offer to compare with an earlier version of the song, if the person asked about one."""
        try:
            earlier = await self._versions.note(job, outcome.read_report())
        except QueueUnavailable:
            return message
        if earlier is None:
            return message
        return with_version(message, earlier.outcome.read_report().track.title, words, state=job.id)

    async def _reference(self, delivery: Delivery) -> Message:
        """Keep the song's numbers among the person's references, and say so."""
        report, words, user = delivery.outcome.read_report(), self._words(delivery.job), delivery.job.requester.user
        set_name, label = str(delivery.reply.data[REFERENCE]), label_of(report)
        if delivery.forgotten or user is None:
            return word("reference-not-kept", words, private=True)
        try:
            await self._references.add(user, set_name, label, numbers_of(report))
            kept = await self._references.of(user)
        except ReferenceSetFull as error:
            return refusal(error, words, private=True)
        except QueueUnavailable:
            raise NotSentYet("a reference cannot be kept") from None
        count = len(kept.sets.get(set_name, {}))
        if not count:
            return word("reference-not-kept", words, private=True)
        return kept_text(label, set_name, count, words)

    async def _list(self, delivery: Delivery) -> Message | None:
        """Note the answer to one song of many; the last one brings the ranked list."""
        try:
            rows = await self._batches.add(delivery.reply.data["batch"], delivery.outcome)
        except QueueUnavailable:
            raise NotSentYet("the rows of a list cannot be noted") from None
        if rows is None:
            return None
        return self._batches.message(rows, self._words(delivery.job), self._settings)

    def _words(self, job: Job) -> Words:
        return words_for(job.locale, self._settings.locale)

    async def _was_sent(self, job_id: str) -> bool:
        try:
            return bool(await self._client.note_get(_sent_key(job_id)))
        except QueueUnavailable:
            return False

    async def _note_sent(self, job_id: str, user: str | None) -> None:
        try:
            await self._client.note_set(_sent_key(job_id), True, SENT_KEPT_S, user=user)
        except QueueUnavailable:
            log.info("sent_but_not_noted", job_id=job_id)


def _sent_key(job_id: str) -> str:
    return f"sent:{job_id}"
