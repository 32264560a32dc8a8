"""What all commands share: hostile text made harmless, errors on one line, JSON that any stdout can hold."""

import io
import json
import sys

import pytest

from spotpop.cli import console
from spotpop.errors import NotAudio, RecordingUnsure
from spotpop.links.choices import Choice, encode_choices
from spotpop.wording import words_for


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"), ("a\nb\tc\rd\u2028e\u2029f", "a b c d e f"), ("\u202eevil\u2066", "evil"),
        ("\u200e\u200f\u061cx", "x"), ("lone \ud800", "lone"), ("\x00\x07\x9b", ""), ("  spaced  ", "spaced"),
        ("👩\u200d🎤 \u0939\u094d\u200d", "👩\u200d🎤 \u0939\u094d\u200d"),
    ],
)  # fmt: skip
def test_nothing_that_steers_a_terminal_stays_and_joiners_do(text, kept):
    assert console.clean(text) == kept


def test_an_error_is_one_line_with_what_to_do_next(capsys):
    error = NotAudio()
    console.complain(error, "my\nsong.mp3")
    shown = capsys.readouterr().err
    assert shown == f"my song.mp3: {error.text} {error.advice}\n"
    console.complain(error)
    assert capsys.readouterr().err.startswith(error.text)


def test_recordings_to_choose_from_are_lines_of_their_own(capsys):
    choices = (
        Choice(service="deezer", id="11", title="Walk\x1b[2J", artist="Ada", country="de", differences=("live",)),
        Choice(service="deezer", id="22", title="Walk", artist="Ada", country="de"),
    )
    console.complain(RecordingUnsure(title="x", choices=encode_choices(choices)))
    _, first, second = capsys.readouterr().err.splitlines()
    assert "\x1b" not in first
    assert "(differs: " in first
    assert "differs" not in second
    assert choices[1].reference.url in second


@pytest.mark.parametrize(
    ("encoding", "shown"), [("utf-8", "é"), ("UTF8", "é"), ("ascii", "\\u00e9"), ("cp1252", "\\u00e9")]
)
def test_json_is_plain_where_stdout_cannot_hold_more(monkeypatch, encoding, shown):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    console.print_json({"title": "é"})
    assert shown in raw.getvalue().decode(encoding)
    assert json.loads(raw.getvalue().decode(encoding)) == {"title": "é"}


def test_titles_are_no_markup(monkeypatch, capsys):
    console.people().print("[bold]x[/bold] :smile: https://a.example")
    assert capsys.readouterr().out.strip() == "[bold]x[/bold] :smile: https://a.example"


def test_where_nobody_watches_nothing_is_shown(capsys):
    with console.spinner() as tell, console.counting(3) as count:
        tell("decode")
        with count.one("x") as stage:
            stage("model")
        count.pause()
    assert capsys.readouterr().err == ""


def test_who_watches_sees_the_stage_and_how_many_are_done(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with console.spinner() as tell:
        tell("decode")
        tell("anything else")
    with console.counting(2) as count:
        for label in ("one\x1b", "two"):
            with count.one(label) as stage:
                stage("model")
        assert [(task.completed, task.total) for task in count._bar.tasks] == [(2, 2)]
        assert count._bar.tasks[0].description == "two"
        count.pause()
    with console.counting(1) as alone, alone.one("x"):
        assert alone.status is not None
        alone.pause()
    assert screen.getvalue()


def test_what_is_to_be_typed_stands_in_one_pair_of_backticks_whatever_is_put_into_it():
    hint = words_for("en").text("hint-runtime-missing-here", extra="train")
    assert "with `pip install -c constraints.txt '.[train]'`, or" in console.clean(console.written(hint))
