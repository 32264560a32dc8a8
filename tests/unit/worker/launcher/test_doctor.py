"""What the doctor concludes, without asking anybody."""

import os
from pathlib import Path

import pytest

from spotpop.chat_specs import CHATS
from spotpop.settings import load_settings
from worker.launcher import doctor, tokens

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz0123456789AB"


def test_the_invite_link_is_made_from_the_token_alone() -> None:
    application = tokens.application_id(TOKEN)
    assert application == "123456789012345678"
    link = tokens.invite_link(application)
    assert link.startswith("https://discord.com/oauth2/authorize?client_id=123456789012345678&permissions=")
    assert "applications.commands" in link
    assert "abcdef" not in link


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "ÄÖÜ.x.y"])
def test_what_is_no_token_has_no_application(token: str) -> None:
    assert tokens.application_id(token) is None


def test_a_discord_token_that_works_gets_its_invite_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_get", lambda url, headers: (200, {"username": "popbot"}))
    found = {one.name: one for one in doctor._chat(load_settings(discord_token=TOKEN), CHATS["discord"])}
    assert found["Discord"].state == "ok"
    assert "popbot" in found["Discord"].message
    assert "client_id=123456789012345678" in found["Discord invite"].message


def test_offline_the_invite_link_is_there_and_nobody_is_asked() -> None:
    found = {one.name: one for one in doctor._chat(load_settings(discord_token=TOKEN), CHATS["discord"], offline=True)}
    assert found["Discord"].state == "off"
    assert "client_id=123456789012345678" in found["Discord invite"].message
    assert doctor._previews(load_settings(), offline=True) == []


@pytest.mark.parametrize(("status", "state"), [(401, "broken"), (0, "broken"), (500, "broken")])
def test_a_discord_token_that_does_not(monkeypatch: pytest.MonkeyPatch, status: int, state: str) -> None:
    monkeypatch.setattr(tokens, "_get", lambda url, headers: (status, {}))
    found = doctor._chat(load_settings(discord_token=TOKEN), CHATS["discord"])[0]
    assert found.state == state
    assert found.repair


def test_telegrams_inline_mode_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"ok": True, "result": {"username": "popbot", "supports_inline_queries": False}}
    monkeypatch.setattr(tokens, "_get", lambda url, headers: (200, answer))
    found = doctor._chat(load_settings(telegram_token="1:" + "x" * 30), CHATS["telegram"])
    assert [one.state for one in found] == ["ok", "ok", "note"]
    assert "/setinline" in found[2].repair


def test_a_model_that_is_missing_is_named(tmp_path: Path) -> None:
    (found,) = doctor._model(load_settings(model="nowhere"))
    assert found.state == "broken"
    assert "nowhere" in found.message


def test_nothing_is_set_up_and_nothing_is_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = load_settings(preview_sources=(), data_dir=tmp_path)
    checks = (doctor._data_folder, doctor._spotify, doctor._previews, doctor._queue)
    states = [found.state for check in checks for found in check(settings)]
    states += [found.state for chat in CHATS.values() for found in doctor._chat(settings, chat)]
    assert "broken" not in states


def test_a_name_that_looks_like_ours_is_noted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPOTIFY_CLIENT_ID", "x")
    assert ("SPOTIFY_CLIENT_ID", "note") in [(one.name, one.state) for one in doctor._settings()]
    monkeypatch.setenv("SPOTIPY_CLIENT_ID", "x")
    assert [one.name for one in doctor._settings()] == ["settings"]


def test_a_clock_before_the_installation_is_noted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert [one.state for one in doctor._clock()] == ["ok"]
    future = tmp_path / "installed_later.py"
    future.write_bytes(b"")
    os.utime(future, (4e9, 4e9))
    monkeypatch.setattr(doctor, "__file__", str(future))
    assert [one.state for one in doctor._clock()] == ["note"]


def test_what_nobody_foresaw_is_a_finding_too() -> None:
    found = doctor._safely("odd", lambda: 1 / 0)  # type: ignore[arg-type] # it never returns
    assert [(one.state, "ZeroDivisionError" in one.message) for one in found] == [("broken", True)]
