"""Collecting step by step: who is asked what, what makes a label, what is left out and why, and what ends a run."""

import time
from types import SimpleNamespace

import numpy as np
import pytest

from spotpop.dataset import collector as module
from spotpop.dataset.collector import Collector
from spotpop.dataset.parquet import FILE, read_dataset
from spotpop.dataset.state import Item
from spotpop.dataset.throttle import LONGEST_WAIT_S
from spotpop.errors import (
    NotAudio,
    PreviewNotFound,
    RateLimited,
    SourcesOff,
    SourceUnavailable,
    TableUnusable,
)
from spotpop.links import reference_to
from spotpop.settings import load_settings
from tests.counterparts.songs import tone_wav
from tests.unit.dataset.made_sources import Embedder, frame, quiet, track


def test_a_track_becomes_a_row_with_its_label_and_what_the_catalogue_adds(begin):
    collector = begin(track(1), embedder=Embedder())
    shown = []
    summary = collector.run(lambda done, total, what: shown.append((done, total, what)))
    assert (summary.counts, summary.reasons, summary.pause_s) == ({"done": 1}, {}, 0.0)
    assert summary.file == collector.folder / FILE
    assert shown == [(0, 1, track(1).id), (1, 1, "")]
    [row] = frame(collector).to_dict("records")
    assert (row["title"], row["popularity"], row["album"], row["matched_by"]) == (
        "Road 1", 21, "named later", "deezer isrc"
    )  # fmt: skip
    assert (row["energy"], row["duration_s"], row["artist_n_other"]) == (0.5, 210.0, 0)
    assert row["snapshot"] > 2025
    data = read_dataset(collector.folder)
    assert (data.analysed_by, data.embedding.shape, data.tags.shape) == ("made up", (1, 2, 200), (1, 2, 50))


def test_without_a_network_features_alone_are_kept(begin):
    collector = begin(track(1))
    collector.run(quiet)
    data = read_dataset(collector.folder)
    assert data.embedding is None
    assert data.features.shape[0] == 1


def test_a_second_run_has_nothing_to_do_and_goes_on_counting(begin):
    collector = begin(track(1), track(2))
    collector.run(quiet)
    collector._catalogue.asked.clear()
    collector.collection.want([Item(id=track(3).id)])
    collector._catalogue.tracks[track(3).id] = track(3)
    shown = []
    collector.run(lambda done, total, what: shown.append((done, total)))
    assert shown == [(2, 3), (3, 3)]
    assert collector._catalogue.asked == [track(3).id]


def test_clips_that_are_heard_otherwise_do_not_mix(begin, tmp_path):
    begin(folder=tmp_path / "x", embedder=Embedder()).close()
    for _ in range(2):  # the file is let go, so that the refusal is the same each time
        with pytest.raises(TableUnusable, match="another model"):
            begin(folder=tmp_path / "x")


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [("spotify,deezer,itunes,embed", ("deezer", "itunes")), ("spotify", ("spotify",)), ("deezer", ("deezer",)),
     ("embed,spotify", ("embed", "spotify")), ("none", ())],
)  # fmt: skip
def test_spotifys_previews_are_taken_only_where_nothing_else_is_asked(tmp_path, monkeypatch, chosen, asked):
    seen = []
    real = module.Previews

    def previews(settings, *rest, **options):
        seen.append(settings.preview_sources)
        return real(settings, *rest, **options)

    monkeypatch.setattr(module, "Previews", previews)
    Collector(load_settings(preview_sources=chosen), tmp_path / "set").close()
    assert seen == [asked]


def test_what_has_no_label_is_left_out_before_anything_is_fetched(begin):
    collector = begin(track(1, popularity=None), track(2))
    summary = collector.run(quiet)
    assert (summary.counts, summary.reasons) == ({"done": 1, "unlabelled": 1}, {"no-label": 1})
    assert collector._previews.asked == [track(2).id]


def test_what_has_no_label_is_kept_if_that_is_wanted(begin):
    collector = begin(track(1, popularity=None), unlabelled=True)
    assert collector.run(quiet).counts == {"done": 1}
    assert np.isnan(frame(collector)["popularity"][0])


