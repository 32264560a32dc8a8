"""Deezer: what is asked for, in which order, and how its answers and its errors inside HTTP 200 are read."""

from dataclasses import replace

import pytest

from spotpop.errors import RateLimited, SourceUnavailable
from spotpop.settings import load_settings
from spotpop.sources.backoff import SourceGate
from spotpop.sources.deezer import Deezer
from spotpop.track import Artist, Track
from tests.unit.sources.answers import Answers

SONG = {
    "id": 7, "title": "Road", "title_version": "", "duration": 200, "rank": 900, "preview": "https://x/p.mp3",
    "isrc": "USS1Z1234567", "explicit_lyrics": False, "explicit_content_lyrics": 0, "release_date": "2020-01-02",
    "artist": {"id": 5, "name": "Ann"}, "album": {"title": "Roads", "cover_xl": "https://x/xl", "cover_big": "big"},
}  # fmt: skip
ASKED = Track(title="Road", artists=(Artist(name="Ann"),), duration_s=200.4, isrc="USS1Z1234567")


def deezer(**answers) -> tuple[Deezer, Answers]:
    http = Answers(**answers)
    return Deezer(load_settings(), http, SourceGate()), http


def one(**changes):
    source, _ = deezer(track_7={**SONG, **changes})
    return source.by_id("7")


def test_a_track_is_read() -> None:
    found = one()
    assert (found.source, found.id, found.rank, found.artist_id, found.isrc) == (
        "deezer",
        "7",
        900,
        "5",
        "USS1Z1234567",
    )
    assert (found.entry.title, found.entry.artist, found.entry.album, found.entry.exact) == (
        "Road",
        "Ann",
        "Roads",
        False,
    )
    assert (found.entry.duration_s, found.page_url) == (200.0, "https://www.deezer.com/track/7")
    assert (found.image_url, str(found.release_date), found.entry.cleaned) == ("https://x/xl", "2020-01-02", False)
    assert one(album={"cover_big": "big"}).image_url == "big"
    assert one(explicit_content_lyrics=3).entry.cleaned
    assert one(contributors=[{"name": "Ann"}, {"name": "Bo"}, {}]).entry.contributors == ("Ann", "Bo")
    assert one(artist={}).artist_id is None


@pytest.mark.parametrize("changes", [{"title": ""}, {"readable": False}])
def test_what_cannot_be_played_or_has_no_name_is_none(changes) -> None:
    assert one(**changes) is None


def test_a_version_that_is_kept_apart_belongs_to_the_title() -> None:
    assert one(title_version="(Live)").entry.title == "Road (Live)"
    assert one(title="Road (Live)", title_version="(Live)").entry.title == "Road (Live)"
    assert one(title="", title_short="Short").entry.title == "Short"


@pytest.mark.parametrize("store_id", ["", "x", "7/../8", "1" * 20])
def test_only_numbers_are_ids(store_id: str) -> None:
    source, http = deezer()
    assert source.by_id(store_id) is None
    assert http.asked == []


def test_by_isrc_asks_for_the_code_alone() -> None:
    source, http = deezer(**{"isrc:USS1Z1234567": SONG})
    [found] = source.by_isrc(ASKED)
    assert (found.how, found.usable) == ("isrc", True)
    assert source.by_isrc(replace(ASKED, isrc="nonsense")) == []
    assert len(http.asked) == 1


def test_a_search_tries_filters_then_plain_words() -> None:
    source, http = deezer(search=[{"data": []}, {"data": [SONG]}])
    assert source.search(ASKED)[0].usable
    assert [asked["q"] for _, asked in http.asked] == ['artist:"Ann" track:"Road"', "Ann Road"]
    source, http = deezer(search=[{"data": [SONG]}, {"data": []}])
    assert source.search(ASKED)[0].usable
    assert len(http.asked) == 1
    quoted = replace(ASKED, artists=(Artist(name='An"n'),))
    source, http = deezer(search=[{"data": []}, {"data": []}])
    source.search(quoted)
    assert http.asked[0][1]["q"] == 'artist:"An n" track:"Road"'
    assert source.search(replace(ASKED, artists=())) == []


def test_where_only_names_stand_in_the_way_the_record_is_read() -> None:
    """A search tells one artist, the record all contributors."""
    asked = replace(ASKED, artists=(Artist(name="Bo"),), isrc=None)
    credited = {**SONG, "contributors": [{"name": "Ann"}, {"name": "Bo"}]}
    source, http = deezer(search=[{"data": [SONG]}, {"data": []}], track_7=credited)
    results = source.search(asked)
    assert any(url.endswith("/track/7") for url, _ in http.asked)
    assert results[0].stored.entry.contributors == ("Ann", "Bo")


@pytest.mark.parametrize(
    ("answer", "error"),
    [({"error": {"code": 4}}, RateLimited), ({"error": {"code": 500}}, SourceUnavailable), ([], SourceUnavailable)],
)
def test_errors_inside_an_answer_are_errors(answer, error) -> None:
    source, _ = deezer(track_7=answer)
    with pytest.raises(error):
        source.by_id("7")


def test_no_data_is_nothing() -> None:
    source, _ = deezer(track_7={"error": {"code": 800}})
    assert source.by_id("7") is None


