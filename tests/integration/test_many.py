"""`spotpop predict` on many large files, as a process of its own: one in memory at a time, answered as it goes."""

import io
import json
import os
import re
import resource
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.tones import wav

ROOT = Path(__file__).parents[2]
MANY = 6
FILE_MIB = 40
pytestmark = [pytest.mark.timeout(300), pytest.mark.skipif(os.name != "posix", reason="needs getrusage")]

MEASURED = """
import resource, sys
from spotpop.__main__ import main
try:
    main()
finally:
    print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SPOTPOP_", "SPOTI"))}
    return {**kept, "PYTHONPATH": str(ROOT), "SPOTPOP_DATA_DIR": str(folder / "data")}


def write_large(path: Path) -> None:
    """Write `FILE_MIB` of sound: the same half minute again and again."""
    with wave.open(io.BytesIO(wav(30, rate_hz=48_000))) as piece, wave.open(str(path), "wb") as whole:
        whole.setparams(piece.getparams())
        frames = piece.readframes(piece.getnframes())
        for _ in range(FILE_MIB * 2**20 // len(frames)):
            whole.writeframes(frames)


def peak_mib(folder: Path, *inputs: str) -> tuple[float, list[str]]:
    """Highest resident memory of one command, and what its answers call their inputs."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "predict", *inputs, "--json", "--no-picture"],
        cwd=folder, env=environment(folder), capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shown = done.stderr.split("peak ")[1]
    return int(shown) / (2**20 if sys.platform == "darwin" else 2**10), [
        json.loads(line)["input"] for line in done.stdout.splitlines()
    ]


def test_many_large_files_take_the_memory_of_one(tmp_path: Path) -> None:
    (tmp_path / "songs").mkdir()
    write_large(tmp_path / "songs" / "0.wav")
    for number in range(1, MANY):
        os.link(tmp_path / "songs" / "0.wav", tmp_path / "songs" / f"{number}.wav")
    two, _ = peak_mib(tmp_path, "songs/0.wav", "songs/1.wav")
    many, inputs = peak_mib(tmp_path, "songs")
    assert inputs == [f"songs/{number}.wav" for number in range(MANY)]
    assert many - two < 1.5 * FILE_MIB, f"two files: {two:.0f} MiB, {MANY}: {many:.0f} MiB"


def test_a_disk_that_is_full_leaves_no_half_of_a_picture(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(wav(8))

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))  # a write beyond fails, as on a full disk

    done = subprocess.run(
        [sys.executable, "-m", "spotpop", "predict", "a.wav", "--json"], cwd=tmp_path, env=environment(tmp_path),
        capture_output=True, text=True, check=False, timeout=240, preexec_fn=little_room,
    )  # fmt: skip
    assert done.returncode == 1
    assert json.loads(done.stdout)["picture"] is None
    assert re.fullmatch(r"a\.spotpop\.png could not be saved: File too large\. Make room, [^\n]*\n", done.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_somebody_who_watches_sees_how_far_it_is(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.wav").write_bytes(wav(8))
    command = [sys.executable, "-m", "spotpop", "predict", "a.wav", "b.wav", "c.wav", "--no-picture"]
    with Terminal(command, cwd=tmp_path, env=environment(tmp_path)) as screen:
        assert screen.wait() == 0, screen.text
        screen.read_until("0/3", "a.wav", "1/3", "b.wav", "2/3", "c.wav")
        assert any(f"2/3 0:0{second}" in " ".join(screen.text.split()) for second in range(10)), "no time that is left"
