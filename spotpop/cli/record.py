"""``spotpop record``: how the forecasts turned out, for people and programs; the record checked and exported."""

from __future__ import annotations

import csv
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spotpop.cli.console import note, people, print_json
from spotpop.settings import settings

if TYPE_CHECKING:
    from spotpop.record.store import RecordStore
    from spotpop.record.summary import Figure, Score, Summary


class RecordAction(StrEnum):
    """What to do with the record."""

    SHOW = "show"
    VERIFY = "verify"
    EXPORT = "export"
    READ = "read"


MEASURES = {
    "spotify.popularity": "Spotify's popularity",
    "listenbrainz.listens": "listens (ListenBrainz)",
    "listenbrainz.listeners": "listeners (ListenBrainz)",
    "deezer.rank": "rank (Deezer)",
}
FIGURES = {
    "coverage": "inside the 80 % range",
    "crps": "CRPS, points",
    "crps_skill": "better than the middle",
    "spearman": "rank correlation",
    "pairs": "pairs told right",
}
SHARES = {"coverage", "crps_skill", "pairs"}


def record(
    action: Annotated[RecordAction, typer.Argument(help="show, verify, export FILE or read.")] = RecordAction.SHOW,
    target: Annotated[
        Path | None, typer.Argument(help="For export: FILE.csv or FILE.parquet. For verify: a CSV.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the scores as CSV.")] = False,
    head: Annotated[str | None, typer.Option(help="verify: a hash noted down earlier.")] = None,
    slices: Annotated[bool, typer.Option("--slices", help="By month, model, age and audience too.")] = False,
) -> None:
    """Show how earlier forecasts turned out; verify or export the record; read now what is due."""
    if action is RecordAction.VERIFY and target is not None:
        _verify_file(target, head)
        return
    from spotpop.record.store import RecordStore

    store = RecordStore.open(settings())
    try:
        if action is RecordAction.VERIFY:
            _show_verification(store.verify(head))
        elif action is RecordAction.EXPORT:
            _export(store, target)
        elif action is RecordAction.READ:
            _read(store)
        else:
            _show(store, as_json=as_json, as_csv=as_csv, slices=slices)
    finally:
        store.close()


def _show(store: RecordStore, *, as_json: bool, as_csv: bool, slices: bool) -> None:
    from spotpop.record.scores import summarise

    everything = slices or as_json or as_csv
    summary = summarise(store.cases(), now=time.time(), head=store.verify().head, slices=everything)
    if as_json:
        print_json(summary.to_json(), indent=2)
    elif as_csv:
        _print_csv(summary)
    else:
        _print_table(summary)


def _print_table(summary: Summary) -> None:
    from rich.table import Table

    console = people()
    console.print()
    console.print(f"{summary.forecasts} forecasts of {summary.tracks} tracks are kept.", style="bold")
    known = [score for score in summary.scores if score.outcomes]
    elapsed = max((score.elapsed for score in summary.scores if score.slice == "all"), default=0)
    if not known and elapsed:
        console.print(f"{elapsed} are old enough to be judged, but no source has told what became of one.\n")
        return
    if not known:
        when = summary.next_outcome_at
        later = f" The first is due on {time.strftime('%Y-%m-%d', time.gmtime(when))}." if when else ""
        console.print(f"None of them is old enough to be judged yet.{later}\n")
        return
    for score in known:
        console.print(_lead(score), style="bold", soft_wrap=True)
        table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 2), header_style="dim")
        for heading in ("", "", "95 % interval", "promised, or unskilled"):
            table.add_column(heading)
        for figure in score.figures:
            table.add_row(FIGURES[figure.name], *_cells(figure))
        console.print(table)
    _print_named(summary)
    console.print(f"\nHash of the record's last line: {summary.head}\n", style="dim", soft_wrap=True)


def _lead(score: Score) -> str:
    part = "" if score.slice == "all" else f" ({score.slice}: {score.value})"
    missed = "" if score.below is None else f"; missed: {score.below} below the range, {score.above} above"
    counted = f"{score.outcomes} of {score.elapsed} outcomes known{missed}"
    return f"\nAfter {score.horizon_days} days, {MEASURES[score.measure]}{part}: {counted}"


