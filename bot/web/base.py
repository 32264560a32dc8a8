"""What all addresses of the page share: the one flow, its templates, and whose question or form it is."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Coroutine, Mapping
from typing import Any, Final

import structlog
from aiohttp import web

from bot.commands import COMMANDS
from bot.messages.message import Message
from bot.service import Service
from bot.web import limits, rendering, security, uploads
from bot.web.answers import KeptAnswer, KeptAnswers
from bot.web.platform import WebChat, WebPlatform
from bot.web.security import AddressNames, BrowserSession
from bot.web.shares import Shares
from bot.web.uploads import Form
from spotpop.errors import (
    NoRoom,
    QueueFull,
    QueueUnavailable,
    QueueUncertain,
    TooLarge,
    TooManyQuestions,
    UnexpectedError,
)
from spotpop.settings import Settings
from spotpop.text import plain as plain_text
from spotpop.wording import LANGUAGES, Words, words_for
from worker.queue.client import Client

ASKING_S: Final = 5.0
"""How long a form waits until its question is in the queue; after that the answer's page shows what becomes of it."""

STATUS: Final = {
    TooManyQuestions.code: 429,
    TooLarge.code: 413,
    UnexpectedError.code: 500,
    **dict.fromkeys((QueueFull.code, NoRoom.code, QueueUnavailable.code, QueueUncertain.code), 503),
}
"""Of what refuses a question or broke, by its code; 422 for all others."""

log = structlog.get_logger(__name__)

PLACED: Final = frozenset(
    {"predict", "compare", "album", "reference", "settings", "songs", "record", "about", "help", "forget"}
)
"""Commands whose work has a form or a page of its own, or is seen everywhere."""


def unplaced() -> list[str]:
    """Return the commands that `bot.web.commands` has a place for."""
    return [spec.name for spec in COMMANDS if spec.name not in PLACED]


class PageBase:
    """The page without its addresses."""

    def __init__(self, settings: Settings, client: Client) -> None:
        self._settings = settings
        self._client = client
        self._answers = KeptAnswers(client)
        self._platform = WebPlatform(self._answers, settings)
        self.service = Service(
            client,
            self._platform,
            settings,
            progress_pause_s=None,
            preferences_kept_s=security.SESSION_S,
            references_kept_s=security.SONGS_S,
        )
        self._asking: set[asyncio.Task[None]] = set()
        self._shares = Shares(client)
        self._names = AddressNames(settings.web_proxies)
        self._rate = limits.RateLimit()
        self._uploads = limits.Places(limits.UPLOADS_AT_ONCE, limits.UPLOADS_AT_ONCE_IN_ALL)
        self._streams = limits.Places(limits.STREAMS_AT_ONCE, 2_000)

    def _gone(self, request: web.Request) -> web.Response:
        return self._notice(request, words_of(request, self._settings).plain("web-share-gone"), 404)

    def _stale(self, request: web.Request) -> web.Response:
        return self._notice(request, words_of(request, self._settings).plain("web-form-stale"), 403)

    def _notice(self, request: web.Request, sentence: str, status: int = 200) -> web.Response:
        return self._page(request, "notice.html", status=status, sentence=sentence)

    def _page(self, request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
        session, words = security.session_of(request), words_of(request, self._settings)
        body = rendering.page(
            template,
            words,
            token=session.token,
            here=request.path if request.method == "GET" else "/",
            more_commands=unplaced(),
            **values,
        )
        response = web.Response(text=body, content_type="text/html", charset="utf-8", status=status)
        security.keep_session(request, response, session)
        return response

    def _chat(self, request: web.Request, session: BrowserSession, form: Form | None = None) -> WebChat:
        """Return where a visitor asks something."""
        return WebChat(
            user=session.user,
            server=f"web:{self._names.name(request)}",
            locale=words_of(request, self._settings).language,
            theme="light" if form is not None and form.fields.get("theme") == "light" else None,
            direct=True,
            form=form,
        )

    async def _asked(self, chat: WebChat, doing: Coroutine[Any, Any, None]) -> None:
        """Do what may become a question, and return once it is in the queue, was refused, or takes its time."""
        task = asyncio.create_task(doing, name=f"ask {chat.answer}")
        self._asking.add(task)

        def finished(task: asyncio.Task[None]) -> None:
            self._asking.discard(task)
            self._platform.close(chat)
            if not task.cancelled() and (error := task.exception()) is not None:
                log.info("form_not_asked", job=chat.answer, error=type(error).__name__)

        task.add_done_callback(finished)
        await asyncio.wait({task}, timeout=ASKING_S)
        if not chat.taken.is_set():
            await asyncio.wait({task})
        if task.done():
            task.result()

    async def _own(self, request: web.Request, session: BrowserSession) -> KeptAnswer:
        """Return what is known of the address's question, if it is this visitor's.

        Raises
        ------
        aiohttp.web.HTTPNotFound
            It is not, or not any more: nobody learns which.
        """
        answer = await self._answers.find(request.match_info["job"])
        if answer is None or answer.owner != session.user:
            raise web.HTTPNotFound
        return answer

    async def _form(self, request: web.Request, session: BrowserSession) -> Mapping[str, str] | None:
        """Return the fields of a small form; None where it was not made for this visitor."""
        self._rate.take(self._names.name(request), 0.25)
        try:
            form = await uploads.read_form(request, is_ours=session.owns, max_upload_mib=1.0)
        except (uploads.NotOurForm, uploads.UploadCut):
            return None
        form.close()
        return form.fields


def words_of(request: web.Request, settings: Settings) -> Words:
    """Return the catalogue in the language that was chosen, else the first that the browser asks for and is known."""
    accepted = request.headers.get("Accept-Language", "")[:500]
    wanted = []
    for part in accepted.split(","):
        name, _, quality = part.partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        if name.strip() and math.isfinite(weight):
            wanted.append((-weight, name.strip()))
    chosen = request.cookies.get(security.LANGUAGE_COOKIE)
    ranked = [name for _, name in sorted(wanted, key=lambda one: one[0])]
    return words_for(chosen if chosen in LANGUAGES else None, *ranked, settings.locale)


def alt_of(message: Message, words: Words) -> str:
    """Return what an answer's picture shows, for those who cannot see it."""
    title = plain_text(message.title)
    return (
        words.plain("web-picture-alt", title=title, lead=plain_text(message.lead))
        if title
        else plain_text(message.lead)
    )


def see_other(path: str, session: BrowserSession, request: web.Request) -> web.HTTPSeeOther:
    """Return the way to another address of ours, with the session's cookie."""
    found = web.HTTPSeeOther(path)
    security.keep_session(request, found, session)
    return found
