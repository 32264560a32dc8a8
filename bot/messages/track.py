"""A report becomes the message that answers a question; so do errors and progress. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.messages.advice import is_grouped
from bot.messages.links import linked
from bot.messages.message import Action, Block, Button, Message, Picture
from spotpop.audience import RUNG_NAMES
from spotpop.errors import SpotpopError, UnexpectedError
from spotpop.links.choices import Choice, decode_choices
from spotpop.report import Reason, Report
from spotpop.text import Span, Text, Trusted, sanitise
from spotpop.track import Track
from spotpop.wording import Link, Words
from spotpop.wording.expectation import reason_said, sound_alone, strongest, worth_in_short
from spotpop.wording.matching import differences_told, match_said, source_name
from spotpop.wording.values import DOUBTS, name_of, value_of_reason

SMALLEST_POINTS = 0.5
"""Reasons below this many points are left to the button “Why?”."""

TOP_REASONS = 2

MOST_DOUBTS = 1
"""What makes a forecast doubtful, beside it; all stand behind the button “Why?”."""

ANSWER_ACTIONS: tuple[Action, ...] = ("why", "sure", "compare", "tell", "publish", "delete")
"""Buttons under an answer, in their order."""

_SAFE_NAME = re.compile(r"[^A-Za-z0-9]+")

STAGES: Final = ("resolve", "identify", "preview", "decode", "features", "model", "picture")
"""Of the pipeline, in their order."""

_OWN_KINDS = frozenset({"track", "album", "playlist", "artist", "episode", "show", "short"})


def answer(
    report: Report, words: Words, *, picture: bytes | None = None, private: bool = False, docs_url: str = ""
) -> Message:
    """Return the answer to one question about one track, without buttons (see `with_buttons`).

    It fits one screen of a phone together with its picture: score, range, doubts and two reasons. All else stands in
    the picture and behind the button “Why?” (`bot.messages.why`).

    Parameters
    ----------
    docs_url : str
        Where the documentation stands: the score then links to what explains it. Empty for no link.
    """
    track = report.track
    if report.score is None or report.interval is None:
        return _cannot_tell(report, words, picture=picture, private=private)
    return Message(
        title=titled(track, words),
        url=track.url,
        lead=_lead(report, words, docs_url),
        sections=tuple(_sections(report, words)),
        picture=picture_of(report, words, picture),
        score=report.score,
        tone="answer",
        private=private,
    )


def _figures(report: Report, words: Words) -> dict[str, Trusted]:
    assert report.score is not None
    assert report.interval is not None
    low, high = whole(report.interval.low, words), whole(report.interval.high, words)
    return {"score": whole(report.score, words), "low": low, "high": high}


def picture_of(report: Report, words: Words, data: bytes | None, *, entire: bool = False) -> Picture | None:
    """Return the picture of a report, if there is one; `entire` where more of it is wanted than fits beside words."""
    if not data:
        return None
    title = report.track.title
    if report.score is None or report.interval is None:
        alt = words.plain("answer-alt-cannot-tell", title=title)
    else:
        alt = words.plain("answer-alt", title=title, **_figures(report, words))
    found = shown(data, file_name(title, "png"), alt)
    return replace(found, whole=entire) if found else None


def _lead(report: Report, words: Words, docs_url: str) -> Text:
    """Return score and range; before them, where nothing but the sound is known, what that can tell."""
    lead = linked(words.text("answer-lead", **_figures(report, words)), docs_url, "ladder")
    alone = sound_alone(report, words)
    return (*alone, Span("\n"), *lead) if alone else lead


def doubts(report: Report, words: Words) -> tuple[Text, ...]:
    """Return what makes a forecast doubtful, gravest first."""
    ranked = sorted(report.warnings, key=lambda code: DOUBTS.index(code) if code in DOUBTS else len(DOUBTS))
    return tuple(_warning(code, words) for code in ranked)


def _cannot_tell(report: Report, words: Words, *, picture: bytes | None, private: bool) -> Message:
    """Return the answer about what is no music: why there is no number, and what was listened to."""
    warnings = doubts(report, words)
    sections = [Block(lines=warnings)] if warnings else []
    return Message(
        title=titled(report.track, words),
        url=report.track.url,
        lead=words.text("answer-cannot-tell"),
        sections=(*sections, Block(heading=words.text("answer-listened"), lines=(match_said(report, words),))),
        footer=words.text("answer-footer"),
        picture=picture_of(report, words, picture),
        tone="answer",
        private=private,
    )


def with_buttons(message: Message, words: Words, *, state: str, private: bool, details: bool = True) -> Message:
    """Return the answer with its buttons.

    Parameters
    ----------
    state : str
        Id under which what the buttons need is remembered (`bot.button_state`).
    private : bool
        Whether it can be made public.
    details : bool
        Whether there is a “why” and something to compare with: not for lists and comparisons.
    """
    more = {"why", "compare", *({"sure", "tell"} if message.score is not None else ())} if details else set()
    fitting = {"delete"} | more | ({"publish"} if private else set())
    actions = [action for action in ANSWER_ACTIONS if action in fitting]
    buttons = tuple(Button(action=one, state=state, label=words.plain(f"button-{one}")) for one in actions)
    return replace(message, buttons=(*message.buttons, *buttons), private=private)


def with_audiences(message: Message, report: Report, words: Words, *, state: str, file_gone: bool = False) -> Message:
    """Return the answer with a button that leads to the six audiences, before what else can be told.

    Of a file that cannot be fetched again it is only said how to tell it.
    """
    if not report.ladder:
        return message
    if file_gone:
        told = (Block(lines=(words.text("audience-next-time"),)),) if report.audience == "mixture" else ()
        return replace(message, sections=(*message.sections, *told))
    asking = Button(action="audience", state=state, label=words.plain("button-audience"))
    at = next((at for at, one in enumerate(message.buttons) if one.action == "tell"), len(message.buttons))
    return replace(message, buttons=(*message.buttons[:at], asking, *message.buttons[at:]))


def with_version(message: Message, before: str, words: Words, *, state: str) -> Message:
    """Return the answer with an offer to compare it with an earlier version of the song, before anything else.

    Parameters
    ----------
    before : str
        What that one is called. Untrusted text.
    """
    offer = Button(action="versus", state=state, label=words.plain("button-versus"))
    line = words.text("version-known", title=named(before, words))
    *others, last = message.sections or (Block(),)
    kept = [one for one in message.buttons if one.action != "compare"]
    at = next((at for at, one in enumerate(message.buttons) if one.action == "compare"), len(kept))
    return replace(
        message,
        sections=(*others, replace(last, lines=(*last.lines, line))),
        buttons=(*kept[:at], offer, *kept[at:]),
    )


def audience_question(words: Words, *, state: str) -> Message:
    """Return the question how many listen to the artist, with a button for each answer."""
    buttons = tuple(
        Button(action="audience", state=f"{state}.{name}", label=words.plain(f"rung-short-{name}"))
        for name in RUNG_NAMES
    )
    return Message(lead=words.text("audience-ask"), buttons=buttons, private=True)


LAST_AUDIENCE: Final = "last_audience"
"""Where a question's reply data name the rung that its person told last."""


