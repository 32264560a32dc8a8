"""Breaks one place of the product at a time and counts how many of these breaks the unit tests notice.

A break is an operator of Cosmic Ray's (``<`` becomes ``<=``, a number grows by one, a condition is negated …). The
places are drawn at random, as many from each room, and only the tests that run the broken line are run::

    pip install -c constraints.txt -e '.[test,mutation]'
    python -m pytest -m "unit and not slow" --cov --cov-context=test --cov-report= --junitxml=.coverage.tests.xml
    python -m tools.mutation --mutants 60 --times .coverage.tests.xml

A break that changes nothing that anybody could see is named in ``tools/equivalent_mutants.toml`` with its reason, and
is not counted. What is broken is restored before the next one, also after Ctrl-C; work in a clone all the same.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gc
import importlib
import json
import os
import random
import re
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ROOMS: dict[str, tuple[str, ...]] = {
    "spotpop/audio": ("spotpop/audio",),
    "spotpop/model": ("spotpop/model",),
    "spotpop/sources": ("spotpop/sources",),
    "spotpop/record": ("spotpop/record",),
    "worker/queue": ("worker/queue",),
    "rules of bot": (
        "bot/service.py",
        "bot/conversation.py",
        "bot/button_state.py",
        "bot/question_options.py",
        "bot/messages",
    ),
}
"""What is broken; a room may be a folder or some of its modules."""

OPERATORS = (
    "AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "NumberReplacer", "ZeroIterationForLoop",
    "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_USub_UAdd",
    *(f"ReplaceBinaryOperator_{swap}" for swap in ("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "Mod_Add")),
    *(f"ReplaceComparisonOperator_{swap}" for swap in (
        "Eq_NotEq", "NotEq_Eq", "Lt_LtE", "Lt_Gt", "LtE_Lt", "LtE_GtE", "Gt_GtE", "Gt_Lt", "GtE_Gt", "GtE_LtE",
        "Is_IsNot", "IsNot_Is",
    )),
)  # fmt: skip
"""Names of Cosmic Ray's operators: what people get wrong. Those that break annotations are left out."""

OURS = frozenset({"bot", "docs", "spotpop", "tests", "tools", "worker"})
"""Packages that every process imports anew, because they may be broken; all others are imported once."""

EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
"""Breaks that change nothing, by module, line of source and operator, each with its reason."""

FEW, MANY = 25, 200
"""Tests that run a line first, and when these notice nothing; then the files of all the others."""

SLOW_S = 2.0
"""Files with a test that takes longer come after all others, whatever their room: each test pays what they share."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One place and how it is broken."""

    room: str
    path: str
    line: int
    operator: str
    occurrence: int


def positions(path: Path) -> Iterator[tuple[tuple[int, int], str, int]]:
    """Yield each place of a module that an operator can break: (line, column), operator, its how-manieth."""
    from cosmic_ray.ast import ast_nodes, get_ast_from_path
    from cosmic_ray.plugins import get_operator

    tree = get_ast_from_path(path)
    for name in OPERATORS:
        operator = get_operator(f"core/{name}")()
        found = ((node, start) for node in ast_nodes(tree) for start, _ in operator.mutation_positions(node))
        for occurrence, (node, start) in enumerate(found):
            if node.parent is None or node.parent.type != "parameters":  # the star of keywords is no product
                yield start, name, occurrence


def draw(room: str, parts: Sequence[str], count: int, chance: random.Random) -> list[Mutant]:
    """Draw places from a room, each at most once, whatever the number of operators that fit it."""
    places: dict[tuple[str, tuple[int, int]], list[Mutant]] = {}
    for part in parts:
        folder = ROOT / part
        for path in sorted(folder.rglob("*.py")) if folder.is_dir() else [folder]:
            name = path.relative_to(ROOT).as_posix()
            for start, operator, occurrence in positions(path):
                mutant = Mutant(room, name, start[0], operator, occurrence)
                places.setdefault((name, start), []).append(mutant)
    chosen = chance.sample(sorted(places), min(count, len(places)))
    return [chance.choice(places[place]) for place in chosen]


