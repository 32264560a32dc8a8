"""Which changes are tried on a song, and that what they are worth is what a comparison says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from spotpop.advice.trying import beside, judge_trials, trials_of
from spotpop.audio.analysis import Analysis, analyse
from spotpop.audio.changed import Changed
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.model.forecast import Context
from spotpop.model.prediction import ClipPrediction
from spotpop.report import Difference, Interval, Reason, WhatIf


def analysed(level: float = 0.05) -> Analysis:
    at = np.arange(6 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    strokes = np.where(at % 1.0 < 0.3, 1.0, 0.2)
    sound = level * strokes * (np.sin(2 * np.pi * 220 * at) + 0.3 * np.sin(2 * np.pi * 5000 * at))
    return analyse(Clip(sound.astype(np.float32), 0.0, 6.0))


SONG = analysed()


def test_an_excerpt_is_tried_louder_brighter_and_denser() -> None:
    found = {one.name: one for one in trials_of(SONG)}
    assert list(found) == ["loudness", "brightness", "dynamics"]
    assert found["loudness"].step == pytest.approx(3.0, abs=0.1)
    assert found["brightness"].step == 3.0
    assert found["dynamics"].step < 0
    assert all(one.changed is not None and one.duration_s is None for one in found.values())


def test_what_is_as_loud_and_dense_as_it_gets_is_not_tried() -> None:
    noise = np.sign(np.random.default_rng(0).standard_normal(6 * SAMPLE_RATE_HZ)) * 0.89
    assert [one.name for one in trials_of(analyse(Clip(noise.astype(np.float32), 0.0, 6.0)))] == ["brightness"]


@pytest.mark.parametrize(("length_s", "step"), [(100.0, 30.0), (149.9, 30.0), (150.0, -30.0), (400.0, -30.0)])
def test_a_whole_song_is_asked_about_at_another_length(length_s: float, step: float) -> None:
    length = trials_of(SONG, duration_s=length_s)[-1]
    assert (length.name, length.step, length.duration_s) == ("length", step, length_s + step)
    assert (length.changed, length.analysis) == (None, None)


def test_without_its_intro_a_song_is_shorter_and_another_part_is_heard() -> None:
    other = Clip(SONG.clip.samples[SAMPLE_RATE_HZ:], 1.0, 200.0)
    found = {one.name: one for one in trials_of(SONG, duration_s=200.0, without_intro=other, intro_cut_s=14.0)}
    assert (found["intro"].step, found["intro"].duration_s) == (-14.0, 186.0)
    assert found["intro"].analysis is not None
    assert found["intro"].analysis.clip.start_s == 1.0


def reading(energy: float = 0.5) -> ClipPrediction:
    return ClipPrediction(descriptors={"energy": energy}, spread={"energy": 0.1}, tags={}, genres=(), warnings=())


def test_each_trial_is_judged_by_a_comparison_with_the_song_as_it_is() -> None:
    trials = trials_of(SONG, duration_s=200.0, without_intro=SONG.clip, intro_cut_s=14.0)
    first, changed = reading(), [reading(0.6), reading(0.7), reading(0.8)]
    asked: list[tuple[float, float | None]] = []

    def read_changed(song: ClipPrediction, heard: Sequence[Changed]) -> Sequence[ClipPrediction]:
        assert song is first
        assert [one is trial.changed for one, trial in zip(heard, trials, strict=False)] == [True] * 3
        return changed

    def read(heard: Sequence[Analysis]) -> Sequence[ClipPrediction]:
        assert [one is trials[3].analysis for one in heard] == [True]
        return [reading(0.9)]

    def compare(one: object, other: tuple[ClipPrediction, Context]) -> Difference:
        assert one == (first, Context(duration_s=200.0))
        energy, length = other[0].descriptors["energy"], other[1].duration_s
        asked.append((energy, length))
        return Difference(difference=energy, interval=Interval(low=0.0, high=1.0), reliable=False)

    found = judge_trials(
        trials, (first, Context(duration_s=200.0)), read_changed=read_changed, read=read, compare=compare
    )

    assert asked == [(0.6, 200.0), (0.7, 200.0), (0.8, 200.0), (0.9, 186.0), (0.5, 170.0)]
    assert [(one.name, one.points, one.heard) for one in found] == [
        ("loudness", 0.6, True), ("brightness", 0.7, True), ("dynamics", 0.8, True), ("intro", 0.9, True),
        ("length", 0.5, False),
    ]  # fmt: skip


def test_of_what_a_model_knows_nothing_nothing_is_reported() -> None:
    def compare(*_: object) -> Difference:
        return Difference(difference=0.0, interval=Interval(low=0.0, high=0.0), reliable=False)

    trials = trials_of(SONG)

    def read_changed(_: ClipPrediction, heard: Sequence[Changed]) -> Sequence[ClipPrediction]:
        return [reading() for _ in heard]

    song = (reading(), Context())
    assert judge_trials(trials, song, read_changed=read_changed, read=lambda _: [], compare=compare) == ()


def test_tempo_stays_out_where_it_is_not_read_surely() -> None:
    def supposed(name: str) -> WhatIf:
        return WhatIf(name=name, points=1.0, low=0.0, high=2.0, step=1.0)

    def reason(group: str) -> Reason:
        return Reason(name="tempo", points=1.0, kind="sound", text="", group=group)  # type: ignore[arg-type]

    tried = [supposed("brightness")]
    known = [supposed("loudness"), supposed("energy"), supposed("tempo")]
    assert [one.name for one in beside(tried, known, [reason("change")])] == ["brightness", "energy", "tempo"]
    assert [one.name for one in beside(tried, known, [reason("unsure")])] == ["brightness", "energy"]
