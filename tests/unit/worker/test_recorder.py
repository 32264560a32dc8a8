"""What is kept of an answer: forecasts of released tracks, and nothing that could stop one."""

import json
from dataclasses import replace

from spotpop.settings import load_settings
from tests.reports import make_report
from worker.recorder import Recorder, read_waiting


def test_released_tracks_are_kept_unless_the_record_is_off() -> None:
    report = make_report()
    [entry] = Recorder(load_settings()).entries([report])
    assert read_waiting(entry.encode()) is not None
    assert Recorder(load_settings(record=False)).entries([report]) == []


def test_uploads_and_unreleased_tracks_are_not() -> None:
    report = make_report()
    uploaded = replace(report, track=replace(report.track, id=None, released=False))
    assert Recorder(load_settings()).entries([uploaded]) == []


def test_what_cannot_be_kept_stops_no_answer() -> None:
    assert Recorder(load_settings()).entries([object()]) == []


def test_what_cannot_be_read_is_none() -> None:
    for item in (b"", b"{", b"[]", b"{}", json.dumps({"version": 99}).encode()):
        assert read_waiting(item) is None
