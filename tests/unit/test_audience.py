"""Who listens: the six steps in which it is asked for, and how people write them."""

import pytest

from spotpop.audience import RUNGS, rung_in, rung_named, rung_of


def test_every_number_of_followers_stands_on_one_rung() -> None:
    assert [rung_of(followers).name for followers in (0, 999, 1000, 9_999, 10_000, 1e5, 1e6, 1e7, 1e9)] == [
        "under_1k", "under_1k", "1k_10k", "1k_10k", "10k_100k", "100k_1m", "1m_10m", "over_10m", "over_10m",
    ]  # fmt: skip
    assert all(rung.low <= rung.followers < rung.high for rung in RUNGS)
    assert all(rung_named(rung.name) is rung for rung in RUNGS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1k-10k", "1k_10k"), ("1K to 10K", "1k_10k"), ("10k – 100k", "10k_100k"), ("under 1k", "under_1k"),
        ("<1k", "under_1k"), ("over 10m", "over_10m"), ("10M+", "over_10m"), ("> 10m", "over_10m"),
        ("0", "under_1k"), ("12,500", "10k_100k"), ("12.500", "10k_100k"), ("250k", "100k_1m"), ("2m", "1m_10m"),
    ],
)  # fmt: skip
def test_a_rung_is_understood_however_it_is_written(text: str, name: str) -> None:
    rung = rung_in(text)
    assert rung is not None
    assert rung.name == name


@pytest.mark.parametrize("text", ["", "many", "-5", "1k-20k", "10 million billion", "k", "9" * 40])
def test_what_is_no_rung_is_none(text: str) -> None:
    assert rung_in(text) is None
