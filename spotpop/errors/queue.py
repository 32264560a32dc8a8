"""Errors of the way from a front-end to a worker and back."""

from __future__ import annotations

from spotpop.errors.base import SpotpopError


class QueueError(SpotpopError):
    """The way from the front-end to a worker and back."""

    code = "queue"


class QueueUnavailable(QueueError):
    """Redis does not answer."""

    code = "queue-unavailable"
    sentence = "The queue cannot be reached at the moment, so the question was not taken."
    hint = "Please ask again in a minute."


class QueueUncertain(QueueUnavailable):
    """Redis did not confirm a question: it was most likely not taken, and is taken back if it was."""

    code = "queue-uncertain"
    sentence = "The queue did not confirm the question, so it was probably not taken."
    hint = "If no answer comes within a minute, please ask again."


class QueueFull(QueueError):
    """Too many questions wait already. Params: ``waiting``, ``eta_s``."""

    code = "queue-full"
    sentence = "{waiting} questions are waiting already, so this one was not taken."
    hint = "Please ask again in about {eta_s:.0f} s."


class NoRoom(QueueError):
    """The queue has no memory left for one more question."""

    code = "no-room"
    sentence = "There is no room for another question right now, so this one was not taken."
    hint = "Please ask again in a few minutes; a link or a smaller file takes less room."


class TooManyQuestions(QueueError):
    """The person or the server asked too often. Params: ``retry_after_s``."""

    code = "too-many-questions"
    sentence = "That is a lot of questions at once."
    hint = "Try again in {retry_after_s:.0f} s."


class DeadlineExceeded(QueueError):
    """Not answered in time."""

    code = "deadline-exceeded"
    sentence = "This took too long and was given up."
    hint = "Please ask again; a shorter file or a single track is quicker."


class UploadExpired(QueueError):
    """The uploaded bytes were gone before their turn came."""

    code = "upload-expired"
    sentence = "The uploaded file waited too long and was deleted before its turn came."
    hint = "Please send it again."


class JobFailed(QueueError):
    """The worker died on it more than once."""

    code = "job-failed"
    sentence = "This question could not be worked out, even after several tries."
    hint = "Try another file or link; if it happens again, tell the operator."


class QuestionLost(QueueError):
    """The queue came back without what it knew, and the question is not in it any more."""

    code = "question-lost"
    sentence = "The queue lost this question before it was answered."
    hint = "Please ask again."


class AnswerUnreadable(QueueError):
    """The answer was written by another version than the one that reads it."""

    code = "answer-unreadable"
    sentence = "The answer was written by another version and cannot be shown here."
    hint = "Please ask again in a few minutes."
