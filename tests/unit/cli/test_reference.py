"""`spotpop reference`: what is kept of a song, under which name, and what is said of it."""

import json

import pytest

from spotpop import pipeline as pipeline_module
from spotpop.__main__ import main
from spotpop.advice.reference_tracks import LOCAL, ReferenceStore
from spotpop.errors import PreviewNotFound
from spotpop.links import parse_reference
from spotpop.settings import settings

LINKS = [parse_reference(f"https://open.spotify.com/track/{digit * 22}") for digit in "123"]
NUMBERS = {"loudness": -9.26, "tempo": 119.6, "energy": 0.5}


class Pipeline:
    """Measures every song alike; the third has no preview, and a file no name."""

    def __init__(self, _settings):
        pass

    def reference_numbers(self, question, *, progress):
        progress("decode")
        if question == LINKS[2]:
            raise PreviewNotFound(title="x", tried="deezer")
        return (f"Song {LINKS.index(question)}" if question in LINKS else ""), NUMBERS


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(pipeline_module, "Pipeline", Pipeline)
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield ReferenceStore(tmp_path / "data" / "references.db")
    settings.cache_clear()


@pytest.fixture
def run(store, capsys):
    def go(*arguments):
        with pytest.raises(SystemExit) as end:
            main(["reference", *arguments])
        shown = capsys.readouterr()
        return end.value.code or 0, shown.out, shown.err

    return go


def kept(store):
    return [(one.set_name, one.label) for one in store.references(LOCAL)]


def test_a_song_is_kept_under_its_name_and_a_nameless_one_as_it_was_given(run, store, tmp_path):
    (tmp_path / "mix.mp3").write_bytes(b"song")
    code, _, shown = run("add", LINKS[0].url, "mix.mp3")
    assert code == 0
    assert kept(store) == [("mine", "Song 0"), ("mine", "mix.mp3")]
    first, second = shown.splitlines()
    assert first == "Kept: Song 0, now one reference in “mine”. Only numbers stay."
    assert second == "Kept: mix.mp3, now 2 references in “mine”. Only numbers stay."
    assert dict(store.references(LOCAL)[0].numbers) == NUMBERS


@pytest.mark.parametrize(("given", "name"), [("heroes", "heroes"), ("  heroes ", "heroes"), ("  ", "mine")])
def test_a_set_has_the_name_that_was_said(run, store, given, name):
    run("add", "--set", given, LINKS[0].url)
    assert kept(store) == [(name, "Song 0")]


def test_of_several_the_others_are_kept(run, store):
    code, _, shown = run("add", LINKS[2].url, f"{LINKS[0].url} {LINKS[1].url}")
    assert code == 1
    assert kept(store) == [("mine", "Song 0"), ("mine", "Song 1")]
    assert shown.startswith(f"{LINKS[2].url}: ")


def test_one_that_cannot_be_had_is_reported_without_its_link(run, store):
    code, _, shown = run("add", LINKS[2].url)
    assert (code, kept(store)) == (1, [])
    assert LINKS[2].url not in shown


def test_something_has_to_be_added(run):
    assert run("add")[0] == 1


def test_a_song_is_removed_by_its_name_and_a_set_as_a_whole(run, store):
    run("add", *(link.url for link in LINKS[:2]))
    run("add", "--set", "heroes", LINKS[0].url)
    assert run("remove", "Song 1")[2] == "One reference is gone.\n"
    assert kept(store) == [("heroes", "Song 0"), ("mine", "Song 0")]
    assert run("remove", "--set", "heroes")[::2] == (0, "One reference is gone.\n")
    assert kept(store) == [("mine", "Song 0")]


def test_removing_nothing_is_exit_code_1(run, store):
    run("add", LINKS[0].url)
    assert run("remove", "Song 9")[::2] == (1, "There is no such reference.\n")
    assert run("remove", "--set", "heroes")[0] == 1
    assert kept(store) == [("mine", "Song 0")]


def test_a_list_shows_what_can_be_compared(run, store):
    store.add(LOCAL, "heroes", "Old\x1b[31m", {"energy": 0.1})
    store.add(LOCAL, "heroes", "Still", {"loudness": -12.0})
    run("add", LINKS[0].url)
    rows = [" ".join(line.split()) for line in run()[1].splitlines()]
    added = store.references(LOCAL)[0].added.isoformat()
    assert rows == [
        "Set Reference loudness tempo Added",
        f"heroes Old[31m – – {added}",
        f"heroes Still −12.0 LUFS – {added}",
        f"mine Song 0 −9.3 LUFS 120 BPM {added}",
    ]


def test_programs_get_all_numbers(run, store):
    run("add", LINKS[0].url)
    [row] = json.loads(run("list", "--json")[1])
    assert (row["set"], row["label"], row["numbers"]) == ("mine", "Song 0", NUMBERS)
    assert row["added"] == store.references(LOCAL)[0].added.isoformat()


def test_an_empty_list_says_how_to_begin(run):
    code, said, shown = run("list")
    assert (code, said) == (0, "")
    assert "spotpop reference add" in shown
    assert json.loads(run("list", "--json")[1]) == []