def _cells(figure: Figure) -> tuple[str, str, str]:
    if figure.value is None or figure.low is None or figure.high is None:
        said = f"{figure.count} of {figure.needed} so far" if figure.count < figure.needed else "cannot be told"
        return said, "", ""
    unskilled = "" if figure.unskilled is None else _number(figure, figure.unskilled)
    return _number(figure, figure.value), f"{_number(figure, figure.low)} to {_number(figure, figure.high)}", unskilled


def _number(figure: Figure, value: float) -> str:
    return f"{value * 100:.0f} %" if figure.name in SHARES else f"{value:.2f}"


def _print_named(summary: Summary) -> None:
    """Print misses and hits of Spotify's popularity side by side, misses first."""
    from rich.table import Table

    score = next((one for one in summary.scores if one.measure == "spotify.popularity" and one.misses), None)
    if score is None:
        return
    table = Table(
        box=None, pad_edge=False, padding=(0, 3, 0, 0), title=f"\nAfter {score.horizon_days} days", title_justify="left"
    )
    table.add_column("Largest misses", header_style="bold red")
    table.add_column("Closest hits", header_style="bold green")
    for place in range(max(len(score.misses), len(score.hits))):
        cells = [
            f"{one.track_id}  {one.low:.0f} to {one.high:.0f}, was {one.outcome:.0f}" if one else ""
            for one in (
                score.misses[place] if place < len(score.misses) else None,
                score.hits[place] if place < len(score.hits) else None,
            )
        ]
        table.add_row(*cells)
    people().print(table)


def _print_csv(summary: Summary) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        (
            "measure",
            "horizon_days",
            "slice",
            "value",
            "elapsed",
            "outcomes",
            "figure",
            "estimate",
            "low",
            "high",
            "count",
            "unskilled",
        )
    )
    for score in summary.scores:
        for figure in score.figures:
            writer.writerow(
                (
                    score.measure, score.horizon_days, score.slice, score.value, score.elapsed, score.outcomes,
                    figure.name, figure.value, figure.low, figure.high, figure.count, figure.unskilled,
                )
            )  # fmt: skip


def _export(store: RecordStore, target: Path | None) -> None:
    from spotpop.record.export import write_csv, write_parquet

    if target is None or target.suffix not in {".csv", ".parquet"}:
        raise typer.BadParameter("name a file that ends in .csv or .parquet", param_hint="FILE")
    write = write_csv if target.suffix == ".csv" else write_parquet
    try:
        count = write(store.lines(), target)
    except OSError as error:
        raise typer.BadParameter(f"{target} cannot be written ({error.strerror})", param_hint="FILE") from None
    note(f"{count} lines written to {target}.")


def _read(store: RecordStore) -> None:
    from spotpop.record.outcomes import MemoryBudget, OutcomeReader
    from spotpop.record.sources import make_sources

    sources = make_sources(settings(), MemoryBudget())
    progress = OutcomeReader(store, sources, settings()).round(patience_s=600.0)
    asked = ", ".join(sources) or "nobody"
    counted = f"{progress.read} outcomes read, {progress.unknown} unknown, {progress.failed} to be tried again"
    note(f"Asked {asked}: {counted}.")
    for source in progress.sources_down:
        note(f"{source} does not answer now; its outcomes stay open.")


def _verify_file(target: Path, head: str | None) -> None:
    from spotpop.record.export import read_csv
    from spotpop.record.store import verify

    try:
        _show_verification(verify(read_csv(target), head))
    except (OSError, ValueError, KeyError, TypeError):
        raise typer.BadParameter(f"{target} is no export of the record", param_hint="FILE") from None


def _show_verification(found: object) -> None:
    from spotpop.record.store import Verification

    assert isinstance(found, Verification)
    if found.broken_at is not None:
        note(f"Line {found.broken_at} of {found.lines} does not follow from the one before: the record was changed.")
        raise typer.Exit(1)
    if not found.known_head:
        note("The hash that was noted down is not in the record: it was cut short or made anew.")
        raise typer.Exit(1)
    gone = f", {found.withdrawn} without values (withdrawn)" if found.withdrawn else ""
    sys.stdout.write(f"All {found.lines} lines follow from each other{gone}. Hash of the last: {found.head}\n")
