"""The record's rules: one chain, each entry once, what is to be read when, and what may be taken out again."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from spotpop.errors import RecordUnavailable
from spotpop.record import store as module
from spotpop.record.entries import DAY_S, HORIZONS_DAYS, NO_HASH, Line, chained
from spotpop.record.measures import SOURCES
from spotpop.record.schema import readings
from spotpop.record.store import GRACE_DAYS, Reading, RecordStore, verify
from tests.record import NEW_YEAR, make_forecast, make_outcome

FIRST, SECOND = make_forecast(1), make_forecast(2, day=1)


def chain(*entries) -> list[Line]:
    lines: list[Line] = []
    for entry in entries:
        lines.append(Line.after(len(lines), lines[-1].hash if lines else NO_HASH, entry))
    return lines


def test_each_entry_stands_once_in_its_turn(store: RecordStore) -> None:
    outcome = make_outcome(FIRST, 47.0)
    assert store.append([FIRST, FIRST, outcome]) == 2
    assert store.append([make_forecast(1, score=90.0), SECOND, outcome]) == 1
    assert store.append([FIRST]) == store.append([]) == 0
    lines = list(store.lines())
    assert [line.number for line in lines] == [1, 2, 3]
    assert [line.entry() for line in lines] == [FIRST, outcome, SECOND]
    assert [line.kind for line in lines] == ["forecast", "outcome", "forecast"]


def test_what_is_known_is_found_among_more_than_one_question_holds(store: RecordStore, monkeypatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 2)
    many = [make_forecast(number) for number in range(5)]
    assert store.append(many[3:]) == 2
    assert store.append(many) == 3
    assert len(list(store.lines())) == 5


def test_all_or_nothing_is_written(store: RecordStore, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "record.db", isolation_level=None)
    other.execute("CREATE TRIGGER full BEFORE INSERT ON readings WHEN NEW.horizon_days = 365 "
                  "BEGIN SELECT RAISE(ABORT, 'full'); END")  # fmt: skip
    with pytest.raises(RecordUnavailable):
        store.append([FIRST])
    assert list(store.lines()) == []
    assert store.counts() == {"open": 0, "read": 0, "missed": 0}
    other.close()


def test_a_forecast_is_read_at_every_source_and_horizon_and_an_outcome_adds_nothing(store: RecordStore) -> None:
    store.append([FIRST, make_outcome(SECOND, 1.0)])
    assert store.counts() == {"open": len(SOURCES) * len(HORIZONS_DAYS), "read": 0, "missed": 0}
    for days in HORIZONS_DAYS:
        due, closes = FIRST.made_at + days * DAY_S, FIRST.made_at + (days + GRACE_DAYS[days]) * DAY_S
        assert not [one for one in store.due("deezer", due - 1, 10) if one.horizon_days == days]
        [reading] = [one for one in store.due("deezer", due, 10) if one.horizon_days == days]
        assert reading == Reading(
            forecast=FIRST.key, horizon_days=days, source="deezer", track_id=FIRST.track_id, isrc=FIRST.isrc,
            duration_s=FIRST.duration_s, due_at=due, closes_at=closes, tries=0,
        )  # fmt: skip
        assert [one for one in store.due("deezer", closes - 1, 10) if one.horizon_days == days]
        assert not [one for one in store.due("deezer", closes, 10) if one.horizon_days == days]


def test_the_most_urgent_are_read_first_and_only_so_many(store: RecordStore) -> None:
    store.append([SECOND, FIRST, make_forecast(3, day=0.5)])
    found = store.due("spotify", SECOND.made_at, 2)
    assert [one.track_id for one in found] == [FIRST.track_id, make_forecast(3).track_id]
    assert {one.source for one in found} == {"spotify"}
    assert store.due("nobody", SECOND.made_at, 2) == []


def test_a_pause_doubles_with_each_try_up_to_a_week(store: RecordStore) -> None:
    store.append([FIRST])
    [reading] = store.due("spotify", now := NEW_YEAR + 365 * DAY_S, 10)
    pauses = []
    for _ in range(10):
        store.postpone([reading], now, 3600.0)
        pauses.append(_pause(store, reading, now))
        assert store.due("spotify", now, 10) == []
        reading = replace(reading, tries=reading.tries + 1)
    assert pauses == [3600.0 * 2**tries for tries in range(8)] + [7 * DAY_S] * 2
    store.postpone([reading], now, 3600.0, counted=False)
    assert _pause(store, reading, now) == 3600.0
    [after] = store.due("spotify", now + 3600.0, 10)
    assert after.tries == 10, "a silence that the track is not to blame for is no try"


def _pause(store: RecordStore, reading: Reading, now: float) -> float:
    wanted = select(readings.c.next_try_at).where(
        readings.c.horizon_days == reading.horizon_days, readings.c.source == reading.source
    )
    with store._engine.connect() as connection:
        return float(connection.execute(wanted).scalar_one()) - now


def test_only_the_reading_that_is_meant_is_settled(store: RecordStore) -> None:
    store.append([FIRST, SECOND])
    now = NEW_YEAR + DAY_S
    first = store.due("spotify", now, 10)[0]
    store.settle([first])
    assert store.counts() == {"open": 2 * len(SOURCES) * len(HORIZONS_DAYS) - 1, "read": 1, "missed": 0}
    assert first not in store.due("spotify", now, 10)
    assert len(store.due("spotify", now, 10)) == 1
    assert len(store.due("deezer", now, 10)) == 2
    store.settle(store.due("spotify", now, 10), state="missed")
    assert store.counts()["missed"] == 1


def test_what_was_not_read_in_time_is_given_up_and_what_was_read_is_not(store: RecordStore) -> None:
    store.append([FIRST])
    store.settle(store.due("spotify", NEW_YEAR, 10))
    end = NEW_YEAR + GRACE_DAYS[0] * DAY_S
    assert store.close_missed(end - 1) == 0
    assert store.close_missed(end) == len(SOURCES) - 1
    assert store.close_missed(end) == 0
    assert store.counts() == {"open": len(SOURCES) * 3, "read": 1, "missed": len(SOURCES) - 1}


def test_values_that_may_not_be_kept_go_and_their_lines_stay(store: RecordStore) -> None:
    old = make_outcome(FIRST, 7.0, measure="deezer.rank", days=0)
    store.append([FIRST, old, make_outcome(FIRST, 8.0, measure="deezer.rank"), make_outcome(FIRST, 41.0, days=0)])
    assert store.withdraw("deezer.", old.read_at) == 0
    assert store.withdraw("deezer.", old.read_at + 0.001) == 1
    assert store.withdraw("deezer.", old.read_at + 0.001) == 0
    assert store.cases()[0].outcomes == {("deezer.rank", 30): 8.0, ("spotify.popularity", 0): 41.0}
    second = list(store.lines())[1]
    assert (second.body, second.salt, second.entry()) == (None, None, None)
    found = store.verify()
    assert (found.lines, found.withdrawn, found.intact) == (4, 1, True)


def test_cases_are_forecasts_with_what_became_of_them(store: RecordStore) -> None:
    store.append([SECOND, FIRST, make_outcome(FIRST, 4.0), make_outcome(make_forecast(9), 5.0)])
    assert [(case.forecast, case.outcomes) for case in store.cases()] == [
        (SECOND, {}), (FIRST, {("spotify.popularity", 30): 4.0}),
    ]  # fmt: skip


def test_a_walk_finds_the_first_line_that_does_not_follow() -> None:
    lines = chain(FIRST, SECOND, make_outcome(FIRST, 4.0))
    found = verify(lines)
    assert (found.lines, found.withdrawn, found.broken_at, found.head) == (3, 0, None, lines[-1].hash)
    assert verify([]).head == NO_HASH
    for changed in (
        replace(lines[1], body=lines[0].body), replace(lines[1], salt="0" * 32), replace(lines[1], salt=None),
        replace(lines[1], key="other"), replace(lines[1], digest="0" * 64), replace(lines[1], number=3),
        replace(lines[1], hash="0" * 64),
    ):  # fmt: skip
        broken = verify([lines[0], changed, lines[2]])
        assert (broken.broken_at, broken.intact, broken.lines) == (2, False, 3), changed
    assert verify([lines[0], lines[2]]).broken_at == 2
    assert verify([lines[1], lines[2]]).broken_at == 1
    renamed = replace(lines[0], key="other", hash=chained(NO_HASH, 1, "other", lines[0].digest))
    assert verify([renamed]).broken_at == 1, "a name that is not that of the entry, however well it is hashed"
    withdrawn = replace(lines[0], body=None, salt=None)
    assert (verify([withdrawn, *lines[1:]]).broken_at, verify([withdrawn, *lines[1:]]).withdrawn) == (1, 1)
    withdrawn = replace(lines[2], body=None, salt=None)
    assert (verify([*lines[:2], withdrawn]).intact, verify([*lines[:2], withdrawn]).withdrawn) == (True, 1)


def test_a_noted_hash_must_stand_in_it_still() -> None:
    lines = chain(FIRST, SECOND)
    for head in (None, NO_HASH, lines[0].hash, lines[1].hash):
        assert verify(lines, head).intact
    assert not verify(lines[:1], lines[1].hash).known_head
    assert not verify(lines[:1], lines[1].hash).intact
    assert verify([], NO_HASH).intact


def test_one_that_cannot_be_opened_leaves_no_connection(record_settings, tmp_path: Path) -> None:
    (tmp_path / "record.db").write_bytes(b"no database, but long enough to look at" * 40)
    with pytest.raises(RecordUnavailable):
        RecordStore.open(record_settings)
    (tmp_path / "record.db").unlink()
    store = RecordStore.open(record_settings)
    assert store.append([FIRST]) == 1
    store.close()
