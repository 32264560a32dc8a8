"""What Telegram's refusals mean, by the phrases in them: its API has no codes for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.delivery import NeverSendable, NotSentYet
from bot.telegram.rate_limiter import seconds_of

_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message",
)
TOPIC_GONE = ("topic_closed", "topic closed", "topic_deleted", "message thread not found")
_UNCHANGED = "message is not modified"
FORBIDDEN_PICTURE = ("not enough rights", "chat_send_photos_forbidden", "chat_send_media_forbidden", "have no rights")
UNFIT_PICTURE = ("image_process_failed", "photo_invalid_dimensions", "photo_save_file_invalid", "too big")
_NOBODY = ("chat not found", "user is deactivated", "bot was kicked", "group chat was deactivated", "peer_id_invalid")


def is_gone(error: TelegramError) -> bool:
    """Say whether a message or its topic is no longer there."""
    return says(error, _GONE + TOPIC_GONE)


def says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    """Say whether one of the phrases stands in a refusal."""
    return any(phrase in error.message.lower() for phrase in phrases)


@contextmanager
def unless_unchanged() -> Iterator[None]:
    """Let an edit pass that would change nothing."""
    try:
        yield
    except BadRequest as error:
        if not says(error, (_UNCHANGED,)):
            raise


@contextmanager
def classified() -> Iterator[None]:
    """Distinguish what may be sent later from what never can.

    Raises
    ------
    NotSentYet, NeverSendable
    """
    try:
        yield
    except Forbidden as error:
        raise NeverSendable(error.message) from None
    except RetryAfter as error:
        raise NotSentYet("too many requests", retry_after_s=seconds_of(error)) from None
    except BadRequest as error:
        if says(error, _NOBODY):
            raise NeverSendable(error.message) from None
        raise
    except NetworkError as error:
        raise NotSentYet(type(error).__name__) from None
