"""Track objects of the Web API, of which any field may be absent or odd."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
import requests
import spotipy
from hypothesis import given

from spotpop.errors import AccessDenied, CredentialsRejected, PremiumLapsed, RateLimited, SourceUnavailable
from spotpop.settings import load_settings
from spotpop.sources import spotify as module
from spotpop.sources.backoff import SourceGate
from spotpop.sources.spotify import SpotifyApi, WebApiPreview, track_from
from spotpop.track import Artist, ReleaseDate, Track
from tests.unit.sources.answers import JSON, Answers

ID = "2plbrEY59IikOBgBGLjaoe"


FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"


def test_a_track_of_which_little_is_left() -> None:
    track = track_from(
        {"name": "Road", "id": ID, "artists": [{"name": "Mira"}, {"id": "x"}, None], "preview_url": None}
    )
    assert track is not None
    assert (track.title, track.artist_line, track.isrc, track.popularity, track.preview_url, track.release_date) == (
        "Road", "Mira", None, None, None, None,
    )  # fmt: skip


@pytest.mark.parametrize("number", ["1" + "0" * 400, "1e999", "-1e999", "NaN", "true", '"7"', "null", "[]"])
def test_numbers_that_are_none_are_unknown(number: str) -> None:
    data = json.loads(f'{{"name": "Road", "duration_ms": {number}, "popularity": {number}}}')
    track = track_from(data)
    assert track is not None
    assert (track.duration_s, track.popularity) == (None, None)


@pytest.mark.parametrize("popularity", [-1, 101])
def test_a_popularity_outside_its_scale_is_unknown(popularity: int) -> None:
    track = track_from({"name": "Road", "popularity": popularity})
    assert track is not None
    assert track.popularity is None


def test_a_name_without_end_is_cut_off() -> None:
    track = track_from({"name": "x" * 1_000_000})
    assert track is not None
    assert len(track.title) == 4_000


@given(JSON)
def test_any_json_is_a_track_or_none(data: object) -> None:
    track = track_from(data)
    assert track is None or track.title


FULL = {
    "name": "Road", "id": ID, "duration_ms": 200_500, "explicit": False, "popularity": 40, "track_number": 3,
    "external_ids": {"isrc": "us-s1z-1234567"}, "preview_url": "https://p", "artists": [{"name": "Ann", "id": "a"}],
    "album": {"name": "Roads", "album_type": "ALBUM", "total_tracks": 9, "release_date": "2020-05",
              "release_date_precision": "month",
              "images": [{"url": "small", "width": 64}, {"url": "large", "width": 640}, {"url": "odd"}]},
}  # fmt: skip


def test_a_track_is_read_whole() -> None:
    track = track_from(FULL)
    assert track == Track(
        title="Road", artists=(Artist(name="Ann", id="a"),), id=ID, duration_s=200.5, explicit=False, popularity=40,
        release_date=ReleaseDate.parse("2020-05", "month"), isrc="USS1Z1234567", preview_url="https://p",
        album="Roads", album_type="album", album_tracks=9, track_number=3, image_url="large",
    )  # fmt: skip
    bare = {name: value for name, value in FULL.items() if name != "album"}
    assert track_from(bare, {"name": "Other", "album_type": "mixtape"}).album == "Other"
    assert track_from(bare, {"album_type": "mixtape"}).album_type is None
    assert track_from(FULL, {"name": "Other"}).album == "Roads"
    assert [track_from({"name": "x", "popularity": one}).popularity for one in (0, 100)] == [0, 100]


class Client:
    """The Web API as spotipy shows it; each question takes the next answer."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.asked, self.tokens = list(answers), [], 0
        self.auth_manager = self

    def get_access_token(self, *, as_dict: bool) -> None:
        assert as_dict is False
        self.tokens += 1

    def __getattr__(self, name: str) -> Any:
        def ask(*arguments: Any, **options: Any) -> Any:
            self.asked.append((name, *arguments, options))
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        return ask


