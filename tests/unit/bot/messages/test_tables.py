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
    assert [(button.state, button.label) for button in later.buttons] == [("job.0", "◀ 1/3"), ("job.2", "▶ 3/3")]
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


def test_the_buttons_of_a_long_album_say_its_pages():
    found = samples.listing(30, 2, 80)
    labels = [
        [one.label for one in tables.listing(found, EN, picture=samples.PNG, page=page, state="j").buttons]
        for page in range(3)
    ]
    assert labels == [["▶ 2/3"], ["◀ 1/3", "▶ 3/3"], ["◀ 2/3"]]
    assert tables.listing(samples.listing(5, 0, 5), EN, state="j").buttons == ()


def test_where_the_picture_is_a_file_the_words_say_all():
    listing, pair = samples.listing(30, 2, 80), samples.comparison()
    in_words = text(tables.listing(listing, EN, picture=samples.PNG, beside=False))
    assert "1. 49 (29 to 69) Song 1" in in_words
    assert "The ranking, page 1 of 3" in in_words
    message = tables.comparison(pair, EN, picture=samples.PNG, beside=False)
    assert message.picture is not None
    assert EN.plain("compare-scores") in [plain(block.heading) for block in message.sections]


def rows_of(message):
    return [plain(line) for line in message.sections[0].lines]


@pytest.mark.parametrize(
    ("count", "page", "first", "rows", "turns"),
    [
        (10, 0, 1, 10, []),
        (11, 0, 1, 10, [("job.1", "▶ 2/2")]),
        (11, 1, 11, 1, [("job.0", "◀ 1/2")]),
        (20, 1, 11, 10, [("job.0", "◀ 1/2")]),
        (20, 7, 11, 10, [("job.0", "◀ 1/2")]),
        (20, -1, 1, 10, [("job.1", "▶ 2/2")]),
        (21, 1, 11, 10, [("job.0", "◀ 1/3"), ("job.2", "▶ 3/3")]),
    ],
)
def test_a_page_holds_ten_rows_and_leads_to_those_beside_it(count, page, first, rows, turns):
    message = tables.listing(samples.listing(count, 0), EN, page=page, state="job")
    shown = rows_of(message)
    assert (len(shown), shown[0].partition(".")[0]) == (rows, str(first))
    assert [(one.state, one.label) for one in message.buttons] == turns
    pages = -(-count // 10)
    heading = EN.plain("album-rank") if pages == 1 else EN.plain("album-page", page=(first + 9) // 10, pages=pages)
    assert plain(message.sections[0].heading) == heading
    assert message.score == 49.0
    assert message.tone == "answer"


def test_who_counts_nothing_says_nothing_of_what_is_missing():
    message = tables.listing(samples.listing(3, 0), EN)
    assert len(message.sections) == 1
    assert message.url == "https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3"
    assert plain(message.footer) == EN.plain("album-footer")
    few = tables.listing(samples.listing(3, 0, 5), EN, limit=50)
    assert plain(few.sections[1].lines[0]) == EN.plain("album-unavailable", count=2)
    at_bound = tables.listing(samples.listing(3, 0, 5), EN, limit=3)
    assert plain(at_bound.sections[1].lines[0]) == EN.plain("album-capped", count=3, total=5)
    assert tables.listing(samples.listing(0, 1), EN).score is None


def test_five_that_failed_are_named_at_most():
    message = tables.listing(samples.listing(1, 7), EN)
    failed = message.sections[1]
    assert plain(failed.heading) == EN.plain("album-failed")
    assert [plain(line).partition(":")[0] for line in failed.lines] == [f"Lost {n}" for n in range(2 - 1, 6)]
    nameless = ListingResult(kind="album", title="A", rows=(Row(number=1, title="x"),), total=1, csv="")
    assert "x" in text(tables.listing(nameless, EN))


def test_without_a_table_nothing_is_attached_and_a_strange_address_leads_nowhere():
    found = ListingResult(kind="album", title="A", url="http://evil.example", total=1, csv="",
                          rows=(Row(number=1, title="x", score=40.0, low=20.0, high=50.0),))  # fmt: skip
    message = tables.listing(found, EN)
    assert (message.attachments, message.footer, message.url) == ((), (), None)
    assert message.picture is None
    assert "within 15 points" in plain(message.lead)
    unknown = found.model_copy(update={"rows": (Row(number=1, title="x", score=40.0),)})
    assert "within ? points" in plain(tables.listing(unknown, EN).lead)
    assert rows_of(tables.listing(unknown, EN)) == ["1. 40 (0 to 0) x"]


def test_a_comparison_has_the_colour_of_the_better_and_leads_where_each_is():
    pair = samples.comparison()
    message = tables.comparison(pair, EN)
    assert (message.score, message.tone, message.private) == (45.2, "answer", False)
    assert plain(message.footer) == EN.plain("compare-footer", model="default")
    [scores] = [one for one in message.sections if plain(one.heading) == EN.plain("compare-scores")]
    assert [plain(line) for line in scores.lines] == [
        "1. Night Walk — Ada, The Loops: 41 (19 to 63)",
        "2. Night Walk (loud mix) — Ada, The Loops: 45 (19 to 63)",
    ]
    assert all(any(span.url == samples.TRACK.url for span in line) for line in scores.lines)
    nothing = replace(pair.first, score=None, interval=None, track=replace(pair.first.track, id=None))
    reported = tables.comparison(replace(pair, first=nothing), EN)
    assert "1. Night Walk — Ada, The Loops: 0 (0 to 100)" in text(reported)
    assert reported.score == 45.2


def test_five_reasons_of_a_difference_are_reported_without_their_values():
    reasons = tuple(replace(samples.comparison().reasons[0], points=9.0 - at, text="") for at in range(7))
    message = tables.comparison(replace(samples.comparison(), reasons=reasons), EN)
    [reported] = [one for one in message.sections if plain(one.heading) == EN.plain("compare-reasons")]
    assert [plain(line) for line in reported.lines] == [f"+{9 - at}.0 loudness" for at in range(5)]
