"""The counterpart's server: channels of every kind, threads, members' messages as Discord tells bots of them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

BOT, CHANNEL, SELF_ROLE = 1002, 3001, 2002
GUILD = 1 << 22 | 2001
"""Its server; of two shards it belongs to the second, direct messages to the first."""
EVERYTHING = (1 << 53) - 1
ADMINISTRATOR = 1 << 3
TEXT, VOICE, NEWS, NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD, STAGE, FORUM = 0, 2, 5, 10, 11, 12, 13, 15
THREADS = {NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD}
VOICE_MESSAGE = 1 << 13
EPOCH_MS = 1_420_070_400_000


def snowflake_at(seconds: float) -> int:
    """Return the smallest id of a moment."""
    return (int(seconds * 1000) - EPOCH_MS) << 22


def _snowflakes() -> Iterator[int]:
    """Ids tell when something was made, and grow."""
    last = 0
    while True:
        last = max(last + 1, snowflake_at(time.time()))
        yield last


snowflakes = _snowflakes()


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())


def user_object(number: int, *, bot: bool = False) -> dict[str, Any]:
    name = "spotpop" if number == BOT else f"person{number}"
    return {"id": str(number), "username": name, "discriminator": "0", "global_name": name, "avatar": None, "bot": bot}


def member_object(number: int, *, bot: bool = False) -> dict[str, Any]:
    return {
        "user": user_object(number, bot=bot), "roles": [str(SELF_ROLE)] if bot else [], "joined_at": now(),
        "deaf": False, "mute": False, "flags": 0, "nick": None, "avatar": None,
        "permissions": str(EVERYTHING) if number == 5000 else "274877958144",
    }  # fmt: skip


class Places:
    """Channels and threads of one server, and what stands in them.

    Attributes
    ----------
    channels : dict
        By id, as Discord tells of them; threads among them.
    messages : dict
        By id, in every place.
    """

    def __init__(self) -> None:
        self.channels: dict[int, dict[str, Any]] = {}
        self.messages: dict[int, dict[str, Any]] = {}
        self.locale = "de"
        self.add_channel(TEXT, "songs", number=CHANNEL)

    def add_channel(self, kind: int, name: str, *, deny: int = 0, number: int | None = None) -> int:
        """Make a channel, before the bot connects, in which everybody lacks the rights of `deny`; return its id."""
        number = next(snowflakes) if number is None else number
        overwrites = [{"id": str(GUILD), "type": 0, "allow": "0", "deny": str(deny)}] if deny else []
        self.channels[number] = {
            "id": str(number), "type": kind, "name": name, "position": 0, "permission_overwrites": overwrites,
            "nsfw": False, "parent_id": None, "guild_id": str(GUILD), "last_message_id": None,
            **({"available_tags": [], "flags": 0} if kind == FORUM else {}),
            **({"bitrate": 64_000, "user_limit": 0, "rtc_region": None} if kind in {VOICE, STAGE} else {}),
        }  # fmt: skip
        return number

    def add_thread(self, parent: int, name: str, *, owner: int = 5001, number: int | None = None) -> int:
        """Make a thread under a channel and return its id."""
        number = next(snowflakes) if number is None else number
        kind = NEWS_THREAD if self.channels[parent]["type"] == NEWS else PUBLIC_THREAD
        self.channels[number] = {
            "id": str(number), "type": kind, "name": name, "guild_id": str(GUILD), "parent_id": str(parent),
            "owner_id": str(owner), "last_message_id": None, "message_count": 0, "member_count": 1, "flags": 0,
            "rate_limit_per_user": 0,
            "thread_metadata": {
                "archived": False, "archive_timestamp": now(), "auto_archive_duration": 1440, "locked": False,
                "create_timestamp": now(),
            },
        }  # fmt: skip
        return number

    def guild(self) -> dict[str, Any]:
        """Return the server as the gateway tells of it."""
        # Without ADMINISTRATOR, which would make overwrites of channels void.
        everyone = str(EVERYTHING & ~ADMINISTRATOR)
        role = {"color": 0, "hoist": False, "position": 0, "managed": False, "mentionable": False, "flags": 0}
        roles = [
            {"id": str(GUILD), "name": "@everyone", "permissions": everyone, **role},
            {"id": str(SELF_ROLE), "name": "spotpop", "permissions": "0", **role, "managed": True,
             "tags": {"bot_id": str(BOT)}},
        ]  # fmt: skip
        return {
            "id": str(GUILD), "name": "Musicians", "owner_id": "5000", "roles": roles,
            "channels": [one for one in self.channels.values() if one["type"] not in THREADS],
            "threads": [one for one in self.channels.values() if one["type"] in THREADS],
            "members": [member_object(BOT, bot=True)], "emojis": [], "stickers": [], "presences": [],
            "features": [], "member_count": 3, "preferred_locale": self.locale, "premium_tier": 0, "voice_states": [],
            "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
            "system_channel_flags": 0, "system_channel_id": str(CHANNEL), "nsfw_level": 0, "afk_timeout": 300,
            "unavailable": False, "large": False, "joined_at": now(), "stage_instances": [], "soundboard_sounds": [],
            "guild_scheduled_events": [], "premium_progress_bar_enabled": False,
        }  # fmt: skip

    def said_in(self, channel: int) -> list[dict[str, Any]]:
        """Return the bot's messages in a place, oldest first."""
        return [one for one in self.messages.values() if one["channel_id"] == str(channel) and _by_bot(one)]

    def history(self, channel: int, query: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return messages of a place, newest first, between ``after`` and ``before``, at most ``limit``."""
        after, before = int(query.get("after", 0)), int(query.get("before", EVERYTHING << 10))
        found = [one for number, one in self.messages.items() if one["channel_id"] == str(channel)]
        found = sorted(
            (one for one in found if after < int(one["id"]) < before), key=lambda one: int(one["id"]), reverse=True
        )
        return found[: int(query.get("limit", 50))]

    def written(self, channel: int, author: Mapping[str, Any], content: str, more: Mapping[str, Any]) -> dict[str, Any]:
        """Return a message that somebody wrote, kept among `messages`.

        Parameters
        ----------
        more : mapping
            Fields of Discord's own; ``reply_to`` and ``forwards`` (a message each), and ``id``.
        """
        fields = dict(more)
        replied, forwarded = fields.pop("reply_to", None), fields.pop("forwards", None)
        number = int(fields.pop("id", 0)) or next(snowflakes)
        mentioned = [user_object(int(one), bot=int(one) == BOT) for one in re.findall(r"<@!?(\d+)>", content)]
        if replied is not None and fields.pop("ping", False):
            mentioned.append(dict(replied["author"]))
        message: dict[str, Any] = {
            "id": str(number), "channel_id": str(channel), "author": dict(author), "content": content,
            "timestamp": now(), "edited_timestamp": None, "tts": False, "mention_everyone": False,
            "mentions": mentioned, "mention_roles": re.findall(r"<@&(\d+)>", content), "pinned": False, "type": 0,
            "flags": 0, "embeds": [], "components": [], "reactions": [], "attachments": [], **fields,
        }  # fmt: skip
        if channel in self.channels:
            message["guild_id"] = str(GUILD)
        if replied is not None:
            message |= {"type": 19, "referenced_message": replied, "message_reference": _reference(replied, 0)}
        if forwarded is not None:
            message |= {"message_reference": _reference(forwarded, 1), "message_snapshots": [{"message": forwarded}]}
        self.messages[number] = message
        return message


def _reference(message: Mapping[str, Any], kind: int) -> dict[str, Any]:
    return {"type": kind, "message_id": message["id"], "channel_id": message["channel_id"], "guild_id": str(GUILD)}


def _by_bot(message: Mapping[str, Any]) -> bool:
    return bool(message["author"]["id"] == str(BOT))
