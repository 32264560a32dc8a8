"""Deep links carry a question within 64 harmless characters, and nothing hostile comes through."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.deep_links import payload_of, reference_in
from spotpop.links import parse_reference

TRACK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"


@pytest.mark.parametrize(
    "url",
    [
        TRACK,
        TRACK.replace("track", "album"),
        TRACK.replace("track", "playlist"),
        "https://spotify.link/AbCdEfGhIj",
        "https://www.deezer.com/track/3135556",
        "https://www.deezer.com/playlist/1",
        "https://music.apple.com/de/album/2",
        "https://music.apple.com/de/song/1440833060",
        "https://music.apple.com/de/playlist/pl.u-06oxDvGCYLMvmo",
        "https://music.apple.com/us/playlist/pl.043a2c9876114d95a4659988497567be",
    ],
)
def test_a_reference_travels(url: str) -> None:
    reference = parse_reference(url)
    assert reference is not None
    payload = payload_of(reference)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert reference_in(payload) == reference


@given(st.text() | st.from_regex(r"(at|track)-[A-Za-z0-9_-]{0,60}", fullmatch=True))
def test_anything_else_is_no_question(payload: str) -> None:
    reference = reference_in(payload)
    assert reference is None or reference.url.startswith("https://")


def test_a_packed_foreign_address_is_refused() -> None:
    assert reference_in("at-aHR0cHM6Ly9ldmlsLmV4YW1wbGUvdHJhY2s") is None
