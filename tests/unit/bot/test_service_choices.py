"""The one flow of every chat: what was chosen or remembered, comparisons, and what follows an answer."""

import pytest

from bot import service as module
from bot.button_state import ButtonState
from bot.conversation import File, Understood
from bot.platform import Chat as Place
from bot.preferences import Preferences
from bot.question_options import QuestionOptions
from spotpop.links import find_references
from tests.unit.bot import samples
from tests.unit.bot.served import ADA, ALBUM, EN, SONG, lead_of, links


async def test_choices_of_the_person_come_before_those_of_the_device_and_of_the_server(service):
    await service.preferences.change(ADA.user, Preferences(language="de", theme="light"))
    await service.preferences.change(ADA.server, Preferences(language="es", theme="dark", answers=1))
    chosen = await service.chosen(ADA)
    assert (chosen.language, chosen.theme, chosen.answers) == ("de", "light", 1)
    other = Place(user="discord:2", server="discord:7", locale="fr", server_locale="de")
    assert (await service.words(ADA)).language == "de"
    assert (await service.words(other)).language == "fr"
    assert (await service.words(Place(user="discord:2", server="discord:7", server_locale="de"))).language == "es"
    assert (await service.words(Place(user="discord:2", server_locale="de"))).language == "de"
    assert (await service.words(Place(user="discord:2"))).language == "en"


@pytest.mark.parametrize(
    ("chosen", "device", "expected"),
    [(None, None, "dark"), (None, "light", "light"), ("dark", "light", "dark"), ("light", "dark", "light")],
)
async def test_the_theme_is_the_persons_then_the_devices_then_the_operators(service, chosen, device, expected):
    if chosen:
        await service.preferences.change(ADA.user, Preferences(theme=chosen))
    await service.ask(Place(user=ADA.user, theme=device), Understood(text=links(1)))
    [job] = service.queue.jobs.values()
    assert job.theme == expected
    assert service.queue.asked_cache[0]["theme"] == (chosen or device)


@pytest.mark.parametrize(
    ("question", "start_s"),
    [
        (Understood(text=links(1)), None),
        (Understood(files=(SONG,)), 45.0),
        (Understood(intent="compare", text=links(2)), 45.0),
        (Understood(text="https://cdn.discordapp.com/attachments/1/2/my_mix.mp3?ex=66aa0000&is=66a90000&hm=ab"), 45.0),
        (Understood(text=ALBUM), None),
    ],
)
async def test_a_section_is_chosen_where_more_than_a_preview_can_be_heard(service, question, start_s):
    await service.ask(ADA, question, given=QuestionOptions(start_s=45.0, options={"explicit": True}))
    [job] = service.queue.jobs.values()
    assert job.start_s == start_s
    assert job.options == {"explicit": True}
    assert service.queue.asked_cache == (), "an answer about another section is not known"


async def test_an_audience_is_remembered_and_offered_again_unless_it_is_stated(service):
    await service.ask(ADA, Understood(text=links(1)), given=QuestionOptions(options={"audience": {"rung": "10k_100k"}}))
    await service.ask(ADA, Understood(text=links(2).split()[1]))
    shown, offered = service.queue.jobs.values()
    assert "last_audience" not in shown.reply.data
    assert offered.reply.data["last_audience"] == "10k_100k"


async def test_references_stand_beside_forecasts_and_not_beside_what_becomes_one(service):
    await service.references.agree(ADA.user)
    await service.references.add(ADA.user, "mine", "Song", {"loudness": -9.5})
    for question, asked in (
        (Understood(text=links(1)), QuestionOptions(options={"genre": "pop"})),
        (Understood(files=(SONG,)), QuestionOptions()),
        (Understood(text=ALBUM), QuestionOptions()),
        (Understood(text=links(2).split()[1]), QuestionOptions(keep_as="mine")),
    ):
        await service.ask(ADA, question, given=asked)
    first, upload, album, kept = service.queue.jobs.values()
    beside = [{"name": "mine", "numbers": [{"loudness": -9.5}]}]
    assert first.options == {"genre": "pop", "references": beside}
    assert upload.options == {"references": beside}
    assert album.options == kept.options == {}
    assert kept.reply.data["reference"] == "mine"


async def test_two_different_files_are_compared(service):
    pair = (SONG, File(handle="other", name="mix.wav"))
    await service.ask(ADA, Understood(intent="compare", files=pair))
    [job] = service.queue.jobs.values()
    assert service.queue.uploads[job.id] == {"mix.wav": b"sound", "mix (2).wav": b"other"}
    assert service.platform.sent == []
    await service.ask(ADA, Understood(intent="compare", text=links(1), files=(SONG,)))
    assert len(service.queue.jobs) == 2


async def test_the_example_song_is_not_fetched_from_the_chat(service):
    await service.ask(ADA, Understood(files=(File(handle=module.DEMO_HANDLE, name="demo.ogg"),)))
    assert service.platform.fetched == []
    [uploads] = service.queue.uploads.values()
    assert uploads == {"demo.ogg": module.demo_song().read_bytes()}


def answered(**changes):
    [reference] = find_references(links(1))
    return ButtonState(owner=ADA.user, locale="en", outcome=samples.outcome(), reference=reference, **changes)


@pytest.mark.parametrize(
    ("before", "now", "private"), [(False, False, False), (True, False, True), (False, True, True)]
)
async def test_a_comparison_is_as_private_as_what_it_follows(service, before, now, private):
    chat = Place(user="discord:1", private=now)
    await service.compare_with(chat, answered(private=before), Understood(text=links(2).split()[1]))
    [job] = service.queue.jobs.values()
    assert job.kind == "comparison"
    assert job.reply.data["private"] is private


async def test_nothing_is_compared_with_an_answer_that_nobody_remembers(service):
    await service.compare_with(ADA, None, Understood(text=links(1)))
    [said] = service.platform.said
    assert (lead_of(said), said.private) == (EN.plain("button-unknown"), True)
    assert not service.queue.jobs


async def test_all_that_is_forgotten_is_counted(service):
    assert await service.forget(ADA.user) == 0
    await service.preferences.change(ADA.user, Preferences(language="de"))
    await service.references.agree(ADA.user)
    await service.queue.note_set("a", 1, 10, user=ADA.user)
    await service.queue.note_set("b", 1, 10, user="discord:2")
    assert await service.forget(ADA.user) == 3
    assert await service.forget(ADA.user) == 0
