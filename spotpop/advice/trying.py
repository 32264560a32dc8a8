"""What a change would be worth: the song itself is changed, heard anew, and compared with itself.

Nothing is supposed where it can be tried: loudness goes through a limiter, highs through a shelf, dynamics through a
compressor, an intro is cut out of the file. The answer comes from the function that `compare` uses, so both agree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spotpop.advice.limiter import STEP_DB, WORTH_TRYING_LU, louder
from spotpop.advice.shaping import brighter, denser
from spotpop.audio.analysis import Analysis, analyse
from spotpop.audio.changed import Changed
from spotpop.audio.clip import Clip
from spotpop.model.forecast import Context
from spotpop.model.prediction import ClipPrediction
from spotpop.report import Difference, Reason, WhatIf

WORTH_TRYING_DB: Final = 0.8
"""A song whose peaks the compressor brings nearer by less is as dense as it gets."""

LENGTH_STEP_S: Final = 30.0
SHORT_S: Final = 150.0
"""A song shorter than this is asked about longer, any other shorter."""

_TRIED: Final = frozenset({"loudness", "brightness", "dynamics", "intro", "length"})
"""Whatever a model supposes of these is left out: they are tried, or there is nothing to try."""

Side = tuple[ClipPrediction, Context]


@dataclass(frozen=True, eq=False)
class Trial:
    """The song with one thing changed.

    Attributes
    ----------
    step : float
        By how much: LU, dB, or seconds; below 0 where something becomes less.
    changed : Changed or None
        The same seconds changed; None where the sound is as it was, or other seconds are heard.
    analysis : Analysis or None
        Of other seconds of the song, which are heard instead.
    duration_s : float or None
        The changed song's length, where that is known and another.
    """

    name: str
    step: float
    changed: Changed | None = None
    analysis: Analysis | None = None
    duration_s: float | None = None


def trials_of(
    analysis: Analysis, *, duration_s: float | None = None, without_intro: Clip | None = None, intro_cut_s: float = 0.0
) -> list[Trial]:
    """Return the changes that can be tried on a song, each heard as far as the numbers that a model listens to.

    Parameters
    ----------
    analysis : Analysis
        Of the section that was listened to.
    duration_s : float or None
        Length of the whole song, where it is known; an excerpt's length is no song's.
    without_intro : Clip or None
        What would be listened to if `intro_cut_s` seconds were cut from the beginning.
    """
    found = []
    loud = Changed(analysis, louder(analysis.clip, STEP_DB))
    gained = loud.loudness_lufs - analysis.features["loudness_lufs"]
    if gained >= WORTH_TRYING_LU:  # a limiter of this kind gets no more out of others
        found.append(Trial("loudness", round(gained, 1), loud))
    bright = brighter(analysis)
    found.append(Trial("brightness", bright.step_db, bright.changed))
    dense = denser(analysis)
    if dense.step_db >= WORTH_TRYING_DB:
        found.append(Trial("dynamics", -round(dense.step_db, 1), dense.changed))
    if without_intro is not None and duration_s is not None:
        found.append(Trial("intro", -intro_cut_s, None, analyse(without_intro), duration_s - intro_cut_s))
    if duration_s is not None:
        step = LENGTH_STEP_S if duration_s < SHORT_S else -LENGTH_STEP_S
        found.append(Trial("length", step, duration_s=duration_s + step))
    return found


def judge_trials(
    trials: Sequence[Trial],
    song: Side,
    *,
    read_changed: Callable[[ClipPrediction, Sequence[Changed]], Sequence[ClipPrediction]],
    read: Callable[[Sequence[Analysis]], Sequence[ClipPrediction]],
    compare: Callable[[Side, Side], Difference],
) -> tuple[WhatIf, ...]:
    """Return what each trial is worth.

    Parameters
    ----------
    song : (ClipPrediction, Context)
        As it is.
    read_changed : callable
        Hears changed sounds, all at once, against the song as it is.
    read : callable
        Hears other seconds of the song.
    compare : callable
        Second minus first, as `spotpop compare` states it.
    """
    reading, context = song
    changed = iter(read_changed(reading, [one.changed for one in trials if one.changed is not None]))
    others = iter(read([one.analysis for one in trials if one.analysis is not None]))
    results = []
    for one in trials:
        heard = next(changed) if one.changed is not None else next(others) if one.analysis is not None else None
        other = context if one.duration_s is None else replace(context, duration_s=one.duration_s)
        found = compare(song, (heard or reading, other))
        if not found.difference and found.interval.low == found.interval.high:
            continue  # the model knows nothing of it
        results.append(
            WhatIf(
                name=one.name,
                points=found.difference,
                low=found.interval.low,
                high=found.interval.high,
                step=one.step,
                reliable=found.reliable,
                heard=heard is not None,
            )
        )
    return tuple(results)


def beside(tried: Sequence[WhatIf], supposed: Sequence[WhatIf], reasons: Sequence[Reason]) -> tuple[WhatIf, ...]:
    """Return what was tried, and what the model supposes of the rest; tempo only where it is read surely enough."""
    unsure = {one.name for one in reasons if one.group == "unsure"}
    kept = (one for one in supposed if one.name not in _TRIED and not (one.name == "tempo" and "tempo" in unsure))
    return (*tried, *kept)
