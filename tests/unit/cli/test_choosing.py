"""“Is it one of these?” on the command line: asked of somebody who sits at a terminal, and of nobody else."""

import os
import pty
import sys
from pathlib import Path

import pytest

from spotpop.cli.choosing import choose
from spotpop.errors import RecordingUnsure, TrackNotFound
from spotpop.links.choices import Choice, encode_choices
from spotpop.wording import words_for

CHOICES = (
    Choice(service="deezer", id="11", title="Walk (Live)\x1b[31m", artist="Ada", differences=("live",)),
    Choice(service="itunes", id="22", title="Walk", artist="Ada", country="de"),
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
    assert "1  Ada – Walk (Live)[31m  · differs: live" in screen
    assert "\x1b" not in screen


def test_nobody_is_asked_where_nothing_is_offered(typed):
    typed[0]("1\n")
    assert choose(TrackNotFound(), words_for("en")) is None


def test_nobody_is_asked_where_nobody_sits(monkeypatch):
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        assert choose(UNSURE, words_for("en")) is None
