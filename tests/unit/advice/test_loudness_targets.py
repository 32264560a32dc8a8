"""What streaming services do to a level, held to their own published examples."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotpop.advice.loudness_targets import HEADROOM_DBTP, SERVICES, service_gains
from spotpop.findings import ServiceGain


def gain_at(service: str, loudness_lufs: float, true_peak_dbtp: float) -> ServiceGain:
    return next(one for one in service_gains(loudness_lufs, true_peak_dbtp) if one.service == service)


@pytest.mark.parametrize(
    ("service", "lufs", "peak", "gain", "held", "limited"),
    [
        ("spotify", -20.0, -5.0, 4.0, True, False),  # the example in Spotify's article
        ("spotify", -8.0, 0.5, -6.0, False, False),
        ("spotify", -20.0, -12.0, 6.0, False, False),
        ("spotify", -20.0, 0.2, 0.0, True, False),  # no room at all: never turned down for its peak
        ("spotify_loud", -14.0, -1.0, 3.0, False, True),
        ("spotify_loud", -14.0, -9.0, 3.0, False, False),
        ("apple_music", -8.0, 0.0, -8.0, False, False),
        ("youtube", -20.0, -12.0, 0.0, False, False),  # only turns down
        ("youtube", -9.0, -1.0, -5.0, False, False),
        ("youtube_music", -9.0, -1.0, 0.0, False, False),
        ("tidal", -13.98, -1.0, 0.0, False, False),  # less than can be shown
    ],
)
def test_a_level_is_turned_as_the_service_says(
    service: str, lufs: float, peak: float, gain: float, held: bool, limited: bool
) -> None:
    found = gain_at(service, lufs, peak)

    assert found.gain_db == pytest.approx(gain)
    assert found.played_lufs == pytest.approx(lufs + gain, abs=0.01)
    assert (found.held_by_peak, found.limited) == (held, limited)


@given(lufs=st.floats(-60, 0), peak=st.floats(-40, 3))
def test_no_service_plays_louder_than_its_target_or_clips(lufs: float, peak: float) -> None:
    for service, found in zip(SERVICES, service_gains(lufs, peak), strict=True):
        assert found.played_lufs <= max(service.target_lufs, lufs) + 0.06
        if found.gain_db > 0:
            assert service.turns_up
            assert found.limited or peak + found.gain_db <= HEADROOM_DBTP + 0.01


def test_every_figure_has_a_source() -> None:
    for service in SERVICES:
        assert urlsplit(service.source).scheme == "https"
        assert 2010 <= service.year <= 2026
    assert len({service.key for service in SERVICES}) == len(SERVICES)
