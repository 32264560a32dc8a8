"""Reading what became of tracks: who is asked for what, what an answer means, and when it is asked again."""

import pytest

from spotpop.errors import SourceUnavailable
from spotpop.record.entries import DAY_S, HORIZONS_DAYS
from spotpop.record.outcomes import PAUSE_S, MemoryBudget, OutcomeReader
from spotpop.record.store import GRACE_DAYS, RecordStore
from spotpop.settings import Settings
from tests.record import NEW_YEAR, make_forecast

TRACKS = [make_forecast(number) for number in range(5)]
BY_KEY = {one.key: one for one in TRACKS}


class Source:
    """Knows some tracks, may be away, and takes only so many at once or in all."""

    def __init__(self, values=None, *, at_once=2, in_all=1_000) -> None:
        self.at_once = at_once
        self.values = {} if values is None else values
        self.in_all = in_all
        self.away = False
        self.calls: list[list[str]] = []

    def read(self, readings):
        self.calls.append([BY_KEY[one.forecast].track_id for one in readings])
        if self.away:
            raise SourceUnavailable(source="one")
        taken = readings[: self.in_all]
        self.in_all -= len(taken)
        return {one.forecast: self.values.get(one.track_id, {}) for one in taken}


@pytest.fixture
def clock():
    return [NEW_YEAR + 60.0]


@pytest.fixture
def record(store: RecordStore) -> RecordStore:
    store.append(TRACKS)
    return store


def reader(record: RecordStore, clock, settings: Settings, **sources) -> OutcomeReader:
    return OutcomeReader(record, sources, settings, lambda: clock[0])


def test_a_day_has_so_many_questions_to_each_source() -> None:
    now = [0.0]
    budget = MemoryBudget(lambda: now[0])
    assert [budget.take("spotify", 2) for _ in range(3)] == [True, True, False]
    assert budget.take("deezer", 1)
    assert not budget.take("other", 0)
    now[0] = DAY_S - 1
    assert not budget.take("spotify", 2)
    now[0] = DAY_S
    assert [budget.take("spotify", 2) for _ in range(3)] == [True, True, False]


def test_all_that_is_due_is_read_in_portions_and_kept_as_it_was_said(
    record: RecordStore, clock, record_settings: Settings
) -> None:
    known = {one.track_id: {"spotify.popularity": 40.0 + number} for number, one in enumerate(TRACKS)}
    clock[0] += 0.1234
    known[TRACKS[0].track_id] = {"spotify.popularity": 40.0, "spotify.other": 1.0}
    source = Source(known)
    done = reader(record, clock, record_settings, spotify=source).round(60.0)
    assert (done.read, done.unknown, done.failed, done.missed) == (5, 0, 0, 0)
    assert [len(call) for call in source.calls] == [2, 2, 1]
    outcomes = [case.outcomes for case in record.cases()]
    assert outcomes[0] == {("spotify.popularity", 0): 40.0, ("spotify.other", 0): 1.0}
    assert outcomes[4] == {("spotify.popularity", 0): 44.0}
    line = next(line.entry() for line in record.lines() if line.kind == "outcome")
    assert line.read_at == round(NEW_YEAR + 60.123, 3)
    assert record.counts()["read"] == 5
    assert reader(record, clock, record_settings, spotify=source).round(60.0).read == 0


def test_a_track_that_is_not_known_stays_open_and_is_asked_again_after_a_pause(
    record: RecordStore, clock, record_settings: Settings
) -> None:
    source = Source({TRACKS[0].track_id: {"spotify.popularity": 3.0}}, at_once=10)
    rounds = reader(record, clock, record_settings, spotify=source)
    first = rounds.round(60.0)
    assert (first.read, first.unknown) == (1, 4)
    clock[0] += PAUSE_S - 1
    assert rounds.round(60.0).unknown == 0
    clock[0] += 1
    assert rounds.round(60.0).unknown == 4
    clock[0] += PAUSE_S
    assert rounds.round(60.0).unknown == 0, "the pause doubles"
    clock[0] += PAUSE_S
    assert rounds.round(60.0).unknown == 4
    assert record.counts()["read"] == 1


def test_a_source_that_is_away_is_left_alone_and_others_are_asked(
    record: RecordStore, clock, record_settings: Settings
) -> None:
    away, there = Source(), Source({one.track_id: {"spotify.popularity": 1.0} for one in TRACKS}, at_once=10)
    away.away = True
    rounds = reader(record, clock, record_settings, listenbrainz=away, spotify=there)
    done = rounds.round(60.0)
    assert (done.read, done.failed, done.sources_down) == (5, 2, ["listenbrainz"])
    assert len(away.calls) == 1
    for _ in range(4):  # a silence is no try: the pause does not grow
        clock[0] += PAUSE_S
        done = rounds.round(60.0)
        assert done.sources_down == ["listenbrainz"]
    away.away = False
    clock[0] += PAUSE_S
    assert rounds.round(60.0).unknown == 5


def test_what_was_not_asked_for_is_neither_known_nor_unknown(
    record: RecordStore, clock, record_settings: Settings
) -> None:
    source = Source(at_once=2, in_all=3)
    rounds = reader(record, clock, record_settings, spotify=source)
    done = rounds.round(60.0)
    assert (done.read, done.unknown) == (0, 3)
    assert len(source.calls) == 3, "one that answered nothing is asked no more in this round"
    source.in_all = 9
    assert rounds.round(60.0).unknown == 2, "they were not put off"


def test_a_round_has_an_end_and_a_source_that_is_off_is_not_asked(
    record: RecordStore, clock, record_settings: Settings
) -> None:
    source = Source()
    assert reader(record, clock, record_settings, spotify=source).round(0.0).unknown == 0
    assert source.calls == []
    assert reader(record, clock, record_settings).round(60.0).read == 0


def test_what_is_late_is_given_up_and_what_may_not_be_kept_goes(
    record: RecordStore, clock, record_settings: Settings
) -> None:
    settings = record_settings.model_copy(update={"record_keep_days": {"deezer": 10.0}})
    source = Source({one.track_id: {"deezer.rank": 7.0, "deezerish.rank": 8.0} for one in TRACKS}, at_once=10)
    rounds = reader(record, clock, settings, deezer=source)
    assert rounds.round(60.0).read == 5
    clock[0] = NEW_YEAR + GRACE_DAYS[0] * DAY_S
    late = rounds.round(60.0)
    assert (late.missed, late.withdrawn) == (10, 0)
    clock[0] = NEW_YEAR + 60.0 + 10 * DAY_S
    assert rounds.round(60.0).withdrawn == 0
    clock[0] += 1.0
    assert rounds.round(60.0).withdrawn == 5
    assert record.cases()[0].outcomes == {("deezerish.rank", 0): 8.0}
    assert record.counts() == {"open": 15 * (len(HORIZONS_DAYS) - 1), "read": 5, "missed": 10}
