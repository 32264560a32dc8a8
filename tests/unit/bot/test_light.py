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
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    heavy, cpu_s = run.stdout.splitlines()
    assert heavy == "[]"
    # Processor time, so that a busy machine does not fail it; compiling bytecode the first time counts in.
    assert float(cpu_s) < 2.0, cpu_s
