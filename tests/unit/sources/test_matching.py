"""The same recording or not: a doubtful match is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotpop.sources import matching
from spotpop.track import Artist, Track


def track(title: str = "Lantern Road", *artists: str, duration_s: float | None = 200.0, album: str = "") -> Track:
    names = artists or ("Mira Solberg",)
    return Track(title=title, artists=tuple(Artist(name=name) for name in names), duration_s=duration_s, album=album)


def searched(ours: Track, title: str, artist: str, duration_s: float | None = 200.0, album: str = "") -> float | None:
    return matching.judge_by_search(ours, title=title, artist=artist, duration_s=duration_s, album=album)


@pytest.mark.parametrize(
    ("ours", "title", "artist"),
    [
        (track(), "Lantern Road", "Mira Solberg"),
        (track(), "LANTERN  ROAD!", "mira solberg"),
        (track("Señorita (feat. Anna)", "Beyoncé"), "Senorita", "Beyonce"),
        (track("Señorita"), "Señorita (with Somebody)", "Mira Solberg"),
        (track("Road feat. Anna B."), "Road (feat. Anna B.)", "Mira Solberg"),
        (track("Road", "Simon & Garfunkel"), "Road", "Simon and Garfunkel"),
        (track("Road", "Mira Solberg", "Bo"), "Road", "Mira Solberg & Bo"),
        (track("Road", "Tyler, The Creator"), "Road", "Tyler, The Creator"),
        (track("Road", "The Lanterns"), "Road", "Lanterns"),
        (track("Road", "P!nk"), "Road", "Pink"),
        (track("???", "!!!"), "???", "!!!"),
        (track("Road", "A$AP Rocky"), "Road", "ASAP Rocky"),
        (track("Don't Go"), "Don\u2019t Go", "Mira Solberg"),
        (track("Road - 2011 Remaster"), "Road (Remastered 2015)", "Mira Solberg"),
        (track("Road - Live at Home"), "Road (Live At Home)", "Mira Solberg"),
        (track("Road - Radio Edit"), "Road (Radio Edit)", "Mira Solberg"),
        (track('Road - From "The Film"'), 'Road (From "The Film")', "Mira Solberg"),
        (track("Road, Pt. 2"), "Road Part 2", "Mira Solberg"),
        (track("夜に駆ける", "YOASOBI"), "夜に駆ける", "YOASOBI"),
        (track("Live and Let Go"), "Live And Let Go", "Mira Solberg"),
        (track("Radio", "Mira Solberg"), "Radio", "Mira Solberg"),
    ],
)
def test_the_same_recording_in_other_words(ours: Track, title: str, artist: str) -> None:
    confidence = searched(ours, title, artist)
    assert confidence is not None
    assert 0.75 <= confidence <= 0.95


@pytest.mark.parametrize(
    ("ours", "title", "artist"),
    [
        (track(), "Lantern Road (Remix)", "Mira Solberg"),
        (track(), "Lantern Road (Live)", "Mira Solberg"),
        (track(), "Lantern Road - Acoustic", "Mira Solberg"),
        (track(), "Lantern Road (Karaoke Version)", "Mira Solberg"),
        (track(), "Lantern Road (Cover)", "Mira Solberg"),
        (track(), "Lantern Road (Instrumental)", "Mira Solberg"),
        (track(), "Lantern Road (slowed + reverb)", "Mira Solberg"),
        (track(), "Lantern Road (Sped Up)", "Mira Solberg"),
        (track(), "Lantern Road (2020 Remaster)", "Mira Solberg"),
        (track(), "Lantern Road (Edit)", "Mira Solberg"),
        (track(), "Lantern Road (Demo)", "Mira Solberg"),
        (track(), "Lantern Road (Tribute)", "Mira Solberg"),
        (track("Lantern Road - Live"), "Lantern Road", "Mira Solberg"),
        (track(), "Lantern Road", "Mira Solberg Tribute Band"),
        (track(), "Lantern Road", "Somebody Else"),
        (track(), "Lantern Road (Mira's Version)", "Mira Solberg"),
        (track(), "Lantern", "Mira Solberg"),
        (track(), "Lantern Road to the Sea and Back Again", "Mira Solberg"),
        (track("Road, Pt. 1"), "Road, Pt. 2", "Mira Solberg"),
        (track("Symphony of Roads and Lanterns No. 5"), "Symphony of Roads and Lanterns No. 9", "Mira Solberg"),
        (track("Road", "Prince"), "Road", "Prince Royce"),
        (track("Road", "!!!"), "Road", "???"),
        (track("!?"), "??", "Mira Solberg"),
        (track(""), "", "Mira Solberg"),
    ],
)
def test_another_recording_is_refused(ours: Track, title: str, artist: str) -> None:
    assert searched(ours, title, artist) is None


def test_an_imitation_is_told_by_its_album() -> None:
    assert searched(track(), "Lantern Road", "Mira Solberg", album="Karaoke Hits") is None
    assert searched(track(), "Lantern Road", "Mira Solberg", album="In the Style of Mira Solberg") is None
    assert searched(track(album="Karaoke Hits"), "Lantern Road", "Mira Solberg", album="Karaoke Hits") is not None


@pytest.mark.parametrize(("ours", "theirs", "same"), [(200, 203, True), (200, 203.1, False), (200, 196.9, False)])
def test_the_length_may_differ_by_three_seconds(ours: float, theirs: float, same: bool) -> None:
    assert (searched(track(duration_s=ours), "Lantern Road", "Mira Solberg", theirs) is not None) is same


def test_an_unknown_length_is_doubtful() -> None:
    assert searched(track(duration_s=None), "Lantern Road", "Mira Solberg") is None
    assert searched(track(), "Lantern Road", "Mira Solberg", None) is None
    assert searched(track(), "Lantern Road", "Mira Solberg", 0) is None


def test_a_track_without_artists_matches_nothing() -> None:
    assert searched(Track(title="Lantern Road", duration_s=200), "Lantern Road", "Mira Solberg") is None


def test_a_closer_length_is_surer() -> None:
    near, far = (searched(track(), "Lantern Road", "Mira Solberg", seconds) for seconds in (200, 203))
    assert near is not None
    assert far is not None
    assert near > far


def test_an_isrc_needs_length_and_artist_too() -> None:
    def judged(title: str, artist: str, duration_s: float) -> float | None:
        return matching.judge_by_isrc(track(), title=title, artist=artist, duration_s=duration_s)

    assert judged("Lantern Road", "Mira Solberg", 201.7) == 0.99
    assert judged("Laternenweg", "Mira Solberg", 201.7) == 0.9
    assert judged("Lantern Road (Remaster)", "Mira Solberg", 201.7) == 0.9
    assert judged("Lantern Road", "Mira Solberg", 204) is None
    assert judged("Lantern Road", "Somebody Else", 200) is None


def test_a_search_asks_for_the_song_alone() -> None:
    assert matching.core_title("Road (feat. Anna) [with Bo]") == "Road"
    assert matching.core_title('Road - From "The Film"') == "Road"
    assert matching.core_title("(feat. Anna)") == "(feat. Anna)"


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_names_can_be_compared(first: str, second: str) -> None:
    ours = track(first, second)
    assert 0 <= matching.title_likeness(first, second) <= 100
    assert 0 <= matching.artist_likeness(ours, first) <= 100
    found = searched(ours, second, first)
    assert found is None or 0 <= found <= 1