def test_nothing_collected_writes_nothing(begin):
    collector = begin(track(1, popularity=None))
    assert collector.run(quiet).file is None
    assert not (collector.folder / FILE).exists()


def test_a_label_of_ones_own_is_not_asked_for(begin):
    collector = begin(track(1, popularity=99))
    collector.collection.want([Item(id=track(1).id, popularity=12.0)])
    collector.run(quiet)
    assert list(frame(collector)["popularity"]) == [12]


def test_plays_are_asked_for_where_there_is_no_popularity(begin):
    collector = begin(track(1, popularity=None), track(2, popularity=None), track(3), count_plays=True)
    asked = []

    def plays(one):
        asked.append(one.title)
        return {"Road 1": 500}.get(one.title)

    collector._plays = SimpleNamespace(plays=plays)
    assert collector.run(quiet).counts == {"done": 2, "unlabelled": 1}
    assert asked == ["Road 1", "Road 2"]
    assert list(frame(collector)["source"]) == ["listenbrainz", "local"]
    assert frame(collector)["plays"][0] == 500


def test_nobody_counts_plays_unasked(begin, tmp_path):
    assert begin()._plays is None
    assert begin(folder=tmp_path / "other", count_plays=True)._plays is not None


def test_while_spotify_wants_a_pause_nothing_is_decided_of_labels(begin):
    collector = begin(track(1, popularity=None))
    collector._blocked.block("spotify", time.time() + 500.0)
    summary = collector.run(quiet)
    assert summary.counts == {"waiting": 1}
    assert summary.pause_s == pytest.approx(500, abs=5)


@pytest.mark.parametrize(
    ("second", "twins"),
    [
        (track(2, isrc=track(1).isrc), True),
        (track(2, title="ROAD 1", duration_s=211.0), True),
        (track(2, title="Road 1", duration_s=230.0), False),
        (track(2, title="Road 1", artists=(), duration_s=210.0), False),
    ],
)
def test_a_recording_is_kept_once_with_the_higher_label(begin, second, twins):
    collector = begin(track(1), second)
    assert collector.run(quiet).counts == ({"done": 1, "duplicate": 1} if twins else {"done": 2})
    assert list(frame(collector)["popularity"]) == ([22] if twins else [21, 22])
    assert len(collector._previews.asked) == (1 if twins else 2)  # nothing is fetched of what is there


def test_titles_alone_prove_nothing_and_a_previews_length_is_not_the_songs(begin):
    collector = begin(*(track(number, title="Road", artists=(), duration_s=200.0) for number in (1, 2)))
    assert collector.run(quiet).counts == {"done": 2}
    other = begin(track(1, duration_s=None), folder=collector.folder.with_name("other"))
    other.run(quiet)
    assert np.isnan(frame(other)["duration_s"].astype(float)[0])


def test_the_same_bytes_are_the_same_recording(begin):
    collector = begin(track(1), track(2, popularity=5))
    collector._previews.audio = dict.fromkeys((track(1).id, track(2).id), tone_wav(3.5, 300.0))
    assert collector.run(quiet).counts == {"done": 1, "duplicate": 1}
    assert list(frame(collector)["popularity"]) == [21]


def test_what_cannot_be_collected_is_given_up_with_its_reason(begin):
    collector = begin(track(1), track(2), track(3))
    collector._previews.fails = {track(1).id: [PreviewNotFound(title="x", tried="deezer")]}
    collector._previews.audio = {track(2).id: b"no audio"}
    summary = collector.run(quiet)
    assert summary.counts == {"done": 1, "failed": 2}
    assert summary.reasons == {PreviewNotFound.code: 1, NotAudio.code: 1}


def down(count=1):
    return [SourceUnavailable(source="Deezer") for _ in range(count)]


def test_who_does_not_answer_is_asked_by_the_next_run(begin):
    collector = begin(track(1), track(2))
    collector._previews.fails = {track(1).id: down()}
    assert collector.run(quiet).counts == {"done": 1, "waiting": 1}
    assert collector.run(quiet).counts == {"done": 2}


