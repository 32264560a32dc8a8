"""`spotpop reference` in this process: songs of one's own to be compared with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.cli.command import SONG, Run, valid
from tests.tones import wav

# What a musician can do with it


def test_references_are_kept_as_numbers_and_a_song_is_put_beside_them(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "loud.wav").write_bytes(wav(gain=0.8))
    (tmp_path / "quiet.wav").write_bytes(wav(gain=0.05))

    added = run("reference", "add", "--set", "heroes", "loud.wav", SONG.url)
    listed = run("reference", "list", "--json").json
    report = valid(run("predict", "quiet.wav", "--references", "heroes", "--json", "--no-picture").json)
    table = run("predict", "quiet.wav", "--references", "heroes", "--no-picture").out
    removed = run("reference", "remove", "--set", "heroes")

    assert added.code == 0, added.err
    assert {one["label"] for one in listed} == {"loud", "Lantern Road — Mira Solberg, Bo"}
    assert all(one["numbers"]["loudness"] < 0 for one in listed)
    own, everybody = report["findings"]["corridors"]
    assert (own["kind"], own["name"], own["size"]) == ("own", "heroes", 2)
    loudness = next(one for one in own["standings"] if one["name"] == "loudness")
    assert loudness["place"] == "below"
    assert loudness["value"] == report["findings"]["measured"]["loudness_lufs"]
    assert everybody["kind"] == "all"
    assert "below your references" in table
    assert "2 references are gone" in removed.err
    assert run("reference", "list", "--json").json == []
    assert not [path for path in (tmp_path / "data").rglob("*") if path.suffix != ".db"]


def test_a_reference_that_cannot_be_heard_is_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    done = run("reference", "add", "no such thing")
    assert (done.code, run("reference", "list", "--json").json) == (1, [])
    assert run("reference", "add").code == 1
