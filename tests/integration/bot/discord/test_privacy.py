"""Private stays private, as a property: whatever follows a private answer is seen by the person who asked alone."""

from __future__ import annotations

import asyncio
from typing import get_args

import pytest

from bot.messages.message import Action
from tests.counterparts.discord import EPHEMERAL
from tests.counterparts.discord_places import BOT, CHANNEL
from tests.golden.answers import situations
from tests.integration.bot.discord.simulated import ALBUM, LINK
from tests.integration.bot.discord.wired import Wire, text_of, until
from tests.unit.bot import samples
from tests.unit.bot.test_follow_up import UNSURE
from worker.queue.protocol import Failure

pytestmark = pytest.mark.network

OTHER = LINK.replace("4u", "5u")
EPISODE = LINK.replace("track", "episode")
PUBLIC: set[Action] = {"publish"}
"""What is there to make things public."""

ASKED = {
    "track": {"name": "predict", "link": LINK},
    "upload": {"name": "predict", "files": {"file": ("a.mp3", b"ID3")}},
    "comparison": {"name": "compare", "first_link": LINK, "second_link": OTHER},
    "listing": {"name": "album", "link": ALBUM},
    "two tracks": {"name": "predict", "link": f"{LINK} {OTHER}"},
    "many tracks": {"name": "predict", "link": " ".join(LINK.replace("4u", f"{n}b") for n in range(4))},
    "half wrong": {"name": "predict", "link": f"{LINK} {EPISODE}"},
    "wrong": {"name": "predict", "link": EPISODE},
    "nothing": {"name": "predict", "link": "hello"},
    "twice the same": {"name": "compare", "first_link": LINK, "second_link": LINK},
    "unsure": {"name": "predict", "link": LINK},
    "fails": {"name": "predict", "link": LINK},
}
OUTCOMES = {
    "track": {"report": situations()["demo"].to_json()},
    "upload": {"report": situations()["small artist"].to_json()},
    "comparison": {"comparison": samples.comparison().to_json()},
    "listing": {"listing": samples.listing(count=24)},
}
FAILURES = {
    "unsure": Failure.of(UNSURE),
    "fails": Failure(code="source-unavailable", params={"source": "deezer"}),
}
pressed: set[str] = set()


async def settled(wire: Wire, failure: Failure | None = None) -> None:
    """Answer every question that comes up, until nothing happens any more."""
    answered, before = set(wire.queue.acknowledged), None
    while before != (now := (len(wire.discord.requests), len(wire.queue.jobs))):
        before = now
        for job in [one for one in wire.queue.jobs.values() if one.id not in answered | set(wire.queue.cancelled)]:
            answered.add(job.id)
            result = {"failure": failure, "picture_key": None} if failure else OUTCOMES[job.kind]
            failure = None
            await wire.answer(job, samples.outcome(job.kind, job_id=job.id, **result))
        await asyncio.sleep(0.05)


def seen_by_all(wire: Wire) -> list[str]:
    """Return what the bot said so that others see it."""
    return [text_of(one) for one in wire.discord.said_in(CHANNEL) if not one["flags"] & EPHEMERAL]


def buttons_of(message: dict) -> list[str]:
    rows = [part["components"] for part in message["components"]]
    return [one["custom_id"].removeprefix("sp:") for row in rows for one in row if one.get("custom_id")]


def like(button: str) -> str:
    """Return what a button has in common with others that tell another value of the same."""
    return button.rpartition("-")[0] if button.startswith("details:") and "-" in button.partition(".")[2] else button


async def press(wire: Wire, message: dict, button: str) -> None:
    """Press a button; where it opens a box, fill that in rightly and wrongly."""
    pressed.add(button.partition(":")[0])
    clicked = await wire.discord.click(int(message["id"]), button)
    await until(lambda: clicked.acknowledged_s is not None)
    if clicked.modal is not None:
        for link in (OTHER, LINK, EPISODE, "hello", ""):
            await wire.discord.fill_in(clicked, link)
            await settled(wire)
        await wire.discord.fill_in(clicked, files={"b.mp3": b"ID3 b"})
    await settled(wire)


