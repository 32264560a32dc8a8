"""What Telegram refuses is tried again, given up, or let pass, by the words of its own refusals."""

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.delivery import NeverSendable, NotSentYet
from bot.telegram.refusals import FORBIDDEN_PICTURE, TOPIC_GONE, classified, is_gone, says, unless_unchanged


@pytest.mark.parametrize(
    ("error", "becomes"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), NeverSendable),
        (BadRequest("Chat not found"), NeverSendable),
        (BadRequest("PEER_ID_INVALID"), NeverSendable),
        (NetworkError("httpx.ReadError"), NotSentYet),
        (TimedOut(), NotSentYet),
        (RetryAfter(7), NotSentYet),
        (BadRequest("Can't parse entities"), BadRequest),
        (ValueError("a bug of ours"), ValueError),
    ],
)
def test_each_refusal_means_what_it_says(error, becomes):
    with pytest.raises(becomes), classified():
        raise error


def test_how_long_to_wait_is_kept():
    with pytest.raises(NotSentYet) as caught, classified():
        raise RetryAfter(7)
    assert caught.value.retry_after_s == 7


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("Message to edit not found", True),
        ("Bad Request: MESSAGE_ID_INVALID", True),
        ("TOPIC_CLOSED", True),
        ("Bad Request: message thread not found", True),
        ("Message is not modified: specified new message content is the same", False),
        ("not enough rights to send photos to the chat", False),
    ],
)
def test_a_message_or_its_topic_is_gone(said, gone):
    assert is_gone(BadRequest(said)) is gone


def test_phrases_are_found_in_any_case():
    assert says(BadRequest("Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN"), FORBIDDEN_PICTURE)
    assert not says(BadRequest("Topic_Closed by an administrator"), FORBIDDEN_PICTURE)
    assert says(BadRequest("Topic_Closed by an administrator"), TOPIC_GONE)


def test_an_edit_that_changes_nothing_passes_and_no_other():
    with unless_unchanged():
        raise BadRequest("Message is not modified: the same")
    with pytest.raises(BadRequest), unless_unchanged():
        raise BadRequest("Message can't be edited")
