"""From a form to what the one flow is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.commands import options_of
from bot.conversation import Understood, holds_something
from bot.question_options import QuestionOptions
from bot.web.uploads import Form
from spotpop.audience import RUNG_NAMES
from spotpop.model.genres import GENRES

LONGEST_START_S: Final = 86_400.0
HIGHEST_POPULARITY: Final = 100.0


def question_of(form: Form, name: str) -> Understood:
    """Return what was asked: a link, a file or a song's name, and perhaps a second one to compare it with.

    Parameters
    ----------
    name : str
        Under which the platform finds the form again.
    """
    first = _side(form, name, "link", "file")
    second = _side(form, name, "other_link", "other_file")
    if not second.text and not second.files:
        return first if holds_something(first) else replace(first, song=first.text)
    return replace(first, intent="compare", second=second)


def _side(form: Form, name: str, link: str, file: str) -> Understood:
    if file in form.files:
        return Understood(files=(replace(form.files[file][0], handle=f"{name}/{file}"),))
    return Understood(text=form.fields.get(link, "").strip())


def options_from(fields: Mapping[str, str]) -> QuestionOptions:
    """Return what a visitor stated about the song; what is no choice is left out."""
    values: dict[str, Any] = {}
    if fields.get("audience") in RUNG_NAMES:
        values["audience"] = fields["audience"]
    if fields.get("genre") in GENRES:
        values["genre"] = fields["genre"]
    if fields.get("band") == "full":
        values["band"] = "full"
    if fields.get("explicit") in {"yes", "no"}:
        values["explicit"] = fields["explicit"] == "yes"
    if (usual := _number(fields.get("usual", ""))) is not None and usual <= HIGHEST_POPULARITY:
        values["usual"] = usual
    if fields.get("first_song") == "yes":
        values["first_song"] = True
    return options_of({**values, "release_date": fields.get("released", ""), "start": _start(fields.get("start", ""))})


def _number(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdecimal() else None


def _start(text: str) -> float | None:
    """Return where the section begins, given as seconds or as minutes and seconds; None for anything else."""
    minutes, _, seconds = text.strip().replace(",", ".").rpartition(":")
    try:
        found = float(seconds or 0) + 60 * float(minutes or 0)
    except ValueError:
        return None
    return found if text.strip() and 0 <= found <= LONGEST_START_S else None
