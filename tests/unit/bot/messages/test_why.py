"""Why tells everything, each as precisely as it is known."""

from dataclasses import replace

import pytest

from bot.messages import why
from spotpop.report import Descriptor, Genre, Interval, Moments, Reason, WhatIf
from spotpop.text import plain
from spotpop.wording import words_for
from tests.unit.bot import samples
from tests.unit.bot.samples import text

EN = words_for("en")


def test_why_tells_everything_at_its_own_precision():
    said = text(why.why(samples.report(), EN))
    for part in (
        "Why 41 for Night Walk — Ada, The Loops?",
        "Starting from 36.0",
        "−0.3 explicit lyrics: not explicit",
        "+0.7 audience of the artist: 12,345 followers",
        "energy: 0.7 (above 64 % of the tracks)",
        "danceability: above average (above 70 % of the tracks)",
        "key: A minor",
        "electronic: 55 %",
        "Seconds 10 to 15 lift it most (+1.8).",
        "Seconds 0 to 5 weigh most (−0.4).",
        "… with more loudness differ by +2.0 points on average (+1.1 to +2.9).",
        "default 1.0 (litert). Compared with 26,000 tracks.",
        "Worked out in 0.1 s.",
    ):
        assert part in said, part


def test_keys_are_named_as_the_language_names_them():
    assert "Tonart: A Moll" in text(why.why(samples.report(), words_for("de")))
    assert "tonalidad: la menor" in text(why.why(samples.report(), words_for("es")))


def test_a_mode_that_could_be_either_is_left_open():
    descriptors = tuple(replace(one, value=0.5) if one.name == "mode" else one for one in samples.report().descriptors)
    said = text(why.why(samples.report(descriptors=descriptors), EN))
    assert "key: A\n" in said
    assert "mode: major or minor" in said


def test_what_deezer_tells_is_said_as_a_fact_where_it_is_known():
    known = replace(samples.TRACK, deezer_rank=512_345, deezer_fans=20_417)
    said = text(why.why(samples.report(track=known), EN))
    assert "512,345 of 1,000,000" in said
    assert "Fans of Ada there: 20,417" in said
    assert "does not rest on them" in said
    german = text(why.why(samples.report(track=replace(known, deezer_rank=None)), words_for("de")))
    assert "20.417" in german
    assert "1.000.000" not in german
    assert "Told by Deezer" not in text(why.why(samples.report(), EN))


def block(report, heading):
    found = [one for one in why.why(report, EN).sections if plain(one.heading) == EN.plain(heading)]
    return [plain(line) for one in found for line in one.lines]


@pytest.mark.parametrize(
    ("points", "reported"), [(0.05, True), (-0.05, True), (0.049, False), (-0.049, False), (3.0, True)]
)
def test_what_would_be_shown_as_nothing_is_not_reported(points, reported):
    reason = Reason(name="loudness", points=points, kind="sound", text="-7 dB")
    assert bool(block(samples.report(reasons=(reason,)), "why-sound")) is reported
    best, other = (points, -9.0) if points > 0 else (9.0, points)
    moments = Moments(times_s=(2.5, 12.5), points=(best, other), window_s=5.0)
    assert len(block(samples.report(moments=moments), "why-moments")) == 1 + reported


def test_moments_lie_where_they_are_heard():
    section = replace(samples.report().section, start_s=40.0)
    report = samples.report(moments=Moments(times_s=(1.5, 12.5), points=(2.0, -3.0), window_s=5.0), section=section)
    assert block(report, "why-moments") == [
        "Seconds 39 to 44 lift it most (+2.0).",
        "Seconds 50 to 55 weigh most (−3.0).",
    ]
    at_the_start = replace(report, section=replace(section, start_s=0.0))
    assert block(at_the_start, "why-moments")[0] == "Seconds 0 to 4 lift it most (+2.0)."
    assert block(samples.report(moments=Moments(times_s=(), points=(), window_s=5.0)), "why-moments") == []
    for points in ((1.0, 2.0), (-1.0, -2.0)):
        report = samples.report(moments=Moments(times_s=(2.5, 12.5), points=points, window_s=5.0))
        assert len(block(report, "why-moments")) == 1
    assert block(samples.report(moments=None), "why-moments") == []


@pytest.mark.parametrize(("probability", "reported"), [(0.05, ["pop: 5 %"]), (0.049, []), (0.126, ["pop: 13 %"])])
def test_likely_genres_are_named(probability, reported):
    assert block(samples.report(genres=(Genre(name="pop", probability=probability),)), "why-genres") == reported


def test_a_rank_is_reported_of_what_is_no_estimate():
    ranked = Descriptor(name="energy", value=0.7, precision="number", text="0.7", percentile=64.0)
    for one, has_rank in ((ranked, True), (replace(ranked, precision="estimate"), False),
                          (replace(ranked, percentile=None), False)):  # fmt: skip
        [line] = block(samples.report(descriptors=(one,)), "why-descriptors")
        assert ("above 64 %" in line) is has_rank
    for percentile, shown in ((0.0, "1 %"), (100.0, "99 %"), (1.4, "1 %"), (99.0, "99 %")):
        [line] = block(samples.report(descriptors=(replace(ranked, percentile=percentile),)), "why-descriptors")
        assert f"(above {shown}" in line


def test_what_a_step_is_worth_is_not_reported_twice():
    older = WhatIf(name="loudness", points=2.0, low=1.1, high=2.9)
    newer = replace(older, name="tempo", step=6.0)
    assert len(block(samples.report(what_ifs=(older, newer)), "why-what-ifs")) == 1
    assert block(samples.report(what_ifs=(newer,)), "why-what-ifs") == []


def test_what_is_no_music_is_reported_by_what_was_measured():
    report = samples.report(score=None, interval=None)
    message = why.why(report, EN)
    assert plain(message.lead) == EN.plain("answer-cannot-tell")
    assert [plain(one.heading) for one in message.sections] == [EN.plain("why-descriptors")]
    assert len(message.sections[0].lines) == len(report.descriptors)
    assert why.why(replace(report, descriptors=()), EN).sections == ()
    assert (message.score, message.private) == (None, True)
    assert not why.why(report, EN, private=False).private


def test_all_of_the_picture_is_shown_and_what_is_private_stays_so():
    message = why.why(samples.report(), EN, picture=samples.PNG)
    assert message.picture.uncut
    assert (message.private, message.score, message.url) == (True, 41.2, samples.TRACK.url)
    assert not why.why(samples.report(), EN, private=False).private
    assert why.why(samples.report(), EN).picture is None
    assert plain(message.footer) == EN.plain("answer-footer")


def test_how_long_it_took_is_reported_where_it_was_measured():
    assert "Worked out in 1.3 s." in text(why.why(samples.report(timings_ms={"a": 1250.0, "b": 60.0}), EN))
    assert "Worked out" not in text(why.why(samples.report(timings_ms={}), EN))


def test_fans_are_those_of_the_first_artist():
    known = replace(samples.TRACK, deezer_fans=5, artists=())
    assert "Fans of" in text(why.why(samples.report(track=known), EN))
    rank = replace(samples.TRACK, deezer_rank=0)
    assert len(block(samples.report(track=rank), "why-deezer")) == 2


def test_a_wide_range_is_reported_as_it_is():
    report = samples.report(interval=Interval(low=0.0, high=100.0), percentile=None, ladder=())
    assert "More popular than 1 %" in text(why.why(report, EN))
