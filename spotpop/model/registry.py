"""Models by name: where they lie, whether their files are whole, and how one is loaded.

A model is a folder with a manifest, ``model.json``::

    {"format": 1, "name": …, "version": …, "parts": {"audio": {…}, "popularity": {…}}, "files": {path: sha256}}

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
from typing import TYPE_CHECKING, Any

from spotpop.errors import ModelDamaged, ModelMissing
from spotpop.settings import Settings

if TYPE_CHECKING:
    from spotpop.model.model import Model

MANIFEST = "model.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model's folder and what its manifest says.

    Attributes
    ----------
    parts : mapping of str to dict
        What each graph needs beside it, by part: ``audio``, ``popularity``.
    files : mapping of str to str
        SHA-256 of every file, by its path within the folder.
    """

    path: Path
    name: str
    version: str
    parts: Mapping[str, dict[str, Any]]
    files: Mapping[str, str]

    def damaged_files(self, *, runtime: str | None = None) -> list[str]:
        """Return the files that are missing or differ from the manifest.

        Parameters
        ----------
        runtime : {"litert", "tensorflow"} or None
            Look only at what this runtime loads; None looks at everything.
        """
        damaged = []
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


def search_path(models_dir: Path | None = None) -> tuple[Path, ...]:
    """Return the folders in which models are looked for, first one first."""
    from spotpop.settings import settings

    package = Path(__file__).resolve().parents[1]
    repository = package.parent / "models"
    # Beside an installed package lies site-packages, where a folder named models may be anybody's.
    ours = [repository] if (package.parent / "pyproject.toml").is_file() else []
    places = (models_dir, settings().data_dir / "models", *ours, package / "_models")
    return tuple(folder for folder in places if folder and folder.is_dir())


def find_model(name: str, *, models_dir: Path | None = None) -> ModelFolder:
    """Return the folder of the model called `name`, which may also be the path of a model's folder.

    Raises
    ------
    ModelMissing
        If there is none.
    ModelDamaged
        If its manifest cannot be read.
    """
    places = [folder / name for folder in search_path(models_dir)] if _is_plain(name) else [Path(name)]
    for place in places:
        if (place / MANIFEST).is_file():
            return read_folder(place)
    raise ModelMissing(name=name)


def read_folder(path: Path) -> ModelFolder:
    """Read a model folder's manifest.

    Raises
    ------
    ModelDamaged
        If it is no manifest of ours.
    """
    try:
        data = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ModelDamaged(name=path.name)
        return ModelFolder(path, str(data["name"]), str(data["version"]), dict(data["parts"]), dict(data["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise ModelDamaged(name=path.name) from None


def list_models(*, models_dir: Path | None = None) -> list[ModelFolder]:
    """Return every model that can be found by name; of two with one name, the one that would be loaded."""
    found: dict[str, ModelFolder] = {}
    for place in _candidates(search_path(models_dir)):
        try:
            folder = read_folder(place)
        except ModelDamaged:
            folder = ModelFolder(place, place.name, "?", {}, {MANIFEST: "unreadable"})
        found.setdefault(place.name, folder)
    return list(found.values())


def _candidates(places: tuple[Path, ...]) -> Iterator[Path]:
    for place in places:
        yield from sorted(folder for folder in place.iterdir() if (folder / MANIFEST).is_file())


def load_model(
    name: str | None = None,
    *,
    settings: Settings | None = None,
    runtime: str | None = None,
    models_dir: Path | None = None,
    threads: int | None = None,
) -> Model:
    """Load a model by name; what is not given comes from the settings.

    Raises
    ------
    ModelMissing
        If there is no model of that name.
    ModelDamaged
        If a file that would be loaded is missing or differs from the manifest.
    RuntimeMissing
        If the runtime is not installed.
    """
    from spotpop.model.model import Model
    from spotpop.model.runtime import make_runtime
    from spotpop.settings import settings as process_settings

    settings = settings or process_settings()
    kind = runtime or settings.runtime
    folder = find_model(name or settings.model, models_dir=models_dir or settings.models_dir)
    if folder.damaged_files(runtime=kind):
        raise ModelDamaged(name=folder.name)
    return Model(folder, make_runtime(kind, folder.path, threads=threads or settings.threads))


def _is_plain(name: str) -> bool:
    return bool(name) and name not in {".", ".."} and "/" not in name and "\\" not in name
