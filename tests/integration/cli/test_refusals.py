"""What the command line refuses: one sentence for people, one object for programs, an exit code for scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spotpop.demo import demo_song
from spotpop.errors import ModelMissing
from spotpop.model.registry import find_model
from tests.integration.cli.command import LOST, SONG, Run, valid
from tests.models import LoudnessModel
from tests.tones import wav

# What goes wrong


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", "no Spotify link"),
        ("hello", "no Spotify link"),
        ("missing.mp3", "There is no file “missing.mp3”"),
        ("/etc/shadow.d/x", "There is no file “x”"),
        (".", "no audio file in the folder"),
        ("https://open.spotify.com/artist/4uLU6hMCjMI75M1A2tKUQC", "artist"),
        ("https://open.spotify.com/episode/4uLU6hMCjMI75M1A2tKUQC", "episode"),
        ("https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC", "does not know this track"),
        ("https://open.spotify.com/playlist/4uLU6hMCjMI75M1A2tKUQC", "playlist"),
        (LOST.url, "No 30-second preview of “Nowhere”"),
        ("a" * 5000, "no Spotify link"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(run: Run, given: str, words: str) -> None:
    done = run("predict", given)
    assert done.code == 1
    assert done.out == ""
    assert words in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty"),
        (b"just text\n" * 100, "This file is not audio"),
        (b"\x00" * 5000, "empty"),
        (wav(1.0), "lasts only 1 s"),
        (wav(8.0, gain=0.0), "silent"),
        (wav(8.0)[:60], "lasts only 0 s"),
        (demo_song().read_bytes()[:3000], "lasts only"),
        (b"ID3\x04\x00\x00" + b"\x7f" * 4000, "This file is"),
    ],
    ids=["empty", "text", "zeros", "short", "silent", "cut", "cut mp3", "nothing but tags"],
)
def test_bad_audio_is_said_in_one_line(run: Run, tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "song.mp3").write_bytes(data)
    done = run("predict", "song.mp3")
    assert done.code == 1
    assert words in done.err
    assert len(done.err.splitlines()) == 1


def test_a_file_that_is_too_large_is_not_even_read(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTPOP_MAX_UPLOAD_MIB", "0.1")
    (tmp_path / "big.wav").write_bytes(b"x" * 200_000)
    done = run("predict", "big.wav")
    assert done.code == 1
    assert "at most 0 MiB" in done.err or "MiB are accepted" in done.err
    assert run("predict", "-", stdin=b"\xff" * 200_000).code == 1


def test_a_file_name_that_is_no_text_does_no_harm(run: Run, tmp_path: Path) -> None:
    name = b"caf\xe9 \xff.wav".decode(errors="surrogateescape")
    (tmp_path / name).write_bytes(wav())
    report = valid(run("predict", name, "--json", "--no-picture").json)
    assert report["input"] == "café ÿ.wav"
    assert run("predict", name).code == 0


def test_a_start_behind_the_end_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "song.wav").write_bytes(wav(8))
    done = run("predict", "song.wav", "--start", "7")
    assert done.code == 1
    assert "7 s" in done.err


def test_a_bad_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTPOP_THREADS", "many")
    done = run("predict", SONG.url)
    assert done.code == 1
    assert "SPOTPOP_THREADS" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("predict",),
        ("compare", "a"),
        ("predict", "a", "--start", "soon"),
        ("predict", "a", "--theme", "pink"),
        ("compare",),
    ],
)
def test_wrong_usage_ends_with_two(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--theme", "drak"), "Did you mean dark?"),
        (("--genre", "rokc"), "Did you mean rock?"),
        (("--audience", "over_10"), "Did you mean over_10m?"),
        (("--references", "mien"), "you keep no set named mien."),
        (("--thmee", "dark"), "--theme"),
    ],
)
def test_a_misspelt_value_is_reported_with_the_nearest(run: Run, arguments: tuple[str, str], words: str) -> None:
    done = run("predict", demo_song(), "--no-picture", *arguments)
    assert done.code == 2
    assert words in " ".join(done.err.replace("│", " ").split())


def test_a_misspelt_model_is_reported_with_the_nearest() -> None:
    with pytest.raises(ModelMissing) as missing:
        find_model("defualt")
    assert missing.value.advice.startswith("Did you mean default? ")


def test_a_bug_of_ours_is_reported_to_who_runs_the_command(
    run: Run, model: LoudnessModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(model, "read", lambda *_, **__: 1 / 0)
    done = run("predict", demo_song())
    assert done.code == 1
    assert "ZeroDivisionError: division by zero" in done.err
    log = tmp_path / "data" / "logs" / "spotpop-errors.log"
    assert str(log) in done.err
    assert "`spotpop doctor`" in done.err
    assert "operator" not in done.err
    assert "Traceback" in log.read_text("utf-8")
    assert log.stat().st_mode & 0o077 == 0


def test_a_bug_that_one_input_meets_leaves_the_others_their_answers(
    run: Run, model: LoudnessModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    read, calls = model.read, []

    def once(*arguments: Any, **options: Any) -> Any:
        calls.append(1)
        return 1 / 0 if len(calls) == 1 else read(*arguments, **options)

    monkeypatch.setattr(model, "read", once)
    done = run("predict", demo_song(), demo_song(), "--json", "--no-picture")
    first, second = (valid(json.loads(line)) for line in done.out.splitlines())
    assert done.code == 1
    assert first["error"]["code"] == "unexpected"
    assert "operator" not in done.out + done.err
    assert "`spotpop doctor`" in first["error"]["hint"]
    assert second["score"]


def test_a_failure_is_reported_to_programs_too(run: Run) -> None:
    done = run("predict", "nosuch.mp3", "--json")
    assert done.code == 1
    assert valid(done.json)["error"]["code"] == "file-unreadable"
    assert done.json["input"] == "nosuch.mp3"


def test_a_genre_that_nobody_knows_names_the_nearest(run: Run) -> None:
    done = run("predict", demo_song(), "--genre", "rokc", "--no-picture")
    assert done.code == 2
    assert "Did you mean rock?" in " ".join(done.err.split())
