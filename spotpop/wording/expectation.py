"""What to expect and what could be changed, in words: ladder, reasons in groups, what-ifs. Pure; all front-ends use it.

A reason is stated as a lever only if it can be changed and its sign holds under the error of listening; context is
stated as what such tracks do; and what is too close to call is named, once, without a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from spotpop.report import Comparison, LadderRung, Reason, Report, WhatIf
from spotpop.text import Text, Trusted
from spotpop.wording import Words

LEAST_POINTS: Final = 0.5
"""Effects below half a point would be shown as 0."""

ARROW: Final = "→"
"""Stands in the text of a comparison's reason between two values that differ in words."""

Block = tuple[Text, tuple[Text, ...]]


def expectation_lines(report: Report, words: Words) -> tuple[Text, ...]:
    """Return what the forecast is for, the chances that people plan with, and what the sound has to do with it."""
    if report.score is None:
        return ()
    lines = [alone] if (alone := sound_alone(report, words)) else []
    if report.audience == "mixture":
        lines.append(words.text("expect-mixture"))
    elif report.audience is not None:
        lines.append(words.text("expect-own", score=words.number(report.score)))
    if report.chances:
        chances = {f"chance{round(one.popularity)}": words.number(one.probability * 100) for one in report.chances}
        if {"chance20", "chance30"} <= chances.keys():
            lines.append(words.text("expect-chances", **chances))
    sound = [one.points for one in report.reasons if one.kind == "sound"]
    if sound and report.audience is not None:
        moved = round(sum(sound))
        key = "expect-sound-little" if moved == 0 else "expect-sound"
        values = {} if moved == 0 else {"points": words.number(moved, signed=True)}
        lines.append(words.text(key, **values))
    return tuple(lines)


def is_only_sound(report: Report) -> bool:
    """Whether nothing is known but the sound: an upload of which nobody stated audience, genre, release or lyrics."""
    known = any(one.kind == "context" and one.name in {"explicit", "genre", "followers"} for one in report.reasons)
    return report.audience == "mixture" and report.track.id is None and not report.track.released and not known


def sound_alone(report: Report, words: Words) -> Text:
    """Return what sound alone can say, where nothing else is known; else nothing."""
    if report.score is None or report.model.unseen_pairs is None or not is_only_sound(report):
        return ()
    return words.text("expect-sound-alone", pairs=words.number(report.model.unseen_pairs * 100))


def strongest(report: Report, most: int) -> tuple[Reason, ...]:
    """Return the reasons that come first in a short answer: what can be changed, then the rest of the sound."""
    known = [one for one in report.reasons if _group(one) in {"change", "song"} and abs(one.points) >= LEAST_POINTS]
    return tuple(sorted(known, key=lambda one: (_group(one) != "change", -abs(one.points)))[:most])


def reason_said(reason: Reason, words: Words) -> Text:
    """Return one reason as a sentence."""
    points = whole_points(reason)
    side = "higher" if points > 0 else "lower"
    return words.text(f"reason-{side}", name=name_of(reason.name, words), points=abs(points))


def ladder_lines(report: Report, words: Words) -> tuple[Text, ...]:
    """Return the forecast for each size of audience, one's own marked, and what limits it."""
    return (*(_rung_line(rung, words) for rung in report.ladder), *ladder_notes(report, words))


def ladder_notes(report: Report, words: Words) -> tuple[Text, ...]:
    """Return what has to be said of a ladder besides its figures."""
    notes = []
    if any(rung.listed_only for rung in report.ladder):
        notes.append(words.text("ladder-lowest"))
    if not ladder_rises(report.ladder):
        notes.append(words.text("ladder-falls"))
    return tuple(notes)


def ladder_notes_in_short(report: Report, words: Words) -> tuple[str, ...]:
    """Return the same in few words, for a picture."""
    notes = []
    if any(rung.listed_only for rung in report.ladder):
        notes.append(words.plain("picture-ladder-lowest"))
    if not ladder_rises(report.ladder):
        notes.append(words.plain("picture-ladder-falls"))
    return tuple(notes)


