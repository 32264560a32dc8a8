"""What is stated in the form is what the pipeline reads."""

import pytest

from bot.web.submit import _start, options_from
from spotpop.audience import Audience
from spotpop.track import ReleaseDate
from worker.queue.options import options_from_json


def test_what_is_stated_is_what_the_pipeline_reads():
    given = {"audience": "1k_10k", "genre": "r&b", "explicit": "yes", "released": "2026-08-14"}
    options = options_from_json(options_from(given).options)
    assert options.audience == Audience(rung="1k_10k")
    assert (options.genre, options.explicit) == ("r&b", True)
    assert options.release_date == ReleaseDate.parse("2026-08-14")
    assert not options.first_song
    both = options_from_json(options_from({"audience": "1k_10k", "usual": "40"}).options)
    assert both.audience == Audience(rung="1k_10k", usual_popularity=40)
    assert [options_from({"usual": text}).options for text in ("101", "-1", "4.5", "٤", "")] == [{}] * 5
    assert options_from_json(options_from({"first_song": "yes"}).options).first_song
    assert options_from({"audience": "all", "first_song": "no"}).options == {}
    assert options_from({"audience": "all", "genre": "xyzzy", "explicit": "", "released": "soon"}).options == {}


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("", None),
        ("45", 45.0),
        ("0:45", 45.0),
        ("1:02,5", 62.5),
        ("-3", None),
        ("x", None),
        ("nan", None),
        ("1e9", None),
    ],
)
def test_the_start_as_people_write_it(typed, seconds):
    assert _start(typed) == seconds
