import asyncio
import io
import os
import pty
import sys
import threading

import pytest
from rich.console import Console

from bot.commands import BY_NAME
from bot.terminal import Terminal, handlers
from bot.typed import command_in
from spotpop.errors import RecordingUnsure
from spotpop.links.choices import Choice, encode_choices
from spotpop.record.entries import DAY_S
from spotpop.record.scores import summarise
from spotpop.settings import load_settings
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue
from tests.record import NEW_YEAR
from tests.unit.bot import samples
from tests.unit.record.test_scores import cases

LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"


@pytest.fixture
async def chat(tmp_path):
    queue, screen = MemoryQueue(), io.StringIO()
    console = Console(file=screen, width=200, highlight=False, force_terminal=False)
    terminal = Terminal(queue, load_settings(model="no-such-model"), words_for("en"), tmp_path, console)
    terminal.open()
    yield terminal, queue, screen
    await terminal.close()


async def test_a_question_goes_to_the_queue_and_its_answer_to_the_screen(chat, tmp_path):
    terminal, queue, screen = chat
    asking = asyncio.create_task(terminal.ask(LINK))
    [job] = await queue.asked()
    queue.tell(job, state="running", stage="features")
    queue.answer(job, samples.outcome(job_id=job.id, picture_key=None), samples.PNG)
    assert await asking
    text = screen.getvalue()
    assert "Around 41 of 100. Eight of ten tracks like this end between 19 and 63." in text
    assert f"Picture: {tmp_path / 'night-walk.spotpop.png'}" in text
    assert (tmp_path / "night-walk.spotpop.png").read_bytes() == samples.PNG
    assert queue.acknowledged == [job.id]


async def test_a_second_picture_does_not_overwrite_the_first(chat, tmp_path):
    terminal, queue, _ = chat
    for count in (1, 2):
        asking = asyncio.create_task(terminal.ask(LINK))
        job = (await queue.asked(count))[-1]
        queue.answer(job, samples.outcome(job_id=job.id, picture_key=None), samples.PNG)
        assert await asking
    assert (tmp_path / "night-walk-2.spotpop.png").exists()


async def test_hostile_titles_cannot_steer_the_terminal(chat):
    terminal, queue, screen = chat
    asking = asyncio.create_task(terminal.ask(LINK))
    [job] = await queue.asked()
    evil = samples.report(track=samples.replace(samples.TRACK, title="\x1b]0;owned\x07[bold]x[/bold]\x9b31m\u202eabc"))
    queue.answer(job, samples.outcome(job_id=job.id, picture_key=None, report=evil.to_json()))
    assert await asking
    text = screen.getvalue()
    assert "]0;owned[bold]x[/bold]31mabc" in text
    assert not any(character in text for character in "\x1b\x07\x9b\u202e")


async def test_a_failure_is_reported_and_counts_as_none(chat):
    terminal, queue, screen = chat
    asking = asyncio.create_task(terminal.ask(LINK))
    [job] = await queue.asked()
    queue.answer(job, samples.outcome(job_id=job.id, failure=samples.Failure(code="track-not-found")))
    assert not await asking
    assert "Spotify does not know this track." in screen.getvalue()


async def test_a_queue_that_is_away_is_reported_at_once(chat):
    terminal, queue, screen = chat
    queue.away = True
    assert not await terminal.ask(LINK)
    assert "The queue cannot be reached" in screen.getvalue()


async def test_a_file_travels_as_an_upload(chat, tmp_path):
    terminal, queue, _ = chat
    song = tmp_path / "my mix.wav"
    song.write_bytes(b"RIFF")
    asking = asyncio.create_task(terminal.ask(str(song)))
    [job] = await queue.asked()
    assert job.kind == "upload"
    assert queue.uploads[job.id] == {"my mix.wav": b"RIFF"}
    queue.answer(
        job, samples.outcome("upload", job_id=job.id, picture_key=None, report=samples.upload_report().to_json())
    )
    assert await asking


