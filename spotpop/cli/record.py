"""``spotpop record``: how the forecasts turned out, for people and programs; the record checked and exported."""

from __future__ import annotations

import csv
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spotpop.cli.console import here, note, people, print_json
from spotpop.settings import settings
from spotpop.text import Trusted, plain
from spotpop.wording import Words
from spotpop.wording.matching import source_name
from spotpop.wording.outcomes import counts_of, figure_of, heading_of, nothing_known

if TYPE_CHECKING:
    from spotpop.record.store import RecordStore
    from spotpop.record.summary import Named, Summary


class RecordAction(StrEnum):
    """What to do with the record."""

    SHOW = "show"
    VERIFY = "verify"
    EXPORT = "export"
    READ = "read"


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

    console, words = people(), here()
    shown = summary.to_json()
    known = [score for score in shown["scores"] if score["outcomes"]]
    console.print()
    kept = words.plain("record-kept", forecasts=summary.forecasts, tracks=summary.tracks)
    console.print(kept, style="bold", soft_wrap=True)
    if not known:
        when = summary.next_outcome_at
        due = words.plain("record-next", when=time.strftime("%Y-%m-%d", time.gmtime(when))) if when else ""
        console.print(f"{plain(nothing_known(shown, words))} {due}\n", soft_wrap=True)
        return
    for score in known:
        console.print(f"\n{_lead(score, words)}", style="bold", soft_wrap=True)
        table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 2), header_style="dim")
        for heading in ("", "", words.plain("record-sure"), words.plain("record-unskilled")):
            table.add_column(heading)
        for figure in score["figures"]:
            table.add_row(*figure_of(figure, words))
        console.print(table)
    _print_named(summary, words)
    console.print(f"\n{words.plain('record-hash', head=Trusted(summary.head))}\n", style="dim", soft_wrap=True)


def _lead(score: dict[str, Any], words: Words) -> str:
    """Return what was measured, of which part of the record, and how many outcomes are known."""
    part = ""
    if score["slice"] != "all":
        key = f"record-slice-{score['slice']}"
        value = words.plain(f"{key}-{score['value']}") if words.has(f"{key}-{score['value']}") else score["value"]
        part = f" ({words.plain(key)}: {value})"
    counted = " ".join(text for text in counts_of(score, words) if text)
    return f"{heading_of(score, words)}{part}. {counted}"


def _print_named(summary: Summary, words: Words) -> None:
    """Print misses and hits of Spotify's popularity side by side, misses first."""
    from rich.table import Table

    score = next((one for one in summary.scores if one.measure == "spotify.popularity" and one.misses), None)
    if score is None:
        return
    table = Table(
        box=None,
        pad_edge=False,
        padding=(0, 3, 0, 0),
        title="\n" + words.plain("record-days", days=score.horizon_days),
        title_justify="left",
    )
    table.add_column(words.plain("record-misses"), header_style="bold red")
    table.add_column(words.plain("record-hits"), header_style="bold green")
    for place in range(max(len(score.misses), len(score.hits))):
        cells = [
            f"{one.track_id}  {_named(one, words)}" if one else ""
            for one in (
                score.misses[place] if place < len(score.misses) else None,
                score.hits[place] if place < len(score.hits) else None,
            )
        ]
        table.add_row(*cells)
    people().print(table)


def _named(one: Named, words: Words) -> str:
    shown = words.plain("record-interval", low=words.number(one.low), high=words.number(one.high))
    return f"{shown} → {words.number(one.outcome)}"


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
    note(here().plain("record-written", count=count, file=str(target)))


def _read(store: RecordStore) -> None:
    from spotpop.record.outcomes import MemoryBudget, OutcomeReader
    from spotpop.record.sources import make_sources

    sources = make_sources(settings(), MemoryBudget())
    progress = OutcomeReader(store, sources, settings()).round(patience_s=600.0)
    words = here()
    note(words.plain("record-asked", count=len(sources), sources=source_name(", ".join(sources), words)))
    note(words.plain("record-read", read=progress.read, unknown=progress.unknown, failed=progress.failed))
    for source in progress.sources_down:
        note(words.plain("record-source-down", source=source_name(source, words)))


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
    words = here()
    if found.broken_at is not None:
        note(words.plain("record-broken", line=found.broken_at, lines=found.lines))
        raise typer.Exit(1)
    if not found.known_head:
        note(words.plain("record-cut-short"))
        raise typer.Exit(1)
    gone = f" {words.plain('record-withdrawn', count=found.withdrawn)}" if found.withdrawn else ""
    whole = words.plain("record-intact", lines=found.lines)
    sys.stdout.write(f"{whole}{gone} {words.plain('record-hash', head=Trusted(found.head))}\n")
