"""What follows an answer: the question that a button makes of what is remembered. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from bot.button_state import ButtonState
from bot.conversation import Ask, File, Understood, WrongIntent
from bot.messages.offers import LAST_AUDIENCE
from spotpop.wording.failures import choices_of

SONG: Final = "song"
"""Where a question's reply data say which kept version is out now."""
OVERHEARD: Final = "overheard"
"""Where a question's reply data say which part it is of a message that nobody put to the bot."""
REFERENCE: Final = "reference"
"""Where a question's reply data say in which set of references its song is to be kept."""


def pointer_to(ask: Ask) -> dict[str, Any]:
    """Return where the platform has the one file of a question, for the buttons under its answer."""
    file = ask.inputs[0] if ask.kind == "upload" else None
    return {"file": asdict(file)} if isinstance(file, File) else {}


def reply_data(
    ask: Ask, address: Mapping[str, Any], song: str | None, keep_as: str | None, last_audience: str | None
) -> dict[str, Any]:
    """Return what travels to the answer of a question: where it goes, and what is done with it there.

    Parameters
    ----------
    song : str or None
        The kept version that this is the release of.
    keep_as : str or None
        The set of references that it is kept in.
    last_audience : str or None
        The audience that its person stated last, to be offered again.
    """
    kept = {SONG: song, REFERENCE: keep_as, LAST_AUDIENCE: last_audience}
    return {**pointer_to(ask), **address, **{name: value for name, value in kept.items() if value is not None}}


def again(known: ButtonState) -> Understood | None:
    """Return the question that was answered, to be asked again; None where its file is not to be found."""
    if known.reference is not None:
        return Understood(text=known.reference.url)
    return None if known.file is None else Understood(files=(known.file,))


def chosen(known: ButtonState, place: int) -> Understood | None:
    """Return the question that a choice makes of an earlier one; None if that is not known any more."""
    error = known.outcome.failure.error() if known.outcome.failure else None
    choices = choices_of(error) if error else ()
    if error is None or place >= len(choices):
        return None
    chosen = choices[place].reference
    if len(known.inputs) != 2:
        return Understood(text=chosen.url)
    pair = list(known.inputs)
    pair[min(1, int(error.params.get("side", 0)))] = chosen
    first, second = pair
    if first is None or second is None:  # the other one was an upload, which is deleted by now
        return Understood(text=chosen.url)
    return Understood(intent="compare", text=first.url, second=Understood(text=second.url))


def comparison_question(known: ButtonState | None, second: Understood) -> Understood:
    """Return the question: the remembered link and the new input, or two new files for an upload that is deleted."""
    if known is None:
        raise WrongIntent("button-unknown")
    first = "" if known.reference is None else known.reference.url
    if known.reference is None and len(second.files) + bool(second.text.strip()) < 2:
        raise WrongIntent("compare-upload-again")
    return Understood(intent="compare", text=first, second=second)
