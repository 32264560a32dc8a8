"""What the buttons under an answer do, in every chat; a part of `bot.service.Service`."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Final

from bot import follow_up
from bot.button_state import ButtonState, ButtonStateStore
from bot.conversation import File, Understood
from bot.messages import notices, offers, tables
from bot.messages.about import read_facts
from bot.messages.message import Action, Button, Message
from bot.messages.outcome import answer_to
from bot.messages.settings import settings_text
from bot.messages.sure import sure
from bot.messages.why import why
from bot.platform import Chat, Platform
from bot.preferences import Preferences, PreferenceStore, chosen_by_button
from bot.progress import ProgressUpdates
from bot.question_options import NO_OPTIONS, ButtonResult, QuestionOptions
from bot.recent_versions import RecentVersions
from bot.song_details import step
from spotpop.audience import RUNG_NAMES
from spotpop.demo import demo_song
from spotpop.errors import SpotpopError
from spotpop.settings import Settings
from spotpop.text import plain
from spotpop.wording import Words
from worker.queue.client import Client

DEMO_HANDLE: Final = "demo"
"""Stands for the song that ships with the project, where a platform would have its own name for a file."""


_BACK: Final = "back"
"""Stands in the place of an audience: show the answer's own buttons again."""


class ButtonActions(ABC):
    """Does what buttons say that need nothing of the platform."""

    queue: Client
    platform: Platform
    settings: Settings
    states: ButtonStateStore
    preferences: PreferenceStore
    versions: RecentVersions
    progress: ProgressUpdates

    @abstractmethod
    async def ask(
        self, chat: Chat, question: Understood, *, given: QuestionOptions = NO_OPTIONS, at_most: int | None = None
    ) -> None:
        """Answer a question that somebody asked."""

    @abstractmethod
    async def words(self, chat: Chat) -> Words:
        """Return the catalogue for a person."""

    @abstractmethod
    async def chosen(self, chat: Chat) -> Preferences:
        """Return the choices that hold for a question."""

    async def click(self, chat: Chat, action: Action, state: str) -> ButtonResult:
        """Do what a button says that needs nothing of the platform: explain, turn pages, make public, cancel, try.

        Raises
        ------
        QueueUnavailable
        """
        words = await self.words(chat)
        if action == "try":
            await self.ask(chat, Understood(files=(demo_file(),)))
            return ButtonResult()
        if action == "cancel":
            return await self._cancel(chat, state, words)
        if action == "set":
            return await self._set(chat, state, words)
        state, _, page = state.partition(".")
        known = await self.states.recall(state)
        if known is None:
            return ButtonResult(notice=words.plain("why-gone" if action == "why" else "button-unknown"))
        if action == "why" and known.outcome.failure is not None:
            return self._why_not(chat, known.outcome.failure.error(), words)
        if action == "why" and known.outcome.report is not None:
            return await self._why(chat, known, state, words)
        if action == "page" and known.outcome.listing is not None and page.isdigit():
            return ButtonResult(edit=self._page(known, state, int(page), words))
        if action == "publish":
            return await self._publish(known, state, words)
        if action == "audience" and known.outcome.report is not None:
            return await self._audience(chat, known, state, page, words)
        if action == "details" and known.outcome.report is not None:
            return await self._details(chat, known, state, page, words)
        if action == "versus":
            return await self._versus(chat, state, words)
        if action == "sure" and known.outcome.report is not None:
            return ButtonResult(reply=await self._sure(chat, known, words))
        if action == "choose" and page.isdigit():
            return await self._choose(chat, known, int(page), words)
        return ButtonResult(notice=words.plain("button-unknown"))

    async def settings_page(self, chat: Chat) -> Message:
        """Return the choices that hold for a person and their place, with buttons where they are seen by them alone."""
        person, server = await asyncio.gather(self.preferences.of(chat.user), self.preferences.of(chat.server))
        alone = chat.direct or self.platform.can_whisper
        return settings_text(person, server, await self.words(chat), theme=self.settings.theme, buttons=alone)

    async def _set(self, chat: Chat, state: str, words: Words) -> ButtonResult:
        """Choose by a button; the page of settings shows the choice."""
        chosen = chosen_by_button(state)
        if chosen is None:
            return ButtonResult(notice=words.plain("button-unknown"))
        await self.preferences.change(chat.user, chosen)
        return ButtonResult(edit=await self.settings_page(chat))

    async def _why(self, chat: Chat, known: ButtonState, state: str, words: Words) -> ButtonResult:
        """Explain: to the person alone where the platform can, else once for all."""
        picture = await self._picture_of(known)
        message = why(known.outcome.read_report(), words, docs_url=self.settings.docs_url, picture=picture)
        if self.platform.can_whisper or chat.direct or await self.states.once(state, "why", known.owner):
            return ButtonResult(reply=message)
        return ButtonResult(notice=words.plain("why-shown"))

    def _why_not(self, chat: Chat, error: SpotpopError, words: Words) -> ButtonResult:
        """Explain why there is no answer: to who wants to know alone, on every platform."""
        message = notices.failure(error, words, private=True)
        if self.platform.can_whisper or chat.direct:
            return ButtonResult(reply=message)
        lines = [message.lead, *(line for block in message.sections for line in block.lines)]
        return ButtonResult(notice=" ".join(plain(line) for line in lines if line))

    async def _audience(self, chat: Chat, known: ButtonState, state: str, rung: str, words: Words) -> ButtonResult:
        """Ask again with the audience that a person gave; without one, offer the six answers."""
        if rung == _BACK:
            return ButtonResult(keys=answer_to(known.outcome, words, picture=None, private=known.private).buttons)
        if rung not in RUNG_NAMES:
            asking = offers.audience_question(words, state=state)
            back = Button(action="audience", state=f"{state}.{_BACK}", label="↩")
            return ButtonResult(reply=asking, keys=(*asking.buttons, back))
        question = follow_up.again(known)
        if question is None:
            return ButtonResult(notice=words.plain("audience-file-gone"))
        chat = _as_private(chat, private=known.private)
        options = {**known.options, "audience": {**known.options.get("audience", {}), "rung": rung}}
        await self.ask(chat, question, given=QuestionOptions(start_s=known.start_s, options=options))
        return ButtonResult()

    async def _details(self, chat: Chat, known: ButtonState, state: str, code: str, words: Words) -> ButtonResult:
        """Offer what can be said about a song, or ask again with what was said."""
        found = step(known, state, code, words)
        if isinstance(found, ButtonResult):
            return found
        question, given = found
        await self.ask(_as_private(chat, private=known.private), question, given=given)
        return ButtonResult()

    async def _versus(self, chat: Chat, state: str, words: Words) -> ButtonResult:
        """Compare an answer with the earlier version that was recognised."""
        found = await self.versions.comparison(state)
        if found is None:
            return ButtonResult(notice=words.plain("audience-file-gone"))
        await self.ask(_as_private(chat, private=found[1]), found[0])
        return ButtonResult()

    async def _sure(self, chat: Chat, known: ButtonState, words: Words) -> Message:
        """Say how sure a forecast is, with the track record that the workers publish."""
        theme = (await self.chosen(chat)).theme or chat.theme or self.settings.theme
        record = await self.queue.note_get("record")
        picture = await self.queue.picture(f"picture:record:{words.language}:{theme}") if record else None
        return sure(
            known.outcome.read_report(),
            await asyncio.to_thread(read_facts, self.settings),
            words,
            record=record,
            picture=picture,
            kept=self.settings.record,
            docs_url=self.settings.docs_url,
        )

    def _page(self, known: ButtonState, state: str, page: int, words: Words) -> Message:
        assert known.outcome.listing is not None
        message = tables.listing(
            known.outcome.listing,
            words,
            limit=self.settings.listing_limit,
            page=page,
            state=state,
            docs_url=self.settings.docs_url,
        )
        return offers.with_buttons(message, words, state=state, private=known.private, details=False)

    async def _publish(self, known: ButtonState, state: str, words: Words) -> ButtonResult:
        """Show a private answer to everybody, once."""
        if not await self.states.once(state, "published", known.owner):
            return ButtonResult(notice=words.plain("button-published"))
        picture, limit = await self._picture_of(known), self.settings.listing_limit
        docs_url = self.settings.docs_url
        return ButtonResult(
            public=answer_to(known.outcome, words, picture=picture, listing_limit=limit, docs_url=docs_url)
        )

    async def _picture_of(self, known: ButtonState) -> bytes | None:
        """Return an answer's picture, if it is still kept."""
        key = known.outcome.picture_key
        return await self.queue.picture(key) if key else None

    async def _choose(self, chat: Chat, known: ButtonState, place: int, words: Words) -> ButtonResult:
        """Ask about the recording that a person chose, in the place of the one that could not be determined."""
        if not chat.direct and known.owner != chat.user:
            return ButtonResult(notice=words.plain("button-not-yours"))
        question = follow_up.chosen(known, place)
        if question is None:
            return ButtonResult(notice=words.plain("button-unknown"))
        chat = _as_private(chat, private=known.private)
        await self.ask(chat, question, given=QuestionOptions(options=known.options))
        return ButtonResult()

    async def _cancel(self, chat: Chat, job_id: str, words: Words) -> ButtonResult:
        noted = await self.queue.note_get(f"open:{job_id}")
        if not isinstance(noted, dict):
            return ButtonResult(notice=words.plain("button-unknown"))
        if noted.get("owner") != chat.user:
            return ButtonResult(notice=words.plain("button-not-yours"))
        if not await self.queue.cancel(job_id):
            return ButtonResult(notice=words.plain("cancel-too-late"))
        await self.progress.stop(job_id)
        await self.queue.note_set(f"open:{job_id}", None, None)
        return ButtonResult(edit=notices.word("cancelled", words, private=chat.private))


def _as_private(chat: Chat, *, private: bool) -> Chat:
    """Return where a follow-up is answered: as privately as what it follows."""
    return replace(chat, private=chat.private or private)


def demo_file() -> File:
    """Return the song that ships with the project, as a file to ask about."""
    # Its size is not given: it does not come through the platform, whose limit would hold for it.
    return File(handle=DEMO_HANDLE, name=demo_song().name, media_type="audio/mpeg")
