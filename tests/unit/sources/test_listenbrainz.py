"""ListenBrainz: listens of all recordings under a code whose length is the track's."""

from dataclasses import replace

import pytest

from spotpop.errors import SourceUnavailable
from spotpop.settings import load_settings
from spotpop.sources.backoff import SourceGate
from spotpop.sources.listenbrainz import ListenBrainz
from spotpop.track import Track
from tests.unit.sources.answers import Answers

ASKED = Track(title="Road", duration_s=200.0, isrc="USS1Z1234567")


def plays(recordings, counts, track: Track = ASKED):
    if isinstance(counts, list):
        counts = [{"recording_mbid": str(at), **one} for at, one in enumerate(counts)]
    http = Answers(USS1Z1234567={"recordings": recordings}, recording=counts)
    return ListenBrainz(load_settings(), http, SourceGate()).plays(track), http.asked


def test_listens_of_all_fitting_recordings_are_summed() -> None:
    recordings = [{"id": "a", "length": 201_000}, {"id": "b"}, {"id": "c", "length": 250_000}, {"length": 200_000}]
    total, asked = plays(
        recordings, [{"total_listen_count": 5}, {"total_listen_count": None}, {"total_listen_count": 7}]
    )
    assert total == 12
    assert asked[-1][1] == {"recording_mbids": ["a", "b"]}


def test_what_nobody_knows_has_no_count() -> None:
    assert plays([], [])[0] is None
    assert plays([{"id": "a"}], [{}])[0] is None
    assert plays([{"id": "a"}], [{"total_listen_count": 0}])[0] == 0
    assert plays([{"id": "a"}], [], replace(ASKED, isrc=None)) == (None, [])


def test_a_track_of_unknown_length_takes_all_and_not_too_many() -> None:
    recordings = [{"id": str(number), "length": 1000 * number} for number in range(1, 40)]
    _, asked = plays(recordings, [], replace(ASKED, duration_s=None))
    assert len(asked[-1][1]["recording_mbids"]) == 25


def test_answers_of_another_form_are_none() -> None:
    with pytest.raises(SourceUnavailable):
        plays([{"id": "a"}], {})
    http = Answers(USS1Z1234567=[])
    with pytest.raises(SourceUnavailable):
        ListenBrainz(load_settings(), http, SourceGate()).plays(ASKED)


def test_both_services_throttle_alike() -> None:
    http = Answers(
        USS1Z1234567={"recordings": [{"id": "a"}]}, recording=[{"recording_mbid": "a", "total_listen_count": 1}]
    )
    assert ListenBrainz(load_settings(), http, SourceGate()).plays(ASKED) == 1
    assert [one["limited"] for one in http.options] == [{429: 5.0, 503: 5.0}] * 2
    assert http.asked[0][1] == {"fmt": "json"}
    assert http.asked[0][0].endswith("/ws/2/isrc/USS1Z1234567")
    http = Answers(USS1Z1234567=None)
    assert ListenBrainz(load_settings(), http, SourceGate()).plays(ASKED) is None


@pytest.mark.parametrize(("apart_s", "counted"), [(0.0, True), (3.0, True), (3.1, False), (-3.0, True), (-3.1, False)])
def test_a_recording_of_about_the_length_is_counted(apart_s: float, counted: bool) -> None:
    total, _ = plays([{"id": "a", "length": 1000 * (200.0 + apart_s)}], [{"total_listen_count": 1}])
    assert total == (1 if counted else None)
