"""The commands ``spotpop worker``, ``up``, ``demo`` and ``setup``."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from spotpop.chat_specs import CHATS, ChatSpec
from spotpop.errors import QueueUnavailable, SettingsError
from spotpop.settings import settings


def worker(
    processes: Annotated[
        int | None, typer.Option(min=1, max=256, help="Jobs at once; one per core if not said.")
    ] = None,
    queues: Annotated[str, typer.Option(help="Queues to serve, in order of preference.")] = "interactive,bulk",
    health: Annotated[bool, typer.Option("--health", help="Only say whether the worker here is well.")] = False,
) -> None:
    """Run a worker alone: it takes jobs from the queue at REDIS_URL until it is stopped."""
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
    env_file: Annotated[Path, typer.Option(help="Where the settings go.")] = Path(".env"),
    service: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a hardened systemd unit that runs `spotpop up`.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Do not try the tokens.")] = False,
    non_interactive: Annotated[
        bool, typer.Option("--non-interactive", help="Ask nothing: take tokens from files or from the environment.")
    ] = False,
    **chats: Any,
) -> None:
    """Set up bots step by step: which chats, each token (not shown, tried at once), the invite link, a service.

    May be run again: what is set up already is kept unless you give something new.
    """
    from worker.launcher.setup import SetupAnswers, run_setup

    answers = SetupAnswers(
        wanted={chat: chats[chat] for chat in CHATS},
        token_files={chat: chats[f"{chat}_token_file"] for chat in CHATS},
        env_file=env_file,
        service=service,
        offline=offline,
        interactive=not non_interactive and sys.stdin.isatty(),
    )
    raise typer.Exit(run_setup(answers))


def _options_of(chat: ChatSpec) -> Iterator[tuple[str, Any]]:
    """Yield the options that `setup` has for a chat, with their annotations."""
    wanted = typer.Option(f"--{chat.key}/--no-{chat.key}", help=f"Set up a bot on {chat.title}.")
    yield chat.key, Annotated[bool | None, wanted]
    file = typer.Option(help=f"Read {chat.title}'s token from this file instead of asking.")
    yield f"{chat.key}_token_file", Annotated[Path | None, file]


def _ask_for_every_chat() -> None:
    """Give `setup` the options of each chat, before those that it has: Typer reads them from the signature."""
    written = inspect.signature(setup, eval_str=True)
    own = [one for one in written.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD]
    of_chats = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for chat in CHATS.values()
        for name, annotation in _options_of(chat)
    ]
    after = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own]
    setup.__signature__ = written.replace(parameters=[*of_chats, *after])  # type: ignore[attr-defined]  # as `inspect` reads it
    setup.__annotations__ = {one.name: one.annotation for one in [*of_chats, *after]}


_ask_for_every_chat()
