"""What is typed in a terminal: lines with or without its comforts, and what they ask. Files are given as paths."""

from __future__ import annotations

import asyncio
import os
import shlex
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bot.commands import CommandSpec
from bot.conversation import File, Intent, Understood
from bot.typed import question_typed, values_in
from spotpop.errors import NothingFound


def question_of(text: str, intent: Intent = "predict") -> Understood:
    """Return what was typed as a question: words that name files are files, the rest is text.

    Raises
    ------
    NothingFound
        If a word looks like a path, but there is no such file and no link either.
    """
    whole = Path(text.strip()).expanduser()
    words = [text.strip()] if _is_file(whole) else _words(text)
    files, rest = [], []
    for one in words:
        path = Path(one).expanduser()
        if "://" not in one and _is_file(path):
            files.append(File(handle=str(path), name=path.name, size_bytes=path.stat().st_size))
        else:
            rest.append(one)
    if not files and not rest:
        raise NothingFound
    return Understood(intent=intent, text="\n".join(rest), files=tuple(files))


def read_line(text: str, spec: CommandSpec, *, by_name: bool = False) -> tuple[dict[str, Any], Understood]:
    """Return the options and the question of what was typed behind a command.

    Parameters
    ----------
    by_name : bool
        Mere words are a song's name.

    Raises
    ------
    SpotpopError
    """
    values, rest = _options_in(text, spec)

    def read(intent: Intent) -> Understood:
        try:
            return question_of(rest, intent)
        except NothingFound:
            if spec.asks:
                raise
            return Understood(text=rest)  # a command that can do without: mere words stay words

    return values, question_typed(spec, rest, read, by_name=by_name)


def _options_in(text: str, spec: CommandSpec) -> tuple[dict[str, Any], str]:
    """Read the options that were typed, unless the whole is the name of a file."""
    return ({}, text) if _is_file(Path(text.strip()).expanduser()) else values_in(text, spec)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # too long, or a null byte
        return False


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quote that is not closed
        return text.split()


def lines_here() -> AsyncIterator[str]:
    """Yield what is typed, with the comforts of a terminal where there is one."""
    if sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        from bot.terminal_prompt import typed_lines

        return typed_lines()
    return _lines()


async def _lines() -> AsyncIterator[str]:
    """Yield what is written to standard input. A thread of its own reads: no terminal may become non-blocking."""
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str | None]()
    prompt, typed = sys.stdin.isatty(), sys.stdin.fileno()

    def read() -> None:
        rest = b""
        while True:
            try:
                chunk = os.read(typed, 65_536)
            except OSError:  # the terminal was closed
                chunk = b""
            *whole, rest = (rest + chunk).split(b"\n")
            try:
                for line in whole:
                    loop.call_soon_threadsafe(lines.put_nowait, line.decode(errors="replace"))
                if not chunk:
                    loop.call_soon_threadsafe(lines.put_nowait, rest.decode(errors="replace"))
                    loop.call_soon_threadsafe(lines.put_nowait, None)
                    return
            except RuntimeError:  # the chat is over and its loop is closed
                return

    threading.Thread(target=read, name="typed", daemon=True).start()
    while True:
        if prompt:
            sys.stdout.write("> ")
            sys.stdout.flush()
        if (line := await lines.get()) is None:
            return
        yield line
