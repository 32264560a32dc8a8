"""The house keeps its plan: every arrow points down, no circle, and a front-end stays light."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FLOORS = {
    "errors": 1, "track": 1, "demo": 1,
    "links": 2, "settings": 2, "report": 2,
    "net": 3, "audio": 3,
    "sources": 4, "model": 4, "picture": 4,
    "question": 5, "dataset": 5, "assembly": 6, "training": 6, "evaluation": 6,
    "pipeline": 7,
    "cli": 9,
    "__main__": 10,
}  # fmt: skip
"""Rooms of the library; each may look down only."""

FRONT_END = {"errors", "track", "links", "settings", "report", "demo"}
"""Rooms of the library that a front-end may look into, and beside them one module that only reads manifests."""
MANIFESTS = "spotpop.model.registry"

COMMAND = {"cli", "__main__"}
"""Rooms of the library above the worker: the command line starts what the launcher offers."""

NEIGHBOURS = {"training", "evaluation"}
"""Rooms on one floor that may import each other: what is trained is judged, and a judgement trains folds."""


def _modules() -> Iterator[tuple[str, Path]]:
    for package in ("spotpop", "worker", "bot"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def _imports(path: Path, *, at_start: bool = False) -> set[str]:
    """Return what a file imports of ours, anywhere in it or only when it is itself imported."""
    found: set[str] = set()
    nodes = list(ast.parse(path.read_text(encoding="utf-8")).body) if at_start else None
    for node in nodes if nodes is not None else ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in {"spotpop", "worker", "bot"}}


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


@pytest.mark.parametrize(("module", "path"), [pytest.param(*one, id=one[0]) for one in _modules()])
def test_every_arrow_points_down(module: str, path: Path) -> None:
    package, room = module.split(".", maxsplit=1)[0], _room(module)
    for name in _imports(path):
        target, its_room = name.split(".")[0], _room(name)
        if package == "spotpop":
            assert target == "spotpop" or room in COMMAND, f"{module} imports {name}"
            if (
                target == "spotpop"
                and its_room in FLOORS
                and room
                and its_room != room
                and {room, its_room} != NEIGHBOURS
            ):
                assert FLOORS[its_room] < FLOORS[room], f"{module} looks up to {name}"
        elif package == "worker":
            assert target != "bot", f"{module} imports {name}"
        elif target == "spotpop":
            plain = its_room in FRONT_END or its_room not in FLOORS or name.startswith(MANIFESTS)
            assert plain, f"{module} imports {name}"
        elif target == "worker":
            assert name.startswith("worker.queue."), f"{module} imports {name}"


def test_every_room_has_its_floor() -> None:
    rooms = {_room(module) for module, _ in _modules() if module.startswith("spotpop.")}
    assert rooms == set(FLOORS)


def test_no_circle() -> None:
    known = dict(_modules())
    edges = {
        module: {owner for name in _imports(path, at_start=True) if (owner := _owner(name, known)) and owner != module}
        for module, path in known.items()
    }
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join([*way[way.index(module) :], module])
        if module not in done:
            for target in sorted(edges[module]):
                visit(target, (*way, module))
            done.add(module)

    for module in sorted(edges):
        visit(module, ())


def _owner(name: str, known: dict[str, Path]) -> str | None:
    """Return the module that an imported name comes from."""
    if name in known:
        return name
    parent = name.rpartition(".")[0]
    return parent if parent in known else None


def test_modules_stay_readable() -> None:
    long = {module: lines for module, path in _modules() if (lines := len(path.read_text().splitlines())) > 500}
    assert not long
