"""Which duties the record has, and how often."""

from pathlib import Path

import pytest

from spotpop.settings import load_settings
from worker.record_schedule import PUBLISH_S, READ_S, SONGS_S, WRITE_S, beat_schedule


@pytest.mark.parametrize(
    ("settings", "duties"),
    [
        ({"record": False}, {"songs": SONGS_S}),
        ({}, {"songs": SONGS_S, "write": WRITE_S, "read": READ_S, "publish": PUBLISH_S}),
        ({"record_control": (Path("x"),), "record_control_per_day": 24},
         {"songs": SONGS_S, "write": WRITE_S, "read": READ_S, "publish": PUBLISH_S, "control": 3600.0}),
        ({"record_control": (Path("x"),), "record_control_per_day": 0},
         {"songs": SONGS_S, "write": WRITE_S, "read": READ_S, "publish": PUBLISH_S}),
        ({"record": False, "record_control": (Path("x"),)}, {"songs": SONGS_S}),
    ],
)  # fmt: skip
def test_duties_follow_the_settings(settings, duties) -> None:
    found = beat_schedule(load_settings(**settings))
    assert {name.removeprefix("record-"): one["schedule"] for name, one in found.items()} == duties
    assert {one["task"] for one in found.values()} == {f"spotpop.record.{duty}" for duty in duties}
