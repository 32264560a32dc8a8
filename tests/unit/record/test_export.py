"""The record as a table: every value in a column of its own, and all that is needed to check it comes back."""

import csv
from dataclasses import replace

import pytest

from spotpop.record.entries import NO_HASH, Line
from spotpop.record.export import COLUMNS, read_csv, rows, write_csv
from tests.record import make_forecast, make_outcome


@pytest.fixture(scope="module")
def lines():
    first = Line.after(0, NO_HASH, make_forecast(1))
    second = Line.after(1, first.hash, make_outcome(make_forecast(1), 5.0))
    gone = Line.after(2, second.hash, make_outcome(make_forecast(1), 6.0, days=90))
    return [first, second, replace(gone, body=None, salt=None)]


def test_each_kind_fills_its_own_columns(lines):
    forecast, outcome, withdrawn = rows(lines)
    assert all(tuple(row) == COLUMNS for row in (forecast, outcome, withdrawn))
    assert (forecast["score"], forecast["baseline_low"], forecast["q50"], forecast["value"]) == (40.0, 5.0, 40.0, None)
    assert (outcome["value"], outcome["horizon_days"], outcome["score"]) == (5.0, 30, None)
    assert [withdrawn[name] for name in ("body", "salt", "value", "score")] == [None] * 4
    assert withdrawn["digest"]


def test_what_was_written_is_read_back(lines, tmp_path):
    assert write_csv(lines, tmp_path / "record.csv") == 3
    assert list(read_csv(tmp_path / "record.csv")) == lines


def test_another_table_is_refused(tmp_path):
    file = tmp_path / "other.csv"
    with file.open("w", newline="") as stream:
        csv.writer(stream).writerows([["number", "key"], ["1", "x"]])
    with pytest.raises(ValueError, match="no export"):
        list(read_csv(file))
    file.write_text("")
    with pytest.raises(ValueError, match="no export"):
        list(read_csv(file))
