"""`spotpop setup` as somebody sits before it: a real terminal, and platforms that are asked over sockets."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from spotpop.env_file import read_env_file
from tests.counterparts import discord, telegram
from tests.counterparts.discord import running_discord
from tests.counterparts.telegram import running_telegram
from tests.integration.worker.harness import ROOT
from tests.terminal import CTRL_C, ENTER, Terminal

pytestmark = [pytest.mark.timeout(300), pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is POSIX")]

REJECTED = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GfakeX.somebody-elses-token-0123456789abcdef"


@pytest.fixture
async def platforms() -> AsyncIterator[dict[str, str]]:
    """Where both platforms can be asked."""
    async with running_discord() as one, running_telegram() as other:
        yield {"SPOTPOP_DISCORD_API_URL": f"{one.url}/api/v10", "SPOTPOP_TELEGRAM_API_URL": other.url}


def environment(folder: Path, platforms: dict[str, str]) -> dict[str, str]:
    ours = ("SPOTPOP_", "DISCORD_", "TELEGRAM_", "REDIS_", "SPOTI")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PYTHONPATH": str(ROOT), "SPOTPOP_DATA_DIR": str(folder / "data"), **platforms}


def setup(folder: Path, platforms: dict[str, str], *options: str) -> Terminal:
    command = [sys.executable, "-m", "spotpop", "setup", *options]
    return Terminal(command, cwd=folder, env=environment(folder, platforms))


def sets_up_both(folder: Path, platforms: dict[str, str]) -> None:
    with setup(folder, platforms) as screen:
        screen.read_until("A bot on Discord?")
        screen.send("y" + ENTER)
        screen.read_until("Token, not shown")
        screen.wait_until_keys_are_hidden()
        screen.send(REJECTED + ENTER)
        screen.read_until("Discord rejects the token", "Token, not shown")
        screen.wait_until_keys_are_hidden()
        screen.send(discord.TOKEN + ENTER)
        screen.read_until("The token belongs to", "https://discord.com/oauth2/authorize?client_id=")
        screen.read_until("A bot on Telegram?")
        screen.send("y" + ENTER)
        screen.read_until("@BotFather", "Token, not shown")
        screen.wait_until_keys_are_hidden()
        screen.send(telegram.TOKEN + ENTER)
        screen.read_until("The token belongs to @", "https://t.me/")
        screen.read_until("Saved in .env")
        if sys.platform == "linux":
            screen.read_until("Write a systemd unit")
            screen.send("y" + ENTER)
            screen.read_until("Saved spotpop.service", "systemctl enable --now spotpop")
            unit = (folder / "spotpop.service").read_text()
            assert "NoNewPrivileges=true" in unit
        assert screen.wait() == 0
        assert "spotpop up` starts everything" in screen.text
        shown = screen.text
    for token in (discord.TOKEN, telegram.TOKEN, REJECTED):
        assert token not in shown
    assert read_env_file(folder / ".env") == {"DISCORD_TOKEN": discord.TOKEN, "TELEGRAM_TOKEN": telegram.TOKEN}
    assert (folder / ".env").stat().st_mode & 0o777 == 0o600


def again_with_enter_alone(folder: Path, platforms: dict[str, str]) -> None:
    before = (folder / ".env").read_text()
    with setup(folder, platforms) as screen:
        for title in ("Discord", "Telegram"):
            screen.read_until(f"A bot on {title}?")
            screen.send(ENTER)
            screen.read_until(f"A bot on {title}?", "Enter keeps the one that is set")
            screen.wait_until_keys_are_hidden()
            screen.send(ENTER)
            screen.read_until(f"A bot on {title}?", "The token belongs to")
        if sys.platform == "linux":
            screen.send(ENTER)
        assert screen.wait() == 0
        assert ".env is as it was" in screen.text
    assert (folder / ".env").read_text() == before


async def test_somebody_is_led_through_it_and_may_come_again(tmp_path: Path, platforms: dict[str, str]) -> None:
    await asyncio.to_thread(sets_up_both, tmp_path, platforms)
    await asyncio.to_thread(again_with_enter_alone, tmp_path, platforms)


def leaves_at_the_token(folder: Path, platforms: dict[str, str]) -> None:
    with setup(folder, platforms, "--telegram", "--no-discord") as screen:
        screen.read_until("Token, not shown")
        screen.wait_until_keys_are_hidden()
        screen.send(CTRL_C)
        assert screen.wait() != 0
        assert "Traceback" not in screen.text
        assert not screen.left_running()
    assert not (folder / ".env").exists()


async def test_ctrl_c_at_the_token_leaves_nothing(tmp_path: Path, platforms: dict[str, str]) -> None:
    await asyncio.to_thread(leaves_at_the_token, tmp_path, platforms)


async def test_without_a_terminal_options_do_it(tmp_path: Path, platforms: dict[str, str]) -> None:
    (tmp_path / "token").write_text(telegram.TOKEN)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "spotpop", "setup", "--non-interactive", "--telegram-token-file", "token",
        "--service", "my.service", cwd=tmp_path, env=environment(tmp_path, platforms),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said = (await process.communicate())[0].decode()
    assert process.returncode == 0, said
    assert "https://t.me/" in said
    assert telegram.TOKEN not in said
    assert read_env_file(tmp_path / ".env") == {"TELEGRAM_TOKEN": telegram.TOKEN}
    assert (tmp_path / "my.service").exists()
