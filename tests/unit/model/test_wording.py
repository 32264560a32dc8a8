"""What may be said of a reading: in steps, in words, and never more precisely than it is known."""

import pytest

from spotpop.model.descriptors import SHOWN
from spotpop.model.prediction import ClipPrediction
from spotpop.model.wording import context_text, describe, descriptor_text, mode_text, percentile


@pytest.mark.parametrize(
    ("value", "rank"), [(0.0, 25.0), (0.5, 62.5), (1.0, 75.0), (2.0, 100.0), (-1.0, 0.0), (9.0, 100.0), (1.5, 87.5)]
)
def test_percentiles_count_ties_by_half(value, rank) -> None:
    assert percentile(value, [0.0, 0.0, 0.0, 1.0, 2.0]) == pytest.approx(rank)


@pytest.mark.parametrize(
    ("name", "value", "rank", "mode", "text"),
    [
        ("energy", 0.66, None, None, "0.7"), ("loudness", -7.6, None, None, "-8 dB"),
        ("tempo", 127.6, None, None, "128 BPM"), ("key", 9.0, None, 0.95, "A major"),
        ("key", 11.6, None, 0.05, "C minor"), ("key", 0.0, None, 0.5, "C"), ("mode", 0.95, None, None, "major"),
        ("mode", 0.05, None, None, "minor"), ("mode", 0.5, None, None, "major or minor"),
    ],
)  # fmt: skip
def test_each_descriptor_is_said_in_its_own_unit(name, value, rank, mode, text) -> None:
    assert descriptor_text(name, value, rank, mode) == text


def test_tendencies_are_known_by_rank_not_by_value() -> None:
    low, high = (descriptor_text("danceability", 0.5, rank) for rank in (3.0, 97.0))
    assert low != high
    assert "-" not in low + high
    assert descriptor_text("acousticness", 0.01, 99.0) != descriptor_text("acousticness", 0.99, 1.0)


def test_an_unsure_mode_is_not_reported() -> None:
    assert (mode_text(None), mode_text(0.5), mode_text(0.99), mode_text(0.01)) == ("", "", "major", "minor")


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("age", 0.0, "not released yet"), ("age", -1.0, "not released yet"),
        ("age", 0.99, "released less than a year ago"), ("age", 1.0, "released 1 year ago"),
        ("age", 1.49, "released 1 year ago"), ("age", 1.6, "released 2 years ago"),
        ("duration", 204.4, "3:24 long"), ("duration", 59.6, "1:00 long"), ("duration", 65.0, "1:05 long"),
        ("explicit", 1.0, "explicit"), ("explicit", 0.0, "not explicit"), ("genre", 1.0, "rap"), ("genre", 2.0, "rock"),
        ("usual", 41.6, "other songs usually at 42"), ("earlier", 41.4, "earlier songs usually at 41"),
        ("album", 1.0, "from a single"), ("album", 2.0, "from an album"), ("album", 3.0, "from a compilation"),
        ("album", 0.0, "from an album"), ("deezer", 900.4, "900 fans on Deezer"),
        ("followers", 1.0, "1 follower"), ("followers", 0.0, "0 followers"), ("followers", 9_999.0, "9999 followers"),
        ("followers", 10_000.0, "10 thousand followers"), ("followers", 999_999.0, "1000 thousand followers"),
        ("followers", 1_000_000.0, "1.0 million followers"),
    ],
)  # fmt: skip
def test_context_is_said_in_words(name, value, text) -> None:
    assert context_text(name, value) == text


def test_what_is_shown_stands_in_the_tables_order_and_only_if_it_is_known() -> None:
    reading = ClipPrediction(
        descriptors={"valence": 0.5, "energy": 0.8, "loudness": float("nan"), "mode": 0.9, "key": 0.0, "liveness": 0.1},
        spread={}, tags={}, genres=(), warnings=(),
    )  # fmt: skip
    shown = describe(reading, {"energy": [0.0, 0.5, 1.0]})
    assert [one.name for one in shown] == ["energy", "valence", "key", "mode"]
    assert shown[0].percentile == pytest.approx(80.0)
    assert [one.percentile for one in shown[1:]] == [None] * 3
    assert [one.precision for one in shown] == [
        spec.precision for spec in SHOWN if spec.name in {s.name for s in shown}
    ]
    assert shown[2].text == "C major"