def test_eight_in_a_row_without_an_answer_end_the_run_with_what_there_is(begin):
    tracks = [track(number) for number in range(1, 12)]
    collector = begin(*tracks)
    collector._previews.fails = {one.id: down() for one in tracks[1:]}
    with pytest.raises(SourceUnavailable):
        collector.run(quiet)
    assert collector.collection.counts() == {"done": 1, "waiting": 10}
    assert len(collector._previews.asked) == 9
    assert len(frame(collector)) == 1


def test_an_answer_in_between_begins_the_count_anew(begin):
    tracks = [track(number) for number in range(1, 11)]
    collector = begin(*tracks)
    collector._previews.fails = {one.id: down() for one in tracks if one != tracks[5]}
    assert collector.run(quiet).counts == {"done": 1, "waiting": 9}


def test_a_long_pause_ends_the_run_and_a_short_one_is_waited_for(begin):
    collector = begin(track(1), track(2))
    collector._previews.fails = {track(1).id: [RateLimited(source="Deezer", retry_after_s=LONGEST_WAIT_S)] * 4}
    assert collector.run(quiet).counts == {"done": 2}
    assert collector._previews.asked == [track(1).id] * 5 + [track(2).id]
    collector.collection.want([Item(id=track(3).id), Item(id=track(4).id)])
    collector._catalogue.tracks |= {one.id: one for one in (track(3), track(4))}
    collector._previews.fails = {track(3).id: [RateLimited(source="Deezer", retry_after_s=LONGEST_WAIT_S + 1)]}
    summary = collector.run(quiet)
    assert (summary.counts, summary.pause_s) == ({"done": 2, "waiting": 2}, LONGEST_WAIT_S + 1)


def test_who_wants_a_pause_again_and_again_does_not_answer(begin):
    collector = begin(track(1))
    collector._previews.fails = {track(1).id: [RateLimited(source="Deezer", retry_after_s=1)] * 9}
    assert collector.run(quiet).counts == {"waiting": 1}
    assert collector._previews.asked == [track(1).id] * 5


def test_with_all_sources_off_a_link_ends_the_run(begin):
    collector = begin(track(1), track(2))
    collector._catalogue.fails = {track(1).id: [SourcesOff()]}
    with pytest.raises(SourcesOff):
        collector.run(quiet)
    assert collector.collection.counts() == {"waiting": 2}


def test_the_data_set_is_written_while_a_long_run_goes_on(begin, monkeypatch):
    monkeypatch.setattr(module, "_CHECKPOINT", 2)
    collector = begin(*(track(number) for number in range(1, 6)))
    rows = []

    def look(done, _total, _what):
        rows.append(len(frame(collector)) if (collector.folder / FILE).exists() else 0)

    collector.run(look)
    assert rows == [0, 0, 2, 2, 4, 4]


ALBUMS = [reference_to("album", f"{number:022d}") for number in (1, 2)]
ARTIST = reference_to("artist", f"{9:022d}")


def test_a_list_is_opened_once(begin):
    collector = begin()
    collector._catalogue.tracks = {one.id: one for one in (track(1), track(2))}
    assert collector.add([ALBUMS[0].url]) == 2
    assert collector.add([ALBUMS[0].url]) == 0
    assert collector._catalogue.asked == [ALBUMS[0].url]


def test_an_artist_is_all_albums_and_counts_as_added_when_all_are(begin):
    collector = begin(albums=[*ALBUMS, reference_to("track", track(3).id)])
    collector._catalogue.tracks = {one.id: one for one in (track(1), track(2))}
    assert collector.add([ARTIST.url]) == 3
    assert collector._catalogue.asked == [ARTIST.url, ALBUMS[0].url, ALBUMS[1].url]
    assert collector.add([ARTIST.url]) == 0
    assert len(collector._catalogue.asked) == 3


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        (Item(id="1" * 22), "1" * 22),
        (Item(id="1" * 22, title="Walk"), "Walk"),
        (Item(id="1" * 22, track={"title": "Walk"}), "Walk"),
        (Item(file="/x/a.wav"), "a.wav"),
    ],
)
def test_what_is_shown_is_the_best_name_that_is_known(item, shown):
    assert module._name_of(item) == shown
