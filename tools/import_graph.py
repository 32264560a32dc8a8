"""Print who imports whom, and every circle and every arrow that points up.

    python -m tools.import_graph            # rooms and the floors they stand on
    python -m tools.import_graph --modules  # each module with what it imports

Every import counts: at the top of a module, inside a function, under ``TYPE_CHECKING``, and as a module's name in a
string (an entry point, a command line, a task registered by its name), so that a circle cannot hide in a function,
where it would first be met at run time.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PACKAGES: Final = ("spotpop", "worker", "bot")

FLOORS: Final = {
    "spotpop.errors": 0, "spotpop.stage_names": 0, "spotpop.audience": 1,
    "spotpop.track": 1, "spotpop.chat_specs": 1, "spotpop.links": 1, "spotpop.text": 1, "spotpop.encoding": 0,
    "spotpop.nearest": 0, "spotpop.png": 0, "spotpop.env_file": 1, "spotpop.memory": 0, "spotpop.matrix_threads": 0,
    "spotpop.source_specs": 1, "spotpop.demo": 1, "spotpop.files": 2,
    "spotpop.settings": 2, "spotpop.audio": 2, "spotpop.findings": 2,
    "spotpop.net": 3, "spotpop.report": 3,
    "spotpop.model": 4, "spotpop.sources": 4, "spotpop.wording": 4,
    "spotpop.question": 5, "spotpop.advice": 5, "spotpop.picture": 5, "spotpop.dataset": 5, "spotpop.record": 5,
    "spotpop.evaluation": 6, "spotpop.training": 6, "spotpop.assembly": 6, "spotpop.stages": 6,
    "spotpop.recordings": 7, "spotpop.pipeline": 8,
    "worker.queue": 9, "worker": 10, "worker.launcher": 11,
    "bot": 12,
    "spotpop.cli": 13, "spotpop.__main__": 14, "spotpop.entry": 15,
}  # fmt: skip
"""Each room and its floor. A module may import from its own room and from floors below."""

SAME_FLOOR: Final = {
    frozenset({"spotpop.training", "spotpop.evaluation"}),
}
"""Rooms that may import each other's modules: what is trained is judged, and a judgement trains folds."""

Graph = dict[str, set[str]]


def modules(root: Path = ROOT) -> dict[str, Path]:
    """Return every module of the product by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def room_of(module: str) -> str:
    """Return the room that a module stands in: the longest name in `FLOORS` that it begins with, '' for none."""
    fitting = [room for room in FLOORS if module == room or module.startswith(f"{room}.")]
    return max(fitting, key=len, default="")


def import_graph(root: Path = ROOT) -> Graph:
    """Return what each module imports of the product, however it does so."""
    known = modules(root)
    graph: Graph = {}
    for module, path in known.items():
        names = imported_names(ast.parse(path.read_text(encoding="utf-8")), known)
        graph[module] = {name for name in names if name != module and not module.startswith(f"{name}.")}
    return graph


def imported_names(tree: ast.Module, known: dict[str, Path]) -> set[str]:
    """Return the modules among `known` that a syntax tree imports or names in a string of its code."""
    found: set[str] = set()
    docstrings = set(map(id, _docstrings(tree)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {owner for alias in node.names if (owner := _owner(alias.name, known))}
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                owner = _owner(f"{node.module}.{alias.name}", known)
                found |= {owner} if owner else set()
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            found |= {
                name
                for name in re.findall(r"(?<![\w./-])(?:spotpop|worker|bot)(?:\.\w+)+", node.value)
                if name in known
            }
    return found


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Yield every string that stands alone: docstrings, and the notes below constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _owner(name: str, known: dict[str, Path]) -> str | None:
    """Return the module that an imported name comes from."""
    if name in known:
        return name
    parent = name.rpartition(".")[0]
    return parent if parent in known else None


def circles(graph: Graph) -> list[list[str]]:
    """Return each group of modules that import each other, directly or on detours (strongly connected components)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        order[module] = low[module] = len(order)
        stack.append(module)
        for target in sorted(graph[module]):
            if target not in order:
                visit(target)
                low[module] = min(low[module], low[target])
            elif target in stack:
                low[module] = min(low[module], order[target])
        if low[module] == order[module]:
            group = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(group) > 1:
                found.append(sorted(group))

    for module in sorted(graph):
        if module not in order:
            visit(module)
    return found


def upward(graph: Graph) -> list[tuple[str, str]]:
    """Return each import that points to the own floor of another room, or to one above."""
    return [
        (module, target)
        for module, targets in sorted(graph.items())
        for target in sorted(targets)
        if (source := room_of(module)) and (goal := room_of(target)) and source != goal
        and FLOORS[goal] >= FLOORS[source] and frozenset({source, goal}) not in SAME_FLOOR
    ]  # fmt: skip


def main() -> int:
    """Print the graph; return 1 if it has a circle or an arrow that points up."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--modules", action="store_true", help="each module with what it imports")
    arguments = parser.parse_args()
    graph = import_graph()
    if arguments.modules:
        for module, targets in graph.items():
            print(module, *(f"  → {target}" for target in sorted(targets)), sep="\n")
    else:
        for room, floor in sorted(FLOORS.items(), key=lambda item: -item[1]):
            goals = {room_of(t) for module, targets in graph.items() if room_of(module) == room for t in targets}
            members = sum(room_of(module) == room for module in graph)
            if members:
                print(f"{floor:>2}  {room:<20} {members:>3} modules → {', '.join(sorted(goals - {room, ''})) or '–'}")
    wrong = [f"circle: {' ↔ '.join(group)}" for group in circles(graph)]
    wrong += [f"upward: {module} → {target}" for module, target in upward(graph)]
    print(*wrong or ["no circle, no arrow that points up"], sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
