"""The one flow of every chat: answers one by one or as a list, refusals, and to whom they are shown."""

import asyncio
from dataclasses import replace

import pytest

from bot import service as module
from bot.conversation import File, Understood
from bot.delivery import NeverSendable, NotSentYet
from bot.platform import Chat as Place
from bot.preferences import Preferences
from bot.reply_address import VERSION
from bot.service import MOST_AT_ONCE, ONE_BY_ONE, Service
from spotpop.errors import QueueFull
from spotpop.links import find_references
from spotpop.links.choices import Choice
from spotpop.settings import load_settings
from spotpop.text import plain
from tests.unit.bot import samples
from tests.unit.bot.served import ADA, ALBUM, EN, SONG, Crowded, Platform, known, links, settled


@pytest.mark.parametrize("count", [1, ONE_BY_ONE])
async def test_a_few_songs_are_answered_one_by_one(service, count):
    await service.ask(ADA, Understood(text=links(count)))
    assert [kind for _, kind in service.platform.acknowledged] == ["track"] * count
    assert len(service.queue.jobs) == count
    assert all("batch" not in job.reply.data for job in service.queue.jobs.values())


async def test_what_a_platform_adds_to_an_answer_is_in_the_language_that_was_chosen(service):
    await service.preferences.change(ADA.user, Preferences(language="fr"))
    await service.ask(replace(ADA, locale="de"), Understood(text=links(1)))
    await service.ask(replace(ADA, locale="de"), Understood(text=links(MOST_AT_ONCE)))
    assert {job.reply.data["locale"] for job in service.queue.jobs.values()} == {"fr"}
    assert {job.reply.data["version"] for job in service.queue.jobs.values()} == {VERSION}


async def test_more_become_one_list_up_to_a_bound_and_the_rest_is_named_to_the_person_alone(service):
    await service.ask(ADA, Understood(text=links(MOST_AT_ONCE + 2)))
    assert [kind for _, kind in service.platform.acknowledged] == ["listing"]
    parts = [job.reply.data["batch"] for job in service.queue.jobs.values()]
    assert [(one["part"], one["size"]) for one in parts] == [(at, MOST_AT_ONCE) for at in range(MOST_AT_ONCE)]
    assert len({one["id"] for one in parts}) == 1
    [said] = service.platform.said
    assert said.private
    assert len(said.sections[0].lines) == 2


async def test_how_many_are_answered_one_by_one_can_be_chosen(service):
    await service.ask(ADA, Understood(text=links(2)), at_most=1)
    assert [kind for _, kind in service.platform.acknowledged] == ["listing"]


@pytest.mark.parametrize("text", ["hello", "https://open.spotify.com/artist/4uLU6hMCjMI75M1A2tKUQC"])
async def test_what_is_wrong_is_reported_alone_and_nothing_is_acknowledged(service, text):
    await service.ask(ADA, Understood(text=text))
    assert service.platform.acknowledged == []
    [said] = service.platform.said
    assert said.private
    assert not service.queue.jobs


async def test_songs_of_a_list_wait_for_their_turn(service):
    service.queue.refusals = 3
    await service.ask(ADA, Understood(text=links(5)))
    assert len(service.queue.jobs) == 5
    assert service.platform.sent == []


async def test_who_asked_too_much_for_one_answer_is_informed_at_once(service):
    service.queue.refusals = 1
    await service.ask(ADA, Understood(text=links(1)))
    [said] = service.platform.sent
    assert said.code == "too-many-questions"


async def test_a_refusal_is_sent_again_after_a_hiccup_and_given_up_in_the_end(service):
    service.platform.failures = [NotSentYet("503"), NotSentYet("429", 0.001)]
    service.queue.refuse = QueueFull(waiting=7, eta_s=30.0)
    await service.ask(ADA, Understood(text=links(1)))
    assert [one.code for one in service.platform.sent] == ["queue-full"]
    for failures in ([NotSentYet("503")] * 3, [NeverSendable("blocked")]):
        service.platform.failures = list(failures)
        service.queue.refuse = QueueFull(waiting=7, eta_s=30.0)
        await service.ask(ADA, Understood(text=links(1)))
    assert len(service.platform.sent) == 1


async def test_two_files_with_the_same_sound_are_not_compared(service):
    twins = tuple(File(handle="the same bytes", name=name) for name in ("a.wav", "b.wav"))
    await service.ask(ADA, Understood(intent="compare", files=twins))
    assert [plain(one.lead) for one in service.platform.sent] == [EN.plain("compare-same")]
    assert not service.queue.jobs


