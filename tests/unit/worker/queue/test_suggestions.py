"""Names that somebody types: asked once for all who type the same, remembered for a while, never an error."""

import asyncio
import json
import re

import pytest
import redis

from spotpop.links.choices import Choice, encode_choices
from tests.integration.worker.harness import until
from worker.queue.client import Client
from worker.queue.suggestions import LONGEST, WANTED, known_key, normal, read_request, reply_key

CHOICES = (Choice(service="deezer", id="7", title="Lantern Road", artist="Mira", duration_s=200.0),)


def test_one_spelling_for_all_who_type_the_same() -> None:
    assert normal("  Lantern \t ROAD ") == "lantern road"
    assert normal("A\ud800  b\n") == "a? b"
    assert len(normal("x" * 1000)) == LONGEST
    assert known_key("a") != known_key("b")
    assert re.fullmatch(r"spotpop:suggest:known:[0-9a-f]{32}", known_key("a"))


@pytest.mark.parametrize("item", [b"", b"[]", b"[1]", b"\xff", b"{}", b"null", b'["a", "b", "c"]'])
def test_what_is_no_request_is_dropped(item: bytes) -> None:
    assert read_request(item) is None


def test_a_request_is_cut_off_where_no_name_is_longer() -> None:
    request = read_request(json.dumps(["id", "x" * 1000]).encode())
    assert (request.id, len(request.name)) == ("id", LONGEST)


@pytest.mark.network
async def test_what_is_known_is_told_at_once(client: Client, raw: redis.Redis) -> None:
    raw.set(known_key("lantern road"), encode_choices(CHOICES))
    assert await client.suggest("Lantern  Road") == CHOICES
    assert raw.llen(WANTED) == 0


@pytest.mark.network
async def test_what_is_not_known_waits_for_whoever_answers(client: Client, raw: redis.Redis) -> None:
    asked = asyncio.create_task(client.suggest("lantern road"))
    await until(lambda: raw.llen(WANTED) == 1, 20)
    assert 0 < raw.ttl(WANTED) <= 5
    request = read_request(raw.lpop(WANTED))
    assert request.name == "lantern road"
    raw.lpush(reply_key(request.id), encode_choices(CHOICES))
    assert await asked == CHOICES


@pytest.mark.network
async def test_short_names_and_empty_ears_find_nothing(client: Client, raw: redis.Redis) -> None:
    assert await client.suggest("ab") == ()
    assert raw.llen(WANTED) == 0
    raw.set(known_key("abc"), "[]")
    assert await client.suggest("abc") == ()
