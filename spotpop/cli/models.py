"""``spotpop models``: which models are here, what is said of one, and whether their files are whole."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from spotpop.errors import ModelDamaged, ModelMissing
from spotpop.model.registry import ModelFolder, find_model, list_models
from spotpop.settings import settings


def models(
    name: Annotated[str | None, typer.Argument(help="Only this model.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Compare every file with the manifest's digest.")] = False,
    card: Annotated[str | None, typer.Option("--card", metavar="NAME", help="Show this model's card.")] = None,
) -> None:
    """List the models that can be chosen with SPOTPOP_MODEL or --model; the one marked with * is chosen now."""
    chosen = settings()
    if card:
        _show_card(find_model(card, models_dir=chosen.models_dir, data_dir=chosen.data_dir))
        return
    known = list_models(models_dir=chosen.models_dir, data_dir=chosen.data_dir) if name is None else [_one(name)]
    if not known:
        raise ModelMissing(name=chosen.model)
    Console().print(_table(known, chosen.model, check=check))
    damaged = [folder for folder in known if check and folder.damaged_files()]
    for folder in damaged:
        for file in folder.damaged_files():
            sys.stderr.write(f"{folder.path.name}: {file} is missing or was changed\n")
    if damaged:
        raise ModelDamaged(name=damaged[0].path.name)


def _one(name: str) -> ModelFolder:
    return find_model(name, models_dir=settings().models_dir, data_dir=settings().data_dir)


def _show_card(folder: ModelFolder) -> None:
    text = folder.card() or f"# {folder.name}\n\nThis model has no card."
    if sys.stdout.isatty():
        Console().print(Markdown(text))
    else:
        sys.stdout.write(text.rstrip("\n") + "\n")


def _table(known: list[ModelFolder], chosen: str, *, check: bool) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("", "name", "version", "parts", "MiB", "files" if check else "folder"):
        table.add_column(heading, overflow="fold")
    for folder in known:
        files = [folder.path / file for file in folder.files]
        size = sum(file.stat().st_size for file in files if file.is_file()) / 2**20
        damaged = folder.damaged_files() if check else []
        state = (f"{len(damaged)} damaged" if damaged else "all as published") if check else str(folder.path)
        marked = "*" if folder.path.name == chosen else ""
        table.add_row(
            marked, folder.path.name, folder.version, ", ".join(sorted(folder.parts)) or "none", f"{size:.1f}", state
        )
    return table
