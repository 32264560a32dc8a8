"""Telling the audience by a button, and asking how sure an answer is: one flow for every chat."""

from pathlib import Path

import pytest

from bot.button_state import VERSION
from bot.conversation import Ask, File, job_for
from bot.messages.message import BUTTON_ID_BYTES, button_id, is_step
from bot.messages.offers import audience_question
from bot.messages.outcome import answer_to
from bot.platform import Chat as Place
from bot.service import Service
from spotpop.audience import RUNG_NAMES
from spotpop.links import parse_reference
from spotpop.report import Report
from spotpop.settings import load_settings
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from tests.counterparts.memory_queue import MemoryQueue
from tests.golden.answers import situations
from tests.unit.bot import samples
from tests.unit.bot.test_follow_up import LINK, Chat
from worker.queue.protocol import ReplyAddress, Requester

DOCS = Path(__file__).parents[3] / "docs"


def report_of(name: str) -> Report:
    """Return one of the made situations."""
    found = situations()[name]
    assert isinstance(found, Report)
    return found


class Files(Chat):
    """Has files that can be fetched again."""

    async def download(self, file):
        return file.handle.encode()


async def answered(private: bool = False, file: File | None = None, options=None):
    """Return a service that remembers one answer whose audience nobody stated, its queue, and the answer's job."""
    queue, platform = MemoryQueue(), Files()
    service = Service(queue, platform, load_settings(), progress_pause_s=1)
    ask = Ask(kind="upload", inputs=(file,)) if file else Ask(kind="track", inputs=(parse_reference(LINK),))
    data = {"private": private} | ({"file": {"handle": file.handle, "name": file.name}} if file else {})
    job, _ = job_for(
        ask,
        reply=ReplyAddress(front_end="discord", data=data),
        requester=Requester(user="discord:1"),
        locale="en",
        options=options,
    )
    outcome = samples.outcome("upload" if file else "track", report=report_of("demo").to_json())
    await service.states.remember(job, outcome)
    return service, queue, job


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_button_leads_to_the_six_audiences(language):
    words = words_for(language)
    asking = audience_question(words, state="job-0123456789")
    steps = [button for button in asking.buttons if is_step(button)]
    assert [button.state.partition(".")[2] for button in steps] == list(RUNG_NAMES)
    assert len({button.label for button in steps}) == 6
    assert all(len(button_id(button)) <= BUTTON_ID_BYTES for button in steps)
    assert plain(asking.lead) == words.plain("audience-ask")
    for name in ("demo", "small artist"):  # unknown and stated
        message = answer_to(samples.outcome(report=report_of(name).to_json()), words, picture=None)
        assert [one.action for one in message.buttons] == ["why", "sure", "compare", "audience", "details", "delete"]
    cannot = answer_to(samples.outcome(report=report_of("speech").to_json()), words, picture=None)
    assert [button.action for button in cannot.buttons] == ["why", "compare", "delete"]


@pytest.mark.parametrize("private", [False, True])
async def test_a_tapped_rung_asks_again_with_what_was_stated_before(private):
    service, queue, job = await answered(private, options={"explicit": True})
    await service.click(Place(user="discord:1"), "audience", f"{job.id}.10k_100k")
    [again] = queue.jobs.values()
    assert again.inputs[0].reference.id == job.inputs[0].reference.id
    assert again.options == {"explicit": True, "audience": {"rung": "10k_100k"}}
    assert again.reply.data["private"] is private
    await service.progress.close()


async def test_a_file_is_fetched_again_from_where_it_was_posted():
    file = File(handle="posted there", name="mix.wav")
    service, queue, job = await answered(file=file)
    await service.click(Place(user="discord:1"), "audience", f"{job.id}.1k_10k")
    [again] = queue.jobs.values()
    assert again.kind == "upload"
    assert again.reply.data["file"]["handle"] == "posted there"
    await service.progress.close()


async def test_without_its_file_the_person_is_informed_and_a_newer_note_is_left_alone():
    service, queue, job = await answered()
    name = f"answer:{job.id}"
    note = await queue.note_get(name)
    await queue.note_set(name, {**note, "reference": None, "file": None}, None)
    done = await service.click(Place(user="discord:1"), "audience", f"{job.id}.1k_10k")
    assert done.notice == words_for("en").plain("audience-file-gone")
    await queue.note_set(name, {**note, "version": VERSION + 1}, None)
    done = await service.click(Place(user="discord:1"), "audience", f"{job.id}.1k_10k")
    assert done.notice == words_for("en").plain("button-unknown")
    assert not queue.jobs


async def test_the_other_audience_is_offered_again():
    service, _, job = await answered()
    done = await service.click(Place(user="discord:1"), "audience", job.id)
    assert done.reply is not None
    assert [is_step(button) for button in done.reply.buttons] == [True] * 6


async def test_the_button_tells_how_sure_it_is():
    service, _, job = await answered()
    done = await service.click(Place(user="discord:2"), "sure", job.id)
    assert done.reply is not None
    assert done.reply.private
    assert "Eight of ten" in plain(done.reply.lead)


def test_sound_alone_is_reported_first_where_nothing_else_is_known():
    from dataclasses import replace

    report = report_of("demo")
    bare = replace(report, model=replace(report.model, unseen_pairs=0.566),
                   reasons=tuple(one for one in report.reasons if one.kind == "sound"))  # fmt: skip
    outcome = samples.outcome(report=bare.to_json())
    assert plain(answer_to(outcome, words_for("en"), picture=None).lead).startswith("From the sound alone")
    shown = replace(bare, audience="followers")
    lead = plain(answer_to(samples.outcome(report=shown.to_json()), words_for("en"), picture=None).lead)
    assert lead.startswith("Around")