class Contexts:
    """Which tests ran which line, as ``pytest --cov --cov-context=test`` wrote it down."""

    def __init__(self, path: Path, took_s: Mapping[str, float] | None = None) -> None:
        from coverage import CoverageData

        self._data = CoverageData(basename=str(path))
        self._data.read()
        self._took_s = took_s or {}
        self._longest_s: dict[str, float] = {}
        for test, took in self._took_s.items():
            file = test.partition("::")[0]
            self._longest_s[file] = max(took, self._longest_s.get(file, 0.0))

    def at_import(self, path: str, line: int) -> bool:
        """Whether a line runs when its module is imported, so that whoever imports it may notice a break."""
        return not any(self._lines(path).get(self._statement(path, line), []))

    def _lines(self, path: str) -> dict[int, list[str]]:
        return self._data.contexts_by_lineno(path) or self._data.contexts_by_lineno(str(ROOT / path))

    def _statement(self, path: str, line: int) -> int:
        """Return where a statement over several lines is written down: at those that do something."""
        return max((each for each in self._lines(path) if line - 8 <= each <= line), default=line)

    def tests(self, path: str, line: int) -> list[str]:
        """Return the tests that run a line, one case of each first, and those of the module's own room before others.

        Among equals the quicker comes first, and what takes long last of all.

        What runs once, when a module is imported, belongs to every test that runs something in it.
        """
        lines, line = self._lines(path), self._statement(path, line)
        found = [context for context in lines.get(line, []) if context]
        if not found and line in lines:
            found = [context for each in lines.values() for context in each]
        tests = sorted({context.rpartition("|")[0] for context in found if "|" in context})
        tests = [test for test in tests if (ROOT / test.partition("::")[0]).is_file()]
        room, _, module = path.removeprefix("spotpop/").rpartition("/")
        if not tests:  # rows of a table run at import, before any test begins
            return _naming(ROOT / "tests/unit" / room, module.removesuffix(".py"))
        # One of each file first: a hundred cases of one test see the same.
        seen: Counter[str] = Counter()
        turns = {}
        for test in tests:
            file = test.partition("[")[0]
            turns[test] = seen[file]
            seen[file] += 1
        took_s, longest_s = self._took_s, self._longest_s
        return sorted(tests, key=lambda test: (
            longest_s.get(test.partition("::")[0], 0.0) > SLOW_S, turns[test], f"/{room}/" not in test,
            took_s.get(test, 0.0),
        ))  # fmt: skip


def _folder_of(path: str) -> Path:
    """Return the folder of a module's unit tests."""
    return ROOT / "tests/unit" / path.removeprefix("spotpop/").rpartition("/")[0]


def _naming(folder: Path, module: str) -> list[str]:
    """Return the test files of a room that name a module, that of its own name first."""
    files = [file for file in folder.glob("test_*.py") if re.search(rf"\b{module}\b", file.read_text("utf-8"))]
    files.sort(key=lambda file: (file.name != f"test_{module}.py", file.name))
    return [file.relative_to(ROOT).as_posix() for file in files]


class _Failure:
    """A plugin of pytest that writes down the first test that fails."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Write the name of a test that failed."""
        if report.failed:
            os.write(self._pipe, report.nodeid.encode() + b"\0")


def noticed(tests: Sequence[str], limit_s: float) -> str | None:
    """Run tests in a process of their own.

    Returns
    -------
    str or None
        The test that failed first; '' if none could even be collected, or none came to an end in time; None if all
        passed.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        os.close(reader)
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        pytest = importlib.import_module("pytest")
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:cov", "--no-header", "-m", "not slow"]
        options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # plugins are imported already
        sys.dont_write_bytecode = True  # of what is broken: files of one length and one second count as the same
        code = 1
        with contextlib.suppress(BaseException):
            code = int(pytest.main([*options, *tests], plugins=[_Failure(writer)]))
        os._exit(code)
    os.close(writer)
    try:
        code = _end_of(child, limit_s)
        if code is None:
            return ""
        if code not in {0, 1, 2, 4, 5}:  # passed, failed, not even imported, other cases than there were, none quick
            raise RuntimeError(f"pytest ended with {code}: {tests[0]} …")
        return os.read(reader, 65_536).partition(b"\0")[0].decode() if code not in {0, 5} else None
    finally:
        os.close(reader)


def _end_of(child: int, limit_s: float) -> int | None:
    """Wait for a process; None if it had to be killed."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def warm(folders: Sequence[str]) -> None:
    """Import all that tests import and that is not ours, because it takes longer than most tests.

    Which modules these are is asked of a process that collects the tests, so that nothing of ours is loaded here.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (1, 2):
            os.dup2(silence, stream)
        pytest = importlib.import_module("pytest")
        pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", "-p", "no:cov", *folders])
        with os.fdopen(writer, "w") as names:
            names.write("\n".join(name for name in sys.modules if name.partition(".")[0] not in OURS))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as names:
        found = names.read().split("\n")
    os.waitpid(child, 0)
    for name in found:
        with contextlib.suppress(Exception):  # made while it ran, or not to be imported by that name
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


def times(path: Path) -> dict[str, float]:
    """Return how long each test took that passed with nothing broken, as ``pytest --junitxml`` wrote it down."""
    from xml.etree import ElementTree  # our own file

    found = {}
    for case in ElementTree.parse(path).iter("testcase"):  # noqa: S314
        if {each.tag for each in case} & {"failure", "error", "skipped"}:
            continue
        file = f"{case.get('classname', '').replace('.', '/')}.py"
        found[f"{file}::{case.get('name')}"] = float(case.get("time", 0))
    return found


@functools.cache
def equivalents() -> set[tuple[str, str, str]]:
    """Return module, line of source and operator of the breaks that change nothing."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["equivalent"]
    return {(one["path"], one["line"], one["operator"]) for one in listed}


