"""Comparisons and rankings say who is ahead, by how much, and what is missing."""

from bot.messages import tables
from spotpop.text import plain
from spotpop.wording import words_for
from tests.unit.bot import samples

EN = words_for("en")


def text(message):
    lines = [message.title, message.lead]
    for section in message.sections:
        lines += [section.heading, *section.lines]
    return "\n".join(plain(line) for line in [*lines, message.footer])


def test_a_comparison_says_who_is_ahead_and_by_how_much():
    said = text(tables.comparison(samples.comparison(), EN))
    assert "The second is ahead by 4.0 points. Eight of ten times the truth lies between 1.2 and 6.9." in said
    assert "1. Night Walk — Ada, The Loops: 41 (19 to 63)" in said
    behind = text(tables.comparison(samples.comparison(difference=-5.0, low=-8.0, high=-2.0), EN))
    assert "The first is ahead by 5.0 points. Eight of ten times the truth lies between 2.0 and 8.0." in behind


def test_no_reliable_difference_is_said_when_that_is_the_truth():
    said = text(tables.comparison(samples.comparison(difference=-1.0, low=-4.0, high=2.0, reliable=False), EN))
    assert "No reliable difference. Measured: −1.0 points for the second." in said
    assert "What makes the difference" not in said


def test_a_ranking_says_what_is_missing_and_why():
    message = tables.listing(samples.listing(30, 2, 80), EN, picture=samples.PNG, limit=32)
    said = text(message)
    assert "30 tracks, ranked. Most end within 20 points" in said
    assert "1. 49 Song 1" in said, "its range stands in the picture"
    assert "11. 39" not in said
    in_words = text(tables.listing(samples.listing(30, 2, 80), EN, limit=32))
    assert "1. 49 (29 to 69) Song 1" in in_words
    assert "The ranking, page 1 of 3" in in_words
    assert [button.label for button in message.buttons] == []
    later = tables.listing(samples.listing(30, 2, 80), EN, page=1, state="job")
    assert "11. 39" in text(later)
    assert [(button.state, button.label) for button in later.buttons] == [("job.0", "◀"), ("job.2", "▶")]
    assert "Only the first 32 of 80 tracks were taken" in said
    assert "Lost 1: No 30-second preview of “Lost 1” could be found (tried: Deezer, Apple Music)." in said
    assert message.attachments[0].data.startswith(b"\xef\xbb\xbfnumber,title")
    assert message.picture.name == "spotpop-collected-walks.png"


def test_an_album_without_any_forecast_says_so():
    assert "None of the tracks gave a forecast." in text(tables.listing(samples.listing(0, 2), EN))
