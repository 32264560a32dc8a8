"""Are the bots' tokens good? Asked of the platforms themselves, by `doctor` and by `setup`. Never shows a token."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import requests

from spotpop.settings import Settings

INVITE_PERMISSIONS: Final = sum(1 << bit for bit in (10, 11, 14, 15, 16, 35, 38))
"""View channels, send messages, embed links, attach files, read history, create public threads, send in threads."""

_TIMEOUT_S: Final = 5.0
_UNTRIED: Final = "A token is set; it was not tried."
_NO_INLINE: Final = ("Inline mode is off.", "To let it answer `@bot link` in any chat, send /setinline to @BotFather.")


@dataclass(frozen=True, slots=True)
class TokenCheck:
    """What a platform says of a token.

    Attributes
    ----------
    verdict : {"good", "bad", "unknown", "untried"}
        ``unknown`` when the platform could not be asked, ``untried`` when it was not to be asked.
    message : str
        One sentence.
    repair : str
        What to do about it; empty when nothing.
    invite : str
        The address by which somebody brings the bot to a server or opens a chat with it; empty if not known.
    notes : tuple of (str, str)
        What works, but could be better, each with what to do about it.
    """

    verdict: Literal["good", "bad", "unknown", "untried"]
    message: str
    repair: str = ""
    invite: str = ""
    notes: tuple[tuple[str, str], ...] = ()


def check_discord(token: str, settings: Settings | None = None, *, offline: bool = False) -> TokenCheck:
    """Ask Discord whose token this is."""
    application = application_id(token)
    if application is None:
        repair = "Copy it again: Discord's developer portal, Bot, Reset Token."
        return TokenCheck("bad", "This is no bot token.", repair)
    invite = invite_link(application)
    if offline:
        return TokenCheck("untried", _UNTRIED, invite=invite)
    base = (settings and settings.api_url_of("discord")) or "https://discord.com/api/v10"
    status, answer = _get(f"{base}/users/@me", {"Authorization": f"Bot {token}"})
    if status in {401, 403}:
        repair = "Reset it in Discord's developer portal (Bot, Reset Token) and set the new one."
        return TokenCheck("bad", "Discord rejects the token.", repair, invite)
    if status != 200:
        return TokenCheck("unknown", "Discord does not answer.", "Check this machine's way to the network.", invite)
    return TokenCheck("good", f"The token belongs to {answer.get('username', 'a bot')}.", invite=invite)


def check_telegram(token: str, settings: Settings | None = None, *, offline: bool = False) -> TokenCheck:
    """Ask Telegram whose token this is."""
    if not re.fullmatch(r"\d+:[\w-]{20,}", token, re.ASCII):
        return TokenCheck("bad", "This is no bot token.", "Ask @BotFather for it again: /token.")
    if offline:
        return TokenCheck("untried", _UNTRIED)
    base = (settings and settings.api_url_of("telegram")) or "https://api.telegram.org"
    status, answer = _get(f"{base}/bot{token}/getMe", {})
    if status in {401, 404}:
        return TokenCheck("bad", "Telegram rejects the token.", "Ask @BotFather for it again: /token.")
    bot = answer.get("result") if status == 200 else None
    if not isinstance(bot, dict):
        return TokenCheck("unknown", "Telegram does not answer.", "Check this machine's way to the network.")
    name = bot.get("username")
    invite = f"https://t.me/{name}" if name else ""
    notes = () if bot.get("supports_inline_queries") else (_NO_INLINE,)
    return TokenCheck("good", f"The token belongs to @{name or 'a bot'}.", invite=invite, notes=notes)


def check_token(chat: str, token: str, settings: Settings | None = None, *, offline: bool = False) -> TokenCheck:
    """Ask a chat whose token this is, by ``check_`` and the chat's key in this module; without one nobody is asked."""
    check: Callable[..., TokenCheck] | None = globals().get(f"check_{chat}")
    return TokenCheck("untried", _UNTRIED) if check is None else check(token, settings, offline=offline)


def application_id(token: str) -> str | None:
    """Return the application's id, which a Discord token begins with; None if this is no such token."""
    head, dot, _ = token.partition(".")
    try:
        text = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode("ascii")
    except (ValueError, UnicodeDecodeError):
        return None
    return text if dot and text.isdecimal() else None


def invite_link(application: str) -> str:
    """Return the address by which an admin adds the bot to a server."""
    scopes = "bot%20applications.commands"
    query = f"client_id={application}&permissions={INVITE_PERMISSIONS}&scope={scopes}"
    return f"https://discord.com/oauth2/authorize?{query}"


def _get(url: str, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Return status and JSON; status 0 when nobody answers. The address may hold a token, so no error is passed on."""
    try:
        response = requests.get(url, headers=headers, timeout=_TIMEOUT_S, allow_redirects=False)
        answer = response.json()
    except (requests.RequestException, ValueError):
        return 0, {}
    return response.status_code, answer if isinstance(answer, dict) else {}
