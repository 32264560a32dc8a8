"""Docstrings keep their promises: examples run, and an entry of a section says something; log events are names."""

import ast
import doctest
import importlib
import itertools
import re

import pytest

from tools.import_graph import modules

MODULES = modules()
SOURCES = {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}
WITH_EXAMPLES = sorted(name for name, source in SOURCES.items() if ">>> " in source)
ENTRY = re.compile(r"[\w*][\w, *]* : (?!.*(?:shape|\{))")
"""An entry that is not explained by its type alone; shapes and closed sets say something."""
LOG_CALL = re.compile(r"\b_?log\.(?:debug|info|warning|error|exception)\(\s*\"([^\"]*)\"")


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.attempted
    assert not result.failed


def test_no_entry_without_a_word_behind_it() -> None:
    bare = [f"{name}: {entry}" for name, source in SOURCES.items() for entry in _bare_entries(source)]
    assert bare == []


def test_bare_entries_are_found() -> None:
    source = 'def f():\n    """Do.\n\n    Parameters\n    ----------\n    a : int\n    b : int\n        Why.\n    """'
    assert list(_bare_entries(source)) == ["a : int"]


def test_log_events_are_snake_case() -> None:
    events = [(name, event) for name, source in SOURCES.items() for event in LOG_CALL.findall(source)]
    assert events
    assert [found for found in events if not re.fullmatch(r"[a-z][a-z0-9_]*", found[1])] == []


def _bare_entries(source: str):
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        section, lines = "", [*(ast.get_docstring(node) or "").splitlines(), ""]
        for line, following in itertools.pairwise(lines):
            if re.fullmatch("-{3,}", following):
                section = line
            elif section in {"Parameters", "Attributes"} and ENTRY.match(line) and not following.startswith("    "):
                yield line
