from datetime import date

import numpy as np
import pytest

from spotpop.audience import Audience
from spotpop.model.forecast import Context
from spotpop.model.genres import context_genre
from spotpop.model.graph_inputs import INPUTS, graph_inputs, input_row
from spotpop.track import ReleaseDate, Track

TODAY = date(2026, 6, 1)


def test_an_unreleased_track_has_age_zero() -> None:
    assert Context.of(Track(title="x", released=False), TODAY).age_years == 0.0


def test_an_unknown_release_date_leaves_the_age_unknown() -> None:
    assert Context.of(Track(title="x"), TODAY).age_years is None


def test_context_takes_what_a_catalogue_knows() -> None:
    track = Track(
        title="x",
        release_date=ReleaseDate.parse("2024-06-01"),
        duration_s=200.0,
        explicit=True,
        genres=("latin pop",),
        followers=5,
    )
    context = Context.of(track, TODAY)
    assert context.age_years == pytest.approx(2.0, abs=0.01)
    assert (context.duration_s, context.explicit, context.genre, context.followers) == (200.0, True, "latin", 5.0)
    assert Context.of(track, TODAY, genre="jazz").genre == "jazz"


@pytest.mark.parametrize(
    ("names", "genre"),
    [
        (["german techno", "minimal house", "pop"], "edm"),
        (["metalcore"], "metal"),
        (["R&B"], "r&b"),
        (["hip-hop"], "rap"),
        ([None, ""], None),
        ([], None),
        (["other"], "other"),
    ],
)
def test_names_of_genres_map_to_the_models_genres(names: list[str | None], genre: str | None) -> None:
    assert context_genre(names) == genre


@pytest.mark.parametrize(("released", "of"), [(True, "usual"), (False, "earlier")])
def test_a_first_song_has_no_others_and_that_is_not_the_same_as_nothing_stated(released: bool, of: str) -> None:
    track = Track(title="x", released=released)
    shown = Context.of(track, TODAY, first_song=True)
    assert (getattr(shown, f"{of}_songs"), getattr(shown, f"{of}_popularity")) == (0.0, None)
    assert sum(np.isfinite(input_row({}, shown))) == sum(np.isfinite(input_row({}, Context.of(track, TODAY)))) + 1
    others = Context.of(track, TODAY, audience=Audience(usual_popularity=30.0), first_song=True)
    assert (getattr(others, f"{of}_songs"), getattr(others, f"{of}_popularity")) == (None, 30.0)


def test_unknown_inputs_are_masked_and_known_ones_kept() -> None:
    row = input_row({"energy": 0.5, "loudness": float("inf")}, Context(age_years=0.0, genre="polka"))
    arrays = graph_inputs(row[None])
    known = dict(zip(INPUTS, arrays["known"][0], strict=True))
    assert {name for name, flag in known.items() if flag} == {"energy", "age"}
    assert np.isfinite(arrays["values"]).all()
