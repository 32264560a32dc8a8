"""The house keeps its plan: every arrow points down, no circle anywhere, and a front-end stays light."""

import ast
import functools
import re
from functools import cache
from pathlib import Path

import pytest

from tools.import_graph import FLOORS, ROOT, circles, import_graph, imported_names, modules, room_of, upward

MODULES = modules()

BOT_MAY_IMPORT = (
    "bot",
    "worker.queue",
    *(
        f"spotpop.{room}"
        for room in (
            "errors",
            "stage_names",
            "chat_specs",
            "track",
            "links",
            "text",
            "png",
            "settings",
            "findings",
            "report",
            "wording",
            "demo",
            "audience",
            "files",
            "audio.formats",
            "model.genres",
            "record.song_versions",
        )
    ),
)
"""The rule for front-ends in one line: the queue's room, and the library's settings, frozen values and texts."""


@functools.cache
def graph() -> dict[str, set[str]]:
    """Return who imports whom; read once, by the process that asks, not by each that looks which tests there are."""
    return import_graph()


def test_every_module_stands_in_a_room_with_a_floor() -> None:
    assert {module for module in graph() if not room_of(module)} <= {"spotpop"}


def test_every_arrow_points_down() -> None:
    assert upward(graph()) == []


def test_no_circle_at_any_depth() -> None:
    assert circles(graph()) == []


@pytest.mark.parametrize("module", sorted(module for module in MODULES if module.startswith("bot")))
def test_front_ends_keep_their_rule(module: str) -> None:
    wrong = {name for name in graph()[module] if not name.startswith(tuple(f"{room}." for room in BOT_MAY_IMPORT))}
    assert wrong - set(BOT_MAY_IMPORT) <= {"spotpop.model.registry", "spotpop.model.headline"}


@pytest.mark.parametrize(
    "code",
    [
        "from worker.tasks import register",
        "def late():\n    from worker.tasks import register",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import worker.tasks",
        "import_module('worker.tasks')",
        "command = ['python', '-m', 'worker.tasks']",
        "entry = 'worker.tasks:register'",
        "from worker import tasks",
    ],
)
def test_the_guard_sees_imports_wherever_they_hide(code: str) -> None:
    assert imported_names(ast.parse(code), MODULES) >= {"worker.tasks"}


def test_the_guard_overlooks_prose() -> None:
    assert imported_names(ast.parse('"""See worker.tasks."""\nX = 1\n"""Not worker.tasks."""'), MODULES) == set()


def test_the_guard_finds_circles_and_upward_arrows() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert upward({"spotpop.audio.clip": {"spotpop.model.model"}}) == [("spotpop.audio.clip", "spotpop.model.model")]
    assert FLOORS["bot"] > FLOORS["worker.queue"] > FLOORS["spotpop.pipeline"]


def test_modules_stay_readable() -> None:
    long = {module: lines for module, path in MODULES.items() if (lines := _lines(path)) >= 400}
    assert not long


@cache
def _has_rules(path: Path) -> bool:
    """Whether a module holds a function that does something: what has none is data, names or a protocol."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return any(_is_rule(statement) for function in functions for statement in function.body)


def _is_rule(statement: ast.stmt) -> bool:
    """Whether a statement is more than a docstring or three dots."""
    return not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))


def _unit_test(module: str) -> Path:
    """Return where people look for a module's unit test: the same folders, without the library's own name.

    A package's own lies in its folder where it has one, else beside the tests of its neighbours.
    """
    path = MODULES[module]
    if path.name == "__init__.py" and not _tests_of(path.parent).is_dir():
        path = path.parent
    return _tests_of(path.parent) / f"test_{module.rpartition('.')[2]}.py"


def _tests_of(folder: Path) -> Path:
    """Return the folder with the unit tests of a folder's modules."""
    parts = folder.relative_to(ROOT).parts
    return Path(ROOT, "tests", "unit", *(parts[1:] if parts[:1] == ("spotpop",) else parts))


def test_every_module_with_rules_has_a_unit_test_of_its_name() -> None:
    assert [module for module, path in MODULES.items() if _has_rules(path) and not _unit_test(module).is_file()] == []


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_names_in_comments_lead_somewhere() -> None:
    dead = [f"{module}: {name}" for module, path in MODULES.items() for name in _dead_names(path)]
    assert dead == []


def _dead_names(path: Path) -> list[str]:
    """Return names of ours in backticks whose module, or whose definition in it, does not exist."""
    dead = []
    for name in re.findall(r"`((?:spotpop|worker|bot)(?:\.\w+)+)`", path.read_text(encoding="utf-8")):
        parts = name.split(".")
        home = next((home for n in range(len(parts), 0, -1) if (home := ".".join(parts[:n])) in MODULES), None)
        rest = parts[len(home.split(".")) :] if home else parts
        if home is None or (rest and not re.search(rf"\b{rest[0]}\b", MODULES[home].read_text(encoding="utf-8"))):
            dead.append(name)
    return dead


def test_the_architecture_page_shows_every_room() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    picture = page[page.index("```mermaid") : page.index("```\n", page.index("```mermaid") + 3)]
    rooms = {room_of(module) for module in graph()} - {""}
    missing = [room for room in rooms if not re.search(rf"\b{room.rpartition('.')[2]}\b", picture)]
    assert not missing


def test_the_architecture_page_names_paths_that_exist() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:spotpop|worker|bot|tests)/[\w/.]*)`", page)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists() and not (ROOT / f"{path}.py").exists()] == []