@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize("chosen", [False, True], ids=["said", "by default"])
async def test_whatever_follows_a_private_answer_is_private(wire: Wire, kind: str, chosen: bool) -> None:
    options = dict(ASKED[kind])
    if chosen:
        await wire.said(await wire.discord.slash("settings", private=True))
    else:
        options["private"] = True
    await wire.discord.slash(**options)
    failure = {
        "unsure": Failure.of(UNSURE),
        "fails": Failure(code="source-unavailable", params={"source": "deezer"}),
    }.get(kind)
    await settled(wire, failure)
    if kind == "upload":  # here is another version of the song
        await wire.discord.slash(**{**options, "files": {"file": ("b.mp3", b"ID3 v2")}})
        await settled(wire)
    assert wire.discord.said_in(CHANNEL), "something was said"
    tried: set[tuple[str, str]] = set()
    for _ in range(2):  # what follows, and what follows that
        for message in list(wire.discord.said_in(CHANNEL)):
            for button in sorted(buttons_of(message), key=lambda one: one.startswith("delete")):
                is_there = button in buttons_of(message)  # a page that was turned has others
                if is_there and (message["id"], like(button)) not in tried and not button.startswith(tuple(PUBLIC)):
                    tried.add((message["id"], like(button)))
                    await press(wire, message, button)
                    assert seen_by_all(wire) == [], button


@pytest.mark.parametrize("fault", ["token dead", "queue away", "nothing kept"])
async def test_nor_do_faults_make_it_public(wire: Wire, fault: str) -> None:
    asked = await wire.discord.slash("predict", link=LINK, private=True)
    await wire.queue.asked()
    if fault == "token dead":
        asked.dies_at = 0
    await settled(wire)
    if fault == "queue away":
        wire.queue.away = True
    elif fault == "nothing kept":
        wire.queue.notes.clear()
    for message in list(wire.discord.said_in(CHANNEL)):
        for button in buttons_of(message):
            clicked = await wire.discord.click(int(message["id"]), button)
            await until(lambda clicked=clicked: clicked.acknowledged_s is not None)
            if clicked.modal is not None:
                await wire.discord.fill_in(clicked, OTHER)
            await asyncio.sleep(0.05)
    public = {"publish"} if fault == "token dead" else set()
    assert public or seen_by_all(wire) == []
    if fault == "token dead":
        assert any("100" in text_of(one) for one in wire.discord.said_in(4000 + 5001))


async def test_making_public_is_done_once_and_shows_nothing_else(wire: Wire) -> None:
    asked = await wire.discord.slash("predict", link=LINK, private=True)
    await settled(wire)
    assert asked.message is not None
    clicks = [await wire.discord.click(asked.message, "publish") for _ in range(3)]
    await until(lambda: all(one.acknowledged_s is not None for one in clicks))
    await settled(wire)
    assert len(seen_by_all(wire)) == 1


async def test_a_mention_by_somebody_whose_answers_are_private_is_answered_to_them_alone(wire: Wire) -> None:
    await wire.said(await wire.discord.slash("settings", private=True))
    await wire.discord.post(f"<@{BOT}> {LINK}")
    await wire.queue.asked()
    await settled(wire)
    assert seen_by_all(wire) == []
    assert any("100" in text_of(one) for one in wire.discord.said_in(4000 + 5001))
    wire.discord.fail("POST", f"/channels/{4000 + 5002}/messages", status=403, code=50007, times=9)
    await wire.said(await wire.discord.slash("settings", user=5002, private=True))
    await wire.discord.post(f"<@{BOT}> {OTHER}", user=5002)
    await until(lambda: any("nicht schreiben" in one for one in seen_by_all(wire)))
    assert len(wire.queue.jobs) == 1


async def test_in_a_group_dm_only_who_asked_deletes(wire: Wire) -> None:
    asked = await wire.discord.slash("predict", link=LINK, where="group")
    await settled(wire)
    assert asked.message is not None
    refused = await wire.discord.click(asked.message, "delete", user=5002, where="group")
    await until(lambda: refused.followups)
    assert asked.message in wire.discord.messages
    assert "Only the person who asked" in text_of(wire.discord.messages[refused.followups[0]])
    await wire.discord.click(asked.message, "delete", where="group")
    await until(lambda: asked.message not in wire.discord.messages)


def test_every_action_was_pressed_or_is_there_to_make_public() -> None:
    """Runs last: an action that is added later must be walked, too."""
    if pressed:
        assert {*get_args(Action)} - PUBLIC - {"try", "cancel"} == pressed - PUBLIC