def offered_again(message: Message, rung: str | None, words: Words) -> Message:
    """Return the message with the audience that a person told last in one tap; the others are behind “Tell more”."""
    at = next((at for at, one in enumerate(message.buttons) if one.action == "audience" and "." not in one.state), None)
    if at is None or rung not in RUNG_NAMES:
        return message
    audience = Trusted(words.plain(f"rung-short-{rung}"))
    again = replace(
        message.buttons[at],
        state=f"{message.buttons[at].state}.{rung}",
        label=words.plain("button-audience-again", audience=audience),
    )
    return replace(message, buttons=(*message.buttons[:at], again, *message.buttons[at + 1 :]))


def failure(error: SpotpopError, words: Words, *, private: bool = False) -> Message:
    """Return what happened and what to do next, in the person's language."""
    if not words.has(f"error-{error.code}"):
        error = UnexpectedError()
    values = {
        name: Trusted(value) if value in _OWN_KINDS else _named(value, words) for name, value in error.params.items()
    }
    return Message(
        lead=words.text(f"error-{error.code}", **values),
        sections=(Block(lines=(words.text(f"hint-{error.code}", **values), *_choices(error, words))),),
        tone="trouble",
        private=private,
        code=error.code,
    )


def not_answered(words: Words, *, state: str) -> Message:
    """Return what everybody sees of a failure where nobody asked: one short line; why is told to who wants to know."""
    why = Button(action="why", state=state, label=words.plain("button-why"))
    return Message(lead=words.text("not-answered"), buttons=(why,), tone="trouble")


def with_choices(message: Message, error: SpotpopError, *, state: str) -> Message:
    """Return a failure with a button for each recording that may be meant; unchanged where there is none.

    Parameters
    ----------
    state : str
        Id under which the question is remembered (`bot.button_state`).
    """
    buttons = tuple(
        Button(action="choose", state=f"{state}.{place}", label=f"{place + 1}. {sanitise(choice.label)}")
        for place, choice in enumerate(choices_of(error))
    )
    return replace(message, buttons=(*message.buttons, *buttons))


def choices_of(error: SpotpopError) -> tuple[Choice, ...]:
    """Return the recordings that may be meant, most likely first."""
    return decode_choices(str(error.params.get("choices", "[]")))


def _choices(error: SpotpopError, words: Words) -> list[Text]:
    """Return the recordings that may be meant, each a link that can be asked for, and what differs."""
    lines = []
    for number, choice in enumerate(choices_of(error), 1):
        told = differences_told(choice.differences, words)
        recording = Link(choice.label, choice.reference.url)
        key = "recording-choice-differs" if told else "recording-choice"
        lines.append(words.text(key, number=number, recording=recording, **({"differs": told} if told else {})))
    return lines


