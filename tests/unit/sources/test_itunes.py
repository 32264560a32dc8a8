"""iTunes: what is asked for, and how songs, albums and playlists are read."""

import json
from dataclasses import replace

import pytest

from spotpop.errors import SourceUnavailable
from spotpop.settings import load_settings
from spotpop.sources.backoff import SourceGate
from spotpop.sources.itunes import ITunes
from spotpop.track import Artist, Track
from tests.unit.sources.answers import Answers

SONG = {
    "wrapperType": "track", "kind": "song", "trackId": 7, "trackName": "Road", "artistName": "Ann",
    "collectionName": "Roads", "trackTimeMillis": 200_400, "previewUrl": "https://x/p.m4a",
    "artworkUrl100": "https://x/100x100bb.jpg", "primaryGenreName": "Pop", "releaseDate": "2020-01-02T12:00:00Z",
    "trackExplicitness": "notExplicit",
}  # fmt: skip
ASKED = Track(title="Road (feat. Bo)", artists=(Artist(name="Ann"),), duration_s=200.4)


def itunes(**answers) -> tuple[ITunes, Answers]:
    http = Answers(**answers)
    return ITunes(load_settings(itunes_country="SE"), http, SourceGate()), http


def one(**changes):
    source, _ = itunes(lookup={"results": [{**SONG, **changes}]})
    return source.by_id("7")


def test_a_song_is_read() -> None:
    found = one()
    assert (found.source, found.id, found.country, found.genres) == ("itunes", "7", "se", ("Pop",))
    assert (found.entry.title, found.entry.artist, found.entry.album) == ("Road", "Ann", "Roads")
    assert (found.entry.duration_s, found.entry.exact) == (200.4, True)
    assert (found.preview_url, found.image_url) == ("https://x/p.m4a", "https://x/600x600bb.jpg")
    assert (found.page_url, str(found.release_date)) == ("https://music.apple.com/se/song/7", "2020-01-02")
    assert one(artworkUrl100=None, primaryGenreName=None).genres == ()


@pytest.mark.parametrize(
    ("mark", "entry", "cleaned", "track"),
    [
        ("explicit", True, False, True), ("cleaned", False, True, False), ("notExplicit", None, False, False),
        (None, None, False, None),
    ],
)  # fmt: skip
def test_only_two_marks_say_that_there_is_another_version(mark, entry, cleaned, track) -> None:
    found = one(trackExplicitness=mark)
    assert (found.entry.explicit, found.entry.cleaned, found.explicit) == (entry, cleaned, track)


@pytest.mark.parametrize("changes", [{"trackName": None}, {"kind": "music-video"}])
def test_what_is_no_song_is_none(changes) -> None:
    assert one(**changes) is None


def test_a_search_asks_for_the_artist_and_the_core_of_the_title() -> None:
    source, http = itunes(search={"results": [SONG]})
    assert source.search(ASKED)[0].how == "search"
    [(_, asked)] = http.asked
    assert asked == {"term": "Ann Road", "media": "music", "entity": "song", "limit": 25, "country": "SE"}
    assert source.search(Track(title="Road")) == []
    source.by_words("x" * 999)
    assert len(http.asked[-1][1]["term"]) == 300


def test_ids_are_looked_up_in_their_own_country() -> None:
    source, http = itunes(lookup={"results": [SONG]})
    assert source.by_id("7", "de").country == "de"
    assert http.asked[-1][1]["country"] == "de"
    assert source.by_id("7x") is None
    assert len(http.asked) == 1


@pytest.mark.parametrize("answer", [None, {}, {"results": {}}, []])
def test_an_answer_of_another_form_is_none(answer) -> None:
    source, _ = itunes(lookup=answer)
    with pytest.raises(SourceUnavailable):
        source.by_id("7")


def test_an_album_has_its_rows_and_its_size() -> None:
    album = {"wrapperType": "collection", "collectionName": "Roads", "trackCount": 12}
    source, http = itunes(lookup={"results": [album, SONG, {**SONG, "trackId": 8}]})
    found = source.listing("album", "9", 1, "US")
    assert (found.title, found.id, found.total, len(found.tracks)) == ("Roads", "itunes-us-9", 12, 1)
    assert http.asked[0][1]["country"] == "us"
    source, _ = itunes(lookup={"results": [SONG]})
    assert source.listing("album", "9", 5) is None


def test_a_playlists_page_tells_ids_and_one_look_up_the_rest() -> None:
    rows = [
        {"name": "Road", "url": "https://music.apple.com/se/song/road/7"},
        {"name": "Gone", "url": "https://music.apple.com/se/song/gone/8", "duration": "PT2M"},
        {"name": "Beyond", "url": "https://music.apple.com/se/song/b/9"},
    ]
    page = f"<script id=schema:music-playlist>{json.dumps({'name': 'Mine', 'numTracks': 3, 'track': rows})}</script>"
    source, http = itunes(**{"playlist_pl.1": page, "lookup": {"results": [SONG]}})
    found = source.listing("playlist", "pl.1", 2)
    assert (found.title, found.id, found.total) == ("Mine", "itunes-se-pl.1", 3)
    assert [(track.title, track.artist_line, track.duration_s) for track in found.tracks] == [
        ("Road", "Ann", 200.4), ("Gone", "", 120.0),
    ]  # fmt: skip
    assert http.asked[-1][1]["id"] == "7,8"
    assert source.listing("playlist", "pl.2", 2) is None


def test_it_throttles_with_either_status() -> None:
    source, http = itunes(lookup={"results": [SONG]})
    source.by_id("7")
    assert http.options == [{"limited": {403: 60.0, 429: 60.0}}]
    source.listing("album", "9", 5)
    assert http.asked[-1][1] == {"id": "9", "entity": "song", "limit": 200, "country": "se"}
    assert source.by_id("1" * 19) is not None
    assert source.by_id("1" * 20) is None


def test_the_preview_is_that_of_the_best_result() -> None:
    source, _ = itunes(search={"results": [{**SONG, "trackName": "Street"}, SONG]})
    found = source.find(replace(ASKED, title="Road"))
    assert (found.url, found.match.how) == ("https://x/p.m4a", "search")
    assert itunes(search={"results": []})[0].find(ASKED) is None
    assert itunes()[0].find(Track(title="Road")) is None


def test_a_song_without_an_id_or_a_picture_is_read_all_the_same() -> None:
    bare = one(trackId=None, artworkUrl100=None, previewUrl=None, artistName=None, collectionName=None)
    assert (bare.id, bare.image_url, bare.preview_url, bare.entry.artist, bare.entry.album) == ("", None, None, "", "")
    assert bare.entry.key == " "
    assert one(kind=None) is None
    unmarked = {name: value for name, value in SONG.items() if name != "kind"}
    source, _ = itunes(lookup={"results": [unmarked]})
    assert source.by_id("7").id == "7"
