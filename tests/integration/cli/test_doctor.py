"""`spotpop doctor` in this process, against counterparts of every service."""

from __future__ import annotations

import pytest

from tests.integration.cli.command import Run

# Doctor


def test_the_doctor_tells_what_works(run: Run) -> None:
    done = run("doctor", "--json", "--offline")
    checks = {check["name"]: check for check in done.json["checks"]}
    assert {"settings", "data folder", "model", "picture", "queue"} <= set(checks)
    assert done.code == (0 if done.json["healthy"] else 1)


def test_the_doctor_asks_every_source(run: Run) -> None:
    done = run("doctor", "--json")
    checks = {check["name"]: check["state"] for check in done.json["checks"]}
    assert checks["Deezer"] == checks["iTunes"] == checks["Spotify's embed page"] == "ok"
    assert checks["Spotify"] in {"ok", "broken"}


def test_the_doctor_never_shows_a_secret(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "MTIzNDU2Nzg5MDEyMzQ1Njc4.secret-part.more-secret")
    monkeypatch.setenv("TELEGRAM_TOKEN", "42:very-secret")
    monkeypatch.setenv("SPOTPOP_DISCORD_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("SPOTPOP_TELEGRAM_API_URL", "http://127.0.0.1:9")
    done = run("doctor")
    assert done.code == 1
    assert "secret" not in done.out + done.err
    assert "Discord does not answer." in done.out
