"""What no audio holds, as options: which are understood, and how a wrong one is refused."""

import pytest
import typer

from spotpop.audience import Audience
from spotpop.cli.song_options import audience_of, release_of
from spotpop.track import ReleaseDate


def test_nothing_stated_is_nothing():
    assert audience_of(None, None, None, None) is None
    assert release_of(None) == (None, None)


@pytest.mark.parametrize(
    ("given", "shown"),
    [((500.0, None, None, None), Audience(followers=500.0)), ((None, "1k_10k", None, None), Audience(rung="1k_10k")),
     ((None, None, 40.0, 3), Audience(usual_popularity=40.0, usual_songs=3)), ((0.0, None, None, None), None)],
)  # fmt: skip
def test_an_audience_is_stated_in_each_way(given, shown):
    assert audience_of(*given) in {shown, Audience(followers=0.0)}


@pytest.mark.parametrize("others", [(40.0, None), (None, 3)])
def test_a_first_song_has_no_others_beside_it(others):
    assert audience_of(None, "1k_10k", None, None, first_song=True) == Audience(rung="1k_10k")
    with pytest.raises(typer.BadParameter, match="no others") as refused:
        audience_of(None, "1k_10k", *others, first_song=True)
    assert refused.value.param_hint == "--first-song"


@pytest.mark.parametrize("rung", ["1k-10", "many", ""])
def test_a_rung_that_is_none_is_reported_with_those_that_are(rung):
    with pytest.raises(typer.BadParameter, match="1k_10k") as refused:
        audience_of(None, rung, None, None)
    assert refused.value.param_hint == "--audience"


@pytest.mark.parametrize(
    "given", [(-1.0, None, None, None), (None, None, 101.0, None), (float("nan"), None, None, None)]
)
def test_what_no_audience_can_be_is_refused(given):
    with pytest.raises(typer.BadParameter):
        audience_of(*given)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("yes", (True, None)), ("NO", (False, None)), ("2024", (True, ReleaseDate.parse("2024"))),
     ("2024-08-16", (True, ReleaseDate.parse("2024-08-16")))],
)  # fmt: skip
def test_a_release_is_yes_no_or_a_date(text, shown):
    assert release_of(text) == shown


@pytest.mark.parametrize("text", ["maybe", "2024-13-01", "", "16.8.2024"])
def test_anything_else_is_no_release(text):
    with pytest.raises(typer.BadParameter, match="yes, no, or a date") as refused:
        release_of(text)
    assert refused.value.param_hint == "--released"
