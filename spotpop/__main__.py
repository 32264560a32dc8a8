"""The ``spotpop`` command: a table of commands, each imported only when it is run.

Bots, workers and the queue live above this package; they are known here by name alone, so that ``spotpop bot`` never
loads what a forecast needs, and the library never depends on what stands on it.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import io
import os
import re
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from spotpop import __version__
from spotpop.errors import RuntimeMissing, SpotpopError
from spotpop.matrix_threads import one_thread
from spotpop.nearest import did_you_mean


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the table.

    Attributes
    ----------
    module : str
        Where the command lives; it holds a function named after the command.
    summary : str
        Its line in ``spotpop --help``, so that listing commands imports none of them.
    panel : str
        The heading under which it is listed.
    group : bool
        The module holds a Typer `app` of several commands instead.
    """

    module: str
    summary: str
    panel: str
    group: bool = False


_ASK, _RUN, _MAKE = "Ask", "Run it for others", "Make models"

COMMANDS: dict[str, Command] = {
    "predict": Command("spotpop.cli.predict", "Forecast the popularity of tracks: links or audio files.", _ASK),
    "compare": Command("spotpop.cli.compare", "Compare two mixes of one song, or two songs.", _ASK),
    "reference": Command("spotpop.cli.reference", "Keep songs of your choice to measure yours against.", _ASK),
    "links": Command("spotpop.cli.links", "Show what is understood of a text that holds links.", _ASK),
    "record": Command("spotpop.cli.record", "Show how earlier forecasts turned out; verify or export that.", _ASK),
    "songs": Command("bot.terminal_songs", "Your uploads' forecasts, kept if you agree: versions side by side.", _ASK),
    "doctor": Command("spotpop.cli.doctor", "Check this installation, and say how to fix it.", _ASK),
    "demo": Command("worker.launcher.cli", "See it at work: the shipped song, through queue and worker.", _RUN),
    "setup": Command("worker.launcher.cli", "Set up bots step by step: tokens, invite link, a service.", _RUN),
    "up": Command("worker.launcher.cli", "Start queue, worker and every bot that has a token.", _RUN),
    "worker": Command("worker.launcher.cli", "Run a worker alone.", _RUN),
    "bot": Command("bot.run", "Run one bot alone: on a chat, in a terminal, or the page.", _RUN, group=True),
    "models": Command("spotpop.cli.models", "List the models, show a card, check their files.", _MAKE),
    "evaluate": Command("spotpop.cli.evaluate", "Judge a model on a table or a folder of audio.", _MAKE),
    "collect": Command("spotpop.cli.collect", "Gather a data set of your own.", _MAKE),
    "train": Command("spotpop.cli.train", "Train a model on your own data.", _MAKE),
    "calibrate": Command("spotpop.cli.calibrate", "Fit level and interval to a local population.", _MAKE),
}


class LazyGroup(TyperGroup):
    """A group that lists commands from the table and imports the one that runs; names what was probably meant."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Commands without parameters: enough for help, for completion and for the nearest to a misspelt one.
        self.commands = {
            name: TyperCommand(name, help=known.summary, rich_help_panel=known.panel)
            for name, known in COMMANDS.items()
        }

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Import the command that was asked for."""
        name, command, rest = super().resolve_command(ctx, args)
        try:
            return name, command if name is None else _load(name), rest
        finally:
            if not gc.isenabled():  # see `main`
                gc.freeze()
                gc.enable()

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a value that is none of an option's choices is named with the nearest of them."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = _with_nearest(error.message)
            raise


def _with_nearest(message: str) -> str:
    """Add the nearest choice to the parser's sentence about a wrong one."""
    found = re.search(r"'(?P<given>.*)' is not one of (?P<choices>'.*')\.?$", message)
    if found is None:
        return message
    choices = re.findall(r"'([^']*)'", found["choices"])
    return f"{found[0].rstrip('.')}.{did_you_mean(found['given'], choices)}"


def _load(name: str) -> Any:
    known = COMMANDS[name]
    module = importlib.import_module(known.module)
    if known.group:
        return typer.main.get_command(module.app)
    single = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")
    single.command(name)(getattr(module, name))
    return typer.main.get_command(single)


app = typer.Typer(
    cls=LazyGroup,
    name="spotpop",
    help="How popular could this track become on Spotify, and why? A forecast with an honest interval.",
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"spotpop {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    ctx: typer.Context,
    version: bool = typer.Option(  # noqa: ARG001 - its callback answers it
        False, "--version", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """Hold the options of the whole program; alone it shows what there is."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


EXTRAS = dict.fromkeys(
    ("tensorflow", "keras", "librosa", "matplotlib", "pandas", "pyarrow", "scipy", "sklearn", "tensorboard"), "train"
) | {"psycopg": "postgres"}
"""Packages that the base install lacks, and the extra that brings each."""


def main(argv: list[str] | None = None) -> None:
    """Run the command line; exits 0 when done, 1 when the input could not be used, 2 on wrong usage."""
    _open_what_is_closed()
    if argv is None:  # a process of its own, in which NumPy is not loaded yet
        one_thread(os.environ, sys.argv[1:])
        gc.disable()  # what is imported stays: looking through it for garbage, again and again, finds none
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a title that a narrow terminal cannot show ends no command
    try:
        if os.name == "posix":  # a launcher held Ctrl-C back while we loaded (`worker.launcher.processes`)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        app(argv, prog_name="spotpop")
    except SpotpopError as error:
        sys.exit(report_error(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        missing = (error.name or "").partition(".")[0] if isinstance(error, ModuleNotFoundError) else ""
        if missing in EXTRAS:
            sys.exit(report_error(RuntimeMissing(runtime=missing, extra=EXTRAS[missing])))
        from spotpop.cli.console import note
        from spotpop.cli.crash import interrupted, report_crash

        if interrupted(error):
            sys.exit(130)
        if os.environ.get("SPOTPOP_LOG_LEVEL", "").upper() == "DEBUG":
            raise
        if isinstance(error, FileNotFoundError) and _stands_nowhere():
            note("The folder that this terminal stands in is gone. Change to another one.")
            sys.exit(1)
        if isinstance(error, OSError) and error.errno in _FULL:
            _write_no_more()
            note("There is no space left where this writes to. Free some, or let it write somewhere else.")
            sys.exit(1)
        sys.exit(report_crash(error))


_FULL = {errno.ENOSPC, errno.EDQUOT}
"""A disk, or somebody's share of it, is full: nothing that a log of ours could say more about."""


def _write_no_more() -> None:
    """Let go of what stdout still holds: Python would try to write it at the end, and complain in its own words."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stands_nowhere() -> bool:
    """Return whether the current folder was deleted."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def _open_what_is_closed() -> None:
    """Write into nothing where a stream was closed before we began (``spotpop … >&-``), instead of failing there."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open as long as we live


def report_error(error: SpotpopError) -> int:
    """Write the error's sentence and its hint to stderr and return the exit code."""
    from spotpop.cli.console import complain

    complain(error)
    return 1


if __name__ == "__main__":
    try:
        main()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # as in `spotpop.entry`: no traceback while we end
