"""What the Bot API refuses in a text, a keyboard or a picture, in its own words."""

from __future__ import annotations

import re
import struct
from html import unescape
from typing import Any

TEXT_MAX, CAPTION_MAX = 4096, 1024
_TAGS = {
    "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote", "tg-spoiler", "span",
}  # fmt: skip
_TOKEN = re.compile(r"<(/?)([a-zA-Z0-9-]*)((?:\s+[a-z-]+(?:=\"[^\"<>]*\")?)*)\s*>")
_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot)|#\d+|#x[0-9a-fA-F]+);")


class Refused(Exception):
    """A call that the platform answers with an error.

    Parameters
    ----------
    description : str
        In the platform's words, e.g. ``Bad Request: message text is empty``.
    code : int
    **parameters
        ``ResponseParameters``, e.g. ``retry_after``.
    """

    def __init__(self, description: str, code: int = 400, **parameters: Any) -> None:
        super().__init__(description)
        self.description, self.code, self.parameters = description, code, parameters


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(html: str, parse_mode: str | None) -> str:
    """Return what is left of `html` after its entities are parsed.

    Raises
    ------
    Refused
        ``can't parse entities``, for whatever the platform would not parse.
    """
    if parse_mode is None:
        return html
    if parse_mode != "HTML":
        raise Refused(f"Bad Request: unsupported parse_mode {parse_mode!r}")
    out: list[str] = []
    open_tags: list[str] = []
    at = 0
    while at < len(html):
        if html[at] == "<":
            at = _tag(html, at, open_tags)
        elif html[at] == "&" and (entity := _ENTITY.match(html, at)):
            out.append(unescape(entity.group()))
            at = entity.end()
        else:
            out.append(html[at])
            at += 1
    if open_tags:
        raise Refused(
            f"Bad Request: can't parse entities: Can't find end tag corresponding to start tag {open_tags[-1]!r}"
        )
    return "".join(out)


def _tag(html: str, at: int, open_tags: list[str]) -> int:
    token = _TOKEN.match(html, at)
    if token is None:
        raise Refused(f"Bad Request: can't parse entities: Unclosed start tag at byte offset {at}")
    closing, name = token.group(1), token.group(2)
    if closing:
        if not open_tags or open_tags.pop() != name:
            raise Refused(f"Bad Request: can't parse entities: Unmatched end tag at byte offset {at}")
    elif name not in _TAGS:
        raise Refused(f"Bad Request: can't parse entities: Unsupported start tag {name!r} at byte offset {at}")
    else:
        open_tags.append(name)
    return token.end()


def check_text(text: str, parse_mode: str | None) -> str:
    """Return the shown text of a message, or refuse it."""
    shown = plain(text, parse_mode).strip()
    if not shown:
        raise Refused("Bad Request: message text is empty")
    if units(shown) > TEXT_MAX:
        raise Refused("Bad Request: message is too long")
    return shown


def check_caption(caption: str | None, parse_mode: str | None) -> str:
    """Return the shown text of a caption, or refuse it."""
    shown = plain(caption or "", parse_mode).strip()
    if units(shown) > CAPTION_MAX:
        raise Refused("Bad Request: message caption is too long")
    return shown


def check_keyboard(markup: dict[str, Any] | None) -> None:
    """Refuse what an inline keyboard may not hold."""
    for button in (b for row in (markup or {}).get("inline_keyboard", []) for b in row):
        actions = [name for name in button if name not in {"text", "style", "icon_custom_emoji_id"}]
        if not button["text"].strip():
            raise Refused('Bad Request: can\'t parse inline keyboard button: Field "text" must be non-empty')
        if len(actions) != 1:
            raise Refused(
                "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
            )
        if not 1 <= len(button.get("callback_data", "x").encode()) <= 64:
            raise Refused("Bad Request: BUTTON_DATA_INVALID")


def check_photo(data: bytes) -> tuple[int, int]:
    """Return width and height of a PNG that is accepted as a photo, or refuse it."""
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR":
        raise Refused("Bad Request: IMAGE_PROCESS_FAILED")
    width, height = struct.unpack(">II", data[16:24])
    if len(data) > 10 * 2**20:
        raise Refused("Bad Request: file must be non-empty and at most 10 MB: PHOTO_SAVE_FILE_INVALID")
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise Refused("Bad Request: PHOTO_INVALID_DIMENSIONS")
    return width, height


def check_commands(commands: list[dict[str, str]]) -> None:
    """Refuse what the command menu may not hold."""
    if len(commands) > 100:
        raise Refused("Bad Request: BOT_COMMANDS_TOO_MUCH")
    for item in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", item["command"]):
            raise Refused("Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(item["description"]) <= 256:
            raise Refused("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")


def check_inline(results: list[dict[str, Any]], button: dict[str, Any] | None, file_ids: set[str]) -> None:
    """Refuse what an inline answer may not hold; `photos` are the known photo file ids."""
    ids = [result["id"] for result in results]
    if len(results) > 50:
        raise Refused("Bad Request: RESULTS_TOO_MUCH")
    if len(set(ids)) != len(ids) or any(not 1 <= len(i.encode()) <= 64 for i in ids):
        raise Refused("Bad Request: RESULT_ID_INVALID")
    for result in results:
        content = result.get("input_message_content")
        if content:
            check_text(content["message_text"], content.get("parse_mode"))
        check_caption(result.get("caption"), result.get("parse_mode"))
        check_keyboard(result.get("reply_markup"))
        if "photo_file_id" in result and result["photo_file_id"] not in file_ids:
            raise Refused("Bad Request: wrong file identifier/HTTP URL specified")
    if button is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "")):
        raise Refused("Bad Request: START_PARAM_INVALID")


_ALIVE = re.compile(
    r"(?<![\w@])@[A-Za-z0-9_]{3,}|[\w.+-]+@[\w-]+(?:\.[\w-]+)*|(?<![\w#])#\w+|(?<![\w$])\$[A-Z]{1,8}\b|(?<![\w/<])/[a-zA-Z]\w*"
    r"|(?<!\w)(?:https?://|tg://|www\.)[A-Za-z0-9]\S*|(?<![\w.])\w+\.(?:com|me|org|net|example|app|link|io)\b(?:/\S*)?|\w/start\b"
)


def alive(shown: str) -> list[str]:
    """Return what clients would turn into mentions, addresses, tags or commands by themselves in a shown text."""
    return _ALIVE.findall(shown)


REACTIONS = frozenset(["👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🎉", "🙏", "👌", "🤝", "🫡", "👀", "💯", "⚡", "🏆"])
"""Some of the emoji that bots may react with."""
