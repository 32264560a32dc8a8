"""A data set of one's own: the Parquet file that `spotpop collect` writes (`docs/datasets.md`).

Its columns are those of the training table (`spotpop.training.table`), so it is one; beside them each clip keeps what
both branches take in: the feature vector and MusiCNN's answers by patch. No audio, and nothing it could be made from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from spotpop.audio.features import FEATURE_NAMES, FEATURES_VERSION
from spotpop.errors import TableUnusable
from spotpop.model.descriptors import DESCRIPTOR_SPECS

if TYPE_CHECKING:
    import pandas as pd

SCHEMA: Final = 1
"""Version of the columns; kept in the file's metadata under ``spotpop``."""
FILE: Final = "clips.parquet"

_TEXT = (
    "id", "title", "artist", "isrc", "album", "album_type", "genre", "song_key", "artist_key", "source", "matched_by",
)  # fmt: skip
_NUMBERS = (
    "popularity", "plays", "snapshot", "release", "duration_s", "explicit", "artist_followers", "match_confidence",
    "artist_n_other", "artist_median_other", "artist_n_prior", "artist_median_prior", "album_tracks", "track_number",
    "deezer_fans", "deezer_rank", *(spec.name for spec in DESCRIPTOR_SPECS if spec.estimated and spec.forecast),
)  # fmt: skip
_ARRAYS = ("features", "embedding", "tags")
COLUMNS: Final = pa.schema(
    [pa.field(name, pa.string()) for name in _TEXT]
    + [pa.field(name, pa.float64()) for name in _NUMBERS]
    + [pa.field(name, pa.list_(pa.float32())) for name in _ARRAYS]
)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set in memory, row by row.

    Attributes
    ----------
    frame : pandas.DataFrame
        The columns that `spotpop.training.table.as_table` understands, and what was matched.
    features : ndarray of float32, shape (n, n_features)
        In the order of `spotpop.audio.features.FEATURE_NAMES`.
    embedding, tags : ndarray of float32, shape (n, n_patches, 200) and (n, n_patches, 50), or None
        MusiCNN's answers by patch; None where no model analysed the clips.
    analysed_by : str
        SHA-256 of the audio graph that analysed them; empty where none did.
    """

    frame: pd.DataFrame
    features: NDArray[np.float32]
    embedding: NDArray[np.float32] | None
    tags: NDArray[np.float32] | None
    analysed_by: str

    def __len__(self) -> int:
        """Return the number of clips."""
        return len(self.frame)


def write_dataset(folder: Path, rows: Sequence[dict[str, Any]], *, analysed_by: str, n_patches: int) -> Path:
    """Write the data set in one step: a reader sees the old file or the new one, never a piece.

    Parameters
    ----------
    rows : sequence of dict
        By column; what is missing is unknown.
    analysed_by : str
        SHA-256 of the audio graph, empty if there was none.
    n_patches : int
        Patches a clip; 0 if there was no audio graph.

    Returns
    -------
    Path
        The file.
    """
    about = {
        "schema": SCHEMA,
        "features_version": FEATURES_VERSION,
        "feature_names": list(FEATURE_NAMES),
        "analysed_by": analysed_by,
        "n_patches": n_patches,
    }
    columns = {name: [row.get(name) for row in rows] for name in COLUMNS.names}
    table = pa.Table.from_pydict(columns, schema=COLUMNS.with_metadata({"spotpop": json.dumps(about)}))
    partial = folder / f"{FILE}.part"
    pq.write_table(table, partial, compression="zstd")
    with partial.open("rb") as stream:
        os.fsync(stream.fileno())
    return partial.replace(folder / FILE)


def read_dataset(folder: Path) -> Dataset:
    """Read a data set that `spotpop collect` has written; `folder` may also be the file itself.

    Raises
    ------
    TableUnusable
        If there is none, or if it was made with other columns or features than this version's.
    """
    file = folder / FILE if folder.is_dir() else folder
    try:
        table = pq.read_table(file)
        about = json.loads((table.schema.metadata or {})[b"spotpop"])
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise TableUnusable(path=file.name, problem="it is no data set made by `spotpop collect`") from error
    if about.get("schema") != SCHEMA or about.get("features_version") != FEATURES_VERSION:
        raise TableUnusable(path=file.name, problem="it was collected by another version; collect it again")
    if table.num_rows == 0:
        raise TableUnusable(path=file.name, problem="it holds no clip yet")
    patches = int(about["n_patches"])
    return Dataset(
        frame=table.drop_columns(list(_ARRAYS)).to_pandas(),
        features=_array(table, "features", file.name),
        embedding=_array(table, "embedding", file.name, patches) if patches else None,
        tags=_array(table, "tags", file.name, patches) if patches else None,
        analysed_by=str(about["analysed_by"] if "analysed_by" in about else about["heard_by"]),  # its former name
    )


def _array(table: pa.Table, name: str, file: str, patches: int | None = None) -> NDArray[np.float32]:
    try:
        stacked = np.array(table.column(name).to_pylist(), np.float32)
    except (TypeError, ValueError) as error:
        raise TableUnusable(path=file, problem=f"the column {name} is damaged") from error
    return stacked.reshape(len(stacked), patches, -1) if patches else stacked