async def test_a_file_that_is_larger_than_it_said_is_refused(service):
    service.platform.limit_mib = 0.00001
    await service.ask(ADA, Understood(files=(File(handle="x" * 99, name="mix.wav"),)))
    assert [one.code for one in service.platform.sent] == ["too-large"]


async def test_privacy_travels_with_the_question(service):
    for private in (False, True):
        chat = Place(user="discord:1", private=private)
        await service.ask(chat, Understood(text=links(1 + private)))
    assert [job.reply.data["private"] for job in service.queue.jobs.values()] == [False, True, True]


async def test_only_the_last_that_was_typed_is_looked_up(service):
    song = Choice(service="deezer", id="11", title="Walk", artist="Ada")
    service.queue.songs["walk"] = (song,)
    found = await asyncio.gather(*(service.suggest(ADA, typed) for typed in ("w", "wa", "walk")))
    assert found == [(), (), (song,)]
    assert service.queue.typed == ["walk"]
    for nothing in ("", "   ", links(1)):
        assert await service.suggest(ADA, nothing) == ()


async def test_two_people_who_type_do_not_disturb_each_other(service):
    service.queue.songs["walk"] = (Choice(service="deezer", id="11", title="Walk", artist="Ada"),)
    found = await asyncio.gather(service.suggest(ADA, "walk"), service.suggest(Place(user="discord:2"), "walk"))
    assert all(found)


async def test_parts_are_acknowledged_and_submitted_in_their_order(service):
    service.platform.ids = {0: "a" * 16, 1: "b" * 16}
    await service.ask(ADA, Understood(text=f"{links(1)} {ALBUM}", files=(SONG,)))
    taken = EN.plain("progress-taken")
    assert service.platform.taken == [
        (0, "track", False, taken),
        (1, "listing", False, taken),
        (2, "upload", False, taken),
    ]
    first, second, third = service.queue.jobs.values()
    assert [first.id, second.id] == ["a" * 16, "b" * 16]
    assert third.id not in {first.id, second.id}
    assert [one.reply.data["at"] for one in (first, second, third)] == [0, 1, 2]
    assert {one.requester.user for one in (first, second, third)} == {ADA.user}
    assert {one.requester.server for one in (first, second, third)} == {ADA.server}
    assert service.queue.uploads[third.id] == {"mix.wav": b"sound"}


async def test_a_list_is_acknowledged_once_as_the_first_part(service):
    await service.ask(ADA, Understood(text=links(ONE_BY_ONE + 1)))
    assert service.platform.taken == [(0, "listing", False, EN.plain("progress-taken"))]
    assert [job.reply.data["at"] for job in service.queue.jobs.values()] == [0] * (ONE_BY_ONE + 1)
    assert [job.reply.data["batch"]["private"] for job in service.queue.jobs.values() if "private" in
            job.reply.data["batch"]] in ([], [False] * (ONE_BY_ONE + 1))  # fmt: skip
    await settled(service)
    assert service.platform.shown == [], "the songs of a list have no progress of their own"


async def test_where_each_answer_goes_is_returned(service):
    found = module.plan(Understood(text=links(2)), max_upload_mib=10, at_most=5)
    taken = await service.answer(ADA, found, EN)
    assert [(ask.kind, address) for ask, address in taken] == [
        ("track", {"at": 0, "locale": "en"}),
        ("track", {"at": 1, "locale": "en"}),
    ]
    assert await service.answer(ADA, found, EN, at_most=1) == []
    many = module.plan(Understood(text=links(ONE_BY_ONE + 1)), max_upload_mib=10, at_most=5)
    assert await service.answer(ADA, many, EN) == []


async def test_a_list_that_waits_too_long_tells_who_asked(service, monkeypatch):
    service.queue.refusals, service.queue.retry_after_s = 1, 180.5
    await service.ask(ADA, Understood(text=links(4)))
    assert len(service.queue.jobs) == 3
    monkeypatch.setattr(module, "PATIENCE_S", 0.05)
    service.queue.refusals, service.queue.retry_after_s = 99, 0.02
    await service.ask(ADA, Understood(text=links(4)))
    assert 99 - service.queue.refusals >= 8, "each is tried again while there is time"
    assert [one.tone for one in service.platform.sent] == ["answer"]


async def test_what_is_refused_for_good_is_not_tried_again_in_a_list(service):
    service.queue.refuse = QueueFull(waiting=7, eta_s=30.0)
    await service.ask(ADA, Understood(text=links(4)))
    assert len(service.queue.jobs) == 3
    assert service.platform.sent == [], "the list is answered when the others are answered"


class Away(Platform):
    """A chat in which a question is noted, because it is sent once."""

    sends_updates_once = True

    def expected_address(self, chat, part):
        return {"at": part}


