"""Every error has a code, a sentence and a hint, carries plain values, and travels."""

import pickle

import pytest

import spotpop.errors
from spotpop.errors import RateLimited, SpotpopError
from spotpop.errors.base import error_classes

ALL = sorted(error_classes(), key=lambda kind: kind.code)


def test_values_stand_in_sentence_and_hint_and_travel() -> None:
    error = RateLimited(source="Deezer", retry_after_s=7)
    assert "Deezer" in error.text
    assert error.to_json() == {"code": RateLimited.code, "params": {"source": "Deezer", "retry_after_s": 7}}
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.params, str(again)) == (RateLimited, error.params, error.text)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.code)
def test_each_has_a_name_of_its_own_and_is_exported(kind: type[SpotpopError]) -> None:
    assert [one.code for one in ALL].count(kind.code) == 1
    assert kind.sentence.endswith((".", "?"))
    assert getattr(spotpop.errors, kind.__name__, kind) is kind


def test_the_base_itself_is_no_concrete_error() -> None:
    assert SpotpopError not in ALL
    assert len(ALL) > 40
