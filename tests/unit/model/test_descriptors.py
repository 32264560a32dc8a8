"""One row a descriptor: the lists that arrays depend on follow from the table, and their order is fixed by models."""

from spotpop.model.descriptors import DESCRIPTOR_SPECS, DESCRIPTORS, LEARNT, SHOWN, SOUND, SPEC_OF
from spotpop.model.registry import find_model


def test_the_lists_are_those_that_the_shipped_model_was_trained_on() -> None:
    part = find_model("default").parts["audio"]
    assert list(DESCRIPTORS) == part["descriptors"]
    assert DESCRIPTORS[: len(LEARNT)] == LEARNT
    assert DESCRIPTORS == (
        "danceability", "energy", "valence", "acousticness", "instrumentalness", "speechiness", "loudness", "tempo",
        "key", "mode",
    )  # fmt: skip
    assert tuple(spec.name for spec in DESCRIPTOR_SPECS if spec.name != "key") == SOUND


def test_what_is_shown_is_shown_once_each_from_the_first_place_on() -> None:
    assert [spec.shown for spec in SHOWN] == list(range(1, len(SHOWN) + 1))
    assert all(spec.precision for spec in SHOWN)


def test_a_row_makes_sense() -> None:
    for spec in SPEC_OF.values():
        assert spec.limits[0] < spec.limits[1]
        assert not spec.learnt or spec.estimated
        assert (spec.step > 0) <= (spec.group == "change")
        assert not spec.scale.startswith("log") or spec.limits[0] >= 0
