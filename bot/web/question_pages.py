"""Asking and answering: forms, answers with their buttons, progress, pictures and tables."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from aiohttp import web

from bot.conversation import WrongIntent
from bot.messages.message import Action, Message, read_button_id
from bot.messages.offers import offered_again
from bot.messages.outcome import answer_to, refusal
from bot.messages.why import why
from bot.question_options import ButtonResult
from bot.web import events, security, uploads
from bot.web.base import STATUS, alt_of, see_other, words_of
from bot.web.platform import WebChat
from bot.web.sharing import SharePages
from bot.web.submit import options_from, question_of
from spotpop.audience import RUNG_NAMES
from spotpop.errors import SpotpopError
from spotpop.model.genres import GENRES
from spotpop.text import plain as plain_text

_JOB: Final = r"{job:[A-Za-z0-9_-]{8,64}}"

PRESSED: Final[frozenset[Action]] = frozenset({"audience", "choose", "versus", "sure", "page", "cancel"})
"""Buttons that the page shows; reasons stand on it, sharing and forgetting have forms of their own."""

ONE_ANSWER: Final = 1
"""Several links of one form become one ranked list."""


class QuestionPages(SharePages):
    """The addresses of questions and answers."""

    def ask_routes(self) -> list[web.RouteDef]:
        """Return their part of the table of addresses."""
        return [
            web.get("/", self.home),
            web.post("/ask", self.ask),
            web.get(f"/answer/{_JOB}", self.answer),
            web.get(f"/answer/{_JOB}/events", self.progress),
            web.get(f"/answer/{_JOB}/picture.png", self.picture),
            web.get(f"/answer/{_JOB}/table.csv", self.table),
            web.post(f"/answer/{_JOB}/press", self.press),
            web.post(f"/answer/{_JOB}/share", self.share),
        ]

    async def home(self, request: web.Request) -> web.Response:
        """Show the form."""
        return self._home(request)

    async def ask(self, request: web.Request) -> web.Response:
        """Take a question, and lead to where its answer will be."""

        def asked(chat: WebChat, form: uploads.Form) -> Coroutine[Any, Any, None]:
            question = question_of(form, chat.answer)
            return self.service.ask(chat, question, given=options_from(form.fields), at_most=ONE_ANSWER)

        return await self._form_asked(request, asked)

    async def _form_asked(
        self, request: web.Request, asked: Callable[[WebChat, uploads.Form], Coroutine[Any, Any, None]]
    ) -> web.Response:
        """Read a form with files, ask what it says, and lead to the answer's page, or say why there is none."""
        session, words = security.session_of(request), words_of(request, self._settings)
        address = self._names.name(request)
        try:
            self._rate.take(address)
            async with self._uploads.taken(address):
                form = await uploads.read_form(
                    request, is_ours=session.owns, max_upload_mib=self._settings.max_upload_mib
                )
                chat = self._chat(request, session, form)
                await self._asked(chat, asked(chat, form))
        except (SpotpopError, WrongIntent) as error:
            return self._refused(request, refusal(error, words))
        except uploads.UploadCut:
            return self._notice(request, words.plain("web-upload-cut"), 400)
        except uploads.NotOurForm:
            return self._stale(request)
        return self._taken(request, chat)

    async def press(self, request: web.Request) -> web.Response:
        """Do what a button under an answer says."""
        session, job_id = security.session_of(request), request.match_info["job"]
        form = await self._form(request, session)
        if form is None:
            return self._stale(request)
        await self._own(request, session)
        found = read_button_id(form.get("button", ""))
        if found is None or found[0] not in PRESSED or found[1].partition(".")[0] != job_id:
            raise web.HTTPNotFound
        self._rate.take(self._names.name(request), 0.75)  # with the form's quarter as much as a question
        chat = self._chat(request, session)
        clicked = ButtonResult()

        async def click() -> None:
            nonlocal clicked
            clicked = await self.service.click(chat, *found)

        await self._asked(chat, click())
        if chat.taken.is_set() or chat.said:
            return self._taken(request, chat)
        if clicked.edit is not None:
            await self._answers.keep(job_id, clicked.edit)
        elif clicked.reply is not None:
            return self._page(
                request, "said.html", message=clicked.reply, press=request.path, buttons=clicked.reply.buttons,
                back=f"/answer/{job_id}",
            )  # fmt: skip
        elif clicked.notice:
            return self._notice(request, clicked.notice)
        raise see_other(f"/answer/{job_id}", session, request)

    async def answer(self, request: web.Request) -> web.Response:
        """Show progress, and once it is there the answer."""
        session, words = security.session_of(request), words_of(request, self._settings)
        answer = await self._own(request, session)
        job_id = request.match_info["job"]
        press = f"/answer/{job_id}/press"
        if answer.message is None:
            can_cancel = await self._client.note_get(f"open:{job_id}") is not None
            return self._page(request, "waiting.html", job=job_id, press=press if can_cancel else None)
        message, known = answer.message, await self.service.states.recall(job_id)
        outcome = known.outcome if known is not None else None
        if outcome is not None and words.language != answer.language:
            message = answer_to(outcome, words, picture=None, file_gone=True, docs_url=self._settings.docs_url)
        report = outcome.read_report() if outcome is not None and outcome.report is not None else None
        if report is not None and report.audience == "mixture":
            mine = (await self.service.preferences.of(session.user)).audience
            message = offered_again(message, mine, words)
        return self._page(
            request,
            "answer.html",
            message=message,
            press=press,
            buttons=[button for button in message.buttons if button.action in PRESSED],
            details=why(report, words, docs_url=self._settings.docs_url) if report is not None else None,
            title=plain_text(message.title) or plain_text(message.lead),
            picture=f"/answer/{job_id}/picture.png" if outcome is not None and outcome.picture_key else None,
            alt=alt_of(message, words),
            table=f"/answer/{job_id}/table.csv" if message.attachments else None,
            share=f"/answer/{job_id}/share" if outcome is not None and outcome.failure is None else None,
        )

    async def progress(self, request: web.Request) -> web.StreamResponse:
        """Inform a waiting page how far its question is, as server-sent events."""
        session, words = security.session_of(request), words_of(request, self._settings)
        await self._own(request, session)
        async with self._streams.taken(self._names.name(request)):
            return await events.stream(request, self.service.progress, self._answers, request.match_info["job"], words)

    async def picture(self, request: web.Request) -> web.Response:
        """Return an answer's picture."""
        await self._own(request, security.session_of(request))
        known = await self.service.states.recall(request.match_info["job"])
        key = known.outcome.picture_key if known is not None else None
        data = await self._client.picture(key) if key else None
        if data is None:
            raise web.HTTPNotFound
        return web.Response(body=data, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})

    async def table(self, request: web.Request) -> web.Response:
        """Return an album's or playlist's rows as CSV."""
        answer = await self._own(request, security.session_of(request))
        if answer.message is None or not answer.message.attachments:
            raise web.HTTPNotFound
        headers = {"Content-Disposition": 'attachment; filename="spotpop.csv"'}
        return web.Response(body=answer.message.attachments[0].data, content_type="text/csv", headers=headers)

    def trouble(self, request: web.Request, error: SpotpopError) -> web.Response:
        """Say what went wrong."""
        return self._refused(request, refusal(error, words_of(request, self._settings)))

    def _taken(self, request: web.Request, chat: WebChat) -> web.Response:
        """Lead to the answer's page, or say why there is none."""
        if chat.refused is not None:
            return self._refused(request, chat.refused)
        if not chat.taken.is_set():
            return self._page(request, "said.html", message=chat.said[0], press="", buttons=(), back=None)
        raise see_other(f"/answer/{chat.answer}", security.session_of(request), request)

    def _refused(self, request: web.Request, message: Message) -> web.Response:
        return self._home(request, status=STATUS.get(message.code, 422), trouble=message)

    def _home(self, request: web.Request, *, status: int = 200, trouble: Message | None = None) -> web.Response:
        max_mib = round(self._settings.max_upload_mib)
        return self._page(
            request, "home.html", status=status, max_mib=max_mib, trouble=trouble, rungs=RUNG_NAMES, genres=GENRES
        )
