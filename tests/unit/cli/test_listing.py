"""An album on the command line: every track its forecast or its reason, best first, and what ends the whole run."""

from types import SimpleNamespace

import pytest

from spotpop.cli.listing import answer_listing
from spotpop.errors import ModelMissing, PreviewNotFound
from spotpop.links import parse_reference
from spotpop.question import Options
from spotpop.settings import load_settings
from spotpop.track import Artist, Listing, Track
from spotpop.wording import words_for
from tests.unit.bot import samples

ALBUM = parse_reference(f"https://open.spotify.com/album/{'1' * 22}")
TRACKS = tuple(Track(title=title, artists=(Artist(name="Ada"),), id="2" * 22) for title in ("low", "none", "high"))


class Pipeline:
    """Forecasts by title; the second track has no preview."""

    total, ends, settings = 3, None, load_settings()

    def __init__(self):
        self.drawn = []

    def listing(self, _):
        return Listing(kind="album", id="1", title="Walks", tracks=TRACKS, total=self.total)

    def predict(self, track, *, options):
        assert not options.picture
        if self.ends is not None:
            raise self.ends
        if track.title == "none":
            raise PreviewNotFound(title=track.title, tried="deezer")
        return SimpleNamespace(report=samples.report(track=track, score={"low": 10.0, "high": 60.0}[track.title]))

    def draw_listing(self, title, rows, *, theme):
        self.drawn.append((title, theme))
        return b"PNG"


def answered(pipeline, said=None, **options):
    return answer_listing(pipeline, ALBUM, Options(**options), ([] if said is None else said).append)


def test_tracks_are_ranked_and_those_without_a_forecast_come_last():
    said = []
    ranking = answered(Pipeline(), said)
    assert [(row.title, row.number, row.score) for row in ranking.rows] == [
        ("high", 3, 60.0), ("low", 1, 10.0), ("none", 2, None)
    ]  # fmt: skip
    assert said == [f"{done} of 3 tracks are done." for done in range(3)]
    assert (ranking.rows[0].low, ranking.rows[2].low, ranking.rows[2].high) == (19.1, None, None)


def test_it_is_reported_to_programs_with_each_reason():
    shown = answered(Pipeline()).to_json(words_for("de"))
    assert [row["score"] for row in shown["tracks"]] == [60.0, 10.0, None]
    assert shown["tracks"][2]["error"]["code"] == PreviewNotFound.code
    assert "Hörprobe" in shown["tracks"][2]["error"]["sentence"]
    assert shown["tracks"][0]["error"] is None
    assert shown["tracks"][0]["interval"] == {"low": 19.1, "high": 62.8, "coverage": 0.8}


@pytest.mark.parametrize(("picture", "drawn"), [(True, [("Walks", "light")]), (False, [])])
def test_one_picture_of_all_is_drawn_where_it_is_wanted(picture, drawn):
    pipeline = Pipeline()
    ranking = answered(pipeline, picture=picture, theme="light")
    assert pipeline.drawn == drawn
    assert bool(ranking.picture) is picture


def test_what_every_track_would_meet_ends_it():
    pipeline = Pipeline()
    pipeline.ends = ModelMissing(name="x", known="")
    with pytest.raises(ModelMissing):
        answered(pipeline)


@pytest.mark.parametrize(("total", "shown"), [(90, 90), (0, 3)])
def test_of_a_longer_list_it_tells_how_long_it_is(total, shown):
    pipeline = Pipeline()
    pipeline.total = total
    assert answered(pipeline).total == shown
