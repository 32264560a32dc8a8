"""Looks an installation over: what works, what does not, and how to mend it. Never shows a secret."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

from spotpop.errors import ModelError, SourceError, SpotpopError
from spotpop.settings import Settings

State = Literal["ok", "note", "broken", "off"]

INVITE_PERMISSIONS: Final = sum(1 << bit for bit in (10, 11, 14, 15, 16, 35, 38))
"""View channels, send messages, embed links, attach files, read history, create public threads, send in threads."""

_TIMEOUT_S: Final = 5.0
_KNOWN_TRACK: Final = "4uLU6hMCjMI75M1A2tKUQC"
"""A track that has been on Spotify for years; whether it is found shows whether the credentials work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes
    ----------
    state : {"ok", "note", "broken", "off"}
        ``note`` works, but could be better; ``off`` is not set up and need not be.
    told : str
        What was found, one sentence.
    repair : str
        What to do about it; empty when nothing.
    """

    name: str
    state: State
    told: str
    repair: str = ""


def examine(settings: Settings, *, offline: bool = False) -> list[Finding]:
    """Check settings, catalogue, preview sources, model, picture, queue and tokens.

    Parameters
    ----------
    offline : bool
        Skip whatever would leave this machine.
    """
    checks: list[Callable[[], list[Finding]]] = [
        partial(_spotify, settings, offline=offline),
        partial(_previews, settings, offline=offline),
        partial(_queue, settings),
        partial(_discord, settings, offline=offline),
        partial(_telegram, settings, offline=offline),
    ]
    with ThreadPoolExecutor(len(checks)) as pool:
        answers = [pool.submit(check) for check in checks]
        local = [*_settings(settings), *_model(settings), *_picture()]
        return [*local, *(finding for answer in answers for finding in answer.result())]


def _settings(settings: Settings) -> list[Finding]:
    source = (
        "from .env and the environment" if Path(".env").is_file() else "from the environment; there is no .env here"
    )
    findings = [Finding("settings", "ok", f"All settings can be used ({source}).")]
    folder = settings.data_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if os.access(folder, os.W_OK):
        findings.append(Finding("data folder", "ok", f"{settings.data_dir} can be written."))
    else:
        repair = "Set SPOTPOP_DATA_DIR to a folder of yours, or change its owner."
        findings.append(Finding("data folder", "broken", f"{settings.data_dir} cannot be written.", repair))
    return findings


def _model(settings: Settings) -> Iterator[Finding]:
    """Load the model and forecast the shipped song with it."""
    from spotpop.demo import demo_song
    from spotpop.model.registry import find_model
    from spotpop.pipeline import Options, Pipeline, Upload

    try:
        folder = find_model(settings.model, models_dir=settings.models_dir)
        damaged = folder.damaged_files()
        if damaged:
            repair = "Install it again; `spotpop models --check` shows which file differs."
            yield Finding(
                "model", "broken", f"{len(damaged)} files of “{folder.name}” differ from its manifest.", repair
            )
            return
        upload = Upload(demo_song().read_bytes(), "feelings.mp3")
        report = Pipeline(settings).predict(upload, options=Options(picture=False)).report
    except ModelError as error:
        yield Finding("model", "broken", error.text, error.advice)
    except SpotpopError as error:
        yield Finding("model", "broken", f"The shipped song cannot be forecast: {error.text}", error.advice)
    else:
        told = f"“{folder.name}” {folder.version} on {report.model.runtime}; the shipped song gets {report.score:.0f}."
        yield Finding("model", "ok", told)


def _picture() -> Iterator[Finding]:
    from spotpop.picture.font_fallback import shaping

    if shaping():
        yield Finding("picture", "ok", "Titles are drawn in all scripts.")
    else:
        told = "Without FriBiDi, titles in Indian scripts are drawn letter by letter."
        yield Finding("picture", "note", told, "Install it: `apt install libfribidi0` or `brew install fribidi`.")


def _spotify(settings: Settings, *, offline: bool = False) -> list[Finding]:
    name = "Spotify"
    if not settings.preview_sources:
        return [Finding(name, "off", "All sources are switched off: uploads only.")]
    if not settings.spotify_client_id or not settings.spotify_client_secret:
        repair = "For the ISRC, and better matches, set SPOTIPY_CLIENT_ID and SPOTIPY_CLIENT_SECRET."
        return [Finding(name, "note", "No credentials: links are looked up on the keyless embed page.", repair)]
    if offline:
        return [Finding(name, "off", "Credentials are set; they were not tried.")]
    from spotpop.net import HttpClient
    from spotpop.sources.backoff import SourceGate
    from spotpop.sources.spotify import SpotifyApi

    try:
        SpotifyApi(settings, HttpClient(settings), SourceGate()).track(_KNOWN_TRACK)
    except SourceError as error:
        repair = "Compare them with developer.spotify.com/dashboard; the app's owner needs Premium."
        return [Finding(name, "broken", error.text, repair)]
    return [Finding(name, "ok", "The credentials work.")]


def _previews(settings: Settings, *, offline: bool = False) -> list[Finding]:
    """Ask every preview source for anything at all."""
    if offline:
        return []
    homes = {
        "deezer": ("Deezer", settings.deezer_url),
        "itunes": ("iTunes", settings.itunes_url),
        "embed": ("embed page", settings.spotify_open_url),
    }
    asked = [homes[source] for source in settings.preview_sources if source in homes]
    with ThreadPoolExecutor(max(1, len(asked))) as pool:
        return list(pool.map(lambda home: _reach(settings, *home), asked))


def _reach(settings: Settings, name: str, url: str) -> Finding:
    from spotpop.net import HttpClient

    try:
        status, _ = HttpClient(settings).head(url, source=name)
    except SourceError as error:
        repair = "Check this machine's way to the network, or leave it out of SPOTPOP_PREVIEW_SOURCES."
        return Finding(name, "broken", error.text, repair)
    if status >= 500:
        return Finding(name, "note", f"Answers with status {status}.", "Try again later.")
    return Finding(name, "ok", "Answers.")


def _queue(settings: Settings) -> list[Finding]:
    """Ask Redis and count living workers."""
    import redis

    url = _queue_url(settings)
    if url is None:
        told = "REDIS_URL is unset: `spotpop up` starts a queue of its own, and none runs now."
        return [Finding("queue", "off", told)]
    try:
        with redis.Redis.from_url(url, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S) as client:
            client.ping()
            workers = int(client.hlen("spotpop:workers"))
    except (redis.RedisError, ValueError, OSError):
        repair = "Start Redis or Valkey and check REDIS_URL; without it `spotpop up` starts one."
        return [Finding("queue", "broken", "Redis does not answer.", repair)]
    if not workers:
        return [Finding("queue", "note", "Redis answers, but no worker is alive.", "Start one: `spotpop worker`.")]
    return [Finding("queue", "ok", f"Redis answers; {workers} {'worker is' if workers == 1 else 'workers are'} alive.")]


def _queue_url(settings: Settings) -> str | None:
    if settings.redis_url is not None:
        return settings.redis_url.get_secret_value()
    try:
        text = (settings.data_dir / "queue" / "address.json").read_text(encoding="utf-8")
        return str(json.loads(text)["url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _discord(settings: Settings, *, offline: bool = False) -> list[Finding]:
    if settings.discord_token is None:
        return [Finding("Discord", "off", "DISCORD_TOKEN is unset.")]
    token = settings.discord_token.get_secret_value()
    application = application_id(token)
    if application is None:
        repair = "Copy it again: Discord's developer portal, Bot, Reset Token."
        return [Finding("Discord", "broken", "DISCORD_TOKEN is no bot token.", repair)]
    invite = Finding("Discord invite", "ok", invite_link(application))
    if offline:
        return [Finding("Discord", "off", "A token is set; it was not tried."), invite]
    base = settings.discord_api_url or "https://discord.com/api/v10"
    status, answer = _get(f"{base}/users/@me", {"Authorization": f"Bot {token}"})
    if status in {401, 403}:
        repair = "Reset it in Discord's developer portal (Bot, Reset Token) and set the new one."
        return [Finding("Discord", "broken", "Discord rejects the token.", repair)]
    if status != 200:
        return [Finding("Discord", "broken", "Discord does not answer.", "Check this machine's way to the network.")]
    return [Finding("Discord", "ok", f"The token belongs to {answer.get('username', 'a bot')}."), invite]


def application_id(token: str) -> str | None:
    """Return the application's id, which a Discord token begins with; None if this is no such token."""
    head = token.split(".", maxsplit=1)[0]
    try:
        text = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode("ascii")
    except (ValueError, UnicodeDecodeError):
        return None
    return text if text.isdecimal() else None


