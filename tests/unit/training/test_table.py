from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from spotpop.errors import TableUnusable
from spotpop.model.graph_inputs import INPUTS
from spotpop.training.table import artist_key, as_table, read_table


def frame(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"popularity": [10.0, 0.0], "artist_key": ["a", "b"], **columns})


def test_missing_columns_become_unknown_inputs() -> None:
    table = as_table(frame(energy=[0.2, None]))
    energy = table.rows[:, INPUTS.index("energy")]
    assert energy[0] == pytest.approx(0.2)
    assert np.isnan(energy[1])
    assert np.isnan(table.rows[:, INPUTS.index("tempo")]).all()
    assert set(table.source) == {"local"}


def test_age_is_snapshot_minus_release_and_never_negative() -> None:
    table = as_table(frame(snapshot=[2020.0, 2020.0], release=[2010.0, 2020.5]))
    assert table.rows[:, INPUTS.index("age")].tolist() == [10.0, 0.0]


def test_rows_of_popularity_zero_can_be_left_out() -> None:
    assert len(as_table(frame()).without_zeros()) == 1


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (pd.DataFrame({"popularity": [1.0]}), "artist_key"),
        (pd.DataFrame({"artist_key": ["a"]}), "popularity"),
        (frame(energy=[50.0, 60.0]), "energy"),
        (frame(loudness=["loud", "-3"]), "loudness"),
        (frame()[:0], "no rows"),
        (pd.DataFrame({"popularity": [None, 3.0], "artist_key": ["a", "b"]}), "empty"),
    ],
)
def test_a_broken_table_is_refused_with_the_columns_name(bad: pd.DataFrame, said: str) -> None:
    with pytest.raises(TableUnusable, match=said):
        as_table(bad)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_tables_are_read_from_csv_and_parquet(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"table{suffix}"
    table = frame(genre=["rock", "polka"], duration_ms=[1000.0, 2000.0])
    table.to_csv(path) if suffix == ".csv" else table.to_parquet(path)
    read = read_table(path)
    assert read.rows[:, INPUTS.index("duration")].tolist() == [1.0, 2.0]
    assert np.isfinite(read.rows[:, INPUTS.index("genre")]).tolist() == [True, False]


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.parquet"
    path.write_bytes(b"nonsense")
    with pytest.raises(TableUnusable, match=r"broken\.parquet"):
        read_table(path)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("The Beatles", "beatles"),
        ("Motörhead", "motorhead"),
        ("Puff Daddy & Faith Evans (Featuring 112)", "puffdaddy"),
        ("Kool & the Gang", "kool"),
        ("宇多田ヒカル", "宇多田ヒカル"),
        ("!!!", "!!!"),
    ],
)
def test_an_artists_spellings_share_a_key(name: str, key: str) -> None:
    assert artist_key(name) == key


def test_a_missing_artist_is_refused_not_named_nan() -> None:
    with pytest.raises(TableUnusable, match="artist_key"):
        as_table(pd.DataFrame({"popularity": [1.0, 2.0], "artist": ["a", None]}))


def test_errors_of_readings_come_with_their_columns() -> None:
    table = as_table(frame(energy=[0.2, 0.3], energy_sd=[0.1, None]))
    assert table.errors[:, INPUTS.index("energy")] == pytest.approx([0.1, 0.0])
    assert not table.errors[:, INPUTS.index("tempo")].any()