def refused(status: int, message: str = "", **headers: str) -> spotipy.SpotifyException:
    return spotipy.SpotifyException(status, -1, message, headers=headers)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch):
    def make(*answers: Any) -> tuple[SpotifyApi, Client]:
        client = Client(*answers)
        monkeypatch.setattr(module, "_make_client", lambda *_: client)
        return SpotifyApi(load_settings(), Answers(), SourceGate()), client  # type: ignore[arg-type]

    return make


def test_an_artist_is_asked_for_where_popularity_is_stated(api) -> None:
    artist = {"followers": {"total": 77}, "genres": ["pop", 5, "rock"]}
    made, client = api(FULL, artist)
    found = made.track(ID)
    assert (found.followers, found.genres) == (77, ("pop", "rock"))
    assert [one[:2] for one in client.asked] == [("track", ID), ("artist", "a")]
    for answers, asked in (
        ([{**FULL, "popularity": None}], 1),
        ([{**FULL, "artists": []}], 1),
        ([{**FULL, "artists": [{"name": "Ann"}]}], 1),
        ([FULL, refused(500)], 2),
        ([FULL, {"genres": "pop"}], 2),
    ):
        made, client = api(*answers)
        assert made.track(ID).genres == ()
        assert len(client.asked) == asked


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refused(429, **{"Retry-After": "7"}), RateLimited),
        (refused(403), AccessDenied),
        (refused(403, "Active Premium subscription required"), PremiumLapsed),
        (refused(500), SourceUnavailable),
        (None, SourceUnavailable),
        ([], SourceUnavailable),
        ({}, SourceUnavailable),
        (RecursionError(), SourceUnavailable),
        (KeyError("x"), SourceUnavailable),
        (requests.ConnectionError(), SourceUnavailable),
    ],
)
def test_what_goes_wrong_is_reported_in_our_words(api, answer, error) -> None:
    made, _ = api(answer)
    with pytest.raises(error) as caught:
        made.track(ID)
    assert type(caught.value) is error
    if error is RateLimited:
        assert caught.value.params["retry_after_s"] == 7.0


@pytest.mark.parametrize("status", [400, 404])
def test_what_spotify_does_not_know_is_none(api, status) -> None:
    assert api(refused(status))[0].track(ID) is None
    assert api(refused(status))[0].listing("album", ID, 9) is None
    assert api(refused(status))[0].releases(ID, 9) is None


def test_a_token_that_is_not_liked_any_more_is_fetched_anew_once(api) -> None:
    made, client = api(refused(401), {**FULL, "popularity": None})
    assert made.track(ID).title == "Road"
    assert client.tokens == 2
    made, client = api(refused(401), refused(401), FULL)
    for _ in range(2):
        with pytest.raises(CredentialsRejected):
            made.track(ID)
    assert len(client.asked) == 2, "for some minutes nobody is asked"
    made, client = api(refused(403, "Premium"), FULL)
    for _ in range(2):
        with pytest.raises(PremiumLapsed):
            made.track(ID)
    assert len(client.asked) == 1
    assert 290 < made._rejected_until - time.monotonic() <= 300


@pytest.mark.parametrize(
    ("error", "status", "expected"),
    [
        ("invalid_client", 400, CredentialsRejected),
        ("unauthorized_client", 500, CredentialsRejected),
        ("invalid_request", 0, CredentialsRejected),
        ("other", 403, CredentialsRejected),
        ("other", 429, RateLimited),
        ("other", 503, SourceUnavailable),
        ("other", None, SourceUnavailable),
    ],
)
def test_a_token_that_is_refused_is_known_by_its_reason(api, error, status, expected) -> None:
    oauth = spotipy.SpotifyOauthError("x", error=error)
    if status is not None:
        response = requests.Response()
        response.status_code = status
        oauth.__context__ = requests.HTTPError(response=response)
    made, _ = api(oauth)
    with pytest.raises(expected) as caught:
        made.track(ID)
    assert type(caught.value) is expected


def item(number: int, **changes: Any) -> dict[str, Any]:
    return {"type": "track", "name": f"Song {number}", "id": f"{number:022d}", **changes}