def invite_link(application: str) -> str:
    """Return the address by which an admin adds the bot to a server."""
    scopes = "bot%20applications.commands"
    query = f"client_id={application}&permissions={INVITE_PERMISSIONS}&scope={scopes}"
    return f"https://discord.com/oauth2/authorize?{query}"


def _telegram(settings: Settings, *, offline: bool = False) -> list[Finding]:
    if settings.telegram_token is None:
        return [Finding("Telegram", "off", "TELEGRAM_TOKEN is unset.")]
    if offline:
        return [Finding("Telegram", "off", "A token is set; it was not tried.")]
    token = settings.telegram_token.get_secret_value()
    base = settings.telegram_api_url or "https://api.telegram.org"
    status, answer = _get(f"{base}/bot{token}/getMe", {})
    if status in {401, 404}:
        return [Finding("Telegram", "broken", "Telegram rejects the token.", "Ask @BotFather for it again: /token.")]
    bot = answer.get("result") if status == 200 else None
    if not isinstance(bot, dict):
        return [Finding("Telegram", "broken", "Telegram does not answer.", "Check this machine's way to the network.")]
    findings = [Finding("Telegram", "ok", f"The token belongs to @{bot.get('username', 'a bot')}.")]
    if not bot.get("supports_inline_queries"):
        repair = "To answer `@bot link` in any chat, send /setinline to @BotFather."
        findings.append(Finding("Telegram inline", "note", "Inline mode is off.", repair))
    return findings


def _get(url: str, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Return status and JSON; status 0 when nobody answers. The address may hold a token, so no error is passed on."""
    import requests

    try:
        response = requests.get(url, headers=headers, timeout=_TIMEOUT_S, allow_redirects=False)
        answer = response.json()
    except (requests.RequestException, ValueError):
        return 0, {}
    return response.status_code, answer if isinstance(answer, dict) else {}
