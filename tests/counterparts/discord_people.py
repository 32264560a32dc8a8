"""What people do on the counterpart of Discord: commands, buttons, boxes, messages, threads."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.counterparts.discord_gateway import Gateway
from tests.counterparts.discord_places import (
    CHANNEL,
    GUILD,
    THREADS,
    Places,
    member_object,
    now,
    snowflakes,
    user_object,
)

APPLICATION, FOREIGN = 1001, 88001
FILE_LIMIT = 10 * 2**20
EVERYTHING = str((1 << 53) - 1)


@dataclass
class Interaction:
    """One click or command, from the person's side."""

    id: int
    token: str
    user: int
    channel: int
    began: float
    dies_at: float
    type: int
    source: int | None = None
    acknowledged_s: float | None = None
    message: int | None = None
    followups: list[int] = field(default_factory=list)
    modal: dict[str, Any] | None = None
    edits: int = 0


class People(Places):
    """The people of the server, and those who have installed the bot for themselves.

    Parameters
    ----------
    gateway : Gateway
        Over which the bot hears of what they do.
    """

    def __init__(self, gateway: Gateway) -> None:
        super().__init__()
        self.gateway = gateway
        self.url = ""
        self.files: dict[str, bytes] = {}
        self.commands: list[dict[str, Any]] = []
        self.interactions: dict[str, Interaction] = {}

    async def slash(
        self,
        name: str,
        *,
        user: int = 5001,
        locale: str = "en-US",
        guild: bool = True,
        where: str = "",
        files: Mapping[str, tuple[str, bytes]] | None = None,
        sub: str | None = None,
        **options: Any,
    ) -> Interaction:
        """Use a command, or its part `sub`; `files` maps an option to a file name and its bytes.

        `where` is ``foreign`` for a server that the bot is not in, or ``group`` for a group of people: both are reached
        only because the person installed the bot for themselves.
        """
        command = next(one for one in self.commands if one["name"] == name)
        part = next(one for one in command["options"] if one["name"] == sub) if sub else command
        types = {option["name"]: option["type"] for option in part.get("options", [])}
        filled = [{"name": key, "type": types[key], "value": value} for key, value in options.items()]
        attached: dict[str, Any] = {}
        for option, (file_name, data) in (files or {}).items():
            one = self._attachment(file_name, data)
            attached[one["id"]] = one
            filled.append({"name": option, "type": types[option], "value": one["id"]})
        if sub:
            filled = [{"name": sub, "type": 1, "options": filled}]
        channels = {str(number): {**one, "permissions": EVERYTHING} for number, one in self.channels.items()}
        resolved = {"attachments": attached, "channels": channels, "messages": {}}
        data = {"id": command["id"], "name": name, "type": 1, "options": filled, "resolved": resolved}
        return await self._interact(2, data, user=user, locale=locale, guild=guild, where=where)

    async def menu(self, name: str, message: Mapping[str, Any], *, user: int = 5001) -> Interaction:
        """Use a command on a message."""
        command = next(one for one in self.commands if one["name"] == name)
        resolved = {"messages": {message["id"]: message}}
        data = {"id": command["id"], "name": name, "type": 3, "target_id": message["id"], "resolved": resolved}
        return await self._interact(2, data, user=user, locale="en-US", guild=True)

    async def click(
        self, message: int, action: str, *, user: int = 5001, locale: str = "en-US", where: str = ""
    ) -> Interaction:
        """Click the button under a message whose id names `action`, or begins with it."""
        shown = self.messages[message]
        ids = [part["custom_id"] for row in shown["components"] for part in row["components"]]
        custom_id = next(one for one in ids if one.removeprefix("sp:").startswith(action))
        data = {"custom_id": custom_id, "component_type": 2}
        guild = "guild_id" in shown
        return await self._interact(3, data, user=user, locale=locale, guild=guild, message=shown, where=where)

    async def fill_in(
        self, box: Interaction, link: str = "", files: Mapping[str, bytes] | None = None, *, user: int = 5001
    ) -> Interaction:
        """Send the box that a click opened."""
        assert box.modal is not None
        attached = [self._attachment(name, data) for name, data in (files or {}).items()]
        parts = [
            {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "link", "value": link}},
            {"type": 18, "id": 3, "component": {
                "type": 19, "id": 4, "custom_id": "files", "values": [one["id"] for one in attached],
            }},
        ]  # fmt: skip
        resolved = {"attachments": {one["id"]: one for one in attached}}
        data = {"custom_id": box.modal["custom_id"], "components": parts, "resolved": resolved}
        source = self.messages[box.source] if box.source else None
        return await self._interact(5, data, user=user, locale="en-US", guild=True, message=source)

    async def post(
        self,
        content: str,
        *,
        user: int = 5001,
        guild: bool = True,
        channel: int | None = None,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        webhook: bool = False,
        announced: bool = True,
        **more: Any,
    ) -> dict[str, Any]:
        """Write in a channel, or to the bot.

        Parameters
        ----------
        files : mapping
            By file name: media type and bytes.
        webhook : bool
            As PluralKit repeats a member's message.
        announced : bool
            Whether the bot hears of it; if not, it stands there all the same.
        more
            See `Places.written`.
        """
        place = channel or (CHANNEL if guild else 4000 + user)
        if files:
            more["attachments"] = [
                {**self._attachment(name, data), "content_type": kind} for name, (kind, data) in files.items()
            ]
        author = {**user_object(user, bot=webhook), **({"discriminator": "0000"} if webhook else {})}
        message = self.written(place, author, content, {**more, **({"webhook_id": str(user)} if webhook else {})})
        if guild and not webhook:
            message["member"] = {key: value for key, value in member_object(user).items() if key != "user"}
        if announced:
            await self.tell("MESSAGE_CREATE", message)
        return message

    async def edit(self, message: dict[str, Any], content: str) -> None:
        """Let its author change a message."""
        message |= {"content": content, "edited_timestamp": now()}
        await self.tell("MESSAGE_UPDATE", message)

    async def delete(self, channel: int) -> None:
        """Let somebody delete a channel or thread."""
        gone = self.channels.pop(channel)
        await self.tell("THREAD_DELETE" if gone["type"] in THREADS else "CHANNEL_DELETE", gone)

    async def open_thread(self, parent: int, name: str, *, owner: int = 5001) -> int:
        """Let a member open a thread or a forum post."""
        number = self.add_thread(parent, name, owner=owner)
        await self.tell("THREAD_CREATE", {**self.channels[number], "newly_created": True})
        return number

    async def tell(self, event: str, data: Any) -> None:
        """Send an event of the server, or of a direct message, over the gateway."""
        await self.gateway.dispatch(event, data, shard_of=GUILD if "guild_id" in data else 0)

    def _attachment(self, name: str, data: bytes) -> dict[str, Any]:
        number = str(next(snowflakes))
        self.files[number] = data
        url = f"{self.url}/attachments/{number}/{name}"
        return {"id": number, "filename": name, "size": len(data), "url": url, "proxy_url": url}

    async def _interact(
        self, kind: int, data: Any, *, user: int, locale: str, guild: bool, message: Any = None, where: str = ""
    ) -> Interaction:
        number, began = next(snowflakes), time.monotonic()
        channel = FOREIGN if where else CHANNEL if guild else 4000 + user
        token = f"aW50ZXJhY3Rpb246{number}:{'x' * 100}"
        source = int(message["id"]) if message else None
        one = Interaction(number, token, user, channel, began, began + 900, kind, source)
        self.interactions[token] = one
        payload = {
            "id": str(number), "application_id": str(APPLICATION), "type": kind, "token": token, "version": 1,
            "data": data, "channel_id": str(channel), "locale": locale, "entitlements": [],
            "channel": {"id": str(channel), "type": 0 if guild else 1, "name": "songs", "permissions": EVERYTHING},
            "authorizing_integration_owners": {"0": str(GUILD)} if guild else {"1": str(user)},
            "app_permissions": EVERYTHING, "context": 0 if guild else 1, "attachment_size_limit": FILE_LIMIT,
        }  # fmt: skip
        if message:
            payload["message"] = message
        if where:
            payload |= {"authorizing_integration_owners": {"1": str(user)}, "context": 0 if where == "foreign" else 2}
            about = {"type": 0, "position": 0, "guild_id": str(FOREIGN), "parent_id": None, "nsfw": False}
            group = {"type": 3, "recipients": [user_object(user)], "owner_id": str(user), "icon": None}
            payload["channel"] |= about if where == "foreign" else group
        if where == "foreign":
            payload |= {"guild_id": str(FOREIGN), "guild_locale": "de", "member": member_object(user)}
            payload["guild"] = {"id": str(FOREIGN), "locale": "de", "features": []}
        elif where == "group":
            payload["user"] = user_object(user)
        elif guild:
            payload |= {"guild_id": str(GUILD), "guild_locale": "en-US", "member": member_object(user)}
        else:
            payload["user"] = user_object(user)
        await self.gateway.dispatch("INTERACTION_CREATE", payload, shard_of=GUILD if guild else 0)
        return one
