"""Modules with functions that have no unit test of their name, by the tests that hold them, each with the reason.

Nothing may be added without one: a new rule has its test where people look for it.
"""

from __future__ import annotations

from typing import Final

HELD_ELSEWHERE: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "tests/integration/record/test_store.py": (
        "both databases, with their own locks and migrations",
        (
            "spotpop.record.database", "spotpop.record.store",
            "spotpop.record.migrations.versions.v0001_initial",
        ),
    ),
    "tests/integration/record/test_upgrade.py": (
        "tables of an older version, in both databases",
        ("spotpop.record.migrations.versions.v0002_entries",),
    ),
    "tests/integration/record/test_outcomes.py": (
        "asked over sockets, written into both databases",
        ("spotpop.record.outcomes",),
    ),
}  # fmt: skip
"""Test file → reason and modules."""
