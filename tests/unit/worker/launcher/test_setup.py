"""`spotpop setup`, without a terminal and without a network."""

import subprocess
from pathlib import Path

import pytest

from spotpop.env_file import read_env_file
from spotpop.errors import SettingsError
from spotpop.settings import load_settings
from worker.launcher import tokens
from worker.launcher.setup import SetupAnswers, run_setup, systemd_unit, write_env

DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz0123456789AB"
TELEGRAM = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"


@pytest.fixture(autouse=True)
def _here(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("DISCORD_TOKEN", "TELEGRAM_TOKEN"):
        monkeypatch.delenv(name, raising=False)


def answers(**given):
    given.setdefault("wanted", {"discord": True, "telegram": False})
    return SetupAnswers(interactive=False, **given)


def test_a_token_from_a_file_goes_into_env_that_others_cannot_read(monkeypatch, capsys):
    Path("token").write_text(DISCORD + "\n")
    monkeypatch.setattr(tokens, "_get", lambda url, headers: (200, {"username": "popbot"}))
    assert run_setup(answers(token_files={"discord": Path("token")})) == 0
    assert read_env_file(Path(".env")) == {"DISCORD_TOKEN": DISCORD}
    assert Path(".env").stat().st_mode & 0o777 == 0o600
    message = capsys.readouterr()
    assert "popbot" in message.err
    assert "client_id=123456789012345678" in message.err
    assert DISCORD not in message.err + message.out
    assert load_settings().token_of("discord") == DISCORD


def test_a_second_time_changes_nothing_and_keeps_the_other_lines(monkeypatch, capsys):
    Path(".env").write_text(f"# mine\nSPOTPOP_LOCALE=de\nexport DISCORD_TOKEN={DISCORD}\n")
    before = Path(".env").read_text()
    assert run_setup(answers(offline=True)) == 0
    assert Path(".env").read_text() == before
    monkeypatch.setenv("TELEGRAM_TOKEN", TELEGRAM)
    assert run_setup(answers(offline=True, wanted={"discord": False, "telegram": True})) == 0
    assert Path(".env").read_text() == f"# mine\nSPOTPOP_LOCALE=de\nTELEGRAM_TOKEN={TELEGRAM}\n"


def test_without_any_token_it_says_what_there_is_without_one(monkeypatch, capsys):
    assert run_setup(answers(wanted={})) == 0
    message = capsys.readouterr().err
    assert "No bot has a token yet" in message
    assert "opens a chat in this terminal" in message
    monkeypatch.setenv("TELEGRAM_TOKEN_FILE", "token")
    Path("token").write_text(TELEGRAM)
    run_setup(answers(wanted={}))
    assert "starts everything" in capsys.readouterr().err


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_the_platform_rejects_is_not_kept(monkeypatch, status, capsys):
    monkeypatch.setenv("DISCORD_TOKEN", DISCORD)
    monkeypatch.setattr(tokens, "_get", lambda url, headers: (status, {}))
    assert run_setup(answers()) == 1
    assert not read_env_file(Path(".env"))
    assert "rejects" in capsys.readouterr().err


def test_without_a_token_it_says_where_one_comes_from(capsys):
    assert run_setup(answers(wanted={"discord": True, "telegram": True})) == 1
    message = capsys.readouterr().err
    assert "developers/applications" in message
    assert "@BotFather" in message


def test_a_platform_that_does_not_answer_costs_no_token(monkeypatch):
    monkeypatch.setenv("TELEGRAM_TOKEN", TELEGRAM)
    monkeypatch.setattr(tokens, "_get", lambda url, headers: (0, {}))
    assert run_setup(answers(wanted={"discord": False, "telegram": True})) == 0
    assert read_env_file(Path(".env")) == {"TELEGRAM_TOKEN": TELEGRAM}


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(SettingsError, match=r"--discord-token-file.*nowhere"):
        run_setup(answers(token_files={"discord": Path("nowhere")}))


def test_the_service_is_shut_in_and_systemd_understands_it(tmp_path):
    text = systemd_unit(Path(".env"), tmp_path / "my data")
    for line in ("NoNewPrivileges=true", "ProtectSystem=strict", "PrivateTmp=true", "UMask=0077"):
        assert f"\n{line}\n" in text
    assert "my data" not in text, "a space would end the path"
    assert " -P -m spotpop up\n" in text
    unit = tmp_path / "spotpop.service"
    unit.write_text(text)
    try:
        done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return
    assert "Unknown" not in done.stderr


def test_an_env_file_may_lie_in_a_folder_that_is_not_there_yet(tmp_path):
    write_env(tmp_path / "deep" / ".env", {"A": "1"})
    assert (tmp_path / "deep" / ".env").read_text() == "A=1\n"
