"""What the record holds: which forecasts are kept, their names, their one form, and the chain over them."""

import json
from dataclasses import replace

import pytest

from spotpop.record.entries import NO_HASH, ForecastEntry, Line, OutcomeEntry, canonical, chained, digest_of
from spotpop.report import PreviewMatch
from tests.record import NEW_YEAR, make_forecast, make_outcome
from tests.unit.bot import samples


def test_of_a_report_only_what_may_be_compared_is_kept():
    entry = ForecastEntry.of(samples.report(), NEW_YEAR + 0.12345)
    assert (entry.track_id, entry.score, entry.low, entry.high) == (samples.TRACK.id, 41.2, 19.1, 62.8)
    assert (entry.made_at, entry.baseline, entry.audience, entry.cohort) == (
        NEW_YEAR + 0.123,
        (11.0, 36.0, 64.0),
        True,
        "asked",
    )
    assert entry.release_date == "2024-08-16"
    assert "Night Walk" not in canonical(entry)
    assert "Ada" not in canonical(entry)


@pytest.mark.parametrize(
    "changes",
    [
        {"track": replace(samples.TRACK, released=False)},
        {"track": replace(samples.TRACK, id=None)},
        {"preview": PreviewMatch(source="upload", how="upload")},
        {"score": None},
        {"interval": None},
    ],
)
def test_of_others_nothing_is(changes):
    assert ForecastEntry.of(samples.report(**changes), NEW_YEAR) is None


def test_a_track_whose_audience_is_not_known_is_kept_apart():
    bare = samples.report(track=replace(samples.TRACK, followers=None))
    assert ForecastEntry.of(bare, NEW_YEAR).audience is False
    assert ForecastEntry.of(bare, NEW_YEAR).key != ForecastEntry.of(samples.report(), NEW_YEAR).key


def test_a_repeat_within_the_month_has_the_same_name_and_nothing_else_has():
    first = make_forecast(1)
    assert make_forecast(1, day=30.9).key == first.key
    others = [make_forecast(1, day=31), make_forecast(2), make_forecast(1, model="x"), make_forecast(1, version="2")]
    assert len({one.key for one in (first, *others, make_forecast(1, audience=True))}) == 6


def test_an_outcome_is_named_by_measure_horizon_and_forecast():
    forecast = make_forecast(1)
    keys = {
        make_outcome(forecast, 1.0, days=30).key,
        make_outcome(forecast, 2.0, days=30).key,
        make_outcome(forecast, 1.0, days=90).key,
        make_outcome(forecast, 1.0, measure="deezer.rank").key,
    }
    assert len(keys) == 3


@pytest.mark.parametrize("entry", [make_forecast(1), make_outcome(make_forecast(1), 5.0)])
def test_an_entry_is_written_in_one_way_and_read_back(entry):
    text = canonical(entry)
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))
    assert text.isascii()
    assert type(entry).from_json({**json.loads(text), "of a newer version": 1}) == entry


@pytest.mark.parametrize("change", [{"quantiles": [1.0, 2.0]}, {"baseline": [1.0, 2.0]}])
def test_a_damaged_forecast_is_refused(change):
    with pytest.raises(ValueError, match=r"quantiles|values to unpack"):
        ForecastEntry.from_json({**json.loads(canonical(make_forecast(1))), **change})


def test_a_missing_field_is_refused():
    data = json.loads(canonical(make_outcome(make_forecast(1), 5.0)))
    del data["value"]
    with pytest.raises(TypeError):
        OutcomeEntry.from_json(data)


def test_each_line_hangs_on_the_one_before():
    first = Line.after(0, NO_HASH, make_forecast(1))
    second = Line.after(first.number, first.hash, make_outcome(make_forecast(1), 5.0))
    assert [(one.number, one.kind) for one in (first, second)] == [(1, "forecast"), (2, "outcome")]
    assert second.hash == chained(first.hash, 2, second.key, second.digest)
    assert second.digest == digest_of(second.salt, second.body)
    assert [one.entry() for one in (first, second)] == [make_forecast(1), make_outcome(make_forecast(1), 5.0)]
    assert replace(first, body=None).entry() is None
    for changed in (
        ("x", 2, second.key, second.digest),
        (first.hash, 3, second.key, second.digest),
        (first.hash, 2, "x", second.digest),
        (first.hash, 2, second.key, "x"),
    ):
        assert chained(*changed) != second.hash


def test_the_same_entry_twice_has_two_digests():
    one, other = (Line.after(0, NO_HASH, make_forecast(1)) for _ in range(2))
    assert one.salt != other.salt
    assert one.digest != other.digest
    assert one.body not in repr(one)
