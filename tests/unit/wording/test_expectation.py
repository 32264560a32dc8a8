"""What to expect and what could be changed, in words: on frozen reports, in every language."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotpop.audience import RUNG_NAMES
from spotpop.findings import Change, Changes
from spotpop.report import Chance, Interval, LadderRung, Reason, Report, WhatIf
from spotpop.text import plain
from spotpop.wording import LANGUAGES, Words, words_for
from spotpop.wording.expectation import (
    comparison_reasons,
    expectation_lines,
    ladder_lines,
    ladder_rises,
    reason_blocks,
    verdict_from,
    verdict_lines,
    what_if_lines,
    worth_in_short,
    worth_of_levers,
)
from tests.reports import make_comparison, make_report

EN = words_for("en")


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    return words_for(request.param)


def rung(name: str, score: float, **changes: Any) -> LadderRung:
    return LadderRung(
        name=name,
        score=score,
        interval=Interval(low=score - 15, high=score + 15),
        chances=(Chance(popularity=20.0, probability=0.62), Chance(popularity=30.0, probability=0.284)),
        **changes,
    )


LADDER = tuple(rung(name, 20.0 + 8 * at, chosen=at == 1, listed_only=at == 0) for at, name in enumerate(RUNG_NAMES))


def reason(name: str, points: float, group: str, kind: str = "sound") -> Reason:
    return Reason(name=name, points=points, kind=kind, text="x", group=group)  # type: ignore[arg-type]


def report(**changes: Any) -> Report:
    values: dict[str, Any] = {
        "reasons": (
            reason("loudness", -2.6, "change"),
            reason("danceability", 1.4, "song"),
            reason("tempo", -0.9, "unsure"),
            reason("energy", 0.2, "change"),
            reason("valence", -0.7, "unsure"),
            reason("explicit", 3.4, "context", "context"),
            reason("age", -4.5, "context", "context"),
        ),
        "ladder": LADDER,
        "audience": "followers",
        "chances": (Chance(popularity=20.0, probability=0.62), Chance(popularity=30.0, probability=0.284)),
    }
    return make_report(**values | changes)


def said(lines: tuple[Any, ...]) -> list[str]:
    return [plain(line) for line in lines]


def test_what_to_expect_with_ones_own_audience() -> None:
    assert said(expectation_lines(report(), EN)) == [
        "With your audience, about 38.",
        "The chance to pass 20 is 62 %, to pass 30 it is 28 %.",
        "Your sound moves that by about −3.",
    ]


def test_a_mixture_is_named_as_one() -> None:
    first = said(expectation_lines(report(audience="mixture"), EN))[0]

    assert "mixture of all audiences" in first


def test_nothing_is_reported_where_nothing_is_known(words: Words) -> None:
    silent = report(score=None, interval=None, percentile=None, reasons=(), ladder=(), what_ifs=(), chances=())

    assert expectation_lines(silent, words) == reason_blocks(silent, words) == what_if_lines(silent, words) == ()


def test_the_ladder_marks_ones_own_step_and_says_what_it_lacks() -> None:
    lines = said(ladder_lines(report(), EN))

    assert lines[0] == "Under 1,000: 20 (5 to 35). Passes 20: 62 %, 30: 28 %."
    assert [line for line in lines if "yours" in line] == [
        "1,000 to 10,000: 28 (13 to 43). Passes 20: 62 %, 30: 28 %. ← yours"
    ]
    assert "somebody put on a list" in lines[-1]


def test_a_ladder_that_falls_says_so() -> None:
    falling = (*LADDER[:3], rung("100k_1m", 30.0), *LADDER[4:])

    assert not ladder_rises(falling)
    assert "does not score higher" in said(ladder_lines(report(ladder=falling), EN))[-1]
    assert ladder_rises(LADDER)
    assert ladder_rises((rung("under_1k", 20.4), rung("1k_10k", 20.3)))  # both are shown as 20


def test_reasons_come_in_groups() -> None:
    blocks = {plain(heading): said(lines) for heading, lines in reason_blocks(report(), EN)}

    assert blocks == {
        "What you could change": ["Loudness: such tracks end about 3 points lower."],
        "What would be another song": ["Danceability: such tracks end about one point higher."],
        "Too close to call": ["Tempo, cheerfulness: the model may hear these so wrongly that the opposite holds."],
        "Not the sound: what such tracks do": [
            "Explicit lyrics: such tracks end about 3 points higher.",
            "Time since release: such tracks end about 4 points lower.",
        ],
    }


def test_not_released_yet_is_no_reason() -> None:
    unreleased = report()
    unreleased = replace(unreleased, track=replace(unreleased.track, released=False))

    text = "\n".join(line for _, lines in reason_blocks(unreleased, EN) for line in said(lines))

    assert "release" not in text
    assert "Explicit" in text


def test_without_a_lever_that_is_said(words: Words) -> None:
    unsure = report(reasons=(reason("loudness", -2.6, "unsure"), reason("explicit", 3.0, "context", "context")))

    first = reason_blocks(unsure, words)[0]

    assert said(first[1]) == [words.plain("reason-no-lever")]


@given(
    points=st.lists(st.floats(-30, 30), min_size=1, max_size=6),
    groups=st.lists(st.sampled_from(["change", "song", "unsure", "context"]), min_size=6, max_size=6),
)
def test_context_and_what_is_unsure_are_never_levers(points: list[float], groups: list[str]) -> None:
    names = ("loudness", "energy", "tempo", "explicit", "followers", "genre")
    reasons = tuple(
        reason(name, value, group, "context" if group == "context" else "sound")
        for name, value, group in zip(names, points, groups, strict=False)
    )

    levers = said(reason_blocks(report(reasons=reasons), EN)[0][1])

    reported = {one.name for one in reasons if one.group == "change" and abs(one.points) >= 0.5}
    for one in reasons:
        starts = [line for line in levers if line.lower().startswith(EN.plain(f"name-{one.name}").lower())]
        assert bool(starts) == (one.name in reported)
        for line in starts:
            assert ("higher" in line) == (one.points > 0)


def test_what_a_change_would_be_worth() -> None:
    found = report(
        what_ifs=(
            WhatIf(name="loudness", points=1.2, low=-1.1, high=3.4, step=2.7, reliable=False, heard=True),
            WhatIf(name="energy", points=2.2, low=0.6, high=3.9, step=0.1, reliable=True),
            WhatIf(name="tempo", points=-0.2, low=-1.4, high=0.9, step=6.0, reliable=False),
        )
    )

    assert said(what_if_lines(found, EN)) == [
        "2.7 LU louder through a limiter (tried on your song): about +1 (−1 to +3), which may be nothing.",
        "More energy (+0.1): about +2 (+1 to +4).",
        "6 BPM faster: about 0 (−1 to +1), which may be nothing.",
        "Between artists such values part songs by more than that. Changing one song is worth less.",
    ]


def test_what_was_tried_says_so_and_which_way_it_went() -> None:
    tried = [
        WhatIf(name=name, points=0.6, low=-0.8, high=2.0, step=step, reliable=False, heard=heard)
        for name, step, heard in (
            ("brightness", 3.0, True), ("dynamics", -2.1, True), ("intro", -15.0, True), ("length", -30.0, False),
        )
    ]  # fmt: skip
    tried.append(WhatIf(name="length", points=0.1, low=-0.3, high=0.4, step=30.0, reliable=False))

    assert [line.partition(": about")[0] for line in said(what_if_lines(report(what_ifs=tuple(tried)), EN))] == [
        "Highs up by 3 dB from 4 kHz on, just as loud (tried on your song)",
        "Peaks 2.1 dB closer to the rest by a compressor, just as loud (tried on your song)",
        "Intro 15 s shorter (tried on your song)",
        "Song 30 s shorter",
        "Song 30 s longer: less than a point, one way or the other.",
        "None of this is reliable. It is no reason to change your mix.",
    ]


def test_a_picture_says_what_changing_the_strongest_lever_is_worth(words: Words) -> None:
    found = report(
        reasons=(
            Reason(name="valence", points=4.0, kind="sound", text="", group="song"),
            Reason(name="energy", points=-2.0, kind="sound", text="", group="change"),
            Reason(name="loudness", points=-1.0, kind="sound", text="", group="change"),
        ),
        what_ifs=(
            WhatIf(name="loudness", points=1.2, low=-1.1, high=3.4, step=2.7, reliable=False, heard=True),
            WhatIf(name="energy", points=2.2, low=0.6, high=3.9, step=0.1, reliable=True),
        ),
    )
    tried = worth_of_levers(found)
    assert tried is not None
    assert tried.name == "energy"
    assert worth_of_levers(replace(found, what_ifs=())) is None
    assert worth_of_levers(replace(found, reasons=found.reasons[:1])) is None
    assert "+2" in worth_in_short(tried, words)
    assert worth_in_short(found.what_ifs[0], EN) == "2.7 LU louder: about +1 (−1 to +3)"


def test_nothing_reliable_is_said_once() -> None:
    found = report(
        what_ifs=tuple(
            WhatIf(name=name, points=0.4, low=-1.0, high=2.0, step=3.0, reliable=False)
            for name in ("loudness", "tempo")
        )
    )

    lines = said(what_if_lines(found, EN))

    assert lines[-1] == "None of this is reliable. It is no reason to change your mix."
    assert len(lines) == 3


def test_effects_without_a_step_of_older_answers_are_left_out(words: Words) -> None:
    assert what_if_lines(report(what_ifs=(WhatIf(name="loudness", points=5.0, low=4.0, high=6.0),)), words) == ()


def test_a_verdict_comes_with_its_own_interval() -> None:
    ahead = make_comparison(difference=4.0, interval=Interval(low=1.5, high=6.5), reliable=True)
    behind = make_comparison(difference=-4.0, interval=Interval(low=-6.5, high=-1.5), reliable=True)
    neither = make_comparison(difference=1.0, interval=Interval(low=-2.0, high=4.0), reliable=False)

    assert said(verdict_lines(ahead, EN)) == [
        "The second is ahead by 4.0 points. Eight of ten times the truth lies between 1.5 and 6.5."
    ]
    assert said(verdict_lines(behind, EN)) == [
        "The first is ahead by 4.0 points. Eight of ten times the truth lies between 1.5 and 6.5."
    ]
    assert said(verdict_lines(neither, EN))[1] == "From about 3.0 points on, a difference like this would tell."
    assert verdict_from(neither) == 3.0


def test_the_same_recording_needs_no_verdict(words: Words) -> None:
    same = make_comparison(changes=Changes(sameness="identical"))
    louder = make_comparison(
        changes=Changes(sameness="level", changes=(Change(name="loudness", first=-9, second=-8, difference=1.0),))
    )

    assert said(verdict_lines(same, words)) == [words.plain("changes-identical")]
    assert said(verdict_lines(louder, words)) != [words.plain("changes-identical")]


def test_the_same_words_on_both_sides_are_no_reason() -> None:
    reasons = (
        Reason(name="valence", points=2.0, kind="sound", text="average"),
        Reason(name="energy", points=1.5, kind="sound", text="0.4 → 0.6"),
        Reason(name="loudness", points=0.3, kind="sound", text="-9 dB → -8 dB"),
    )

    assert [one.name for one in comparison_reasons(make_comparison(reasons=reasons))] == ["energy"]


def test_every_line_speaks_every_language(words: Words) -> None:
    found = report(
        what_ifs=tuple(
            WhatIf(name=name, points=1.0, low=-1.0, high=2.0, step=3.0, reliable=False, heard=heard)
            for name, heard in (("loudness", True), ("loudness", False), ("energy", False), ("tempo", False))
        )
        + tuple(
            WhatIf(name=name, points=1.0, low=-1.0, high=2.0, step=step, reliable=False, heard=name != "length")
            for name, step in (
                ("brightness", 3.0),
                ("dynamics", -2.1),
                ("intro", -15.0),
                ("length", -30.0),
                ("length", 30.0),
            )
        )
    )
    falling = replace(found, ladder=(LADDER[1], LADDER[0]), audience="mixture")
    lines = [
        *said(expectation_lines(found, words)),
        *said(expectation_lines(falling, words)),
        *said(ladder_lines(falling, words)),
        *said(what_if_lines(found, words)),
        *(line for heading, block in reason_blocks(found, words) for line in (plain(heading), *said(block))),
    ]

    assert len(lines) > 25
    assert len({line.partition(":")[0] for line in said(what_if_lines(found, words))}) == 10
    assert not [line for line in lines if "{" in line or not line.strip()]
