"""Findings in words: every line in every language, held by what it must say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spotpop.advice.loudness_targets import service_gains
from spotpop.findings import (
    Band,
    Change,
    Changes,
    Corridor,
    Findings,
    Measured,
    Place,
    Sameness,
    SimilarTrack,
    SoundsLike,
    Standing,
)
from spotpop.text import plain
from spotpop.wording import LANGUAGES, Words, words_for
from spotpop.wording.findings import change_lines, corridor_lines, finding_blocks, measured_lines, service_lines

MEASURED = Measured(
    loudness_lufs=-13.62,
    loudness_range_lu=4.4,
    true_peak_dbtp=-0.3,
    peak_dbfs=-0.5,
    crest_db=12.0,
    tempo_bpm=95.04,
    other_tempos_bpm=(190.1,),
    key=9,
    major=False,
    key_confidence=0.9,
    bands=(Band(name="bass", low_hz=60, high_hz=250, share_db=-4.0),),
)
STANDING = Standing(name="loudness", value=-13.62, low=-12.0, high=-6.0, place="below", percentile=14.9)
ALIKE = SoundsLike(
    genre="folk",
    year=2021,
    tracks=(
        SimilarTrack(title="One", artist="Ann", popularity=3, distance=0.1),
        SimilarTrack(title="Two", artist="Bob", popularity=80, distance=0.2),
    ),
)
FINDINGS = Findings(
    measured=MEASURED,
    services=service_gains(-13.62, -0.3),
    corridors=(Corridor(kind="genre", name="folk", size=1139, standings=(STANDING,)),),
    sounds_like=ALIKE,
)


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    return words_for(request.param)


def said(lines: tuple[object, ...]) -> str:
    return "\n".join(plain(line) for line in lines)  # type: ignore[arg-type]


def test_a_whole_answer_in_english() -> None:
    blocks = finding_blocks(FINDINGS, words_for("en"))

    assert [plain(heading) for heading, _ in blocks] == [
        "What is measured",
        "Among 1,139 released tracks of the genre “folk”",
        "What streaming services do to its level",
        "Sounds like",
    ]
    assert said(blocks[0][1]) == (
        "Loudness −13.6 LUFS, loudness range 4.4 LU, true peak −0.3 dBTP\n"
        "Peaks stand 12.0 dB above the mean level (crest)\n"
        "Tempo 95 BPM; counted otherwise 190\n"
        "Key: probably A minor\n"
        "Power by range: Bass (60 to 250 Hz) 40 %\n"
        "LUFS tells how loud ears hear it; a difference of 1 LU is one of 1 dB. "
        "dBTP tells the highest peak; 0 is full scale."
    )
    assert said(blocks[1][1]) == (
        "Loudness −13.6 LUFS: quieter than 85 % of them. Most lie between −12.0 LUFS and −6.0 LUFS."
    )
    assert said(blocks[2][1]).splitlines()[0] == "Spotify turns it down by 0.4 dB."
    assert said(blocks[3][1]).endswith(
        "From 3 to 80 (in 2021): that is how far apart tracks end that sound alike. It is no promise for yours."
    )


def test_every_block_speaks_every_language(words: Words) -> None:
    blocks = finding_blocks(FINDINGS, words, every=True)

    assert len(blocks) == 4
    text = "\n".join(plain(heading) + "\n" + said(lines) for heading, lines in blocks)
    assert "13.6" in text or "13,6" in text
    assert "{" not in text


@pytest.mark.parametrize(
    ("lufs", "peak", "said_of_spotify"),
    [
        (-9.0, -1.0, "Spotify turns it down by 5.0 dB."),
        (-20.0, -12.0, "Spotify turns it up by 6.0 dB."),
        (-20.0, -5.0, "Spotify turns it up by 4.0 dB; its peaks leave no room for more."),
        (-20.0, 0.0, "Spotify would turn it up, but its peaks leave no room."),
        (-14.0, -1.0, "Spotify leaves it as it is."),
    ],
)
def test_services_in_words(lufs: float, peak: float, said_of_spotify: str) -> None:
    found = replace(FINDINGS, services=service_gains(lufs, peak))

    lines = [plain(line) for line in service_lines(found, words_for("en"), every=True)]

    assert lines[0] == said_of_spotify
    assert "not a target" in lines[-1]
    assert len(lines) == len(found.services) + 1


@pytest.mark.parametrize(
    ("percentile", "expected"),
    [
        (2.0, "quieter than 95 %"),
        (14.0, "quieter than 85 %"),
        (50.0, "right in the middle"),
        (56, "louder than 55 %"),
        (100.0, "louder than 95 %"),
    ],
)
def test_a_rank_is_rounded_to_what_is_known(percentile: float, expected: str) -> None:
    corridor = Corridor(
        kind="genre", name="folk", size=139, standings=(replace(STANDING, percentile=percentile, place="inside"),)
    )

    assert expected in said(corridor_lines(corridor, words_for("en")))


@pytest.mark.parametrize("place", ["below", "inside", "above"])
@pytest.mark.parametrize("name", ["loudness", "tempo", "duration", "energy", "danceability", "valence", "acousticness"])
def test_every_number_can_stand_anywhere(words: Words, name: str, place: Place) -> None:
    for percentile in (10.0, 90.0, None):
        one = Standing(name=name, value=100.0, low=1.0, high=2.0, place=place, percentile=percentile)
        for kind in ("own", "genre"):
            corridor = Corridor(kind=kind, name="x", size=40, standings=(one,))  # type: ignore[arg-type]
            assert len(corridor_lines(corridor, words)) == 1


def test_tendencies_are_stated_without_figures() -> None:
    corridor = Corridor(
        kind="genre",
        name="folk",
        size=139,
        standings=(Standing(name="valence", value=0.31, low=0.2, high=0.8, place="inside", percentile=20.0),),
    )

    assert said(corridor_lines(corridor, words_for("en"))) == "Cheerfulness: gloomier than 80 % of them."


def test_keys_that_are_not_sure_are_not_reported_as_sure(words: Words) -> None:
    sure, unsure = (said(measured_lines(replace(MEASURED, key_confidence=fit), words)) for fit in (0.9, 0.5))
    open_mode = said(measured_lines(replace(MEASURED, major=None), words))

    assert sure != unsure
    assert words.plain("mode-0") not in open_mode


@pytest.mark.parametrize(
    ("sameness", "first_line"),
    [
        ("identical", "This is the same recording twice. There is nothing to compare."),
        ("level", "This is the same recording at another level."),
        ("different", "The second is 1.0 LU louder."),
    ],
)
def test_differences_in_words(sameness: Sameness, first_line: str) -> None:
    changes = Changes(
        sameness=sameness,
        changes=(
            Change(name="loudness", first=-13.0, second=-12.0, difference=1.0),
            Change(name="band_bass", first=-4.0, second=-6.0, difference=-2.0),
        ),
    )

    lines = [plain(line) for line in change_lines(changes, words_for("en"))]

    assert lines[0] == first_line
    if sameness != "identical":
        assert lines[-1] == "Bass (60 to 250 Hz): 2.0 dB less, at equal loudness."


def test_every_change_has_words_for_both_directions(words: Words) -> None:
    bands = ("sub", "bass", "low_mid", "mid", "high_mid", "presence", "air")
    names = ("loudness", "loudness_range", "crest", "true_peak", "tempo", "length", *(f"band_{name}" for name in bands))
    changes = tuple(
        Change(name=name, first=0.0, second=sign * 3.0, difference=sign * 3.0) for name in names for sign in (1, -1)
    )

    lines = [plain(line) for line in change_lines(Changes(sameness="different", changes=changes), words)]

    assert len(set(lines)) == len(changes)
    assert plain(change_lines(Changes(sameness="different"), words)[0]) == words.plain("changes-none")