def word(key: str, words: Words, *, private: bool = False, **values: str | int | float | Link) -> Message:
    """Return a message of one catalogue entry."""
    return Message(lead=words.text(key, **values), private=private)


def refused(key: str, words: Words) -> Message:
    """Return why something is not done, for the person alone."""
    return replace(word(key, words, private=True), tone="trouble")


def sentence(text: str) -> Message:
    """Return a sentence that is worded already, for the person alone."""
    return Message(lead=(Span(text),), private=True)


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


def _named(value: str | int | float, words: Words) -> str | int | float:
    """Return a source's key as its name; anything else as it is."""
    return source_name(value, words) if isinstance(value, str) else value


def titled(track: Track, words: Words) -> Text:
    """Return title and artists in one line; a title of which nothing would be seen is named so."""
    title = named(track.title, words)
    if sanitise(track.artist_line).strip("\u200c\u200d"):
        return words.text("answer-title", title=title, artist=track.artist_line)
    return words.text("answer-title-upload", title=title)


def named(title: str, words: Words) -> str:
    """Return a title; where nothing of it would be seen, that there is none."""
    return title if sanitise(title).strip("\u200c\u200d") else Trusted(words.plain("untitled"))


def whole(value: float, words: Words) -> Trusted:
    """Return a score in whole points: more digits would lie about how sure it is."""
    return words.number(value, 0)


def points(value: float, words: Words) -> Trusted:
    """Return signed points with one digit."""
    return words.number(value, 1, signed=True)


def _sections(report: Report, words: Words) -> Iterable[Block]:
    is_match_told = report.preview.how not in {"upload", "id", "isrc"} or bool(report.preview.differences)
    is_match_unsure = is_match_told and "match-unsure" in report.warnings
    doubtful = () if is_match_unsure else doubts(report, words)[:MOST_DOUBTS]
    first = (*doubtful, *([match_said(report, words, short=True)] if is_match_told else []))
    beside = len(first) + bool(first and sound_alone(report, words))
    yield Block(lines=(*first, *_strongest(report, words, beside=beside)))


def _strongest(report: Report, words: Words, *, beside: int) -> Iterable[Text]:
    """Return the two reasons that say most, or that there is none.

    Parameters
    ----------
    beside : int
        Lines of doubt: one takes the place of what a change would be worth, a second that of a reason as well.
    """
    most = TOP_REASONS - max(0, beside - 1)
    if is_grouped(report):
        told = strongest(report, most)
        changes = {one.name: one for one in reversed(report.what_ifs) if one.step}
        for one in told:
            yield reason_said(one, words)
            # Artists' tracks differ by far more than a change of this one is worth: both are said together.
            if not beside and one.name in changes:
                yield (Span(worth_in_short(changes.pop(one.name), words)),)
                changes.clear()
        if not told:
            yield words.text("reason-no-lever")
        return
    known = [one for one in report.reasons if not (one.name == "age" and not report.track.released)]
    ranked = sorted(known, key=lambda one: -abs(one.points))[:most]
    lines = [reason_line(one, report, words) for one in ranked if abs(one.points) >= SMALLEST_POINTS]
    yield from lines or [words.text("answer-no-reasons")]


def share_below(percentile: float, words: Words) -> Trusted:
    """Return a place among tracks in per cent: nobody is above all of them."""
    return whole(min(99.0, max(1.0, percentile)), words)


def placed(report: Report, words: Words) -> Iterable[Text]:
    """Return where the score stands among tracks, and what would be guessed without listening."""
    yield words.text(
        "answer-percentile",
        percentile=share_below(report.percentile or 0.0, words),
        count=report.model.reference_size,
    )
    if not report.ladder:  # the ladder behind the button tells better what to expect without the sound
        yield words.text(
            "answer-baseline",
            baseline=whole(report.baseline, words),
            low=whole(report.baseline_interval.low, words),
            high=whole(report.baseline_interval.high, words),
        )
    if report.track.popularity is not None:
        yield words.text("answer-spotify-popularity", popularity=report.track.popularity)


def _warning(code: str, words: Words) -> Text:
    key = f"warning-{code}"
    return words.text(key) if words.has(key) else words.text("warning-other", code=code)


def reason_line(reason: Reason, report: Report, words: Words, *, with_value: bool = True) -> Text:
    """Return one reason: signed points, what has the effect, and its value."""
    value = value_of_reason(reason, report, words) if with_value else None
    common = {"points": points(reason.points, words), "name": name_of(reason.name, words)}
    if value is None:
        return words.text("answer-reason-bare", **common)
    return words.text("answer-reason", value=value, **common)


def shown(data: bytes | None, name: str, alt: str) -> Picture | None:
    """Return the picture, if there is one."""
    return Picture(data=data, name=name, alt=alt[:1000]) if data else None


def file_name(title: str, suffix: str) -> str:
    """Return a safe ASCII file name made from a title."""
    stem = _SAFE_NAME.sub("-", title).strip("-").lower()[:40]
    return f"spotpop-{stem}.{suffix}" if stem else f"spotpop.{suffix}"
