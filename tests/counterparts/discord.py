"""Discord on loopback: REST and gateway over real sockets, strict where Discord is strict.

An interaction has to be acknowledged within 3 s and once; its token dies after 15 minutes (a test can let it die
earlier); unknown fields and broken limits are refused with 50035 and kept in `complaints`, so that a test fails.
"""

from __future__ import annotations

import asyncio
import fnmatch
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.counterparts.discord_gateway import Gateway, is_on
from tests.counterparts.discord_http import Refusal, checked, json_reply, read_request, refused, text_or_none
from tests.counterparts.discord_people import APPLICATION, FILE_LIMIT, FOREIGN, Interaction, People
from tests.counterparts.discord_places import BOT, GUILD, now, snowflakes, user_object
from tests.counterparts.lag import LagMeter, measured_lag

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GfakeX.this-token-opens-nothing-at-all-123"


ACKNOWLEDGE_S = 3.0


EPHEMERAL = 64


@dataclass
class Fault:
    """What the next `times` matching requests get instead of an answer."""

    method: str
    path: str
    status: int = 500
    code: int = 0
    times: int = 1
    retry_after_s: float | None = None
    reset: bool = False
    """Cut the connection, as a broken proxy does."""


class Discord(People):
    """The platform. Tests act as people with `slash`, `click`, `post`, and read `messages`."""

    def __init__(self) -> None:
        super().__init__(Gateway(TOKEN, ready=self._ready, guilds=lambda: [self.guild()]))
        self.complaints: list[str] = []
        self.requests: list[tuple[str, str, Any]] = []
        self.faults: list[Fault] = []
        self.nonces: dict[str, int] = {}
        self.allow_message_content = True
        self.shards = 1
        self.lag = LagMeter()
        self.gives_files = asyncio.Event()
        self.gives_files.set()
        self.fetched: list[str] = []
        self._news = asyncio.Condition()
        self._telling: set[asyncio.Task[None]] = set()

    async def until(self, condition: Any, timeout_s: float = 30.0) -> None:
        """Wait until `condition()` is true; it is looked at after every request."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(condition), timeout_s)

    def answer(self, interaction: Interaction) -> dict[str, Any] | None:
        """Return the message that the interaction's acknowledgement became."""
        return self.messages.get(interaction.message or 0)

    def is_answered(self, interaction: Interaction) -> bool:
        """Say whether the message is final: it has an embed."""
        message = self.answer(interaction)
        return bool(message and message["embeds"])

    def fail(self, method: str, path: str, **how: Any) -> None:
        """Let matching requests go wrong; `path` is a glob."""
        self.faults.append(Fault(method, path, **how))

    # ------------------------------------------------------------------ REST

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request of the bot."""
        path = request.path.removeprefix("/api/v10")
        fault = self._fault(request.method, path)
        if fault is not None and fault.reset:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        # Interactions and webhooks are authorised by the token in their address; all else by the bot's own.
        if (
            not path.startswith(("/interactions/", "/webhooks/"))
            and request.headers.get("Authorization") != f"Bot {TOKEN}"
        ):
            return refused(401, 0, None, "401: Unauthorized")
        body, files = await read_request(request)
        if request.method == "GET":
            body = dict(request.query)
        self.requests.append((request.method, path, body))
        if fault is not None:
            return refused(fault.status, fault.code, fault.retry_after_s)
        try:
            response = self._route(request.method, path, body, files)
        except Refusal as refusal:
            if refusal.code == 50035:
                self.complaints.append(f"{request.method} {path}: {refusal.text}")
            response = refused(refusal.status, refusal.code, None, refusal.text)
        async with self._news:
            self._news.notify_all()
        return response

    def _route(self, method: str, path: str, body: Any, files: dict[str, tuple[str, bytes]]) -> web.Response:
        for pattern, name in _ROUTES:
            found = re.fullmatch(pattern, f"{method} {path}")
            if found:
                return getattr(self, f"_{name}")(found, body, files)
        self.complaints.append(f"unknown route {method} {path}")
        return refused(404, 0)

    def _me(self, *_: Any) -> web.Response:
        return json_reply(user_object(BOT, bot=True))

    def _application(self, *_: Any) -> web.Response:
        return json_reply({
            "id": str(APPLICATION), "name": "spotpop", "description": "", "icon": None, "bot_public": True,
            "bot_require_code_grant": False, "verify_key": "0" * 64, "owner": user_object(5000), "flags": 0,
            "summary": "",
        })  # fmt: skip

    def _gateway_bot(self, *_: Any) -> web.Response:
        limits = {"total": 1000, "remaining": 999, "reset_after": 1000, "max_concurrency": 1}
        return json_reply({"url": "wss://gateway.invalid", "shards": self.shards, "session_start_limit": limits})

    def _put_commands(self, _found: Any, body: Any, _files: Any) -> web.Response:
        checked("PUT /applications/{id}/commands", body)
        names = {"default_permission": True, "version": "1", "application_id": str(APPLICATION)}
        self.commands = [{"description": "", **one, **names, "id": str(next(snowflakes))} for one in body]
        for one in self.commands:
            one["default_member_permissions"] = text_or_none(one.get("default_member_permissions"))
        return json_reply(self.commands)

    def _callback(self, found: re.Match[str], body: Any, _files: Any) -> web.Response:
        checked("POST /interactions/{id}/{token}/callback", body)
        one = self.interactions.get(found["token"])
        late_s = time.monotonic() - one.began if one else 0.0
        # What a busy machine held up is no fault of the bot's: lag measured here, and as much again for the bot.
        if one is None or late_s > ACKNOWLEDGE_S + 2 * self.lag.seconds:
            self.complaints.append(f"acknowledged after {late_s:.1f} s")
            raise Refusal(404, 10062, "Unknown interaction")
        if one.acknowledged_s is not None:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        one.acknowledged_s = late_s
        reported: dict[str, Any] = {"id": str(one.id), "type": one.type}
        data = body.get("data") or {}
        if body["type"] in {4, 5}:
            message = self._message(
                one.channel, BOT, data, flags=(data.get("flags") or 0) | (128 if body["type"] == 5 else 0)
            )
            one.message = int(message["id"])
            message["interaction_metadata"] = {
                "id": str(one.id), "type": one.type, "user": user_object(one.user),
                "authorizing_integration_owners": {},
            }  # fmt: skip
            reported |= {"response_message_id": message["id"], "response_message_loading": body["type"] == 5}
        elif body["type"] == 6:
            one.message = one.source
        elif body["type"] == 7:
            one.message = one.source
            self._edited(one.source, data, {})
        elif body["type"] == 9:
            one.modal = data
        return json_reply({"interaction": reported, "resource": {"type": body["type"]}})

    def _edit_answer(self, found: re.Match[str], body: Any, files: Any) -> web.Response:
        checked("PATCH /webhooks/{id}/{token}/messages/{id}", body)
        one = self._alive(found["token"])
        message = self._edited(one.message if found["message"] == "@original" else int(found["message"]), body, files)
        one.edits += 1
        message["flags"] &= ~128
        return json_reply(message)

    def _get_answer(self, found: re.Match[str], _body: Any, _files: Any) -> web.Response:
        one = self._alive(found["token"])
        return json_reply(self.messages[one.message or 0])

    def _delete_answer(self, found: re.Match[str], _body: Any, _files: Any) -> web.Response:
        one = self._alive(found["token"])
        self.messages.pop((one.message or 0) if found["message"] == "@original" else int(found["message"]), None)
        return web.Response(status=204)

    def _follow_up(self, found: re.Match[str], body: Any, files: Any) -> web.Response:
        checked("POST /webhooks/{id}/{token}", body)
        one = self._alive(found["token"])
        shown = self.messages.get(one.message or 0)
        if shown is not None and shown["flags"] & 128:  # the first follow-up takes the place of "is thinking"
            shown["flags"] &= ~128
            return json_reply(self._edited(one.message, body, files))
        message = self._message(one.channel, BOT, body, files=files, flags=body.get("flags") or 0)
        one.followups.append(int(message["id"]))
        return json_reply(message)

    def _send(self, found: re.Match[str], body: Any, files: Any) -> web.Response:
        checked("POST /channels/{id}/messages", body)
        if int(found["channel"]) == FOREIGN:
            raise Refusal(403, 50001, "Missing Access")
        nonce = str(body.get("nonce") or "")
        if body.get("enforce_nonce") and nonce in self.nonces:
            return json_reply(self.messages[self.nonces[nonce]])
        message = self._message(int(found["channel"]), BOT, body, files=files)
        if nonce:
            self.nonces[nonce] = int(message["id"])
        if int(found["channel"]) in self.channels:
            self._tell_soon("MESSAGE_CREATE", dict(message))
        return json_reply(message)

    def _read_channel(self, found: re.Match[str], _body: Any, _files: Any) -> web.Response:
        if int(found["channel"]) not in self.channels:
            raise Refusal(404, 10003, "Unknown Channel")
        return json_reply(self.channels[int(found["channel"])])

    def _history(self, found: re.Match[str], query: Any, _files: Any) -> web.Response:
        return json_reply(self.history(int(found["channel"]), query))

    def _read_message(self, found: re.Match[str], _body: Any, _files: Any) -> web.Response:
        message = self.messages.get(int(found["message"]))
        if message is None or message["channel_id"] != found["channel"]:
            raise Refusal(404, 10008, "Unknown Message")
        return json_reply(message)

    def _open_thread(self, found: re.Match[str], body: Any, _files: Any) -> web.Response:
        checked("POST /channels/{id}/messages/{id}/threads", body)
        number = int(found["message"])  # a thread bears the id of the message that it hangs on
        if number in self.channels:
            raise Refusal(400, 160004, "A thread has already been created for this message")
        self.add_thread(int(found["channel"]), body["name"], owner=BOT, number=number)
        self._tell_soon("THREAD_CREATE", {**self.channels[number], "newly_created": True})
        return json_reply(self.channels[number])

    def _tell_soon(self, event: str, data: Any) -> None:
        task = asyncio.get_running_loop().create_task(self.tell(event, data))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    def _edit(self, found: re.Match[str], body: Any, files: Any) -> web.Response:
        checked("PATCH /channels/{id}/messages/{id}", body)
        return json_reply(self._edited(int(found["message"]), body, files))

    def _delete(self, found: re.Match[str], _body: Any, _files: Any) -> web.Response:
        message = self.messages.get(int(found["message"]))
        if message is None:
            raise Refusal(404, 10008, "Unknown Message")
        if message["author"]["id"] != str(BOT):
            raise Refusal(403, 50013, "Missing Permissions")
        del self.messages[int(found["message"])]
        return web.Response(status=204)

    def _open_dm(self, _found: Any, body: Any, _files: Any) -> web.Response:
        checked("POST /users/@me/channels", body)
        user = int(body["recipient_id"])
        return json_reply(
            {"id": str(4000 + user), "type": 1, "recipients": [user_object(user)], "last_message_id": None}
        )

    # -------------------------------------------------------------- insides

    def _alive(self, token: str) -> Interaction:
        one = self.interactions.get(token)
        if one is None or one.acknowledged_s is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        if time.monotonic() > one.dies_at:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return one

    def _edited(self, message_id: int | None, body: dict[str, Any], files: Any) -> dict[str, Any]:
        message = self.messages.get(message_id or 0)
        if message is None:
            raise Refusal(404, 10008, "Unknown Message")
        message |= {key: value or ("" if key == "content" else []) for key, value in body.items() if key in _SHOWN}
        if "attachments" in body:
            message["attachments"] = self._kept(body, files)
        message["edited_timestamp"] = now()
        return message

    def _kept(self, body: dict[str, Any], files: dict[str, tuple[str, bytes]]) -> list[dict[str, Any]]:
        size = sum(len(data) for _, data in files.values())
        if size > FILE_LIMIT:
            raise Refusal(413, 40005, "Request entity too large")
        if len(body.get("attachments") or []) != len(files):
            raise Refusal(400, 50035, "attachments: an id without its file")
        names = {name for name, _ in files.values()}
        for embed in body.get("embeds") or []:
            url = (embed.get("image") or {}).get("url", "")
            if url.startswith("attachment://") and url.removeprefix("attachment://") not in names:
                raise Refusal(400, 50035, f"embeds: {url} is not attached")
        return [self._attachment(name, data) for name, data in files.values()]

    def _message(
        self, channel: int, author: int, body: Mapping[str, Any], *, files: Any = None, flags: int = 0
    ) -> dict[str, Any]:
        number = next(snowflakes)
        message = {
            "id": str(number), "channel_id": str(channel), "author": user_object(author, bot=author == BOT),
            "content": body.get("content") or "", "timestamp": now(), "edited_timestamp": None, "tts": False,
            "mention_everyone": False, "mentions": [], "mention_roles": [], "pinned": False, "type": 0, "flags": flags,
            "embeds": body.get("embeds") or [], "components": body.get("components") or [], "reactions": [],
            "attachments": self._kept(dict(body), files) if files else [],
        }  # fmt: skip
        if channel in self.channels:
            message["guild_id"] = str(GUILD)
        self.messages[number] = message
        return message

    def _fault(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fault.method in {method, "*"} and fnmatch.fnmatch(path, fault.path):
                fault.times -= 1
                return fault
        return None

    def _ready(self, identify: dict[str, Any]) -> dict[str, Any] | int:
        """Return READY's data, or the code with which the gateway closes."""
        if identify["intents"] & (1 << 15) and not self.allow_message_content:
            return 4014
        return {
            "v": 10, "user": user_object(BOT, bot=True),
            "guilds": [{"id": str(GUILD), "unavailable": True}] if is_on(GUILD, identify) else [],
            "application": {"id": str(APPLICATION), "flags": 0},
        }  # fmt: skip


