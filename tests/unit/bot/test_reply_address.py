"""Addresses of answers: what is missing or of another type is named, what a newer version adds is no trouble."""

import pytest

from bot.delivery import NeverSendable
from bot.reply_address import DiscordAddress, TelegramAddress, check_address

WHOLE = {
    TelegramAddress: {"chat": -5, "message": 7, "thread": 3, "reply_to": 2, "person": 11},
    DiscordAddress: {
        "user_id": 1, "nonce": "9", "message_id": "@original", "channel_id": 2, "application_id": 3,
        "token": "secret", "token_dies_at": 5.0,
    },
}  # fmt: skip
KEYS = [(kind, name) for kind, whole in WHOLE.items() for name in whole]


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_one_is_read_whatever_a_newer_version_adds(kind):
    assert set(WHOLE[kind]) == set(kind.model_fields) - {"version"}
    check_address(kind, WHOLE[kind])
    check_address(kind, {**WHOLE[kind], "version": 9, "newer": {"a": [1]}, "locale": "de"})


@pytest.mark.parametrize(("kind", "name"), KEYS)
def test_each_key_of_another_type_is_named_without_its_value(kind, name):
    with pytest.raises(NeverSendable, match=f"^{name}") as refused:
        check_address(kind, {**WHOLE[kind], name: {"token": "secret"}})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(("kind", "name"), KEYS)
def test_a_key_that_is_missing_is_named_if_it_is_needed(kind, name):
    left = {key: value for key, value in WHOLE[kind].items() if key != name}
    if not kind.model_fields[name].is_required():
        check_address(kind, left)
        return
    with pytest.raises(NeverSendable, match=f"^{name}: Field required"):
        check_address(kind, left)
