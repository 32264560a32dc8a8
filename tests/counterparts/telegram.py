"""A counterpart of Telegram's Bot API on loopback, strict where the platform is strict.

It knows people, chats, messages and files; it refuses unknown methods and fields, HTML that cannot be parsed, too long
texts, edits that change nothing, and calls that come too fast. Tests act as people (`say`, `upload`, `click`,
`inline`) and look at what is shown (`Shown`).
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal

import aiohttp
from aiohttp import web

from tests.counterparts import telegram_rules as rules
from tests.counterparts.telegram_rules import Refused
from tests.counterparts.telegram_schema import own_schema, published_schema

TOKEN = "7770001:AAcounterpart-of-the-bot-api_0123456"
BOT_ID = 7770001
MIB = 2**20

FaultKind = Literal["429", "500", "cut", "cut-after", "slow"]


@dataclass
class Fault:
    """Something that goes wrong for the next `times` calls of `method` (in `chat_id`, if given)."""

    kind: FaultKind
    method: str = "*"
    times: int = 1
    chat_id: int | None = None
    retry_after_s: int = 1
    seconds: float = 1.0


@dataclass
class Shown:
    """A message as people see it now."""

    chat_id: int
    message_id: int
    sender_id: int
    text: str = ""
    photo: bytes | None = None
    photo_id: str | None = None
    document: bytes | None = None
    document_name: str | None = None
    keyboard: list[list[dict[str, Any]]] = field(default_factory=list)
    reply_to: int | None = None
    thread_id: int | None = None
    silent: bool = False
    source: str = ""
    edits: int = 0
    history: list[str] = field(default_factory=list)
    deleted: bool = False
    sent_at: float = field(default_factory=time.monotonic)
    photo_at: float | None = None
    origin: dict[str, Any] = field(default_factory=dict)
    """The message as the platform tells it to bots, for replies."""

    def button(self, words: str) -> dict[str, Any]:
        """Return the button whose text holds `words`."""
        for item in (button for row in self.keyboard for button in row):
            if words.lower() in item["text"].lower():
                return item
        raise AssertionError(f"no button {words!r} in {[b['text'] for row in self.keyboard for b in row]}")


@dataclass
class Call:
    """One call that the bot made."""

    method: str
    values: dict[str, Any]
    at: float
    error: str | None = None


class TelegramCounterpart:
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
        self.privacy, self.rates, self.download_limit = privacy, rates, download_limit
        self.url = ""
        self.schemas = [schema for schema in (own_schema(), published_schema()) if schema is not None]
        self.me = {
            "id": BOT_ID, "is_bot": True, "first_name": "spotpop", "username": "spotpop_test_bot",
            "can_join_groups": True, "can_read_all_group_messages": not privacy, "supports_inline_queries": True,
        }  # fmt: skip
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.faults: list[Fault] = []
        self.messages: dict[tuple[int, int], Shown] = {}
        self.files: dict[str, bytes] = {}
        self.photos: set[str] = set()
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.callbacks: dict[str, dict[str, Any] | None] = {}
        self.inline_answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.webhook: dict[str, Any] | None = None
        self.confirmed: set[int] = set()
        self.blocked_by: set[int] = set()
        self.without_photos: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.downloads_fail = 0
        self._admins: dict[int, set[int]] = defaultdict(set)
        self._groups: dict[int, str] = {}
        self._updates: deque[dict[str, Any]] = deque()
        self._last_update = self._serial = 1000
        self._news = asyncio.Condition()
        self._poller: object | None = None
        self._hits: dict[int | str, deque[float]] = defaultdict(deque)
        self._tasks: set[asyncio.Task[None]] = set()

    # What people do.

    def group(self, chat_id: int, title: str = "Band practice", admins: set[int] | None = None) -> int:
        """Make a supergroup and return its (negative) id."""
        self._groups[chat_id], self._admins[chat_id] = title, admins or set()
        return chat_id

    async def say(self, user_id: int, text: str, *, chat_id: int | None = None, **extra: Any) -> Shown:
        """Let a person write `text` (extra: ``reply_to``, ``lang``, ``entities``, ``thread_id``)."""
        entities = extra.pop("entities", None)
        return await self._write(user_id, chat_id, {"text": text, "entities": entities or _entities(text)}, **extra)

    async def upload(
        self, user_id: int, data: bytes, *, kind: str = "audio", name: str | None = "song.mp3",
        mime: str = "audio/mpeg", chat_id: int | None = None, caption: str = "", size: int | None = None, **extra: Any,
    ) -> Shown:  # fmt: skip
        """Let a person send a file: ``audio``, ``voice``, ``document``, ``video``, ``video_note``; `size` may lie."""
        file_id = self._number("file")
        self.files[file_id] = data
        told: dict[str, Any] = {
            "file_id": file_id, "file_unique_id": file_id, "file_size": len(data) if size is None else size,
        }  # fmt: skip
        if kind in {"audio", "voice", "video", "video_note"}:
            told["duration"] = 30
        if kind == "video_note":
            told["length"] = 240
        if kind == "video":
            told |= {"width": 320, "height": 240}
        if kind != "video_note":
            told["mime_type"] = mime
        if name and kind in {"audio", "document", "video"}:
            told["file_name"] = name
        content: dict[str, Any] = {kind: told}
        if caption:
            content |= {"caption": caption, "caption_entities": _entities(caption)}
        return await self._write(user_id, chat_id, content, **extra)

    async def click(self, user_id: int, message: Shown, words: str, *, lang: str = "en") -> str:
        """Let a person press the button whose text holds `words`; returns the callback query's id."""
        query_id = self._number("cb")
        self.callbacks[query_id] = None
        await self._post({
            "callback_query": {
                "id": query_id, "from": _person(user_id, lang), "chat_instance": "1",
                "message": self._told(message), "data": message.button(words)["callback_data"],
            }
        })  # fmt: skip
        return query_id

    async def inline(self, user_id: int, query: str, *, lang: str = "en", timeout_s: float = 15) -> dict[str, Any]:
        """Let a person type ``@bot query`` in any chat, and return the answer."""
        query_id = self._number("iq")
        self.inline_answers[query_id] = asyncio.get_running_loop().create_future()
        person = _person(user_id, lang)
        await self._post({"inline_query": {"id": query_id, "from": person, "query": query, "offset": ""}})
        return await asyncio.wait_for(self.inline_answers[query_id], timeout_s)

    async def joins(self, chat_id: int, inviter: int) -> None:
        """Let a person add the bot to a group."""
        member = {"user": self.me, "status": "member"}
        await self._post({
            "my_chat_member": {
                "chat": self._chat(chat_id, inviter), "from": _person(inviter, "en"), "date": int(time.time()),
                "old_chat_member": {"user": self.me, "status": "left"}, "new_chat_member": member,
            }
        })  # fmt: skip

    # What tests look at.

    def from_bot(self, chat_id: int, *, reply_to: Shown | None = None) -> list[Shown]:
        """Return the bot's messages that stand in a chat, oldest first."""
        found = [m for m in self.messages.values() if m.chat_id == chat_id and m.sender_id == BOT_ID and not m.deleted]
        return [m for m in found if reply_to is None or m.reply_to == reply_to.message_id]

    async def until(self, ready: Callable[[], Any], *, timeout_s: float = 30) -> Any:
        """Wait until `ready` gives something true, and return it."""
        deadline = time.monotonic() + timeout_s
        while not (found := ready()):
            if time.monotonic() > deadline:
                recent = [(c.method, c.error) for c in self.calls if c.method != "getUpdates"][-8:]
                shown = [(m.chat_id, m.text[:200]) for m in self.messages.values() if m.sender_id == BOT_ID][-3:]
                raise AssertionError(f"nothing came in {timeout_s} s; {recent}; {shown}; {self.complaints}")
            await asyncio.sleep(0.02)
        return found

    async def answer(self, chat_id: int, *, reply_to: Shown | None = None, timeout_s: float = 30, **want: Any) -> Shown:
        """Wait for the bot's last message in a chat (``holds`` words, ``photo``), and return it."""

        def last() -> Shown | None:
            found = self.from_bot(chat_id, reply_to=reply_to)
            if want.get("photo"):
                found = [m for m in found if m.photo]
            if "holds" in want:
                found = [m for m in found if want["holds"].lower() in m.text.lower()]
            return found[-1] if found else None

        shown = await self.until(last, timeout_s=timeout_s)
        assert isinstance(shown, Shown)
        return shown

    def unconfirmed(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return len(self._updates)

    # Updates.

    def _number(self, prefix: str) -> str:
        self._serial += 1
        return f"{prefix}{self._serial}"

    async def _write(self, user_id: int, chat_id: int | None, content: dict[str, Any], **extra: Any) -> Shown:
        chat = user_id if chat_id is None else chat_id
        reply_to: Shown | None = extra.get("reply_to")
        self._serial += 1
        shown = Shown(chat, self._serial, user_id, text=content.get("text", content.get("caption", "")))
        shown.origin = {
            "message_id": shown.message_id, "from": _person(user_id, extra.get("lang", "en")),
            "chat": self._chat(chat, user_id), "date": int(time.time()), **{k: v for k, v in content.items() if v},
        }  # fmt: skip
        if reply_to is not None:
            shown.origin["reply_to_message"] = self._told(reply_to)
        if extra.get("thread_id"):
            shown.origin |= {"message_thread_id": extra["thread_id"], "is_topic_message": True}
        self.messages[chat, shown.message_id] = shown
        if self._is_visible(chat, content, reply_to):
            await self._post({"message": shown.origin})
        return shown

    def _is_visible(self, chat: int, content: dict[str, Any], reply_to: Shown | None) -> bool:
        if chat > 0 or not self.privacy or (reply_to is not None and reply_to.sender_id == BOT_ID):
            return True
        name = f"@{self.me['username']}".lower()
        text = content.get("text") or content.get("caption") or ""
        for entity in content.get("entities") or content.get("caption_entities") or []:
            word = text[entity["offset"] : entity["offset"] + entity["length"]].lower()
            if entity["type"] == "bot_command" and ("@" not in word or word.endswith(name)):
                return True
            if entity["type"] == "mention" and word == name:
                return True
        return False

    async def _post(self, update: dict[str, Any]) -> None:
        self._last_update += 1
        async with self._news:
            self._updates.append({"update_id": self._last_update, **update})
            self._news.notify_all()
        if self.webhook:
            self._deliver_by_webhook()

    def _deliver_by_webhook(self) -> None:
        task = asyncio.get_running_loop().create_task(self._push())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _push(self) -> None:
        """Send what waits to the webhook, again and again until it answers 200."""
        for update in list(self._updates):
            headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"]} if self.webhook else {}
            while self.webhook and update in self._updates:
                with suppress(aiohttp.ClientError, OSError):
                    async with (
                        aiohttp.ClientSession() as session,
                        session.post(self.webhook["url"], json=update, headers=headers) as answer,
                    ):
                        if answer.status == 200 and update in self._updates:
                            self._updates.remove(update)
                            self.confirmed.add(update["update_id"])
                            continue
                await asyncio.sleep(0.2)

    # The server.

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call as the platform would."""
        if request.match_info["token"] != TOKEN:
            return _json({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        method = next((m for m in self.schemas[-1]._methods if m.lower() == request.match_info["method"].lower()), None)
        if method is None:
            return _json({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        raw, files = await _form(request)
        call = Call(method, raw, time.monotonic())
        self.calls.append(call)
        fault = self._fault(method, raw)
        try:
            if fault is not None and fault.kind != "cut-after":
                await _strike(fault, request)
                if fault.kind == "cut":
                    call.error = "cut"
                    return web.Response(status=500)
            values = self._read(method, raw | files, files)
            self._pace(method, values)
            result = await self._act(method, values, files)
            if fault is not None and fault.kind == "cut-after":
                await _strike(fault, request)
            return _json({"ok": True, "result": result})
        except Refused as refusal:
            call.error = refusal.description
            told: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
            if refusal.parameters:
                told["parameters"] = refusal.parameters
            return _json(told, refusal.code)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Serve a file by its path."""
        data = self.files.get(request.match_info["path"].rsplit("/", 1)[-1])
        if self.downloads_fail > 0:
            self.downloads_fail -= 1
            return web.Response(status=502)
        if request.match_info["token"] != TOKEN or data is None:
            return _json({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        return web.Response(body=data, content_type="application/octet-stream")

    def _fault(self, method: str, raw: dict[str, Any]) -> Fault | None:
        for fault in self.faults:
            matches = fault.method in {"*", method} and (fault.method != "*" or method != "getUpdates")
            if fault.times > 0 and matches and fault.chat_id in {None, _int(raw.get("chat_id"))}:
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

    def _pace(self, method: str, values: dict[str, Any]) -> None:
        if not self.rates or "chat_id" not in values or method.startswith("get"):
            return
        chat, now = values["chat_id"], time.monotonic()
        for key, most, window_s in (("all", 30, 1.0), (chat, *((20, 60.0) if chat < 0 else (5, 2.0)))):
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
            while self._updates and self._updates[0]["update_id"] < offset:
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
            origin = self.messages.get((chat, reply["message_id"]))
            if origin is not None and not origin.deleted:
                shown.reply_to = reply["message_id"]
            elif not reply.get("allow_sending_without_reply"):
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
        return self._told(shown)

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
        self.photos.add(shown.photo_id)

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
        return self._told(shown)

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
        rules.check_inline(values["results"], values.get("button"), self.photos)
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
        person = _person(values["user_id"], "en")
        if values["user_id"] in self._admins[values["chat_id"]]:
            return _administrator(person)
        return {"user": person, "status": "member"}

    def _do_getChatAdministrators(self, values: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802 - its own name
        return [_administrator(_person(user, "en")) for user in sorted(self._admins[values["chat_id"]])]

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

    # How the platform tells of things.

    def _chat(self, chat_id: int, user_id: int) -> dict[str, Any]:
        if chat_id < 0:
            return {"id": chat_id, "type": "supergroup", "title": self._groups.get(chat_id, "?")}
        return {"id": chat_id, "type": "private", "first_name": f"Person {user_id}"}

    def _told(self, shown: Shown) -> dict[str, Any]:
        if shown.origin:
            return {k: v for k, v in shown.origin.items() if k != "reply_to_message"}
        told: dict[str, Any] = {
            "message_id": shown.message_id, "date": int(time.time()), "chat": self._chat(shown.chat_id, shown.chat_id),
            "from": self.me,
        }  # fmt: skip
        if shown.photo_id:
            size = {"file_id": shown.photo_id, "file_unique_id": shown.photo_id, "width": 90, "height": 90}
            told |= {"photo": [size | {"file_id": f"{shown.photo_id}small"}, size | {"width": 900, "height": 900}]}
            told["caption"] = shown.text
        elif shown.document is not None:
            told |= {"document": {"file_id": "d", "file_unique_id": "d"}, "caption": shown.text}
        else:
            told["text"] = shown.text
        if shown.keyboard:
            told["reply_markup"] = {"inline_keyboard": shown.keyboard}
        if shown.reply_to is not None and (shown.chat_id, shown.reply_to) in self.messages:
            told["reply_to_message"] = self._told(self.messages[shown.chat_id, shown.reply_to])
        return told


def _administrator(person: dict[str, Any]) -> dict[str, Any]:
    rights = (
        "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
        "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
        "can_edit_stories", "can_delete_stories",
    )  # fmt: skip
    return {"user": person, "status": "administrator", **dict.fromkeys(rights, True)}


def _person(user_id: int, lang: str) -> dict[str, Any]:
    return {"id": user_id, "is_bot": False, "first_name": f"Person {user_id}", "language_code": lang}


def _entities(text: str) -> list[dict[str, Any]]:
    """Find commands, mentions and addresses as the platform's clients do (offsets in UTF-16 units)."""
    kinds = {"bot_command": r"(?<!\S)/\w+(?:@\w+)?", "mention": r"(?<!\w)@\w+", "url": r"https?://\S+"}
    found = []
    for kind, pattern in kinds.items():
        for match in re.finditer(pattern, text):
            if kind != "mention" or not any(e["offset"] <= match.start() < e["offset"] + e["length"] for e in found):
                offset = rules.units(text[: match.start()])
                found.append({"type": kind, "offset": offset, "length": rules.units(match.group())})
    return sorted(found, key=lambda entity: entity["offset"])


def _int(value: Any) -> int | None:
    with suppress(TypeError, ValueError):
        return int(value)
    return None


async def _form(request: web.Request) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Read a call's fields and files."""
    if request.content_type == "application/json":
        return dict(json.loads(await request.text())), {}
    raw: dict[str, Any] = dict(request.query)
    files: dict[str, bytes] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = value.file.read()
            files[f"{name}:name"] = value.filename.encode()
        else:
            raw[name] = value
    return raw, files


async def _strike(fault: Fault, request: web.Request) -> None:
    if fault.kind == "429":
        wait = fault.retry_after_s
        raise Refused(f"Too Many Requests: retry after {wait}", 429, retry_after=wait)
    if fault.kind == "500":
        raise Refused("Internal Server Error: restart", 500)
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    elif request.transport is not None:
        request.transport.abort()


def _json(data: dict[str, Any], status: int = 200) -> web.Response:
    return web.json_response(data, status=status)


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
        yield platform
    finally:
        for task in list(platform._tasks):
            task.cancel()
        await runner.cleanup()
