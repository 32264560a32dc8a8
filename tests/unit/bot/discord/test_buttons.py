"""Buttons under answers on Discord: who may press what, where the outcome goes, and what a filled-in box holds."""

import pytest

from bot.discord.buttons import _filled_in
from spotpop.wording import words_for
from tests.counterparts.discord_places import BOT, CHANNEL
from tests.golden.answers import situations
from tests.unit.bot import samples
from tests.unit.bot.discord.conftest import ADA, ADMIN, BEN, until, words

LINK, OTHER = (f"https://open.spotify.com/track/{digit * 22}" for digit in "12")
EN = words_for("en")


@pytest.fixture
async def answered(stage):
    """An answer with all its buttons, that Ada asked for, and its job."""

    async def make(**options):
        asked = await stage.discord.slash("predict", link=LINK, **options)
        job = stage.asked[-1]
        stage.queue.answer(job, samples.outcome(picture_key=None, report=situations()["demo"].to_json()), samples.PNG)
        await until(lambda: job.id in stage.queue.acknowledged)
        return asked.message, job

    return make


def buttons(stage, message):
    shown = stage.discord.messages[message]
    return [part["custom_id"].split(":")[1] for row in shown["components"] for part in row["components"]]


@pytest.mark.parametrize("action", ["why", "sure", "audience", "details"])
async def test_what_is_said_beside_an_answer_is_for_who_pressed_alone(stage, answered, action):
    message, _ = await answered()
    before = words(stage.discord.messages[message])
    pressed = await stage.discord.click(message, action, user=BEN)
    assert stage.discord.messages[pressed.message]["flags"] & 64
    assert words(stage.discord.messages[pressed.message])
    assert words(stage.discord.messages[message]) == before


async def test_a_button_of_an_older_version_still_opens_the_details(stage, answered):
    message, _ = await answered()
    for row in stage.discord.messages[message]["components"]:
        for part in row["components"]:
            part["custom_id"] = part["custom_id"].replace("sp:details:", "sp:tell:")
    pressed = await stage.discord.click(message, "tell", user=BEN)
    assert {"audience", "details"} <= set(buttons(stage, pressed.message))


async def test_ones_own_answer_changes_its_buttons_and_gets_them_back(stage, answered):
    message, _ = await answered()
    own = buttons(stage, message)
    await stage.discord.click(message, "audience")
    assert set(buttons(stage, message)) == {"audience"}
    assert len(buttons(stage, message)) == 7
    ids = [part["custom_id"] for row in stage.discord.messages[message]["components"] for part in row["components"]]
    await stage.discord.click(message, ids[-1].removeprefix("sp:"))
    assert buttons(stage, message) == own


@pytest.mark.parametrize(("user", "in_place"), [(ADA, True), (BEN, False)])
async def test_asking_again_takes_the_place_of_ones_own_answer_only(stage, answered, user, in_place):
    message, job = await answered()
    pressed = await stage.discord.click(message, "audience", user=user)
    where = message if user == ADA else pressed.message
    again = await stage.discord.click(where, f"audience:{job.id}.1k_10k", user=user)
    assert stage.asked[-1].options == {"audience": {"rung": "1k_10k"}}
    assert (again.message == message) is in_place


async def test_where_nothing_can_be_asked_again_it_says_why(stage, answered):
    message, job = await answered()
    await stage.discord.click(message, "audience")
    await stage.queue.note_set(f"answer:{job.id}", None, None)
    pressed = await stage.discord.click(message, f"audience:{job.id}.1k_10k")
    assert [words(stage.discord.messages[one]) for one in (pressed.message, *pressed.followups)][-1] == EN.plain(
        "button-unknown"
    )
    assert len(stage.asked) == 1


@pytest.mark.parametrize(("user", "gone"), [(ADA, True), (BEN, False), (ADMIN, True)])
async def test_an_answer_is_deleted_by_who_asked_and_by_who_moderates(stage, answered, user, gone):
    message, job = await answered()
    pressed = await stage.discord.click(message, "delete", user=user)
    assert (message not in stage.discord.messages) is gone
    assert (await stage.bot.service.states.recall(job.id) is None) is gone
    said = [words(stage.discord.messages[one]) for one in pressed.followups]
    assert said == ([] if gone else [EN.plain("button-not-yours")])


