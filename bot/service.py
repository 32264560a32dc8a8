"""The one flow of a question in every chat: understand, acknowledge, download, submit, follow, answer, buttons.

A platform reads updates and calls `Service.ask` or `Service.answer`; the answer comes back by `bot.delivery`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import structlog

from bot import follow_up
from bot.batches import Batch, Batches
from bot.button_state import ButtonState, ButtonStateStore
from bot.buttons import DEMO_HANDLE, ButtonActions
from bot.conversation import Ask, AskKind, File, Plan, Understood, WrongIntent, check_size, job_for, plan
from bot.delivery import Courier, NeverSendable, NotSentYet
from bot.held_bytes import HELD_BYTES, HeldBytes, bytes_of
from bot.interrupted import Interrupted
from bot.messages import progress as progress_messages
from bot.messages.message import Message
from bot.messages.outcome import left_out_note, refusal
from bot.my_songs import MySongs
from bot.platform import Address, Chat, Platform
from bot.preferences import Preferences, PreferenceStore
from bot.progress import ProgressUpdates
from bot.question_options import NO_OPTIONS, QuestionOptions
from bot.recent_versions import RecentVersions
from bot.reference_tracks import ReferenceTracks
from bot.reply_address import VERSION
from spotpop.demo import demo_song
from spotpop.errors import QueueUnavailable, SpotpopError, TooManyQuestions, UnexpectedError
from spotpop.links import Reference, find_references
from spotpop.links.choices import Choice
from spotpop.settings import Settings
from spotpop.wording import Words, words_for
from worker.queue.client import Client
from worker.queue.protocol import Job, ReplyAddress, Requester

log = structlog.get_logger(__name__)

SUBMITTED_AT_ONCE: Final = 16
"""Questions that are put into the queue at the same time: a crowd must not hold up the acknowledgements of others."""

MOST_AT_ONCE: Final = 10
"""Songs of one message that are taken; more than `ONE_BY_ONE` become one ranked list."""

ONE_BY_ONE: Final = 3
"""Answers to one message that somebody put to the bot, unless a choice says otherwise."""

PATIENCE_S: Final = 180.0
"""How long the songs of a list wait for their turn when the person has asked much lately."""

TYPING_PAUSE_S: Final = 0.25
"""Who types faster than this is not done; each letter is an event."""

_PAUSES_S: Final = (0.5, 2.0, 5.0)
"""Between tries to say what does not come from the queue."""

_CACHE_LOOKUP_S: Final = 0.3

_OPEN_KEPT_S: Final = 3600.0


class Service(ButtonActions):
    """Answers questions on one platform.

    Parameters
    ----------
    progress_pause_s : float or None
        Shortest time between two progress edits of one message; None where the platform asks how far work is when
        somebody looks (`ProgressUpdates.messages`).
    preferences_kept_s, references_kept_s : float or None
        How long a person's choices and references are kept, where people come back under another name after that.
    """

    def __init__(
        self,
        queue: Client,
        platform: Platform,
        settings: Settings,
        *,
        progress_pause_s: float | None,
        preferences_kept_s: float | None = None,
        references_kept_s: float | None = None,
    ) -> None:
        self.queue, self.platform, self.settings = queue, platform, settings
        self.progress = ProgressUpdates(queue, pause_s=progress_pause_s or 0.0)
        self._shows_progress = progress_pause_s is not None
        self.states = ButtonStateStore(queue)
        self.preferences = PreferenceStore(queue, kept_s=preferences_kept_s)
        self.batches = Batches(queue)
        self.references = ReferenceTracks(queue, kept_s=references_kept_s)
        self.versions = RecentVersions(queue, self.states)
        self.songs = MySongs(queue, platform, self.preferences, settings)
        self.interrupted = Interrupted(queue, platform, self._finish)
        self._held = HeldBytes(HELD_BYTES)
        self._typing: dict[str, object] = {}
        self._submitting = asyncio.Semaphore(SUBMITTED_AT_ONCE)

    def courier(self, consumer: str) -> Courier:
        """Return what delivers this platform's answers."""
        return Courier(
            self.queue,
            self.platform,
            consumer=consumer,
            followers=self.progress,
            batches=self.batches,
            references=self.references,
            settings=self.settings,
            recorder=self.songs,
            interrupted=self.interrupted,
        )

    async def chosen(self, chat: Chat) -> Preferences:
        """Return the choices that hold for a question: the person's, then the server's."""
        person, server = await asyncio.gather(self.preferences.of(chat.user), self.preferences.of(chat.server))
        return person.over(server)

    async def words(self, chat: Chat) -> Words:
        """Return the catalogue for a person: as chosen, as the platform says, as the server's, as the operator's."""
        person, server = await asyncio.gather(self.preferences.of(chat.user), self.preferences.of(chat.server))
        return words_for(person.language, chat.locale, server.language, chat.server_locale, self.settings.locale)

    async def ask(
        self, chat: Chat, question: Understood, *, given: QuestionOptions = NO_OPTIONS, at_most: int | None = None
    ) -> None:
        """Answer a question that somebody asked; what is wrong with it is shown to that person alone."""
        words = await self.words(chat)
        try:
            found = plan(question, max_upload_mib=self.platform.limit_mib, at_most=MOST_AT_ONCE)
        except (SpotpopError, WrongIntent) as error:
            await self.platform.reply(chat, refusal(error, words, private=True))
            return
        await self.answer(chat, found, words, given=given, at_most=at_most or ONE_BY_ONE)

    async def answer(
        self, chat: Chat, found: Plan, words: Words, *, given: QuestionOptions = NO_OPTIONS, at_most: int = ONE_BY_ONE
    ) -> list[tuple[Ask, Address]]:
        """Answer what was found: one by one, or as one ranked list when it is more than `at_most`.

        Returns
        -------
        list of (Ask, Address)
            Where each answer goes; empty for a list.
        """
        taken: list[tuple[Ask, Address]] = []
        try:
            if len(found.asks) > at_most:
                await self._answer_as_list(chat, found.asks, words)
            else:
                for part, ask in enumerate(found.asks):
                    taken.append((ask, await self._answer_one(chat, ask, words, part=part, given=given)))
        except QueueUnavailable as error:  # before it was acknowledged
            await self.platform.reply(chat, refusal(error, words, private=True))
            return taken
        if found.left_out:
            await self.platform.reply(chat, left_out_note(found.left_out, words, private=True))
        return taken

    async def suggest(self, chat: Chat, typed: str) -> tuple[Choice, ...]:
        """Return songs that somebody who types may mean, most likely first; none for who has typed on meanwhile.

        Never raises, and takes at most 2.2 s: a menu that is late is no menu.
        """
        if not typed.strip() or find_references(typed):
            return ()
        turn = self._typing[chat.user] = object()
        await asyncio.sleep(TYPING_PAUSE_S)
        if self._typing.get(chat.user) is not turn:
            return ()
        del self._typing[chat.user]
        return await self.queue.suggest(typed)

    async def _answer_one(self, chat: Chat, ask: Ask, words: Words, *, part: int, given: QuestionOptions) -> Address:
        if ask.kind in {"track", "upload"} and given.keep_as is None:
            beside = await self.references.options(chat.user)
            given = replace(given, options={**given.options, **beside})
        is_known = await self._is_known(chat, ask, words, given)
        async with self.interrupted.noted(chat, part, words) as goes_to:
            address = await self._acknowledged(chat, words, part=part, kind=ask.kind, is_known=is_known)
            await goes_to(address)
            try:
                await self._submit(chat, ask, address, words, part=part, given=given)
            except (SpotpopError, WrongIntent) as error:
                await self._finish(address, refusal(error, words, private=chat.private))
            except Exception:
                log.exception("question_broke", kind=ask.kind)
                await self._finish(address, refusal(UnexpectedError(), words, private=chat.private))
        return address

    async def _acknowledged(self, chat: Chat, words: Words, *, part: int, kind: AskKind, is_known: bool) -> Address:
        """Show that a question was taken; what the platform itself says there later is in the person's language."""
        message = progress_messages.progress(words)
        address = await self.platform.acknowledge(chat, message, part=part, kind=kind, is_known=is_known)
        return {**address, "locale": words.language}

    async def _answer_as_list(self, chat: Chat, asks: tuple[Ask, ...], words: Words) -> None:
        """Ask for many songs of one message; their answers become one ranked list."""
        async with self.interrupted.noted(chat, None, words) as goes_to:
            address = await self._acknowledged(chat, words, part=0, kind="listing", is_known=False)
            await goes_to(address)
            batch = Batch.of(chat.user, len(asks), private=chat.private)
            done: list[SpotpopError | WrongIntent | None] = []
            for part, ask in enumerate(asks):
                mine = {**address, "private": chat.private, "batch": batch.entry(part)}
                done.append(await self._submit_patiently(chat, ask, mine, words, part=part))
            for part, error in enumerate(done):
                if error is not None:
                    failed = await self.batches.failed(batch, part, asks[part], error)
                    if failed is not None:
                        await self._finish(address, self.batches.message(failed, words, self.settings))

    async def _submit_patiently(
        self, chat: Chat, ask: Ask, address: Address, words: Words, *, part: int
    ) -> SpotpopError | WrongIntent | None:
        """Submit one song of a list, later if the person has asked much lately; return why it cannot be."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_S
        while True:
            try:
                await self._submit(chat, ask, address, words, part=part, follow=False)
            except TooManyQuestions as error:
                wait_s = float(error.params["retry_after_s"])
                if asyncio.get_running_loop().time() + wait_s > deadline:
                    return error
                await asyncio.sleep(wait_s)
            except (SpotpopError, WrongIntent) as error:
                return error
            else:
                return None

    async def _submit(
        self,
        chat: Chat,
        ask: Ask,
        address: Address,
        words: Words,
        *,
        part: int,
        given: QuestionOptions = NO_OPTIONS,
        follow: bool = True,
    ) -> None:
        chosen = await self.chosen(chat)
        last = None if "audience" in given.options else chosen.audience
        data = follow_up.reply_data(
            ask, {"version": VERSION, **address, "private": chat.private}, given.song, given.keep_as, last
        )
        job, files = job_for(
            ask,
            reply=ReplyAddress(front_end=self.platform.name, data=data),
            requester=Requester(user=chat.user, server=chat.server),
            locale=words.language,
            theme=chosen.theme or chat.theme or self.settings.theme,
            start_s=given.start_s if ask.kind == "comparison" or ask.is_file else None,
            options=given.options,
        )
        if (same_id := self.platform.job_id(chat, part)) is not None:
            job = Job.model_validate({**job.model_dump(), "id": same_id})
        async with self._held.room_for(bytes_of(files.values(), self.platform.limit_mib)):
            uploads = await self._download(files)
            if ask.kind == "comparison" and len(uploads) == 2 and len(set(uploads.values())) == 1:
                raise WrongIntent("compare-same")
            async with self._submitting:
                receipt = await self.queue.submit(job, uploads)
            uploads.clear()
        await self.preferences.remember_audience(chat.user, given.options)
        log.info("question_taken", job_id=job.id, kind=job.kind, position=receipt.position, cached=receipt.cached)
        if follow and not receipt.cached:
            if ask.kind == "listing":
                await self._offer_to_cancel(job)
            if self._shows_progress:
                self.progress.follow(
                    job.id,
                    words,
                    lambda message: self.platform.show(address, message),
                    can_cancel=ask.kind == "listing",
                )

    async def _offer_to_cancel(self, job: Job) -> None:
        """Note whose work it is, so that nobody else can stop it."""
        try:
            await self.queue.note_set(
                f"open:{job.id}", {"owner": job.requester.user}, _OPEN_KEPT_S, user=job.requester.user
            )
        except QueueUnavailable:
            log.info("not_cancellable", job_id=job.id)

    async def _download(self, files: Mapping[str, File]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for name, file in files.items():
            if file.handle == DEMO_HANDLE:
                found[name] = await asyncio.to_thread(demo_song().read_bytes)
            else:
                found[name] = await self.platform.download(file)
                check_size(len(found[name]), self.platform.limit_mib)
        return found

    async def _is_known(self, chat: Chat, ask: Ask, words: Words, given: QuestionOptions) -> bool:
        first = ask.inputs[0]
        if (
            ask.kind != "track"
            or not isinstance(first, Reference)
            or first.kind != "track"
            or given.start_s is not None
        ):
            return False
        try:
            async with asyncio.timeout(_CACHE_LOOKUP_S):
                theme = (await self.chosen(chat)).theme or chat.theme
                outcome = await self.queue.cached(first, options=given.options, theme=theme, locale=words.language)
        except (QueueUnavailable, TimeoutError, ValueError):
            return False
        return outcome is not None and outcome.picture_key is not None

    async def _finish(self, address: Mapping[str, Any], message: Message) -> None:
        """Send what does not come from the queue, trying again for a moment."""
        for pause_s in (*_PAUSES_S, None):
            try:
                await self.platform.send(address, message)
            except NotSentYet as error:
                if pause_s is None:
                    log.warning("refusal_not_sent", reason=str(error))
                    return
                await asyncio.sleep(max(pause_s, error.retry_after_s or 0.0))
            except NeverSendable as error:
                log.info("refusal_not_sendable", reason=str(error))
                return
            else:
                return

    async def compare_with(self, chat: Chat, known: ButtonState | None, second: Understood) -> None:
        """Compare an earlier answer with something new; it is as private as the answer that it follows."""
        if known is not None and known.private:
            chat = replace(chat, private=True)
        words = await self.words(chat)
        try:
            question = follow_up.comparison_question(known, second)
        except WrongIntent as error:
            await self.platform.reply(chat, refusal(error, words, private=True))
            return
        await self.ask(chat, question)

    async def forget(self, user: str) -> int:
        """Delete all that is stored about a person, and return how many entries that were.

        Raises
        ------
        QueueUnavailable
        """
        kept = await self.preferences.forget(user) + await self.references.forget(user)
        return await self.queue.forget(user) + kept
