"""Catalogue and previews against counterparts over real sockets: the ordinary way, and all that goes wrong."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from spotpop.errors import (
    AccessDenied,
    AttachmentExpired,
    CredentialsRejected,
    ListingNotFound,
    LookupIncomplete,
    NameNotFound,
    NotReleasedYet,
    OtherService,
    PremiumLapsed,
    PreviewNotFound,
    RateLimited,
    RecordingUnsure,
    ShortLinkDead,
    SourcesOff,
    SourceUnavailable,
    TooLarge,
    TrackNotFound,
)
from spotpop.links import Reference, parse_reference, reference_to, store_reference
from spotpop.links.choices import decode_choices
from spotpop.links.elsewhere import name_reference, titled_link
from spotpop.net import HttpClient
from spotpop.report import track_from_json, track_to_json
from spotpop.sources import Catalogue, MemoryBackoffStore, Previews
from tests.counterparts.server import Response
from tests.counterparts.spotify import CLIENT_ID
from tests.counterparts.world import MusicWorld, Shelf, Song, start_music_world, tone_wav

SONG = Song(artists=("Mira Solberg", "Bo"))
PREMIUM = b"Active premium subscription required for the owner of the app."


@pytest.fixture
def world() -> Iterator[MusicWorld]:
    with start_music_world([SONG]) as world:
        yield world


@pytest.fixture
def keyless() -> Iterator[MusicWorld]:
    with start_music_world([SONG], credentials=False) as world:
        yield world


def open_door(world: MusicWorld, **overrides: Any) -> tuple[Catalogue, Previews]:
    settings = world.settings(**overrides)
    http = HttpClient(settings)
    blocked = MemoryBackoffStore()
    return Catalogue(settings, http, blocked), Previews(settings, http, blocked)


def reference(song: Song = SONG) -> Reference:
    return reference_to("track", song.id)


# The ordinary way


def test_the_web_api_tells_what_a_development_app_still_gets(world: MusicWorld) -> None:
    track = open_door(world)[0].track(reference())
    assert (track.id, track.title, track.artist_line, track.isrc) == (
        SONG.id, "Lantern Road", "Mira Solberg, Bo", SONG.isrc,
    )  # fmt: skip
    assert (track.duration_s, str(track.release_date), track.explicit) == (201.667, "2024-08-16", False)
    assert (track.popularity, track.followers, track.preview_url) == (None, None, None)
    assert track.image_url == "https://i.scdn.co/image/640"
    assert world.asked() == {"accounts": 1, "spotify": 1}


def test_an_extended_app_still_gets_more() -> None:
    with start_music_world([Song(previews=frozenset({"spotify"}))], extended=True) as world:
        catalogue, previews = open_door(world)
        track = catalogue.track(parse_reference(Song().url) or pytest.fail("no reference"))
        assert (track.popularity, track.followers, track.genres) == (57, 12_345, ("indie pop",))
        found = previews.find(track)
        assert (found.match.source, found.match.how, found.match.confidence) == ("spotify", "id", 1.0)
        assert world.asked() == {"accounts": 1, "spotify": 2, "cdn": 1}


def test_the_whole_way_takes_few_round_trips(world: MusicWorld) -> None:
    catalogue, previews = open_door(world)
    found = previews.find(catalogue.track(reference()))
    assert found.audio == SONG.bytes
    assert (found.match.source, found.match.how, found.match.confidence) == ("embed", "id", 1.0)
    assert world.asked() == {"accounts": 1, "spotify": 1, "open": 1, "cdn": 1}
    world.forget()
    previews.find(catalogue.track(reference()))
    assert world.asked() == {"spotify": 1, "cdn": 1}  # the token is kept, and the page for a minute


def test_a_preview_by_isrc_comes_before_one_by_search(world: MusicWorld) -> None:
    catalogue, previews = open_door(world, preview_sources="itunes, deezer")
    found = previews.find(catalogue.track(reference()))
    assert (found.match.source, found.match.how, found.match.confidence) == ("deezer", "isrc", 0.99)
    assert (found.match.title, found.match.artist) == ("Lantern Road", "Mira Solberg, Bo")
    assert world.asked() == {"accounts": 1, "spotify": 1, "deezer": 1, "cdn": 1}


def test_without_credentials_the_embed_page_tells_who_it_is(keyless: MusicWorld) -> None:
    catalogue, previews = open_door(keyless)
    track = catalogue.track(reference())
    assert (track.id, track.title, track.artist_line, track.isrc) == (SONG.id, "Lantern Road", "Mira Solberg, Bo", None)
    assert (track.duration_s, str(track.release_date), track.explicit) == (201.667, "2024-08-16", False)
    assert track.image_url == "https://image-cdn-ak.spotifycdn.com/image/640"
    found = previews.find(track)
    assert (found.match.source, found.match.how, found.match.confidence) == ("embed", "id", 1.0)
    assert keyless.asked() == {"open": 1, "cdn": 1}


def test_stores_are_searched_at_once_and_the_operators_first_is_taken(keyless: MusicWorld) -> None:
    catalogue, previews = open_door(keyless, preview_sources="deezer, itunes")
    found = previews.find(catalogue.track(reference()))
    assert (found.match.source, found.match.how) == ("deezer", "search")
    assert found.match.confidence > 0.9
    assert keyless.asked() == {"open": 1, "deezer": 2, "itunes": 1, "cdn": 1}  # and who contributes


def test_a_row_of_an_album_spares_the_store_that_is_not_needed(keyless: MusicWorld) -> None:
    catalogue, previews = open_door(keyless, preview_sources="itunes, deezer")
    found = previews.find(catalogue.track(reference()), patient=True)
    assert (found.match.source, found.match.how) == ("itunes", "search")
    assert keyless.asked() == {"open": 1, "itunes": 1, "cdn": 1}


def test_deezer_is_asked_by_plain_words_where_its_filters_find_nothing() -> None:
    with start_music_world(credentials=False) as world:
        world.deezer.filters_work = False
        catalogue, previews = open_door(world, preview_sources="deezer")
        assert previews.find(catalogue.track(reference(Song()))).match.source == "deezer"
        assert [request.query["q"] for request in world.deezer.requests] == [
            'artist:"Mira Solberg" track:"Lantern Road"', "Mira Solberg Lantern Road",
        ]  # fmt: skip


def test_the_embed_page_is_asked_once_for_track_and_preview(keyless: MusicWorld) -> None:
    catalogue, previews = open_door(keyless, preview_sources="embed")
    found = previews.find(catalogue.track(reference()))
    assert (found.match.source, found.match.how, found.match.artist) == ("embed", "id", "Mira Solberg, Bo")
    assert keyless.asked() == {"open": 1, "cdn": 1}


def test_itunes_is_next_when_deezer_has_no_preview() -> None:
    with start_music_world([Song(previews=frozenset({"itunes"}))]) as world:
        catalogue, previews = open_door(world)
        found = previews.find(catalogue.track(reference(Song())))
        assert (found.match.source, found.match.how) == ("itunes", "search")


def test_the_order_is_the_operators(keyless: MusicWorld) -> None:
    catalogue, previews = open_door(keyless, preview_sources="itunes, deezer")
    assert previews.find(catalogue.track(reference())).match.source == "itunes"


def test_connections_are_kept_alive_and_shared_by_threads(world: MusicWorld) -> None:
    catalogue, previews = open_door(world)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: previews.find(catalogue.track(reference())), range(40)))
    assert {one.audio == SONG.bytes for one in found} == {True}
    asked = world.asked()
    assert (asked["accounts"], asked["spotify"], asked["cdn"]) == (1, 40, 40)
    assert asked["open"] <= 40  # the page is kept for a minute


# Matching


@pytest.mark.parametrize(
    "song",
    [
        Song(credits={"deezer": "Mira Tribute", "itunes": "Mira Tribute"}, previews=frozenset({"deezer"})),
        Song(readable=False, previews=frozenset({"deezer"})),
        Song(on_deezer=False, on_itunes=False, previews=frozenset()),
    ],
)  # fmt: skip
def test_a_doubtful_match_is_refused_and_the_upload_offered(song: Song) -> None:
    with start_music_world([song]) as world:
        catalogue, previews = open_door(world)
        with pytest.raises(PreviewNotFound) as caught:
            previews.find(catalogue.track(reference(song)))
    assert caught.value.params == {
        "title": "Lantern Road", "tried": "Spotify, Deezer, iTunes, Spotify's embed page",
    }  # fmt: skip


@pytest.mark.parametrize("isrc", [None, "QZTST2600001"])
def test_in_doubt_the_person_is_asked(isrc: str | None) -> None:
    told = {"deezer": "Lantern Road (Live)", "itunes": "Lantern Road (Acoustic)"}
    song = Song(told=told, isrc=isrc, previews=frozenset({"deezer", "itunes"}))
    with start_music_world([song]) as world:
        catalogue, previews = open_door(world)
        with pytest.raises(RecordingUnsure) as caught:
            previews.find(catalogue.track(reference(song)))
        choices = decode_choices(str(caught.value.params["choices"]))
        assert {(choice.title, choice.differences) for choice in choices} == {
            ("Lantern Road (Live)", ("live",)), ("Lantern Road (Acoustic)", ("acoustic",)),
        }  # fmt: skip
        chosen = next(choice for choice in choices if choice.service == "itunes")
        track = catalogue.track(chosen.reference)
        assert (track.title, track.url) == ("Lantern Road (Acoustic)", f"https://music.apple.com/us/song/{song.number}")
        found = previews.find(track)
        assert (found.match.source, found.match.how, found.match.confidence) == ("itunes", "id", 1.0)


def test_what_differs_is_told_with_the_match() -> None:
    song = Song(told={"deezer": "Lantern Road (2011 Remaster)"}, previews=frozenset({"deezer"}))
    with start_music_world([song]) as world:
        catalogue, previews = open_door(world)
        match = previews.find(catalogue.track(reference(song))).match
        assert (match.how, match.differences) == ("isrc", ("remaster",))


@pytest.mark.parametrize("service", ["deezer", "itunes"])
def test_a_link_of_a_store_is_that_track_and_its_preview(world: MusicWorld, service: str) -> None:
    catalogue, previews = open_door(world)
    track = catalogue.track(store_reference(service, str(SONG.number)))
    assert (track.title, track.id) == ("Lantern Road", None)
    assert track.artist_line in {"Mira Solberg, Bo", "Mira Solberg & Bo"}
    found = previews.find(track)
    assert (found.match.source, found.match.how, found.audio == SONG.bytes) == (service, "id", True)
    assert world.asked() == {service: 1, "cdn": 1}
    with pytest.raises(TrackNotFound):
        catalogue.track(store_reference(service, "1"))


def test_facts_of_deezer_are_read_along(world: MusicWorld) -> None:
    catalogue, _ = open_door(world)
    track = catalogue.with_facts(catalogue.track(reference()))
    assert (track.deezer_rank, track.deezer_fans) == (500_000, 4711)
    assert track.deezer_top_ranks == (500_000, 400_000)
    assert track_from_json(json.loads(json.dumps(track_to_json(track)))) == track
    assert world.asked()["deezer"] == 3
    unknown = replace(
        track, isrc=None, title="Nobody Knows This", deezer_rank=None, deezer_fans=None, deezer_top_ranks=()
    )
    assert catalogue.with_facts(unknown) == unknown
    world.deezer.fail(500, b"", times=None)
    assert catalogue.with_facts(unknown) == unknown


def test_a_store_that_is_off_is_not_asked(world: MusicWorld) -> None:
    catalogue, _ = open_door(world, preview_sources="itunes")
    with pytest.raises(SourcesOff):
        catalogue.track(store_reference("deezer", str(SONG.number)))


def test_a_song_is_found_by_its_name() -> None:
    songs = [Song(), Song(title="Lantern Road (Live)", isrc=None), Song(title="Other", artists=("Bo",), isrc=None)]
    with start_music_world(songs) as world:
        catalogue, _ = open_door(world)
        found = catalogue.search("mira solberg - lantern road")
        assert [choice.title for choice in found] == ["Lantern Road", "Lantern Road (Live)"]
        assert found[0].label == "Mira Solberg \u2013 Lantern Road (3:21)"
        assert found[0].service == "deezer"
        assert [choice.title for choice in catalogue.search("other bo")] == ["Other"]
        assert catalogue.search("nobody knows this") == []
        assert catalogue.search("  ") == []


def test_a_name_is_a_question_of_its_own() -> None:
    songs = [Song(), Song(title="Two Lengths", isrc=None), Song(title="Two Lengths", isrc=None, duration_s=260.0)]
    with start_music_world(songs) as world:
        catalogue, previews = open_door(world)
        asked = name_reference("mira solberg - LANTERN road") or pytest.fail("no name")
        track = catalogue.track(asked)
        assert (track.title, previews.find(track).match.how) == ("Lantern Road", "id")
        with pytest.raises(RecordingUnsure) as caught:
            catalogue.resolve(name_reference("Mira Solberg - Two Lengths") or pytest.fail("no name"))
        assert len(decode_choices(str(caught.value.params["choices"]))) == 2
        with pytest.raises(NameNotFound):
            catalogue.resolve(name_reference("Nobody - Nothing") or pytest.fail("no name"))


def test_a_name_is_looked_for_where_one_store_is_down(world: MusicWorld) -> None:
    world.deezer.fail(500, b"", times=None)
    catalogue, _ = open_door(world)
    assert [choice.service for choice in catalogue.search("Mira Solberg - Lantern Road")] == ["itunes"]
    world.itunes.fail(500, b"", times=None)
    with pytest.raises(SourceUnavailable):
        catalogue.search("Mira Solberg - Lantern Road")


def test_a_mislabelled_isrc_is_refused_and_searched_for() -> None:
    wrong = Song(title="Something Else", artists=("Nobody",), duration_s=99.0)
    right = Song(isrc="QZTST2600002")
    asked = Song(isrc=wrong.isrc)
    with start_music_world([wrong, right, asked]) as world:
        world.deezer.songs = [wrong, right]
        catalogue, previews = open_door(world, preview_sources="deezer")
        found = previews.find(catalogue.track(reference(asked)))
        assert (found.match.source, found.match.how, found.match.title) == ("deezer", "search", "Lantern Road")
        assert "/track/isrc:" in world.deezer.requests[0].path


# Listings


def test_an_album_is_listed_page_by_page() -> None:
    songs = tuple(Song(title=f"Road {number}", isrc=None) for number in range(120))
    album = Shelf("album", "Roads", songs)
    with start_music_world([], [album]) as world:
        catalogue, _ = open_door(world)
        listing = catalogue.listing(reference_to("album", album.id), 110)
        assert (listing.title, listing.total, len(listing.tracks)) == ("Roads", 120, 110)
        assert [track.title for track in listing.tracks[:2]] == ["Road 0", "Road 1"]
        assert (listing.tracks[109].title, listing.tracks[0].album) == ("Road 109", "Roads")
        assert str(listing.tracks[0].release_date) == "2024-08-16"
        assert world.asked() == {"accounts": 1, "spotify": 3, "open": 1}  # its page names previews
        assert len(catalogue.listing(reference_to("album", album.id)).tracks) == 50  # the setting


def test_a_playlist_is_listed_by_the_api_that_still_may() -> None:
    playlist = Shelf("playlist", "Mixed", tuple(Song(title=f"Road {number}", isrc=None) for number in range(130)))
    with start_music_world([], [playlist], extended=True) as world:
        listing = open_door(world)[0].listing(reference_to("playlist", playlist.id), 200)
        assert (listing.kind, listing.total, len(listing.tracks)) == ("playlist", 130, 130)


@pytest.mark.parametrize("credentials", [True, False])
def test_a_playlist_is_else_read_from_its_embed_page(credentials: bool) -> None:
    songs = (Song(title="One", artists=("Tyler, The Creator", "Bo")), Song(title="Two"))
    playlist = Shelf("playlist", "Mixed", songs)
    with start_music_world([], [playlist], credentials=credentials) as world:
        listing = open_door(world)[0].listing(reference_to("playlist", playlist.id))
        assert [track.title for track in listing.tracks] == ["One", "Two"]
        assert [artist.name for artist in listing.tracks[0].artists] == ["Tyler, The Creator", "Bo"]
        assert listing.tracks[0].id == songs[0].id
        assert listing.tracks[0].album is None


@pytest.mark.parametrize(("credentials", "most"), [(True, 54), (False, 51)])
def test_a_playlist_of_fifty_costs_few_requests(credentials: bool, most: int) -> None:
    songs = tuple(Song(title=f"Road {number}", isrc=f"QZTST26{number:05d}") for number in range(50))
    playlist = Shelf("playlist", "Mixed", songs)
    with start_music_world([], [playlist], credentials=credentials, extended=credentials) as world:
        catalogue, previews = open_door(world)
        for track in catalogue.listing(reference_to("playlist", playlist.id)).tracks:
            assert previews.find(track, patient=True).match.how == "id"
        assert len(world.requests) <= most
        assert world.asked()["cdn"] == 50


def test_an_editorial_playlist_that_the_api_denies_is_read_from_its_page() -> None:
    playlist = Shelf("playlist", "Fresh", (Song(),))
    with start_music_world([], [playlist], extended=True) as world:
        world.spotify.fail(404, {"error": {"status": 404, "message": "Resource not found"}}, times=None)
        listing = open_door(world)[0].listing(reference_to("playlist", playlist.id))
        assert (listing.title, len(listing.tracks)) == ("Fresh", 1)


@pytest.mark.parametrize("credentials", [True, False])
def test_an_unknown_or_empty_listing_is_said_to_be_so(credentials: bool) -> None:
    empty = Shelf("playlist", "Empty", ())
    with start_music_world([], [empty], credentials=credentials, extended=True) as world:
        catalogue, _ = open_door(world)
        for listing_id in (empty.id, SONG.id):
            with pytest.raises(ListingNotFound) as caught:
                catalogue.listing(reference_to("playlist", listing_id))
            assert caught.value.params == {"kind": "playlist"}


# Spotify's errors


@pytest.mark.parametrize("credentials", [True, False])
def test_an_unknown_track_is_said_to_be_so(credentials: bool) -> None:
    with start_music_world([], credentials=credentials) as world, pytest.raises(TrackNotFound):
        open_door(world)[0].track(reference())


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (403, PREMIUM, {"Content-Type": "text/plain"}),
        (403, {"error": {"status": 403, "message": "Forbidden"}}, {}),
        (401, {"error": {"status": 401, "message": "Invalid access token"}}, {}),
        (500, b"", {}),
        (502, b"<html>Bad gateway</html>", {}),
        (200, b"not json", {}),
        (200, b"[1]", {}),
        (200, {"name": None}, {}),
        (302, b"", {"Location": "https://evil.example/"}),
        (418, {"error": "teapot"}, {}),
    ],
)
def test_where_the_web_api_fails_the_embed_page_answers(
    world: MusicWorld, status: int, body: Any, headers: dict[str, str]
) -> None:
    world.spotify.fail(status, body, headers=headers, times=None)
    assert open_door(world)[0].track(reference()).title == "Lantern Road"
    assert world.asked()["open"] == 1


def test_a_429_is_raised_at_once_and_the_pause_kept_by_all(world: MusicWorld) -> None:
    quota = {"error": {"status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED"}}
    world.spotify.fail(429, quota, headers={"Retry-After": "48925"}, times=None)
    settings = world.settings(catalogue_sources="spotify")
    blocked = MemoryBackoffStore()
    seen: list[tuple[str, str]] = []
    for _ in range(2):  # as two workers would
        started = time.monotonic()
        with pytest.raises(RateLimited) as caught:
            Catalogue(settings, HttpClient(settings), blocked, lambda *told: seen.append(told)).track(reference())
        assert 48_900 < float(caught.value.params["retry_after_s"]) <= 48_925
        assert time.monotonic() - started < 30  # not slept through
    assert len(world.spotify.requests) == 1
    assert seen == [("spotify", "limited"), ("spotify", "blocked")]


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [(429, b"", LookupIncomplete), (403, PREMIUM, PremiumLapsed), (500, b"", LookupIncomplete),
     (403, {"error": {"status": 403, "message": "Forbidden"}}, AccessDenied)],
)  # fmt: skip
def test_a_page_that_does_not_know_it_proves_nothing_while_the_api_is_away(
    world: MusicWorld, status: int, body: Any, error: type[Exception]
) -> None:
    world.spotify.fail(status, body, times=None)
    world.open.fail(404, b"", times=None)
    with pytest.raises(error):
        open_door(world)[0].track(reference())


def test_one_forbidden_playlist_does_not_close_the_api(world: MusicWorld) -> None:
    catalogue, _ = open_door(world)
    world.spotify.fail(403, {"error": {"status": 403, "message": "Forbidden"}}, path="/v1/playlists", times=None)
    with pytest.raises(AccessDenied):
        catalogue.listing(reference_to("playlist", SONG.id))
    assert catalogue.track(reference()).isrc == SONG.isrc


def test_a_lapsed_premium_is_told_by_its_own_text_and_not_tried_on_and_on(world: MusicWorld) -> None:
    world.spotify.fail(403, PREMIUM, headers={"Content-Type": "text/plain"}, times=None)
    catalogue, _ = open_door(world, catalogue_sources="spotify")
    for _ in range(3):
        with pytest.raises(PremiumLapsed):
            catalogue.track(reference())
    assert len(world.spotify.requests) == 1


def test_during_the_pause_the_embed_page_answers(world: MusicWorld) -> None:
    world.spotify.fail(429, b"", headers={"Retry-After": "100"}, times=None)
    catalogue, _ = open_door(world)
    assert [catalogue.track(reference()).title for _ in range(2)] == ["Lantern Road"] * 2
    assert len(world.spotify.requests) == 1


def test_rejected_credentials_are_said_so_and_not_tried_on_and_on(world: MusicWorld) -> None:
    catalogue, _ = open_door(world, catalogue_sources="spotify", spotify_client_secret="wrong")
    for _ in range(3):
        with pytest.raises(CredentialsRejected):
            catalogue.track(reference())
    assert world.asked() == {"accounts": 1}


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_accounts_service_in_trouble_is_no_rejection(world: MusicWorld, status: int) -> None:
    world.accounts.fail(status, b"", times=None)
    catalogue, _ = open_door(world, catalogue_sources="spotify")
    with pytest.raises((SourceUnavailable, RateLimited)):
        catalogue.track(reference())


def test_a_token_is_fetched_again_when_it_has_run_out(world: MusicWorld) -> None:
    world.accounts.lifetime_s = 1  # within the minute in which spotipy renews
    catalogue, _ = open_door(world)
    catalogue.track(reference())
    before = len(world.accounts.requests)
    catalogue.track(reference())
    assert len(world.accounts.requests) > before


def test_a_token_that_is_not_liked_any_more_is_replaced(world: MusicWorld) -> None:
    catalogue, _ = open_door(world, catalogue_sources="spotify")
    catalogue.track(reference())
    world.accounts.tokens.clear()
    assert catalogue.track(reference()).title == "Lantern Road"
    assert world.asked() == {"accounts": 2, "spotify": 3}
    world.spotify.fail(401, {"error": {"status": 401, "message": "Invalid access token"}}, times=None)
    world.forget()
    for _ in range(3):
        with pytest.raises(CredentialsRejected):
            catalogue.track(reference())
    assert world.asked() == {"accounts": 1, "spotify": 2}


def test_a_5xx_is_asked_again_and_then_answered(world: MusicWorld) -> None:
    world.spotify.fail(503, b"", times=2)
    assert open_door(world, catalogue_sources="spotify")[0].track(reference()).title == "Lantern Road"
    assert len(world.spotify.requests) == 3


def test_secrets_stay_in_the_header_that_needs_them(world: MusicWorld) -> None:
    catalogue, previews = open_door(world)
    previews.find(catalogue.track(reference()))
    for request in world.requests:
        has = "authorization" in request.headers
        assert has == (request.service in {"accounts", "spotify"})
        assert CLIENT_ID not in str(request.query)
        assert "cookie" not in request.headers


# Other sources' errors


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, {"error": {"type": "Exception", "message": "Quota limit exceeded", "code": 4}}),
        (200, {"error": {"type": "DataException", "message": "no data", "code": 800}}),
        (200, {"error": {"type": "Exception", "message": "Service busy", "code": 700}}),
        (200, b"[]"),
        (200, b"not json"),
        (200, {"data": "nonsense"}),
        (200, {"data": [{"title": "Lantern Road", "readable": False}, 7, None]}),
        (404, {"error": "Not Found"}),
        (403, b"Forbidden"),
        (429, b""),
        (500, b""),
    ],
)
def test_where_deezer_fails_itunes_answers(world: MusicWorld, status: int, body: Any) -> None:
    world.deezer.fail(status, body, times=None)
    catalogue, previews = open_door(world, preview_sources="deezer, itunes")
    assert previews.find(catalogue.track(reference())).match.source == "itunes"


def test_deezers_quota_is_kept_for_its_window(world: MusicWorld) -> None:
    world.deezer.quota = 0
    catalogue, previews = open_door(world, preview_sources="deezer")
    track = catalogue.track(reference())
    for _ in range(3):
        with pytest.raises(RateLimited) as caught:
            previews.find(track)
        assert 0 < float(caught.value.params["retry_after_s"]) <= 5
    assert len(world.deezer.requests) == 1


def test_itunes_throttles_with_403(world: MusicWorld) -> None:
    world.itunes.quota = 0
    catalogue, previews = open_door(world, preview_sources="itunes")
    track = catalogue.track(reference())
    for _ in range(2):
        with pytest.raises(RateLimited):
            previews.find(track)
    assert len(world.itunes.requests) == 1


@pytest.mark.parametrize("body", [b"[]", b"not json", {"results": 7}, {"resultCount": 0}])
def test_itunes_in_another_form_does_not_answer(world: MusicWorld, body: Any) -> None:
    world.itunes.fail(200, body, times=None)
    catalogue, previews = open_door(world, preview_sources="itunes")
    with pytest.raises(SourceUnavailable):
        previews.find(catalogue.track(reference()))


def test_when_no_source_answers_that_is_what_is_said(world: MusicWorld) -> None:
    catalogue, previews = open_door(world)
    track = catalogue.track(reference())
    for service in (world.deezer, world.itunes, world.open):
        service.fail(500, b"", times=None)
    with pytest.raises(SourceUnavailable) as caught:
        previews.find(track)
    assert caught.value.params == {"source": "Spotify's embed page"}


def test_one_that_answers_no_is_enough_for_not_found() -> None:
    with start_music_world([Song(previews=frozenset())]) as world:
        world.deezer.fail(500, b"", times=None)
        catalogue, previews = open_door(world)
        with pytest.raises(PreviewNotFound):
            previews.find(catalogue.track(reference(Song())))


# Downloads


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_preview_that_is_gone_sends_to_the_next_source(world: MusicWorld, status: int) -> None:
    world.cdn.fail(status, b"", path="/deezer", times=None)
    catalogue, previews = open_door(world, preview_sources="deezer, itunes")
    assert previews.find(catalogue.track(reference())).match.source == "itunes"


def test_a_body_that_breaks_off_is_asked_for_once_more(world: MusicWorld) -> None:
    world.cdn.fail(cut=True, times=1)
    catalogue, previews = open_door(world, preview_sources="deezer, itunes")
    found = previews.find(catalogue.track(reference()))
    assert (found.match.source, found.audio == SONG.bytes) == ("deezer", True)
    assert len(world.cdn.requests) == 2


def test_a_body_that_always_breaks_off_is_never_used(world: MusicWorld) -> None:
    world.cdn.fail(cut=True, path="/deezer", times=None)
    catalogue, previews = open_door(world, preview_sources="deezer, itunes")
    assert previews.find(catalogue.track(reference())).match.source == "itunes"
    assert sum(request.path.startswith("/deezer") for request in world.cdn.requests) == 2


def test_a_connection_that_is_hung_up_is_opened_again(world: MusicWorld) -> None:
    world.deezer.fail(hang_up=True, times=1)
    catalogue, previews = open_door(world, preview_sources="deezer")
    assert previews.find(catalogue.track(reference())).match.source == "deezer"


@pytest.mark.parametrize("announced", [True, False])
def test_more_bytes_than_a_preview_has_are_not_read(world: MusicWorld, announced: bool) -> None:
    http = HttpClient(world.settings())
    url = f"{world.cdn.url}/deezer/{SONG.id}.mp3?hdnea=exp=9999999999~"
    if not announced:
        world.cdn.fail(200, SONG.bytes, headers={"Content-Encoding": "identity"})
    with pytest.raises(SourceUnavailable):
        http.get_bytes(url, source="Deezer", max_bytes=100_000 if announced else len(SONG.bytes) - 1)
    assert http.get_bytes(url, source="Deezer", max_bytes=len(SONG.bytes)) == SONG.bytes


def test_a_compressed_bomb_is_stopped(world: MusicWorld) -> None:
    import gzip

    world.cdn.fail(200, gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}, times=None)
    with pytest.raises(SourceUnavailable):
        HttpClient(world.settings()).get_text(f"{world.cdn.url}/page", source="Deezer")


def test_an_empty_preview_is_no_preview(world: MusicWorld) -> None:
    world.cdn.fail(200, b"", path="/deezer", times=None)
    catalogue, previews = open_door(world, preview_sources="deezer, itunes")
    assert previews.find(catalogue.track(reference())).match.source == "itunes"


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest",
        "https://evil.example/x.mp3",
        "file:///etc/passwd",
        "//evil.example/x",
        "http://[",
    ],
)
def test_a_redirect_to_a_forbidden_host_is_not_followed(world: MusicWorld, target: str) -> None:
    world.cdn.fail(302, b"", headers={"Location": target}, path="/deezer", times=None)
    catalogue, previews = open_door(world, preview_sources="deezer, itunes")
    assert previews.find(catalogue.track(reference())).match.source == "itunes"


def test_a_redirect_within_the_list_is_followed_but_not_for_ever(world: MusicWorld) -> None:
    there = f"{world.cdn.url}/itunes/{SONG.id}.m4a"
    world.cdn.fail(302, b"", headers={"Location": there}, path="/deezer", times=1)
    catalogue, previews = open_door(world, preview_sources="deezer")
    track = catalogue.track(reference())
    assert previews.find(track).audio == SONG.bytes
    world.cdn.fail(302, b"", headers={"Location": f"{world.cdn.url}/loop"}, times=None)
    world.forget()
    with pytest.raises(SourceUnavailable):
        previews.find(track)
    assert len(world.cdn.requests) == 5


def test_a_source_that_does_not_answer_in_time_is_left(world: MusicWorld) -> None:
    world.deezer.fail(delay_s=12, times=None)
    catalogue, previews = open_door(world, network_timeout_s=2.0, preview_sources="deezer, itunes")
    started = time.monotonic()
    assert previews.find(catalogue.track(reference())).match.source == "itunes"
    assert time.monotonic() - started < 11  # one time-out, no second try
    assert len(world.deezer.requests) == 1


def test_nobody_at_the_door_is_said_quickly(world: MusicWorld) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = f"http://127.0.0.1:{server.getsockname()[1]}"
    catalogue, previews = open_door(world, deezer_url=closed, preview_sources="deezer")
    started = time.monotonic()
    with pytest.raises(SourceUnavailable):
        previews.find(catalogue.track(reference()))
    assert time.monotonic() - started < 15


def test_a_malformed_redirect_is_no_answer(world: MusicWorld) -> None:
    world.cdn.fail(302, b"", headers={"Location": "http://["}, times=None)
    with pytest.raises(SourceUnavailable):
        HttpClient(world.settings()).get_bytes(f"{world.cdn.url}/x", source="x", max_bytes=10)


def test_only_some_pages_are_kept_in_memory(world: MusicWorld) -> None:
    http = HttpClient(world.settings())
    for number in range(40):
        world.cdn.fail(200, b"page", path=f"/page/{number}/", times=None)
    for number in [*range(40), 39, 0]:
        assert http.get_text(f"{world.cdn.url}/page/{number}/", source="x", keep_s=60) == "page"
    asked = [request.path for request in world.cdn.requests]
    assert asked.count("/page/39/") == 1
    assert asked.count("/page/0/") == 2


def test_a_proxy_is_used_for_the_world_and_not_for_what_the_operator_named(
    world: MusicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, world.cdn.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(SourceUnavailable):
        HttpClient(world.settings()).get_json("https://p.scdn.co/x", source="x")
    assert {(request.method, request.path) for request in world.cdn.requests} == {("CONNECT", "p.scdn.co:443")}
    world.forget()
    open_door(world)[0].track(reference())
    assert world.asked() == {"accounts": 1, "spotify": 1}


def test_a_private_address_is_asked_only_where_the_operator_named_it(world: MusicWorld) -> None:
    settings = world.settings()
    port = world.cdn.url.rpartition(":")[2]
    HttpClient(settings).get_bytes(f"{world.cdn.url}/embed/{SONG.id}.mp3", source="x", max_bytes=10**7)
    for host in ("localhost", "127.0.0.2", "[::1]", "0.0.0.0", "2130706433"):
        with pytest.raises(SourceUnavailable):
            HttpClient(settings).get_bytes(f"http://{host}:{port}/embed/{SONG.id}.mp3", source="x", max_bytes=10**7)
    assert len(world.cdn.requests) == 1


# Short links

SHORT = {
    "https://spotify.link/abc": SONG.url + "?si=1",
    "https://spoti.fi/two": "https://spotify.link/abc",
    "https://open.spotify.com/s/CODE": f"https://open.spotify.com/intl-de/track/{SONG.id}",
    "https://spotify.app.link/4": "https://spoti.fi/3",
    "https://spoti.fi/3": "https://spotify.link/2",
    "https://spotify.link/2": "https://spotify.link/1",
    "https://spotify.link/1": SONG.url,
    "https://spotify.link/5": "https://spotify.app.link/4",
    "https://spotify.link/loop": "https://spotify.link/loop",
    "https://spotify.link/ping": "https://spotify.link/pong",
    "https://spotify.link/pong": "https://spotify.link/ping",
    "https://spotify.link/evil": "https://evil.example/track/1",
    "https://spotify.link/user": SONG.url.replace("https://", "https://x@"),
    "https://spotify.link/inside": "http://169.254.169.254/",
    "https://spotify.link/intent": "intent://open.spotify.com/track/1",
    "https://spotify.link/back": "/s/CODE",
    "https://spotify.link/home": "https://open.spotify.com/",
    "https://spotify.link/broken": "https://[",
    "https://spotify.link/http": SONG.url.replace("https", "http"),
    "https://spotify.link/apple": f"https://music.apple.com/de/album/x/1?i={SONG.number}",
    "https://link.deezer.com/dz": f"https://www.deezer.com/track/{SONG.number}",
    "https://spotify.link/soon": "https://open.spotify.com/prerelease/5cVhnGLBO9MSgLcSLSBRhT",
    "https://spotify.link/album": f"https://open.spotify.com/album/{SONG.id}",
}


@pytest.fixture(scope="module")
def short_world() -> Iterator[MusicWorld]:
    with start_music_world([SONG], short_links=SHORT) as world:
        world.open.pages = {
            "https://spotify.link/canonical": f'<link rel="canonical" href="{SONG.url}">',
            "https://spotify.link/og": f'<meta property="og:url" content="{SONG.url}?si=1&amp;x=2"/>',
            "https://spotify.link/script": f'<script>window.location = "{SONG.url}"</script>',
            "https://spotify.link/refresh": f'<meta http-equiv="refresh" content="0; url={SONG.url}">',
            "https://spotify.link/page-evil": '<link rel="canonical" href="https://evil.example/track/1">',
            "https://spotify.link/page-none": "<title>Spotify</title>",
            "https://spotify.link/page-late": " " * 70_000 + f'<link rel="canonical" href="{SONG.url}">',
        }
        yield world


@pytest.mark.parametrize("code", ["canonical", "og", "script", "refresh", "http"])
def test_a_short_link_may_answer_with_a_page_that_names_its_target(short_world: MusicWorld, code: str) -> None:
    assert open_door(short_world)[0].resolve(Reference("short", code, f"https://spotify.link/{code}")) == reference()


@pytest.mark.parametrize(
    ("url", "service"), [("https://spotify.link/apple", "itunes"), ("https://link.deezer.com/dz", "deezer")]
)
def test_a_short_link_may_lead_to_another_store(short_world: MusicWorld, url: str, service: str) -> None:
    found = open_door(short_world)[0].resolve(Reference("short", url.rpartition("/")[2], url))
    assert (found.service, found.store_id) == (service, str(SONG.number))


def test_a_short_link_to_what_is_not_out_says_so(short_world: MusicWorld) -> None:
    with pytest.raises(NotReleasedYet):
        open_door(short_world)[0].resolve(Reference("short", "soon", "https://spotify.link/soon"))


@pytest.mark.parametrize(
    ("link", "hops"),
    [
        ("spotify.link/abc", 1),
        ("spoti.fi/two", 2),
        ("open.spotify.com/s/CODE", 1),
        ("spotify.app.link/4", 4),
        ("spotify.link/back", 2),
    ],
)
def test_a_short_link_is_followed_by_head_alone(short_world: MusicWorld, link: str, hops: int) -> None:
    short_world.forget()
    catalogue, _ = open_door(short_world)
    short = parse_reference(link)
    assert short is not None
    assert short.kind == "short"
    assert catalogue.resolve(short) == reference()
    assert [(request.method, "curl" in request.headers["user-agent"]) for request in short_world.requests] == [
        ("HEAD", True)
    ] * hops


@pytest.mark.parametrize(
    "code",
    [
        "5",
        "loop",
        "ping",
        "evil",
        "user",
        "inside",
        "intent",
        "home",
        "broken",
        "gone",
        "page-evil",
        "page-none",
        "page-late",
    ],
)  # fmt: skip
def test_a_short_link_that_leads_elsewhere_is_dead(short_world: MusicWorld, code: str) -> None:
    short_world.forget()
    catalogue, _ = open_door(short_world)
    with pytest.raises(ShortLinkDead):
        catalogue.resolve(Reference("short", code, f"https://spotify.link/{code}"))
    assert len(short_world.requests) <= 5


def test_a_short_link_serves_wherever_a_long_one_does(short_world: MusicWorld) -> None:
    catalogue, _ = open_door(short_world)
    assert catalogue.track(Reference("short", "abc", "https://spotify.link/abc")).title == "Lantern Road"
    assert catalogue.resolve(reference()) == reference()
    with pytest.raises(ListingNotFound):
        catalogue.listing(Reference("short", "album", "https://spotify.link/album"))


def test_a_short_link_service_in_trouble_is_not_a_dead_link(short_world: MusicWorld) -> None:
    catalogue, _ = open_door(short_world)
    short_world.open.fail(429, b"", times=1)
    with pytest.raises(RateLimited):
        catalogue.resolve(Reference("short", "abc", "https://spotify.link/abc"))
    catalogue, _ = open_door(short_world)
    short_world.open.fail(503, b"", times=3)
    with pytest.raises(SourceUnavailable):
        catalogue.resolve(Reference("short", "abc", "https://spotify.link/abc"))


def test_no_thread_of_a_world_outlives_it() -> None:
    before = set(threading.enumerate())
    with start_music_world() as world:
        open_door(world)[0].track(reference(Song()))
    assert not [thread for thread in set(threading.enumerate()) - before if "counterpart" in thread.name]


def test_who_types_a_name_asks_the_quickest_store_only() -> None:
    with start_music_world([Song(), Song(title="Lantern Road (Live)", isrc=None, duration_s=260.0)]) as world:
        catalogue, _ = open_door(world)
        found = catalogue.suggest("mira solberg lantern")
        assert [choice.title for choice in found] == ["Lantern Road", "Lantern Road (Live)"]
        assert world.asked() == {"deezer": 1}
        world.deezer.fail(500, b"", times=None)
        assert {choice.service for choice in catalogue.suggest("lantern road")} == {"itunes"}
        off, _ = open_door(world, preview_sources="")
        with pytest.raises(SourcesOff):
            off.suggest("lantern")


# Files in Discord's store


def attachment(name: str = "mix.wav", ends: int | None = None) -> Reference:
    signature = "" if ends is None else f"?ex={ends:x}&is=1&hm=ab"
    link = f"https://cdn.discordapp.com/attachments/1/2/{name}{signature}"
    return parse_reference(link) or pytest.fail("no link")


def test_a_file_at_discord_is_fetched_as_an_upload_is_taken(world: MusicWorld) -> None:
    world.cdn.files["/attachments/1/2/mix.wav"] = Response(200, b"sound", {"Content-Type": "audio/wav"})
    asked = attachment(ends=int(time.time()) + 60)
    catalogue, _ = open_door(world)
    assert catalogue.resolve(asked) is asked
    assert catalogue.attachment(asked) == (b"sound", "mix.wav")
    assert "ex=" in world.cdn.requests[-1].path or "ex" in world.cdn.requests[-1].query


def test_a_file_at_discord_that_is_gone_large_or_off_is_told(world: MusicWorld) -> None:
    catalogue, _ = open_door(world, max_upload_mib=1)
    with pytest.raises(AttachmentExpired):
        catalogue.attachment(attachment(ends=int(time.time()) - 60))
    assert world.cdn.requests == [], "nobody is asked for what has expired"
    with pytest.raises(AttachmentExpired):
        catalogue.attachment(attachment("gone.wav"))
    world.cdn.files["/attachments/1/2/mix.wav"] = Response(200, b"x" * (2**20 + 1), {"Content-Type": "audio/wav"})
    with pytest.raises(TooLarge) as caught:
        catalogue.attachment(attachment())
    assert caught.value.params["maximum_mib"] == 1
    world.cdn.files["/attachments/1/2/mix.wav"] = Response(302, b"", {"Location": "http://127.0.0.1:1/secret"})
    with pytest.raises(SourceUnavailable):
        catalogue.attachment(attachment())
    off, _ = open_door(world, preview_sources="")
    with pytest.raises(SourcesOff):
        off.attachment(attachment())


def test_the_pipeline_hears_a_file_at_discord_like_an_upload(world: MusicWorld) -> None:
    from spotpop.pipeline import Pipeline

    world.cdn.files["/attachments/1/2/mix.wav"] = Response(200, tone_wav(8.0), {"Content-Type": "audio/wav"})
    prepared = Pipeline(world.settings()).prepare(attachment())
    assert (prepared.match.how, prepared.track.title, prepared.track.released) == ("upload", "mix", False)


def test_facts_stand_beside_the_forecast_and_are_no_input_of_it(world: MusicWorld) -> None:
    from spotpop.assembly import context_of
    from spotpop.pipeline import Pipeline

    pipeline = Pipeline(world.settings())
    prepared = pipeline.prepare(reference())
    assert (prepared.track.deezer_rank, prepared.track.deezer_fans) == (500_000, 4711)
    context = context_of(prepared)
    assert (context.deezer_rank, context.deezer_fans) == (None, None)
    world.forget()
    row = pipeline.prepare(replace(prepared.track, deezer_rank=None, deezer_fans=None, preview_url=None))
    assert row.track.deezer_rank is None
    assert not [one for one in world.deezer.requests if "/artist/" in one.path]


# Pages whose title their service tells (oEmbed)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (
            "https://youtu.be/dQw4w9WgXcQ?si=1",
            {"title": "Mira Solberg - Lantern Road (Official Video)", "author_name": "MiraVEVO"},
        ),
        (
            "https://music.youtube.com/watch?v=dQw4w9WgXcQ",
            {"title": "Lantern Road", "author_name": "Mira Solberg - Topic"},
        ),
        (
            "https://soundcloud.com/mira/lantern-road",
            {"title": "Lantern Road by Mira Solberg", "author_name": "Mira Solberg"},
        ),
    ],
)
def test_a_page_is_looked_for_by_its_title_and_the_person_is_asked(
    world: MusicWorld, url: str, told: dict[str, str]
) -> None:
    world.open.titles[url] = told
    asked = titled_link(url) or pytest.fail("no link")
    catalogue, previews = open_door(world)
    with pytest.raises(RecordingUnsure) as caught:
        catalogue.resolve(asked)
    [choice] = decode_choices(str(caught.value.params["choices"]))
    assert choice.label == "Mira Solberg \u2013 Lantern Road (3:21)"
    chosen = catalogue.track(choice.reference)
    assert previews.find(chosen).match.how == "id"


def test_a_page_without_a_title_or_without_a_song_has_its_sentence(world: MusicWorld) -> None:
    url = "https://soundcloud.com/mira/secret"
    asked = titled_link(url) or pytest.fail("no link")
    catalogue, _ = open_door(world)
    for told in (None, {"title": "Nobody knows this"}, {"title": 7}):
        if told is not None:
            world.open.titles[url] = told  # type: ignore[assignment] # as a careless service writes it
        with pytest.raises(OtherService) as caught:
            catalogue.resolve(asked)
        assert caught.value.params == {"service": "SoundCloud"}


# Albums and playlists of other services


@pytest.mark.parametrize(
    ("url", "service"),
    [
        ("https://www.deezer.com/de/album/7", "deezer"),
        ("https://www.deezer.com/playlist/7", "deezer"),
        ("https://music.apple.com/de/album/ours/7", "itunes"),
    ],
)
def test_an_album_of_another_service_is_listed_and_heard_from_there(url: str, service: str) -> None:
    songs = [Song(), Song(title="Harbour", isrc=None)]
    with start_music_world(songs) as world:
        catalogue, previews = open_door(world)
        found = catalogue.listing(parse_reference(url) or pytest.fail("no link"))
        assert [track.title for track in found.tracks] == ["Lantern Road", "Harbour"]
        assert (found.title.startswith("Our "), found.total) == (True, 9)
        assert reference_to(found.kind, found.id).service == service
        assert [previews.find(track, patient=True).match.how for track in found.tracks] == ["id", "id"]
        assert world.asked() == {service: 1, "cdn": 2}


def test_a_playlist_of_apple_costs_its_page_and_one_look_up() -> None:
    songs = [Song(), Song(title="Harbour", isrc=None)]
    with start_music_world(songs) as world:
        catalogue, previews = open_door(world)
        link = parse_reference("https://music.apple.com/de/playlist/ours/pl.u-ourplaylist?l=en") or pytest.fail(
            "no link"
        )
        found = catalogue.listing(link)
        assert [track.title for track in found.tracks] == ["Harbour", "Lantern Road", "Gone"]
        assert (found.title, found.total, reference_to("playlist", found.id)) == ("Our playlist", 9, link)
        assert all(track.artists and track.preview_url for track in found.tracks[:2])
        assert [previews.find(track, patient=True).match.how for track in found.tracks[:2]] == ["id", "id"]
        assert not found.tracks[2].artists
        assert world.asked() == {"itunes": 2, "cdn": 2}
        with pytest.raises(ListingNotFound):
            catalogue.listing(
                parse_reference("https://music.apple.com/de/playlist/pl.u-otherlist") or pytest.fail("no link")
            )


@pytest.mark.parametrize(
    "page", ["", "<html>", '<script id="schema:music-playlist">{"name": "x", "track": [}</script>']
)
def test_a_page_of_apple_that_cannot_be_read_is_a_source_that_does_not_answer(page: str) -> None:
    with start_music_world() as world:
        world.itunes.fail(200, page.encode() or b" ", path="/us/playlist")
        catalogue, _ = open_door(world)
        with pytest.raises(SourceUnavailable):
            catalogue.listing(
                parse_reference("https://music.apple.com/us/playlist/pl.u-ourplaylist") or pytest.fail("no link")
            )


def test_an_album_that_another_service_does_not_know_or_that_is_off(world: MusicWorld) -> None:
    catalogue, _ = open_door(world)
    for url in ("https://www.deezer.com/album/8", "https://music.apple.com/us/album/x/8"):
        with pytest.raises(ListingNotFound):
            catalogue.listing(parse_reference(url) or pytest.fail("no link"))
    off, _ = open_door(world, preview_sources="itunes")
    with pytest.raises(SourcesOff):
        off.listing(parse_reference("https://www.deezer.com/album/7") or pytest.fail("no link"))
