"""A store's track as the rest of the project sees it: a track, a choice, a preview that may be heard or not."""

from dataclasses import replace

from spotpop.sources.base import Judged, StoreTrack, best_of, judged
from spotpop.sources.matching import Entry, Verdict
from spotpop.track import Artist, ReleaseDate, Track

STORED = StoreTrack(
    source="deezer", id="7",
    entry=Entry(title="Road", artist="Ann", contributors=("Ann", "Bo"), duration_s=200.0, album="Roads"),
    preview_url="https://x/p.mp3", page_url="https://x/7", isrc="USS1Z1234567", explicit=True,
    release_date=ReleaseDate.parse("2020-01-02"), genres=("rock",), country="us", rank=5,
)  # fmt: skip
ACCEPTED, UNSURE, REFUSED = (Verdict(one, ("live",), 0.8) for one in ("accepted", "unsure", "refused"))


def test_as_a_track_it_holds_all_that_the_store_tells() -> None:
    track = STORED.track()
    assert (track.title, track.artist_line, track.duration_s, track.isrc) == ("Road", "Ann, Bo", 200.0, "USS1Z1234567")
    assert (track.preview_url, track.preview_source, track.page_url) == ("https://x/p.mp3", "deezer", "https://x/7")
    assert (track.album, track.explicit, track.genres, str(track.release_date)) == (
        "Roads",
        True,
        ("rock",),
        "2020-01-02",
    )
    alone = replace(STORED, entry=Entry(title="Road", artist="Ann", album="")).track()
    assert (alone.artist_line, alone.album) == ("Ann", None)
    assert replace(STORED, entry=Entry(title="Road", artist="")).track().artists == ()


def test_as_a_choice_it_is_short_enough_for_a_button() -> None:
    choice = replace(STORED, entry=Entry(title="x" * 500, artist="y" * 500)).choice(("live",))
    assert (len(choice.title), len(choice.artist), choice.differences) == (200, 200, ("live",))
    assert (STORED.choice().artist, STORED.choice().service, STORED.choice().id) == ("Ann, Bo", "deezer", "7")
    assert STORED.choice().country == "us"


def test_a_preview_says_how_it_was_matched() -> None:
    found = STORED.candidate("isrc", UNSURE)
    assert (found.url, found.match.how, found.match.confidence) == ("https://x/p.mp3", "isrc", 0.8)
    assert (found.match.artist, found.match.differences) == ("Ann, Bo", ("live",))
    assert replace(STORED, preview_url=None).candidate("isrc", ACCEPTED) is None


def test_only_what_is_not_refused_and_has_a_preview_is_heard() -> None:
    assert Judged(STORED, ACCEPTED, "search").usable
    assert Judged(STORED, UNSURE, "search").candidate() is not None
    assert Judged(STORED, REFUSED, "search").candidate() is None
    silent = Judged(replace(STORED, preview_url=None), ACCEPTED, "search")
    assert not silent.usable
    assert (
        best_of([silent, Judged(STORED, REFUSED, "search"), Judged(STORED, UNSURE, "search")]).url == "https://x/p.mp3"
    )
    assert best_of([silent]) is None


def test_results_are_judged_best_first() -> None:
    asked = Track(title="Road", artists=(Artist(name="Ann"),), duration_s=200.0)
    other = replace(STORED, id="8", entry=Entry(title="Street", artist="Bo", duration_s=100.0))
    results = judged(
        asked, [other, replace(STORED, entry=Entry(title="Road", artist="Ann", duration_s=200.0))], how="search"
    )
    assert [one.stored.id for one in results] == ["7", "8"]
    assert [one.usable for one in results] == [True, False]
    assert {one.how for one in results} == {"search"}
