"""Health is a file's age."""

import os
import subprocess
import sys
import time

import pytest

from worker.queue import health


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "alive"
    monkeypatch.setenv(health.VARIABLE, str(path))
    return path


def test_fresh_is_well_and_old_missing_or_ended_is_not(file):
    assert health.main() == 1
    sign = health.LivenessFile.of_environment()
    sign.show()
    assert health.main() == 0
    old = time.time() - 60
    os.utime(file, (old, old))
    assert health.main() == 1
    sign.show()  # too soon after the last: nothing happens
    assert health.main() == 1
    health.LivenessFile.of_environment().show()
    assert health.main() == 0
    sign.end()
    assert health.main() == 1
    sign.end()


def test_without_the_variable_nothing_is_written_and_nothing_is_well(monkeypatch):
    monkeypatch.delenv(health.VARIABLE, raising=False)
    health.LivenessFile.of_environment().show()
    assert health.main() == 1


def test_the_check_loads_next_to_nothing(file):
    code = "import sys; from worker.queue import health; health.main(); print(len(sys.modules))"
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(len(sys.modules))"], capture_output=True, check=True
    )
    ours = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert int(ours.stdout) - int(bare.stdout) < 15
