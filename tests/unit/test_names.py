"""Names are the field's: no private word in what code, files, tables, keys in Redis and texts are called.

All of it is read from the tree, so a private word that comes back anywhere is found; and a module's name that stands in
several rooms means one thing.
"""

from __future__ import annotations

import ast
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from spotpop.advice.reference_tracks import LOCAL, ReferenceStore
from spotpop.dataset.state import CollectionState
from spotpop.record.schema import metadata
from tools.import_graph import ROOT, modules
from worker.queue import keys

PRIVATE: Final = frozenset(
    word
    for line in (
        "door doors desk desks talk talks talker pace paces paced pulse pulses keeper keepers station stations ears",
        "ledger ledgers wish wishes wished flight flights ticket tickets land lands landed fly flies flying",
        "tame tames tamed mend mends mended told untold asker askers",
    )
    for word in line.split()
)
"""Words that once stood for what has names: client, handlers, submit, throttle, heartbeat, maintenance, context,
embedder, record, item, work item, wake-up, drop, sanitise, repair, stated."""

FIELD: Final = {
    "pulse": "rhythm: how regularly sound comes (the vector's features are called so)",
    "band_pulse": "rhythm, as above",
    "_pulse": "rhythm, as above",
}
"""Names in which such a word is the field's own."""

FORMER: Final = {
    "bot/messages/message.py": {"tell"},
    "spotpop/dataset/state.py": {"ledger.sqlite", "ledger.lock"},
    "spotpop/record/migrations/versions/v0001_initial.py": {"ledger"},
    "spotpop/record/migrations/versions/v0002_entries.py": {"ledger"},
    "spotpop/record/song_versions.py": {"told"},
    "worker/queue/adoption.py": {"flight"},
    "worker/queue/scripts/submit.lua": {"flight"},
    "spotpop/links/other_services.py": {"station"},
}
"""What older versions wrote and is still read, and a word of Spotify's addresses, by the file that reads it."""

SHARED: Final = {
    "app": ("a front-end as a whole: its parts and its life", "bot.discord bot.telegram bot.web"),
    "attachments": ("files in Discord's store", "spotpop.links spotpop.sources"),
    "backoff": (
        "the pause that a source asks for: the gate, and where all workers keep it",
        "spotpop.sources worker.queue",
    ),
    "base": ("what all of a room share", "bot.web spotpop.errors spotpop.sources"),
    "buttons": ("what buttons under an answer do", "bot bot.discord bot.telegram"),
    "calibrate": ("fitting a model to a population: the command, and what it does", "spotpop.cli spotpop.training"),
    "client": ("how something outside is reached: the network, the queue", "bot.discord spotpop.net worker.queue"),
    "commands": ("the table of commands, and a chat's menus made of it", "bot bot.discord bot.web"),
    "corridor": ("where a song stands among others: computed, drawn", "spotpop.advice spotpop.picture"),
    "doctor": ("looking an installation over: the command, and what it does", "spotpop.cli worker.launcher"),
    "evaluate": ("judging a recipe on a table: the command, and what it does", "spotpop.cli spotpop.evaluation"),
    "feedback": ("``/feedback``: where songs are answered unasked", "bot.discord bot.telegram"),
    "findings": ("what is found out about a sound: values, words, terminal", "spotpop spotpop.cli spotpop.wording"),
    "handlers": ("thin handlers of a platform's requests", "bot.telegram bot.web"),
    "ladder": ("what to expect with each size of audience: computed, drawn", "spotpop.model spotpop.picture"),
    "listing": ("an album or playlist, ranked", "spotpop.cli worker"),
    "model": ("the model: itself, and what goes wrong with it", "spotpop.errors spotpop.model"),
    "my_songs": ("forecasts that a person lets be kept: the flow, messages, page", "bot bot.messages bot.web"),
    "outcomes": ("what became of a forecast: read, worded", "spotpop.record spotpop.wording"),
    "platform": ("what a chat has to offer: the protocol, and the page's", "bot bot.web"),
    "popularity": ("the popularity part of a model: served, trained", "spotpop.model spotpop.training"),
    "progress": ("how far a question is: followed, shown, worded", "bot bot.messages worker.queue"),
    "record": (
        "the track record: command, picture, message, page",
        "bot.messages bot.web spotpop.cli spotpop.picture",
    ),
    "reference_tracks": ("songs of one's own to measure others against", "bot bot.messages bot.web spotpop.advice"),
    "registry": ("names and what they lead to", "spotpop.model spotpop.sources"),
    "rendering": ("a message in a platform's markup", "bot.discord bot.telegram bot.web"),
    "run": ("a process's command", "bot worker"),
    "sending": ("messages that go out", "bot.discord bot.telegram"),
    "settings": (
        "what was chosen: by the operator, by a server, a group, a person",
        "bot.discord bot.messages bot.telegram spotpop",
    ),
    "store": ("what is kept, behind one class", "spotpop.record worker.queue"),
    "submit": ("a platform of the flow: acknowledge, reply, download", "bot.discord bot.telegram bot.web"),
    "suggestions": ("songs by name while somebody types", "worker worker.queue"),
    "tables": ("comparisons and ranked lists for people", "bot.messages spotpop.cli"),
    "track": ("who a recording is, and the answer about it", "bot.messages spotpop"),
    "two_branch": ("a model trained on audio end to end: served, trained", "spotpop.model spotpop.training"),
    "updates": ("what a platform's message asks", "bot.discord bot.telegram"),
}
"""Module names that stand in several rooms: the one thing that they mean, and where."""


