"""What became of a release, reported on Discord over sockets: once, in the person's own channel, in their language."""

from __future__ import annotations

import asyncio
import contextlib

from tests.counterparts.discord import Discord
from tests.integration.bot.became import kept_for, look_often, look_up, was_reported
from tests.integration.bot.discord.wired import connected, text_of
from tests.integration.worker.harness import Server, until

ADA = 5001


async def test_a_month_after_the_release_it_is_reported_once(platform: Discord, tmp_path, monkeypatch) -> None:
    look_often(monkeypatch)
    user = f"discord:{ADA}"
    with contextlib.closing(Server(tmp_path / "valkey")) as server:
        async with kept_for(user, "fr", server, tmp_path) as (client, settings):
            async with connected(platform, client):  # type: ignore[arg-type]
                await asyncio.to_thread(look_up, settings)
                await until(lambda: was_reported(client, user), 60)
            (shown,) = [one for one in platform.messages.values() if "Night Drive" in text_of(one)]
            assert "71" in text_of(shown)
            assert "est devenu Night Drive" in text_of(shown)
            assert shown["channel_id"] == str(4000 + ADA), "their own channel, as the counterpart numbers it"
            async with connected(platform, client):  # type: ignore[arg-type]  # a restart tells nothing anew
                await asyncio.sleep(1)
            assert len([one for one in platform.messages.values() if "Night Drive" in text_of(one)]) == 1
