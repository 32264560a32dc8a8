"""Collecting against counterparts: labels, duplicates, pauses, and a process that is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import spotpop
from spotpop.audio.analysis import Analysis
from spotpop.audio.features import FEATURE_NAMES
from spotpop.dataset.collector import CollectionSummary, Collector
from spotpop.dataset.embedder import load_embedder
from spotpop.dataset.parquet import FILE, read_dataset
from spotpop.errors import ListingNotFound, SourcesOff, SourceUnavailable, TableUnusable
from spotpop.model.graph_inputs import INPUTS
from spotpop.training.table import as_table
from tests.counterparts.world import MusicWorld, Shelf, Song, spotify_id, start_music_world, tone_wav


def road(number: int, **details: Any) -> Song:
    """Return a song of its own, six seconds of it."""
    fields: dict[str, Any] = {
        "title": f"Road to {number}",
        "isrc": f"QZTST26{number:05d}",
        "popularity": 20 + number,
        "audio": tone_wav(6.0, 110.0 + 10 * number),
    }
    return Song(**{**fields, **details})


class FakeEmbedder:
    """Hears the same in every clip."""

    digest, n_patches = "fake", 3

    def embed(self, analysis: Analysis) -> tuple[NDArray[np.float32], NDArray[np.float32], dict[str, float]]:
        assert analysis.features.values.size == len(FEATURE_NAMES)
        return np.ones((3, 200), np.float32), np.zeros((3, 50), np.float32), {"energy": 0.5}


SONGS = tuple(road(number) for number in range(6))
PLAYLIST = Shelf("playlist", "Roads", SONGS)


@pytest.fixture
def world() -> Iterator[MusicWorld]:
    with start_music_world([], [PLAYLIST], extended=True) as world:
        yield world


def collect(
    world: MusicWorld, folder: Path, *inputs: str, naps: list[float] | None = None, **options: Any
) -> tuple[CollectionSummary, list[str]]:
    shown: list[str] = []
    collector = Collector(world.settings(), folder, sleep=(naps if naps is not None else []).append, **options)
    try:
        collector.add(list(inputs))
        return collector.run(lambda done, total, what: shown.append(f"{done}/{total} {what}".strip())), shown
    finally:
        collector.close()


def test_a_playlist_becomes_a_data_set(world: MusicWorld, tmp_path: Path) -> None:
    summary, shown = collect(world, tmp_path, PLAYLIST.url, embedder=FakeEmbedder())
    assert summary.counts == {"done": 6}
    assert shown[0] == "0/6 Road to 0"
    assert shown[-1] == "6/6"
    data = read_dataset(tmp_path)
    assert list(data.frame["popularity"]) == [20, 21, 22, 23, 24, 25]
    assert list(data.frame["id"]) == [song.id for song in SONGS]
    assert set(data.frame["matched_by"]) == {"deezer isrc"}
    assert data.embedding is not None
    assert data.analysed_by == "fake"
    assert len(as_table(data.frame)) == 6
    assert len({tuple(row) for row in data.features}) == 6
    assert sorted(file.name for file in tmp_path.rglob("*")) == [FILE, "collection.lock", "collection.sqlite"]


def test_all_that_an_artist_released_is_collected(tmp_path: Path) -> None:
    records = [Shelf("album", f"Record {number}", (SONGS[number % 6], road(20 + number))) for number in range(12)]
    artist = f"https://open.spotify.com/artist/{spotify_id('artist Mira Solberg')}"
    with start_music_world([], records, extended=True) as world:
        summary, _ = collect(world, tmp_path, artist)
        assert summary.counts == {"done": 18}
        pages = [one for one in world.spotify.requests if one.path.endswith("/albums")]
        assert [one.query.get("offset") for one in pages] == ["0", "10"]
        frame = read_dataset(tmp_path).frame
        assert set(frame["artist_n_other"]) == {17}
        world.forget()
        collect(world, tmp_path, artist)
        assert world.asked() == {}


def test_an_artists_records_are_taken_up_where_a_run_was_stopped(tmp_path: Path) -> None:
    records = [Shelf("album", f"Record {number}", (road(number),)) for number in range(3)]
    artist = f"https://open.spotify.com/artist/{spotify_id('artist Mira Solberg')}"
    with start_music_world([], records, extended=True) as world:
        collect(world, tmp_path, records[0].url, records[1].url)
        world.forget()
        summary, _ = collect(world, tmp_path, artist)
        assert summary.counts == {"done": 3}
        opened = [one.path.split("/")[3] for one in world.spotify.requests if one.path.startswith("/v1/albums/")]
        assert opened == [records[2].id]


def test_without_an_app_an_artists_page_is_read(tmp_path: Path) -> None:
    with start_music_world([road(number) for number in range(12)], credentials=False) as world:
        artist = f"https://open.spotify.com/artist/{spotify_id('artist Mira Solberg')}"
        summary, _ = collect(world, tmp_path, artist, unlabelled=True)
        assert summary.counts == {"done": 10}
        with pytest.raises(ListingNotFound):
            collect(world, tmp_path, f"https://open.spotify.com/artist/{'0' * 22}")


def test_a_second_run_asks_nobody(world: MusicWorld, tmp_path: Path) -> None:
    collect(world, tmp_path, PLAYLIST.url)
    before = (tmp_path / FILE).read_bytes()
    world.forget()
    summary, _ = collect(world, tmp_path, PLAYLIST.url)
    assert world.asked() == {}
    assert summary.counts == {"done": 6}
    assert (tmp_path / FILE).read_bytes() == before


def test_twins_are_kept_once_with_the_higher_label(tmp_path: Path) -> None:
    again = road(2, title="Road To 2 ", isrc=None, album="Again", duration_s=202.0)
    same_bytes = road(9, title="Another Name", isrc=None, audio=SONGS[3].audio)
    other_id = road(1, title="Road to 1 ", popularity=80)
    shelf = Shelf("playlist", "Twins", (*SONGS, other_id, again, same_bytes))
    with start_music_world([], [shelf], extended=True) as world:
        summary, _ = collect(world, tmp_path, shelf.url)
    assert summary.counts == {"done": 6, "duplicate": 3}
    assert list(read_dataset(tmp_path).frame["popularity"]) == [20, 80, 22, 29, 24, 25]


def test_what_cannot_be_had_is_left_out_and_counted(tmp_path: Path) -> None:
    silent = road(7, audio=tone_wav(6.0, 0.0)[:44] + bytes(264_600))
    shelf = Shelf("album", "Some", (SONGS[0], road(6, previews=frozenset()), silent, road(8, audio=b"no audio")))
    with start_music_world([], [shelf], extended=True) as world:
        summary, _ = collect(world, tmp_path, shelf.url)
        assert summary.counts == {"done": 1, "failed": 3}
        assert set(summary.reasons) == {"preview-not-found", "silent-audio", "not-audio"}


def test_without_a_label_nothing_is_fetched(tmp_path: Path) -> None:
    with start_music_world([], [PLAYLIST]) as world:  # a development-mode app: no popularity
        summary, _ = collect(world, tmp_path, PLAYLIST.url)
        assert summary.counts == {"unlabelled": 6}
        assert summary.file is None
        assert "cdn" not in world.asked()
        labels = tmp_path / "labels.csv"
        labels.write_text("id,popularity\n" + "".join(f"{song.id},{song.popularity}\n" for song in SONGS[:2]))
        summary, _ = collect(world, tmp_path, str(labels))
        assert summary.counts == {"done": 2, "unlabelled": 4}


def test_plays_are_counted_openly_where_there_is_no_other_label(tmp_path: Path) -> None:
    played = tuple(road(number, plays=plays) for number, plays in enumerate([5, 700, None]))
    no_isrc = road(3, isrc=None, plays=9)
    shelf = Shelf("playlist", "Roads", (*played, no_isrc))
    with start_music_world([], [shelf]) as world:
        summary, _ = collect(world, tmp_path, shelf.url, count_plays=True)
        assert summary.counts == {"done": 2, "unlabelled": 2}
        frame = read_dataset(tmp_path).frame
        assert list(frame["plays"]) == [5, 700]
        assert list(frame["popularity"]) == [25, 75]
        assert set(frame["source"]) == {"listenbrainz"}
        assert frame["snapshot"].min() > 2026
        asked = [request.path.split("/")[1] for request in world.brainz.requests]
        assert asked == ["ws", "1", "ws", "1", "ws"]


def test_an_isrc_of_another_length_is_not_counted(tmp_path: Path) -> None:
    other = road(1, duration_s=99.0, plays=10**6)
    with start_music_world([road(1), other]) as world:
        summary, _ = collect(world, tmp_path, road(1).url, count_plays=True)
        assert summary.counts == {"unlabelled": 1}


@pytest.mark.parametrize(
    ("path", "status", "body", "counts"),
    [
        ("/ws/", 503, b"", {"waiting": 1}),
        ("/ws/", 200, b"[]", {"waiting": 1}),
        ("/ws/", 200, b"{}", {"unlabelled": 1}),
        ("/1/", 429, b"", {"waiting": 1}),
        ("/1/", 200, b"nonsense", {"waiting": 1}),
        ("/1/", 200, b"{}", {"waiting": 1}),
        ("/1/", 200, b"[1]", {"unlabelled": 1}),
    ],
)
def test_who_cannot_count_now_is_asked_another_time(
    tmp_path: Path, path: str, status: int, body: bytes, counts: dict[str, int]
) -> None:
    song = road(1, plays=5)
    with start_music_world([song]) as world:
        world.brainz.fail(status, body, path=path, times=None)
        assert collect(world, tmp_path, song.url, count_plays=True)[0].counts == counts
        world.brainz.recover()
        if counts == {"waiting": 1}:
            assert collect(world, tmp_path, count_plays=True)[0].counts == {"done": 1}


def test_files_need_no_source_at_all(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.wav").write_bytes(tone_wav(6.0, 200.0 + number))
    (tmp_path / "mine.csv").write_text("file,plays,artist\n0.wav,10,Mira\n1.wav,500,Mira\n2.wav,90,Bo\n")
    with start_music_world() as world:
        summary, _ = collect(world, tmp_path / "data", str(tmp_path / "mine.csv"))
        assert world.asked() == {}
    frame = read_dataset(tmp_path / "data").frame
    assert summary.counts == {"done": 3}
    assert list(frame["title"]) == ["0", "1", "2"]
    assert list(frame["artist_key"]) == ["mira", "mira", "bo"]
    assert list(frame["popularity"]) == pytest.approx([100 / 6, 500 / 6, 50])
    assert list(frame["duration_s"]) == pytest.approx([6, 6, 6], abs=0.1)
    assert (tmp_path / "0.wav").is_file()


def test_an_id_says_who_it_is_and_a_file_what_it_sounds_like(world: MusicWorld, tmp_path: Path) -> None:
    (tmp_path / "mine.wav").write_bytes(tone_wav(6.0, 300.0))
    (tmp_path / "mine.csv").write_text(f"id,file,popularity\n{SONGS[0].id},mine.wav,33\n")
    collect(world, tmp_path / "data", str(tmp_path / "mine.csv"))
    [row] = read_dataset(tmp_path / "data").frame.to_dict("records")
    assert (row["title"], row["isrc"], row["popularity"], row["matched_by"]) == (
        "Road to 0", SONGS[0].isrc, 33, "upload upload",
    )  # fmt: skip
    assert world.asked().keys() == {"accounts", "spotify"}


def test_with_all_sources_off_links_are_refused_and_files_are_not(world: MusicWorld, tmp_path: Path) -> None:
    (tmp_path / "mine.wav").write_bytes(tone_wav(6.0, 300.0))
    (tmp_path / "mine.csv").write_text(f"id,file,popularity\n{SONGS[0].id},mine.wav,33\n")
    settings = world.settings(preview_sources="none")
    collector = Collector(settings, tmp_path / "data")
    collector.add([str(tmp_path / "mine.csv")])
    assert collector.run(lambda *_: None).counts == {"done": 1}
    collector.add([SONGS[1].url])
    with pytest.raises(SourcesOff):
        collector.run(lambda *_: None)
    with pytest.raises(SourcesOff):
        collector.add([PLAYLIST.url])
    collector.close()
    assert world.asked() == {}


def test_the_shipped_model_hears_what_training_needs(tmp_path: Path) -> None:
    (tmp_path / "song.mp3").write_bytes((Path(spotpop.__file__).parent / "demo" / "feelings.mp3").read_bytes())
    (tmp_path / "mine.csv").write_text("file,popularity,release_date,date\nsong.mp3,12,2004,2026-01-01\n")
    embedder = load_embedder()
    with start_music_world() as world:
        summary, _ = collect(world, tmp_path / "data", str(tmp_path / "mine.csv"), embedder=embedder)
    assert summary.counts == {"done": 1}
    data = read_dataset(tmp_path / "data")
    assert data.embedding is not None
    assert data.tags is not None
    assert (data.embedding.shape, data.tags.shape) == ((1, embedder.n_patches, 200), (1, embedder.n_patches, 50))
    assert np.isfinite(data.embedding).all()
    known = dict(zip(INPUTS, as_table(data.frame).rows[0], strict=True))
    assert not np.isnan(
        [known[name] for name in ("danceability", "energy", "valence", "loudness", "tempo", "mode")]
    ).any()
    assert known["age"] == pytest.approx(22.0, abs=0.01)


def test_audio_is_kept_only_when_that_is_asked_for(world: MusicWorld, tmp_path: Path) -> None:
    collect(world, tmp_path, SONGS[0].url, keep_audio=True)
    [kept] = (tmp_path / "audio").iterdir()
    assert kept.name == f"{SONGS[0].id}.wav"
    assert kept.read_bytes() == SONGS[0].bytes


def test_a_short_pause_is_waited_for(world: MusicWorld, tmp_path: Path) -> None:
    world.deezer.fail(429, b"", headers={"Retry-After": "7"}, times=1)
    for service in (world.itunes, world.open):
        service.fail(418, b"", times=None)  # so that the chain has nothing else
    naps: list[float] = []
    reported: list[tuple[str, float]] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if seconds > 6:
            collector._blocked._until.clear()  # as if the time had passed

    collector = Collector(world.settings(), tmp_path, patient=lambda *what: reported.append(what), sleep=nap)
    collector.add([SONGS[0].url])
    assert collector.run(lambda *_: None).counts == {"done": 1}
    collector.close()
    assert [source for source, _ in reported] == ["Deezer"]
    assert 6.5 < max(naps) < 7.1


def test_a_long_pause_ends_the_run_and_the_next_goes_on(world: MusicWorld, tmp_path: Path) -> None:
    for service in (world.deezer, world.itunes, world.open):
        service.fail(429, b"", headers={"Retry-After": "3000"}, times=None)
    summary, _ = collect(world, tmp_path, PLAYLIST.url)
    assert summary.counts == {"waiting": 6}
    assert 2900 < summary.pause_s <= 3000
    for service in (world.deezer, world.itunes, world.open):
        service.recover()
    summary, _ = collect(world, tmp_path)
    assert (summary.counts, summary.pause_s) == ({"done": 6}, 0.0)


def test_when_nobody_answers_the_run_ends_and_nothing_is_given_up(world: MusicWorld, tmp_path: Path) -> None:
    shelf = Shelf("playlist", "Long", tuple(road(number) for number in range(20)))
    with start_music_world([], [shelf], extended=True) as world:
        for service in (world.deezer, world.itunes, world.open):
            service.fail(404, b"oops", times=None, hang_up=True)
        with pytest.raises(SourceUnavailable):
            collect(world, tmp_path, shelf.url)
        for service in (world.deezer, world.itunes, world.open):
            service.recover()
        assert collect(world, tmp_path)[0].counts == {"done": 20}


def test_an_unknown_listing_adds_nothing(world: MusicWorld, tmp_path: Path) -> None:
    with pytest.raises(ListingNotFound):
        collect(world, tmp_path, Shelf("playlist", "Nowhere", ()).url)


def test_other_embedders_do_not_mix(world: MusicWorld, tmp_path: Path) -> None:
    collect(world, tmp_path, SONGS[0].url, embedder=FakeEmbedder())
    with pytest.raises(TableUnusable, match="another model"):
        collect(world, tmp_path, SONGS[1].url)


def start(world: MusicWorld, folder: Path, *inputs: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "spotpop", "collect", *inputs, "--into", str(folder), "--model", "none", "--json"]
    env = {**os.environ, **world.env, "PYTHONPATH": str(Path(__file__).parents[2]), "COLUMNS": "200"}
    return subprocess.Popen(
        command, env=env, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def wait_for(world: MusicWorld, downloads: int) -> None:
    end = time.monotonic() + 60
    while len(world.cdn.requests) < downloads:
        assert time.monotonic() < end, "the process does not get on"
        time.sleep(0.01)


def test_a_process_that_is_killed_is_taken_up_where_it_was(tmp_path: Path) -> None:
    shelf = Shelf("playlist", "Roads", tuple(road(number) for number in range(12)))
    with start_music_world([], [shelf], extended=True) as world:
        for downloads, how in ((2, signal.SIGKILL), (6, signal.SIGTERM)):
            process = start(world, tmp_path, shelf.url)
            wait_for(world, downloads)
            process.send_signal(how)
            _, reported = process.communicate(timeout=60)
            assert process.returncode == (-signal.SIGKILL if how == signal.SIGKILL else 130)
            assert "III.14" in reported
        assert read_dataset(tmp_path).features.shape[0] >= 4  # who is asked to stop writes what there is
        process = start(world, tmp_path, shelf.url)
        out, reported = process.communicate(timeout=120)
        assert process.returncode == 0, reported
        assert json.loads(out)["counts"] == {"done": 12}
        assert "12/12" in reported
        fetched = [request.path for request in world.cdn.requests]
        assert len(set(fetched)) == 12
        assert len(fetched) <= 12 + 2  # what was being fetched at each kill is fetched again, nothing else
        assert sum("/playlists/" in request.path for request in world.spotify.requests) == 1
    data = read_dataset(tmp_path)
    assert sorted(data.frame["popularity"]) == [20 + number for number in range(12)]


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    with start_music_world([], [PLAYLIST]) as world:
        process = start(world, tmp_path, PLAYLIST.url)
        out, reported = process.communicate(timeout=60)
    assert process.returncode == 1
    assert json.loads(out) == {"counts": {"unlabelled": 6}, "reasons": {"no-label": 6}, "pause_s": 0.0, "file": None}
    assert "permission" in reported
