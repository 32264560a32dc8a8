"""What a person can state of a song after its forecast, so that it is asked again: genre, release, words, section."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from bot import follow_up
from bot.button_state import ButtonState
from bot.conversation import Understood
from bot.messages.message import Button, Message
from bot.question_options import ButtonResult, QuestionOptions
from spotpop.audience import USUAL_STEP
from spotpop.model.genres import GENRES
from spotpop.wording import Words

OUT_FOR_DAYS: Final = (0, 30, 182, 365, 1826)
"""Since when a song is out, as one can tap it: today, a month, half a year, a year, five years."""

USUAL: Final = tuple(int(step * USUAL_STEP) for step in range(6))
"""Where the steps begin in which the popularity of the artist's other songs is stated; none usually passes 90."""

STARTS_S: Final = (0, 30, 60, 90, 120, 180)
"""Where the 30 s may begin."""


@dataclass(frozen=True, slots=True)
class SongDetails:
    """What a tap states.

    Attributes
    ----------
    options : dict
        As `worker.queue.options` reads them.
    instead_of : tuple of str
        Options stated before that this takes the place of, ``audience.…`` for a part of that one.
    start_s : float or None
        Where the 30 s begin.
    """

    options: dict[str, Any] = field(default_factory=dict)
    instead_of: tuple[str, ...] = ()
    start_s: float | None = None


def details_of(code: str, today: date) -> SongDetails | None:
    """Return what the state of a button says, ``topic-value``; None for anything else.

    Examples
    --------
    >>> details_of("genre-8", date(2026, 3, 1)).options, details_of("words-on", date(2026, 3, 1)).options
    ({'genre': 'folk'}, {'explicit': True})
    >>> details_of("out-30", date(2026, 3, 1)).options
    {'release_date': {'day': '2026-01-30', 'precision': 'day'}}
    """
    topic, _, value = code.partition("-")
    number = int(value) if value.isdecimal() and len(value) < 6 else None
    if topic == "genre" and number is not None and number < len(GENRES):
        return SongDetails({"genre": GENRES[number]})
    if topic == "words" and value in {"on", "off"}:
        return SongDetails({"explicit": value == "on"})
    if topic == "first" and value == "song":
        return SongDetails({"first_song": True}, instead_of=("audience.usual_popularity",))
    if topic == "usual" and number is not None and number < len(USUAL):
        return SongDetails(
            {"audience": {"usual_popularity": USUAL[number] + USUAL_STEP / 2}}, instead_of=("first_song",)
        )
    if topic == "out" and value == "no":
        return SongDetails({"released": False}, instead_of=("release_date",))
    if topic == "out" and number in OUT_FOR_DAYS:
        day = today - timedelta(days=number or 0)
        return SongDetails({"release_date": {"day": day.isoformat(), "precision": "day"}}, instead_of=("released",))
    if topic == "start" and number in STARTS_S:
        return SongDetails(start_s=float(number or 0))
    return None


def asks_again(state: str) -> bool:
    """Say whether a button of this state asks again, or only leads to what can be stated.

    Examples
    --------
    >>> asks_again("job.genre-3"), asks_again("job.genre"), asks_again("a-job")
    (True, False, False)
    """
    return "-" in state.partition(".")[2]


def topics(words: Words, state: str, *, has_file: bool) -> Message:
    """Return what can be stated, a button each, the audience too.

    Parameters
    ----------
    has_file : bool
        The song came as a file: then the section that is listened to can be chosen.
    """
    names = ("genre", "out", "words-on", "words-off", "usual", "first-song", *(("start",) if has_file else ()))
    audience = Button(action="audience", state=state, label=words.plain("button-audience"))
    buttons = (audience, *(_button(state, name, words.plain(f"details-{name}")) for name in names))
    return Message(lead=words.text("details-ask"), buttons=buttons, private=True)


def choices(topic: str, words: Words, state: str) -> Message | None:
    """Return what can be stated of one topic, a button each; None for anything else."""
    if topic == "genre":
        keys = [f"web-genre-{one.replace('&', '-and-')}" for one in GENRES]
        labels = [(f"genre-{at}", words.plain(key)) for at, key in enumerate(keys)]
    elif topic == "out":
        labels = [(f"out-{one}", words.plain(f"details-out-{one}")) for one in ("no", *OUT_FOR_DAYS)]
    elif topic == "usual":
        labels = [(f"usual-{at}", f"{low} – {low + USUAL_STEP:.0f}") for at, low in enumerate(USUAL)]
    elif topic == "start":
        labels = [(f"start-{one}", f"{one // 60}:{one % 60:02d}") for one in STARTS_S]
    else:
        return None
    buttons = tuple(_button(state, code, label) for code, label in labels)
    return Message(lead=words.text(f"details-{topic}-ask"), buttons=buttons, private=True)


def step(known: ButtonState, state: str, code: str, words: Words) -> ButtonResult | tuple[Understood, QuestionOptions]:
    """Return where a tap leads: to what can be stated, or to the question asked again with what was stated."""
    if not code:
        return ButtonResult(reply=topics(words, state, has_file=known.file is not None))
    if (page := choices(code, words, state)) is not None:
        return ButtonResult(edit=page)
    details, question = details_of(code, datetime.now(UTC).date()), follow_up.again(known)
    if details is None:
        return ButtonResult(notice=words.plain("button-unknown"))
    if question is None:
        return ButtonResult(notice=words.plain("audience-file-gone"))
    kept = {name: value for name, value in known.options.items() if name not in details.instead_of}
    audience = {**kept.pop("audience", {}), **details.options.get("audience", {})}
    audience = {name: value for name, value in audience.items() if f"audience.{name}" not in details.instead_of}
    if audience:
        kept["audience"] = audience
    stated_now = {name: value for name, value in details.options.items() if name != "audience"}
    start_s = known.start_s if details.start_s is None else details.start_s
    return question, QuestionOptions(start_s=start_s, options={**kept, **stated_now})


def _button(state: str, code: str, label: str) -> Button:
    return Button(action="details", state=f"{state}.{code}", label=label)
