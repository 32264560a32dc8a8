"""Albums and playlists, of Spotify and of other services, against counterparts over real sockets."""

from __future__ import annotations

import pytest

from spotpop.errors import (
    ListingNotFound,
    SourcesOff,
    SourceUnavailable,
)
from spotpop.links import parse_reference, reference_to
from tests.counterparts.world import MusicWorld, Shelf, Song, start_music_world
from tests.integration.sources.songs import SONG, open_sources

# Listings


def test_an_album_is_listed_page_by_page() -> None:
    songs = tuple(Song(title=f"Road {number}", isrc=None) for number in range(120))
    album = Shelf("album", "Roads", songs)
    with start_music_world([], [album]) as world:
        catalogue, _ = open_sources(world)
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
        listing = open_sources(world)[0].listing(reference_to("playlist", playlist.id), 200)
        assert (listing.kind, listing.total, len(listing.tracks)) == ("playlist", 130, 130)


@pytest.mark.parametrize("credentials", [True, False])
def test_a_playlist_is_else_read_from_its_embed_page(credentials: bool) -> None:
    songs = (Song(title="One", artists=("Tyler, The Creator", "Bo")), Song(title="Two"))
    playlist = Shelf("playlist", "Mixed", songs)
    with start_music_world([], [playlist], credentials=credentials) as world:
        listing = open_sources(world)[0].listing(reference_to("playlist", playlist.id))
        assert [track.title for track in listing.tracks] == ["One", "Two"]
        assert [artist.name for artist in listing.tracks[0].artists] == ["Tyler, The Creator", "Bo"]
        assert listing.tracks[0].id == songs[0].id
        assert listing.tracks[0].album is None


@pytest.mark.parametrize(("credentials", "most"), [(True, 54), (False, 51)])
def test_a_playlist_of_fifty_costs_few_requests(credentials: bool, most: int) -> None:
    songs = tuple(Song(title=f"Road {number}", isrc=f"QZTST26{number:05d}") for number in range(50))
    playlist = Shelf("playlist", "Mixed", songs)
    with start_music_world([], [playlist], credentials=credentials, extended=credentials) as world:
        catalogue, previews = open_sources(world)
        for track in catalogue.listing(reference_to("playlist", playlist.id)).tracks:
            assert previews.find(track, patient=True).match.how == "id"
        assert len(world.requests) <= most
        assert world.asked()["cdn"] == 50


def test_an_editorial_playlist_that_the_api_denies_is_read_from_its_page() -> None:
    playlist = Shelf("playlist", "Fresh", (Song(),))
    with start_music_world([], [playlist], extended=True) as world:
        world.spotify.fail(404, {"error": {"status": 404, "message": "Resource not found"}}, times=None)
        listing = open_sources(world)[0].listing(reference_to("playlist", playlist.id))
        assert (listing.title, len(listing.tracks)) == ("Fresh", 1)


@pytest.mark.parametrize("credentials", [True, False])
def test_an_unknown_or_empty_listing_is_said_to_be_so(credentials: bool) -> None:
    empty = Shelf("playlist", "Empty", ())
    with start_music_world([], [empty], credentials=credentials, extended=True) as world:
        catalogue, _ = open_sources(world)
        for listing_id in (empty.id, SONG.id):
            with pytest.raises(ListingNotFound) as caught:
                catalogue.listing(reference_to("playlist", listing_id))
            assert caught.value.params == {"kind": "playlist"}


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
        catalogue, previews = open_sources(world)
        found = catalogue.listing(parse_reference(url) or pytest.fail("no link"))
        assert [track.title for track in found.tracks] == ["Lantern Road", "Harbour"]
        assert (found.title.startswith("Our "), found.total) == (True, 9)
        assert reference_to(found.kind, found.id).service == service
        assert [previews.find(track, patient=True).match.how for track in found.tracks] == ["id", "id"]
        assert world.asked() == {service: 1, "cdn": 2}


def test_a_playlist_of_apple_costs_its_page_and_one_look_up() -> None:
    songs = [Song(), Song(title="Harbour", isrc=None)]
    with start_music_world(songs) as world:
        catalogue, previews = open_sources(world)
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
        catalogue, _ = open_sources(world)
        with pytest.raises(SourceUnavailable):
            catalogue.listing(
                parse_reference("https://music.apple.com/us/playlist/pl.u-ourplaylist") or pytest.fail("no link")
            )


def test_an_album_that_another_service_does_not_know_or_that_is_off(world: MusicWorld) -> None:
    catalogue, _ = open_sources(world)
    for url in ("https://www.deezer.com/album/8", "https://music.apple.com/us/album/x/8"):
        with pytest.raises(ListingNotFound):
            catalogue.listing(parse_reference(url) or pytest.fail("no link"))
    off, _ = open_sources(world, preview_sources="itunes")
    with pytest.raises(SourcesOff):
        off.listing(parse_reference("https://www.deezer.com/album/7") or pytest.fail("no link"))
