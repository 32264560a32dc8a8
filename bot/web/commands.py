"""What the commands of the chats do that the page has no place of its own for: each gets one by its row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.commands import BY_NAME, Call, CommandSpec, OptionSpec
from bot.conversation import Understood
from bot.typed import question_typed, values_in
from bot.web import security
from bot.web.base import PageBase, see_other, unplaced, words_of
from spotpop.wording import Words


def given_in(fields: Mapping[str, str], spec: CommandSpec) -> tuple[dict[str, Any], str]:
    """Return the options that a form gives, read as if they were typed, and the links among them."""
    values: dict[str, Any] = {}
    links = []
    for option in spec.options:
        text = fields.get(option.name, "").strip()
        if option.kind in {"link", "song"}:
            links.append(text)
        elif text:
            values.update(values_in(f"{option.name} {text}", spec)[0])
    return values, "\n".join(link for link in links if link)


class CommandPages(PageBase):
    """The addresses of commands without a page of their own."""

    def command_routes(self) -> list[web.RouteDef]:
        """Return their part of the table of addresses."""
        return [web.get("/do/{name:[a-z_]+}", self.command), web.post("/do/{name:[a-z_]+}", self.do_command)]

    async def command(self, request: web.Request) -> web.Response:
        """Show what a command does, and ask for its options."""
        spec, words = _spec_of(request), words_of(request, self._settings)
        fields = [
            {"name": one.name, "kind": one.kind, "label": words.plain(one.key), "choices": _choices(one, words)}
            for one in spec.options
            if one.kind != "file"
        ]
        return self._page(request, "command.html", name=spec.name, fields=fields)

    async def do_command(self, request: web.Request) -> web.Response:
        """Do what a command says, and show what it answers."""
        spec, session = _spec_of(request), security.session_of(request)
        form = await self._form(request, session)
        if form is None:
            return self._stale(request)
        self._rate.take(self._names.name(request), 0.75)
        values, links = given_in(form, spec)
        chat = self._chat(request, session)
        question = question_typed(spec, links, lambda intent: Understood(intent=intent, text=links))

        async def do() -> None:
            message = await spec.handler(self.service, Call(chat=chat, question=question, values=values))
            if message is not None:
                chat.said.append(message)

        await self._asked(chat, do())
        if chat.taken.is_set() and chat.refused is None:
            raise see_other(f"/answer/{chat.answer}", session, request)
        if not chat.said:
            raise see_other("/", session, request)
        message = chat.said[0]
        return self._page(
            request, "said.html", status=422 if chat.refused else 200, message=message, press="", buttons=(), back=None
        )


def _spec_of(request: web.Request) -> CommandSpec:
    name = request.match_info["name"]
    if name not in unplaced():
        raise web.HTTPNotFound
    return BY_NAME[name]


def _choices(option: OptionSpec, words: Words) -> list[tuple[str, str]]:
    """Return what can be chosen, each with its text."""
    if option.kind == "flag":
        return [("on", words.plain("web-yes")), ("off", words.plain("web-no"))]
    if option.named is not None:
        return [(choice, option.named(choice)) for choice in option.choices]
    keys = {choice: option.choice_key(choice) for choice in option.choices}
    return [(choice, words.plain(key) if words.has(key) else choice) for choice, key in keys.items()]
