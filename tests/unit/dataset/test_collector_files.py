"""Collecting files of one's own: nobody is asked about them but for what is not known."""

import pytest

from spotpop.dataset.state import Item
from spotpop.errors import (
    NotAudio,
    SourcesOff,
    TooLarge,
)
from spotpop.report import track_to_json
from spotpop.settings import load_settings
from tests.counterparts.songs import tone_wav
from tests.unit.dataset.made_sources import frame, quiet, track


def own_file(tmp_path, name="My song.wav", **said):
    file = tmp_path / name
    file.write_bytes(tone_wav(4.0, 300.0))
    return Item(file=str(file), popularity=30.0, **said)


def test_of_ones_own_files_nobody_is_asked_or_informed(begin, tmp_path):
    collector = begin()
    collector.collection.want([own_file(tmp_path)])
    collector.run(quiet)
    [row] = frame(collector).to_dict("records")
    assert (row["title"], row["matched_by"]) == ("My song", "upload upload")
    assert row["album"] != "named later"
    assert row["duration_s"] == pytest.approx(4.0, abs=0.1)  # it is the whole song
    assert collector._catalogue.asked == collector._previews.asked == []


def test_a_file_counts_as_out_once_it_has_an_id_or_a_date(begin, tmp_path):
    collector = begin()
    bare, dated = own_file(tmp_path), own_file(tmp_path, release_date="2004")
    assert (collector._look_up(bare).released, collector._look_up(dated).released) == (False, True)


@pytest.mark.parametrize(
    ("data", "size_mib", "reason"),
    [(None, 50.0, NotAudio), (tone_wav(4.0, 300.0), 0.1, TooLarge), (b"text", 50.0, NotAudio)],
)
def test_a_file_that_cannot_be_used_is_left_out(begin, tmp_path, data, size_mib, reason):
    collector = begin(settings=load_settings(min_duration_s=3, max_upload_mib=size_mib))
    file = tmp_path / "x.wav"
    if data is not None:
        file.write_bytes(data)
    collector.collection.want([Item(file=str(file), popularity=1.0)])
    assert collector.run(quiet).reasons == {reason.code: 1}


def test_what_the_owner_says_comes_first_and_the_catalogues_isrc_and_artists_stay(begin):
    collector = begin(track(1), track(2, isrc=None, artists=()))
    said = {
        "title": "Mine", "artist": "Me", "isrc": "qz-tst-26-99999", "duration_s": 99.0, "release_date": "1999",
        "explicit": 1.0, "genre": "jazz", "followers": 7.0,
    }  # fmt: skip
    known = collector._identify(Item(id=track(1).id, **said))
    assert (known.title, known.duration_s, str(known.release_date)) == ("Mine", 99.0, "1999")
    assert (known.explicit, known.genres, known.followers) == (True, ("jazz",), 7)
    assert (known.isrc, known.artist_line) == (track(1).isrc, "Mira")
    other = collector._identify(Item(id=track(2).id, **said))
    assert (other.isrc, other.artist_line) == ("QZTST2699999", "Me")
    plain = collector._identify(Item(id=track(1).id))
    assert plain == track(1)


LISTED = track_to_json(track(1))
BARE = {**LISTED, "popularity": None}


@pytest.mark.parametrize(
    ("item", "asked"),
    [
        (Item(id=track(1).id, track=LISTED), False),
        (Item(id=track(1).id, track=BARE), True),
        (Item(id=track(1).id, track=BARE, plays=3.0), False),
        (Item(id=track(1).id, track={**LISTED, "release_date": None}), True),
        (Item(id=track(1).id, track={**LISTED, "release_date": None}, release_date="2001"), False),
        (Item(id=track(1).id, track={**LISTED, "artists": []}), True),
        (Item(id=track(1).id, track={**LISTED, "artists": []}, artist="Me"), False),
        (Item(id=track(1).id), True),
        (Item(file="/x/a.wav", artist="Me"), False),
    ],
)
def test_the_catalogue_is_asked_only_for_what_is_not_known(begin, item, asked):
    collector = begin(track(1))
    collector._look_up(item)
    assert bool(collector._catalogue.asked) is asked


def test_with_all_sources_off_what_the_owner_of_a_file_says_has_to_do(begin, tmp_path):
    collector = begin()
    collector._catalogue.fails = {track(1).id: [SourcesOff(), SourcesOff()]}
    assert collector._look_up(own_file(tmp_path, id=track(1).id)).title == "My song"
    with pytest.raises(SourcesOff):
        collector._look_up(Item(id=track(1).id))


def test_audio_is_kept_under_its_id_where_that_is_wanted(begin, tmp_path):
    collector = begin(track(1), keep_audio=True)
    collector.collection.want([own_file(tmp_path)])
    collector.run(quiet)
    assert [one.name for one in (collector.folder / "audio").iterdir()] == [f"{track(1).id}.wav"]
    other = begin(track(1), folder=tmp_path / "other")
    other.run(quiet)
    assert not (other.folder / "audio").exists()
