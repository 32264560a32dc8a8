"""Sharing: links that are made on request, shown to whoever has them, and taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from aiohttp import web

from bot.messages.outcome import answer_to
from bot.web import security
from bot.web.base import PageBase, alt_of, words_of
from bot.web.shares import LIFETIMES_S
from spotpop.errors import TooManyQuestions
from spotpop.text import plain as plain_text

_SHARE: Final = r"{share:[A-Za-z0-9_-]{32}}"


class SharePages(PageBase):
    """The addresses of shared answers."""

    def share_routes(self) -> list[web.RouteDef]:
        """Return their part of the table of addresses."""
        return [
            web.get(f"/s/{_SHARE}", self.shared),
            web.get(f"/s/{_SHARE}/card.png", self.shared_picture),
            web.get(f"/s/{_SHARE}/delete/{{secret}}", self.ask_take_back),
            web.post(f"/s/{_SHARE}/delete/{{secret}}", self.take_back),
        ]

    async def share(self, request: web.Request) -> web.Response:
        """Make a link that others may open, because its maker asked for it."""
        session = security.session_of(request)
        form = await self._form(request, session)
        if form is None:
            return self._stale(request)
        await self._own(request, session)
        known = await self.service.states.recall(request.match_info["job"])
        lifetime_s = LIFETIMES_S.get(form.get("lifetime", ""))
        if known is None or known.outcome.failure is not None or lifetime_s is None:
            raise web.HTTPNotFound
        key = known.outcome.picture_key
        picture = await self._client.picture(key) if key else None
        made = await self._shares.make(
            known.outcome,
            picture,
            locale=words_of(request, self._settings).language,
            lifetime_s=lifetime_s,
            user=session.user,
        )
        if made is None:
            raise TooManyQuestions(retry_after_s=LIFETIMES_S["day"])
        name, secret = made
        base = security.public_url(request)
        return self._page(
            request, "made.html", address=f"{base}/s/{name}", path=f"/s/{name}",
            secret_address=f"{base}/s/{name}/delete/{secret}", secret_path=f"/s/{name}/delete/{secret}",
            back=f"/answer/{request.match_info['job']}", week=form.get("lifetime") == "week",
        )  # fmt: skip

    async def shared(self, request: web.Request) -> web.Response:
        """Show an answer to whoever has its link."""
        name = request.match_info["share"]
        found = await self._shares.find(name)
        if found is None:
            return self._gone(request)
        words = words_of(request, self._settings)
        message = answer_to(found.outcome, words, picture=None, file_gone=True, docs_url=self._settings.docs_url)
        message = replace(message, buttons=())
        base = security.public_url(request)
        response = self._page(
            request,
            "shared.html",
            message=message,
            title=plain_text(message.title) or words.plain("web-name"),
            description=plain_text(message.lead),
            picture=f"/s/{name}/card.png" if found.has_picture else None,
            picture_address=f"{base}/s/{name}/card.png",
            picture_size=found.picture_size,
            address=f"{base}/s/{name}",
            alt=alt_of(message, words),
            until=found.expires_at,
        )
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    async def shared_picture(self, request: web.Request) -> web.Response:
        """Return a shared answer's picture; other sites may show it, for that is what a card is."""
        data = await self._shares.picture(request.match_info["share"])
        if data is None:
            raise web.HTTPNotFound
        headers = {
            "Cache-Control": "public, max-age=300",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "X-Robots-Tag": "noindex",
        }
        return web.Response(body=data, content_type="image/png", headers=headers)

    async def ask_take_back(self, request: web.Request) -> web.Response:
        """Ask whether a link shall be deleted; a preview of the secret link must not do it."""
        found = await self._shares.find(request.match_info["share"])
        if found is None or not found.opens(request.match_info["secret"]):
            return self._gone(request)
        return self._page(request, "take_back.html", path=request.path)

    async def take_back(self, request: web.Request) -> web.Response:
        """Delete a link."""
        session = security.session_of(request)
        if await self._form(request, session) is None:
            return self._stale(request)
        found = await self._shares.find(request.match_info["share"])
        if found is None or not found.opens(request.match_info["secret"]):
            return self._gone(request)
        await self._shares.take_back(request.match_info["share"])
        return self._notice(request, words_of(request, self._settings).plain("web-share-deleted"))
