"""Modules with functions that have no unit test of their name, by the tests that hold them, each with the reason.

Nothing may be added without one: a new rule has its test where people look for it.
"""

from __future__ import annotations

from typing import Final

HELD_ELSEWHERE: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "tests/unit/training/test_commands.py": (
        "training and evaluation as commands: what they write is read by the next one",
        (
            "spotpop.cli.calibrate", "spotpop.cli.evaluate", "spotpop.cli.train",
        ),
    ),
    "tests/unit/training/test_two_branch.py": (
        "one network, trained once for all of them: minutes otherwise",
        ("spotpop.training.own_model",),
    ),
    "tests/unit/model/test_int8.py": (
        "the shipped network in integers, held against the one in fractions",
        ("spotpop.training.quantise",),
    ),
    "tests/unit/model/test_patches.py": (
        "held against the original's answers",
        ("spotpop.training.audio_part", "spotpop.training.musicnn"),
    ),
}  # fmt: skip
"""Test file → reason and modules."""
