"""The commands ``spotpop worker``, ``spotpop up`` and ``spotpop demo``."""

from __future__ import annotations

from typing import Annotated

import typer

from spotpop.settings import settings

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")


@app.command()
def worker(
    processes: Annotated[
        int | None, typer.Option(min=1, max=256, help="Jobs at once; one per core if not said.")
    ] = None,
    queues: Annotated[str, typer.Option(help="Queues to serve, in order of preference.")] = "interactive,bulk",
    health: Annotated[bool, typer.Option("--health", help="Only tell whether the worker here is well.")] = False,
) -> None:
    """Run a worker alone: it takes jobs from the queue at REDIS_URL until it is told to stop."""
    if health:
        from worker.queue import health as check

        raise typer.Exit(check.main())
    from worker.run import run_worker

    names = tuple(name.strip() for name in queues.split(",") if name.strip())
    raise typer.Exit(run_worker(settings(), processes=processes, queues=names))


@app.command()
def up() -> None:
    """Start the queue, a worker and every bot that has a token; with none, a chat in this terminal. Ctrl-C ends all."""
    from worker.launcher.up import run_up

    raise typer.Exit(run_up(settings()))


@app.command()
def demo() -> None:
    """See it at work: asks for the shipped song and shows the reply, through queue and worker."""
    from worker.launcher.up import run_demo

    raise typer.Exit(run_demo(settings()))


def main(argv: list[str]) -> int:
    """Run a command; called by ``spotpop``'s table of commands."""
    result = app(argv, prog_name="spotpop", standalone_mode=False)
    return int(result or 0)
