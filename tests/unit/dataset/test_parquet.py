"""A collection forgets nothing and mixes nothing; the data set is a training table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from spotpop.audio.features import FEATURE_NAMES
from spotpop.dataset.parquet import FILE, read_dataset, write_dataset
from spotpop.dataset.rows import scalars_of, with_labels
from spotpop.dataset.state import CollectionState, Embedding, Item
from spotpop.errors import TableUnusable
from spotpop.model.graph_inputs import INPUTS
from spotpop.report import PreviewMatch
from spotpop.track import Artist, ReleaseDate, Track
from spotpop.training.table import as_table

IDS = [f"{number:022d}" for number in range(6)]
FEATURES = np.arange(len(FEATURE_NAMES), dtype=np.float32)


def heard(**scalars: Any) -> Embedding:
    return Embedding(scalars, FEATURES, np.ones((3, 200), np.float32), np.zeros((3, 50), np.float32))


def finish(collection: CollectionState, item: Item, **marks: Any) -> None:
    values = {"isrc": None, "song_key": item.key, "duration_s": 200.0, "digest": item.key, **marks}
    collection.finish(item.key, heard(id=item.id), **values)


def test_what_was_done_is_known_after_opening_again(tmp_path: Path) -> None:
    collection = CollectionState(tmp_path)
    items_of = [Item(id=one, popularity=10.0) for one in IDS]
    assert collection.want(items_of) == 6
    finish(collection, items_of[0])
    collection.give_up(items_of[1].key, "failed", "preview-not-found")
    collection.close()
    collection = CollectionState(tmp_path)
    assert collection.want(items_of) == 0
    assert [item.id for item in collection.waiting()] == IDS[2:]
    assert collection.counts() == {"done": 1, "failed": 1, "waiting": 4}
    assert collection.reasons() == {"preview-not-found": 1}
    assert collection.retry_failed() == 1
    [(item, row)] = collection.rows()
    assert item.popularity == 10
    assert np.array_equal(row["features"], FEATURES)
    collection.close()


def test_one_run_at_a_time(tmp_path: Path) -> None:
    collection = CollectionState(tmp_path)
    with pytest.raises(TableUnusable, match="another run"):
        CollectionState(tmp_path)
    collection.close()
    CollectionState(tmp_path).close()


def test_another_model_does_not_mix(tmp_path: Path) -> None:
    collection = CollectionState(tmp_path)
    collection.require_same("model", "a")
    collection.require_same("model", "a")
    with pytest.raises(TableUnusable, match="another model"):
        collection.require_same("model", "b")
    collection.close()


def test_twins_are_known_by_isrc_by_name_and_length_and_by_bytes(tmp_path: Path) -> None:
    collection = CollectionState(tmp_path)
    first, second = Item(id=IDS[0], popularity=10.0), Item(id=IDS[1], popularity=30.0, date="2026-01-01")
    collection.want([first, second])
    finish(collection, first, isrc="QZTST2600001", song_key="road||mira", digest="d")
    assert collection.duplicate(second.key, isrc="QZTST2600001") == first.key
    assert collection.duplicate(second.key, song_key="road||mira", duration_s=203.0) == first.key
    assert collection.duplicate(second.key, digest="d") == first.key
    assert collection.duplicate(second.key, song_key="road||mira", duration_s=203.1) is None
    assert collection.duplicate(second.key, song_key="road||mira", duration_s=None) is None
    assert collection.duplicate(second.key, isrc=None, song_key=None, digest=None) is None
    assert collection.duplicate(first.key, isrc="QZTST2600001") is None
    collection.give_up(second.key, "duplicate", first.key)
    collection.raise_label(first.key, second)
    collection.want([first, second])  # the same table once more does not take the higher label away
    [(kept, _)] = collection.rows()
    assert (kept.popularity, kept.date) == (30.0, "2026-01-01")
    collection.close()


def test_a_label_that_comes_later_is_taken(tmp_path: Path) -> None:
    collection = CollectionState(tmp_path)
    collection.want([Item(id=IDS[0]), Item(id=IDS[1])])
    collection.give_up(f"spotify:{IDS[0]}", "unlabelled", "no-label")
    collection.want([Item(id=IDS[0], popularity=44.0)])
    assert [(item.id, item.popularity) for item in collection.waiting()] == [(IDS[0], 44.0), (IDS[1], None)]
    collection.set_label(Item(id=IDS[1], popularity=12, date="2026-02-03"))
    assert [item.popularity for item in collection.waiting()] == [44.0, 12]
    collection.close()


def test_items_are_added_all_or_none(tmp_path: Path) -> None:
    collection = CollectionState(tmp_path)
    broken = Item(id=IDS[1], title=object())  # type: ignore[arg-type] # what JSON cannot hold
    with pytest.raises(TypeError):
        collection.want([Item(id=IDS[0]), broken], listing="https://open.spotify.com/album/x")
    assert collection.counts() == {}
    assert not collection.knows_listing("https://open.spotify.com/album/x")
    collection.close()


def row_of(number: int, **label: Any) -> tuple[Item, dict[str, Any]]:
    item = Item(id=IDS[number], date="2026-07-02", **label)
    track = Track(
        title=f"Road {number}",
        artists=(Artist(name="Mira"),),
        duration_s=200.0,
        release_date=ReleaseDate.parse("2024-07-01"),
        explicit=False,
        genres=("indie pop",),
    )
    match = PreviewMatch(source="deezer", how="isrc", confidence=0.99)
    scalars = scalars_of(item, track, match, 200.0)
    arrays = {"features": FEATURES, "embedding": np.ones(600, np.float32), "tags": np.zeros(150, np.float32)}
    return item, {**scalars, "energy": 0.5, **arrays}


def test_a_data_set_is_a_training_table(tmp_path: Path) -> None:
    rows = with_labels([row_of(number, popularity=10.0 * number) for number in range(4)])
    write_dataset(tmp_path, rows, analysed_by="abc", n_patches=3)
    data = read_dataset(tmp_path)
    assert (len(data), data.analysed_by) == (4, "abc")
    assert data.features.shape == (4, len(FEATURE_NAMES))
    assert data.embedding is not None
    assert data.tags is not None
    assert (data.embedding.shape, data.tags.shape) == ((4, 3, 200), (4, 3, 50))
    table = as_table(data.frame)
    assert list(table.popularity) == [0, 10, 20, 30]
    values = dict(zip(INPUTS, table.rows[0], strict=True))
    assert values["energy"] == 0.5
    assert values["age"] == pytest.approx(2.0, abs=0.01)
    assert values["duration"] == 200
    assert np.isnan(values["danceability"])
    assert set(table.artist) == {"mira"}
    assert read_dataset(tmp_path / FILE).analysed_by == "abc"


def test_plays_become_a_percentile_within_their_source() -> None:
    labels = [
        {"plays": 10.0},
        {"plays": 1000.0},
        {"plays": 10.0},
        {"plays": 5.0, "source": "other"},
        {"popularity": 7.0},
    ]
    rows = with_labels([row_of(number, **label) for number, label in enumerate(labels)])
    assert [row["popularity"] for row in rows] == [
        pytest.approx(100 / 3),
        pytest.approx(500 / 6),
        pytest.approx(100 / 3),
        50,
        7,
    ]


def test_without_a_network_features_alone_are_kept(tmp_path: Path) -> None:
    item, row = row_of(0, popularity=1.0)
    rows = with_labels([(item, {**row, "embedding": None, "tags": None})])
    write_dataset(tmp_path, rows, analysed_by="", n_patches=0)
    data = read_dataset(tmp_path)
    assert (data.embedding, data.tags) == (None, None)


def test_a_data_set_of_an_older_version_says_what_analysed_it(tmp_path: Path) -> None:
    write_dataset(tmp_path, with_labels([row_of(0, popularity=1.0)]), analysed_by="abc", n_patches=3)
    table = pq.read_table(tmp_path / FILE)
    about = json.loads(table.schema.metadata[b"spotpop"])
    about["heard_by"] = about.pop("analysed_by")
    pq.write_table(table.replace_schema_metadata({"spotpop": json.dumps(about)}), tmp_path / FILE)
    assert read_dataset(tmp_path).analysed_by == "abc"


def test_what_is_no_data_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableUnusable, match="no data set"):
        read_dataset(tmp_path)
    (tmp_path / FILE).write_bytes(b"nonsense")
    with pytest.raises(TableUnusable, match="no data set"):
        read_dataset(tmp_path)
    pq.write_table(pa.table({"popularity": [1.0]}), tmp_path / FILE)
    with pytest.raises(TableUnusable, match="no data set"):
        read_dataset(tmp_path)
    write_dataset(tmp_path, [], analysed_by="", n_patches=0)
    with pytest.raises(TableUnusable, match="no clip"):
        read_dataset(tmp_path)
    pq.write_table(pa.table({"a": [1]}).replace_schema_metadata({"spotpop": '{"schema": 0}'}), tmp_path / FILE)
    with pytest.raises(TableUnusable, match="another version"):
        read_dataset(tmp_path)
