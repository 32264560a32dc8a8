"""Updates of any shape: what is kept can be read to its end, what cannot is skipped, and nothing of it is logged."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Update, User

from bot.telegram import updates
from bot.telegram.readable import Unreadable, read_update, skip_unreadable
from tests.counterparts.telegram_chats import BOT_ID

ME = User(BOT_ID, "spotpop", is_bot=True, username="spotpop_test_bot")
LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
SECRET = "unreleased secret"
ADA = {"id": 11, "is_bot": False, "first_name": SECRET, "language_code": "en"}
PRIVATE, GROUP = {"id": 11, "type": "private", "first_name": "Ada"}, {"id": -100, "type": "supergroup", "title": SECRET}
FILE = {"file_id": "f", "file_unique_id": "f"}
SIZE = {"width": 9, "height": 9}
SAID: dict[str, Any] = {
    "message_id": 5, "date": 1_700_000_000, "chat": GROUP, "from": ADA, "text": f"/predict@spotpop_test_bot {LINK}",
    "entities": [{"type": "bot_command", "offset": 0, "length": 25}, {"type": "text_link", "offset": 0, "length": 2,
                                                                       "url": LINK}],
    "quote": {"text": SECRET, "position": 0},
    "reply_to_message": {
        "message_id": 4, "date": 1_700_000_000, "chat": GROUP, "from": ADA, "caption": SECRET, "caption_entities": [],
        "audio": {**FILE, "duration": 3, "file_name": "a.mp3", "mime_type": "audio/mpeg", "file_size": 99},
    },
}  # fmt: skip
GIVEN: dict[str, dict[str, Any]] = {
    "message": {"message": SAID},
    "edited": {"edited_message": {**SAID, "edit_date": 1_700_000_100}},
    "files": {"message": {
        **{key: SAID[key] for key in ("message_id", "date", "from")}, "chat": PRIVATE, "media_group_id": "1",
        "document": {**FILE, "file_name": "mix.wav", "mime_type": "audio/wav", "file_size": 7},
        "voice": {**FILE, "duration": 3}, "video": {**FILE, **SIZE, "duration": 3},
        "video_note": {**FILE, "length": 9, "duration": 3}, "photo": [{**FILE, **SIZE}],
    }},
    "click": {"callback_query": {"id": "1", "from": ADA, "chat_instance": "1", "data": "sp:why:x", "message": SAID}},
    "inline": {"inline_query": {"id": "1", "from": ADA, "query": SECRET, "offset": ""}},
    "member": {"my_chat_member": {
        "chat": GROUP, "from": ADA, "date": 1_700_000_000, "old_chat_member": {"user": ADA, "status": "left"},
        "new_chat_member": {"user": ADA, "status": "member"},
    }},
}  # fmt: skip
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=4), st.just([]),
    st.just({}), st.just([None]), st.just({"new_kind": [{}]}),
    st.sampled_from([10**30, -(10**30), 2**63, -(2**63) - 1]),
)  # fmt: skip


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every part of an update."""
    yield way
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*way, key))


def read_whole(update: Update) -> None:
    """Read all of an update that the bot's handlers look at."""
    message = update.message or update.edited_message
    if message is not None:
        updates.addressed(message, ME)
        updates.chat_of(message)
        updates.question_in(message, "compare", look_at_replied=True)
        updates.named_in(message, ME)
        updates.says_something(message)
        updates.holds_other_file(message)
        updates.is_ours(message, ME)
        updates.is_by_a_bot(message)
        updates.files_in(message, spoken=False)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_comes_is_read_to_its_end_or_skipped(data: st.DataObject) -> None:
    update = {"update_id": 7, **copy.deepcopy(data.draw(st.sampled_from(list(GIVEN.values()))))}
    for _ in range(data.draw(st.integers(1, 2))):
        way = data.draw(st.sampled_from([one for one in places(update) if one]))
        holder: Any = update
        for step in way[:-1]:
            holder = holder[step]
        if isinstance(holder, dict) and data.draw(st.booleans()):
            del holder[way[-1]]
        else:
            holder[way[-1]] = copy.deepcopy(data.draw(ODD))  # or it would grow into itself
    shown = read_update(json.loads(json.dumps(update)))
    number = update.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool):
        assert shown is None
        return
    assert shown is not None
    assert shown.update_id == number
    read_whole(shown)


@pytest.mark.parametrize("kind", GIVEN)
def test_what_telegram_really_sends_is_kept(kind: str) -> None:
    update = {"update_id": 7, **GIVEN[kind], "more": {"of": "a newer Bot API"}}
    shown = read_update(update)
    assert shown is not None
    assert not isinstance(shown, Unreadable)
    assert set(shown.to_dict()) == {"update_id", "more", *GIVEN[kind]}
    read_whole(shown)


@pytest.mark.parametrize("broken", [None, 5, "x", [], {}, {"update_id": "7"}, {"update_id": None}, {"update_id": True}])
def test_what_has_no_id_is_left_out(broken: Any) -> None:
    good = {"update_id": 8, **GIVEN["message"]}
    skip_unreadable()
    assert [one.update_id for one in Update.de_list([broken, good], None)] == [8]


def test_nothing_of_an_unreadable_update_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    assert isinstance(read_update({"update_id": 900, "message": {**SAID, "text": [SECRET]}}), Unreadable)
    assert read_update({"message": {"text": SECRET}}) is None
    said = "".join(capsys.readouterr())
    assert "update_unreadable" in said
    read_update({"update_id": 900, "message": {}})
    assert "update_unreadable" not in "".join(capsys.readouterr()), "once is enough"
    assert SECRET not in said