@pytest.mark.parametrize("key", ["items", "tracks"])
def test_an_album_is_read_page_by_page_up_to_a_bound(api, key) -> None:
    first = {"name": "Roads", key: {"items": [item(n) for n in range(3)], "total": 7, "next": "https://next"}}
    second = {"items": [item(n) for n in range(3, 6)], "next": "https://next"}
    third = {"items": [item(6)], "next": None}
    made, client = api(first, second, third)
    found = made.listing("album", ID, 99)
    assert (found.title, found.total, len(found.tracks), found.tracks[0].album) == ("Roads", 7, 7, "Roads")
    assert client.asked[1:] == [
        ("album_tracks", ID, {"limit": 50, "offset": 3}),
        ("album_tracks", ID, {"limit": 50, "offset": 6}),
    ]
    made, client = api(first, second, third)
    assert len(made.listing("album", ID, 4).tracks) == 4
    assert len(client.asked) == 2
    made, client = api(first)
    assert len(made.listing("album", ID, 3).tracks) == 3
    assert len(client.asked) == 1
    made, client = api(first, {"items": []})
    assert len(made.listing("album", ID, 99).tracks) == 3
    made, client = api({"name": "Roads", key: {"items": [item(1)], "next": "https://next", "total": 1}})
    assert made.listing("album", ID, 99).total == 1
    made, client = api({"name": "Roads", key: {"items": [item(1), item(2)]}})
    assert made.listing("album", ID, 99).total == 2


def test_of_a_playlist_only_tracks_are_read(api) -> None:
    entries = [
        {"item": item(1)}, {"track": item(2)}, item(3), {"track": item(4, type="episode")}, {"track": None},
        {"track": item(5), "is_local": True}, {"track": item(6, is_local=True)}, {"track": item(7, id=None)},
        {"track": {"id": "x"}},
    ]  # fmt: skip
    first = {"name": "Mix", "tracks": {"items": entries, "next": "n", "total": 60}}
    made, client = api(first, {"items": [{"track": item(8)}]})
    found = made.listing("playlist", ID, 99)
    assert [track.title for track in found.tracks] == ["Song 1", "Song 2", "Song 3", "Song 8"]
    assert found.tracks[0].album is None
    assert client.asked == [
        ("playlist", ID, {"additional_types": ("track",)}),
        ("playlist_items", ID, {"limit": 50, "offset": 9, "additional_types": ("track",)}),
    ]
    made, _ = api({"name": "Mix", "tracks": {"total": 60}})
    with pytest.raises(SourceUnavailable):
        made.listing("playlist", ID, 99)


def test_a_discography_is_read_ten_at_a_time(api) -> None:
    page = {"items": [{"id": f"{n:022d}"} for n in range(10)], "next": "n"}
    made, client = api(page, {"items": [{"id": "x" * 22}, {"name": "odd"}], "next": None})
    found = made.releases(ID, 200)
    assert len(found) == 11
    assert {one.kind for one in found} == {"album"}
    options = {"include_groups": "album,single", "limit": 10}
    assert client.asked == [("artist_albums", ID, {**options, "offset": at}) for at in (0, 10)]
    made, client = api(page, page, page)
    assert len(made.releases(ID, 15)) == 15
    assert len(client.asked) == 2
    made, client = api({"items": [], "next": "n"})
    assert made.releases(ID, 15) == ()


def test_the_preview_that_came_with_a_track_is_sure() -> None:
    source = WebApiPreview(load_settings(), Answers(), SourceGate())  # type: ignore[arg-type]
    found = source.find(track_from(FULL))
    assert (found.url, found.match.how, found.match.confidence) == ("https://p", "id", 1.0)
    assert found.match.source == "spotify"
    assert source.find(Track(title="x")) is None


def test_a_page_without_rows_is_the_last_whatever_it_announces(api) -> None:
    first = {"name": "Roads", "items": {"items": [item(1)], "total": 7, "next": "https://next"}}
    made, client = api(first, {"items": [], "next": "https://next"})
    assert len(made.listing("album", ID, 99).tracks) == 1
    assert len(client.asked) == 2
