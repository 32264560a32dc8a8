"""Whatever arrives as JSON, a value of the wanted type or nothing comes out."""

import pytest

from spotpop.sources import json_access as read

DATA = {
    "object": {"a": 1}, "list": [{"a": 1}, 3, None, {"b": 2}], "text": "x", "blank": "  ", "long": "y" * 9000,
    "surrogate": "a\ud800", "number": 3, "float": 2.5, "true": True, "huge": 10**400, "nan": float("nan"),
    "ms": 201_667, "none": None, "negative": -5,
}  # fmt: skip


def test_a_path_leads_to_a_value_or_nowhere() -> None:
    assert read.at(DATA, "object", "a") == 1
    for path in (("object", "b"), ("object", "a", "c"), ("nowhere",), ("list", "a")):
        assert read.at(DATA, *path) is None
    assert read.at(DATA) is DATA


@pytest.mark.parametrize(
    ("reader", "path", "value"),
    [
        (read.mapping, "object", {"a": 1}), (read.mapping, "list", {}), (read.objects, "list", [{"a": 1}, {"b": 2}]),
        (read.objects, "object", []), (read.text, "text", "x"), (read.text, "blank", None), (read.text, "number", None),
        (read.number, "number", 3.0), (read.number, "float", 2.5), (read.number, "true", None),
        (read.number, "text", None), (read.number, "huge", None), (read.number, "nan", None),
        (read.number, "negative", -5.0), (read.integer, "number", 3), (read.integer, "float", None),
        (read.integer, "true", None), (read.integer, "huge", None), (read.integer, "negative", -5),
        (read.truth, "true", True), (read.truth, "number", None), (read.seconds, "ms", 201.667),
        (read.seconds, "negative", None), (read.seconds, "none", None),
    ],
)  # fmt: skip
def test_values_are_of_the_wanted_type_or_none(reader, path, value) -> None:
    assert reader(DATA, path) == value
    assert type(reader(DATA, path)) is type(value)


def test_text_is_valid_and_no_longer_than_any_name() -> None:
    assert len(read.text(DATA, "long") or "") == 4000
    read.text(DATA, "surrogate").encode()
    assert read.number({"n": 1e15}, "n") is None
    assert read.number({"n": 9.99e14}, "n") == 9.99e14
