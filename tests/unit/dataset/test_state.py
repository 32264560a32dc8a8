"""What a collection wants and what became of it: labels, duplicates, what is done again, and one run at a time."""

import fcntl
import shutil

import numpy as np
import pytest

from spotpop.dataset.state import CollectionState, Embedding, Item
from spotpop.errors import TableUnusable

HEARD = Embedding({"tempo": 120.0}, np.arange(3, dtype=np.float32), None, np.ones(2, np.float32))


@pytest.fixture
def state(tmp_path):
    made = CollectionState(tmp_path / "set")
    yield made
    made.close()


def song(number, **more):
    return Item(id=f"{number:022d}", **more)


def finish(state, item, **known):
    state.finish(item.key, HEARD, **{"isrc": None, "song_key": None, "duration_s": None, "digest": "d", **known})


def test_an_item_is_the_same_by_its_id_and_else_by_its_file():
    assert song(1).key == song(1, popularity=3.0, file="/a").key != song(2).key
    assert Item(file="/a").key != Item(file="/b").key


def test_items_are_added_once_and_a_known_one_gets_what_is_said_anew(state):
    assert state.want([song(1, title="old", popularity=3.0), song(2)]) == 2
    assert state.want([song(1, title="new")]) == 0
    [first, second] = state.waiting()
    assert (first.title, first.popularity, second.id) == ("new", 3.0, song(2).id)


def test_all_or_none(state):
    class Broken:
        key = "broken"

    with pytest.raises(TypeError):
        state.want([song(1), Broken()])
    assert list(state.waiting()) == []
    assert state.want([song(1)], listing="album") == 1
    assert state.knows_listing("album")
    assert not state.knows_listing("other")


def test_what_is_done_or_given_up_waits_no_more_and_failures_may_wait_again(state):
    wanted = [song(number) for number in range(4)]
    state.want(wanted)
    finish(state, wanted[0])
    state.give_up(wanted[1].key, "failed", "no preview")
    state.give_up(wanted[2].key, "unlabelled", "no label")
    state.give_up(wanted[3].key, "duplicate", wanted[0].key)
    assert list(state.waiting()) == []
    assert state.counts() == {"done": 1, "duplicate": 1, "failed": 1, "unlabelled": 1}
    assert state.reasons() == {"no preview": 1, "no label": 1}
    assert state.retry_failed() == 2
    assert [one.id for one in state.waiting()] == [wanted[1].id, wanted[2].id]
    assert state.reasons() == {}


@pytest.mark.parametrize(
    ("more", "waits"), [({"popularity": 0.0}, True), ({"plays": 9.0}, True), ({"title": "x"}, False)]
)
def test_what_had_no_label_waits_again_once_it_has_one(state, more, waits):
    state.want([song(1)])
    state.give_up(song(1).key, "unlabelled", "no label")
    state.want([song(1, **more)])
    assert bool(list(state.waiting())) is waits


def test_what_was_heard_comes_back_as_it_was(state):
    state.want([song(1, popularity=40.0)])
    finish(state, song(1))
    [(item, row)] = state.rows()
    assert (item.popularity, row["tempo"], row["embedding"]) == (40.0, 120.0, None)
    assert row["features"].tolist() == [0.0, 1.0, 2.0]
    assert row["tags"].dtype == np.float32


@pytest.mark.parametrize(
    ("known", "asked", "same"),
    [
        ({"isrc": "A"}, {"isrc": "A"}, True),
        ({"isrc": "A"}, {"isrc": "B"}, False),
        ({}, {"digest": "d"}, True),
        ({}, {"digest": "e"}, False),
        ({"song_key": "s", "duration_s": 100.0}, {"song_key": "s", "duration_s": 103.0}, True),
        ({"song_key": "s", "duration_s": 100.0}, {"song_key": "s", "duration_s": 103.1}, False),
        ({"song_key": "s", "duration_s": 100.0}, {"song_key": "t", "duration_s": 100.0}, False),
        ({"isrc": None}, {}, False),
    ],
)
def test_a_recording_is_the_same_by_code_sound_or_name_and_length(state, known, asked, same):
    state.want([song(1), song(2)])
    finish(state, song(1), **known)
    assert state.duplicate(song(2).key, **asked) == (song(1).key if same else None)
    assert state.duplicate(song(1).key, **asked) is None, "not of itself"


