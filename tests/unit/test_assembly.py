"""The turns between stages: what an upload is called, what the person knows better, what the model is given."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from spotpop.assembly import changes_in, context_of, listing_row, uploaded_track, with_stated
from spotpop.audience import Audience
from spotpop.audio.clip import Clip
from spotpop.demo import demo_song
from spotpop.question import Options, Upload
from spotpop.track import ReleaseDate, Track
from tests.reports import make_report

CLIP = Clip(np.zeros(22_050 * 5, np.float32), 0.0, 60.0)


def test_an_upload_is_called_by_its_tags_else_by_its_file() -> None:
    track = uploaded_track(Upload(demo_song().read_bytes(), "x.mp3"), CLIP)
    assert (track.title, track.artist_line, track.released, track.duration_s) == ("Feelings", "Sectoid", False, None)
    plain = uploaded_track(Upload(b"no tags", "My_Song.wav"), CLIP, Options(whole_song=True))
    assert (plain.title, plain.artists, plain.duration_s) == ("My Song", (), 60.0)


def test_what_the_person_says_counts_more_than_the_catalogue() -> None:
    track = Track(title="x", released=True, release_date=ReleaseDate.parse("2020"))
    assert with_stated(track, Options()) is track
    assert not with_stated(track, Options(released=False)).released
    dated = with_stated(replace(track, released=False), Options(release_date=ReleaseDate.parse("2021-02")))
    assert (dated.released, str(dated.release_date)) == (True, "2021-02")


def test_deezers_figures_are_no_part_of_what_the_model_is_given() -> None:
    track = Track(title="x", deezer_rank=5, deezer_fans=7, explicit=False)
    options = Options(genre="rock", audience=Audience(followers=500.0), explicit=True, first_song=True)
    context = context_of(SimpleNamespace(track=track, options=options))
    assert (context.deezer_rank, context.deezer_fans) == (None, None)
    assert (context.genre, context.followers, context.explicit) == ("rock", 500.0, True)
    assert (context.usual_songs, context.usual_popularity) == (0.0, None)


@pytest.mark.parametrize(("failure", "problem"), [(None, ""), (SimpleNamespace(code="too-short"), "too-short")])
def test_a_row_is_drawn_with_its_problem(failure, problem) -> None:
    row = SimpleNamespace(title="a", artist_line="b", score=1.0, low=0.0, high=2.0, failure=failure)
    drawn = listing_row(row)
    assert (drawn.title, drawn.artists, drawn.score, drawn.problem) == ("a", "b", 1.0, problem)


def test_without_measurements_nothing_is_said_to_have_changed() -> None:
    prepared = [SimpleNamespace(analysis=None, track=Track(title="x"))] * 2
    assert changes_in(prepared, (make_report(), make_report())) is None
