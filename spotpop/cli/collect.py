"""``spotpop collect``: a data set of one's own, from links and tables."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spotpop.cli.console import clean, complain
from spotpop.errors import ModelDamaged, ModelMissing, NothingFound

if TYPE_CHECKING:
    from spotpop.dataset.collector import CollectionSummary, Embedder

POLICY = """\
Before you collect: whose rules apply
- Spotify's developer policy forbids to train a machine-learning model on its platform or content (III.14), to analyse
  that content (III.13), and to use its preview clips as a service of their own (II.4.c). Deezer's and Apple's previews
  are for promotion. Collect from links only with the permission of those who own the recordings and the data.
- Your own files and your own labels, in a CSV with the columns file and popularity (or plays), need none of them:
  SPOTPOP_PREVIEW_SOURCES=none makes sure that nobody is asked.
- Audio is deleted as soon as it has been measured, unless you say --keep-audio. docs/datasets.md says what is kept.
"""


def collect(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(help="Links (artist, playlist, album, track), a text file of links, a CSV.", metavar="INPUT…"),
    ] = None,
    into: Annotated[Path, typer.Option(help="The data set's folder; one that is there is continued.")] = Path(
        "dataset"
    ),
    keep_audio: Annotated[bool, typer.Option("--keep-audio", help="Keep the audio in the folder.")] = False,
    unlabelled: Annotated[
        bool, typer.Option("--unlabelled", help="Collect also what has neither popularity nor plays.")
    ] = False,
    count_plays: Annotated[
        bool, typer.Option("--count-plays", help="Ask ListenBrainz for plays where there is no label; needs an ISRC.")
    ] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Try again what could not be collected before.")] = False,
    model: Annotated[
        str | None, typer.Option(help="The model whose network hears the clips; none keeps the features alone.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Gather a data set: features and labels as Parquet. The same command goes on where a run was stopped or killed."""
    from spotpop.dataset.collector import Collector
    from spotpop.settings import settings

    sys.stderr.write(POLICY)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop as Ctrl-C does: with the data set written
    collector = Collector(
        settings(),
        into,
        embedder=_embedder(model),
        keep_audio=keep_audio,
        unlabelled=unlabelled,
        count_plays=count_plays,
        patient=_say,
    )
    try:
        if retry:
            collector.collection.retry_failed()
        collector.add(inputs or [])
        if not collector.collection.counts():
            raise NothingFound
        summary = _run(collector)
    finally:
        collector.close()
    sys.stdout.write(json.dumps(_as_json(summary)) + "\n" if as_json else _as_text(summary))
    if summary.file is None:
        raise typer.Exit(1)


def _run(collector: Any) -> CollectionSummary:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TextColumn("left:"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("collecting", total=None)

        def show(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=_short(what) or "collected")

        summary: CollectionSummary = collector.run(show)
    return summary


def _embedder(name: str | None) -> Embedder | None:
    """Return the network of a model; without one the features alone are kept, and that is said."""
    if name == "none":
        return None
    from spotpop.dataset.embedder import load_embedder

    try:
        return load_embedder(name)
    except (ModelMissing, ModelDamaged) as error:
        if name is not None:
            raise
        complain(error)
        sys.stderr.write("Features alone are kept: no descriptors, and nothing for the spectrogram branch.\n")
        return None


def _say(source: str, pause_s: float) -> None:
    sys.stderr.write(f"{source} wants a pause; going on in {pause_s:.0f} s.\n")


def _short(title: str) -> str:
    from rich.markup import escape

    return escape(clean(title)[:32].ljust(32)) if title else ""


def _as_json(summary: CollectionSummary) -> dict[str, Any]:
    return {
        "counts": summary.counts,
        "reasons": summary.reasons,
        "pause_s": summary.pause_s,
        "file": str(summary.file) if summary.file else None,
    }


def _as_text(summary: CollectionSummary) -> str:
    meanings = {
        "done": "in the data set",
        "duplicate": "left out: the same recording is there already",
        "unlabelled": "left out: neither popularity nor plays known",
        "failed": "left out: could not be collected",
        "waiting": "still to be collected: give the same command again",
    }
    lines = [f"{summary.counts[state]:6d}  {text}" for state, text in meanings.items() if summary.counts.get(state)]
    lines += [f"        {number} × {reason}" for reason, number in summary.reasons.items() if reason != "no-label"]
    if summary.pause_s:
        lines.append(f"A source wants a pause of {summary.pause_s / 60:.0f} min; go on after that.")
    lines.append(f"Written: {summary.file}" if summary.file else "Nothing was collected, so nothing was written.")
    return "\n".join(lines) + "\n"
