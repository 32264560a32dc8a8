"""What became of a release, reported on Telegram over sockets: once, in private, in the person's language."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import pytest

from tests.counterparts.telegram import TelegramCounterpart
from tests.integration.bot.became import kept_for, look_often, look_up, was_reported
from tests.integration.bot.telegram.stage import ADA, Stage, running_bot, settings_for
from tests.integration.worker.harness import Server, until

pytestmark = pytest.mark.network


async def test_a_month_after_the_release_it_is_reported_once(
    telegram: TelegramCounterpart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_often(monkeypatch)
    user = f"telegram:{ADA}"
    with contextlib.closing(Server(tmp_path / "valkey")) as server:
        async with kept_for(user, "de", server, tmp_path) as (client, settings):
            stage = Stage(telegram, client, settings_for(telegram, redis_url=server.url))  # type: ignore[arg-type]
            async with running_bot(stage):
                assert telegram.from_bot(ADA) == [], "nothing before it was looked up"
                await asyncio.to_thread(look_up, settings)
                await until(lambda: was_reported(client, user), 60)
            (shown,) = telegram.from_bot(ADA)
            assert "Was aus Night Drive v1 wurde" in shown.text
            assert "71" in shown.text
            assert "ListenBrainz" in shown.text
            await asyncio.to_thread(look_up, settings)
            async with running_bot(stage):  # a restart tells nothing anew
                await asyncio.sleep(1)
            assert len(telegram.from_bot(ADA)) == 1
    assert telegram.complaints == []
