"""All addresses of the page: the table, and what needs no question."""

from __future__ import annotations

from aiohttp import web

from bot.messages.about import about, privacy_link, read_facts
from bot.web import record, rendering, security
from bot.web.base import see_other, words_of
from bot.web.commands import CommandPages
from bot.web.my_songs import SongPages
from bot.web.reference_tracks import ReferencePages
from spotpop.wording import LANGUAGES

__all__ = ["Page"]


class Page(ReferencePages, SongPages, CommandPages):
    """The page's addresses."""

    def routes(self) -> list[web.RouteDef]:
        """Return the table of addresses."""
        return [
            *self.ask_routes(),
            *self.share_routes(),
            *self.song_routes(),
            *self.reference_routes(),
            *self.command_routes(),
            web.get("/record", self.record),
            web.get("/record/{language:[a-z]{2}}-{theme:dark|light}.png", self.record_picture),
            web.get("/about", self.about),
            web.post("/forget", self.forget),
            web.post("/language", self.language),
            web.get("/health", self.health),
            web.get("/robots.txt", self.robots),
            web.get("/favicon.ico", self.icon),
            web.get("/static/{digest:[0-9a-f]{12}}/{name}", self.static),
        ]

    async def record(self, request: web.Request) -> web.Response:
        """Show how earlier forecasts turned out."""
        words = words_of(request, self._settings)
        note = await self._client.note_get("record")
        shown = record.read_scores(note, words)
        drawn = f"/record/{words.language}" if shown is not None and shown.parts else None
        return self._page(request, "record.html", record=shown, on=self._settings.record, picture=drawn)

    async def record_picture(self, request: web.Request) -> web.Response:
        """Return the record's picture, as the chats show it."""
        named = request.match_info
        data = await self._client.picture(f"picture:record:{named['language']}:{named['theme']}")
        if data is None:
            raise web.HTTPNotFound
        return web.Response(body=data, content_type="image/png", headers={"Cache-Control": "private, max-age=900"})

    async def about(self, request: web.Request) -> web.Response:
        """Say what this is, and what is kept."""
        words = words_of(request, self._settings)
        page = about(read_facts(self._settings), self._settings, words, commands=False)
        url = self._settings.privacy_url
        return self._page(request, "about.html", message=page, notice=privacy_link(url, words) if url else ())

    async def forget(self, request: web.Request) -> web.Response:
        """Delete all that is kept of this visitor, and end the session."""
        session, words = security.session_of(request), words_of(request, self._settings)
        if await self._form(request, session) is None:
            return self._stale(request)
        count = await self.service.forget(session.user) + await self._shares.forget(session.user)
        response = self._notice(request, words.plain("web-forgotten", count=count))
        security.end_session(request, response)
        return response

    async def language(self, request: web.Request) -> web.Response:
        """Keep the language that was chosen."""
        session = security.session_of(request)
        form = await self._form(request, session)
        if form is None:
            return self._stale(request)
        wanted, back = form.get("language", ""), form.get("back", "/")
        found = see_other(
            back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/", session, request
        )
        if wanted in LANGUAGES:
            found.set_cookie(
                security.LANGUAGE_COOKIE, wanted, max_age=365 * 86_400, path="/", httponly=True, samesite="Lax",
                secure=security.is_secure(request),
            )  # fmt: skip
        raise found

    async def health(self, _request: web.Request) -> web.Response:
        """Say whether the queue answers."""
        well = await self._client.alive()
        return web.json_response({"queue": well}, status=200 if well else 503)

    async def robots(self, _request: web.Request) -> web.Response:
        """Keep crawlers of search engines to the front page and the record."""
        return web.Response(text="User-agent: *\nDisallow: /answer/\nDisallow: /s/\n")

    async def icon(self, _request: web.Request) -> web.Response:
        """Lead to the icon, for browsers that do not look into the page."""
        raise web.HTTPMovedPermanently(rendering.static_names()["icon.svg"])

    async def static(self, request: web.Request) -> web.Response:
        """Return a file that never changes under its address."""
        name = request.match_info["name"]
        if rendering.static_names().get(name) != request.path:
            raise web.HTTPNotFound
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return web.Response(
            body=rendering.static_file(name), content_type=rendering.STATIC[name], headers=headers, charset="utf-8"
        )

    def not_found(self, request: web.Request, status: int = 404) -> web.Response:
        """Say that there is no such page."""
        return self._notice(request, words_of(request, self._settings).plain("web-not-found"), status)
