"""Where a frequency, a second or a point lies, and how it is written."""

import pytest

from spotpop.picture.scales import FrequencyAxis, clock, hz_to_mel, mel_to_hz, time_ticks, whole_points


@pytest.mark.parametrize(("hz", "mel"), [(0, 0), (500, 7.5), (1000, 15), (6400, 42), (200, 3)])
def test_slaneys_mels(hz: float, mel: float) -> None:
    assert hz_to_mel(hz) == pytest.approx(mel)
    assert mel_to_hz(mel) == pytest.approx(hz)


def test_what_is_listened_to_goes_by_octaves() -> None:
    axis = FrequencyAxis.of(11_025)
    assert (axis.linear, axis.hz_at(0), axis.hz_at(1)) == (False, 30.0, pytest.approx(11_025))
    assert axis.hz_at(0.5) == pytest.approx((30 * 11_025) ** 0.5)
    ticks = axis.ticks()
    assert [text for _, text in ticks] == [
        "30 Hz",
        "60 Hz",
        "125 Hz",
        "250 Hz",
        "500 Hz",
        "1 kHz",
        "2 kHz",
        "4 kHz",
        "8 kHz",
    ]
    assert all(
        axis.hz_at(share) == pytest.approx(hz, rel=1e-6)
        for (share, _), hz in zip(ticks, (30, 60, 125, 250), strict=False)
    )
    assert [text for _, text in axis.ticks(5)] == ["30 Hz", "125 Hz", "500 Hz", "2 kHz", "8 kHz"]


def test_a_full_band_is_linear() -> None:
    axis = FrequencyAxis.of(22_050)
    assert (axis.linear, axis.hz_at(0), axis.hz_at(0.5)) == (True, 0.0, 11_025.0)
    assert [text for _, text in axis.ticks()] == ["4 kHz", "8 kHz", "12 kHz", "16 kHz", "20 kHz"]
    assert axis.ticks()[0][0] == pytest.approx(4000 / 22_050)
    assert [text for _, text in FrequencyAxis.of(96_000).ticks()] == ["20 kHz", "40 kHz", "60 kHz", "80 kHz"]
    assert not FrequencyAxis.of(12_000).linear


def test_seconds_worth_a_label() -> None:
    assert [text for _, text in time_ticks(0, 30)] == ["0 s", "5 s", "10 s", "15 s", "20 s", "25 s", "30 s"]
    assert time_ticks(0, 30)[1][0] == pytest.approx(1 / 6)
    assert [text for _, text in time_ticks(58.0, 7.0)] == [
        "58 s",
        "59 s",
        "1:00",
        "1:01",
        "1:02",
        "1:03",
        "1:04",
        "1:05",
    ]
    assert [text for _, text in time_ticks(0, 600)] == [f"{n}:00" if n else "0 s" for n in range(11)]


@pytest.mark.parametrize(("value", "text"), [(59.4, "59 s"), (59.6, "1:00"), (0, "0 s"), (65, "1:05"), (600, "10:00")])
def test_clocks(value: float, text: str) -> None:
    assert clock(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.4, "0"), (-0.4, "0"), (0.5, "1"), (-0.5, "0"), (-0.6, "-1"), (37.5, "38")]
)
def test_points_have_no_negative_zero(value: float, text: str) -> None:
    assert whole_points(value) == text
