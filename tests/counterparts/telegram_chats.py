"""The people, chats, messages and updates of `tests.counterparts.telegram`: what tests do, and what they look at."""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

import aiohttp

from tests.counterparts import telegram_rules as rules

BOT_ID = 7770001
MIB = 2**20

FaultKind = Literal["400", "429", "500", "cut", "cut-after", "slow"]


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
    reply_chat: int | None = None
    thread_id: int | None = None
    silent: bool = False
    source: str = ""
    edits: int = 0
    history: list[str] = field(default_factory=list)
    deleted: bool = False
    reactions: list[str] = field(default_factory=list)
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


class TelegramChats:
    """What the platform knows, and the people who use it.

    Parameters
    ----------
    privacy : bool
        Privacy mode in groups: the bot sees commands, replies to itself and mentions only.
    """

    def __init__(self, *, privacy: bool) -> None:
        self.privacy = privacy
        self.me = {
            "id": BOT_ID, "is_bot": True, "first_name": "spotpop", "username": "spotpop_test_bot",
            "can_join_groups": True, "can_read_all_group_messages": not privacy, "supports_inline_queries": True,
        }  # fmt: skip
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.messages: dict[tuple[int, int], Shown] = {}
        self.files: dict[str, bytes] = {}
        self.callbacks: dict[str, dict[str, Any] | None] = {}
        self.inline_answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.webhook: dict[str, Any] | None = None
        self.confirmed: set[int] = set()
        self._pushed: set[int] = set()
        self._admins: dict[int, set[int]] = defaultdict(set)
        self._groups: dict[int, str] = {}
        self._updates: deque[dict[str, Any]] = deque()
        self._last_update = self._serial = 1000
        self._news = asyncio.Condition()
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
        reported: dict[str, Any] = {
            "file_id": file_id, "file_unique_id": file_id, "file_size": len(data) if size is None else size,
        }  # fmt: skip
        if kind in {"audio", "voice", "video", "video_note"}:
            reported["duration"] = 30
        if kind == "video_note":
            reported["length"] = 240
        if kind == "video":
            reported |= {"width": 320, "height": 240}
        if kind != "video_note":
            reported["mime_type"] = mime
        if name and kind in {"audio", "document", "video"}:
            reported["file_name"] = name
        content: dict[str, Any] = {kind: reported}
        if kind == "animation":
            reported |= {"width": 320, "height": 240, "duration": 2}
            content["document"] = reported
        if album := extra.pop("album", None):
            content["media_group_id"] = album
        if caption:
            content |= {"caption": caption, "caption_entities": _entities(caption)}
        return await self._write(user_id, chat_id, content, **extra)

    async def edit(self, message: Shown, text: str) -> None:
        """Let its author change a message."""
        message.text = text
        message.origin |= {"text": text, "entities": _entities(text), "edit_date": int(time.time())}
        await self._post({"edited_message": message.origin})

    async def click(self, user_id: int, message: Shown, words: str, *, lang: str = "en") -> str:
        """Let a person press the button whose text holds `words`; returns the callback query's id."""
        query_id = self._number("cb")
        self.callbacks[query_id] = None
        await self._post({
            "callback_query": {
                "id": query_id, "from": person(user_id, lang), "chat_instance": "1",
                "message": self._reported(message), "data": message.button(words)["callback_data"],
            }
        })  # fmt: skip
        return query_id

    async def inline(self, user_id: int, query: str, *, lang: str = "en", timeout_s: float = 15) -> dict[str, Any]:
        """Let a person type ``@bot query`` in any chat, and return the answer."""
        query_id = self._number("iq")
        self.inline_answers[query_id] = asyncio.get_running_loop().create_future()
        who = person(user_id, lang)
        await self._post({"inline_query": {"id": query_id, "from": who, "query": query, "offset": ""}})
        return await asyncio.wait_for(self.inline_answers[query_id], timeout_s)

    async def joins(self, chat_id: int, inviter: int) -> None:
        """Let a person add the bot to a group."""
        member = {"user": self.me, "status": "member"}
        await self._post({
            "my_chat_member": {
                "chat": self._chat(chat_id, inviter), "from": person(inviter, "en"), "date": int(time.time()),
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
            "message_id": shown.message_id, "from": person(user_id, extra.get("lang", "en")),
            "chat": self._chat(chat, user_id), "date": int(time.time()), **{k: v for k, v in content.items() if v},
        }  # fmt: skip
        if reply_to is not None:
            shown.origin["reply_to_message"] = self._reported(reply_to)
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

    async def tell(self, message: dict[str, Any]) -> None:
        """Send an update about a message, exactly as given."""
        await self._post({"message": message})

    def quiet_week(self) -> None:
        """Let ids start anew, lower than before: what Telegram does after a week without updates."""
        self._last_update = 17

    async def _post(self, update: dict[str, Any]) -> None:
        self._last_update += 1
        async with self._news:
            self._updates.append({"update_id": self._last_update, **update})
            self._news.notify_all()
        if self.webhook:
            self._deliver_by_webhook()

    def _deliver_by_webhook(self) -> None:
        """Send what waits to the webhook: updates side by side, each of them by one call at a time."""
        for update in self._updates:
            if update["update_id"] not in self._pushed:
                self._pushed.add(update["update_id"])
                task = asyncio.get_running_loop().create_task(self._push(update))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _push(self, update: dict[str, Any]) -> None:
        """Send one update to the webhook, again and again until it answers 200."""
        async with aiohttp.ClientSession() as session:
            while self.webhook and update in self._updates:
                headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"]}
                with suppress(aiohttp.ClientError, OSError):
                    async with session.post(self.webhook["url"], json=update, headers=headers) as answer:
                        if answer.status == 200 and update in self._updates:
                            self._updates.remove(update)
                            self.confirmed.add(update["update_id"])
                            return
                await asyncio.sleep(0.2)
        self._pushed.discard(update["update_id"])

    # How the platform tells of things.

    def _chat(self, chat_id: int, user_id: int) -> dict[str, Any]:
        if chat_id < 0:
            return {"id": chat_id, "type": "supergroup", "title": self._groups.get(chat_id, "?")}
        return {"id": chat_id, "type": "private", "first_name": f"Person {user_id}"}

    def _reported(self, shown: Shown) -> dict[str, Any]:
        if shown.origin:
            return {k: v for k, v in shown.origin.items() if k != "reply_to_message"}
        reported: dict[str, Any] = {
            "message_id": shown.message_id, "date": int(time.time()), "chat": self._chat(shown.chat_id, shown.chat_id),
            "from": self.me,
        }  # fmt: skip
        if shown.photo_id:
            size = {"file_id": shown.photo_id, "file_unique_id": shown.photo_id, "width": 90, "height": 90}
            reported |= {"photo": [size | {"file_id": f"{shown.photo_id}small"}, size | {"width": 900, "height": 900}]}
            reported["caption"] = shown.text
        elif shown.document is not None:
            reported |= {"document": {"file_id": "d", "file_unique_id": "d"}, "caption": shown.text}
        else:
            reported["text"] = shown.text
        if shown.keyboard:
            reported["reply_markup"] = {"inline_keyboard": shown.keyboard}
        if shown.reply_to is not None and (shown.chat_id, shown.reply_to) in self.messages:
            reported["reply_to_message"] = self._reported(self.messages[shown.chat_id, shown.reply_to])
        return reported


def person(user_id: int, lang: str) -> dict[str, Any]:
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
