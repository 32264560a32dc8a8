"""``spotpop reference``: songs of one's own choice to measure against, kept as numbers."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from spotpop.cli import console
from spotpop.errors import NothingFound, SpotpopError
from spotpop.findings import DEFAULT_SET
from spotpop.settings import Settings, settings

if TYPE_CHECKING:
    from spotpop.advice.reference_tracks import ReferenceStore


class ReferenceAction(StrEnum):
    """What to do with one's references."""

    ADD = "add"
    LIST = "list"
    REMOVE = "remove"


def reference(
    action: Annotated[
        ReferenceAction, typer.Argument(help="add INPUT…, list, or remove [NAME…].")
    ] = ReferenceAction.LIST,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="INPUT", help="For add: links or audio files. For remove: names as `list` shows them."),
    ] = None,
    set_name: Annotated[str, typer.Option("--set", metavar="NAME", help="Which set of references.")] = DEFAULT_SET,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Keep songs to measure yours against: `predict` then shows where yours lies outside their range.

    Only numbers and names are kept, in the data folder of this machine; the audio is dropped. `remove` without a name
    forgets the whole set.
    """
    store, chosen = open_store(settings()), set_name.strip() or DEFAULT_SET
    if action is ReferenceAction.ADD:
        _add(store, chosen, inputs or [])
    elif action is ReferenceAction.REMOVE:
        _remove(store, chosen, inputs or [])
    else:
        _list(store, as_json=as_json)


def open_store(chosen: Settings) -> ReferenceStore:
    """Return the store of this machine's own references."""
    from spotpop.advice.reference_tracks import ReferenceStore

    return ReferenceStore(chosen.data_dir / "references.db")


def _add(store: ReferenceStore, set_name: str, inputs: list[str]) -> None:
    from spotpop.advice.reference_tracks import LOCAL
    from spotpop.cli.arguments import read_input
    from spotpop.pipeline import Pipeline

    if not inputs:
        raise NothingFound
    pipeline, failed, words = Pipeline(settings()), False, console.here()
    for text in inputs:
        try:
            for given in read_input(text, settings()):
                with console.spinner() as progress:
                    label, numbers = pipeline.reference_numbers(given.read(), progress=progress)
                store.add(LOCAL, set_name, label or given.label, numbers)
                count = sum(one.set_name == set_name for one in store.references(LOCAL))
                kept = words.text("reference-kept", song=label or given.label, name=set_name, count=count)
                console.note(console.written(kept))
        except SpotpopError as error:
            console.complain(error, "" if len(inputs) == 1 else text)
            failed = True
    if failed:
        raise typer.Exit(1)


def _remove(store: ReferenceStore, set_name: str, labels: list[str]) -> None:
    from spotpop.advice.reference_tracks import LOCAL

    gone = sum(store.remove(LOCAL, set_name, label) for label in labels) if labels else store.remove(LOCAL, set_name)
    console.note(console.here().plain("reference-removed", count=gone))
    if not gone:
        raise typer.Exit(1)


def _list(store: ReferenceStore, *, as_json: bool) -> None:
    from spotpop.advice.reference_tracks import LOCAL

    kept = store.references(LOCAL)
    if as_json:
        rows = [
            {"set": one.set_name, "label": one.label, "added": one.added.isoformat(), "numbers": dict(one.numbers)}
            for one in kept
        ]
        console.print_json(rows, indent=2)
        return
    words = console.here()
    if not kept:
        console.note(console.written(words.text("reference-none-here")))
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for key in ("table-set", "table-reference", "name-loudness", "name-tempo", "table-added"):
        table.add_column(words.plain(key), header_style="dim", justify="right" if key.startswith("name-") else "left")
    for one in kept:
        loudness, tempo = one.numbers.get("loudness"), one.numbers.get("tempo")
        table.add_row(
            Text(console.clean(one.set_name)),
            Text(console.clean(one.label), "bold"),
            "–" if loudness is None else f"{words.number(loudness, 1)} LUFS",
            "–" if tempo is None else f"{words.number(tempo)} BPM",
            one.added.isoformat(),
        )
    console.people().print(table)
