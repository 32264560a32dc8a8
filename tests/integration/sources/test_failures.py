"""Services that refuse, throttle or break: what is asked next, what is said, and how long each is left in peace."""

from __future__ import annotations

import time
from typing import Any

import pytest

from spotpop.errors import (
    AccessDenied,
    CredentialsRejected,
    LookupIncomplete,
    PremiumLapsed,
    PreviewNotFound,
    RateLimited,
    SourceUnavailable,
    TrackNotFound,
)
from spotpop.links import reference_to
from spotpop.net import HttpClient
from spotpop.sources import Catalogue, MemoryBackoffStore, SourceGate
from tests.counterparts.spotify import CLIENT_ID
from tests.counterparts.world import MusicWorld, Song, start_music_world
from tests.integration.sources.songs import SONG, open_sources, reference

PREMIUM = b"Active premium subscription required for the owner of the app."


# Spotify's errors


@pytest.mark.parametrize("credentials", [True, False])
def test_an_unknown_track_is_said_to_be_so(credentials: bool) -> None:
    with start_music_world([], credentials=credentials) as world, pytest.raises(TrackNotFound):
        open_sources(world)[0].track(reference())


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
    assert open_sources(world)[0].track(reference()).title == "Lantern Road"
    assert world.asked()["open"] == 1


def test_a_429_is_raised_at_once_and_the_pause_kept_by_all(world: MusicWorld) -> None:
    quota = {"error": {"status": 429, "message": "Too many requests", "reason": "QUOTA_EXCEEDED"}}
    world.spotify.fail(429, quota, headers={"Retry-After": "48925"}, times=None)
    settings = world.settings(catalogue_sources="spotify")
    blocked = MemoryBackoffStore()
    seen: list[tuple[str, str]] = []
    for _ in range(2):  # as two workers would
        started = time.monotonic()
        gate = SourceGate(blocked, lambda *shown: seen.append(shown))
        with pytest.raises(RateLimited) as caught:
            Catalogue(settings, HttpClient(settings), gate).track(reference())
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
        open_sources(world)[0].track(reference())


def test_one_forbidden_playlist_does_not_close_the_api(world: MusicWorld) -> None:
    catalogue, _ = open_sources(world)
    world.spotify.fail(403, {"error": {"status": 403, "message": "Forbidden"}}, path="/v1/playlists", times=None)
    with pytest.raises(AccessDenied):
        catalogue.listing(reference_to("playlist", SONG.id))
    assert catalogue.track(reference()).isrc == SONG.isrc


def test_a_lapsed_premium_is_known_by_its_own_text_and_not_tried_on_and_on(world: MusicWorld) -> None:
    world.spotify.fail(403, PREMIUM, headers={"Content-Type": "text/plain"}, times=None)
    catalogue, _ = open_sources(world, catalogue_sources="spotify")
    for _ in range(3):
        with pytest.raises(PremiumLapsed):
            catalogue.track(reference())
    assert len(world.spotify.requests) == 1


def test_during_the_pause_the_embed_page_answers(world: MusicWorld) -> None:
    world.spotify.fail(429, b"", headers={"Retry-After": "100"}, times=None)
    catalogue, _ = open_sources(world)
    assert [catalogue.track(reference()).title for _ in range(2)] == ["Lantern Road"] * 2
    assert len(world.spotify.requests) == 1


def test_rejected_credentials_are_said_so_and_not_tried_on_and_on(world: MusicWorld) -> None:
    catalogue, _ = open_sources(world, catalogue_sources="spotify", spotify_client_secret="wrong")
    for _ in range(3):
        with pytest.raises(CredentialsRejected):
            catalogue.track(reference())
    assert world.asked() == {"accounts": 1}


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_accounts_service_in_trouble_is_no_rejection(world: MusicWorld, status: int) -> None:
    world.accounts.fail(status, b"", times=None)
    catalogue, _ = open_sources(world, catalogue_sources="spotify")
    with pytest.raises((SourceUnavailable, RateLimited)):
        catalogue.track(reference())


def test_a_token_is_fetched_again_when_it_has_run_out(world: MusicWorld) -> None:
    world.accounts.lifetime_s = 1  # within the minute in which spotipy renews
    catalogue, _ = open_sources(world)
    catalogue.track(reference())
    before = len(world.accounts.requests)
    catalogue.track(reference())
    assert len(world.accounts.requests) > before


def test_a_token_that_is_not_liked_any_more_is_replaced(world: MusicWorld) -> None:
    catalogue, _ = open_sources(world, catalogue_sources="spotify")
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
    assert open_sources(world, catalogue_sources="spotify")[0].track(reference()).title == "Lantern Road"
    assert len(world.spotify.requests) == 3


def test_secrets_stay_in_the_header_that_needs_them(world: MusicWorld) -> None:
    catalogue, previews = open_sources(world)
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
    catalogue, previews = open_sources(world, preview_sources="deezer, itunes")
    assert previews.find(catalogue.track(reference())).match.source == "itunes"


def test_deezers_quota_is_kept_for_its_window(world: MusicWorld) -> None:
    world.deezer.quota = 0
    catalogue, previews = open_sources(world, preview_sources="deezer")
    track = catalogue.track(reference())
    for _ in range(3):
        with pytest.raises(RateLimited) as caught:
            previews.find(track)
        assert 0 < float(caught.value.params["retry_after_s"]) <= 5
    assert len(world.deezer.requests) == 1


def test_itunes_throttles_with_403(world: MusicWorld) -> None:
    world.itunes.quota = 0
    catalogue, previews = open_sources(world, preview_sources="itunes")
    track = catalogue.track(reference())
    for _ in range(2):
        with pytest.raises(RateLimited):
            previews.find(track)
    assert len(world.itunes.requests) == 1


@pytest.mark.parametrize("body", [b"[]", b"not json", {"results": 7}, {"resultCount": 0}])
def test_itunes_in_another_form_does_not_answer(world: MusicWorld, body: Any) -> None:
    world.itunes.fail(200, body, times=None)
    catalogue, previews = open_sources(world, preview_sources="itunes")
    with pytest.raises(SourceUnavailable):
        previews.find(catalogue.track(reference()))


def test_when_no_source_answers_that_is_what_is_said(world: MusicWorld) -> None:
    catalogue, previews = open_sources(world)
    track = catalogue.track(reference())
    for service in (world.deezer, world.itunes, world.open):
        service.fail(500, b"", times=None)
    with pytest.raises(SourceUnavailable) as caught:
        previews.find(track)
    assert caught.value.params == {"source": "Spotify's embed page"}


def test_one_that_answers_no_is_enough_for_not_found() -> None:
    with start_music_world([Song(previews=frozenset())]) as world:
        world.deezer.fail(500, b"", times=None)
        catalogue, previews = open_sources(world)
        with pytest.raises(PreviewNotFound):
            previews.find(catalogue.track(reference(Song())))
