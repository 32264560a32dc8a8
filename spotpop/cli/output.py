"""The forms in which ``spotpop predict`` answers: tables for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any, Protocol

from spotpop.cli import console
from spotpop.cli.console import written
from spotpop.cli.listing import Ranking
from spotpop.errors import SpotpopError
from spotpop.report import Report
from spotpop.wording import words_for
from spotpop.wording.failures import hint_of, sentence_of

CSV_FIELDS = ("input", "title", "artists", "score", "low", "high", "percentile", "picture", "error", "sentence")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Output(Protocol):
    """Takes answers in the order of the inputs, as they come."""

    def report(self, label: str, report: Report, picture: Path | None) -> None:
        """Take the answer for one track."""

    def ranking(self, label: str, ranking: Ranking, picture: Path | None) -> None:
        """Take the answer for an album or a playlist."""

    def failure(self, label: str, error: SpotpopError) -> None:
        """Take note that an input has no answer; stderr says so already."""


class TableOutput:
    """For people.

    Parameters
    ----------
    locale : str
        Their language.
    """

    def __init__(self, locale: str = "en") -> None:
        self._locale = locale

    def report(self, label: str, report: Report, picture: Path | None) -> None:  # noqa: ARG002 - the protocol's
        """Show the table."""
        from spotpop.cli.tables import show_report

        show_report(console.people(), report, picture, words_for(self._locale))

    def ranking(self, label: str, ranking: Ranking, picture: Path | None) -> None:  # noqa: ARG002 - the protocol's
        """Show the ranked table."""
        from spotpop.cli.tables import show_ranking

        show_ranking(console.people(), ranking, picture, words_for(self._locale))

    def failure(self, label: str, error: SpotpopError) -> None:
        """Say nothing more."""


class JsonOutput:
    """One JSON object a line; a single answer is indented.

    Parameters
    ----------
    alone : bool
        There is one input.
    """

    def __init__(self, *, alone: bool, locale: str = "en") -> None:
        self._indent = 2 if alone else None
        self._words = words_for(locale)

    def report(self, label: str, report: Report, picture: Path | None) -> None:
        """Print the report."""
        self._print({"input": label, **report.to_json(), "picture": _text(picture)})

    def ranking(self, label: str, ranking: Ranking, picture: Path | None) -> None:
        """Print the listing."""
        self._print({"input": label, **ranking.to_json(self._words), "picture": _text(picture)})

    def failure(self, label: str, error: SpotpopError) -> None:
        """Print the error."""
        hint = written(hint_of(error, self._words, here=True))
        described = {**error.to_json(), "sentence": written(sentence_of(error, self._words)), "hint": hint}
        console.print_json({"input": label, "error": described})

    def _print(self, data: dict[str, Any]) -> None:
        console.print_json(data, indent=self._indent)


class CsvOutput:
    """A table for spreadsheets: a line a track, with the columns `CSV_FIELDS`.

    Titles come from strangers: those that a spreadsheet would run as a formula get an apostrophe before them.
    """

    def __init__(self, locale: str = "en") -> None:
        self._words = words_for(locale)
        self._writer = csv.DictWriter(sys.stdout, CSV_FIELDS, lineterminator="\n")
        self._writer.writeheader()

    def report(self, label: str, report: Report, picture: Path | None) -> None:
        """Print a line."""
        self._write(label, _columns(report) | {"picture": _text(picture)})

    def ranking(self, label: str, ranking: Ranking, picture: Path | None) -> None:
        """Print a line a track, best first."""
        for row in ranking.rows:
            if row.report is not None:
                self._write(label, _columns(row.report) | {"picture": _text(picture)})
            else:
                missing = row.failure
                described = self._described(missing) if missing else {}
                self._write(label, {"title": row.title, "artists": row.artist_line, **described})

    def failure(self, label: str, error: SpotpopError) -> None:
        """Print a line that says why."""
        self._write(label, self._described(error))

    def _described(self, error: SpotpopError) -> dict[str, Any]:
        return {"error": error.code, "sentence": written(sentence_of(error, self._words))}

    def _write(self, label: str, columns: dict[str, Any]) -> None:
        line = {"input": label, **columns}
        self._writer.writerow({name: _harmless(value) for name, value in line.items()})
        sys.stdout.flush()


def _columns(report: Report) -> dict[str, Any]:
    columns: dict[str, Any] = {"title": report.track.title, "artists": report.track.artist_line}
    if report.score is not None and report.interval is not None:
        columns["score"] = round(report.score, 1)
        columns["low"], columns["high"] = round(report.interval.low, 1), round(report.interval.high, 1)
        columns["percentile"] = report.percentile
    return columns


def _harmless(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = console.clean(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
