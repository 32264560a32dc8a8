"""A front-end starts quickly and loads no audio or model library.

What it needs of others (discord.py, redis, pydantic …) imports in about a second on an idle core. A busy machine takes
several times as long, so the bound is held as a ratio to that in the same minute: the whole front-end may take at most
twice the time of the libraries alone.
"""

import subprocess
import sys

import pytest

HEAVY = (
    "celery",
    "kombu",
    "numpy",
    "scipy",
    "PIL",
    "isal",
    "av",
    "soxr",
    "tensorflow",
    "ai_edge_litert",
    "spotpop.audio.analysis",
    "spotpop.audio.decode",
    "spotpop.pipeline",
)
LIBRARIES = "redis.asyncio, pydantic_settings, structlog, fluent.runtime, babel.numbers"
PLATFORM = {
    "bot.discord.app": "discord",
    "bot.telegram.app": "telegram.ext",
    "bot.terminal": "rich",
    "bot.run": "re",
}


def imported(names):
    """Return the heavy modules that came with an import, and its processor time in seconds."""
    code = (
        f"import sys, {names}\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
        "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_utime)"
    )
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    heavy, cpu_s = run.stdout.splitlines()
    return heavy, float(cpu_s)


@pytest.mark.parametrize("module", PLATFORM)
def test_a_front_end_loads_nothing_heavy_and_starts_quickly(module):
    ratios = []
    for _ in range(3):  # the best of three: the first may compile bytecode
        heavy, ours_s = imported(module)
        assert heavy == "[]"
        _, theirs_s = imported(f"{LIBRARIES}, {PLATFORM[module]}")
        ratios.append(ours_s / theirs_s)
        if ratios[-1] < 2.0:
            return
    pytest.fail(f"importing {module} took {ratios} times as long as the libraries that it needs")
