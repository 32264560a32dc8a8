from dataclasses import replace

import numpy as np
import pytest

from spotpop.model.forecast import Context
from spotpop.model.popularity import Popularity
from spotpop.model.prediction import DESCRIPTORS, ClipPrediction, Occlusion
from spotpop.report import Genre
from tests.unit.model.popularity_part import AUDIENCE, KnownRuntime, part

SPREAD = {"energy": 0.1, "loudness": 1.5, "danceability": 0.1, "tempo": 0.2}
READING = ClipPrediction(
    descriptors={"energy": 0.6, "loudness": -8.0, "danceability": 0.5, "key": 9.0, "mode": 0.2, "acousticness": 0.9},
    spread=SPREAD,
    tags={},
    genres=(Genre(name="rock", probability=0.4),),
    warnings=("short",),
)
CONTEXT = Context(age_years=3.0, explicit=True)


@pytest.fixture
def popularity() -> Popularity:
    return Popularity(part(), KnownRuntime())


def test_baseline_and_reasons_add_up_to_the_score(popularity: Popularity) -> None:
    forecast = popularity.forecast(READING, CONTEXT)
    assert forecast.baseline == pytest.approx(45.0, abs=0.05)
    assert forecast.baseline + sum(r.points for r in forecast.reasons) == pytest.approx(forecast.score, abs=1e-9)


def test_effects_are_shapley_values(popularity: Popularity) -> None:
    certain = replace(READING, spread={})
    points = {r.name: r.points for r in popularity.forecast(certain, CONTEXT).reasons}
    # The interaction of energy and age, 2 * 0.6 * 3, belongs to both by half.
    assert points["energy"] == pytest.approx(6.0 + 1.8, abs=0.2)
    assert points["age"] == pytest.approx(-3.0 + 1.8, abs=0.2)
    assert points["loudness"] == pytest.approx(-4.0, abs=0.1)
    assert points["acousticness"] == pytest.approx(0.0, abs=0.01)


def test_what_is_not_known_has_no_reason(popularity: Popularity) -> None:
    names = {r.name for r in popularity.forecast(READING, CONTEXT).reasons}
    assert names == {"energy", "loudness", "danceability", "mode", "acousticness", "age", "explicit"}


def test_nothing_known_gives_the_baseline(popularity: Popularity) -> None:
    silent = ClipPrediction(descriptors={}, spread={}, tags={}, genres=(), warnings=())
    forecast = popularity.forecast(silent, Context())
    assert forecast.score == forecast.baseline
    assert forecast.reasons == ()
    assert "release-unknown" in forecast.warnings


def test_the_readings_error_widens_the_interval(popularity: Popularity) -> None:
    def width(spread: dict[str, float]) -> float:
        interval = popularity.forecast(replace(READING, spread=spread), CONTEXT).interval
        return interval.high - interval.low

    assert width({"loudness": 12.0}) > width({}) + 1.0


def test_the_stretch_moves_both_ends_away_from_the_score() -> None:
    states = {"none": {"low": 2.0, "high": 0.5}}
    plain = Popularity(part(), KnownRuntime()).forecast(READING, CONTEXT)
    moved = Popularity(part(conformal={"states": states}), KnownRuntime()).forecast(READING, CONTEXT)
    assert plain.interval is not None
    assert moved.interval is not None
    assert plain.score == moved.score
    assert plain.score is not None
    assert plain.score - moved.interval.low == pytest.approx(2 * (plain.score - plain.interval.low))
    assert moved.interval.high - plain.score == pytest.approx((plain.interval.high - plain.score) / 2)


def test_what_is_outside_the_training_data_gets_a_wider_interval(popularity: Popularity) -> None:
    def width(warnings: tuple[str, ...]) -> float:
        interval = popularity.forecast(replace(READING, warnings=warnings), CONTEXT).interval
        assert interval is not None
        return interval.high - interval.low

    assert width(("classical",)) > 1.2 * width(())
    assert width(("short",)) > 1.2 * width(())


