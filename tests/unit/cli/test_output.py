"""Answers for programs: JSON a line, CSV that no spreadsheet runs, and nothing lost of a failure."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from spotpop.cli.output import CSV_FIELDS, CsvOutput, JsonOutput, TableOutput
from spotpop.errors import NotAudio
from tests.unit.bot import samples


def rows(capsys):
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_one_answer_is_indented_and_of_several_each_is_a_line(capsys):
    JsonOutput(alone=True).report("x", samples.report(), None)
    alone = capsys.readouterr().out
    JsonOutput(alone=False).report("x", samples.report(), Path("a.png"))
    line = capsys.readouterr().out
    assert alone.count("\n") > 10
    assert line.count("\n") == 1
    assert (json.loads(line)["input"], json.loads(line)["picture"], json.loads(alone)["picture"]) == (
        "x",
        "a.png",
        None,
    )
    assert json.loads(line)["score"] == 41.2


def test_a_failure_is_reported_to_programs_with_code_sentence_and_hint(capsys):
    error = NotAudio()
    JsonOutput(alone=False).failure("x", error)
    shown = json.loads(capsys.readouterr().out)["error"]
    assert (shown["code"], shown["sentence"], shown["hint"]) == (error.code, error.text, error.advice)
    CsvOutput().failure("x", error)
    [row] = rows(capsys)
    assert (row["input"], row["error"], row["sentence"]) == ("x", error.code, error.text)


def test_a_line_holds_rounded_figures_under_named_columns(capsys):
    CsvOutput().report("x", samples.report(), Path("a.png"))
    [row] = rows(capsys)
    assert tuple(row) == CSV_FIELDS
    assert (row["score"], row["low"], row["high"], row["percentile"]) == ("41.2", "19.1", "62.8", "58.3")
    assert (row["title"], row["artists"], row["picture"]) == ("Night Walk", "Ada, The Loops", "a.png")


def test_without_a_forecast_the_figures_are_empty(capsys):
    CsvOutput().report("x", samples.report(score=None, interval=None), None)
    [row] = rows(capsys)
    assert {row[name] for name in ("score", "low", "high", "percentile", "picture")} == {""}


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_spreadsheet_runs_a_title(capsys, title):
    report = samples.report(track=replace(samples.TRACK, title=title))
    CsvOutput().report("=cmd|' /C calc'!A0", report, None)
    [row] = rows(capsys)
    assert row["title"] == f"'{title}"
    assert row["input"].startswith("'=")


def test_a_title_stays_on_its_line_and_steers_nothing(capsys):
    report = samples.report(track=replace(samples.TRACK, title="a\x1b[2J\nb\t=x"))
    CsvOutput().report("x", report, None)
    [row] = rows(capsys)
    assert row["title"] == "a[2J b =x"


def test_of_an_album_each_track_is_a_line_also_one_that_failed(capsys):
    class Row:
        def __init__(self, title, report=None, failure=None):
            self.title, self.artist_line, self.report, self.failure = title, "Ada", report, failure

    class Album:
        rows = (Row("a", samples.report()), Row("b", failure=NotAudio()), Row("c"))

    CsvOutput().ranking("x", Album(), None)
    first, second, third = rows(capsys)
    assert (first["score"], second["error"], third["title"], third["error"]) == ("41.2", NotAudio.code, "c", "")


def test_people_are_informed_of_failures_elsewhere(capsys):
    TableOutput().failure("x", NotAudio())
    assert capsys.readouterr().out == ""
    TableOutput("de").report("x", samples.report(), None)
    assert "Night Walk" in capsys.readouterr().out
