"""What goes wrong after everybody saw that a question was taken is shown to who asked alone; nothing stays of it."""

from __future__ import annotations

import re

import pytest

from bot.discord import sending
from spotpop.errors import QueueFull, error_classes
from spotpop.wording import words_for
from tests.counterparts.discord import EPHEMERAL
from tests.counterparts.discord_places import BOT, CHANNEL, GUILD
from tests.integration.bot.discord.simulated import ALBUM, LINK
from tests.integration.bot.discord.test_privacy import OTHER, seen_by_all
from tests.integration.bot.discord.wired import Wire, text_of, until
from tests.unit.bot import samples
from worker.queue.protocol import Failure

pytestmark = pytest.mark.network

ADA = 5001
ALONE = 4000 + ADA
"""Ada's own channel with the bot."""

NO_PREVIEW = Failure(code="preview-not-found", params={"title": "Night Walk", "tried": "Deezer"})
SAID = "No 30-second preview of"

CODES = sorted(kind.code for kind in error_classes() if kind.code != "recording-unsure")
"""All that can go wrong late; a question back with buttons is no failure."""

ASKED = {
    "a link": {"name": "predict", "link": LINK},
    "a file": {"name": "predict", "files": {"file": ("a.mp3", b"ID3")}},
    "two songs": {"name": "compare", "first_link": LINK, "second_link": OTHER},
    "an album": {"name": "album", "link": ALBUM},
}


def failure_of(code: str) -> Failure:
    """Return a failure as a worker tells it."""
    kind = next(kind for kind in error_classes() if kind.code == code)
    names = set(re.findall(r"{(\w+)", kind.sentence + kind.hint))
    numbers = {"waiting": 7, "found": 7, "needed": 7}
    return Failure(
        code=code,
        params={one: 7.0 if one.endswith(("_s", "_mib")) else numbers.get(one, "album") for one in names},
    )


def whispered(wire: Wire) -> list[str]:
    """Return what was said in the channel to one person alone."""
    return [text_of(one) for one in wire.discord.said_in(CHANNEL) if one["flags"] & EPHEMERAL]


async def fails(wire: Wire, failure: Failure = NO_PREVIEW) -> None:
    """Let the one question that is open fail."""
    open_ones = [one for one in wire.queue.jobs.values() if one.id not in wire.queue.acknowledged]
    for job in open_ones:
        await wire.answer(job, samples.outcome(job.kind, job_id=job.id, failure=failure, picture_key=None))


@pytest.mark.parametrize("code", CODES)
async def test_every_failure_of_a_command_is_reported_to_the_person_alone(wire: Wire, code: str) -> None:
    await wire.discord.slash("predict", link=LINK)
    await wire.queue.asked()
    await fails(wire, failure_of(code))
    assert seen_by_all(wire) == []
    (said,) = whispered(wire)
    assert len(said) > 20


@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize("stage", ["at once", "after progress"])
async def test_whatever_was_asked_nothing_stays_in_the_channel(wire: Wire, what: str, stage: str) -> None:
    await wire.discord.slash(**ASKED[what])
    (job,) = await wire.queue.asked()
    if stage == "after progress":
        wire.queue.tell(job, state="running", stage="decode")
        await until(lambda: any(one["content"] for one in wire.discord.said_in(CHANNEL)))
    await fails(wire)
    assert seen_by_all(wire) == []
    assert SAID in whispered(wire)[0]


async def test_of_two_songs_the_one_that_fails_goes_and_the_other_stays(wire: Wire) -> None:
    await wire.discord.slash("predict", link=f"{LINK} {OTHER}")
    first, second = await wire.queue.asked(2)
    await wire.answer(first)
    await wire.answer(second, samples.outcome(job_id=second.id, failure=NO_PREVIEW, picture_key=None))
    (seen,) = seen_by_all(wire)
    assert "41" in seen
    assert [SAID in one for one in whispered(wire)] == [True]


async def test_what_is_refused_after_it_was_acknowledged_is_reported_alone_too(wire: Wire) -> None:
    wire.queue.refuse = QueueFull(waiting=7, eta_s=30.0)
    await wire.discord.slash("predict", link=LINK)
    await until(lambda: whispered(wire))
    await until(lambda: seen_by_all(wire) == [])
    assert "7 questions are waiting" in whispered(wire)[0]


