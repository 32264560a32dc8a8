"""Sources of outcomes: which are asked, what is summed of their answers, and what a refusal leaves."""

import pytest

from spotpop.errors import RateLimited, SourceUnavailable
from spotpop.record.sources import DeezerOutcomes, Intervals, ListenBrainzOutcomes, SpotifyOutcomes, _sums, make_sources
from spotpop.record.store import Reading
from spotpop.settings import load_settings
from spotpop.sources.backoff import SourceGate
from spotpop.track import Track

SETTINGS = load_settings()


class Http:
    """Answers by the beginning of an address, and notes what was asked."""

    def __init__(self, **answers):
        self.answers, self.asked = answers, []

    def get_json(self, url, *, source, **options):
        self.asked.append((url, options))
        name = next(name for name in self.answers if name in url)
        answer = self.answers[name]
        return answer.pop(0) if isinstance(answer, InTurn) else answer


class InTurn(list):
    """Answers one after the other."""


class Budget:
    def __init__(self, left):
        self.left = left

    def take(self, source, most):
        assert (source, most) == ("spotify", SETTINGS.record_spotify_per_day)
        self.left -= 1
        return self.left >= 0


def reading(number=1, isrc="DEXX12600001", duration_s=180.0):
    return Reading(
        forecast=f"forecast{number}",
        horizon_days=30,
        source="x",
        track_id="1" * 22,
        isrc=isrc,
        duration_s=duration_s,
        due_at=0.0,
        closes_at=0.0,
        tries=0,
    )


def test_listens_are_added_up_and_of_listeners_the_largest_number_counts():
    assert _sums([(10, 4), (5, 3), (None, None)]) == {"listenbrainz.listens": 15.0, "listenbrainz.listeners": 4.0}
    assert _sums([(None, 4)]) == {"listenbrainz.listeners": 4.0}
    assert _sums([(0, 0)]) == {"listenbrainz.listens": 0.0, "listenbrainz.listeners": 0.0}
    assert _sums([]) == {}


def test_of_an_isrc_only_recordings_of_its_length_are_asked_about_once():
    recordings = {
        "recordings": [{"id": "a", "length": 180_000}, {"id": "b", "length": 300_000}, {"id": "c"}, {"length": 1}]
    }
    counts = [
        {"recording_mbid": "a", "total_listen_count": 7, "total_user_count": 2},
        {"recording_mbid": "c", "total_listen_count": None, "total_user_count": None},
    ]
    http = Http(isrc=recordings, popularity=counts)
    source = ListenBrainzOutcomes(SETTINGS, http, SourceGate())
    found = source.read([reading(1), reading(2)])
    assert found == {
        "forecast1": {"listenbrainz.listens": 7.0, "listenbrainz.listeners": 2.0},
        "forecast2": {"listenbrainz.listens": 7.0, "listenbrainz.listeners": 2.0},
    }
    assert [url.rsplit("/", 2)[-2] for url, _ in http.asked] == ["isrc", "popularity"]
    assert http.asked[1][1]["payload"] == {"recording_mbids": ["a", "c"]}


def test_what_stands_in_for_a_source_is_asked_instead_of_it():
    settings = load_settings(source_urls={"musicbrainz": "http://a", "listenbrainz": "http://b", "deezer": "http://c"})
    http = Http(isrc={"recordings": [{"id": "a"}], "rank": 5}, popularity=[])
    ListenBrainzOutcomes(settings, http, SourceGate()).read([reading()])
    DeezerOutcomes(settings, http, SourceGate()).read([reading()])
    assert [url.split("/")[2] for url, _ in http.asked] == ["a", "b", "c"]


@pytest.mark.parametrize("isrc", [None, "", "no isrc", "DEXX1260001"])
def test_without_an_isrc_nobody_is_asked(isrc):
    http = Http()
    assert ListenBrainzOutcomes(SETTINGS, http, SourceGate()).read([reading(isrc=isrc)]) == {"forecast1": {}}
    assert DeezerOutcomes(SETTINGS, http, SourceGate()).read([reading(isrc=isrc)]) == {"forecast1": {}}
    assert http.asked == []


@pytest.mark.parametrize("answers", [{"isrc": [1]}, {"isrc": {"recordings": [{"id": "a"}]}, "popularity": {}}])
def test_an_answer_of_another_form_is_none(answers):
    with pytest.raises(SourceUnavailable):
        ListenBrainzOutcomes(SETTINGS, Http(**answers), SourceGate()).read([reading()])


def test_what_musicbrainz_does_not_know_is_left_open():
    assert ListenBrainzOutcomes(SETTINGS, Http(isrc=None), SourceGate()).read([reading()]) == {"forecast1": {}}


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"rank": 500_000}, {"deezer.rank": 500_000.0}),
        ({"rank": 0}, {}),
        ({}, {}),
        ({"error": {"code": 800}}, {}),
        ({"rank": "x"}, {}),
    ],
)
def test_deezers_rank(answer, found):
    assert DeezerOutcomes(SETTINGS, Http(isrc=answer), SourceGate()).read([reading()]) == {"forecast1": found}


@pytest.mark.parametrize(("code", "error"), [(4, RateLimited), (100, SourceUnavailable)])
def test_what_deezer_refuses_is_reported_and_what_was_learnt_before_is_kept(code, error):
    refusal = {"error": {"code": code}}
    with pytest.raises(error):
        DeezerOutcomes(SETTINGS, Http(isrc=refusal), SourceGate()).read([reading()])
    http = Http(isrc=InTurn([{"rank": 5}, refusal]))
    assert DeezerOutcomes(SETTINGS, http, SourceGate()).read([reading(1), reading(2), reading(3)]) == {
        "forecast1": {"deezer.rank": 5.0}
    }
    assert len(http.asked) == 2


class Api:
    """Tells a popularity, or none, or fails."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def track(self, _):
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return None if answer is None else Track(title="x", popularity=answer or None)


def spotify(left, *answers):
    source = SpotifyOutcomes(SETTINGS, Http(), SourceGate(), Budget(left))
    source._api = Api(*answers)
    return source


def test_spotify_is_asked_as_often_as_the_day_allows():
    found = spotify(2, 47, None).read([reading(1), reading(2), reading(3)])
    assert found == {"forecast1": {"spotify.popularity": 47.0}, "forecast2": {}}


def test_what_spotify_reported_before_it_refused_is_kept():
    away = SourceUnavailable(source="Spotify")
    assert list(spotify(9, 47, away).read([reading(1), reading(2)])) == ["forecast1"]
    with pytest.raises(SourceUnavailable):
        spotify(9, away).read([reading(1)])


def test_two_questions_to_one_source_keep_their_distance():
    slept = []
    intervals = Intervals({"musicbrainz": 100.0}, slept.append)
    for source in ("musicbrainz", "deezer", "deezer", "musicbrainz"):
        intervals(source)
    [pause] = slept
    assert 99 < pause <= 100


@pytest.mark.parametrize(
    ("chosen", "secrets", "made"),
    [
        (("listenbrainz",), {}, {"listenbrainz"}),
        (("spotify",), {}, set()),
        (("spotify", "deezer"), {"spotify_client_id": "a", "spotify_client_secret": "b"}, {"spotify", "deezer"}),
    ],
)
def test_only_sources_that_were_chosen_and_can_be_asked_are(chosen, secrets, made):
    assert set(make_sources(load_settings(record_sources=chosen, **secrets), Budget(1))) == made
