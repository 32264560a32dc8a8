"""Models by name: where they lie, and whether their files are whole.

A model is a folder with a manifest, ``model.json`` (`spotpop.model.manifest`)::

    {"format": 2, "name": …, "version": …, "parts": {"audio": {…}, "popularity": {…}}, "files": {path: sha256},
     "digest": …}

Folders are looked for in the operator's ``SPOTPOP_MODELS_DIR``, in ``models`` within ``SPOTPOP_DATA_DIR`` (where
trained models are put when the former is unset), in the repository's ``models/``, and in the installed package, in this
order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spotpop.errors import ModelDamaged, ModelMissing
from spotpop.model.manifest import FORMAT, Manifest, problem_of
from spotpop.nearest import nearest

__all__ = ["FORMAT", "MANIFEST", "ModelFolder", "find_model", "list_models", "read_folder", "search_path", "sha256"]

MANIFEST = "model.json"


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model's folder and what its manifest says.

    Attributes
    ----------
    manifest : Manifest or None
        None in a list of models where it cannot be read.
    problem : str
        What is wrong with the manifest, in a few words; empty if it is whole.
    """

    path: Path
    manifest: Manifest | None
    problem: str = ""

    @property
    def name(self) -> str:
        """Name under which the model is found."""
        return self.manifest.name if self.manifest else self.path.name

    @property
    def version(self) -> str:
        """Version of the training that made it."""
        return self.manifest.version if self.manifest else "?"

    @property
    def parts(self) -> Mapping[str, dict[str, Any]]:
        """What each graph needs beside it, as plain values, by part: ``audio``, ``popularity``, ``pipes``."""
        if self.manifest is None:
            return {}
        found: dict[str, dict[str, Any]] = self.manifest.parts.model_dump(exclude_none=True)
        return found

    @property
    def files(self) -> Mapping[str, str]:
        """SHA-256 of every file but the manifest, by its path within the folder."""
        return self.manifest.files if self.manifest else {}

    def damaged_files(self, *, runtime: str | None = None) -> list[str]:
        """Return the files that are missing or differ from the manifest.

        Parameters
        ----------
        runtime : {"litert", "tensorflow"} or None
            Look only at what this runtime loads; None looks at everything. The manifest is always looked at.
        """
        damaged = [MANIFEST] if self.problem else []
        for name, digest in self.files.items():
            if runtime == "litert" and not name.endswith(".tflite"):
                continue
            if runtime == "tensorflow" and ".savedmodel/" not in name:
                continue
            file = self.path / name
            if not file.is_file() or sha256(file) != digest:
                damaged.append(name)
        return damaged

    def card(self) -> str:
        """Return the model card, Markdown; empty if the model has none."""
        card = self.path / "card.md"
        return card.read_text(encoding="utf-8") if card.is_file() else ""


def sha256(file: Path) -> str:
    """Return the file's SHA-256 in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def search_path(models_dir: Path | None = None, data_dir: Path | None = None) -> tuple[Path, ...]:
    """Return the folders in which models are looked for, first one first.

    Parameters
    ----------
    models_dir : Path or None
        Where the operator keeps models of their own; looked into first.
    data_dir : Path or None
        The data folder of the settings in use; None is that of this process.
    """
    from spotpop.settings import settings

    package = Path(__file__).resolve().parents[1]
    repository = package.parent / "models"
    # Beside an installed package lies site-packages, where a folder named models may be anybody's.
    ours = [repository] if (package.parent / "pyproject.toml").is_file() else []
    places = (models_dir, (data_dir or settings().data_dir) / "models", *ours, package / "_models")
    return tuple(folder for folder in places if folder and folder.is_dir())


def find_model(name: str, *, models_dir: Path | None = None, data_dir: Path | None = None) -> ModelFolder:
    """Return the folder of the model called `name`, which may also be the path of a model's folder.

    Raises
    ------
    ModelMissing
        If there is none.
    ModelDamaged
        If its manifest cannot be read.
    """
    return read_folder(locate_model(name, models_dir=models_dir, data_dir=data_dir))


def locate_model(name: str, *, models_dir: Path | None = None, data_dir: Path | None = None) -> Path:
    """Return where the model called `name` lies, without reading it.

    Raises
    ------
    ModelMissing
        If there is none.
    """
    searched = search_path(models_dir, data_dir)
    places = [folder / name for folder in searched] if _is_plain(name) else [Path(name)]
    for place in places:
        if (place / MANIFEST).is_file():
            return place
    near = nearest(name, (folder.name for folder in _candidates(searched)))
    raise ModelMissing(name=name, nearest=near) if near else ModelMissing(name=name)


def read_folder(path: Path) -> ModelFolder:
    """Read a model folder's manifest.

    Raises
    ------
    ModelDamaged
        If it cannot be read, lacks a key, has one of the wrong kind, or was changed; its ``problem`` says which.
    """
    folder = _read(path)
    if folder.problem:
        raise ModelDamaged(name=path.name, problem=f"{MANIFEST}: {folder.problem}")
    return folder


def _read(path: Path) -> ModelFolder:
    try:
        data = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ModelFolder(path, None, "it cannot be read")
    problem = problem_of(data)
    return ModelFolder(path, None, problem) if problem else ModelFolder(path, Manifest.model_validate(data))


def list_models(*, models_dir: Path | None = None, data_dir: Path | None = None) -> list[ModelFolder]:
    """Return every model that can be found by name; of two with one name, the one that would be loaded."""
    found: dict[str, ModelFolder] = {}
    for place in _candidates(search_path(models_dir, data_dir)):
        found.setdefault(place.name, _read(place))
    return list(found.values())


def _candidates(places: tuple[Path, ...]) -> Iterator[Path]:
    for place in places:
        yield from sorted(folder for folder in place.iterdir() if (folder / MANIFEST).is_file())


def _is_plain(name: str) -> bool:
    return bool(name) and name not in {".", ".."} and "/" not in name and "\\" not in name
