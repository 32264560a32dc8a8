"""The same recording or not: pairs out of the habits of real catalogues, and what collecting lives on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotpop.sources import matching
from spotpop.sources.matching import Entry, judge
from spotpop.sources.matching.words import split_words
from spotpop.track import Artist, Track
from tests.unit.sources.matching.recordings import BLIND_OTHER, BLIND_REFUSED, BLIND_SAME, OTHER, SAME, Pair


def track(title: str = "Lantern Road", *artists: str, **more: object) -> Track:
    credited = tuple(Artist(name=name) for name in artists or ("Mira Solberg",))
    return Track(**{"title": title, "artists": credited, "duration_s": 200.0, **more})  # type: ignore[arg-type]


def entry(title: str = "Lantern Road", artist: str = "Mira Solberg", **more: object) -> Entry:
    return Entry(**{"title": title, "artist": artist, "duration_s": 200.0, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("one", SAME, ids=str)
def test_the_same_recording_in_other_words(one: Pair) -> None:
    verdict = judge(one.track, one.entry)
    assert verdict.usable, verdict
    assert verdict.confidence >= 0.9 or verdict.differences


@pytest.mark.parametrize("one", OTHER, ids=str)
def test_another_recording_is_refused(one: Pair) -> None:
    verdict = judge(one.track, one.entry)
    assert not verdict.usable, verdict
    assert verdict.differences


def test_pairs_that_nobody_had_tuned_on() -> None:
    usable = {str(one) for one in BLIND_OTHER if judge(one.track, one.entry).usable}
    missed = {str(one) for one in BLIND_SAME if not judge(one.track, one.entry).usable}
    assert not usable
    assert not missed
    assert not any(judge(one.track, one.entry).usable for one in BLIND_REFUSED)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
@settings(max_examples=300)
def test_any_names_are_judged_without_an_error(one: str, two: str, artist: str) -> None:
    asked = track(one, artist or "x")
    verdict = judge(asked, entry(two, artist, album=two))
    assert verdict.usable or verdict.differences
    if split_words(one):
        assert judge(asked, entry(one, artist or "x")).decision != "accepted" or matching.song_key(asked)


@given(st.text(max_size=60))
def test_a_title_is_its_own_equal(title: str) -> None:
    if title.strip():
        assert judge(track(title), entry(title)).usable


def test_one_song_has_one_key() -> None:
    key = matching.song_key(track("Road (Remastered 2011)", "The Lanterns"))
    assert key == matching.song_key(track("ROAD", "Lanterns"))
    assert key != matching.song_key(track("Road (Live)", "Lanterns"))
    assert matching.song_key(track("Road - Live")) == matching.song_key(track("Road Live"))


@pytest.mark.parametrize(
    ("title", "core"),
    [("Road (feat. Ann) [Remix]", "Road"), ("Road - Live", "Road"), ("(Live)", "(Live)"), ("Road ft. Ann", "Road")],
)
def test_a_search_asks_for_the_core_of_a_title(title: str, core: str) -> None:
    assert matching.core_title(title) == core


@pytest.mark.parametrize(
    ("code", "valid"),
    [("USUM72409273", True), ("usum72409273", False), ("", False), (None, False), ("USUM7240927/", False)],
)
def test_an_isrc_has_its_form(code: str | None, valid: bool) -> None:
    assert matching.is_isrc(code) is valid


@pytest.mark.parametrize(("theirs", "agrees"), [(203, True), (203.1, False), (196.9, False), (None, False), (0, False)])
def test_lengths_agree_within_three_seconds(theirs: float | None, agrees: bool) -> None:
    assert matching.duration_agrees(track(), theirs) is agrees
