"""Wake-ups are written by our scripts: held against what Celery itself writes, and counted."""

import json
import time

import redis
from celery import Celery

from tests.integration.worker.harness import album, track
from tests.integration.worker.newer import NEXT, question_of_the_next_release
from tests.integration.worker.steps import Hand, script_of, silence
from worker.queue.celery_app import TASK, make_celery
from worker.queue.policy import submit_arguments

FILLED_IN = {"id", "root_id", "correlation_id", "delivery_tag", "origin", "reply_to"}
"""What differs from message to message."""


def message_of(connection, queue):
    text = connection.rpop(f"spotpop:{queue}")
    return json.loads(text)


def said(part):
    """Return what a part of a message says: what is empty or differs each time left out."""
    return {name: value for name, value in part.items() if name not in FILLED_IN and value not in (None, 0, {}, "")}


async def test_a_wake_up_is_what_celery_writes(client, server):
    connection = redis.Redis.from_url(server.url)
    app: Celery = make_celery(server.url)
    for queue, job in (("interactive", track("t")), ("bulk", album(3, "x"))):
        await client.submit(job)
        ours = message_of(connection, queue)
        app.send_task(TASK, args=[queue], queue=queue, ignore_result=True)
        theirs = message_of(connection, queue)
        for message in (ours, theirs):
            if message["properties"].pop("body_encoding", "") == "base64":
                import base64

                message["body"] = base64.b64decode(message["body"]).decode()
        assert json.loads(ours["body"]) == json.loads(theirs["body"])
        for part in ("headers", "properties"):
            assert said(ours[part]) == said(theirs[part])
        assert ours["headers"]["id"] == ours["properties"]["correlation_id"]
        assert {name: ours[name] for name in ("content-type", "content-encoding")} == {
            name: theirs[name] for name in ("content-type", "content-encoding")
        }
    app.close()


async def test_work_and_its_wake_up_come_together_and_no_two_are_alike(client, server):
    connection = redis.Redis.from_url(server.url)
    for n in range(30):
        await client.submit(track(f"t{n % 20}"))  # ten of them join
    messages = [json.loads(one) for one in connection.lrange("spotpop:interactive", 0, -1)]
    assert len(messages) == 20
    assert len({message["headers"]["id"] for message in messages}) == 20


async def test_lost_wake_ups_are_replaced_once_each(client, server):
    """Five hundred are lost with the broker's list; at most 1.2 times as many are written anew."""
    connection = redis.Redis.from_url(server.url)
    hand = Hand(client.settings, "w")
    for n in range(500):
        await client.submit(track(f"t{n}"))
    connection.delete("spotpop:interactive")
    for _ in range(6):  # looks, as many as several workers do
        hand.store.reap()
        connection.delete("spotpop:looked")
    assert 500 <= connection.llen("spotpop:interactive") <= 600
    item = hand.take()
    silence(hand.store, item.id)  # its holder has died
    before = connection.llen("spotpop:interactive")
    for _ in range(4):
        hand.store.reap()
        connection.delete("spotpop:looked")
    assert connection.llen("spotpop:interactive") - before == 1


def woken(connection, hand):
    """Let a worker do what its wake-ups make it do, until there are none; return what it takes, and how many it had."""
    taken, number = [], 0
    while connection.rpop("spotpop:interactive"):
        number += 1
        item = hand.take()
        if item is not None:
            taken.append(item)
            hand.done(item)
        assert number < 1000
    return taken, number


async def test_work_of_the_next_release_neither_keeps_old_workers_busy_nor_is_forgotten(client, server, monkeypatch):
    """Only old workers are there: they answer what they know, and are woken for the rest ten times a second at most."""
    connection = redis.Redis.from_url(server.url)
    old = Hand(client.settings, "old")
    for n in range(12):
        arguments = submit_arguments(track(f"t{n}"), client.settings)
        await client._script("submit", *(question_of_the_next_release(arguments, n)))
    began = time.monotonic()
    answered, number = woken(connection, old)
    assert {script_of(item) for item in answered} == {f"t{n}" for n in range(0, 12, 2)}
    assert 12 < number <= 12 + 10 * (2 + int(time.monotonic() - began))  # passed on, and not for ever
    assert connection.zcard("spotpop:parked:interactive") == 6
    for _ in range(6):  # looks of the reaper: one wake-up at a time, in case that somebody has come who knows more
        old.store.reap()
        connection.delete("spotpop:looked")
        assert connection.llen("spotpop:interactive") <= 1
    monkeypatch.setattr("worker.queue.store.knowledge", lambda: "the next release")
    monkeypatch.setattr("worker.queue.policy.VERSION", NEXT)
    answered, _ = woken(connection, Hand(client.settings, "newer"))
    assert {script_of(item) for item in answered} == {f"t{n}" for n in range(1, 12, 2)}
