"""Answers are read back as they were written, also with what a newer release added."""

import json
from typing import Any

import pytest

from spotpop.report import comparison_from_json, report_from_json, track_from_json, track_to_json
from spotpop.track import Track
from tests.reports import make_comparison, make_report


def newer(value: Any) -> Any:
    """The same JSON with a field more in every object."""
    if isinstance(value, dict):
        return {**{name: newer(one) for name, one in value.items()}, "of_a_newer_release": 1}
    return [newer(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("change", [lambda data: data, lambda data: json.loads(json.dumps(data))])
def test_a_report_and_a_comparison_come_back(change) -> None:
    report, comparison = make_report(), make_comparison()
    assert report_from_json(change(report.to_json())) == report
    assert comparison_from_json(change(comparison.to_json())) == comparison


def test_what_a_newer_release_added_is_ignored() -> None:
    data = newer(make_report(timings_ms={}).to_json())
    data["timings_ms"] = {}
    assert report_from_json(data) == make_report(timings_ms={})


@pytest.mark.parametrize(
    "name", ["what_ifs", "warnings", "moments", "ladder", "chances", "timings_ms", "quantiles", "findings"]
)
def test_what_an_older_release_did_not_write_is_empty(name: str) -> None:
    data = make_report().to_json()
    del data[name]
    assert not getattr(report_from_json(data), name)


@pytest.mark.parametrize("schema", [None, 0, 3, "1"])
def test_another_schema_is_refused(schema) -> None:
    with pytest.raises(ValueError, match="schema"):
        report_from_json({**make_report().to_json(), "schema": schema})


def test_a_track_has_its_address_and_its_artists_in_one_line() -> None:
    data = track_to_json(make_report().track)
    assert (data["release_date"], data["artist_line"]) == ("2016-03", "Sectoid")
    assert data["url"].endswith("4uLU6hMCjMI75M1A2tKUQC")
    assert track_from_json(data) == make_report().track
    assert track_to_json(Track(title="x"))["release_date"] is None
