"""Reading what came, whatever it is: JSON within bounds, pauses, and one deadline for all requests of a question."""

from __future__ import annotations

import time

import pytest

from spotpop.errors import SourceUnavailable
from spotpop.net import HttpClient
from spotpop.net.client import read_json
from spotpop.settings import load_settings


@pytest.mark.parametrize(
    ("body", "value"), [(b"{}", {}), (b'{"a": [1, {}]}', {"a": [1, {}]}), (b"7", 7), (b"null", None)]
)
def test_json_is_read(body: bytes, value: object) -> None:
    assert read_json(body, source="x") == value


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 5000, b"[" + b"[]," * 60_000 + b"{}]", b"{}{}"])
def test_json_that_is_broken_deep_or_made_of_too_many_pieces_is_no_answer(body: bytes) -> None:
    if body.startswith(b"[[]"):
        body = body.replace(b"[],", b"[],[],")
    with pytest.raises(SourceUnavailable):
        read_json(body, source="x")


def test_all_requests_of_a_question_end_by_one_deadline() -> None:
    http = HttpClient(load_settings(network_timeout_s=5.0))
    with http.question():
        first = http._until(2.0)
        with http.question():
            assert http._until(4.0) == first
    assert 9 < first - time.monotonic() <= 10
    assert http._until(4.0) > first