def test_a_kept_recording_gets_the_higher_label_of_its_twin(state):
    state.want([song(1, popularity=30.0, date="2024-01-01", plays=5.0), song(2)])
    finish(state, song(1))
    for other, expected in (
        (song(2, popularity=20.0, date="x", plays=3.0), (30.0, "2024-01-01", 5.0)),
        (song(2, popularity=50.0, date="2025-01-01", plays=9.0), (50.0, "2025-01-01", 9.0)),
    ):
        state.raise_label(song(1).key, other)
        [(item, _)] = state.rows()
        assert (item.popularity, item.date, item.plays) == expected


def test_a_twin_that_gets_a_label_later_gives_it_on(state):
    state.want([song(1, popularity=30.0), song(2)])
    finish(state, song(1))
    state.give_up(song(2).key, "duplicate", song(1).key)
    state.want([song(2, popularity=70.0)])
    assert [item.popularity for item, _ in state.rows()] == [70.0]


def test_how_it_is_made_does_not_change_on_the_way(state):
    state.require_same("audio part", "a")
    state.require_same("audio part", "a")
    with pytest.raises(TableUnusable, match="another audio part"):
        state.require_same("audio part", "b")


def test_one_run_at_a_time_and_all_is_there_for_the_next(tmp_path):
    first = CollectionState(tmp_path)
    first.want([song(1)])
    with pytest.raises(TableUnusable, match="another run"):
        CollectionState(tmp_path)
    first.close()
    second = CollectionState(tmp_path)
    assert [one.id for one in second.waiting()] == [song(1).id]
    second.set_label(song(1, popularity=12.0))
    assert [one.popularity for one in second.waiting()] == [12.0]
    second.close()


def of_an_older_version(folder, *items):
    """Leave a collection as an older version left it when it was killed: its last writes in the journal alone."""
    folder.mkdir()
    made = CollectionState(folder.parent / "made")
    made.want(list(items))
    finish(made, items[0], isrc="QZTST2600001")
    for ending in ("", "-wal", "-shm"):
        shutil.copy(folder.parent / "made" / f"collection.sqlite{ending}", folder / f"ledger.sqlite{ending}")
    (folder / "ledger.lock").touch()
    made.close()
    assert (folder / "ledger.sqlite-wal").stat().st_size > 0


def test_a_collection_of_an_older_version_goes_on_without_losing_a_row(tmp_path):
    of_an_older_version(tmp_path / "set", song(1, popularity=40.0), song(2))
    for _ in range(2):
        state = CollectionState(tmp_path / "set")
        assert state.counts() == {"done": 1, "waiting": 1}
        [(item, row)] = state.rows()
        assert (item.popularity, row["tempo"], list(row["features"])) == (40.0, 120.0, [0.0, 1.0, 2.0])
        assert state.duplicate("spotify:x", isrc="QZTST2600001") == song(1).key
        state.close()
    assert sorted(file.name for file in (tmp_path / "set").iterdir()) == ["collection.lock", "collection.sqlite"]


def test_a_collection_is_not_taken_from_an_older_version_that_is_at_it(tmp_path):
    of_an_older_version(tmp_path / "set", song(1))
    with (tmp_path / "set" / "ledger.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(TableUnusable, match="another run is collecting"):
            CollectionState(tmp_path / "set")
        assert not (tmp_path / "set" / "collection.sqlite").exists()
    state = CollectionState(tmp_path / "set")
    assert state.counts() == {"done": 1}
    state.close()


def test_of_two_collections_in_one_folder_none_is_thrown_away(tmp_path):
    CollectionState(tmp_path / "set").close()
    shutil.move(tmp_path / "set", tmp_path / "new")
    of_an_older_version(tmp_path / "set", song(1))
    shutil.copy(tmp_path / "new" / "collection.sqlite", tmp_path / "set")
    for _ in range(2):
        with pytest.raises(TableUnusable, match="it holds two collections"):
            CollectionState(tmp_path / "set")
    (tmp_path / "set" / "collection.sqlite").unlink()
    state = CollectionState(tmp_path / "set")
    assert state.counts() == {"done": 1}
    state.close()


def test_a_damaged_collection_of_an_older_version_is_named_and_left_as_it_is(tmp_path):
    (tmp_path / "ledger.sqlite").write_bytes(b"no database at all, but long enough to be read as one" * 40)
    with pytest.raises(TableUnusable, match=r"ledger\.sqlite.*not a database"):
        CollectionState(tmp_path)
    assert (tmp_path / "ledger.sqlite").exists()
