"""The command as people run it: a process of its own, the shipped model, link or file to picture."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image

from spotpop.demo import demo_song
from tests.counterparts.world import MusicWorld, Song, start_music_world

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "output.schema.json").read_text(encoding="utf-8"))
SONG = Song(title="夜に駆ける 🔥", artists=("Mira Solberg",), audio=demo_song().read_bytes())
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="module")
def world() -> Iterator[MusicWorld]:
    with start_music_world([SONG]) as world:
        yield world


@pytest.fixture
def run(world: MusicWorld, tmp_path: Path) -> Run:
    ours = ("SPOTPOP_", "SPOTIPY_", "DISCORD_", "TELEGRAM_", "REDIS_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    env |= world.env | {"PYTHONPATH": str(ROOT)}

    def go(*arguments: str | Path, stdin: bytes = b"", **variables: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "spotpop", *map(str, arguments)],
            input=stdin, capture_output=True, cwd=tmp_path, env=env | variables, timeout=120, check=False,
        )  # fmt: skip

    return go


def _report(done: subprocess.CompletedProcess[bytes]) -> Any:
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    report = json.loads(done.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    assert report["baseline"] + sum(reason["points"] for reason in report["reasons"]) == pytest.approx(report["score"])
    assert 0 <= report["interval"]["low"] < report["score"] < report["interval"]["high"] <= 100
    return report


def test_a_link_becomes_a_picture(run: Run, tmp_path: Path) -> None:
    report = _report(run("predict", SONG.url, "--json"))
    assert report["track"]["title"] == "夜に駆ける 🔥"
    assert report["preview"]["source"] == "embed", "the preview of this very id comes before one found by ISRC"
    assert report["model"]["name"] == "default"
    with Image.open(tmp_path / report["picture"]) as image:
        assert image.format == "PNG"
        assert image.width == 1000


def test_the_shipped_song_and_the_same_bytes_from_standard_input_agree(run: Run) -> None:
    from_file = _report(run("predict", demo_song(), "--json", "--no-picture"))
    from_pipe = _report(run("predict", "-", "--json", "--no-picture", stdin=demo_song().read_bytes()))
    assert from_file["score"] == from_pipe["score"]
    assert from_file["descriptors"] == from_pipe["descriptors"]


def test_a_mix_does_not_differ_from_itself(run: Run, tmp_path: Path) -> None:
    done = run("compare", demo_song(), demo_song(), "--json")
    assert done.returncode == 0, done.stderr.decode()
    comparison = json.loads(done.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(comparison)
    assert comparison["difference"] == pytest.approx(0)
    assert comparison["reliable"] is False
    assert (tmp_path / comparison["picture"]).read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_used_ends_with_one_and_a_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "song.mp3").write_bytes(b"this is no song " * 1000)
    done = run("predict", "song.mp3")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines() == ["This file is not audio. Send an mp3, m4a, ogg, flac or wav file."]


def test_a_narrow_terminal_gets_what_it_can_show(run: Run) -> None:
    report = _report(run("predict", SONG.url, "--json", "--no-picture", PYTHONIOENCODING="latin-1"))
    assert report["track"]["title"] == "夜に駆ける 🔥"
    shown = run("predict", SONG.url, "--no-picture", PYTHONIOENCODING="latin-1")
    assert shown.returncode == 0
    assert b"Mira Solberg" in shown.stdout


def test_the_readmes_python_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.+?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-song.flac").write_bytes(demo_song().read_bytes())
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "my-song.png").read_bytes().startswith(b"\x89PNG")


def test_the_doctor_is_content_with_what_ships(run: Run) -> None:
    done = run("doctor", "--offline", "--json")
    found = json.loads(done.stdout)
    states = {check["name"]: check["state"] for check in found["checks"]}
    assert states["model"] == "ok"
    assert states["picture"] in {"ok", "note"}
    assert done.returncode == 0
