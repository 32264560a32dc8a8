"""My songs: with consent the forecasts of a visitor's uploads, one version beside the next, and what became of them."""

from __future__ import annotations

from typing import Any, Final

from aiohttp import web

from bot.commands import BY_NAME, Call
from bot.conversation import Understood
from bot.messages.my_songs import exported, song_block
from bot.web import security
from bot.web.base import PageBase, see_other, words_of
from spotpop.links import find_references
from spotpop.text import Text

DOES: Final = frozenset({"on", "off", "out", "join", "delete"})
"""What `/songs` on the chats does and a form here may ask for; showing and exporting need none."""


class SongPages(PageBase):
    """The addresses of a visitor's songs."""

    def song_routes(self) -> list[web.RouteDef]:
        """Return their part of the table of addresses."""
        return [
            web.get("/songs", self.songs),
            web.post("/songs", self.change_songs),
            web.get("/songs/spotpop-songs.json", self.export_songs),
        ]

    async def songs(self, request: web.Request) -> web.Response:
        """Show the songs, or ask whether any may be kept."""
        return await self._songs(request)

    async def change_songs(self, request: web.Request) -> web.Response:
        """Do what a form says, by the command of the chats."""
        session = security.session_of(request)
        form = await self._form(request, session)
        if form is None:
            return self._stale(request)
        what = form.get("do", "")
        if what not in DOES:
            raise web.HTTPNotFound
        self._rate.take(self._names.name(request), 0.75)
        words = words_of(request, self._settings)
        if what == "out" and not find_references(form.get("link", "")):
            return await self._songs(request, done=words.text("web-songs-link-missing"), status=422)
        numbers = {name: int(form[name]) for name in ("number", "other") if form.get(name, "").isdecimal()}
        chat = self._chat(request, session)
        call = Call(chat=chat, question=Understood(text=form.get("link", "")), values={"do": what, **numbers})

        async def do() -> None:
            message = await BY_NAME["songs"].handler(self.service, call)
            if message is not None:
                chat.said.append(message)

        await self._asked(chat, do())
        if chat.taken.is_set() and chat.refused is None:
            raise see_other(f"/answer/{chat.answer}", session, request)
        return await self._songs(request, done=chat.said[0].lead, status=422 if chat.refused else 200)

    async def export_songs(self, request: web.Request) -> web.Response:
        """Return everything that is kept as a JSON file."""
        session, words = security.session_of(request), words_of(request, self._settings)
        found = await self.service.songs.songs(session.user)
        if found is None:
            raise web.HTTPNotFound
        since, songs = found
        file = exported(songs, since, words).attachments[0]
        headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return web.Response(body=file.data, content_type=file.media_type, headers=headers)

    async def _songs(self, request: web.Request, *, done: Text = (), status: int = 200) -> web.Response:
        session, words = security.session_of(request), words_of(request, self._settings)
        found = None if session.fresh else await self.service.songs.songs(session.user)
        songs: list[dict[str, Any]] = [
            {"song": song, "block": song_block(song, self.service.songs.step_of, words)}
            for song in (found or (0, []))[1]
        ]
        response = self._page(request, "songs.html", status=status, done=done, kept=found is not None, songs=songs)
        if found is not None:  # without the cookie nobody can see them again: it lives as long as they do
            security.keep_session(request, response, session, security.SONGS_S)
        return response
