"""``spotpop setup``: from a fresh installation to bots that may start, by questions or by options."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import typer

from spotpop.chat_specs import CHATS, ChatSpec
from spotpop.env_file import read_env_file
from spotpop.errors import SettingsError
from spotpop.files import save_atomically
from spotpop.settings import Settings, load_settings
from worker.launcher.tokens import check_token

_TRIES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupAnswers:
    """What was said on the command line.

    Attributes
    ----------
    wanted : mapping of str to bool or None
        Whether each chat is wanted, by its key in `spotpop.chat_specs.CHATS`; None: ask, or take what is set already.
    service : Path or None
        Where a systemd unit is to go.
    interactive : bool
        Whether there is somebody to ask.
    """

    wanted: Mapping[str, bool | None]
    token_files: Mapping[str, Path | None] = field(default_factory=dict)
    env_file: Path = Path(".env")
    service: Path | None = None
    offline: bool = False
    interactive: bool = True


def run_setup(answers: SetupAnswers) -> int:
    """Set up what is wanted; returns 0, or 1 when a token is missing or bad.

    Raises
    ------
    NotSaved, SettingsError
    """
    before = read_env_file(answers.env_file)
    settings = load_settings()
    chosen: dict[str, str | None] = {}
    good = True
    for chat in CHATS.values():
        good &= _set_up(chat, answers, before, settings, chosen)
    lines = {name: value for name, value in chosen.items() if value != before.get(name)}
    if lines or not answers.env_file.exists():
        write_env(answers.env_file, lines)
        _say(f"Saved in {answers.env_file}, which nobody but you can read.")
    else:
        _say(f"{answers.env_file} is as it was.")
    service = answers.service
    if service is None and answers.interactive and sys.platform == "linux":
        question = "Write a systemd unit, so that the bots start with this machine?"
        service = Path("spotpop.service") if typer.confirm(question, default=False, err=True) else None
    if service is not None:
        save_atomically(service, systemd_unit(answers.env_file, settings.data_dir).encode())
        _say(f"Saved {service}. To use it:")
        _say(f"  sudo cp {service} /etc/systemd/system/spotpop.service && sudo systemctl enable --now spotpop")
    if good:
        said = {**os.environ, **before, **chosen}
        bots = any(
            said.get(name) or said.get(f"{name}_FILE") for name in (chat.token_variable for chat in CHATS.values())
        )
        if not bots:
            options = " or ".join(f"--{chat}" for chat in CHATS)
            _say(f"No bot has a token yet: `spotpop setup` with {options} gives it one.")
        starts = "starts everything" if bots else "opens a chat in this terminal"
        _say(f"Next: `spotpop up` {starts}; `spotpop doctor` checks it.")
    return 0 if good else 1


def _set_up(
    chat: ChatSpec, answers: SetupAnswers, before: Mapping[str, str], settings: Settings, chosen: dict[str, str | None]
) -> bool:
    """Set up one chat; whether it is as it was wanted."""
    name, title = chat.token_variable, chat.title
    known = before.get(name) or os.environ.get(name)
    wanted = answers.wanted.get(chat.key)
    file = answers.token_files.get(chat.key)
    if wanted is None:
        wanted = file is not None or bool(known)
        if answers.interactive:
            wanted = typer.confirm(f"A bot on {title}?", default=wanted, err=True)
    if not wanted:
        if answers.wanted.get(chat.key) is False and name in before:
            chosen[name] = None
        return True
    for _ in range(_TRIES if answers.interactive and file is None else 1):
        token = _token(chat, answers, file, known)
        if not token:
            ways = f"Set {name}, or give --{chat.key}-token-file. Where it comes from: {chat.handed_out}"
            _say(f"{title}: no token. {ways}")
            return False
        check = None if answers.offline else check_token(chat.key, token, settings)
        if check is None or check.verdict != "bad":
            chosen[name] = token
            if check is not None:
                _say(f"{title}: {check.message} {check.repair}".rstrip())
                if check.invite:
                    _say(f"  Bring it into a server or chat: {check.invite}")
                for note, repair in check.notes:
                    _say(f"  {note} {repair}")
            return True
        _say(f"{title}: {check.message} {check.repair}")
        known = None
    return False


def _token(chat: ChatSpec, answers: SetupAnswers, file: Path | None, known: str | None) -> str:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise SettingsError(name=f"--{chat.key}-token-file", problem=f"{file} cannot be read") from None
    if not answers.interactive:
        return known or ""
    _say(f"The token of the bot: {chat.handed_out}")
    kept = " (Enter keeps the one that is set)" if known else ""
    typed = typer.prompt(f"Token, not shown{kept}", default=known or "", show_default=False, hide_input=True, err=True)
    return str(typed).strip()


def write_env(file: Path, values: Mapping[str, str | None]) -> None:
    """Set `values` in a ``.env`` file, delete those that are None, leave every other line, and close it to others.

    Raises
    ------
    NotSaved
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    except (OSError, UnicodeDecodeError):
        raise SettingsError(name=str(file), problem="it cannot be read") from None
    left = {name: value for name, value in values.items() if value is not None}
    kept: list[str] = []
    for line in lines:
        name = re.match(r"\s*(?:export\s+)?([A-Za-z_]\w*)\s*=", line)
        if name is None or name[1] not in values:
            kept.append(line)
        elif name[1] in left:
            kept.append(f"{name[1]}={left.pop(name[1])}")
    kept += [f"{name}={value}" for name, value in left.items()]
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
    file.chmod(0o600)
    save_atomically(file, "".join(f"{line}\n" for line in kept).encode())


def systemd_unit(env_file: Path, data_dir: Path) -> str:
    """Return a unit that runs ``spotpop up`` as the current user, shut in as far as its work allows.

    It may write to the data folder and nowhere else. `MemoryDenyWriteExecute` is left out: runtimes compile.
    """
    folder = env_file.resolve().parent
    user = os.environ.get("SUDO_USER") or os.environ.get("USER") or os.environ.get("LOGNAME") or "spotpop"
    return f"""\
[Unit]
Description=spotpop: forecasts of popularity for Discord and Telegram
Wants=network-online.target
After=network-online.target

[Service]
User={user}
WorkingDirectory={_escape(folder)}
Environment=SPOTPOP_DATA_DIR={_escape(data_dir.resolve())} SPOTPOP_LOG_FORMAT=json
ExecStartPre=+/usr/bin/install -d -o {user} {_escape(data_dir.resolve())}
ExecStart={_escape(Path(sys.executable))} -P -m spotpop up
Restart=on-failure
RestartSec=5
TimeoutStopSec=90
KillMode=mixed

NoNewPrivileges=true
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths=-{_escape(data_dir.resolve())}
PrivateTmp=true
PrivateDevices=true
ProtectKernelTunables=true
ProtectKernelModules=true
ProtectKernelLogs=true
ProtectControlGroups=true
ProtectClock=true
ProtectHostname=true
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=true
RestrictRealtime=true
RestrictSUIDSGID=true
LockPersonality=true
SystemCallArchitectures=native
UMask=0077
TasksMax=512

[Install]
WantedBy=multi-user.target
"""


def _escape(path: Path) -> str:
    return str(path).replace("%", "%%").replace(" ", "\\x20")


def _say(text: str) -> None:
    typer.echo(text, err=True)
