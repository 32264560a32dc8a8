"""Ten made situations and what is said of them in every language: written by a command, read by eye, kept.

python -m tests.golden.answers          # writes answers/LANGUAGE.txt and the small pictures anew; read the difference
                                        # and answers/heard.LANGUAGE.txt: what is said of sounds (tests.golden.hearings)
python -m tests.golden.answers FOLDER   # draws the pictures in full as well: look at them before they are committed
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageFilter

from bot.messages.message import Message
from bot.messages.tables import comparison as comparison_message
from bot.messages.track import answer
from bot.messages.why import why
from spotpop.advice.loudness_targets import service_gains
from spotpop.findings import (
    Change,
    Changes,
    Corridor,
    Findings,
    Measured,
    SimilarTrack,
    SoundsLike,
    Standing,
)
from spotpop.picture import draw, draw_comparison
from spotpop.report import (
    Chance,
    Comparison,
    Interval,
    LadderRung,
    Reason,
    Report,
    Section,
    WhatIf,
)
from spotpop.text import plain
from spotpop.track import Artist, ReleaseDate, Track
from spotpop.wording import LANGUAGES, Words, words_for
from tests.golden.hearings import PICTURED, hearings
from tests.noting import noting
from tests.reports import Sound, make_comparison, make_report

KEPT_WIDTH = 250
"""Pixels: enough to see that a word moved, and some ten kilobytes a picture."""

LONGEST_LABEL = 8
"""Characters of what stands at an axis: figures and units."""

FOLDER = Path(__file__).parent / "answers"

_RUNGS = ("under_1k", "1k_10k", "10k_100k", "100k_1m", "1m_10m", "over_10m")
_SCORES = (30.0, 38.0, 42.0, 47.0, 57.0, 66.0)


def _chances(score: float) -> tuple[Chance, Chance]:
    return (
        Chance(popularity=20.0, probability=min(0.99, 0.55 + score / 100)),
        Chance(popularity=30.0, probability=min(0.97, 0.3 + score / 100)),
    )


def _ladder(own: str | None = None, scores: tuple[float, ...] = _SCORES) -> tuple[LadderRung, ...]:
    return tuple(
        LadderRung(
            name=name,
            score=score,
            interval=Interval(low=score - 19, high=score + 16),
            chances=_chances(score),
            chosen=name == own,
            listed_only=name == "under_1k",
        )
        for name, score in zip(_RUNGS, scores, strict=True)
    )


def _findings(lufs: float = -10.5, peak: float = -0.4, genre: str = "rock", size: int = 1506) -> Findings:
    loudness = Standing(name="loudness", value=lufs, low=-15.2, high=-5.4, place="inside", percentile=36.0)
    valence = Standing(name="valence", value=0.2, low=0.3, high=0.9, place="below", percentile=7.0)
    return Findings(
        measured=Measured(
            loudness_lufs=lufs,
            loudness_range_lu=4.2,
            true_peak_dbtp=peak,
            peak_dbfs=peak,
            crest_db=12.3,
            tempo_bpm=95.0,
            other_tempos_bpm=(190.0,),
            key=2,
            major=True,
            key_confidence=0.94,
        ),
        services=service_gains(lufs, peak),
        corridors=(Corridor(kind="genre" if genre else "all", name=genre, size=size, standings=(loudness, valence)),),
        sounds_like=SoundsLike(
            genre=genre or None,
            year=2021,
            tracks=tuple(
                SimilarTrack(title=title, artist=artist, popularity=popularity, distance=0.2)
                for title, artist, popularity in (
                    ("First Light", "The Lanterns", 3),
                    ("Harbour", "Ida Moll", 18),
                    ("Slow Train", "Nine Mile", 44),
                    ("Paper Moon", "Ada & the Birds", 61),
                    ("Everything Now", "Stadium", 80),
                )
            ),
        ),
    )


def _reason(name: str, points: float, group: Any) -> Reason:
    return Reason(
        name=name,
        points=points,
        kind="context" if group == "context" else "sound",
        text="x",
        group=group,
        low=points - 1.5,
        high=points + 1.5,
    )


def _report(**changes: Any) -> Report:
    reasons = (
        _reason("loudness", -2.4, "change"),
        _reason("danceability", 1.6, "song"),
        _reason("tempo", -1.1, "unsure"),
        _reason("valence", 0.8, "unsure"),
        _reason("explicit", 3.2, "context"),
    )
    values: dict[str, Any] = {
        "score": 43.0,
        "interval": Interval(low=22.0, high=62.0),
        "percentile": 47.0,
        "reasons": reasons,
        "baseline": 40.9,
        "what_ifs": (
            WhatIf(name="loudness", points=0.6, low=-1.4, high=2.9, step=2.7, reliable=False, heard=True),
            WhatIf(name="brightness", points=1.3, low=-0.9, high=3.6, step=3.0, reliable=False, heard=True),
            WhatIf(name="energy", points=-0.3, low=-0.7, high=0.2, step=0.1, reliable=False),
        ),
        "ladder": _ladder(),
        "audience": "mixture",
        "chances": _chances(43.0),
        "findings": _findings(),
        "warnings": (),
        "moments": None,
    }
    plain_model = make_report().model
    return make_report(**{"model": replace(plain_model, unseen_pairs=0.566)} | values | changes)


def _demo(**changes: Any) -> Report:
    track = Track(title="Basement take 3", artists=(Artist(name="Mira"),), released=False)
    return _report(track=track, **changes)


def _all_tried() -> tuple[WhatIf, ...]:
    """Return what is said of a whole song of which every change could be tried."""
    return (
        WhatIf(name="loudness", points=1.8, low=0.3, high=3.2, step=2.7, reliable=True, heard=True),
        WhatIf(name="brightness", points=1.3, low=-0.9, high=3.6, step=3.0, reliable=False, heard=True),
        WhatIf(name="dynamics", points=-0.2, low=-1.1, high=0.8, step=-2.1, reliable=False, heard=True),
        WhatIf(name="intro", points=0.9, low=-0.4, high=2.1, step=-15.0, reliable=False, heard=True),
        WhatIf(name="length", points=0.1, low=-0.2, high=0.4, step=-30.0, reliable=False),
        WhatIf(name="energy", points=-0.3, low=-0.7, high=0.2, step=0.1, reliable=False),
    )


def situations() -> dict[str, Report | Comparison]:
    """Return the situations by name."""
    big = Track(
        title="Everything Now",
        artists=(Artist(name="Stadium"),),
        id="4uLU6hMCjMI75M1A2tKUQC",
        release_date=ReleaseDate.parse("2016-03"),
        popularity=71,
    )
    quiet = _findings(-19.9, -4.6, "", 5925)
    cannot: dict[str, Any] = {
        "verdict": "cannot-tell",
        "score": None,
        "interval": None,
        "percentile": None,
        "reasons": (),
        "what_ifs": (),
        "ladder": (),
        "chances": (),
        "audience": None,
        "genres": (),
        "findings": Findings(measured=_findings().measured),
        "warnings": ("speech",),
    }
    level = (Change(name="loudness", first=-11.5, second=-10.5, difference=1.0),)
    limited = (
        Change(name="loudness", first=-13.6, second=-10.7, difference=2.9),
        Change(name="crest", first=14.1, second=11.0, difference=-3.1),
        Change(name="band_bass", first=-2.6, second=-3.4, difference=-0.8),
    )
    versions = (
        Change(name="loudness", first=-13.6, second=-9.1, difference=4.5),
        Change(name="band_air", first=-31.0, second=-26.5, difference=4.5),
        Change(name="tempo", first=95.0, second=104.0, difference=9.0),
        Change(name="length", first=214.0, second=188.0, difference=-26.0),
    )
    unsure = {"difference": 0.6, "interval": Interval(low=-1.4, high=2.6), "reliable": False, "reasons": ()}
    return {
        "small artist": _report(
            score=38.0,
            interval=Interval(low=19.0, high=54.0),
            audience="followers",
            what_ifs=_all_tried(),
            ladder=_ladder("1k_10k"),
            chances=_chances(38.0),
        ),
        "big artist": _report(
            track=big,
            score=66.0,
            interval=Interval(low=47.0, high=82.0),
            percentile=88.0,
            audience="both",
            ladder=_ladder("over_10m", (30.0, 38.0, 42.0, 41.0, 57.0, 66.0)),
            chances=_chances(66.0),
        ),
        "demo": _demo(),
        "excerpt": _demo(
            warnings=("short",),
            reasons=_report().reasons[:-1],
            section=Section(start_s=0.0, duration_s=12.0, audio_duration_s=12.0),
        ),
        "classical": _report(warnings=("classical",), interval=Interval(low=12.0, high=70.0), findings=quiet),
        "speech": _demo(**cannot),
        "two mixes, 1 dB apart": make_comparison(
            first=_demo(), second=_demo(), changes=Changes(sameness="level", changes=level), **unsure
        ),
        "two mixes, one through a limiter": make_comparison(
            first=_demo(), second=_demo(), changes=Changes(sameness="different", changes=limited), **unsure
        ),
        "the same file twice": make_comparison(
            first=_demo(),
            second=_demo(),
            changes=Changes(sameness="identical"),
            **{**unsure, "difference": 0.0, "interval": Interval(low=0.0, high=0.0)},
        ),
        "version 1 and 2": make_comparison(
            first=_demo(),
            second=_demo(score=47.0),
            difference=3.1,
            interval=Interval(low=0.9, high=5.3),
            reliable=True,
            reasons=(
                Reason(name="energy", points=2.2, kind="sound", text="0.4 → 0.6"),
                Reason(name="valence", points=0.9, kind="sound", text="average"),
            ),
            changes=Changes(sameness="different", changes=versions),
        ),
    }


def drawn(found: Report | Comparison, words: Words) -> bytes:
    """Return the picture of a situation."""
    sound = Sound()
    if isinstance(found, Comparison):
        return draw_comparison(found, (sound.mel(), sound.samples), (sound.mel(), sound.samples * 0.5), words=words)
    return draw(found, sound.mel(), sound.samples, words=words)


def _picture_lines(draw_it: Callable[[], bytes]) -> Iterator[str]:
    """Return what a picture says, without the labels of its axes."""
    with noting() as canvas:
        draw_it()
    yield f"{'-' * 20} picture"
    yield from (line for line in canvas.said if len(line) > LONGEST_LABEL)


def shown(words: Words) -> str:
    """Return all situations as they are said in one language."""
    parts: list[str] = []
    for name, found in situations().items():
        parts += [f"{'=' * 20} {name}", *_reported_of(found, partial(drawn, found, words), words), ""]
    return "\n".join(parts)


def heard(words: Words) -> str:
    """Return what is said in one language of sounds that are really heard."""
    parts: list[str] = []
    for name, one in hearings().items():
        parts += [f"{'=' * 20} {name}", *_reported_of(one.found, partial(one.drawn, words), words), ""]
    return "\n".join(parts)


def _reported_of(found: Report | Comparison, draw_it: Callable[[], bytes], words: Words) -> Iterator[str]:
    if isinstance(found, Comparison):
        yield from _lines(comparison_message(found, words))
    else:
        yield from _lines(answer(found, words))
        yield f"{'-' * 20} why"
        yield from _lines(why(found, words))
    yield from _picture_lines(draw_it)


def _lines(message: Message) -> Iterator[str]:
    if message.title:
        yield plain(message.title)
    yield plain(message.lead)
    for block in message.sections:
        yield ""
        if block.heading:
            yield plain(block.heading)
        yield from (f"  {plain(line)}" for line in block.lines)
    if message.footer:
        yield ""
        yield plain(message.footer)


def approved(name: str, language: str) -> Path:
    """Return where the approved picture of a situation lies."""
    return FOLDER / f"{name.replace(' ', '-').replace(',', '')}.{language}.png"


def small(picture: bytes) -> Image.Image:
    """Return a picture as it is kept: in grey, a quarter as wide."""
    full = Image.open(io.BytesIO(picture)).convert("L")
    return full.resize((KEPT_WIDTH, round(full.height * KEPT_WIDTH / full.width)), Image.Resampling.BOX)


def farthest_apart(one: Image.Image, other: Image.Image) -> float:
    """Return by how much two small pictures differ where they differ most: grey levels, mean of a patch of 5 × 5.

    Another release of Pillow draws letters a little differently, which patches even out; a word, a digit or a mark that
    is elsewhere they do not. Pictures of different sizes are as far apart as can be.
    """
    if one.size != other.size:
        return 255.0
    apart = ImageChops.difference(one, other)
    return float(apart.filter(ImageFilter.BoxBlur(2)).getextrema()[1])


def main(pictures: Path | None = None) -> None:
    """Write every language's file and small pictures, and the pictures in full into a folder if one is given."""
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        words = words_for(language)
        (FOLDER / f"{language}.txt").write_text(shown(words), encoding="utf-8")
        (FOLDER / f"heard.{language}.txt").write_text(heard(words), encoding="utf-8")
        ways = {name: partial(drawn, found, words) for name, found in situations().items()}
        ways |= {name: partial(hearings()[name].drawn, words) for name in PICTURED}
        for name, draw_it in ways.items():
            picture, place = draw_it(), approved(name, language)
            small(picture).point(lambda grey: round(grey / 17) * 17).save(place, optimize=True)  # 16 greys
            if pictures:
                (pictures / place.name).write_bytes(picture)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
