"""Which fields a Bot API method takes and of which type: from the published description, else from our own table.

The published description (Bot API as data) is used when the environment or the neighbouring folder has it; the table
below names the same fields for the methods and types that spotpop uses, so that the tests pass without it too.
"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

_PUBLISHED = Path(__file__).parents[3] / "shared" / "specs" / "telegram-bot-api.json"

_KEYBOARDS = "InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply"
_ANSWER = (
    f"disable_notification:Boolean protect_content:Boolean reply_parameters:ReplyParameters reply_markup:{_KEYBOARDS}"
)
_EDIT = "chat_id:Integer|String message_id:Integer inline_message_id:String"

METHODS = {
    "getMe": "",
    "getWebhookInfo": "",
    "getUpdates": "offset:Integer limit:Integer timeout:Integer allowed_updates:[String]",
    "setWebhook": "url!:String max_connections:Integer allowed_updates:[String] drop_pending_updates:Boolean"
    " secret_token:String",
    "deleteWebhook": "drop_pending_updates:Boolean",
    "sendMessage": "chat_id!:Integer|String message_thread_id:Integer text!:String parse_mode:String"
    f" entities:[MessageEntity] link_preview_options:LinkPreviewOptions {_ANSWER}",
    "sendPhoto": "chat_id!:Integer|String message_thread_id:Integer photo!:InputFile|String caption:String"
    f" parse_mode:String show_caption_above_media:Boolean {_ANSWER}",
    "sendDocument": "chat_id!:Integer|String message_thread_id:Integer document!:InputFile|String caption:String"
    f" parse_mode:String disable_content_type_detection:Boolean {_ANSWER}",
    "sendChatAction": "chat_id!:Integer|String message_thread_id:Integer action!:String",
    "editMessageText": f"{_EDIT} text:String parse_mode:String link_preview_options:LinkPreviewOptions"
    " reply_markup:InlineKeyboardMarkup",
    "editMessageCaption": f"{_EDIT} caption:String parse_mode:String reply_markup:InlineKeyboardMarkup",
    "editMessageMedia": f"{_EDIT} media!:InputMedia reply_markup:InlineKeyboardMarkup",
    "editMessageReplyMarkup": f"{_EDIT} reply_markup:InlineKeyboardMarkup",
    "setMessageReaction": "chat_id!:Integer|String message_id!:Integer reaction:[ReactionType] is_big:Boolean",
    "deleteMessage": "chat_id!:Integer|String message_id!:Integer",
    "answerCallbackQuery": "callback_query_id!:String text:String show_alert:Boolean url:String cache_time:Integer",
    "answerInlineQuery": "inline_query_id!:String results!:[InlineQueryResult] cache_time:Integer is_personal:Boolean"
    " next_offset:String button:InlineQueryResultsButton",
    "getFile": "file_id!:String",
    "getChatMember": "chat_id!:Integer|String user_id!:Integer",
    "getChatAdministrators": "chat_id!:Integer|String return_bots:Boolean",
    "setMyCommands": "commands!:[BotCommand] scope:BotCommandScope language_code:String",
}

TYPES = {
    "ReplyParameters": "message_id!:Integer chat_id:Integer|String allow_sending_without_reply:Boolean",
    "LinkPreviewOptions": "is_disabled:Boolean",
    "InlineKeyboardMarkup": "inline_keyboard!:[[InlineKeyboardButton]]",
    "InlineKeyboardButton": "text!:String url:String callback_data:String switch_inline_query_current_chat:String",
    "ForceReply": "force_reply!:Boolean input_field_placeholder:String selective:Boolean",
    "BotCommand": "command!:String description!:String",
    "BotCommandScopeDefault": "type!:String",
    "BotCommandScopeAllPrivateChats": "type!:String",
    "BotCommandScopeAllGroupChats": "type!:String",
    "BotCommandScopeAllChatAdministrators": "type!:String",
    "InputMediaPhoto": "type!:String media!:String caption:String parse_mode:String show_caption_above_media:Boolean",
    "InputMediaDocument": "type!:String media!:String caption:String parse_mode:String",
    "InlineQueryResultArticle": "type!:String id!:String title!:String input_message_content!:InputMessageContent"
    " reply_markup:InlineKeyboardMarkup url:String description:String thumbnail_url:String",
    "InlineQueryResultCachedPhoto": "type!:String id!:String photo_file_id!:String title:String description:String"
    " caption:String parse_mode:String reply_markup:InlineKeyboardMarkup",
    "InputTextMessageContent": "message_text!:String parse_mode:String link_preview_options:LinkPreviewOptions",
    "ReactionTypeEmoji": "type!:String emoji!:String",
    "InlineQueryResultsButton": "text!:String start_parameter:String",
}

UNIONS = {
    "ReactionType": ["ReactionTypeEmoji"],
    "InputMedia": ["InputMediaPhoto", "InputMediaDocument"],
    "InlineQueryResult": ["InlineQueryResultArticle", "InlineQueryResultCachedPhoto"],
    "InputMessageContent": ["InputTextMessageContent"],
    "BotCommandScope": [name for name in TYPES if name.startswith("BotCommandScope")],
}

_SCALARS: dict[str, type | tuple[type, ...]] = {
    "String": str,
    "Integer": int,
    "Boolean": bool,
    "True": bool,
    "Float": (int, float),
}


class Schema:
    """Checks the parameters of one call; every complaint is one sentence."""

    def __init__(self, description: dict[str, Any]) -> None:
        self._methods = description["methods"]
        self._types = description["types"]

    def knows(self, method: str) -> bool:
        return method in self._methods

    def read(self, method: str, raw: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Turn form fields into values of their documented types.

        Returns
        -------
        tuple of dict and list of str
            The values, and what is wrong with them.
        """
        fields = {field["name"]: field for field in self._methods[method].get("fields", [])}
        wrong = [f"{method} takes no field {name}" for name in raw if name not in fields]
        wrong += [f"{method} lacks {name}" for name, field in fields.items() if field["required"] and name not in raw]
        values = {}
        for name, value in raw.items():
            if name in fields:
                values[name] = _parse(value, fields[name]["types"])
                wrong += self._check(values[name], fields[name]["types"], f"{method}.{name}")
        return values, wrong

    def _check(self, value: Any, types: list[str], where: str) -> list[str]:
        problems: list[str] = []
        for kind in types:
            found = self._check_one(value, kind, where)
            if not found:
                return []
            problems = found if not problems or len(found) < len(problems) else problems
        return problems

    def _check_one(self, value: Any, kind: str, where: str) -> list[str]:
        if kind == "InputFile":
            return [] if isinstance(value, bytes) else [f"{where} is no file"]
        if kind in _SCALARS:
            right = isinstance(value, _SCALARS[kind]) and (kind in {"Boolean", "True"} or not isinstance(value, bool))
            return [] if right else [f"{where} is no {kind}: {value!r:.80}"]
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{where} is no array"]
            return [p for i, item in enumerate(value) for p in self._check_one(item, kind[9:], f"{where}[{i}]")]
        return self._check_object(value, kind, where)

    def _check_object(self, value: Any, kind: str, where: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{where} is no {kind}"]
        described = self._types[kind]
        if described.get("subtypes"):
            results = [self._check_object(value, name, where) for name in described["subtypes"]]
            return min(results, key=len)
        fields = {field["name"]: field for field in described.get("fields", [])}
        wrong = [f"{where}: {kind} has no field {name}" for name in value if name not in fields]
        wrong += [f"{where}: {kind} lacks {n}" for n, field in fields.items() if field["required"] and n not in value]
        if "type" in fields and "must be" in fields["type"].get("description", ""):
            expected = fields["type"]["description"].rsplit("must be ", 1)[-1].strip(" .")
            if value.get("type") != expected:
                wrong.append(f"{where}: type of {kind} must be {expected}")
        for name, item in value.items():
            if name in fields:
                wrong += self._check(item, fields[name]["types"], f"{where}.{name}")
        return wrong


def _parse(value: Any, types: list[str]) -> Any:
    """Read a form field: strings stay, everything else is JSON."""
    if isinstance(value, bytes) or (set(types) <= {"String", "InputFile"}):
        return value
    try:
        parsed = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value
    return value if "String" in types and not isinstance(parsed, int) else parsed


def _from_table() -> dict[str, Any]:
    types = {name: {"fields": _fields(line, name)} for name, line in TYPES.items()}
    unions = {name: {"subtypes": kinds} for name, kinds in UNIONS.items()}
    empty = {
        "MessageEntity": {"fields": []},
        "ReplyKeyboardMarkup": {"fields": []},
        "ReplyKeyboardRemove": {"fields": []},
    }
    return {
        "methods": {name: {"fields": _fields(line, name)} for name, line in METHODS.items()},
        "types": {**empty, **types, **unions},
    }


def _fields(line: str, owner: str) -> list[dict[str, Any]]:
    fields = []
    for word in line.split():
        name, _, kinds = word.partition(":")
        field = {
            "name": name.rstrip("!"),
            "required": name.endswith("!"),
            "types": [_kind(k) for k in kinds.split("|")],
        }
        if field["name"] == "type" and owner in _TYPE_WORDS:
            field["description"] = f"must be {_TYPE_WORDS[owner]}"
        fields.append(field)
    return fields


def _kind(word: str) -> str:
    depth = word.count("[")
    return "Array of " * depth + word.strip("[]")


_TYPE_WORDS = {
    "InputMediaPhoto": "photo",
    "InputMediaDocument": "document",
    "InlineQueryResultArticle": "article",
    "InlineQueryResultCachedPhoto": "photo",
    "BotCommandScopeDefault": "default",
    "BotCommandScopeAllPrivateChats": "all_private_chats",
    "BotCommandScopeAllGroupChats": "all_group_chats",
    "BotCommandScopeAllChatAdministrators": "all_chat_administrators",
}


def own_schema() -> Schema:
    """Return the checker made from the table above."""
    return Schema(_from_table())


@lru_cache(maxsize=1)
def published_schema() -> Schema | None:
    """Return the checker made from the published description, or None where it is absent."""
    path = Path(os.environ.get("TELEGRAM_BOT_API_SPEC") or _PUBLISHED)
    return Schema(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None