def ladder_rises(ladder: Sequence[LadderRung]) -> bool:
    """Whether each rung's score, as it is shown, is at least that of the rung below."""
    scores = [round(rung.score) for rung in ladder]
    return all(low <= high for low, high in pairwise(scores))


def _rung_line(rung: LadderRung, words: Words) -> Text:
    key = f"rung-{rung.name}"
    chances = {round(one.popularity): one.probability for one in rung.chances}
    return words.text(
        "ladder-own" if rung.chosen else "ladder-line",
        rung=Trusted(words.plain(key)) if words.has(key) else rung.name,
        score=words.number(rung.score),
        low=words.number(rung.interval.low),
        high=words.number(rung.interval.high),
        chance20=words.number(chances.get(20, 0.0) * 100),
        chance30=words.number(chances.get(30, 0.0) * 100),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonGroupWords:
    """Reasons of which the same can be done, as a picture shows them.

    Attributes
    ----------
    group : {"change", "song", "unsure", "context"}
        As in `spotpop.report.Reason`.
    heading : str
        What can be done about them.
    rows : tuple of (str, int)
        What has an effect, and its points, as whole as they are stated.
    sentence : str
        Stands in the place of rows.
    """

    group: str
    heading: str
    rows: tuple[tuple[str, int], ...] = ()
    sentence: str = ""


def reason_groups(report: Report, words: Words) -> tuple[ReasonGroupWords, ...]:
    """Return the reasons in groups, without those that have nothing to say."""
    if report.score is None:
        return ()
    known = [one for one in report.reasons if not (one.name == "age" and not report.track.released)]
    groups = []
    for group in ("change", "song", "unsure", "context"):
        members = [one for one in known if _group(one) == group and abs(one.points) >= LEAST_POINTS]
        rows, sentence = tuple((name_of(one.name, words), whole_points(one)) for one in members), ""
        if group == "unsure" and rows:
            rows, sentence = (), listed([plain_name(one.name, words) for one in members])
        elif group == "change" and not rows:
            sentence = words.plain("reason-no-lever")
        if rows or sentence:
            heading = words.plain(f"reason-group-{group}")
            groups.append(ReasonGroupWords(group=group, heading=heading, rows=rows, sentence=sentence))
    return tuple(groups)


def reason_blocks(report: Report, words: Words) -> tuple[Block, ...]:
    """Return the reasons in groups: can be changed, would be another song, too unsure, and what is not the sound."""
    return tuple(
        (words.text(f"reason-group-{one.group}"), tuple(_lines_of(one, words))) for one in reason_groups(report, words)
    )


def _lines_of(group: ReasonGroupWords, words: Words) -> list[Text]:
    if group.group == "unsure":
        return [words.text("reason-unsure", names=Trusted(group.sentence))]
    if group.sentence:
        return [words.text("reason-no-lever")]
    return [
        words.text(f"reason-{'higher' if points > 0 else 'lower'}", name=Trusted(name), points=abs(points))
        for name, points in group.rows
    ]


def whole_points(reason: Reason) -> int:
    """Return an effect in whole points; what is stated at all is stated as one at least."""
    size = round(abs(reason.points)) or 1
    return size if reason.points > 0 else -size


def _group(reason: Reason) -> str:
    if reason.group is not None:
        return reason.group
    return "context" if reason.kind == "context" else "song"


def name_of(name: str, words: Words) -> Trusted:
    """Return what people call a descriptor or a piece of context, as the beginning of a line."""
    text = plain_name(name, words)
    return Trusted(text[:1].upper() + text[1:])


def plain_name(name: str, words: Words) -> str:
    """Return what people call a descriptor or a piece of context, as within a sentence."""
    key = f"name-{name}"
    return words.plain(key) if words.has(key) else name.replace("_", " ")


def listed(names: Sequence[str]) -> Trusted:
    """Return names in one line, as the beginning of a sentence."""
    text = ", ".join(names)
    return Trusted(text[:1].upper() + text[1:])


def what_if_lines(report: Report, words: Words) -> tuple[Text, ...]:
    """Return what each change would be worth to this very song, and, once, if none of it is reliable."""
    if report.score is None:
        return ()
    known = [one for one in report.what_ifs if one.step]
    lines = [what_if_said(one, words) for one in known]
    if lines and not any(one.reliable for one in known):
        lines.append(words.text("whatif-nothing"))
    elif lines:
        lines.append(words.text("whatif-note"))
    return tuple(lines)


def worth_of_levers(report: Report) -> WhatIf | None:
    """Return what a change of the strongest reason that can be changed is worth, where that was tried or asked."""
    changes = {one.name: one for one in reversed(report.what_ifs) if one.step}
    known = (one.name for one in report.reasons if _group(one) == "change" and abs(one.points) >= LEAST_POINTS)
    return next((changes[name] for name in known if name in changes), None)


def what_if_said(one: WhatIf, words: Words) -> Text:
    """Return what one change would be worth, and that it may be nothing if so."""
    change = Trusted(_change_said(one, words))
    if not any(round(points) for points in (one.points, one.low, one.high)):
        return words.text("whatif-line-nothing", change=change)
    return words.text(
        "whatif-line" if one.reliable else "whatif-line-unsure",
        change=change,
        points=words.number(one.points, signed=True),
        low=words.number(one.low, signed=True),
        high=words.number(one.high, signed=True),
    )


def worth_in_short(one: WhatIf, words: Words) -> str:
    """Return what one change would be worth in two lines of a picture."""
    change = Trusted(_change_said(one, words, short=True))
    if not any(round(points) for points in (one.points, one.low, one.high)):
        return words.plain("whatif-line-nothing", change=change)
    return words.plain(
        "picture-worth",
        change=change,
        points=words.number(one.points, signed=True),
        low=words.number(one.low, signed=True),
        high=words.number(one.high, signed=True),
    )


def _change_said(one: WhatIf, words: Words, *, short: bool = False) -> str:
    """Return a change in words; in short without how it was tried, where the rest says what is changed."""
    step = words.number(abs(one.step), 0 if float(one.step).is_integer() else 1)
    plain_key = f"whatif-{one.name}{'-less' if one.step < 0 else ''}"
    keys = [f"{plain_key}-heard", plain_key] if one.heard else [plain_key]
    for key in reversed(keys) if short else keys:
        if words.has(key):
            return words.plain(key, step=step)
    return words.plain("whatif-more", name=name_of(one.name, words), step=step)


def verdict_lines(comparison: Comparison, words: Words) -> tuple[Text, ...]:
    """Return what a comparison found, with the interval that belongs to it, and from what size on it is reliable."""
    changes = comparison.changes
    if changes is not None and changes.sameness == "identical":
        return (words.text("changes-identical"),)
    low, high, difference = comparison.interval.low, comparison.interval.high, comparison.difference
    if not comparison.reliable:
        values = {
            key: words.number(value, 1, signed=True)
            for key, value in (("points", difference), ("low", low), ("high", high))
        }
        return (
            words.text("compare-none", **values),
            words.text("verdict-from", points=words.number(verdict_from(comparison), 1)),
        )
    if difference < 0:  # stated from the side of the one that is ahead
        low, high = -high, -low
    values = {key: words.number(value, 1) for key, value in (("points", abs(difference)), ("low", low), ("high", high))}
    return (words.text("compare-better" if difference > 0 else "compare-worse", **values),)


def verdict_from(comparison: Comparison) -> float:
    """Return the size, in points, from which a difference as uncertain as this one would be stated as one."""
    return (comparison.interval.high - comparison.interval.low) / 2


def comparison_reasons(comparison: Comparison) -> tuple[Reason, ...]:
    """Return the reasons worth stating: half a point or more, and not the same words on both sides."""
    return tuple(
        one for one in comparison.reasons if abs(one.points) >= LEAST_POINTS and (ARROW in one.text or not one.text)
    )
