"""“Is it one of these?” on the command line: asked of somebody who sits at a terminal, and of nobody else."""

import os
import pty
import sys
from pathlib import Path

import pytest

from spotpop.cli.choosing import choose
from spotpop.cli.console import complain
from spotpop.errors import RecordingUnsure, TrackNotFound
from spotpop.links.choices import Choice, encode_choices
from spotpop.wording import words_for

CHOICES = (
    Choice(service="deezer", id="11", title="Walk (Live)\x1b[31m", artist="Ada", differences=("live",)),
    Choice(service="itunes", id="22", title="Walk", artist="Ada", country="de", duration_s=200.4),
)
UNSURE = RecordingUnsure(title="Walk", choices=encode_choices(CHOICES))


@pytest.fixture
def typed(monkeypatch):
    """Put a terminal in the place of standard input and error; returns what types a line, and what was shown."""
    master, slave = pty.openpty()
    stdin, stderr = os.fdopen(os.dup(slave), "r"), os.fdopen(os.dup(slave), "w")

    def write(line):
        monkeypatch.setattr(sys, "stdin", stdin)  # here, because pytest has its own between fixture and test
        monkeypatch.setattr(sys, "stderr", stderr)
        os.write(master, line.encode())

    def shown():
        screen = ""
        while "for none: " not in screen:
            screen += os.read(master, 65_536).decode()
        return screen

    yield write, shown
    stdin.close()
    stderr.close()
    os.close(master)
    os.close(slave)


@pytest.mark.parametrize(("line", "chosen"), [("2\n", 1), (" 1 \n", 0), ("\n", None), ("3\n", None), ("no\n", None)])
def test_a_number_chooses(typed, line, chosen):
    write, shown = typed
    write(line)
    assert choose(UNSURE, words_for("en")) == (None if chosen is None else CHOICES[chosen].reference)
    screen = shown()
    lines = [" ".join(line.split()) for line in screen.splitlines()]
    assert lines[-4:-1] == [
        "Artists Track Length What differs From",
        "1 Ada Walk (Live)[31m live Deezer",
        "2 Ada Walk 3:20 Apple Music",
    ]
    assert lines[-1].startswith("Which one? 1 to 2, or Enter for none:")  # the terminal may echo what is typed
    assert "\x1b[31" not in screen


def test_a_list_on_paper_says_what_differs_too(capsys):
    complain(UNSURE)
    assert "deezer.com/track/11  Ada – Walk (Live)[31m  (differs: live)\n" in capsys.readouterr().err


def test_nobody_is_asked_where_nothing_is_offered(typed):
    typed[0]("1\n")
    assert choose(TrackNotFound(), words_for("en")) is None


def test_nobody_is_asked_where_nobody_sits(monkeypatch):
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        assert choose(UNSURE, words_for("en")) is None
