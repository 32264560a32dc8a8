"""Comparisons and rankings say who is ahead, by how much, and what is missing."""

from dataclasses import replace

import pytest

from bot.messages import tables
from spotpop.text import plain
from spotpop.wording import words_for
from tests.unit.bot import samples
from tests.unit.bot.samples import text
from worker.queue.protocol import ListingResult, Row

EN = words_for("en")


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


ODD = ("", "   ", "\u200b\u200d", "\u2066\u2069")


@pytest.mark.parametrize("title", ODD)
@pytest.mark.parametrize("picture", [None, samples.PNG])
def test_a_title_of_which_nothing_would_be_seen_is_named_so(title, picture):
    row = Row(number=1, title=title, score=40.0, low=20.0, high=60.0)
    found = ListingResult(kind="album", title=title, rows=(row,), total=1, csv="")
    message = tables.listing(found, EN, picture=picture)
    untitled = EN.plain("untitled")
    assert untitled in text(message).splitlines()[0]
    assert plain(message.sections[0].lines[0]).endswith(untitled)
    pair = samples.comparison()
    bare = replace(pair, first=replace(pair.first, track=replace(pair.first.track, title=title)))
    assert untitled in plain(tables.comparison(bare, EN, picture=picture).title)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Short", "Short"),
        ("Exactly twenty chars", "Exactly twenty chars"),
        ("A title that is longer than a line", "A title that is lon…"),
        ("q\u0307" * 30, "q\u0307" * 19 + "…"),
        ("\U0001f468\u200d\U0001f469" * 25, "\U0001f468\u200d\U0001f469" * 19 + "…"),
    ],
    ids=["short", "just fits", "long", "with marks", "joined emoji"],
)
def test_a_row_beside_its_picture_takes_one_line_and_cuts_no_letter_in_two(title, shown):
    row = Row(number=1, title=title, score=40.0, low=20.0, high=60.0)
    found = ListingResult(kind="album", title="A", rows=(row,), total=1, csv="")
    [line] = tables.listing(found, EN, picture=samples.PNG).sections[0].lines
    assert plain(line) == f"1. 40 {shown}"
    [line] = tables.listing(found, EN).sections[0].lines
    assert plain(line) == f"1. 40 (20 to 60) {title}"


def test_where_the_picture_is_a_file_the_words_say_all():
    listing, pair = samples.listing(30, 2, 80), samples.comparison()
    in_words = text(tables.listing(listing, EN, picture=samples.PNG, beside=False))
    assert "1. 49 (29 to 69) Song 1" in in_words
    assert "The ranking, page 1 of 3" in in_words
    message = tables.comparison(pair, EN, picture=samples.PNG, beside=False)
    assert message.picture is not None
    assert EN.plain("compare-scores") in [plain(block.heading) for block in message.sections]
