"""Options travel by name: a new field of `Options` needs no change of the queue."""

import dataclasses
import json

import pytest

from spotpop.question import Options
from spotpop.track import ReleaseDate
from worker.queue.options import OWN_FIELDS, known_options, options_from_json


def test_what_travels_comes_back_as_it_was_meant():
    data = {
        "genre": "rock",
        "explicit": False,
        "whole_song": True,
        "release_date": {"day": "2024-05-01", "precision": "day"},
    }
    made = Options(genre="rock", explicit=False, whole_song=True, release_date=ReleaseDate.parse("2024-05-01"))
    assert options_from_json(json.loads(json.dumps(data))) == made


def test_every_field_of_the_pipelines_options_is_known():
    assert known_options() | OWN_FIELDS == {field.name for field in dataclasses.fields(Options)}


def test_the_unknown_is_left_out_and_the_impossible_refused():
    assert options_from_json({"a later option": 1}, theme="light") == Options(theme="light")
    with pytest.raises(ValueError, match="whole_song"):
        options_from_json({"whole_song": "perhaps"})