def judge(mutant: Mutant, contexts: Contexts, limit_s: float, sound: set[str]) -> str:
    """Break the product, run what runs the broken line, restore it: ``caught``, ``missed``, ``unrun`` or ``same``.

    Parameters
    ----------
    sound : set of str
        Tests that passed with nothing broken; what passes here is added.
    """
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    path = ROOT / mutant.path
    whole, stat = path.read_text("utf-8"), path.stat()
    broken = mutate_code(whole, get_operator(f"core/{mutant.operator}")(), mutant.occurrence)
    line = whole.splitlines()[mutant.line - 1].strip()
    listed = equivalents()
    known = any((where, line, mutant.operator) in listed for where in (mutant.path, "*"))
    if broken is None or broken == whole or known:
        return "same"
    tests = contexts.tests(mutant.path, mutant.line)
    if not tests:
        return "unrun"
    try:
        path.write_text(broken, "utf-8")
        failed = noticed(tests[:FEW], limit_s)
        if failed is None and tests[FEW:]:
            failed = noticed(tests[FEW:MANY], 3 * limit_s)
        room = _folder_of(mutant.path)
        # What runs at import may be noticed by whoever imports it; where many tests run the module, these would have.
        if failed is None and len(tests) < FEW and contexts.at_import(mutant.path, mutant.line) and room.is_dir():
            failed = noticed([room.relative_to(ROOT).as_posix()], 3 * limit_s)
        if failed is None and tests[MANY:]:  # hundreds of cases in a file are quicker run as a file
            failed = noticed(sorted({test.partition("::")[0] for test in tests[MANY:]}), 3 * limit_s)
    finally:
        path.write_text(whole, "utf-8")
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # what was compiled of it holds again
    if failed is None:
        return "missed"
    # What fails without any break proves nothing.
    again = [failed] if failed else tests[:FEW]
    if (not failed or not sound.issuperset(again)) and noticed(again, limit_s) is not None:
        return "same"
    sound.update(again)
    return "caught"


def main() -> int:
    """Break, count, print; return 1 if less than the wanted share was noticed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mutants", type=int, default=60, help="places for each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--coverage", type=Path, default=ROOT / ".coverage", help="data file with contexts")
    parser.add_argument("--times", type=Path, help="what pytest --junitxml wrote: quick tests are run first")
    parser.add_argument("--limit", type=float, default=120, help="seconds after which tests count as hanging")
    parser.add_argument("--room", choices=[*ROOMS], action="append", help="only these")
    parser.add_argument("--log", type=Path, help="each break and what became of it, an object a line")
    parser.add_argument("--wanted", type=float, default=0.85, help="share, for the exit code")
    arguments = parser.parse_args()
    rooms = arguments.room or [*ROOMS]
    parts = {part.removeprefix("spotpop/").partition("/")[0] for room in rooms for part in ROOMS[room]}
    warm([f"tests/unit/{part}" for part in sorted(parts)])
    took_s = times(arguments.times) if arguments.times else {}
    contexts, sound = Contexts(arguments.coverage, took_s), set(took_s)
    chance = random.Random(arguments.seed)  # noqa: S311 - a draw, no secret
    counts: Counter[str] = Counter()
    for room in rooms:
        own: Counter[str] = Counter()
        for mutant in draw(room, ROOMS[room], arguments.mutants, chance):
            result = judge(mutant, contexts, arguments.limit, sound)
            own[result] += 1
            if result in {"missed", "unrun"}:
                print(f"  {result}: {mutant.path}:{mutant.line} {mutant.operator}", flush=True)
            if arguments.log:
                with arguments.log.open("a", encoding="utf-8") as log:
                    log.write(json.dumps({**asdict(mutant), "result": result}) + "\n")
        counts += own
        print(f"{room}: {_share(own)}", flush=True)
    print(f"all: {_share(counts)}")
    return 0 if counts["caught"] >= arguments.wanted * (counts.total() - counts["same"]) else 1


def _share(counts: Counter[str]) -> str:
    total = counts.total() - counts["same"]
    share = counts["caught"] / total if total else 0
    return (
        f"{counts['caught']} of {total} noticed ({share:.0%}); {counts['missed']} missed, {counts['unrun']} never run"
    )


if __name__ == "__main__":
    sys.exit(main())
