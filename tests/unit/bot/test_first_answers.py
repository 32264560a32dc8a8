"""The first answer to a track in a place is found for a day, unless it failed, was deleted, or cannot be known."""

import pytest

from bot.conversation import Ask, File, job_for
from bot.first_answers import KEPT_S, FirstAnswers
from bot.progress import ProgressUpdates
from spotpop.errors import PreviewNotFound
from spotpop.links import parse_reference
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot import samples
from worker.queue.protocol import Failure, ReplyAddress, Requester

TRACK = Ask(kind="track", inputs=(parse_reference("https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"),))
OTHER = Ask(kind="track", inputs=(parse_reference("https://open.spotify.com/track/2plbrEY59IikOBgBGLjaoe"),))
ALBUM = Ask(kind="listing", inputs=(parse_reference("https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3"),))
FILE = Ask(kind="upload", inputs=(File(handle="x", name="mix.wav"),))
SERVER = "discord:7"


async def noted(outcome=None, ask=TRACK, server=SERVER):
    queue = MemoryQueue()
    first = FirstAnswers(queue, "discord", ProgressUpdates(queue))
    job, _ = job_for(TRACK, reply=ReplyAddress(front_end="discord"), requester=Requester(user="discord:1"), locale="en")
    if outcome is not None:
        await first._states.remember(job, outcome)
    await first.note(server, ask, job.id, url="https://discord.com/channels/7/1/2")
    return queue, first, job


async def test_an_answer_is_found_where_it_was_given_for_a_day_and_names_nobody():
    queue, first, job = await noted(samples.outcome())
    found = await first.of(SERVER, TRACK)
    assert found == {"url": "https://discord.com/channels/7/1/2", "job": job.id}
    [(_, kept_s, user)] = [note for key, note in queue.notes.items() if "answered" in key]
    assert (kept_s, user) == (KEPT_S, None)
    assert await first.of("discord:8", TRACK) is None
    assert await first.of(SERVER, OTHER) is None
    assert await FirstAnswers(queue, "telegram", ProgressUpdates(queue)).of(SERVER, TRACK) is None


@pytest.mark.parametrize("gone", ["failed", "deleted", "queue away", "another version's note"])
async def test_an_answer_that_is_none_any_more_is_not_led_to(gone):
    failed = samples.outcome(failure=Failure.of(PreviewNotFound(title="x", tried="y")))
    queue, first, job = await noted(failed if gone == "failed" else samples.outcome())
    if gone == "deleted":
        await first._states.drop(job.id, "discord:1")
    elif gone == "queue away":
        queue.away = True
    elif gone == "another version's note":
        await queue.note_set(f"discord:answered:{SERVER}:{TRACK.inputs[0].id}", "text", 60)
    assert await first.of(SERVER, TRACK) is None


async def test_one_that_is_under_way_is_waited_for_by_a_link():
    queue, first, job = await noted()
    assert await first.of(SERVER, TRACK) is None, "nobody knows of it any more"
    queue.tell(job, state="running")

    async def show(_message):
        pass

    from spotpop.wording import words_for

    first._progress.follow(job.id, words_for("en"), show)
    assert (await first.of(SERVER, TRACK))["job"] == job.id
    await first._progress.close()


@pytest.mark.parametrize(("ask", "server"), [(ALBUM, SERVER), (FILE, SERVER), (TRACK, None)])
async def test_what_has_no_first_answer_is_not_noted(ask, server):
    queue, first, _ = await noted(ask=ask, server=server)
    assert not queue.notes
    assert await first.of(server, ask) is None


async def test_a_queue_that_is_away_costs_the_note_alone():
    queue, first, job = await noted()
    queue.away = True
    await first.note(SERVER, TRACK, job.id, url="x")
