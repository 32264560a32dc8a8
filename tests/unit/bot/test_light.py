"""A front-end starts quickly and loads no audio or model library."""

import subprocess
import sys

import pytest

HEAVY = (
    "numpy",
    "scipy",
    "PIL",
    "av",
    "miniaudio",
    "soxr",
    "tensorflow",
    "ai_edge_litert",
    "spotpop.audio",
    "spotpop.pipeline",
)


@pytest.mark.parametrize("module", ["bot.discord.serving", "bot.telegram.app", "bot.terminal", "bot.run"])
def test_a_front_end_loads_nothing_heavy_and_starts_within_two_seconds(module):
    code = (
        f"import sys, {module}\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
        "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_utime)"
    )
    times = []
    for _ in range(3):  # the best of three: the first may compile bytecode, and the machine may be busy
        run = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
        heavy, cpu_s = run.stdout.splitlines()
        assert heavy == "[]"
        times.append(float(cpu_s))
        if times[-1] < 2.0:
            return
    pytest.fail(f"importing {module} took {times} s of processor time")
