"""Links that people post on the wired Discord, and how to see that nothing came of one."""

from tests.counterparts.discord_places import (
    CHANNEL,
)  # fmt: skip
from tests.integration.bot.discord.simulated import LINK

OTHER = LINK.replace("4u", "5u")


THIRD = LINK.replace("4u", "6u")


HOUR_S = 3600.0


async def silent(wire, count=0):
    """Return once a later question was taken, so that what went before had its time; `count` jobs came before it."""
    before = {one["id"] for one in wire.discord.said_in(CHANNEL)}
    asked = await wire.discord.slash("predict", link=THIRD)
    jobs = await wire.queue.asked(count + 1)
    assert len(jobs) == count + 1
    said = {one["id"] for one in wire.discord.said_in(CHANNEL)} - before - {str(asked.message)}
    assert not said, "nothing is said beside the answer to that question"
