"""Songs for those who type: what was found is kept and told; a source that is silent is not remembered as nothing."""

import pytest

from spotpop.errors import SourceUnavailable
from spotpop.links.choices import Choice, decode_choices
from worker.queue.suggestions import EMPTY_KEPT_S, KEPT_S, Request, known_key, reply_key
from worker.suggestions import SuggestionService

CHOICE = Choice(service="deezer", id="11", title="Night Walk", artist="Ada", country="de")


class Redis:
    """Keeps what is written."""

    def __init__(self):
        self.kept, self.told, self.lives = {}, {}, {}

    def pipeline(self, *, transaction):
        assert not transaction
        return self

    def set(self, key, value, ex):
        self.kept[key] = (value, ex)

    def rpush(self, key, value):
        self.told[key] = value

    def expire(self, key, seconds):
        self.lives[key] = seconds

    def execute(self):
        pass


@pytest.mark.parametrize(("found", "life"), [((CHOICE,), KEPT_S), ((), EMPTY_KEPT_S)])
def test_what_was_found_is_told_and_kept_nothing_for_a_shorter_time(found, life):
    redis = Redis()
    SuggestionService(redis, lambda name: found if name == "night" else None).answer(Request("7", "night"))
    assert decode_choices(redis.told[reply_key("7")]) == found
    value, ex = redis.kept[known_key("night")]
    assert (decode_choices(value), ex) == (found, life)
    assert 0 < redis.lives[reply_key("7")] < 60


def test_where_nobody_can_say_who_asked_is_told_nothing_and_nothing_is_kept():
    def silent(_):
        raise SourceUnavailable(source="Deezer")

    redis = Redis()
    SuggestionService(redis, silent).answer(Request("7", "night"))
    assert redis.told == {reply_key("7"): "[]"}
    assert redis.kept == {}
