"""A counterpart of Telegram's Bot API on loopback, strict where the platform is strict.

It refuses unknown methods and fields, HTML that cannot be parsed, too long texts, edits that change nothing, and calls
that come too fast. Tests act as people (`say`, `upload`, `click`, `inline`) and look at what is shown (`Shown`).
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiohttp import web

from tests.counterparts import telegram_rules as rules
from tests.counterparts.lag import LagMeter, measured_lag
from tests.counterparts.telegram_chats import BOT_ID, MIB, Call, Fault, Shown, TelegramChats, person
from tests.counterparts.telegram_http import int_or_none, json_reply, read_form, strike
from tests.counterparts.telegram_rules import Refused
from tests.counterparts.telegram_schema import own_schema, published_schema

__all__ = ["BOT_ID", "TOKEN", "Fault", "Shown", "TelegramCounterpart", "running_telegram"]


TOKEN = "7770001:AAcounterpart-of-the-bot-api_0123456"


class TelegramCounterpart(TelegramChats):
    """The platform; use `running_telegram` to start it.

    Parameters
    ----------
    privacy : bool
        Privacy mode in groups: the bot sees commands, replies to itself and mentions only.
    rates : bool
        Refuse more than 30 calls a second, 20 a minute in a group, or 5 in 2 s in one private chat.
    download_limit : int
        Bytes; 20 MiB on the public server, 2 GB on a self-hosted one.
    """

    def __init__(self, *, privacy: bool = True, rates: bool = True, download_limit: int = 20 * MIB) -> None:
        super().__init__(privacy=privacy)
        self.rates, self.download_limit = rates, download_limit
        self.url = ""
        self.lag = LagMeter()
        self.schemas = [schema for schema in (own_schema(), published_schema()) if schema is not None]
        self.faults: list[Fault] = []
        self.file_ids: set[str] = set()
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.blocked_by: set[int] = set()
        self.without_photos: set[int] = set()
        self.without_reactions: set[int] = set()
        self.closed_topics: set[int] = set()
        self.protected: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.downloads_fail = 0
        self._poller: object | None = None
        self._hits: dict[int | str, deque[float]] = defaultdict(deque)

    # The server.

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call as the platform would."""
        if request.match_info["token"] != TOKEN:
            return json_reply({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        method = next((m for m in self.schemas[-1]._methods if m.lower() == request.match_info["method"].lower()), None)
        if method is None:
            return json_reply({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        raw, files = await read_form(request)
        call = Call(method, raw, time.monotonic())
        self.calls.append(call)
        fault = self._fault(method, raw)
        try:
            if fault is not None and fault.kind != "cut-after":
                await strike(fault, request)
                if fault.kind == "cut":
                    call.error = "cut"
                    return web.Response(status=500)
            values = self._read(method, raw | files, files)
            self._rate_limiter(method, values)
            result = await self._act(method, values, files)
            if fault is not None and fault.kind == "cut-after":
                await strike(fault, request)
            return json_reply({"ok": True, "result": result})
        except Refused as refusal:
            call.error = refusal.description
            reported: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
            if refusal.parameters:
                reported["parameters"] = refusal.parameters
            return json_reply(reported, refusal.code)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Serve a file by its path."""
        data = self.files.get(request.match_info["path"].rsplit("/", 1)[-1])
        if self.downloads_fail > 0:
            self.downloads_fail -= 1
            return web.Response(status=502)
        if request.match_info["token"] != TOKEN or data is None:
            return json_reply({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        return web.Response(body=data, content_type="application/octet-stream")

    def _fault(self, method: str, raw: dict[str, Any]) -> Fault | None:
        for fault in self.faults:
            matches = fault.method in {"*", method} and (fault.method != "*" or method != "getUpdates")
            if fault.times > 0 and matches and fault.chat_id in {None, int_or_none(raw.get("chat_id"))}:
                fault.times -= 1
                return fault
        return None

    def _read(self, method: str, raw: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
        named = {k: v for k, v in raw.items() if k not in files or k in {"photo", "document"}}
        values: dict[str, Any] = {}
        for schema in self.schemas:
            if not schema.knows(method):
                self.complaints.append(f"{method} is not in our own table")
                continue
            values, wrong = schema.read(method, named)
            if wrong:
                self.complaints += wrong
                raise Refused(f"Bad Request: {wrong[0]}")
        return values

    def _rate_limiter(self, method: str, values: dict[str, Any]) -> None:
        if not self.rates or "chat_id" not in values or method.startswith("get") or method == "setMessageReaction":
            return
        chat, now = values["chat_id"], time.monotonic()
        # What a busy machine held up arrives together: windows shrink by the lag measured here, and by as much again
        # for the bot, which runs on the same machine. On an idle one they are Telegram's own.
        slack_s = 2 * self.lag.seconds
        for key, most, allowed_s in (("all", 30, 1.0), (chat, *((20, 60.0) if chat < 0 else (5, 2.0)))):
            window_s = max(0.1 * allowed_s, allowed_s - slack_s)
            hits = self._hits[key]
            while hits and hits[0] <= now - window_s:
                hits.popleft()
            if len(hits) >= most:
                wait = max(1, round(hits[0] + window_s - now))
                self.complaints.append(f"too fast: {key} {method}")
                raise Refused(f"Too Many Requests: retry after {wait}", 429, retry_after=wait)
        self._hits["all"].append(now)
        self._hits[chat].append(now)

    async def _act(self, method: str, values: dict[str, Any], files: dict[str, bytes]) -> Any:
        chat = values.get("chat_id", 0)
        if chat in self.blocked_by:
            raise Refused("Forbidden: bot was blocked by the user", 403)
        if chat in self.migrated:
            raise Refused(
                "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.migrated[chat]
            )
        if chat in self.without_photos and (method == "sendPhoto" or method == "editMessageMedia"):
            raise Refused("Bad Request: not enough rights to send photos to the chat")
        if values.get("message_thread_id") in self.closed_topics and method.startswith("send"):
            raise Refused("Bad Request: TOPIC_CLOSED")
        rules.check_keyboard(values.get("reply_markup"))
        if method == "getUpdates":
            return await self._get_updates(values)
        if method.startswith("send") and method != "sendChatAction":
            return self._send(method, values, files)
        if method.startswith("editMessage"):
            return self._edit(method, values, files)
        simple = getattr(self, f"_do_{method}", None)
        if simple is None:
            raise AssertionError(f"the counterpart lacks {method}")
        return simple(values)

    async def _get_updates(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook:
            raise Refused("Conflict: can't use getUpdates method while webhook is active", 409)
        me, offset = object(), values.get("offset", 0)
        async with self._news:
            if self._poller is not None:
                self._poller = me
                self._news.notify_all()
            self._poller = me
            is_sensible = bool(self._updates) and offset <= self._updates[-1]["update_id"] + 1
            while is_sensible and self._updates and self._updates[0]["update_id"] < offset:
                self.confirmed.add(self._updates.popleft()["update_id"])
            with suppress(TimeoutError):
                async with asyncio.timeout(values.get("timeout", 0)):
                    await self._news.wait_for(lambda: bool(self._updates) or self._poller is not me)
            if self._poller is not me:
                raise Refused("Conflict: terminated by other getUpdates request", 409)
            self._poller = None
            kinds = values.get("allowed_updates")
            found = [u for u in self._updates if not kinds or set(u) & set(kinds)]
            return found[: values.get("limit", 100)]

    def _send(self, method: str, values: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
        chat = values["chat_id"]
        if chat < 0 and chat not in self._groups:
            raise Refused("Bad Request: chat not found")
        self._serial += 1
        shown = Shown(chat, self._serial, BOT_ID, thread_id=values.get("message_thread_id"))
        reply = values.get("reply_parameters")
        if reply:
            elsewhere = reply.get("chat_id", chat)
            origin = self.messages.get((elsewhere, reply["message_id"]))
            if elsewhere in self.protected and elsewhere != chat:
                raise Refused("Bad Request: message to be replied not found")
            if origin is not None and not origin.deleted:
                shown.reply_to, shown.reply_chat = reply["message_id"], elsewhere
            elif elsewhere != chat or not reply.get("allow_sending_without_reply"):
                raise Refused("Bad Request: message to be replied not found")
        shown.silent = bool(values.get("disable_notification"))
        if method == "sendMessage":
            shown.text = rules.check_text(values["text"], values.get("parse_mode"))
            shown.source = values["text"]
        else:
            shown.text = rules.check_caption(values.get("caption"), values.get("parse_mode"))
            shown.source = values.get("caption", "")
            self._attach(shown, method.removeprefix("send").lower(), values, files)
        shown.keyboard = (values.get("reply_markup") or {}).get("inline_keyboard", [])
        shown.history.append(shown.text)
        self.messages[chat, shown.message_id] = shown
        return self._reported(shown)

    def _attach(self, shown: Shown, kind: str, values: dict[str, Any], files: dict[str, bytes]) -> None:
        given = values[kind]
        if isinstance(given, str) and given.startswith("attach://"):
            given = files.get(given.removeprefix("attach://"), given)
        if isinstance(given, str) and given not in self.files:
            raise Refused("Bad Request: wrong file identifier/HTTP URL specified")
        data = self.files[given] if isinstance(given, str) else given
        if kind == "document":
            shown.document, shown.document_name = data, files.get(f"{kind}:name", b"").decode() or None
            return
        rules.check_photo(data)
        shown.photo, shown.photo_at = data, time.monotonic()
        shown.photo_id = given if isinstance(given, str) else self._number("photo")
        self.files[shown.photo_id] = data
        self.file_ids.add(shown.photo_id)

    def _edit(self, method: str, values: dict[str, Any], files: dict[str, bytes]) -> Any:
        shown = self.messages.get((values.get("chat_id", 0), values.get("message_id", 0)))
        if shown is None or shown.deleted:
            raise Refused("Bad Request: message to edit not found")
        if shown.sender_id != BOT_ID:
            raise Refused("Bad Request: message can't be edited")
        keyboard = (values.get("reply_markup") or {}).get("inline_keyboard", [])
        before = (shown.source, shown.keyboard, shown.photo)
        if method == "editMessageText":
            if shown.photo or shown.document:
                raise Refused("Bad Request: there is no text in the message to edit")
            text = rules.check_text(values.get("text", ""), values.get("parse_mode"))
            source = values["text"]
        elif method == "editMessageCaption":
            if not (shown.photo or shown.document):
                raise Refused("Bad Request: there is no caption in the message to edit")
            text, source = (
                rules.check_caption(values.get("caption"), values.get("parse_mode")),
                values.get("caption", ""),
            )
        elif method == "editMessageMedia":
            media = values["media"]
            text, source = rules.check_caption(media.get("caption"), media.get("parse_mode")), media.get("caption", "")
            self._attach(shown, media["type"], {media["type"]: media["media"]}, files)
        else:
            text, source = shown.text, shown.source
        if (source, keyboard, shown.photo) == before:
            raise Refused(
                "Bad Request: message is not modified: specified new message content and reply markup are exactly"
                " the same as a current content and reply markup of the message"
            )
        shown.text, shown.source, shown.keyboard = text, source, keyboard
        shown.edits += 1
        shown.history.append(text)
        return self._reported(shown)

    # Smaller methods, named as they are called.

    def _do_getMe(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - the method's own name
        return self.me

    def _do_sendChatAction(self, values: dict[str, Any]) -> bool:  # noqa: N802 - the method's own name
        if values["action"] not in {"typing", "upload_photo", "upload_document", "record_voice"}:
            raise Refused("Bad Request: wrong parameter action in request")
        return True

    def _do_deleteMessage(self, values: dict[str, Any]) -> bool:  # noqa: N802 - the method's own name
        shown = self.messages.get((values["chat_id"], values["message_id"]))
        if shown is None or shown.deleted:
            raise Refused("Bad Request: message to delete not found")
        if shown.sender_id != BOT_ID and BOT_ID not in self._admins[shown.chat_id]:
            raise Refused("Bad Request: message can't be deleted")
        shown.deleted = True
        return True

    def _do_setMessageReaction(self, values: dict[str, Any]) -> bool:  # noqa: N802 - the method's own name
        shown = self.messages.get((values["chat_id"], values["message_id"]))
        if shown is None or shown.deleted:
            raise Refused("Bad Request: message to react not found")
        if values["chat_id"] in self.without_reactions or any(
            one["emoji"] not in rules.REACTIONS for one in values.get("reaction", [])
        ):
            raise Refused("Bad Request: REACTION_INVALID")
        shown.reactions = [one["emoji"] for one in values.get("reaction", [])]
        return True

    def _do_answerCallbackQuery(self, values: dict[str, Any]) -> bool:  # noqa: N802 - the method's own name
        known = values["callback_query_id"] in self.callbacks
        if not known or self.callbacks[values["callback_query_id"]] is not None:
            raise Refused("Bad Request: query is too old and response timeout expired or query ID is invalid")
        if rules.units(values.get("text", "")) > 200:
            raise Refused("Bad Request: MESSAGE_TOO_LONG")
        self.callbacks[values["callback_query_id"]] = values
        return True

    def _do_answerInlineQuery(self, values: dict[str, Any]) -> bool:  # noqa: N802 - the method's own name
        future = self.inline_answers.get(values["inline_query_id"])
        if future is None or future.done():
            raise Refused("Bad Request: query is too old and response timeout expired or query ID is invalid")
        rules.check_inline(values["results"], values.get("button"), self.file_ids)
        future.set_result(values)
        return True

    def _do_getFile(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - the method's own name
        data = self.files.get(values["file_id"])
        if data is None:
            raise Refused("Bad Request: invalid file_id")
        if len(data) > self.download_limit:
            raise Refused("Bad Request: file is too big")
        name = values["file_id"]
        return {"file_id": name, "file_unique_id": name, "file_size": len(data), "file_path": f"music/{name}"}

    def _do_getChatMember(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - the method's own name
        who = person(values["user_id"], "en")
        if values["user_id"] in self._admins[values["chat_id"]]:
            return _administrator(who)
        return {"user": who, "status": "member"}

    def _do_getChatAdministrators(self, values: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802 - its own name
        return [_administrator(person(user, "en")) for user in sorted(self._admins[values["chat_id"]])]

    def _do_setMyCommands(self, values: dict[str, Any]) -> bool:  # noqa: N802 - the method's own name
        rules.check_commands(values["commands"])
        scope = values.get("scope", {"type": "default"})["type"]
        self.commands[scope, values.get("language_code", "")] = values["commands"]
        return True

    def _do_setWebhook(self, values: dict[str, Any]) -> bool:  # noqa: N802 - the method's own name
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", values.get("secret_token", "none")):
            raise Refused("Bad Request: secret token contains unallowed characters")
        self.webhook = {"secret_token": "", **values} if values["url"] else None
        if self.webhook:
            self._deliver_by_webhook()
        return True

    def _do_deleteWebhook(self, values: dict[str, Any]) -> bool:  # noqa: N802 - the method's own name
        self.webhook = None
        if values.get("drop_pending_updates"):
            self._updates.clear()
        return True

    def _do_getWebhookInfo(self, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - the method's own name
        url = self.webhook["url"] if self.webhook else ""
        return {"url": url, "has_custom_certificate": False, "pending_update_count": len(self._updates)}


def _administrator(who: dict[str, Any]) -> dict[str, Any]:
    rights = (
        "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
        "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
        "can_edit_stories", "can_delete_stories",
    )  # fmt: skip
    return {"user": who, "status": "administrator", **dict.fromkeys(rights, True)}


@asynccontextmanager
async def running_telegram(**options: Any) -> AsyncIterator[TelegramCounterpart]:
    """Start the counterpart on a free port of loopback."""
    platform = TelegramCounterpart(**options)
    app = web.Application(client_max_size=64 * MIB)
    app.router.add_route("*", "/bot{token:[^/]+}/{method}", platform.handle)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", platform.download)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    platform.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with measured_lag() as platform.lag:
            yield platform
    finally:
        for task in list(platform._tasks):
            task.cancel()
        await runner.cleanup()
