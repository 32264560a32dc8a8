"""Tokens: which text can be one, what a platform's answer means, and that none is ever shown."""

import base64

import pytest
import requests

from spotpop.settings import load_settings
from worker.launcher import tokens as module
from worker.launcher.tokens import INVITE_PERMISSIONS, application_id, check_discord, check_telegram, invite_link

DISCORD = base64.urlsafe_b64encode(b"123456789012345678").decode().rstrip("=") + ".GfakeX.secret-part"
TELEGRAM = "7770001:AAcounterpart-of-the-bot-api_0123456"


@pytest.fixture
def platform(monkeypatch):
    """What the platform answers, and what it was asked."""
    asked = []

    def answer(status, data=None):
        monkeypatch.setattr(module, "_get", lambda url, headers: asked.append((url, headers)) or (status, data or {}))
        return asked

    return answer


@pytest.mark.parametrize("token", ["", "x", "MTIz", "bm90IGEgbnVtYmVy.x.y", "ü.x.y", ".x.y"])
def test_what_can_be_no_discord_token_is_not_asked_about(platform, token):
    asked = platform(200)
    found = check_discord(token)
    assert (found.verdict, bool(found.repair), asked) == ("bad", True, [])


def test_a_discord_token_begins_with_the_applications_id():
    assert application_id(DISCORD) == "123456789012345678"
    link = invite_link("1")
    assert "client_id=1&" in link
    assert f"permissions={INVITE_PERMISSIONS}&" in link
    needed = (10, 11, 14, 15, 16, 35, 38)
    assert [bit for bit in range(60) if INVITE_PERMISSIONS >> bit & 1] == list(needed)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "123",
        "123:short",
        "x:AAcounterpart-of-the-bot-api",
        "1:AAcounterpart of the bot api",
        "1:AAcounterpart-of-the-bot-api/../x",
        "\N{ARABIC-INDIC DIGIT ONE}:AAcounterpart-of-the-bot-api",
    ],
)
def test_what_can_be_no_telegram_token_is_not_asked_about(platform, token):
    asked = platform(200)
    assert check_telegram(token).verdict == "bad"
    assert asked == []


@pytest.mark.parametrize(
    ("status", "verdict"), [(200, "good"), (401, "bad"), (403, "bad"), (500, "unknown"), (0, "unknown")]
)
def test_what_discord_says(platform, status, verdict):
    [*_] = asked = platform(status, {"username": "spotpop"})
    found = check_discord(DISCORD)
    assert found.verdict == verdict
    assert bool(found.repair) is (verdict != "good")
    assert "123456789012345678" in found.invite
    assert "secret-part" not in str(found)
    assert asked[0][1] == {"Authorization": f"Bot {DISCORD}"}
    assert "secret-part" not in asked[0][0]


@pytest.mark.parametrize(
    ("status", "data", "verdict"),
    [
        (200, {"result": {"username": "b", "supports_inline_queries": True}}, "good"),
        (200, {}, "unknown"),
        (200, {"result": "x"}, "unknown"),
        (401, {}, "bad"),
        (404, {}, "bad"),
        (502, {}, "unknown"),
        (0, {}, "unknown"),
    ],
)
def test_what_telegram_says(platform, status, data, verdict):
    platform(status, data)
    found = check_telegram(TELEGRAM)
    assert found.verdict == verdict
    assert "counterpart" not in str(found)
    assert found.invite == ("https://t.me/b" if verdict == "good" else "")


@pytest.mark.parametrize("inline", [True, False])
def test_whether_it_answers_in_any_chat_is_reported(platform, inline):
    platform(200, {"result": {"username": "b", "supports_inline_queries": inline}})
    assert bool(check_telegram(TELEGRAM).notes) is not inline


def test_an_operators_own_addresses_are_asked(platform):
    asked = platform(200, {"result": {}})
    settings = load_settings(telegram_api_url="http://t.example", discord_api_url="http://d.example")
    check_telegram(TELEGRAM, settings)
    check_discord(DISCORD, settings)
    assert [url.split("/bot")[0] for url, _ in asked] == ["http://t.example", "http://d.example/users/@me"]


@pytest.mark.parametrize("error", [requests.ConnectionError("https://api/bot7:secret"), ValueError("no JSON")])
def test_an_error_that_may_hold_the_token_goes_no_further(monkeypatch, error):
    def fail(*_, **how):
        assert how["allow_redirects"] is False
        raise error

    monkeypatch.setattr(module.requests, "get", fail)
    assert module._get("https://api/bot7:secret", {}) == (0, {})
