"""``spotpop bot CHAT|terminal|web``: runs one front-end. Imports neither NumPy nor the other front-ends."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from spotpop.chat_specs import CHATS
from spotpop.settings import Settings, settings
from worker.queue.client import Client
from worker.queue.logs import set_up

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich", no_args_is_help=True,
    help="Run one bot alone, until it is stopped.",
)  # fmt: skip


def _command_of(chat: str) -> Callable[[], None]:
    """Return what ``spotpop bot CHAT`` does."""

    def run() -> None:
        set_up_logs(settings())
        run_bot(chat, settings())

    return run


for _spec in CHATS.values():
    _summary = f"Run the bot on {_spec.title}; {_spec.token_variable} and REDIS_URL have to be set."
    app.command(_spec.key, help=_summary)(_command_of(_spec.key))


@app.command()
def terminal(
    ask: Annotated[
        str | None, typer.Option(metavar="LINK|FILE", help="Ask this one question, show the answer and leave.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where pictures go; the current folder if not said.")
    ] = None,
) -> None:
    """Chat in this terminal, with a worker that runs already; `spotpop up` starts both."""
    set_up_logs(settings(), quiet=True)
    raise typer.Exit(asyncio.run(_chat(settings(), ask, save)))


@app.command()
def web() -> None:
    """Serve the page for browsers; REDIS_URL has to be set, or `spotpop up` be running."""
    set_up_logs(settings())
    asyncio.run(_page(settings()))


async def _chat(configured: Settings, ask: str | None, folder: Path | None) -> int:
    from bot.terminal import serve

    async with Client(configured) as queue:
        return await serve(configured, queue, ask=ask, folder=folder)


async def _page(configured: Settings) -> None:
    from bot.web.app import serve

    async with Client(configured) as queue:
        await serve(configured, queue, ready=_say_where)


def _say_where(address: str) -> None:
    print(f"The page is at {address}", flush=True)  # noqa: T201 - for who started it


def run_bot(chat: str, configured: Settings) -> None:
    """Run one bot until SIGINT or SIGTERM.

    Parameters
    ----------
    chat : str
        Its key in `spotpop.chat_specs.CHATS`.

    Raises
    ------
    SettingsError
        If its token is missing or rejected.
    """
    asyncio.run(_serve(chat, configured))


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


async def _serve(chat: str, configured: Settings) -> None:
    platform = importlib.import_module(f"bot.{chat}.app")  # when it is asked for: no bot loads what another needs
    gc.collect()
    gc.freeze()  # what the modules hold lives for ever: looking through it again would hold up the loop for 0.1 s
    async with Client(configured) as queue:
        await platform.serve(configured, queue)
