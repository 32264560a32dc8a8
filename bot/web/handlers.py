"""What each address of the page does."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.conversation import WrongIntent, answer_to, refusal
from bot.messages.about import about, read_facts
from bot.messages.message import Message
from bot.messages.why import why
from bot.web import events, record, rendering, security, uploads
from bot.web.base import alt_of, see_other, words_of
from bot.web.sharing import SharePages
from bot.web.submit import question_of, submit
from spotpop.audience import RUNG_NAMES
from spotpop.errors import QueueUnavailable, SpotpopError
from spotpop.model.genres import GENRES
from spotpop.text import plain as plain_text
from spotpop.wording import LANGUAGES

__all__ = ["Page"]

_JOB: Final = r"{job:[A-Za-z0-9_-]{8,64}}"


class Page(SharePages):
    """The page's addresses."""

    def routes(self) -> list[web.RouteDef]:
        """Return the table of addresses."""
        return [
            web.get("/", self.home),
            web.post("/ask", self.ask),
            web.get(f"/answer/{_JOB}", self.answer),
            web.get(f"/answer/{_JOB}/events", self.progress),
            web.get(f"/answer/{_JOB}/picture.png", self.picture),
            web.get(f"/answer/{_JOB}/table.csv", self.table),
            web.post(f"/answer/{_JOB}/share", self.share),
            *self.share_routes(),
            web.get("/record", self.record),
            web.get("/about", self.about),
            web.post("/forget", self.forget),
            web.post("/language", self.language),
            web.get("/health", self.health),
            web.get("/robots.txt", self.robots),
            web.get("/favicon.ico", self.icon),
            web.get("/static/{digest:[0-9a-f]{12}}/{name}", self.static),
        ]

    async def home(self, request: web.Request) -> web.Response:
        """Show the form."""
        return self._home(request)

    async def ask(self, request: web.Request) -> web.Response:
        """Take a question, and lead to where its answer will be."""
        session, words = security.session_of(request), words_of(request, self._settings)
        address = self._names.name(request)
        try:
            self._rate.take(address)
            async with self._uploads.taken(address):
                form = await uploads.read_form(
                    request, is_ours=session.owns, max_upload_mib=self._settings.max_upload_mib
                )
                try:
                    job = await submit(
                        question_of(form), form, self._client, self._answers,
                        settings=self._settings, session=session, address=address, words=words,
                    )  # fmt: skip
                finally:
                    form.close()
        except (SpotpopError, WrongIntent) as error:
            return self._refused(request, refusal(error, words), _status_of(error))
        except uploads.UploadCut:
            return self._told(request, words.plain("web-upload-cut"), 400)
        except uploads.NotOurForm:
            return self._stale(request)
        raise see_other(f"/answer/{job.id}", session, request)

    async def answer(self, request: web.Request) -> web.Response:
        """Show progress, and once it is there the answer."""
        session, words = security.session_of(request), words_of(request, self._settings)
        asked = await self._own(request, session)
        job_id = request.match_info["job"]
        if asked.outcome is None:
            return self._page(request, "waiting.html", job=job_id)
        outcome = asked.outcome
        message = answer_to(outcome, words, picture=None)
        details = why(outcome.read_report(), words) if outcome.report is not None else None
        return self._page(
            request,
            "answer.html",
            message=message,
            details=details,
            title=plain_text(message.title) or plain_text(message.lead),
            picture=f"/answer/{job_id}/picture.png" if outcome.picture_key else None,
            alt=alt_of(message, words),
            table=f"/answer/{job_id}/table.csv" if outcome.listing is not None else None,
            share=f"/answer/{job_id}/share" if outcome.failure is None else None,
            link=None,
        )

    async def progress(self, request: web.Request) -> web.StreamResponse:
        """Tell a waiting page how far its question is, as server-sent events."""
        session, words = security.session_of(request), words_of(request, self._settings)
        await self._own(request, session)
        async with self._streams.taken(self._names.name(request)):
            return await events.stream(request, self._client, self._answers, request.match_info["job"], words)

    async def picture(self, request: web.Request) -> web.Response:
        """Return an answer's picture."""
        asked = await self._own(request, security.session_of(request))
        key = asked.outcome.picture_key if asked.outcome is not None else None
        data = await self._client.picture(key) if key else None
        if data is None:
            raise web.HTTPNotFound
        return web.Response(body=data, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})

    async def table(self, request: web.Request) -> web.Response:
        """Return an album's or playlist's rows as CSV."""
        asked = await self._own(request, security.session_of(request))
        if asked.outcome is None or asked.outcome.listing is None:
            raise web.HTTPNotFound
        headers = {"Content-Disposition": 'attachment; filename="spotpop.csv"'}
        return web.Response(body=asked.outcome.listing.csv.encode(), content_type="text/csv", headers=headers)

    async def record(self, request: web.Request) -> web.Response:
        """Show how earlier forecasts turned out."""
        words = words_of(request, self._settings)
        note = await self._client.note_get("record")
        return self._page(request, "record.html", record=record.read(note, words), on=self._settings.record)

    async def about(self, request: web.Request) -> web.Response:
        """Say what this is, and what is kept."""
        words = words_of(request, self._settings)
        told = about(read_facts(self._settings), self._settings, words)
        return self._page(request, "about.html", message=told)

    async def forget(self, request: web.Request) -> web.Response:
        """Delete all that is kept of this visitor, and end the session."""
        session, words = security.session_of(request), words_of(request, self._settings)
        if await self._form(request, session) is None:
            return self._stale(request)
        count = await self._client.forget(session.user) + await self._shares.forget(session.user)
        response = self._told(request, words.plain("web-forgotten", count=count))
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

    def trouble(self, request: web.Request, error: SpotpopError) -> web.Response:
        """Say what went wrong."""
        return self._refused(request, refusal(error, words_of(request, self._settings)), _status_of(error))

    def not_found(self, request: web.Request, status: int = 404) -> web.Response:
        """Say that there is no such page."""
        return self._told(request, words_of(request, self._settings).plain("web-not-found"), status)

    def _refused(self, request: web.Request, message: Message, status: int) -> web.Response:
        return self._home(request, status=status, trouble=message)

    def _home(self, request: web.Request, *, status: int = 200, trouble: Message | None = None) -> web.Response:
        max_mib = round(self._settings.max_upload_mib)
        return self._page(
            request, "home.html", status=status, max_mib=max_mib, trouble=trouble, rungs=RUNG_NAMES, genres=GENRES
        )


STATUSES = {"too-many-questions": 429, "queue-full": 503, "no-room": 503, "too-large": 413}


def _status_of(error: SpotpopError | WrongIntent) -> int:
    if isinstance(error, QueueUnavailable):
        return 503
    return STATUSES.get(getattr(error, "code", ""), 422)
