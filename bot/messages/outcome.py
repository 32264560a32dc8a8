"""What became of a question as the message that says so: an answer, progress, a refusal, what was left out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import LeftOut, WrongIntent
from bot.messages import notices, offers, tables
from bot.messages import progress as progress_messages
from bot.messages import track as track_messages
from bot.messages.message import Block, Button, Message
from spotpop.errors import SpotpopError
from spotpop.text import Trusted, plain
from spotpop.wording import Words
from worker.queue.protocol import JobProgress, Outcome


def answer_to(
    outcome: Outcome,
    words: Words,
    *,
    picture: bytes | None,
    beside: bool = True,
    private: bool = False,
    listing_limit: int = tables.LISTING_LIMIT,
    file_gone: bool = False,
    docs_url: str = "",
) -> Message:
    """Return the message that answers a job, with its buttons; the job's id is the state behind them.

    Parameters
    ----------
    beside : bool
        The picture is seen beside the words: on chats, where one screen of a phone has to hold both.
    file_gone : bool
        An upload cannot be fetched again, so that its audience is given with the next one.
    docs_url : str
        Where the documentation stands, which figures then link to; empty for none.
    """
    if outcome.failure is not None:
        error = outcome.failure.error()
        message = notices.failure(error, words, private=private)
        return notices.with_choices(message, error, state=outcome.job_id)
    if outcome.listing is not None:
        message = tables.listing(
            outcome.listing,
            words,
            picture=picture,
            beside=beside,
            limit=listing_limit,
            state=outcome.job_id,
            docs_url=docs_url,
        )
    elif outcome.comparison is not None:
        message = tables.comparison(outcome.read_comparison(), words, picture=picture, beside=beside, docs_url=docs_url)
    else:
        report = outcome.read_report()
        message = track_messages.answer(report, words, picture=picture, docs_url=docs_url)
        message = offers.with_buttons(message, words, state=outcome.job_id, private=private)
        return offers.with_audiences(
            message, report, words, state=outcome.job_id, file_gone=file_gone and outcome.kind == "upload"
        )
    return offers.with_buttons(message, words, state=outcome.job_id, private=private, details=False)


def progress_of(progress: JobProgress, words: Words, *, can_cancel: bool = False) -> Message:
    """Return how far a job has come, with a button to end it where that is offered."""
    message = progress_messages.progress(
        words,
        stage=progress.stage if progress.state == "running" else None,
        position=None if progress.position is None else max(0, progress.position - 1),
        eta_s=progress.eta_s,
        done=progress.done,
        total=progress.total,
    )
    if not can_cancel:
        return message
    return replace(
        message, buttons=(Button(action="cancel", state=progress.job_id, label=words.plain("button-cancel")),)
    )


def refusal(error: SpotpopError | WrongIntent, words: Words, *, private: bool = False) -> Message:
    """Return why a question was not even taken, and what to do instead."""
    if isinstance(error, WrongIntent):
        return replace(notices.word(error.key, words, private=private), code=error.key)
    return notices.failure(error, words, private=private)


def left_out_note(left: Sequence[LeftOut], words: Words, *, private: bool = False) -> Message:
    """Return which of the things that were given are not answered, and why."""
    lines = []
    for one in left:
        reason = plain(refusal(one.why, words).lead) if one.why is not None else words.plain("left-out-too-many")
        lines.append(words.text("left-out-row", name=one.name, reason=Trusted(reason)))
    return Message(lead=words.text("left-out", count=len(left)), sections=(Block(lines=tuple(lines)),), private=private)