async def test_why_and_forget_work_on_what_was_answered(chat, tmp_path):
    terminal, queue, screen = chat
    await terminal.why()
    assert "There is no forecast yet" in screen.getvalue()
    asking = asyncio.create_task(terminal.ask(LINK))
    [job] = await queue.asked()
    queue.answer(job, samples.outcome(job_id=job.id), samples.PNG)
    await asking
    await terminal.why()
    assert "Why 41 for Night Walk" in screen.getvalue()
    assert len(list(tmp_path.glob("*.png"))) == 1, "the picture is saved already"
    await terminal.run(BY_NAME["forget"], "")
    assert "Deleted: 3 entries about you" in screen.getvalue()
    assert not queue.notes


async def test_the_record_is_shown_with_its_picture(chat):
    terminal, queue, screen = chat
    await terminal.run(BY_NAME["record"], "")
    assert "Nothing has been published yet." in screen.getvalue()
    made = cases(50, lambda number: 20.0 + number % 50 + (30 if number < 5 else 0))
    summary = summarise(made, now=NEW_YEAR + 45 * DAY_S, head="abc")
    await queue.note_set("record", summary.to_json(), None)
    queue.pictures["picture:record:en:dark"] = b"\x89PNG"
    await terminal.run(BY_NAME["record"], "")
    assert "Missed: 0 ended below the range, 5 above." in screen.getvalue()
    assert "spotpop.png" in screen.getvalue().replace("\n", "")


async def test_a_conversation_line_by_line(chat, monkeypatch):
    terminal, queue, screen = chat
    ours, theirs = pty.openpty()
    typed = os.fdopen(theirs, "r")
    monkeypatch.setattr(sys, "stdin", typed)
    talking = asyncio.create_task(handlers(terminal))
    os.write(ours, f"/about\n\nnothing here\n/album {LINK}\n/predict {LINK}\n".encode())
    [job] = await queue.asked()
    queue.answer(job, samples.outcome(job_id=job.id, picture_key=None))
    os.write(ours, b"/help\n/quit\n")
    await asyncio.wait_for(talking, 10)
    text = screen.getvalue()
    for part in ("Paste a Spotify link", "What it cannot know", "There is no Spotify link", "needs a link to an album"):
        assert part in text
    assert "What you can ask" in text
    os.close(ours)
    join_reader()
    typed.close()


def join_reader():
    for thread in threading.enumerate():
        if thread.name == "typed":
            thread.join(5)


async def test_a_doubtful_recording_is_chosen_by_its_number(chat):
    terminal, queue, screen = chat
    choice = Choice(service="deezer", id="11", title="Walk (Live)", artist="Ada", differences=("live",))
    unsure = RecordingUnsure(title="Walk", choices=encode_choices([choice]))
    asking = asyncio.create_task(terminal.ask(LINK))
    [job] = await queue.asked()
    queue.answer(job, samples.outcome(job_id=job.id, picture_key=None, failure=samples.Failure.of(unsure)))
    assert not await asking
    assert "1. Ada – Walk (Live) · differs: live" in screen.getvalue()
    assert "Type its number" in screen.getvalue()
    assert [terminal.offers(line) for line in ("1", "2", "0", "x", "²")] == [True, False, False, False, False]
    choosing = asyncio.create_task(terminal.choose(1))
    job = (await queue.asked(2))[-1]
    assert job.inputs[0].reference == choice.reference
    queue.answer(job, samples.outcome(job_id=job.id, picture_key=None), samples.PNG)
    assert await choosing
    assert not terminal.offers("1")


async def test_a_new_row_is_a_command_here_too(echo, chat):
    terminal, _, screen = chat
    await terminal.run(*command_in("/echo 3 loud again"))
    assert "echoed 3 again!" in screen.getvalue()
    await terminal.run(BY_NAME["help"], "")
    assert "/echo times 2" in screen.getvalue()
