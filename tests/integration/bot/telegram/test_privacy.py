"""Private stays private on Telegram, as a property: whatever follows a private answer, the group sees nothing of it."""

from __future__ import annotations

import asyncio

import pytest

from tests.counterparts.pictures import png
from tests.counterparts.telegram import Shown
from tests.golden.answers import situations
from tests.integration.bot.telegram.stage import ADA, ALBUM, LINK, OTHER, Stage
from tests.unit.bot import samples
from tests.unit.bot.test_follow_up import UNSURE
from worker.queue.protocol import Failure

pytestmark = pytest.mark.network

GROUP = -1_001_234_567_890
EPISODE = LINK.replace("track", "episode")
FAILURES = {
    "unsure": Failure.of(UNSURE),
    "fails": Failure(code="source-unavailable", params={"source": "deezer"}),
}
OUTCOMES = {
    "track": {"report": situations()["demo"].to_json()},
    "upload": {"report": situations()["small artist"].to_json()},
    "comparison": {"comparison": samples.comparison().to_json()},
    "listing": {"listing": samples.listing(count=24)},
}
ASKED = {
    "track": f"/predict {LINK}",
    "comparison": f"/compare {LINK} {OTHER}",
    "listing": f"/album {ALBUM}",
    "many tracks": "/predict " + " ".join(LINK.replace("4u", f"{n}b") for n in range(4)),
    "half wrong": f"/predict {LINK} {EPISODE}",
    "wrong": f"/predict {EPISODE}",
    "twice the same": f"/compare {LINK} {LINK}",
    "unsure": f"/predict {LINK}",
    "fails": f"/predict {LINK}",
    "name": "@spotpop_test_bot Ada - Night Walk",
    "upload": "/predict",
}


async def settled(stage: Stage, failure: Failure | None = None) -> None:
    """Answer every question that comes up, until nothing happens any more."""
    answered, before = set(stage.queue.acknowledged), None
    calls = stage.telegram.calls
    while before != (now := (len([c for c in calls if c.method != "getUpdates"]), len(stage.queue.jobs))) or (
        stage.telegram.unconfirmed()
    ):
        before = now
        for job in [one for one in stage.queue.jobs.values() if one.id not in answered | set(stage.queue.cancelled)]:
            answered.add(job.id)
            result = {"failure": failure, "picture_key": None} if failure else OUTCOMES[job.kind]
            failure = None
            stage.queue.answer(job, samples.outcome(job.kind, job_id=job.id, **result), png())
            await stage.telegram.until(lambda job=job: job.id in stage.queue.acknowledged)
        await asyncio.sleep(0.05)


async def press(stage: Stage, shown: Shown, label: str, action: str) -> None:
    """Press a button; where it asks back, answer that rightly and wrongly."""
    stage.telegram.rates = False
    await stage.telegram.click(ADA, shown, label)
    await settled(stage)
    if action == "compare":
        for said in (EPISODE, OTHER):
            await stage.telegram.say(ADA, said)
            await settled(stage)


@pytest.mark.parametrize("kind", ASKED)
async def test_a_group_sees_nothing_of_what_follows_a_private_answer(stage: Stage, kind: str) -> None:
    chat = stage.telegram.group(GROUP)
    await stage.telegram.say(ADA, "/settings private on")
    await stage.telegram.answer(ADA, holds="Private")
    if kind == "upload":
        await stage.telegram.upload(ADA, b"my mix", caption="/predict", chat_id=chat)
    else:
        await stage.telegram.say(ADA, ASKED[kind], chat_id=chat)
    await settled(stage, FAILURES.get(kind))
    first = stage.telegram.from_bot(ADA)[1:]
    assert first, "something was said"
    pressed: set[str] = set()
    while (found := unpressed(stage, pressed)) is not None:  # what follows, and what follows that
        shown, label, action = found
        pressed.add(action)
        await press(stage, shown, label, action)
        assert stage.telegram.from_bot(chat) == [], label
    assert stage.telegram.from_bot(chat) == []


def unpressed(stage: Stage, pressed: set[str]) -> tuple[Shown, str, str] | None:
    """Return a button whose like was not pressed yet; deleting comes last."""
    buttons = [
        (shown, one["text"], one["callback_data"].split(":")[1])
        for shown in stage.telegram.from_bot(ADA)[1:]
        for row in shown.keyboard
        for one in row
        if "callback_data" in one
    ]
    fresh = sorted((one for one in buttons if one[2] not in pressed), key=lambda one: one[2] == "delete")
    return fresh[0] if fresh else None
