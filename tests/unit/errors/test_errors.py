"""An error that travelled is the same again; what cannot be read is a bug of ours, reported without its innards."""

import pytest

from spotpop.errors import QueueFull, UnexpectedError, from_json


def test_an_error_comes_back_as_it_was():
    error = QueueFull(waiting=7, eta_s=30.0)
    again = from_json(error.to_json())
    assert (type(again), again.params, again.text) == (QueueFull, error.params, error.text)


@pytest.mark.parametrize(
    "data", [{}, {"code": "of a newer version"}, {"code": None, "params": {}}, {"code": QueueFull.code, "params": {}},
             {"code": QueueFull.code, "params": {"waiting": "x", "eta_s": []}}]
)  # fmt: skip
def test_what_cannot_be_read_is_unexpected_or_says_what_it_can(data):
    found = from_json(data)
    assert isinstance(found, UnexpectedError | QueueFull)
    assert found.text
    if data.get("code") != QueueFull.code:
        assert isinstance(found, UnexpectedError)
