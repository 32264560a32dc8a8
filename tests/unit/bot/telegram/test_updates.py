"""What a Telegram message asks, and of whom."""

from typing import Any

import pytest
from telegram import Message, User

from bot.telegram.updates import (
    addressed,
    chat_of,
    files_in,
    holds_other_file,
    is_by_a_bot,
    question_in,
    text_in,
)

ME = User(777, "spotpop", is_bot=True, username="spotpop_bot")
LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
OTHER = "https://open.spotify.com/track/2plbrEY59IikOBgBGLjaoe"


def message(text: str = "", *, group: bool = False, **more: Any) -> Message:
    chat = {"id": -5, "type": "supergroup", "title": "t"} if group else {"id": 9, "type": "private"}
    person = {"id": 9, "is_bot": False, "first_name": "Ada", "language_code": "de"}
    data = {"message_id": 3, "date": 1, "chat": chat, "from": person, **more}
    if text:
        data["text"] = text
    read = Message.de_json(data, None)
    assert read is not None
    return read


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def file(**more: Any) -> dict[str, Any]:
    return {"file_id": "f", "file_unique_id": "f", "file_size": 10, "duration": 3, **more}


def test_a_link_behind_a_word_counts() -> None:
    text = text_in(message("🎵 listen", entities=[entity("text_link", 3, 6, url=LINK)]))
    assert LINK in text


def test_a_mention_after_emoji_is_one() -> None:
    """Offsets are UTF-16 units: an emoji takes two."""
    said = "🎵🎵 @SpotPop_bot hi"
    assert addressed(message(said, group=True, entities=[entity("mention", 5, 12)]), ME) == "mention"
    assert addressed(message("@someone hi", group=True, entities=[entity("mention", 0, 8)]), ME) == "overheard"


def test_private_reply_and_overheard() -> None:
    assert addressed(message("hi"), ME) == "private"
    mine = {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "supergroup"}, "from": ME.to_dict()}
    assert addressed(message("hi", group=True, reply_to_message=mine), ME) == "reply"
    assert addressed(message("hi", group=True), ME) == "overheard"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ({"audio": file(file_name="mix.mp3")}, "mix.mp3"),
        ({"audio": file(performer="Ada", title="Walk")}, "Ada - Walk"),
        ({"audio": file()}, "audio"),
        ({"voice": file()}, "voice.ogg"),
        ({"video_note": file(length=2)}, "video-message.mp4"),
        ({"video": file(width=2, height=2)}, "video.mp4"),
        ({"document": file(file_name="mix.flac", mime_type="audio/flac")}, "mix.flac"),
        ({"document": file(file_name="mix.flac", mime_type="text/plain")}, "mix.flac"),
        ({"document": file(file_name="mystery")}, "mystery"),
    ],
)
def test_whatever_may_hold_audio_is_taken(content: dict[str, Any], name: str) -> None:
    (found,) = files_in(message(**content))
    assert (found.name, found.handle, found.size_bytes) == (name, "f", 10)


@pytest.mark.parametrize("mime", ["application/pdf", "image/png", "text/plain"])
def test_a_document_of_another_kind_is_recognised(mime: str) -> None:
    other = message(document=file(file_name="paper.bin", mime_type=mime))
    assert files_in(other) == ()
    assert holds_other_file(other)


def test_voice_is_not_overheard() -> None:
    assert files_in(message(voice=file()), spoken=False) == ()
    assert files_in(message(audio=file()), spoken=False)


def test_a_comparison_takes_one_from_each() -> None:
    replied = {"message_id": 1, "date": 1, "chat": {"id": 9, "type": "private"}, "text": LINK}
    question = question_in(message(f"/compare {OTHER}", reply_to_message=replied), "compare", look_at_replied=True)
    assert question.text.index(LINK) < question.text.index(OTHER)


def test_a_forecast_looks_at_the_replied_message_only_when_its_own_is_empty() -> None:
    replied = {"message_id": 1, "date": 1, "chat": {"id": 9, "type": "private"}, "text": LINK}
    own = question_in(message(f"/predict {OTHER}", reply_to_message=replied), "predict", look_at_replied=True)
    assert LINK not in own.text
    theirs = question_in(message("/predict", reply_to_message=replied), "predict", look_at_replied=True)
    assert LINK in theirs.text


def test_who_asks_and_where() -> None:
    place = chat_of(message("x", group=True, message_thread_id=4, is_topic_message=True))
    assert (place.user, place.server, place.thread_id, place.locale) == ("telegram:9", "telegram:-5", 4, "de")
    assert chat_of(message("x")).is_private


def test_an_anonymous_administrator_is_the_group() -> None:
    stand_in = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    posted = message("x", group=True, **{"from": stand_in}, sender_chat={"id": -5, "type": "supergroup"})
    assert chat_of(posted).user == "telegram:-5"
    assert not is_by_a_bot(posted)
    assert is_by_a_bot(message("x", group=True, **{"from": {"id": 5, "is_bot": True, "first_name": "B"}}))
