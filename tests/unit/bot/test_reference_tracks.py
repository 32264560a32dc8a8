"""References of one's own in chats: kept with consent, numbers only, sent along with questions, gone with /forget."""

from dataclasses import replace

import pytest

from bot.button_state import ButtonStateStore
from bot.commands import BY_NAME, Call
from bot.conversation import Understood
from bot.platform import Chat as Place
from bot.reference_tracks import NAME_MAX, ReferenceTracks, numbers_of, set_name
from bot.service import Service
from bot.typed import values_in
from spotpop.advice.advise import comparable_numbers
from spotpop.errors import ReferenceSetFull
from spotpop.findings import DEFAULT_SET, MOST_REFERENCES, ReferenceSet
from spotpop.model.prediction import ClipPrediction
from spotpop.settings import load_settings
from spotpop.text import plain
from spotpop.track import ReleaseDate
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot import samples
from tests.unit.bot.test_buttons import report_of
from tests.unit.bot.test_follow_up import LINK, Chat
from worker.queue.options import options_from_json

USER = "discord:1"
SPEC = BY_NAME["reference"]
NUMBERS = {"loudness": -9.5, "tempo": 120.0}


class Answers(Chat):
    """Takes what a courier sends."""

    def __init__(self):
        super().__init__()
        self.sent = []

    async def send(self, address, message):
        self.sent.append(message)

    async def show(self, address, message):
        pass


@pytest.fixture
async def service():
    service = Service(MemoryQueue(), Answers(), load_settings(), progress_pause_s=1)
    yield service
    await service.progress.close()


async def ask(service, text="", link="", user=USER):
    values, rest = values_in(text, SPEC)
    question = Understood(text=link or rest)
    return await SPEC.handler(service, Call(chat=Place(user=user), question=question, values=values))


async def test_nothing_is_kept_before_the_person_agrees(service):
    said = await ask(service, "add", LINK)
    assert "number" in plain(said.lead)
    assert said.private
    assert not service.queue.jobs
    await service.references.add(USER, "mine", "x", NUMBERS)
    assert (await service.references.of(USER)).sets == {}


async def test_a_reference_is_measured_by_a_worker_and_kept_as_numbers(service):
    await ask(service, "add agree set heroes", LINK)
    [job] = service.queue.jobs.values()
    assert job.reply.data["private"] is True
    assert job.reply.data["reference"] == "heroes"

    class Delivered:
        reply, forgotten, attempt = job.reply, False, 1
        outcome = samples.outcome(report=report_of("demo").to_json())

    Delivered.job = job
    message = await service.courier("c")._message(Delivered)
    assert "heroes" in plain(message.lead)
    kept = (await service.references.of(USER)).sets["heroes"]
    assert list(kept) == ["Basement take 3 — Mira"]
    assert kept["Basement take 3 — Mira"]["loudness"] == -10.5
    assert await ButtonStateStore(service.queue).recall(job.id) is None, "the forecast itself is not kept for buttons"
    listed = await ask(service, "list")
    assert "Basement take 3" in plain(listed.sections[0].lines[0])


async def test_questions_carry_the_references_of_who_asks(service):
    await service.references.agree(USER)
    await service.references.add(USER, "mine", "a song", NUMBERS)
    await service.ask(Place(user=USER), Understood(text=LINK))
    await service.ask(Place(user="discord:2"), Understood(text=LINK))
    mine, theirs = service.queue.jobs.values()
    assert options_from_json(mine.options).references == (ReferenceSet("mine", (NUMBERS,)),)
    assert "references" not in theirs.options


async def test_they_can_be_removed_and_are_gone_with_forget(service):
    await service.references.agree(USER)
    for label in ("one", "two"):
        await service.references.add(USER, "mine", label, NUMBERS)
    assert "One reference" in plain((await ask(service, "remove", "one")).lead)
    assert list((await service.references.of(USER)).sets["mine"]) == ["two"]
    assert await service.forget(USER) >= 1
    assert await service.references.of(USER) == await ReferenceTracks(MemoryQueue()).of(USER)
    assert "no such reference" in plain((await ask(service, "remove", "two")).lead)
    assert "no references yet" in plain((await ask(service, "list")).lead)


async def test_a_full_set_says_so(service):
    await service.references.agree(USER)
    for number in range(MOST_REFERENCES):
        await service.references.add(USER, "mine", str(number), NUMBERS)
    await service.references.add(USER, "mine", "3", NUMBERS)  # replaced
    with pytest.raises(ReferenceSetFull):
        await service.references.add(USER, "mine", "another", NUMBERS)


async def test_notes_of_another_version_count_as_nothing(service):
    for note in ("text", {"sets": 3}, {"sets": {"a": {"b": 4}}}):
        await service.queue.note_set(f"references:{USER}", note, None)
        assert not any((await service.references.of(USER)).sets.values())


def test_the_numbers_are_those_of_the_command_line():
    report = report_of("demo")
    report = replace(report, track=replace(report.track, duration_s=200.0))
    heard = {one.name: one.value for one in report.descriptors}
    prediction = ClipPrediction(descriptors=heard, spread={}, genres=(), tags={}, warnings=())
    assert numbers_of(report) == pytest.approx(comparable_numbers(report.findings.measured, prediction, report.track))


async def test_a_release_date_reaches_the_worker_and_a_wrong_one_is_reported(service):
    spec = BY_NAME["predict"]
    values, rest = values_in(f"release_date 2024-08-16 {LINK}", spec)
    await spec.handler(service, Call(chat=Place(user=USER), question=Understood(text=rest), values=values))
    [job] = service.queue.jobs.values()
    assert options_from_json(job.options).release_date == ReleaseDate.parse("2024-08-16")
    call = Call(chat=Place(user=USER), question=Understood(text=LINK), values={"release_date": "soon"})
    await spec.handler(service, call)
    assert len(service.queue.jobs) == 1
    assert plain(service.platform.said[-1].lead) == words_for("en").plain("wrong-date")


@pytest.mark.parametrize(
    ("given", "name"),
    [(None, DEFAULT_SET), ("", DEFAULT_SET), ("  ", DEFAULT_SET), (" live ", "live"), ("x" * 99, "x" * NAME_MAX)],
)
def test_a_set_has_the_name_that_is_given_or_the_one_that_everybody_has(given, name):
    assert set_name(given) == name
