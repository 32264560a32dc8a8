"""What all addresses of the page share: its settings, its templates, and whose question or form it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.messages.message import Message
from bot.web import limits, rendering, security, uploads
from bot.web.answers import Answers, Asked
from bot.web.security import AddressNames, Session
from bot.web.shares import Shares
from spotpop.settings import Settings
from spotpop.text import plain as plain_text
from spotpop.wording import LANGUAGES, Words, words_for
from worker.queue.client import Client


class PageBase:
    """The page without its addresses."""

    def __init__(self, settings: Settings, client: Client, answers: Answers) -> None:
        self._settings = settings
        self._client = client
        self._answers = answers
        self._shares = Shares(client)
        self._names = AddressNames(settings.web_proxies)
        self._rate = limits.RateLimit()
        self._uploads = limits.Places(limits.UPLOADS_AT_ONCE, limits.UPLOADS_AT_ONCE_IN_ALL)
        self._streams = limits.Places(limits.STREAMS_AT_ONCE, 2_000)

    def _gone(self, request: web.Request) -> web.Response:
        return self._told(request, words_of(request, self._settings).plain("web-share-gone"), 404)

    def _stale(self, request: web.Request) -> web.Response:
        return self._told(request, words_of(request, self._settings).plain("web-form-stale"), 403)

    def _told(self, request: web.Request, sentence: str, status: int = 200) -> web.Response:
        return self._page(request, "told.html", status=status, sentence=sentence)

    def _page(self, request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
        session, words = security.session_of(request), words_of(request, self._settings)
        body = rendering.page(
            template, words, token=session.token, here=request.path if request.method == "GET" else "/", **values
        )
        response = web.Response(text=body, content_type="text/html", charset="utf-8", status=status)
        security.keep_session(request, response, session)
        return response

    async def _own(self, request: web.Request, session: Session) -> Asked:
        """Return what is known of the address's question, if it is this visitor's.

        Raises
        ------
        aiohttp.web.HTTPNotFound
            It is not, or not any more: nobody learns which.
        """
        asked = await self._answers.find(request.match_info["job"])
        if asked is None or asked.owner != session.user:
            raise web.HTTPNotFound
        return asked

    async def _form(self, request: web.Request, session: Session) -> Mapping[str, str] | None:
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
    told = request.headers.get("Accept-Language", "")[:500]
    wanted = []
    for part in told.split(","):
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


def see_other(path: str, session: Session, request: web.Request) -> web.HTTPSeeOther:
    """Return the way to another address of ours, with the session's cookie."""
    found = web.HTTPSeeOther(path)
    security.keep_session(request, found, session)
    return found