@pytest.mark.parametrize("code", ["speech", "noise", "tone", "silence"])
def test_of_what_is_no_music_nothing_is_reported(popularity: Popularity, code: str) -> None:
    forecast = popularity.forecast(replace(READING, warnings=(code,)), CONTEXT)
    assert forecast.verdict == "cannot-tell"
    assert (forecast.score, forecast.interval, forecast.percentile) == (None, None, None)
    assert (forecast.reasons, forecast.what_ifs, forecast.ladder, forecast.chances) == ((), (), (), ())
    assert code in forecast.warnings


def test_descriptors_are_shown_only_as_precisely_as_they_are_known(popularity: Popularity) -> None:
    heard = replace(READING, descriptors={**READING.descriptors, "liveness": 0.4})
    shown = {d.name: d for d in popularity.forecast(heard, CONTEXT).descriptors}
    assert "liveness" not in shown
    assert (shown["energy"].text, shown["energy"].precision) == ("0.6", "number")
    assert (shown["loudness"].text, shown["loudness"].precision) == ("-8 dB", "number")
    assert (shown["acousticness"].text, shown["acousticness"].precision) == ("high", "level")
    assert (shown["danceability"].text, shown["danceability"].precision) == ("average", "tendency")
    assert (shown["key"].text, shown["key"].precision) == ("A minor", "estimate")
    assert shown["energy"].percentile == pytest.approx(60.0)


def test_a_what_if_is_a_second_forecast_shrunk_as_a_comparison_is(popularity: Popularity) -> None:
    what_ifs = {one.name: one for one in popularity.forecast(READING, CONTEXT).what_ifs}
    assert set(what_ifs) == {"energy", "loudness"}  # the tempo is not known here
    louder = replace(READING, descriptors={**READING.descriptors, "loudness": -5.0})
    compared = popularity.compare((READING, CONTEXT), (louder, CONTEXT))
    assert what_ifs["loudness"].points == pytest.approx(compared.difference, abs=0.05)
    assert what_ifs["loudness"].points == pytest.approx(0.5 * 3 * 0.5, abs=0.05)  # own slope of a half
    assert what_ifs["loudness"].step == 3.0
    assert what_ifs["loudness"].low < what_ifs["loudness"].points < what_ifs["loudness"].high


def test_a_reason_that_does_not_outlive_the_readings_error_is_unsure(popularity: Popularity) -> None:
    steady = {one.name: one for one in popularity.forecast(READING, CONTEXT).reasons}
    assert (steady["energy"].group, steady["age"].group) == ("change", "context")
    assert steady["energy"].low is not None
    assert steady["energy"].high is not None
    assert steady["energy"].low < steady["energy"].points < steady["energy"].high
    shaky = {one.name: one for one in popularity.forecast(replace(READING, spread={"loudness": 12.0}), CONTEXT).reasons}
    assert shaky["loudness"].group == "unsure"


def test_the_ladder_asks_about_every_audience_and_marks_ones_own() -> None:
    popularity = Popularity(part(audience=AUDIENCE), KnownRuntime())
    forecast = popularity.forecast(READING, replace(CONTEXT, followers=50_000, usual_popularity=30.0))
    scores = [rung.score for rung in forecast.ladder]
    assert scores == sorted(scores)
    assert [rung.name for rung in forecast.ladder if rung.chosen] == ["10k_100k"]
    assert [rung.listed_only for rung in forecast.ladder] == [True, *[False] * 5]
    assert forecast.audience == "both"
    alone = popularity.forecast(READING, replace(CONTEXT, followers=50_000))
    assert alone.score == pytest.approx(forecast.ladder[2].score, abs=0.05)
    assert [chance.popularity for chance in alone.chances] == [20.0, 30.0]
    assert alone.chances[0].probability > alone.chances[1].probability
    blind = popularity.forecast(READING, CONTEXT)
    assert (blind.audience, [rung.chosen for rung in blind.ladder]) == ("mixture", [False] * 6)


