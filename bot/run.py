"""``spotpop bot discord|telegram|terminal``: runs one front-end. Imports neither NumPy nor the other front-ends."""

from __future__ import annotations

import argparse
import asyncio
import gc
import importlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, cast

from spotpop.settings import Settings, settings
from worker.queue.client import Client
from worker.queue.logs import set_up

Kind = Literal["discord", "telegram"]

_MODULES: dict[Kind, str] = {"discord": "bot.discord.runner", "telegram": "bot.telegram.app"}
"""Named, not imported: a Discord bot loads nothing of Telegram."""


def main(argv: Sequence[str]) -> int:
    """Run the front-end that `argv` names; return the exit code.

    Raises
    ------
    SpotpopError
        Which ``spotpop`` puts into words.
    """
    parser = argparse.ArgumentParser(prog="spotpop bot", description="Run one bot alone, until it is told to stop.")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="discord|telegram|terminal")
    for kind in _MODULES:
        kinds.add_parser(kind, help=f"the bot on {kind.capitalize()}")
    chat = kinds.add_parser("terminal", help="a chat in this terminal")
    chat.add_argument("--ask", metavar="LINK|FILE", help="ask this one question, show the answer and leave")
    chat.add_argument("--save", metavar="FOLDER", type=Path, help="where pictures go (default: the current folder)")
    chosen = parser.parse_args(list(argv))
    set_up_logs(settings(), quiet=chosen.kind == "terminal")
    if chosen.kind == "terminal":
        return asyncio.run(_chat(settings(), chosen.ask, chosen.save))
    run_bot(cast("Kind", chosen.kind), settings())
    return 0


async def _chat(configured: Settings, ask: str | None, folder: Path | None) -> int:
    from bot.terminal import serve

    async with Client(configured) as queue:
        return await serve(configured, queue, ask=ask, folder=folder)


def run_bot(kind: Kind, configured: Settings) -> None:
    """Run one bot until SIGINT or SIGTERM.

    Raises
    ------
    SettingsError
        If its token is missing or rejected.
    """
    asyncio.run(_serve(kind, configured))


def set_up_logs(configured: Settings, *, quiet: bool = False) -> None:
    """Send structured logs to stderr; `quiet` only failures, for a chat on the same screen."""
    set_up(configured)
    if quiet and configured.log_level != "DEBUG":
        logging.getLogger().setLevel(logging.ERROR)
    # These write down whole requests, with the tokens in their addresses: the first two on DEBUG, the others on INFO.
    for name, least in (
        ("discord", logging.INFO),
        ("telegram", logging.INFO),
        ("httpx", logging.WARNING),
        ("httpcore", logging.WARNING),
    ):
        logging.getLogger(name).setLevel(max(least, logging.getLogger().level))


async def _serve(kind: Kind, configured: Settings) -> None:
    platform = importlib.import_module(_MODULES[kind])
    gc.collect()
    gc.freeze()  # what the modules hold lives for ever: looking through it again would hold up the loop for 0.1 s
    async with Client(configured) as queue:
        await platform.serve(configured, queue)
