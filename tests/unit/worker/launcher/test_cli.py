"""The commands that run it for others: what their options come to, and what they refuse before anything starts."""

import pytest
import typer
from typer.testing import CliRunner

from spotpop.__main__ import app
from spotpop.env_file import read_env_file
from spotpop.errors import SettingsError
from spotpop.settings import settings
from worker.launcher import cli
from worker.launcher.cli import queue_names
from worker.queue import health

TELEGRAM = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch, tmp_path):
    """Settings of an installation that has none."""
    monkeypatch.chdir(tmp_path)
    for name in ("REDIS_URL", "DISCORD_TOKEN", "TELEGRAM_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("interactive,bulk", ("interactive", "bulk")),
        (" bulk , ,interactive,", ("bulk", "interactive")),
        ("bulk,bulk", ("bulk",)),
    ],
)
def test_queues_are_served_in_the_order_they_are_named(text, names) -> None:
    assert queue_names(text) == names


@pytest.mark.parametrize(("text", "reported"), [("bulk,interactiv", "interactiv"), ("", ""), (" , ", " , ")])
def test_a_queue_that_nothing_is_put_on_is_refused(text, reported) -> None:
    with pytest.raises(typer.BadParameter, match=f"^'{reported}' is not one of 'interactive', 'bulk'$"):
        queue_names(text)
    shown = CliRunner().invoke(app, ["worker", "--queues", text])
    assert shown.exit_code == 2
    assert ("Did you mean" in shown.output) == (reported == "interactiv")


def test_a_worker_without_a_queue_names_the_setting() -> None:
    with pytest.raises(SettingsError, match=r"REDIS_URL.*not set.*data folder"):
        cli.worker()


def test_its_health_is_an_exit_code(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv(health.VARIABLE, str(tmp_path / "alive"))
    assert CliRunner().invoke(app, ["worker", "--health"]).exit_code == 1
    health.LivenessFile.of_environment().show()
    assert CliRunner().invoke(app, ["worker", "--health"]).exit_code == 0


@pytest.mark.parametrize("option", ["--processes=0", "--processes=257"])
def test_so_many_jobs_at_once_there_are_not(option) -> None:
    assert CliRunner().invoke(app, ["worker", option]).exit_code == 2


def test_setup_takes_its_answers_from_options(tmp_path) -> None:
    (tmp_path / "token").write_text(TELEGRAM)
    done = CliRunner().invoke(
        app,
        ["setup", "--no-discord", "--telegram", "--telegram-token-file", "token", "--env-file", "here.env",
         "--service", "unit.service", "--offline", "--non-interactive"],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert read_env_file(tmp_path / "here.env") == {"TELEGRAM_TOKEN": TELEGRAM}
    assert "spotpop up" in (tmp_path / "unit.service").read_text()
    assert not (tmp_path / ".env").exists()


def test_setup_that_may_ask_nothing_does_not_wait_for_a_terminal(tmp_path) -> None:
    done = CliRunner().invoke(app, ["setup", "--offline"], input="")  # no terminal: nothing is asked
    assert done.exit_code == 0, done.output
    assert "No bot has a token yet" in done.output
