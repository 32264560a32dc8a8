"""spotpop record, as a person calls it."""

import csv
import io
import json
import time

import pytest

from spotpop.__main__ import main
from spotpop.record.entries import DAY_S
from spotpop.record.store import RecordStore
from spotpop.settings import settings
from tests.record import make_forecast, make_outcome


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "220")
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def run(*arguments):
    """Return the exit code."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return left.value.code or 0


def fill(count, *, right=None):
    """Keep forecasts made 40 days ago, with an outcome that the range held for the first `right` of them."""
    store = RecordStore.open(settings())
    made = [make_forecast(number, made_at=time.time() - 40 * DAY_S) for number in range(count)]
    outcomes = [make_outcome(one, 42.0 if number < (right or count) else 90.0) for number, one in enumerate(made)]
    store.append([*made, *outcomes])
    head = store.verify().head
    store.close()
    return head


def test_an_empty_record_says_so(home, capsys):
    assert run("record") == 0
    said = capsys.readouterr().out
    assert "0 forecasts of 0 tracks are kept." in said
    assert "None of them is old enough to be judged yet." in said


def test_below_thirty_there_is_no_figure(home, capsys):
    fill(12)
    assert run("record") == 0
    said = capsys.readouterr().out
    assert "12 of 30 so far" in said
    assert "\N{NO-BREAK SPACE}%" not in said


def test_figures_come_with_their_interval_and_misses_before_hits(home, capsys):
    head = fill(40, right=32)
    assert run("record") == 0
    said = capsys.readouterr().out
    assert "80\N{NO-BREAK SPACE}%" in said
    assert "65\N{NO-BREAK SPACE}% to 90\N{NO-BREAK SPACE}%" in said
    assert said.index("Largest misses") < said.index("Closest hits")
    assert said.count("→ 90") == 8
    assert head in said


def test_json_and_csv_hold_the_same(home, capsys):
    fill(40, right=32)
    assert run("record", "--json") == 0
    scores = json.loads(capsys.readouterr().out)["scores"]
    assert run("record", "--csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    shown = [(score["measure"], figure["name"], figure["value"]) for score in scores for figure in score["figures"]]
    assert [
        (row["measure"], row["figure"], float(row["estimate"]) if row["estimate"] else None) for row in rows
    ] == shown
    assert any(row["slice"] == "month" and row["figure"] == "coverage" and row["estimate"] == "0.8" for row in rows)


def test_the_record_is_verified_exported_and_verified_again(home, capsys):
    head = fill(3)
    assert run("record", "verify", "--head", head) == 0
    assert (
        f"All 6 lines follow from each other. Hash of the record\N{RIGHT SINGLE QUOTATION MARK}s last line: {head}"
        in capsys.readouterr().out
    )
    assert run("record", "verify", "--head", "0" * 63 + "1") == 1
    assert "cut short or made anew" in capsys.readouterr().err
    assert run("record", "export", "record.csv") == 0
    assert run("record", "verify", "record.csv", "--head", head) == 0
    forged = (home / "record.csv").read_text().replace('""score"":40.0', '""score"":60.0', 1)
    (home / "forged.csv").write_text(forged)
    assert run("record", "verify", "forged.csv") == 1
    assert "Line 1 of 6" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export",), "name a file"),
        (("export", "record.xls"), "name a file"),
        (("export", "no/such/folder/record.csv"), "cannot be written"),
        (("verify", "none.csv"), "is no export of the record"),
        (("burn",), "'burn' is not one of"),
    ],
)
def test_wrong_usage_is_one_sentence(home, capsys, arguments, said):
    assert run("record", *arguments) == 2
    found = capsys.readouterr().err
    assert said in found
    assert "Traceback" not in found


def test_a_database_that_cannot_be_used_is_one_sentence(home, capsys, monkeypatch):
    monkeypatch.setenv("SPOTPOP_DATABASE_URL", "mysql://somewhere/else")
    settings.cache_clear()
    assert run("record") == 1
    assert "only sqlite:// and postgresql:// are supported" in capsys.readouterr().err
    monkeypatch.setenv("SPOTPOP_DATABASE_URL", "sqlite:////proc/none/record.db")
    settings.cache_clear()
    assert run("record") == 1
    found = capsys.readouterr().err
    assert "The track record\N{RIGHT SINGLE QUOTATION MARK}s database cannot be used at the moment." in found
    assert "/proc/none" not in found
