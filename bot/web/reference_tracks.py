"""References of one's own: songs of which only numbers are kept, with consent, to put the next song beside them."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiohttp import web

from bot.commands import BY_NAME, Call
from bot.conversation import holds_something
from bot.messages.notices import word
from bot.messages.reference_tracks import set_block
from bot.reference_tracks import NAME_MAX
from bot.web import security, uploads
from bot.web.base import words_of
from bot.web.platform import WebChat
from bot.web.question_pages import QuestionPages
from bot.web.submit import question_of
from spotpop.text import Text
from spotpop.wording import words_for


class ReferencePages(QuestionPages):
    """The addresses of a visitor's references."""

    def reference_routes(self) -> list[web.RouteDef]:
        """Return their part of the table of addresses."""
        return [
            web.get("/references", self.references),
            web.post("/references", self.change_references),
            web.post("/references/add", self.add_reference),
        ]

    async def references(self, request: web.Request) -> web.Response:
        """Show what is kept, or ask whether anything may be."""
        return await self._references(request)

    async def add_reference(self, request: web.Request) -> web.Response:
        """Keep the numbers of a song, by the command of the chats."""

        def asked(chat: WebChat, form: uploads.Form) -> Coroutine[Any, Any, None]:
            values = {"action": "add", "set": form.fields.get("set", "").strip()[:NAME_MAX]}
            return self._by_command(chat, Call(chat=chat, question=question_of(form, chat.answer), values=values))

        return await self._form_asked(request, asked)

    async def change_references(self, request: web.Request) -> web.Response:
        """Agree to what is kept, or remove a set or a song."""
        session, words = security.session_of(request), words_of(request, self._settings)
        form = await self._form(request, session)
        if form is None:
            return self._stale(request)
        if form.get("agree"):
            await self.service.references.agree(session.user)
            return await self._references(request)
        gone = await self.service.references.remove(session.user, form.get("remove", ""))
        return await self._references(request, done=words.text("reference-removed", count=gone))

    async def _by_command(self, chat: WebChat, call: Call) -> None:
        if not holds_something(call.question):
            chat.said.append(word("web-references-missing", words_for(chat.locale)))
            return
        message = await BY_NAME["reference"].handler(self.service, call)
        if message is not None:
            chat.said.append(message)

    async def _references(self, request: web.Request, *, done: Text = ()) -> web.Response:
        session, words = security.session_of(request), words_of(request, self._settings)
        kept = await self.service.references.of(session.user)
        sets = [
            {"name": name, "block": set_block(name, songs, words), "songs": sorted(songs)}
            for name, songs in sorted(kept.sets.items())
        ]
        max_mib = round(self._settings.max_upload_mib)
        response = self._page(request, "references.html", done=done, agreed=kept.agreed, sets=sets, max_mib=max_mib)
        if kept.agreed:
            security.keep_session(request, response, session, security.SONGS_S)
        return response