def test_usual_popularity_is_stated_at_the_level_of_the_reference() -> None:
    usual = Context(usual_popularity=70.0)
    silent = ClipPrediction(descriptors={}, spread={}, tags={}, genres=(), warnings=())
    forecast = Popularity(part(level=60.0, audience=AUDIENCE), KnownRuntime()).forecast(silent, usual)
    # Ten points above the level of 60, of which the known graph keeps a half.
    assert forecast.score == pytest.approx(65.0, abs=0.1)


def test_what_training_never_knew_is_withheld() -> None:
    popularity = Popularity(part(inputs=["energy"]), KnownRuntime())
    assert [reason.name for reason in popularity.forecast(READING, CONTEXT).reasons] == ["energy"]


def test_moments_are_the_change_of_the_score_without_a_window(popularity: Popularity) -> None:
    covered = np.full((2, len(DESCRIPTORS)), np.nan)
    covered[0, DESCRIPTORS.index("energy")] = 0.4
    heard = replace(READING, moments=Occlusion((1.0, 2.0), 3.0, covered))
    moments = popularity.forecast(heard, CONTEXT).moments
    assert moments is not None
    assert moments.points[0] == pytest.approx(0.2 * (10 + 6), abs=0.05)
    assert moments.points[1] == pytest.approx(0.0, abs=1e-6)


def test_a_file_against_itself_is_no_difference(popularity: Popularity) -> None:
    same = popularity.compare((READING, CONTEXT), (READING, CONTEXT))
    assert same.difference == 0.0
    assert (same.interval.low, same.interval.high) == (0.0, 0.0)
    assert not same.reliable
    assert all(reason.points == 0.0 for reason in same.reasons)


def test_a_clear_difference_is_reliable_and_its_reasons_add_up(popularity: Popularity) -> None:
    louder = replace(READING, descriptors={**READING.descriptors, "loudness": 10.0})
    found = popularity.compare((READING, CONTEXT), (louder, CONTEXT))
    # Nine points between artists, of which loudness keeps a half within one.
    assert found.difference == pytest.approx(4.5, abs=0.2)
    assert found.difference == pytest.approx((found.interval.low + found.interval.high) / 2)
    assert sum(reason.points for reason in found.reasons) == pytest.approx(found.difference, abs=1e-9)
    assert found.reliable
    assert found.reasons[0].name == "loudness"
    assert found.reasons[0].text == "-8 dB → 10 dB"


def test_a_difference_within_the_readings_error_is_not_reliable(popularity: Popularity) -> None:
    unsure = {**SPREAD, "loudness": 6.0}
    louder = replace(READING, descriptors={**READING.descriptors, "loudness": -2.0}, spread=unsure)
    found = popularity.compare((replace(READING, spread=unsure), CONTEXT), (louder, CONTEXT))
    assert found.difference > 1.0
    assert not found.reliable


def test_what_both_versions_share_is_no_reason(popularity: Popularity) -> None:
    other = replace(READING, descriptors={**READING.descriptors, "energy": 0.9, "loudness": 3.0})
    found = popularity.compare((READING, CONTEXT), (other, CONTEXT))
    assert {reason.name for reason in found.reasons} == {"energy", "loudness"}
    points = {reason.name: reason.points for reason in found.reasons}
    assert points["loudness"] == pytest.approx(0.5 * 11 * 0.5, abs=0.1)
    assert points["energy"] == pytest.approx(0.8 * (3.0 + 1.8), abs=0.1)


def test_swapping_the_versions_turns_the_difference_round(popularity: Popularity) -> None:
    other = replace(READING, descriptors={**READING.descriptors, "energy": 0.9})
    there = popularity.compare((READING, CONTEXT), (other, CONTEXT))
    back = popularity.compare((other, CONTEXT), (READING, CONTEXT))
    assert back.difference == pytest.approx(-there.difference)
    assert back.interval.low == pytest.approx(-there.interval.high)
    assert back.reliable == there.reliable
