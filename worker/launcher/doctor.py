"""Looks an installation over: what works, what does not, and how to fix it. Never shows a secret."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, Literal

from spotpop.chat_specs import CHATS, ChatSpec
from spotpop.errors import ModelError, SettingsError, SourceError, SpotpopError
from spotpop.settings import Settings, unread_names
from worker.launcher.tokens import TokenCheck, check_token
from worker.queue.logs import hide

State = Literal["ok", "note", "broken", "off"]

_LITTLE_DISK_MIB: Final = 500
_KNOWN_TRACK: Final = "4uLU6hMCjMI75M1A2tKUQC"
"""A track that has been on Spotify for years; whether it is found shows whether the credentials work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes
    ----------
    state : {"ok", "note", "broken", "off"}
        ``note`` works, but could be better; ``off`` is not set up and need not be.
    message : str
        What was found, one sentence.
    repair : str
        What to do about it; empty when nothing.
    """

    name: str
    state: State
    message: str
    repair: str = ""


def examine(settings: Settings, *, offline: bool = False) -> list[Finding]:
    """Check settings, disk, clock, decoding, model, picture, queue, sources and tokens, each by using it.

    A check that fails in a way that nobody foresaw is a finding too: the others are still reported.

    Parameters
    ----------
    offline : bool
        Skip whatever would leave this machine.
    """
    asked: list[Check] = [
        ("Spotify", partial(_spotify, settings, offline=offline)),
        ("previews", partial(_previews, settings, offline=offline)),
        ("queue", partial(_queue, settings)),
        *((chat.title, partial(_chat, settings, chat, offline=offline)) for chat in CHATS.values()),
        ("record", partial(_record, settings)),
    ]
    here: list[Check] = [
        ("settings", _settings),
        ("Python", _python),
        ("clock", _clock),
        ("data folder", partial(_data_folder, settings)),
        ("decoding", _decoding),
        ("model", partial(_model, settings)),
        ("picture", partial(_picture, settings)),
    ]
    with ThreadPoolExecutor(len(asked)) as pool:
        answers = [pool.submit(_safely, *check) for check in asked]
        local = [finding for check in here for finding in _safely(*check)]
        return [*local, *(finding for answer in answers for finding in answer.result())]


def unusable_settings(error: SettingsError) -> list[Finding]:
    """Return the findings of an installation whose settings cannot even be read."""
    repair = "Correct it in .env or in the environment; .env.example explains every setting."
    return [Finding("settings", "broken", error.text, repair), *_safely("Python", _python)]


Check = tuple[str, Callable[[], Iterable[Finding]]]


def _safely(name: str, check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    found: list[Finding] = []
    try:
        found.extend(check())
    except SpotpopError as error:
        found.append(Finding(name, "broken", error.text, error.advice))
    except Exception as error:  # noqa: BLE001 - the doctor reports every illness, those it does not know included
        story = hide(f"{type(error).__name__}: {error}").splitlines()[0][:300]
        repair = "Install spotpop again, into an environment of its own; if it stays, report it with this line."
        found.append(Finding(name, "broken", f"Does not work here: {story}.", repair))
    return found


def _settings() -> Iterator[Finding]:
    source = (
        "from .env and the environment" if Path(".env").is_file() else "from the environment; there is no .env here"
    )
    yield Finding("settings", "ok", f"All settings can be used ({source}).")
    for name, near in unread_names(sorted(os.environ)).items():
        if not os.environ.get(near):
            yield Finding(name, "note", "It is set, but nothing here reads it.", f"If spotpop is meant: {near}.")
    file = Path(".env")
    if file.is_file() and os.name == "posix" and file.stat().st_mode & 0o077 and re.search(
        r"(?m)^\s*\w*(TOKEN|SECRET)\s*=\s*\S", file.read_text(encoding="utf-8", errors="replace")
    ):  # fmt: skip
        yield Finding(".env", "note", "It holds secrets and others on this machine can read it.", "`chmod 600 .env`")


def _record(settings: Settings) -> Iterator[Finding]:
    """Open the record and walk through it; a file that is not there yet is not made by looking."""
    if not settings.record:
        yield Finding("record", "off", "The track record is switched off (SPOTPOP_RECORD).")
        return
    if settings.database_url is None and not (settings.data_dir / "record.db").exists():
        yield Finding("record", "ok", "The track record begins with the first forecast of a released track.")
        return
    from spotpop.record.store import RecordStore

    store = RecordStore.open(settings)
    try:
        found, readings = store.verify(), store.counts()
    finally:
        store.close()
    if not found.intact:
        message = f"Line {found.broken_at} of {found.lines} in the track record does not follow from the one before."
        yield Finding("record", "broken", message, "Somebody changed it: bring back a backup, or begin a new one.")
        return
    open_, read, missed = (readings[state] for state in ("open", "read", "missed"))
    message = (
        f"The track record is intact: {found.lines} lines; outcomes: {read} read, {open_} to come, {missed} missed."
    )
    yield Finding("record", "ok", message)


def _python() -> Iterator[Finding]:
    version = platform.python_version()
    message = f"Python {version} on {platform.system()} {platform.machine()}."
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        yield Finding("Python", "note", message, "Tested are 3.11 to 3.14.")
    else:
        yield Finding("Python", "ok", message)


def _clock() -> Iterator[Finding]:
    """Hold the clock against the day on which this release was installed: deadlines and certificates go by it."""
    now, then = datetime.now(UTC), datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    message = f"This machine's clock says {now:%Y-%m-%d %H:%M} UTC"
    if now < then - timedelta(days=1):
        repair = "Set it by a time server: `timedatectl set-ntp true`."
        yield Finding("clock", "note", f"{message}; this installation is younger.", repair)
    else:
        yield Finding("clock", "ok", f"{message}.")


def _data_folder(settings: Settings) -> Iterator[Finding]:
    """Write into the data folder, or into the nearest one above that is there: nothing is made by looking."""
    folder = settings.data_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    repair = "Set SPOTPOP_DATA_DIR to a folder of yours, or change its owner."
    try:
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"\0" * 4096)
        free_mib = shutil.disk_usage(folder).free / 2**20
    except OSError as error:
        yield Finding("data folder", "broken", f"{settings.data_dir} cannot be written: {error.strerror}.", repair)
        return
    yield Finding("data folder", "ok", f"{settings.data_dir} can be written.")
    if free_mib < _LITTLE_DISK_MIB:
        message = f"{free_mib:,.0f} MiB are free for the queue's file and logs."
        yield Finding("disk", "note", message, "Make room, or move SPOTPOP_DATA_DIR.")
    else:
        yield Finding("disk", "ok", f"{free_mib / 1024:,.0f} GiB are free.")


def _decoding() -> Iterator[Finding]:
    """Decode the shipped song."""
    from spotpop.audio.decode import decode
    from spotpop.demo import demo_song

    clip = decode(demo_song().read_bytes())
    yield Finding("decoding", "ok", f"The shipped song is decoded: {clip.duration_s:.0f} s of sound.")


def _model(settings: Settings) -> Iterator[Finding]:
    """Load the model and forecast the shipped song with it."""
    from spotpop.demo import demo_song
    from spotpop.model.registry import find_model
    from spotpop.pipeline import Options, Pipeline, Upload

    try:
        folder = find_model(settings.model, models_dir=settings.models_dir, data_dir=settings.data_dir)
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
        message = (
            f"“{folder.name}” {folder.version} on {report.model.runtime}; the shipped song gets {report.score:.0f}."
        )
        yield Finding("model", "ok", message)


def _picture(settings: Settings) -> Iterator[Finding]:
    """Draw the shipped song's picture, and see in which scripts titles are drawn well."""
    from spotpop.demo import demo_song
    from spotpop.picture.font_fallback import shaping
    from spotpop.pipeline import Pipeline, Upload

    picture = Pipeline(settings).predict(Upload(demo_song().read_bytes(), "feelings.mp3")).picture
    if not picture.startswith(b"\x89PNG"):
        yield Finding("picture", "broken", "No picture is drawn.", "Install spotpop again.")
    elif shaping():
        yield Finding("picture", "ok", f"Drawn, {len(picture) / 1024:.0f} KiB; titles in all scripts.")
    else:
        message = "Without FriBiDi, titles in Indian scripts are drawn letter by letter."
        yield Finding("picture", "note", message, "Install it: `apt install libfribidi0` or `brew install fribidi`.")


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
    from spotpop.source_specs import SOURCES

    asked = [
        (SOURCES[source].title, settings.url_of(source))
        for source in settings.preview_sources
        if source != "spotify"  # whose previews come with its tracks
    ]
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


def _queue(settings: Settings) -> Iterator[Finding]:
    """Ask the room of the queue."""
    from worker.queue.check import check_queue

    for found in check_queue(settings):
        yield Finding(found.name, found.state, found.sentence, found.repair)


def _chat(settings: Settings, chat: ChatSpec, *, offline: bool = False) -> list[Finding]:
    """Ask a chat whose token is set."""
    token = settings.token_of(chat.key)
    if token is None:
        return [Finding(chat.title, "off", f"{chat.token_variable} is unset.", "To set it up: `spotpop setup`.")]
    check = check_token(chat.key, token, settings, offline=offline)
    invite = [Finding(f"{chat.title} invite", "ok", check.invite)] if check.invite else []
    return [_verdict(chat, check), *invite, *(Finding(chat.title, "note", *note) for note in check.notes)]


def _verdict(chat: ChatSpec, check: TokenCheck) -> Finding:
    states: dict[str, State] = {"good": "ok", "untried": "off"}
    message = check.message.replace("This is no bot token", f"{chat.token_variable} is no bot token")
    return Finding(chat.title, states.get(check.verdict, "broken"), message, check.repair)
