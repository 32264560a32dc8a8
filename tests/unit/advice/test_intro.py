"""An intro is found where a song takes long to begin, and what is heard without it is what a cut file would give."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from spotpop.advice.intro import intro_s, without_intro
from spotpop.audio.clip import SAMPLE_RATE_HZ, Clip
from spotpop.audio.decode import Limits, decode
from tests.tones import mono_wav

RATE = 8000


def song(intro_s: float, rest_s: float = 80.0, quiet: float = 0.1) -> NDArray[np.float64]:
    rng = np.random.default_rng(1)
    noise = 0.2 * rng.standard_normal(round((intro_s + rest_s) * RATE)).clip(-3, 3)
    noise[: round(intro_s * RATE)] *= quiet
    return noise


def test_a_long_intro_is_cut_to_five_seconds_and_the_section_is_that_of_the_cut_file() -> None:
    whole = song(20.0)
    data, cut = mono_wav(whole, RATE), mono_wav(whole[15 * RATE :], RATE)
    clip = decode(data)

    found = without_intro(data, clip, Limits())

    assert found is not None
    assert found.cut_s == pytest.approx(15, abs=2)
    if found.cut_s == 15:
        again = decode(cut)
        assert found.clip.start_s - 15 == pytest.approx(again.start_s, abs=0.01)
        assert found.clip.samples[1000:-1000] == pytest.approx(again.samples[1000:-1000], abs=2e-3)


@pytest.mark.parametrize(("intro", "rest"), [(0.0, 80.0), (8.0, 80.0), (20.0, 30.0)])
def test_no_intro_a_short_one_or_a_short_song_is_left_alone(intro: float, rest: float) -> None:
    data = mono_wav(song(intro, rest), RATE)
    assert without_intro(data, decode(data), Limits()) is None


@pytest.mark.parametrize(("intro", "seconds"), [(0.0, 1), (8.0, 1), (20.0, 3)])
def test_the_whole_opening_is_decoded_only_where_a_song_has_not_begun(
    intro: float, seconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = mono_wav(song(intro), RATE)
    clip, decoded = decode(data), []

    def counting(*arguments: Any, **options: Any) -> Clip:
        decoded.append(options["start_s"])
        return decode(*arguments, **options)

    monkeypatch.setattr("spotpop.advice.intro.decode", counting)
    without_intro(data, clip, Limits())
    assert len(decoded) == seconds
    assert decoded[0] == 9.0


def test_who_chose_the_section_hears_the_same_seconds_without_the_intro() -> None:
    data = mono_wav(song(20.0), RATE)
    clip = decode(data, start_s=50.0)
    found = without_intro(data, clip, Limits(), start_s=50.0)
    assert found is not None
    assert found.clip.start_s == clip.start_s
    assert found.clip.samples == pytest.approx(clip.samples)


def test_a_song_that_never_gets_as_loud_has_an_intro_as_long_as_was_looked_at() -> None:
    quiet = Clip(np.full(SAMPLE_RATE_HZ * 10, 1e-3, np.float32), 0.0, 10.0)
    loud = Clip(np.full(SAMPLE_RATE_HZ * 10, 0.5, np.float32), 0.0, 10.0)
    assert (intro_s(quiet, loud), intro_s(loud, loud)) == (10.0, 0.0)
