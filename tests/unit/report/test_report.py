"""The frozen answer as JSON: which version it says it is of, what is derived, and what a forecast alone consists of."""

import json
from dataclasses import fields

import pytest

from spotpop.findings import Change, Changes
from spotpop.report import report_from_json
from spotpop.report.report import QUANTILE_LEVELS, SCHEMA, Comparison, Expectation, track_to_json
from spotpop.track import Artist, ReleaseDate, Track
from tests.reports import make_comparison, make_report


def test_quantiles_go_from_five_to_95_percent_in_steps_of_five() -> None:
    assert len(QUANTILE_LEVELS) == 19
    assert (QUANTILE_LEVELS[0], QUANTILE_LEVELS[9], QUANTILE_LEVELS[-1]) == (0.05, 0.5, 0.95)
    assert 0.15 in QUANTILE_LEVELS  # no float that is nearly one


def test_the_fields_of_a_forecast_are_taken_over_as_they_are() -> None:
    report = make_report(warnings=("short",))
    taken = report.expectation()
    assert set(taken) == {field.name for field in fields(Expectation)}
    assert taken["warnings"] == ("short",)
    assert taken["interval"] is report.interval  # values, not dictionaries of them
    assert not {"track", "preview", "section", "model", "timings_ms", "quantiles", "findings"} & set(taken)


def test_a_report_says_first_which_form_it_has() -> None:
    data = make_report().to_json()
    assert next(iter(data.items())) == ("schema", SCHEMA)
    assert json.loads(json.dumps(data)) == json.loads(json.dumps(make_report().to_json()))
    assert report_from_json(data).quantiles == make_report().quantiles


def test_a_track_is_reported_with_what_follows_from_it() -> None:
    track = Track(
        title="Feelings",
        artists=(Artist(name="Ada", id="1" * 22), Artist(name="Bo")),
        id="2" * 22,
        release_date=ReleaseDate.parse("2016-03-04", "month"),
    )
    shown = track_to_json(track)
    assert shown["release_date"] == "2016-03"
    assert shown["artist_line"] == "Ada, Bo"
    assert shown["url"] == f"https://open.spotify.com/track/{'2' * 22}"
    assert shown["artists"] == ({"name": "Ada", "id": "1" * 22}, {"name": "Bo", "id": None})
    assert make_report(track=track).to_json()["track"] == shown
    assert track_to_json(Track(title="x"))["release_date"] is None


@pytest.mark.parametrize("known", [None, Changes(sameness="level", changes=(
    Change(name="loudness", first=-12.0, second=-9.0, difference=3.0),))])  # fmt: skip
def test_a_comparison_holds_both_reports_and_the_way_from_the_first_to_the_second(known: Changes | None) -> None:
    comparison: Comparison = make_comparison(changes=known, difference=2.5, reliable=True)
    data = comparison.to_json()
    assert list(data) == ["schema", "first", "second", "difference", "interval", "reliable", "reasons", "changes"]
    assert (data["first"]["score"], data["second"]["score"]) == (38.0, 40.0)
    assert (data["schema"], data["difference"], data["reliable"]) == (SCHEMA, 2.5, True)
    assert data["interval"] == {"low": -1.5, "high": 5.0, "coverage": 0.8}
    assert [reason["name"] for reason in data["reasons"]] == ["energy"]
    assert (data["changes"] is None) == (known is None)
    if known is not None:
        assert data["changes"]["changes"][0]["difference"] == 3.0
