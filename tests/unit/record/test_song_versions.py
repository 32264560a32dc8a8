"""What is kept of uploads, which versions are one song, and what one mix says of the next."""

from dataclasses import replace

import pytest

from spotpop.model.comparison import within_artist
from spotpop.model.manifest import Slope, Within
from spotpop.record.song_versions import (
    DAY_S,
    KEPT_S,
    Release,
    Step,
    Version,
    song_of,
    songs_of,
    step_between,
    within_of,
)
from spotpop.report import Reason
from spotpop.settings import Settings
from tests.reports import make_report

NOW = 1_767_225_600.0
WITHIN = Within(
    sound=Slope(slope=0.32, sd=0.19), context=Slope(slope=0.46, sd=0.31),
    inputs={"loudness": Slope(slope=0.3, sd=0.2)}, range=0.2, least_points=1.0,
)  # fmt: skip


def version(number=1, *, day=0.0, **changes):
    values = {
        "id": f"job-{number}", "name": f"Night Drive v{number}", "song": "night drive", "made_at": NOW + day * DAY_S,
        "model": "default", "version": "2.0", "score": 40.0, "low": 20.0, "high": 60.0, "sound": {"loudness": -2.0},
    }  # fmt: skip
    return Version(**{**values, **changes})


def uploaded(**changes):
    report = make_report()
    track = replace(report.track, title="Night Drive v2", id=None, released=False)
    return replace(report, track=track, preview=replace(report.preview, source="upload", how="upload"), **changes)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Night Drive v2", "night_drive (final)"),
        ("Night Drive", "Night-Drive mix 3"),
        ("Night Drive (1)", "night drive demo 2026-11-20"),
        ("Sueño versión 3", "SUEÑO mezcla 2"),
        ("Nachtfahrt Fassung 2", "nachtfahrt rough"),
    ],
)
def test_versions_of_one_song(first, second):
    assert song_of(first) == song_of(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Track 1", "Track 2"),
        ("Final Countdown", "Countdown"),
        ("Song", "Song (Remix)"),
        ("Demo", "Final"),
        ("v1", "x"),
    ],
)
def test_other_songs_stay_apart(first, second):
    assert song_of(first) != song_of(second)


def test_what_is_kept_are_numbers_and_the_name():
    reason = Reason(name="loudness", points=-3.9, kind="sound", text="-12 dB", low=-6.8, high=-2.3)
    context = Reason(name="age", points=2.0, kind="context", text="new")
    kept = Version.of(uploaded(reasons=(reason, context)), id="job-1", now=NOW)
    assert kept is not None
    assert kept.sound == {"loudness": -3.9}
    assert kept.reading_sd == pytest.approx((6.8 - 2.3) / (2 * 1.2816), abs=1e-3)
    assert Version.from_json(kept.to_json()) == kept
    assert b"-12 dB" not in kept.to_json()


def test_only_uploads_with_a_forecast_are_kept():
    assert Version.of(make_report(), id="x", now=NOW) is None
    assert Version.of(uploaded(score=None, interval=None), id="x", now=NOW) is None


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"id": 1}', b"\xff"])
def test_what_another_release_wrote_is_left_out(data):
    assert Version.from_json(data) is None


def test_songs_are_numbered_in_the_order_they_came_and_end_after_a_year():
    other = version(3, day=1, name="Other", song="other")
    songs = songs_of([version(2, day=2), other, version(1)], NOW + 3 * DAY_S)
    assert [(song.number, [one.id for one in song.versions]) for song in songs] == [
        (1, ["job-1", "job-2"]), (2, ["job-3"]),
    ]  # fmt: skip
    assert [song.number for song in songs_of([version(1), other], NOW + KEPT_S + 1)] == [1]
    assert songs_of([version(1), other], NOW + KEPT_S + 2 * DAY_S) == []


def test_a_difference_is_shrunk_as_a_comparison_shrinks_it():
    first, second = version(1, sound={"loudness": -4.0, "energy": 1.0}), version(2, sound={"loudness": 5.0})
    step = step_between(first, second, WITHIN)
    left, low, high = within_artist({"loudness": 9.0, "energy": -1.0}, WITHIN, 0.0)
    assert isinstance(step, Step)
    assert (step.points, step.low, step.high) == pytest.approx((sum(left.values()), low, high))
    assert step.reliable is (low > 0)


def test_the_readings_error_widens_it_until_nothing_is_claimed():
    first, second = version(1, sound={"loudness": -10.0}), version(2, sound={"loudness": 10.0})
    sure = step_between(first, second, WITHIN)
    shaky = step_between(replace(first, reading_sd=12.0), replace(second, reading_sd=12.0), WITHIN)
    assert isinstance(sure, Step)
    assert isinstance(shaky, Step)
    assert sure.reliable
    assert not shaky.reliable
    assert shaky.points == sure.points


@pytest.mark.parametrize(
    ("changes", "within", "said"),
    [
        ({"version": "2.1", "sound": {}}, WITHIN, "model"),
        ({}, WITHIN, "same"),
        ({"sound": {"energy": 1.0}}, None, "unmeasured"),
    ],
)  # fmt: skip
def test_where_nothing_can_be_reported_the_reason_is(changes, within, said):
    assert step_between(version(1), version(2, **changes), within) == said


def test_the_shipped_models_own_measure_is_read():
    settings = Settings()
    from spotpop.model.registry import find_model

    shipped = find_model("default")
    assert within_of("default", shipped.version, settings) is not None
    assert within_of("default", "0.0", settings) is None
    assert within_of("nobody", "1", settings) is None


def test_only_a_released_track_can_be_what_a_song_became():
    report = make_report()
    assert Release.of(uploaded(), NOW) is None
    release = Release.of(replace(report, track=replace(report.track, id="4uLU6hMCjMI75M1A2tKUQC", released=True)), NOW)
    assert release is not None
    assert release.track_id == "4uLU6hMCjMI75M1A2tKUQC"
    assert release.tied_at == NOW
