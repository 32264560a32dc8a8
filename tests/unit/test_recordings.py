"""From a question to a recording: who is asked for what, in which order, and what is left out."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest

from spotpop import recordings as module
from spotpop.errors import AttachmentExpired, SourcesOff, SourceUnavailable, TrackNotFound
from spotpop.links import Reference, reference_to
from spotpop.question import Upload
from spotpop.recordings import Recording, Recordings
from spotpop.report import PreviewMatch
from spotpop.settings import load_settings
from spotpop.stages import silent
from spotpop.track import Track
from tests.counterparts.world import MusicWorld, Song, start_music_world

SONG = Song(artists=("Mira Solberg",))
MATCH = PreviewMatch(source="deezer", how="isrc", confidence=0.99)


@pytest.fixture(scope="module")
def world() -> Iterator[MusicWorld]:
    with start_music_world([SONG]) as world:
        yield world


@pytest.fixture
def recordings(world: MusicWorld) -> Recordings:
    world.forget()
    return Recordings(world.settings())


def find(recordings: Recordings, question: Any) -> tuple[Recording, list[str]]:
    """Find a recording; return it with the stages that were reported."""
    shown: list[str] = []
    timings: dict[str, float] = {}
    found = recordings.find(question, timings, shown.append)
    assert list(timings) == shown
    return found, shown


def test_an_upload_is_taken_as_it_is_and_asks_nobody() -> None:
    recordings = Recordings(load_settings(preview_sources=()))
    upload = Upload(b"bytes", "My_Song.mp3")
    found, shown = find(recordings, upload)
    assert (found.track.title, found.track.released, found.audio, found.upload) == ("My Song", False, b"bytes", upload)
    assert (found.match.source, found.match.how, shown) == ("upload", "upload", [])
    assert found.with_facts() is found.track


def test_a_link_is_refused_while_every_source_is_off() -> None:
    with pytest.raises(SourcesOff):
        Recordings(load_settings(preview_sources=())).find(reference_to("track", SONG.id), {}, silent)


@pytest.mark.network
def test_a_link_is_identified_heard_and_its_facts_are_read_beside(recordings: Recordings) -> None:
    found, shown = find(recordings, reference_to("track", SONG.id))
    assert (found.track.title, found.audio, shown) == (SONG.title, SONG.bytes, ["identify", "preview"])
    assert found.upload is None
    assert found.track.deezer_rank is None
    assert found.with_facts().deezer_rank is not None


@pytest.mark.network
def test_a_row_of_a_listing_spares_the_budget(recordings: Recordings, world: MusicWorld) -> None:
    row = replace(recordings.catalogue.track(reference_to("track", SONG.id)), isrc=SONG.isrc)
    world.forget()
    found, shown = find(recordings, row)
    assert (found.facts, shown) == (None, ["preview"])
    assert "spotify" not in world.asked()


@pytest.mark.network
def test_a_row_without_what_the_search_lives_on_is_identified_if_somebody_knows_it(recordings: Recordings) -> None:
    bare = Track(title=SONG.title, id=SONG.id)
    found, shown = find(recordings, bare)
    assert (found.track.isrc, shown) == (SONG.isrc, ["identify", "preview"])


@pytest.mark.network
def test_what_nobody_knows_is_said(recordings: Recordings) -> None:
    with pytest.raises(TrackNotFound):
        recordings.find(reference_to("track", "0" * 22), {}, silent)


def fact(track: Track) -> Future[Track]:
    future: Future[Track] = Future()
    future.set_result(track)
    return future


def test_only_deezers_figures_are_taken_over() -> None:
    shown = Track(title="another", deezer_rank=5, deezer_fans=7, deezer_top_ranks=(9,))
    track = Recording(Track(title="x"), b"", MATCH, facts=fact(shown)).with_facts()
    assert (track.title, track.deezer_rank, track.deezer_fans, track.deezer_top_ranks) == ("x", 5, 7, (9,))


def test_facts_that_fail_or_come_late_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FACTS_PATIENCE_S", 0.01)
    failed: Future[Track] = Future()
    failed.set_exception(SourceUnavailable(source="Deezer"))
    late: Future[Track] = Future()
    for facts in (failed, late):
        recording = Recording(Track(title="x"), b"", MATCH, facts=facts)
        assert recording.with_facts() is recording.track
    assert late.cancelled()


def test_a_chats_own_file_is_fetched_not_looked_up() -> None:
    link = Reference("short", "discord-" + "0" * 32, "https://cdn.discordapp.com/attachments/1/2/x.mp3?ex=1")
    shown: list[str] = []
    with pytest.raises(AttachmentExpired):
        Recordings(load_settings()).find(link, {}, shown.append)
    assert shown == ["preview"]
