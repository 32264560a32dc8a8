"""Tracks and their previews against counterparts over real sockets: the ordinary way, doubts and names."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from spotpop.errors import (
    NameNotFound,
    PreviewNotFound,
    RecordingUnsure,
    SourcesOff,
    SourceUnavailable,
    TrackNotFound,
)
from spotpop.links import parse_reference, store_reference
from spotpop.links.choices import decode_choices
from spotpop.links.other_services import name_reference
from spotpop.report import track_from_json, track_to_json
from tests.counterparts.world import MusicWorld, Song, start_music_world
from tests.integration.sources.songs import SONG, open_sources, reference

# The ordinary way


def test_the_web_api_tells_what_a_development_app_still_gets(world: MusicWorld) -> None:
    track = open_sources(world)[0].track(reference())
    assert (track.id, track.title, track.artist_line, track.isrc) == (
        SONG.id, "Lantern Road", "Mira Solberg, Bo", SONG.isrc,
    )  # fmt: skip
    assert (track.duration_s, str(track.release_date), track.explicit) == (201.667, "2024-08-16", False)
    assert (track.popularity, track.followers, track.preview_url) == (None, None, None)
    assert track.image_url == "https://i.scdn.co/image/640"
    assert world.asked() == {"accounts": 1, "spotify": 1}


def test_an_extended_app_still_gets_more() -> None:
    with start_music_world([Song(previews=frozenset({"spotify"}))], extended=True) as world:
        catalogue, previews = open_sources(world)
        track = catalogue.track(parse_reference(Song().url) or pytest.fail("no reference"))
        assert (track.popularity, track.followers, track.genres) == (57, 12_345, ("indie pop",))
        found = previews.find(track)
        assert (found.match.source, found.match.how, found.match.confidence) == ("spotify", "id", 1.0)
        assert world.asked() == {"accounts": 1, "spotify": 2, "cdn": 1}


def test_the_whole_way_takes_few_round_trips(world: MusicWorld) -> None:
    catalogue, previews = open_sources(world)
    found = previews.find(catalogue.track(reference()))
    assert found.audio == SONG.bytes
    assert (found.match.source, found.match.how, found.match.confidence) == ("embed", "id", 1.0)
    assert world.asked() == {"accounts": 1, "spotify": 1, "open": 1, "cdn": 1}
    world.forget()
    previews.find(catalogue.track(reference()))
    assert world.asked() == {"spotify": 1, "cdn": 1}  # the token is kept, and the page for a minute


def test_a_preview_by_isrc_comes_before_one_by_search(world: MusicWorld) -> None:
    catalogue, previews = open_sources(world, preview_sources="itunes, deezer")
    found = previews.find(catalogue.track(reference()))
    assert (found.match.source, found.match.how, found.match.confidence) == ("deezer", "isrc", 0.99)
    assert (found.match.title, found.match.artist) == ("Lantern Road", "Mira Solberg, Bo")
    assert world.asked() == {"accounts": 1, "spotify": 1, "deezer": 1, "cdn": 1}


def test_without_credentials_the_embed_page_tells_who_it_is(keyless: MusicWorld) -> None:
    catalogue, previews = open_sources(keyless)
    track = catalogue.track(reference())
    assert (track.id, track.title, track.artist_line, track.isrc) == (SONG.id, "Lantern Road", "Mira Solberg, Bo", None)
    assert (track.duration_s, str(track.release_date), track.explicit) == (201.667, "2024-08-16", False)
    assert track.image_url == "https://image-cdn-ak.spotifycdn.com/image/640"
    found = previews.find(track)
    assert (found.match.source, found.match.how, found.match.confidence) == ("embed", "id", 1.0)
    assert keyless.asked() == {"open": 1, "cdn": 1}


def test_stores_are_searched_at_once_and_the_operators_first_is_taken(keyless: MusicWorld) -> None:
    catalogue, previews = open_sources(keyless, preview_sources="deezer, itunes")
    found = previews.find(catalogue.track(reference()))
    assert (found.match.source, found.match.how) == ("deezer", "search")
    assert found.match.confidence > 0.9
    assert keyless.asked() == {"open": 1, "deezer": 2, "itunes": 1, "cdn": 1}  # and who contributes


def test_a_row_of_an_album_spares_the_store_that_is_not_needed(keyless: MusicWorld) -> None:
    catalogue, previews = open_sources(keyless, preview_sources="itunes, deezer")
    found = previews.find(catalogue.track(reference()), patient=True)
    assert (found.match.source, found.match.how) == ("itunes", "search")
    assert keyless.asked() == {"open": 1, "itunes": 1, "cdn": 1}


def test_deezer_is_asked_by_plain_words_where_its_filters_find_nothing() -> None:
    with start_music_world(credentials=False) as world:
        world.deezer.filters_work = False
        catalogue, previews = open_sources(world, preview_sources="deezer")
        assert previews.find(catalogue.track(reference(Song()))).match.source == "deezer"
        assert [request.query["q"] for request in world.deezer.requests] == [
            'artist:"Mira Solberg" track:"Lantern Road"', "Mira Solberg Lantern Road",
        ]  # fmt: skip


def test_the_embed_page_is_asked_once_for_track_and_preview(keyless: MusicWorld) -> None:
    catalogue, previews = open_sources(keyless, preview_sources="embed")
    found = previews.find(catalogue.track(reference()))
    assert (found.match.source, found.match.how, found.match.artist) == ("embed", "id", "Mira Solberg, Bo")
    assert keyless.asked() == {"open": 1, "cdn": 1}


def test_itunes_is_next_when_deezer_has_no_preview() -> None:
    with start_music_world([Song(previews=frozenset({"itunes"}))]) as world:
        catalogue, previews = open_sources(world)
        found = previews.find(catalogue.track(reference(Song())))
        assert (found.match.source, found.match.how) == ("itunes", "search")


def test_the_order_is_the_operators(keyless: MusicWorld) -> None:
    catalogue, previews = open_sources(keyless, preview_sources="itunes, deezer")
    assert previews.find(catalogue.track(reference())).match.source == "itunes"


def test_connections_are_kept_alive_and_shared_by_threads(world: MusicWorld) -> None:
    catalogue, previews = open_sources(world)
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
        catalogue, previews = open_sources(world)
        with pytest.raises(PreviewNotFound) as caught:
            previews.find(catalogue.track(reference(song)))
    assert caught.value.params == {
        "title": "Lantern Road", "tried": "Spotify, Deezer, iTunes, Spotify's embed page",
    }  # fmt: skip


@pytest.mark.parametrize("isrc", [None, "QZTST2600001"])
def test_in_doubt_the_person_is_asked(isrc: str | None) -> None:
    shown = {"deezer": "Lantern Road (Live)", "itunes": "Lantern Road (Acoustic)"}
    song = Song(titles=shown, isrc=isrc, previews=frozenset({"deezer", "itunes"}))
    with start_music_world([song]) as world:
        catalogue, previews = open_sources(world)
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


def test_what_differs_is_reported_with_the_match() -> None:
    song = Song(titles={"deezer": "Lantern Road (2011 Remaster)"}, previews=frozenset({"deezer"}))
    with start_music_world([song]) as world:
        catalogue, previews = open_sources(world)
        match = previews.find(catalogue.track(reference(song))).match
        assert (match.how, match.differences) == ("isrc", ("remaster",))


@pytest.mark.parametrize("service", ["deezer", "itunes"])
def test_a_link_of_a_store_is_that_track_and_its_preview(world: MusicWorld, service: str) -> None:
    catalogue, previews = open_sources(world)
    track = catalogue.track(store_reference(service, str(SONG.number)))
    assert (track.title, track.id) == ("Lantern Road", None)
    assert track.artist_line in {"Mira Solberg, Bo", "Mira Solberg & Bo"}
    found = previews.find(track)
    assert (found.match.source, found.match.how, found.audio == SONG.bytes) == (service, "id", True)
    assert world.asked() == {service: 1, "cdn": 1}
    with pytest.raises(TrackNotFound):
        catalogue.track(store_reference(service, "1"))


def test_facts_of_deezer_are_read_along(world: MusicWorld) -> None:
    catalogue, _ = open_sources(world)
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
    catalogue, _ = open_sources(world, preview_sources="itunes")
    with pytest.raises(SourcesOff):
        catalogue.track(store_reference("deezer", str(SONG.number)))


def test_a_song_is_found_by_its_name() -> None:
    songs = [Song(), Song(title="Lantern Road (Live)", isrc=None), Song(title="Other", artists=("Bo",), isrc=None)]
    with start_music_world(songs) as world:
        catalogue, _ = open_sources(world)
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
        catalogue, previews = open_sources(world)
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
    catalogue, _ = open_sources(world)
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
        catalogue, previews = open_sources(world, preview_sources="deezer")
        found = previews.find(catalogue.track(reference(asked)))
        assert (found.match.source, found.match.how, found.match.title) == ("deezer", "search", "Lantern Road")
        assert "/track/isrc:" in world.deezer.requests[0].path


def test_no_thread_of_a_world_outlives_it() -> None:
    before = set(threading.enumerate())
    with start_music_world() as world:
        open_sources(world)[0].track(reference(Song()))
    assert not [thread for thread in set(threading.enumerate()) - before if "counterpart" in thread.name]


def test_who_types_a_name_asks_the_quickest_store_only() -> None:
    with start_music_world([Song(), Song(title="Lantern Road (Live)", isrc=None, duration_s=260.0)]) as world:
        catalogue, _ = open_sources(world)
        found = catalogue.suggest("mira solberg lantern")
        assert [choice.title for choice in found] == ["Lantern Road", "Lantern Road (Live)"]
        assert world.asked() == {"deezer": 1}
        world.deezer.fail(500, b"", times=None)
        assert {choice.service for choice in catalogue.suggest("lantern road")} == {"itunes"}
        off, _ = open_sources(world, preview_sources="")
        with pytest.raises(SourcesOff):
            off.suggest("lantern")


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
