"""What all commands share: plain words to stderr, untrusted text made harmless, progress while people wait."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Any

from spotpop.errors import SettingsError, SpotpopError
from spotpop.settings import settings
from spotpop.text import Text
from spotpop.wording import Words, words_for
from spotpop.wording.failures import choices_of, hint_of, sentence_of
from spotpop.wording.matching import differences_named

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress
    from rich.status import Status

_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
_STEERING = {"Cc", "Cs", "Co", "Cn"}
_PLAIN_WIDTH = 100
"""Columns of output that goes to a file or a pipe."""


def clean(text: str) -> str:
    """Return `text` on one line without anything that steers a terminal.

    Control characters (escape sequences begin with one), line and paragraph separators, lone surrogates and marks that
    reverse the reading direction go; joiners that scripts and emoji need stay.
    """
    kept = (" " if char in "\t\n\r\u2028\u2029" else char for char in text)
    return "".join(
        char for char in kept if unicodedata.category(char) not in _STEERING and ord(char) not in _BIDI
    ).strip()


def here() -> Words:
    """Return the catalogue of whoever runs the command: in the language that is set, else in English."""
    try:
        return words_for(settings().locale)
    except SettingsError:  # which is about to be reported
        return words_for(None)


def written(text: Text) -> str:
    """Return a text of the catalogue for a line of bare characters; what is to be typed stands in backticks."""
    runs = ((code, "".join(span.text for span in spans)) for code, spans in groupby(text, lambda span: span.code))
    return "".join(f"`{run}`" if code else run for code, run in runs)


def complain(error: SpotpopError, about: str = "", words: Words | None = None) -> None:
    """Write one line to stderr: what happened, and what to do next."""
    words = words or here()
    lead = f"{about}: " if about else ""
    sys.stderr.write(clean(f"{lead}{explained(error, words)}") + "\n")
    for choice in choices_of(error):
        differs = differences_named(choice.differences, words)
        suffix = f"  ({words.plain('choose-differing', differs=differs)})" if differs else ""
        sys.stderr.write(clean(f"  {choice.reference.url}  {choice.label}{suffix}") + "\n")


def explained(error: SpotpopError, words: Words) -> str:
    """Return what happened and what to do next, for whoever runs this installation."""
    return f"{written(sentence_of(error, words))} {written(hint_of(error, words, here=True))}"


def note(text: str) -> None:
    """Write one line to stderr."""
    sys.stderr.write(clean(text) + "\n")


def print_json(data: Any, *, indent: int | None = None) -> None:
    """Write JSON to stdout, in plain ASCII where stdout cannot hold more."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    sys.stdout.write(json.dumps(data, indent=indent, ensure_ascii=plain) + "\n")
    sys.stdout.flush()


def people() -> Console:
    """Return the console for people's results on stdout; links and markup in titles mean nothing to it."""
    from rich.console import Console

    plain: dict[str, Any] = {} if sys.stdout.isatty() else {"width": _PLAIN_WIDTH}
    return Console(markup=False, highlight=False, emoji=False, **plain)


@contextmanager
def spinner(count: Count | None = None) -> Iterator[Callable[[str], None]]:
    """Show on stderr what is being done, if somebody watches; yields what is called with each stage, or any words."""
    if not sys.stderr.isatty():
        yield lambda stage: None  # noqa: ARG005 - the name documents the call
        return
    from rich.console import Console

    words = here()
    with Console(stderr=True, markup=False).status(words.plain("stage-start")) as status:
        if count is not None:
            count.status = status
        yield lambda stage: status.update(stage_said(stage, words))


def stage_said(stage: str, words: Words) -> str:
    """Return what is done in a stage; other words stay as they are."""
    key = f"stage-{stage}"
    return words.plain(key) if stage.isidentifier() and words.has(key) else stage


class Count:
    """How far a command over several inputs is, on stderr.

    Attributes
    ----------
    status : rich.status.Status or None
        What is shown of one input instead, when there is no bar.
    """

    def __init__(self, bar: Progress | None, total: int) -> None:
        self.status: Status | None = None
        self._bar = bar
        self._task = None if bar is None else bar.add_task("", total=total, stage="")

    @contextmanager
    def one(self, label: str) -> Iterator[Callable[[str], None]]:
        """Work on one input; yields what is called with each stage."""
        if self._bar is None or self._task is None:
            with spinner(self) as progress:
                yield progress
            return
        bar, task, words = self._bar, self._task, here()
        bar.update(task, description=clean(label)[-40:])
        bar.start()
        try:
            yield lambda stage: bar.update(task, stage=stage_said(stage, words))
        finally:
            bar.update(task, advance=1, stage="")

    def pause(self) -> None:
        """Make room on the terminal for an answer."""
        if self._bar is not None:
            self._bar.stop()
        if self.status is not None:
            self.status.stop()


@contextmanager
def counting(total: int) -> Iterator[Count]:
    """Show on stderr how many of several inputs are done and how long the rest will take, if somebody watches."""
    if total == 1 or not sys.stderr.isatty():
        yield Count(None, total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(20), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False),
        TextColumn("{task.fields[stage]}", markup=False, style="dim"),
    )  # fmt: skip
    bar = Progress(*columns, console=Console(stderr=True, markup=False), transient=True)
    try:
        yield Count(bar, total)
    finally:
        bar.stop()
