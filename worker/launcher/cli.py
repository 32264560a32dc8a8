"""The commands ``spotpop worker``, ``up``, ``demo`` and ``setup``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from spotpop.errors import QueueUnavailable, SettingsError
from spotpop.settings import settings


def worker(
    processes: Annotated[
        int | None, typer.Option(min=1, max=256, help="Jobs at once; one per core if not said.")
    ] = None,
    queues: Annotated[str, typer.Option(help="Queues to serve, in order of preference.")] = "interactive,bulk",
    health: Annotated[bool, typer.Option("--health", help="Only tell whether the worker here is well.")] = False,
) -> None:
    """Run a worker alone: it takes jobs from the queue at REDIS_URL until it is told to stop."""
    names = queue_names(queues)
    if health:
        from worker.queue import health as check

        raise typer.Exit(check.main())
    from worker.queue.address import queue_url
    from worker.run import run_worker

    try:
        queue_url(settings())
    except QueueUnavailable:
        problem = "it is not set, and no `spotpop up` runs in this data folder"
        raise SettingsError(name="REDIS_URL", problem=problem) from None
    raise typer.Exit(run_worker(settings(), processes=processes, queues=names))


def queue_names(text: str) -> tuple[str, ...]:
    """Return the queues that a list names, each once, in its order.

    Raises
    ------
    typer.BadParameter
        If it names none, or one that nothing is ever put on.
    """
    from worker.queue.keys import QUEUES

    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    wrong = [name for name in names if name not in QUEUES]
    if wrong or not names:
        given = wrong[0] if wrong else text
        raise typer.BadParameter(f"'{given}' is not one of {', '.join(map(repr, QUEUES))}", param_hint="--queues")
    return names


def up() -> None:
    """Start the queue, a worker and every bot that has a token; with none, a chat in this terminal. Ctrl-C ends all."""
    from worker.launcher.up import run_up

    raise typer.Exit(run_up(settings()))


def demo() -> None:
    """See it at work: asks for the shipped song and shows the reply, through queue and worker."""
    from worker.launcher.up import run_demo

    raise typer.Exit(run_demo(settings()))


def setup(
    discord: Annotated[bool | None, typer.Option("--discord/--no-discord", help="Set up a bot on Discord.")] = None,
    telegram: Annotated[bool | None, typer.Option("--telegram/--no-telegram", help="Set up a bot on Telegram.")] = None,
    discord_token_file: Annotated[
        Path | None, typer.Option(help="Read Discord's token from this file instead of asking.")
    ] = None,
    telegram_token_file: Annotated[
        Path | None, typer.Option(help="Read Telegram's token from this file instead of asking.")
    ] = None,
    env_file: Annotated[Path, typer.Option(help="Where the settings go.")] = Path(".env"),
    service: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a hardened systemd unit that runs `spotpop up`.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Do not try the tokens.")] = False,
    non_interactive: Annotated[
        bool, typer.Option("--non-interactive", help="Ask nothing: take tokens from files or from the environment.")
    ] = False,
) -> None:
    """Set up bots step by step: which chats, each token (not shown, tried at once), the invite link, a service.

    May be run again: what is set up already is kept unless you give something new.
    """
    from worker.launcher.setup import SetupAnswers, run_setup

    answers = SetupAnswers(
        wanted={"discord": discord, "telegram": telegram},
        token_files={"discord": discord_token_file, "telegram": telegram_token_file},
        env_file=env_file,
        service=service,
        offline=offline,
        interactive=not non_interactive and sys.stdin.isatty(),
    )
    raise typer.Exit(run_setup(answers))
