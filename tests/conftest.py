"""Marks every test by its folder, so that each kind can be run alone and in its order.

`unit` opens no connection; `integration` uses real servers and processes of ours; `e2e` plays whole conversations
through a bot, the queue and a worker. `slow` are unit tests that take long: `-m "not slow" tests/unit` is quick.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How fast examples are made tells of the machine, not of the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

ROOT = Path(__file__).parent
SLOW = (
    "unit/training", "unit/evaluation", "unit/audio/test_damage.py", "unit/audio/test_parity.py",
    "unit/bot/test_light.py", "unit/test_benchmarks.py", "unit/test_names.py",
    "unit/worker/launcher/test_embedded_server.py", "unit/worker/queue/test_exporter.py",
)  # fmt: skip

FIRST = (
    *SLOW, "integration/worker/test_faults.py", "integration/test_hostile_answers.py", "integration/record",
    "integration/worker", "integration/test_collect.py", "e2e/test_browser.py", "e2e/test_discord.py",
    "e2e/test_telegram.py",
)  # fmt: skip
"""Files that take long: begun last, one of them alone would hold up the end."""


def place_of(item: pytest.Item) -> str:
    """Return a test file's path below `tests`."""
    return item.path.relative_to(ROOT).as_posix()


def turn_of(item: pytest.Item) -> int:
    """Return when a test's file is begun: the longest first."""
    place = place_of(item) if item.path.is_relative_to(ROOT) else ""
    return next((turn for turn, first in enumerate(FIRST) if place.startswith(first)), len(FIRST))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave unread what a quick run leaves out: importing TensorFlow takes longer than many of its tests."""
    if "not slow" not in config.getoption("markexpr") or not collection_path.is_relative_to(ROOT):
        return None
    return collection_path.relative_to(ROOT).as_posix().startswith(SLOW) or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Files are dealt to the processes as they stand here.
    items.sort(key=turn_of)
    for item in items:
        if not item.path.is_relative_to(ROOT):
            continue
        place = place_of(item)
        item.add_marker(place.partition("/")[0])
        if place.startswith(SLOW):
            item.add_marker("slow")
        if place.startswith("e2e/"):
            # Many processes have to keep time; on a busy machine one may miss it. `-rR` names who was tried again.
            item.add_marker(pytest.mark.flaky(reruns=1))