@pytest.mark.parametrize("answered", ["privately", "not at all"])
async def test_the_failure_of_a_mention_goes_to_its_author(wire: Wire, monkeypatch, answered: str) -> None:
    if answered == "not at all":
        monkeypatch.setattr(sending, "SHOWN_S", 0.3)
        wire.discord.fail("POST", f"/channels/{ALONE}/messages", status=403, code=50007, times=9)
    posted = await wire.discord.post(f"<@{BOT}> {LINK}")
    await wire.queue.asked()
    await fails(wire)
    await until(lambda: seen_by_all(wire) == [])
    if answered == "privately":
        said = text_of(wire.discord.said_in(ALONE)[-1])
        assert "Night Walk" in said
        assert f"/{GUILD}/{CHANNEL}/{posted['id']}" in said, "it says what it is about"


async def test_a_token_that_died_meanwhile_leads_to_the_persons_own_channel(wire: Wire) -> None:
    asked = await wire.discord.slash("predict", link=LINK)
    await wire.queue.asked()
    asked.dies_at = 0
    await fails(wire)
    assert SAID in text_of(wire.discord.said_in(ALONE)[-1])
    assert seen_by_all(wire) == []


async def test_who_asked_nothing_learns_why_only_on_a_tap(wire: Wire) -> None:
    await wire.watch()
    await wire.discord.post(LINK)
    await wire.queue.asked()
    await fails(wire)
    (line,) = wire.discord.said_in(CHANNEL)[1:]
    assert text_of(line).strip().endswith(words_for("de").plain("not-answered"))
    tapped = await wire.discord.click(int(line["id"]), "why", user=5002)
    await until(lambda: tapped.message is not None and wire.discord.messages[tapped.message]["embeds"])
    reported = wire.discord.messages[tapped.message or 0]
    assert reported["flags"] & EPHEMERAL
    assert SAID in text_of(reported)
    assert not wire.discord.said_in(ALONE), "nobody is written to who never asked"


async def test_a_question_back_stays_where_it_was_asked(wire: Wire) -> None:
    from tests.unit.bot.test_follow_up import UNSURE

    await wire.discord.slash("predict", link=LINK)
    await wire.queue.asked()
    await fails(wire, Failure.of(UNSURE))
    (seen,) = [one for one in wire.discord.said_in(CHANNEL) if not one["flags"] & EPHEMERAL]
    assert seen["components"], "its answer will be public as well"


async def test_an_answer_that_was_to_be_replaced_is_brought_back(wire: Wire) -> None:
    from tests.golden.answers import situations

    asked = await wire.discord.slash("predict", link=LINK)
    (job,) = await wire.queue.asked()
    demo = samples.outcome(job_id=job.id, picture_key=None, report=situations()["demo"].to_json())  # type: ignore[union-attr]
    await wire.answer(job, demo)
    message = wire.discord.answer(asked)
    assert message is not None
    await wire.discord.click(int(message["id"]), "audience")
    await until(lambda: any(one.startswith("audience:") and one.endswith(".1k_10k") for one in ids_of(message)))
    shown, keys = text_of(message), ids_of(message)
    await wire.discord.click(int(message["id"]), next(one for one in keys if one.endswith(".1k_10k")))
    again = (await wire.queue.asked(2))[-1]
    await wire.answer(again, samples.outcome(job_id=again.id, failure=NO_PREVIEW, picture_key=None))
    assert [SAID in one for one in whispered(wire)] == [True]
    assert text_of(message) == shown
    assert ids_of(message) == keys
    assert message["embeds"][0]["image"]["url"].startswith("attachment://")


def ids_of(message: dict) -> list[str]:
    """Return what the buttons of a message do."""
    rows = [part["components"] for part in message["components"]]
    return [one["custom_id"].removeprefix("sp:") for row in rows for one in row]


async def test_alone_with_the_bot_a_failure_takes_the_place_of_the_acknowledgement(wire: Wire) -> None:
    await wire.discord.post(LINK, guild=False)
    await wire.queue.asked()
    await fails(wire)
    (said,) = wire.discord.said_in(ALONE)
    assert "Night Walk" in text_of(said)
