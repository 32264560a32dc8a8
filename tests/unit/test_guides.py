"""The guides for admins say what is true: settings, commands, services, links and figures exist as they are named."""

import re
from pathlib import Path

import discord
import pytest
import yaml

from bot.commands import BY_NAME
from bot.telegram.menu import FOR_ADMINS
from bot.telegram.rendering import CAPTION_MAX
from bot.telegram.settings import ANSWERS_A_MESSAGE
from bot.telegram.submit import PUBLIC_LIMIT_MIB
from spotpop.__main__ import COMMANDS
from spotpop.settings import Settings
from worker.launcher.tokens import INVITE_PERMISSIONS

ROOT = Path(__file__).parents[2]
GUIDES = [ROOT / "docs" / f"{name}.md" for name in ("setup", "discord", "telegram", "spotify", "hosting", "privacy")]
OWN_NAMES = {"SPOTIPY_CLIENT_ID", "SPOTIPY_CLIENT_SECRET", "DISCORD_TOKEN", "TELEGRAM_TOKEN", "REDIS_URL", "SENTRY_DSN"}


@pytest.fixture(params=GUIDES, ids=lambda path: path.stem)
def guide(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_every_setting_named_exists(guide: Path) -> None:
    known = OWN_NAMES | {f"SPOTPOP_{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(r"\b(?:SPOTPOP|SPOTIPY|DISCORD|TELEGRAM|REDIS|SENTRY)_[A-Z_]+\b", guide.read_text("utf-8")))
    assert named - known == set()


def test_every_link_inside_the_project_leads_somewhere(guide: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", guide.read_text("utf-8")):
        path, _, anchor = target.partition("#")
        if target.startswith("https://"):
            continue
        found = guide.parent / path if path else guide
        assert found.is_file(), target
        if anchor:
            titles = re.findall(r"^#+ (.+)$", found.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


def test_every_command_of_spotpop_named_exists(guide: Path) -> None:
    named = set(re.findall(r"(?:`|bin/|^)spotpop ([a-z]+)", guide.read_text("utf-8"), re.MULTILINE))
    assert named - set(COMMANDS) == set()


def test_every_service_of_compose_named_exists() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    text = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    for services in re.findall(r"docker compose up -d(?: --build)? ([a-z ]+)", text):
        assert set(services.split()) <= set(compose["services"])
    assert set(re.findall(r"--profile (\w+)", text)) <= {
        p for s in compose["services"].values() for p in s.get("profiles", [])
    }
    assert set(re.findall(r"secrets/(\w+)", text)) == set(compose["secrets"])


def test_the_telegram_guide_lists_every_command_and_the_limits() -> None:
    text = (ROOT / "docs" / "telegram.md").read_text("utf-8")
    for name in (*BY_NAME, *FOR_ADMINS):
        assert f"`/{name}" in text
    assert f"{PUBLIC_LIMIT_MIB:.0f} MB" in text
    assert f"{CAPTION_MAX:,} characters" in text
    assert ANSWERS_A_MESSAGE == 3
    assert "at most three answers" in text


def test_the_privacy_page_tells_the_times_that_are_set() -> None:
    lines = (ROOT / "docs" / "privacy.md").read_text("utf-8").splitlines()
    shown = {
        "upload_ttl_s": (1800, "30 minutes"),
        "picture_ttl_s": (86_400, "24 hours"),
        "cache_ttl_s": (604_800, "7 days"),
    }
    for name, (seconds, words) in shown.items():
        assert Settings.model_fields[name].default == seconds
        assert any(f"`SPOTPOP_{name.upper()}`" in line and words in line for line in lines)


def test_the_discord_guide_names_each_permission_of_the_invite_link() -> None:
    text = (ROOT / "docs" / "discord.md").read_text("utf-8")
    for name, wanted in discord.Permissions(INVITE_PERMISSIONS):
        words = {"read_messages": "View Channels"}.get(name, name.replace("_", " ").title().replace(" In ", " in "))
        assert not wanted or words in text, name