@pytest.mark.parametrize(("user", "gone"), [(ADA, True), (BEN, False)])
async def test_while_the_queue_is_away_discord_itself_shows_who_asked(stage, answered, user, gone):
    message, _ = await answered()
    stage.queue.away = True
    await stage.discord.click(message, "delete", user=user)
    assert (message not in stage.discord.messages) is gone


async def test_who_replied_may_delete_the_answer_to_their_message(stage):
    question = await stage.discord.post(LINK, announced=False)
    button = {"type": 2, "style": 4, "custom_id": "sp:delete:gone"}
    mine = stage.discord._message(CHANNEL, BOT, {"components": [{"type": 1, "components": [button]}]})
    reference = {"message_id": question["id"], "channel_id": str(CHANNEL)}
    mine |= {"message_reference": reference, "referenced_message": question}
    await stage.discord.click(int(mine["id"]), "delete", user=BEN)
    assert int(mine["id"]) in stage.discord.messages
    await stage.discord.click(int(mine["id"]), "delete", user=ADA)
    assert int(mine["id"]) not in stage.discord.messages


async def test_a_box_asks_for_the_other_song_and_what_is_filled_in_is_compared(stage, answered):
    message, _ = await answered()
    box = await stage.discord.click(message, "compare")
    assert box.modal["custom_id"].startswith("sp:box:")
    await stage.discord.fill_in(box, OTHER)
    job = stage.asked[-1]
    assert job.kind == "comparison"
    assert [one.reference.url for one in job.inputs] == [LINK, OTHER]


async def test_what_follows_a_private_answer_is_private(stage, answered):
    message, _ = await answered(private=True)
    box = await stage.discord.click(message, "compare")
    await stage.discord.fill_in(box, OTHER)
    assert stage.asked[-1].reply.data["private"] is True
    public, _ = await answered()
    box = await stage.discord.click(public, "compare")
    await stage.discord.fill_in(box, OTHER)
    assert stage.asked[-1].reply.data["private"] is False


async def test_a_private_answer_is_made_public_once(stage, answered):
    message, _ = await answered(private=True)
    first = await stage.discord.click(message, "publish")
    [public] = first.followups
    assert not stage.discord.messages[public]["flags"] & 64
    again = await stage.discord.click(message, "publish")
    [notice] = again.followups
    assert stage.discord.messages[notice]["flags"] & 64
    assert words(stage.discord.messages[notice]) == EN.plain("button-published")


async def test_the_button_of_the_welcome_asks_about_the_shipped_song(stage):
    greeting = {"components": [{"type": 1, "components": [
        {"type": 2, "style": 1, "custom_id": "sp:try:demo", "label": "Try"}]}]}  # fmt: skip
    shown = stage.discord._message(CHANNEL, BOT, greeting)
    await stage.discord.click(int(shown["id"]), "try")
    assert [one.kind for one in stage.asked] == ["upload"]


async def test_a_button_that_nobody_remembers_says_so(stage, answered):
    message, job = await answered()
    await stage.queue.note_set(f"answer:{job.id}", None, None)
    pressed = await stage.discord.click(message, "sure", user=BEN)
    assert words(stage.discord.messages[pressed.message]) == EN.plain("button-unknown")


async def test_a_failure_under_a_button_is_reported(stage, answered):
    message, _ = await answered()
    stage.queue.away = True
    pressed = await stage.discord.click(message, "why", user=BEN)
    said = words(stage.discord.messages[pressed.message])
    assert said
    assert "Redis" not in said


def test_a_box_is_read_in_both_forms_and_without_files_that_did_not_come():
    file = {"url": "https://cdn.example/a.wav", "filename": "a.wav", "size": 3, "content_type": "audio/wav"}
    parts = [
        {"component": {"custom_id": "link", "value": LINK}},
        {"components": [{"custom_id": "files", "values": ["7", "8"]}, {"custom_id": "other", "value": "x"}]},
    ]
    text, files = _filled_in({"components": parts, "resolved": {"attachments": {"7": file}}})
    assert text == LINK
    assert [(one.handle, one.name, one.size_bytes, one.media_type) for one in files] == [
        ("https://cdn.example/a.wav", "a.wav", 3, "audio/wav")
    ]
    assert _filled_in({}) == ("", ())
    assert _filled_in({"components": [{"component": {"custom_id": "link", "value": None}}]}) == ("", ())
