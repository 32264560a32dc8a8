"""A folder of audio heard by a model as it is, and put into a table beside its labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from spotpop.audio.analysis import Analysis, analyse
from spotpop.audio.decode import decode
from spotpop.audio.formats import AUDIO_SUFFIXES
from spotpop.errors import AudioError, TableUnusable
from spotpop.model.graph_inputs import SOUND
from spotpop.model.model import Model
from spotpop.training.fit import EpochCallback

_BATCH = 8


def analyse_table(
    labels: pd.DataFrame, folder: Path, model: Model, *, progress: EpochCallback = lambda _: None
) -> pd.DataFrame:
    """Put what a model hears into the columns of a table, with the deviations of its errors.

    Parameters
    ----------
    labels : pandas.DataFrame
        With ``file`` (within `folder`) or ``track_id`` (the file's name without its ending).

    Returns
    -------
    pandas.DataFrame
        Rows whose audio was found and could be heard; Spotify's own descriptors, if there were any, are replaced.

    Raises
    ------
    TableUnusable
        If no column names the audio or no file is found.
    """
    files = _files(labels, folder)
    kept: list[int] = []
    clips: list[Analysis] = []
    rows: list[dict[str, float]] = []
    for position, file in enumerate(files):
        if file is None:
            continue
        try:
            clips.append(analyse(decode(file.read_bytes())))
            kept.append(position)
        except AudioError as error:
            progress(f"{file.name}: {error.text}")
        if len(clips) == _BATCH:
            rows += _read(model, clips)
            clips = []
            progress(f"{len(rows)} of {len(files)} files heard")
    rows += _read(model, clips)
    if not rows:
        raise TableUnusable(path=str(folder.name), problem="no audio of the table's rows was found in this folder")
    heard = pd.DataFrame(rows, index=labels.index[kept])
    plain = labels.iloc[kept].drop(columns=[column for column in heard if column in labels])
    return pd.concat([plain.drop(columns=[name for name in SOUND if name in plain]), heard], axis=1)


def _files(labels: pd.DataFrame, folder: Path) -> list[Path | None]:
    if "file" in labels:
        named = [folder / str(name) for name in labels["file"]]
        return [path if path.is_file() and path.resolve().is_relative_to(folder.resolve()) else None for path in named]
    if "track_id" not in labels:
        raise TableUnusable(path=folder.name, problem="neither the column file nor track_id names the audio")
    by_stem = {path.stem: path for path in sorted(folder.rglob("*")) if path.suffix.lower() in AUDIO_SUFFIXES}
    return [by_stem.get(str(name)) for name in labels["track_id"]]


def _read(model: Model, clips: Sequence[Analysis]) -> list[dict[str, float]]:
    return [
        {
            **{name: value for name, value in reading.descriptors.items() if name in SOUND},
            **{f"{name}_sd": value for name, value in reading.spread.items() if name in SOUND},
        }
        for reading in (model.read(clips, moments=False) if clips else [])
    ]
