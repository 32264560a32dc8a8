"""Why tells everything, each as precisely as it is known."""

from dataclasses import replace

from bot.messages import why
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
