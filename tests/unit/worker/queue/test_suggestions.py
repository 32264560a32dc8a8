"""Names that somebody types: asked once for all who type the same, remembered for a while, never an error."""

import asyncio
import json
import re

import pytest
import redis

from spotpop.links.choices import Choice, encode_choices
from tests.integration.worker.harness import until
from worker.queue.client import Client
from worker.queue.suggestions import (
    LONGEST,
    SHORTEST,
    WAIT_S,
    WANTED,
    known_key,
    normal,
    read_request,
    reply_key,
)

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
async def test_what_is_known_is_reported_at_once(client: Client, raw: redis.Redis) -> None:
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
async def test_short_names_and_empty_names_find_nothing(client: Client, raw: redis.Redis) -> None:
    assert await client.suggest("ab") == ()
    assert raw.llen(WANTED) == 0
    raw.set(known_key("abc"), "[]")
    assert await client.suggest("abc") == ()


def test_names_of_three_letters_are_looked_for_up_to_a_bound() -> None:
    assert (SHORTEST, LONGEST) == (3, 150)
    assert WAIT_S < 2, "as `Client.suggest` promises"
    assert len(normal("x" * 150)) == 150
    request = read_request(b'["id", "abc"]')
    assert (request.id, request.name) == ("id", "abc")
    assert read_request(b"[7, 8]") == read_request(b'["7", "8"]')
    assert reply_key("a") == "spotpop:suggest:reply:a"


@pytest.mark.network
async def test_only_the_newest_requests_wait_and_not_for_long(client: Client, raw: redis.Redis) -> None:
    raw.rpush(WANTED, *[json.dumps([str(number), "x"]) for number in range(60)])
    asked = asyncio.create_task(client.suggest("abc"))
    await until(lambda: read_request(raw.lindex(WANTED, 0)).name == "abc", 20)
    assert raw.llen(WANTED) == 50
    assert read_request(raw.lindex(WANTED, -1)).id == "48"
    raw.lpush(reply_key(read_request(raw.lindex(WANTED, 0)).id), "[]")
    assert await asked == ()