_SHOWN = {"content", "embeds", "components"}


_TOKEN = r"(?P<token>[^/]+)"


_ROUTES = [
    (r"GET /users/@me", "me"),
    (r"GET /(oauth2/)?applications/@me", "application"),
    (r"GET /gateway/bot", "gateway_bot"),
    (rf"PUT /applications/{APPLICATION}/commands", "put_commands"),
    (rf"POST /interactions/\d+/{_TOKEN}/callback", "callback"),
    (rf"PATCH /webhooks/{APPLICATION}/{_TOKEN}/messages/(?P<message>@original|\d+)", "edit_answer"),
    (rf"GET /webhooks/{APPLICATION}/{_TOKEN}/messages/@original", "get_answer"),
    (rf"DELETE /webhooks/{APPLICATION}/{_TOKEN}/messages/(?P<message>@original|\d+)", "delete_answer"),
    (rf"POST /webhooks/{APPLICATION}/{_TOKEN}", "follow_up"),
    (r"POST /channels/(?P<channel>\d+)/messages", "send"),
    (r"GET /channels/(?P<channel>\d+)", "read_channel"),
    (r"GET /channels/(?P<channel>\d+)/messages", "history"),
    (r"GET /channels/(?P<channel>\d+)/messages/(?P<message>\d+)", "read_message"),
    (r"POST /channels/(?P<channel>\d+)/messages/(?P<message>\d+)/threads", "open_thread"),
    (r"PATCH /channels/\d+/messages/(?P<message>\d+)", "edit"),
    (r"DELETE /channels/\d+/messages/(?P<message>\d+)", "delete"),
    (r"POST /users/@me/channels", "open_dm"),
]


def app_of(discord: Discord) -> web.Application:
    """Return the platform as an application: REST, gateway and attachments."""

    async def attachment(request: web.Request) -> web.Response:
        discord.fetched.append(request.match_info["name"])
        await discord.gives_files.wait()
        return web.Response(body=discord.files[request.match_info["number"]])

    app = web.Application(client_max_size=64 * 2**20)
    app.router.add_get("/gateway", discord.gateway.serve)
    app.router.add_get("/attachments/{number}/{name}", attachment)
    app.router.add_route("*", "/api/v10/{tail:.*}", discord.serve)
    return app


@asynccontextmanager
async def running_discord() -> AsyncIterator[Discord]:
    """Run the platform on a free port of 127.0.0.1."""
    discord = Discord()
    runner = web.AppRunner(app_of(discord), access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    discord.url = f"http://127.0.0.1:{port}"
    discord.gateway.url = f"ws://127.0.0.1:{port}/gateway"
    try:
        async with measured_lag() as discord.lag:
            yield discord
    finally:
        await discord.gateway.close()
        await runner.cleanup()