@pytest.mark.parametrize("count", [2, ONE_BY_ONE + 1])
async def test_nothing_is_acknowledged_while_the_queue_is_away(count):
    platform = Away()
    platform.ids = dict.fromkeys(range(9), "a" * 16)
    service = Service(Crowded(away=True), platform, load_settings(), progress_pause_s=None)
    found = module.plan(Understood(text=links(count)), max_upload_mib=10, at_most=3)
    assert await service.answer(ADA, found, EN) == []
    assert platform.acknowledged == []
    [said] = platform.said
    assert (said.code, said.private) == ("queue-unavailable", True)


@pytest.mark.parametrize("private", [False, True])
async def test_a_refusal_is_as_private_as_its_question(service, private):
    service.queue.refuse = QueueFull(waiting=7, eta_s=30.0)
    await service.ask(Place(user="discord:1", private=private), Understood(text=links(1)))
    assert [one.private for one in service.platform.sent] == [private]


async def test_what_breaks_is_reported_as_ours(service):
    service.platform.download = None
    await service.ask(Place(user="discord:1", private=True), Understood(files=(SONG,)))
    assert [(one.code, one.private) for one in service.platform.sent] == [("unexpected", True)]


async def test_an_answer_with_a_picture_is_known_beforehand(service):
    assert await known(service)
    assert service.queue.asked_cache == ({"options": {}, "theme": None, "locale": "en"},)
    assert not await known(service, picture_key=None)
    await service.ask(ADA, Understood(files=(SONG,)))
    assert not service.platform.taken[-1][2]
    short = "https://spotify.link/abcDEF"
    [reference] = find_references(short)
    service.queue.known[reference.url] = samples.outcome()
    for text in (short, ALBUM):
        await service.ask(ADA, Understood(text=text))
        assert not service.platform.taken[-1][2]


async def test_what_is_cached_has_no_progress_and_the_other_has(service):
    service.queue.is_cached = True
    await service.ask(ADA, Understood(text=links(1)))
    await settled(service)
    assert service.platform.shown == []
    service.queue.is_cached = False
    await service.ask(ADA, Understood(text=links(2).split()[1]))
    job = [*service.queue.jobs.values()][-1]
    for _ in range(200):
        if service.platform.shown:
            break
        await asyncio.sleep(0.01)
    address, message = service.platform.shown[0]
    assert address == {"at": 0, "locale": "en"}
    assert message.tone == "progress"
    assert not message.buttons
    assert f"open:{job.id}" not in service.queue.notes


async def test_between_two_edits_is_the_pause_that_the_platform_wants():
    service = Service(Crowded(), Platform(), load_settings(), progress_pause_s=30.0)
    await service.ask(ADA, Understood(text=links(1)))
    [job] = service.queue.jobs.values()
    for _ in range(200):
        if service.platform.shown:
            break
        await asyncio.sleep(0.01)
    service.queue.tell(job, state="running", stage="features")
    await settled(service)
    assert len(service.platform.shown) == 1
    await service.progress.close()


async def test_only_who_asked_for_a_list_may_stop_it(service):
    await service.ask(ADA, Understood(text=ALBUM))
    [job] = service.queue.jobs.values()
    assert service.queue.notes[f"open:{job.id}"] == ('{"owner": "discord:1"}', 3600.0, "discord:1")
    for _ in range(200):
        if service.platform.shown:
            break
        await asyncio.sleep(0.01)
    assert [one.action for one in service.platform.shown[0][1].buttons] == ["cancel"]


async def test_where_nobody_looks_no_progress_is_followed():
    platform = Platform()
    service = Service(Crowded(), platform, load_settings(), progress_pause_s=None)
    await service.ask(ADA, Understood(text=ALBUM))
    await settled(service)
    assert platform.shown == []
    assert len(service.queue.notes) == 1, "it can be stopped all the same"


async def test_a_refusal_waits_as_long_as_the_platform_says(service, monkeypatch):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    monkeypatch.setattr(module, "_PAUSES_S", (0.5, 2.0))
    monkeypatch.setattr(module.asyncio, "sleep", sleep)
    message = module.refusal(QueueFull(waiting=7, eta_s=30.0), EN)
    service.platform.failures = [NotSentYet("503"), NotSentYet("429", 7.0), NotSentYet("503")]
    await service._finish({}, message)
    assert waited == [0.5, 7.0]
    assert service.platform.sent == []
    service.platform.failures = [NotSentYet("503", 0.1)]
    await service._finish({}, message)
    assert waited == [0.5, 7.0, 0.5]
    assert service.platform.sent == [message]
