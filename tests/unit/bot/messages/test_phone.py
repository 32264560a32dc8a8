"""An answer fits one screen of a phone 360 points wide: picture, words and buttons, on both chats, in all languages."""

import io
from dataclasses import replace
from functools import lru_cache

import pytest
from PIL import Image

from bot.messages.message import Message
from bot.messages.offers import offered_again, with_buttons, with_version
from bot.messages.outcome import answer_to
from bot.messages.tables import comparison, listing
from bot.messages.why import why
from docs.tools.phone import SCREEN, long, on_discord, on_telegram, rows_on_telegram, words_in
from spotpop.picture import draw_listing
from spotpop.picture.contents import ListingRow
from spotpop.report import Comparison, PreviewMatch, Report
from spotpop.text import plain
from spotpop.track import Artist
from spotpop.wording import LANGUAGES, words_for
from tests.golden.answers import drawn, situations
from tests.unit.bot import samples
from worker.queue.protocol import ListingResult, Outcome, Row

FOUND_BY_NAME = PreviewMatch(
    source="deezer", how="search", title="Feelings (Remastered)", artist="Sectoid", confidence=0.84
)


def _report(name: str) -> Report:
    found = situations()[name]
    assert isinstance(found, Report)
    return found


@lru_cache(maxsize=1)
def _cases() -> dict[str, Report | Comparison]:
    """Return the ten situations, and what makes an answer longer."""
    big = _report("big artist")
    track = replace(big.track, title="All I Want for the Rest of the Year Is a Little More Time",
                    artists=(Artist(name="Everybody & the Birds"),))  # fmt: skip
    return {
        **situations(),
        "found by name": replace(big, preview=FOUND_BY_NAME, warnings=("match-unsure", "release-unknown")),
        "classical, found by name": replace(_report("classical"), preview=FOUND_BY_NAME),
        "long title": replace(big, track=track),
        "all doubts": replace(_report("excerpt"), warnings=("short", "quiet", "classical", "release-unknown")),
    }


@lru_cache(maxsize=64)
def _shown(name: str, language: str) -> Message:
    words, found = words_for(language), _cases()[name]
    if isinstance(found, Comparison):
        outcome = Outcome.model_validate({"job_id": "job", "kind": "comparison", "comparison": found.to_json()})
    else:
        outcome = samples.outcome(report=found.to_json())
    return answer_to(outcome, words, picture=drawn(found, words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_with_picture_and_buttons_fits_one_screen(language: str) -> None:
    too_tall = {}
    for name in _cases():
        message = _shown(name, language)
        heights = round(on_discord(message, drawn=False).y), round(on_telegram(message, drawn=False).y)
        if max(heights) > SCREEN:
            too_tall[name] = heights
    assert not too_tall


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_still_fits_with_one_more_thing_to_tap_or_to_know(language: str) -> None:
    words, message = words_for(language), _shown("demo", language)
    private = with_buttons(replace(message, buttons=()), words, state="job", private=True)
    for more in (
        private,
        offered_again(message, "10k_100k", words),
        with_version(message, "Basement", words, state="j"),
    ):
        assert on_discord(more, drawn=False).y <= SCREEN
        assert on_telegram(more, drawn=False).y <= SCREEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_is_cut_where_three_buttons_share_a_row(language: str) -> None:
    for message in (_shown("demo", language), _shown("big artist", language)):
        rows = rows_on_telegram(message)
        assert len(rows) == 2
        assert max(long(label) for row in rows if len(row) == 3 for label in row) <= 96 - 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_album_of_ten_fits_and_names_every_row(language: str) -> None:
    words = words_for(language)
    titles = [f"{place} Ein Titel, der nicht in die Zeile passt" for place in range(1, 24)]
    rows = tuple(Row(number=at + 1, title=one, artist_line="Sectoid", score=60.0 - at, low=30.0, high=80.0, url="https://open.spotify.com/x")
                 for at, one in enumerate(titles))  # fmt: skip
    found = ListingResult(kind="album", title="Ein Album", url="", rows=rows, total=23, csv="a,b")
    seen = [ListingRow(title=one.title, artists="Sectoid", score=one.score, low=30.0, high=80.0) for one in rows]
    picture = draw_listing("Ein Album", seen, words=words)
    message = listing(found, words, picture=picture, state="job")
    assert on_discord(message, drawn=False).y <= SCREEN
    assert on_telegram(message, drawn=False).y <= SCREEN
    assert [plain(line)[:5] for line in message.sections[0].lines] == [f"{at}. {61 - at}"[:5] for at in range(1, 11)]
    later = listing(found, words, page=1, state="job")
    assert "30" in plain(later.sections[0].lines[0])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["demo", "big artist", "classical", "version 1 and 2"])
def test_the_message_and_its_picture_say_nothing_twice(name: str, language: str) -> None:
    from tests.noting import noting

    words, found = words_for(language), _cases()[name]
    with noting() as canvas:
        drawn(found, words)
    upper = [line for line in canvas.said if len(line) > 20]
    said = words_in(_shown(name, language))
    title = found.track.title if isinstance(found, Report) else found.first.track.title
    twice = [line for line in upper if line in said and title not in line]
    # what stands below the fold repeats the message for who meets the picture alone
    assert not [line for line in twice if line in _of_upper_part(found, words)], twice


def _of_upper_part(found: Report | Comparison, words) -> set[str]:
    from unittest.mock import patch

    from spotpop.picture.canvas import Canvas

    written: list[tuple[float, str]] = []
    ends: list[int] = []
    write, save = Canvas.text, Canvas.png

    def note(self, at, content, *args, **kwargs):
        written.append((at[1], content if isinstance(content, str) else "".join(run.text for run in content.runs)))
        return write(self, at, content, *args, **kwargs)

    def end(self, *, upper=0):
        ends.append(upper)
        return save(self, upper=upper)

    with patch.object(Canvas, "text", note), patch.object(Canvas, "png", end):
        drawn(found, words)
    return {line for y, line in written if y < ends[0]}


def test_all_of_the_picture_stands_behind_why() -> None:
    report, words = _report("demo"), words_for("en")
    whole = drawn(report, words)
    first, behind = _shown("demo", "en").picture, why(report, words, picture=whole).picture
    assert first is not None
    assert behind is not None
    short, tall = (Image.open(io.BytesIO(one)) for one in (first.on_phone, behind.on_phone))
    assert behind.on_phone == whole
    assert short.width == tall.width
    assert short.height < 0.65 * tall.height
    assert short.convert("RGB").tobytes() == tall.convert("RGB").crop((0, 0, *short.size)).tobytes()


def test_without_a_picture_a_comparison_tells_each_by_itself() -> None:
    found = situations()["version 1 and 2"]
    assert isinstance(found, Comparison)
    heading = words_for("en").plain("compare-scores")
    assert heading in [plain(one.heading) for one in comparison(found, words_for("en")).sections]
    assert heading not in [plain(one.heading) for one in _shown("version 1 and 2", "en").sections]
