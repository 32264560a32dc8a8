"""What is typed is read as it was meant, and any text can be typed."""

import os
import sys
import threading

import pytest

from bot import terminal_input
from bot.terminal_input import question_of
from spotpop.errors import NothingFound

LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"


def join_reader():
    for thread in threading.enumerate():
        if thread.name == "typed":
            thread.join(5)


def test_two_files_with_spaces_are_kept_apart(tmp_path):
    first, second = tmp_path / "mix a.wav", tmp_path / "mix b.wav"
    first.touch()
    second.touch()
    question = question_of(f"'{first}' '{second}'", "compare")
    assert [file.name for file in question.files] == ["mix a.wav", "mix b.wav"]


@pytest.mark.parametrize("text", ["it's", "\0", "x" * 5000, f"{LINK} it's"])
def test_any_text_can_be_typed(text):
    assert question_of(text).text


def test_nothing_typed_is_no_question():
    with pytest.raises(NothingFound):
        question_of("  ")


async def test_what_is_piped_in_ends_the_chat_at_its_end(monkeypatch):
    read, write = os.pipe()
    typed = os.fdopen(read, "r")
    monkeypatch.setattr(sys, "stdin", typed)
    os.write(write, b"one\ntwo\nlast without end")
    os.close(write)
    assert [line async for line in terminal_input._lines()] == ["one", "two", "last without end"]
    join_reader()
    typed.close()
