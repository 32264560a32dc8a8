"""How far a question has come, as a message. Pure."""

from __future__ import annotations

import math

from bot.messages.message import Block, Message
from spotpop.stage_names import STAGES
from spotpop.text import Text
from spotpop.wording import Words


def progress(
    words: Words,
    *,
    stage: str | None = None,
    position: int | None = None,
    eta_s: float | None = None,
    done: int | None = None,
    total: int | None = None,
) -> Message:
    """Return how far a question has come.

    Parameters
    ----------
    stage : str or None
        The pipeline's stage when it is running; None while it waits.
    position : int or None
        How many questions are before it, while it waits.
    eta_s : float or None
        Seconds that are still expected.
    done, total : int or None
        Tracks of an album.
    """
    lines = []
    if total:
        lines.append(words.text("progress-done", done=done or 0, total=total))
    if stage is not None:
        key = f"stage-{stage}"
        lines.append(words.text(key if words.has(key) else "stage-other"))
    elif position is not None:
        lines.append(words.text("progress-queued", position=position))
    if eta_s is not None and eta_s >= 3:
        lines.append(_eta(eta_s, words))
    first, *rest = lines or [words.text("progress-taken")]
    sections = (Block(lines=tuple(rest)),) if rest else ()
    return Message(lead=first, sections=sections, share=_share(stage, done, total), tone="progress")


def _share(stage: str | None, done: int | None, total: int | None) -> float | None:
    if total:
        return round((done or 0) / total, 3)
    return round((STAGES.index(stage) + 1) / (len(STAGES) + 1), 3) if stage in STAGES else None


def _eta(eta_s: float, words: Words) -> Text:
    if eta_s < 90:
        return words.text("progress-eta", seconds=math.ceil(eta_s / 5) * 5)
    return words.text("progress-eta-minutes", minutes=round(eta_s / 60))