def test_a_listing_has_its_album_its_rows_and_its_size() -> None:
    data = {"title": "Roads", "nb_tracks": 30, "tracks": {"data": [SONG, {**SONG, "id": 8, "title": "B"}, {}]}}
    source, _ = deezer(album_9=data, playlist_9=data)
    album = source.listing("album", "9", 1)
    assert (album.title, album.id, album.total, [track.title for track in album.tracks]) == (
        "Roads",
        "deezer-9",
        30,
        ["Road"],
    )
    assert source.listing("playlist", "9", 9).tracks[1].title == "B"
    assert source.listing("album", "10", 9) is None
    source, _ = deezer(album_9={"title": "Roads", "tracks": {"data": [SONG, {**SONG, "id": 8}]}})
    assert source.listing("album", "9", 50).total == 2


def test_facts_are_the_ranks_of_the_track_and_its_artist() -> None:
    top = {"data": [{"rank": 5}, {"rank": 900}, {"rank": 0}, {}]}
    source, _ = deezer(**{"isrc:USS1Z1234567": SONG, "artist_5": {"nb_fan": 77}, "artist_5_top": top})
    shown = source.with_facts(ASKED)
    assert (shown.deezer_rank, shown.deezer_fans, shown.deezer_top_ranks) == (900, 77, (900, 5))
    source, _ = deezer(search=[{"data": []}, {"data": []}])
    assert source.with_facts(ASKED) is ASKED


def test_statuses_that_throttle_have_their_pauses() -> None:
    source, http = deezer(track_7=SONG)
    source.by_id("7")
    assert http.options == [{"limited": {429: 30.0, 403: 60.0}}]
    source, _ = deezer(track_7={"error": {"code": 4}})
    with pytest.raises(RateLimited) as caught:
        source.by_id("7")
    assert caught.value.params["retry_after_s"] == 5.0


def test_words_are_cut_and_answers_counted() -> None:
    source, http = deezer(search={"data": [SONG]})
    assert source.by_words("x" * 300)[0].id == "7"
    assert http.asked[-1][1] == {"q": "x" * 200, "limit": 25}
    source, http = deezer(search=[{"data": []}, {"data": []}])
    source.search(replace(ASKED, artists=(Artist(name="a" * 300),)))
    assert {asked["limit"] for _, asked in http.asked} == {25}
    assert http.asked[1][1]["q"] == f"{'a' * 200} Road"
    source, http = deezer(**{"isrc:USS1Z1234567": {**SONG, "rank": 1}, "artist_5": {}, "artist_5_top": {"data": []}})
    source.with_facts(ASKED)
    assert http.asked[-1][1] == {"limit": 10}


def test_of_the_best_two_the_records_are_read_and_of_no_more() -> None:
    asked = replace(ASKED, artists=(Artist(name="Bo"),), isrc=None)
    songs = [{**SONG, "id": number, "duration": 200 + number % 2} for number in (7, 8, 9)]
    credited = {f"track_{one['id']}": {**one, "contributors": [{"name": "Ann"}, {"name": "Bo"}]} for one in songs}
    source, http = deezer(search=[{"data": songs}, {"data": []}], **credited)
    source.search(asked)
    read = [url.rpartition("/")[2] for url, _ in http.asked if "/track/" in url]
    assert read == ["8", "7"] * 2, "once for each way to ask"
    shown = {**SONG, "contributors": [{"name": "Ann"}]}
    source, http = deezer(search=[{"data": [shown]}, {"data": []}])
    source.search(asked)
    assert not [url for url, _ in http.asked if "/track/" in url], "who names contributors has named them all"
    other = {**SONG, "title": "Street"}
    source, http = deezer(search=[{"data": [other]}, {"data": []}])
    source.search(asked)
    assert not [url for url, _ in http.asked if "/track/" in url], "more than names stand in the way"


def test_a_code_comes_before_a_search() -> None:
    source, http = deezer(**{"isrc:USS1Z1234567": SONG})
    assert source.find(ASKED).match.how == "isrc"
    assert len(http.asked) == 1
    source, http = deezer(search={"data": [SONG]})
    assert source.find(replace(ASKED, isrc=None)).match.how == "search"
    assert source.find(Track(title="Road")) is None


def test_a_song_without_an_id_is_read_all_the_same() -> None:
    source, _ = deezer(search={"data": [{**SONG, "id": None}, {**SONG, "id": None, "title": "B"}]})
    found = source.by_words("x")
    assert [one.id for one in found] == ["", ""]
    assert found[0].entry.key == " https://x/p.mp3"
    assert one(explicit_lyrics=True).entry.explicit is True
    assert one(explicit_lyrics=True).explicit is True
    assert one(readable=True).id == "7"


def test_songs_of_an_album_are_of_it_and_those_of_a_playlist_of_their_own() -> None:
    data = {"title": "Mine", "tracks": {"data": [SONG]}}
    source, _ = deezer(album_9=data, playlist_9=data)
    assert source.listing("album", "9", 9).tracks[0].album == "Mine"
    assert source.listing("playlist", "9", 9).tracks[0].album == "Roads"
