"""``spotpop songs``: what ``/songs`` does on the chats, from the command line."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import BY_NAME
from bot.run import set_up_logs
from spotpop.settings import Settings, settings
from worker.queue.client import Client


def songs(
    what: Annotated[
        list[str] | None,
        typer.Argument(help="on, off, export, out NUMBER LINK, join NUMBER NUMBER, delete NUMBER; nothing shows them."),
    ] = None,
    save: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the export goes; the current folder if not said.")
    ] = None,
) -> None:
    """Show the forecasts of your uploads in `spotpop up` and `spotpop bot terminal`, version beside version.

    Nothing is kept before `spotpop songs on`. The queue has to run (`spotpop up`).
    """
    set_up_logs(settings(), quiet=True)
    asyncio.run(_run(settings(), " ".join(what or ()), save or Path.cwd()))


async def _run(configured: Settings, text: str, folder: Path) -> None:
    from rich.console import Console

    from bot.terminal import Terminal
    from spotpop.wording import words_for

    words = words_for(os.environ.get("LC_ALL") or os.environ.get("LANG"), configured.locale)
    async with Client(configured) as queue:
        terminal = Terminal(queue, configured, words, folder, Console(highlight=False))
        terminal.open()
        try:
            await terminal.run(BY_NAME["songs"], text)
        finally:
            await terminal.close()