def parts_of(name: str) -> set[str]:
    """Return the words of a name, in snake case, camel case or with hyphens."""
    return {part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def private_in(name: str) -> set[str]:
    return set() if name in FIELD else parts_of(name) & PRIVATE


def names_in(tree: ast.AST, *, strings: bool) -> Iterator[str]:
    """Yield what a module calls things, and the names that it spells as text: keys, events, codes, file names."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.keyword(arg=str(name)):
                yield name
            case ast.alias(name=name, asname=asname):
                yield from (name, asname or "")
            case ast.Constant(value=str(text)) if strings and re.fullmatch(r"[\w.:{}*-]{2,80}", text):
                yield text


@cache
def python_files(folder: str) -> tuple[Path, ...]:
    return tuple(sorted((ROOT / folder).rglob("*.py")))


@pytest.mark.parametrize("folder", ["bot", "worker", "spotpop", "tools", "benchmarks"])
def test_no_private_word_names_anything(folder: str) -> None:
    found = []
    for path in python_files(folder):
        file = path.relative_to(ROOT).as_posix()
        names = set(names_in(ast.parse(path.read_text(encoding="utf-8")), strings=True)) - FORMER.get(file, set())
        found += [f"{file}: {name}" for name in sorted(names) if private_in(name)]
        found += [file] if private_in(file) else []
    assert found == []


def test_no_private_word_names_anything_of_the_tests() -> None:
    found = []
    for path in python_files("tests"):
        names = set(names_in(ast.parse(path.read_text(encoding="utf-8")), strings=False))
        found += [f"{path.relative_to(ROOT)}: {name}" for name in sorted(names) if private_in(name)]
    assert found == []


def test_what_is_excepted_is_there() -> None:
    for file, names in FORMER.items():
        assert [name for name in names if name not in (ROOT / file).read_text(encoding="utf-8")] == [], file


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("class Ledger: ...", "Ledger"),
        ("def was_told(): ...", "was_told"),
        ("x.ticketOffice = 1", "ticketOffice"),
        ("f(keeper=1)", "keeper"),
        ("log.info('song_not_told')", "song_not_told"),
        ("key('songs-ticket')", "songs-ticket"),
        ("import desk", "desk"),
    ],
)
def test_the_guard_sees_them_in_every_form(code: str, found: str) -> None:
    assert [name for name in names_in(ast.parse(code), strings=True) if private_in(name)] == [found]


def test_no_private_word_is_a_key_in_redis() -> None:
    table = re.findall(r"``([a-z_-]+)", keys.__doc__ or "")
    assert "single" in table
    scripts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "worker").rglob("*.lua")}
    spelled = {path: set(re.findall(r"'([a-z_-]+):?'", text)) for path, text in scripts.items()}
    assert any("job" in names for names in spelled.values())
    found = [name for name in table if private_in(name)]
    for path, names in spelled.items():
        former = FORMER.get(path.relative_to(ROOT).as_posix(), set())
        found += [f"{path.name}: {name}" for name in sorted(names - former) if private_in(name)]
    assert found == []


def test_no_private_word_is_a_table_a_column_or_a_file(tmp_path: Path) -> None:
    CollectionState(tmp_path).close()
    references = tmp_path / "references.db"
    ReferenceStore(references).add(LOCAL, "mine", "a", {"tempo": 90.0})
    names = [name for table in metadata.tables.values() for name in (table.name, *(one.name for one in table.columns))]
    files = sorted(tmp_path.iterdir())
    for file in files:
        if file.suffix in {".sqlite", ".db"}:
            with closing(sqlite3.connect(file)) as base:
                names += [
                    word for (sql,) in base.execute("SELECT sql FROM sqlite_master") for word in (sql or "").split()
                ]
    assert {"entries", "listings", "hash"} <= set(names)
    assert [name for name in (*names, *(file.name for file in files)) if private_in(name)] == []


def test_no_private_word_is_the_key_of_a_text() -> None:
    files = sorted((ROOT / "spotpop" / "wording").glob("*.ftl"))
    ids = {
        name
        for file in files
        for name in re.findall(r"^([a-z][\w-]*) =", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert "button-why" in ids
    assert sorted(name for name in ids if private_in(name)) == []


def test_a_modules_name_in_several_rooms_means_one_thing() -> None:
    """A new room for a name is asked for its meaning here; what means something else gets another name."""
    rooms = defaultdict(set)
    for module, path in modules().items():
        room, _, name = module.rpartition(".")
        rooms[name] |= set() if path.name == "__init__.py" else {room}
    several = {name: where for name, where in rooms.items() if len(where) > 1}
    assert several == {name: set(where.split()) for name, (_, where) in SHARED.items()}
    assert all(meaning for meaning, _ in SHARED.values())


TWINS: Final = {"Html", "Sender"}
"""Classes of one name and one meaning on several platforms."""


def test_a_class_has_a_name_of_its_own() -> None:
    homes = defaultdict(set)
    for module, path in modules().items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].add(module)
    assert {name for name, where in homes.items() if len(where) > 1} == TWINS
