"""What the doctor found, shown: a sign a check, what to do about it below, and links that can be copied."""

import json

import pytest

from spotpop.__main__ import main
from spotpop.cli import doctor as module
from worker.launcher.doctor import Finding

LINK = f"https://discord.com/oauth2/authorize?client_id=1&scope={'x' * 200}"
WELL = [Finding("settings", "ok", "All can be used."), Finding("queue", "off", "None is set up.")]
ILL = [Finding("model", "broken", "It is \x1b[31mdamaged.", "Copy it [bold]again[/bold].")]
LINKED = [Finding("Discord invite", "note", LINK)]


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command over what was found; returns its exit code, what it printed, and what was asked for."""
    monkeypatch.setenv("COLUMNS", "80")

    def go(findings, *arguments):
        asked = []

        def examine(settings, *, offline=False):
            asked.append((settings.model, offline))
            return findings

        monkeypatch.setattr(module, "examine", examine)
        with pytest.raises(SystemExit) as end:
            main(["doctor", *arguments])
        return end.value.code or 0, capsys.readouterr().out, asked

    return go


def test_only_what_is_broken_ends_with_exit_code_1(run):
    assert run(WELL + LINKED)[0] == 0
    assert run(WELL + ILL)[0] == 1
    assert run(ILL, "--json")[0] == 1


def test_every_check_has_its_sign_and_what_to_do_below(run):
    lines = [" ".join(line.split()) for line in run(WELL + ILL)[1].splitlines()]
    assert lines == [
        "✓ settings All can be used.",
        "– queue None is set up.",
        "✗ model It is [31mdamaged.",
        "→ Copy it [bold]again[/bold].",
    ]


def test_a_link_stands_below_all_in_one_piece(run):
    said = run(LINKED + WELL)[1]
    assert said.splitlines()[0].split() == ["!", "Discord", "invite", "see", "below"]
    assert said.splitlines()[-1] == f"Discord invite: {LINK}"


def test_programs_get_the_same(run):
    code, said, _ = run(WELL + ILL, "--json")
    reported = json.loads(said)
    assert (code, reported["healthy"]) == (1, False)
    assert [check["state"] for check in reported["checks"]] == ["ok", "off", "broken"]
    assert reported["checks"][2]["repair"] == "Copy it [bold]again[/bold]."
    assert json.loads(run(WELL, "--json")[1])["healthy"] is True


@pytest.mark.parametrize("offline", [True, False])
def test_nobody_is_asked_offline(run, offline):
    assert run(WELL, *(["--offline"] if offline else []))[2] == [("default", offline)]


def test_settings_that_cannot_be_read_are_a_finding(run, monkeypatch):
    monkeypatch.setenv("SPOTPOP_THREADS", "many")
    code, said, asked = run(WELL, "--json")
    first = json.loads(said)["checks"][0]
    assert (code, asked) == (1, [])
    assert (first["name"], first["state"]) == ("settings", "broken")
    assert "SPOTPOP_THREADS" in first["message"]
