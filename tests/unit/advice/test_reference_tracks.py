"""References of one's own: kept as numbers, by owner and set, and gone for good when they are removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from spotpop.advice.reference_tracks import LOCAL, ReferenceStore
from spotpop.errors import ReferenceSetFull, ReferencesUnusable
from spotpop.findings import MOST_REFERENCES

NUMBERS = {"loudness": -9.5, "tempo": 120.0}


@pytest.fixture
def store(tmp_path: Path) -> ReferenceStore:
    return ReferenceStore(tmp_path / "data" / "references.db")


def test_what_is_added_is_listed_by_set(store: ReferenceStore) -> None:
    store.add(LOCAL, "rough mixes", "b", NUMBERS)
    store.add(LOCAL, "heroes", "c", {"loudness": -8.0})
    store.add(LOCAL, "heroes", "a — é ✨", NUMBERS)

    assert [(one.set_name, one.label) for one in store.references(LOCAL)] == [
        ("heroes", "a — é ✨"),
        ("heroes", "c"),
        ("rough mixes", "b"),
    ]
    assert [one.numbers for one in store.references(LOCAL, "heroes")] == [NUMBERS, {"loudness": -8.0}]
    heroes, rough = store.sets(LOCAL)
    assert (heroes.name, len(heroes.numbers), rough.name) == ("heroes", 2, "rough mixes")


def test_a_song_of_the_same_name_is_replaced(store: ReferenceStore) -> None:
    store.add(LOCAL, "mine", "a", NUMBERS)
    store.add(LOCAL, "mine", "a", {"tempo": 90.0})

    assert [one.numbers for one in store.references(LOCAL)] == [{"tempo": 90.0}]


def test_owners_do_not_see_each_other(store: ReferenceStore) -> None:
    store.add("anna", "mine", "a", NUMBERS)
    store.add("ben", "mine", "b", NUMBERS)

    assert [one.label for one in store.references("anna")] == ["a"]
    assert store.remove("anna", "mine", "b") == 0
    assert store.forget("anna") == 1
    assert store.references("anna") == ()
    assert [one.label for one in store.references("ben")] == ["b"]


def test_one_or_a_whole_set_is_removed(store: ReferenceStore) -> None:
    for label in ("a", "b", "c"):
        store.add(LOCAL, "mine", label, NUMBERS)
    store.add(LOCAL, "other", "a", NUMBERS)

    assert store.remove(LOCAL, "mine", "b") == 1
    assert store.remove(LOCAL, "mine") == 2
    assert [one.set_name for one in store.references(LOCAL)] == ["other"]


def test_a_set_has_an_end(store: ReferenceStore) -> None:
    for at in range(MOST_REFERENCES):
        store.add(LOCAL, "mine", str(at), NUMBERS)

    store.add(LOCAL, "mine", "0", {"tempo": 1.0})  # replacing is no growing
    store.add(LOCAL, "other", "0", NUMBERS)
    with pytest.raises(ReferenceSetFull, match=f"“mine” holds {MOST_REFERENCES}"):
        store.add(LOCAL, "mine", "one more", NUMBERS)


def test_nothing_is_made_before_something_is_kept(store: ReferenceStore, tmp_path: Path) -> None:
    assert store.references(LOCAL) == ()
    assert store.remove(LOCAL, "mine") == store.forget(LOCAL) == 0
    assert not (tmp_path / "data").exists()


def test_what_is_forgotten_is_not_left_in_the_file(store: ReferenceStore, tmp_path: Path) -> None:
    store.add("anna", "mine", "a secret working title", NUMBERS)
    store.forget("anna")

    assert b"secret working title" not in (tmp_path / "data" / "references.db").read_bytes()


def test_a_file_that_is_no_store_is_named(tmp_path: Path) -> None:
    path = tmp_path / "references.db"
    path.write_bytes(b"this is a letter, not a database" * 40)

    with pytest.raises(ReferencesUnusable, match=r"references\.db"):
        ReferenceStore(path).references(LOCAL)
    with pytest.raises(ReferencesUnusable):
        ReferenceStore(path).add(LOCAL, "mine", "a", NUMBERS)
