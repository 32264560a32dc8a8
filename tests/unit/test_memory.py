"""Memory that is freed is kept for the next answer."""

import subprocess
import sys

import pytest

from spotpop.memory import keep_freed_memory

PROGRAM = """
import resource, numpy as np
from spotpop.memory import keep_freed_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(20):
        [np.ones(1 << 18) for _ in range(4)]  # 2 MiB each
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

before = faults()
done = keep_freed_memory()
faults()
print(done, before, faults())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's own parameters")
def test_freed_memory_is_not_asked_for_again():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    shown, before, after = done.stdout.split()
    if shown == "False":
        pytest.skip("not glibc")
    assert int(before) > 5000, done.stdout
    assert int(after) < int(before) / 20, done.stdout


def test_a_second_call_changes_nothing():
    assert keep_freed_memory() == keep_freed_memory()
