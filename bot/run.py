"""``spotpop bot discord|telegram|terminal``: runs one front-end. Imports neither NumPy nor the other front-ends."""

from __future__ import annotations

import argparse
import asyncio
import importlib
from collections.abc import Sequence
from typing import Literal, cast

from spotpop.settings import Settings, settings
from worker.client import Client

Kind = Literal["discord", "telegram"]

_MODULES: dict[Kind, str] = {"discord": "bot.discord.serving", "telegram": "bot.telegram.app"}
"""Named, not imported: a Discord bot loads nothing of Telegram."""


def main(argv: Sequence[str]) -> int:
    """Run the front-end that `argv` names; return the exit code.

    Raises
    ------
    SpotpopError
        Which ``spotpop`` puts into words.
    """
    parser = argparse.ArgumentParser(prog="spotpop bot", description="Run one bot alone, until it is told to stop.")
    parser.add_argument("kind", choices=("discord", "telegram"), help="which platform")
    chosen = cast("Kind", parser.parse_args(list(argv)).kind)
    run_bot(chosen, settings())
    return 0


def run_bot(kind: Kind, configured: Settings) -> None:
    """Run one bot until SIGINT or SIGTERM.

    Raises
    ------
    SettingsError
        If its token is missing or rejected.
    """
    asyncio.run(_serve(kind, configured))


async def _serve(kind: Kind, configured: Settings) -> None:
    platform = importlib.import_module(_MODULES[kind])
    async with Client(configured) as queue:
        await platform.serve(configured, queue)
