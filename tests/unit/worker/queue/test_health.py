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


@pytest.mark.parametrize(("age_s", "code"), [(0, 0), (25, 0), (29, 0), (30.5, 1), (35, 1)])
def test_half_a_minute_without_life_is_too_long(file, age_s, code, monkeypatch):
    file.touch()
    now = file.stat().st_mtime
    monkeypatch.setattr(health.time, "time", lambda: now + age_s)
    assert health.main() == code
    monkeypatch.setattr(health.time, "time", lambda: now + health.MAX_AGE_S)
    assert health.main() == 1


def test_life_is_shown_every_three_seconds_and_not_more_often(file, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(health.time, "monotonic", lambda: clock[0])
    sign = health.LivenessFile(str(file))
    written = []
    for moment in (100.0, 102.9, 103.0, 104.0, 106.0):
        clock[0] = moment
        sign.show()
        written.append(file.exists())
        file.unlink(missing_ok=True)
    assert written == [True, False, True, False, True]


def test_a_full_disk_stops_nobody(tmp_path):
    health.LivenessFile(str(tmp_path / "no" / "folder")).show()
    health.LivenessFile("").end()
