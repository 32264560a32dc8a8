"""Songs for those who type: what was found is kept and answered; a source that is silent does not count as nothing."""

import json

import pytest

from spotpop.errors import SourceUnavailable
from spotpop.links.choices import Choice, decode_choices
from worker.queue.suggestions import EMPTY_KEPT_S, KEPT_S, WANTED, Request, known_key, reply_key
from worker.suggestions import THREADS, SuggestionService

CHOICE = Choice(service="deezer", id="11", title="Night Walk", artist="Ada", country="de")


class Redis:
    """Keeps what is written."""

    def __init__(self):
        self.kept, self.shown, self.lives = {}, {}, {}

    def pipeline(self, *, transaction):
        assert not transaction
        return self

    def set(self, key, value, ex):
        self.kept[key] = (value, ex)

    def rpush(self, key, value):
        self.shown[key] = value

    def expire(self, key, seconds):
        self.lives[key] = seconds

    def execute(self):
        pass


@pytest.mark.parametrize(("found", "life"), [((CHOICE,), KEPT_S), ((), EMPTY_KEPT_S)])
def test_what_was_found_is_reported_and_kept_nothing_for_a_shorter_time(found, life):
    redis = Redis()
    SuggestionService(redis, lambda name: found if name == "night" else None).answer(Request("7", "night"))
    assert decode_choices(redis.shown[reply_key("7")]) == found
    value, ex = redis.kept[known_key("night")]
    assert (decode_choices(value), ex) == (found, life)
    assert 0 < redis.lives[reply_key("7")] < 60


def test_where_nobody_can_say_who_asked_learns_nothing_and_nothing_is_kept():
    def silent(_):
        raise SourceUnavailable(source="Deezer")

    redis = Redis()
    SuggestionService(redis, silent).answer(Request("7", "night"))
    assert redis.shown == {reply_key("7"): "[]"}
    assert redis.kept == {}


@pytest.mark.network
def test_it_begins_once_answers_from_its_threads_and_ends_with_them(raw):
    service = SuggestionService(raw, lambda name: (CHOICE,))
    service.start()
    threads = list(service._threads)
    try:
        service.start()
        assert service._threads == threads
        raw.rpush(WANTED, json.dumps(["7", "night"]))
        found = raw.blpop([reply_key("7")], timeout=60)
        assert found is not None
        assert decode_choices(found[1].decode()) == (CHOICE,)
    finally:
        service.stop()
    assert [thread.is_alive() for thread in threads] == [False] * THREADS
