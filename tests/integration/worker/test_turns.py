"""Whose turn it is: people, albums, those who join; held by hand against a real server."""

import heapq

import pytest

from tests.integration.worker.harness import album, track
from tests.integration.worker.steps import Hand, script_of


@pytest.fixture
def hand(client):
    return Hand(client.settings, "w")


async def test_one_who_asks_after_a_thousand_of_somebody_else_waits_for_at_most_two(client, hand):
    for n in range(1000):
        await client.submit(track(f"a{n}", user="a"))
    for _ in range(5):
        hand.done(hand.take())
    receipt = await client.submit(track("b0", user="b"))
    assert receipt.position <= 2
    taken = [script_of(hand.take()) for _ in range(3)]
    assert "b0" in taken
    assert (await client.submit(track("c0", user="c"))).position <= 2


async def test_people_take_turns_and_each_ones_questions_keep_their_order(client, hand):
    for n in range(4):
        await client.submit(track(f"a{n}", user="a"))
    for n in range(4):
        await client.submit(track(f"b{n}", user="b"))
    order = [script_of(hand.take()) for _ in range(8)]
    assert [name for name in order if name[0] == "a"] == ["a0", "a1", "a2", "a3"]
    assert [name for name in order if name[0] == "b"] == ["b0", "b1", "b2", "b3"]
    for upto in range(1, 9):
        first, second = (sum(name[0] == who for name in order[:upto]) for who in "ab")
        assert abs(first - second) <= 1


async def test_nobody_waits_for_ever_while_new_people_keep_coming(client, hand):
    await client.submit(track("a0", user="a"))
    await client.submit(track("a1", user="a"))
    waited = 0
    for n in range(60):
        await client.submit(track(f"n{n}", user=f"n{n}"))
        await client.submit(track(f"m{n}", user=f"m{n}"))
        if script_of(hand.take()) == "a1":
            break
        waited += 1
    assert waited < 30


async def test_a_turn_is_not_gained_by_forgetting(client, hand):
    for n in range(10):
        await client.submit(track(f"a{n}", user="a"))
        await client.submit(track(f"b{n}", user="b"))
    await client.forget("a")
    assert (await client.submit(track("again", user="a"))).position > 15


async def test_large_jobs_get_one_of_four_turns_beside_steady_single_questions(client, hand):
    await client.submit(album(30, "x", user="a"))
    hand.fan_out(hand.take("bulk"), 30)
    single = bulk = 0
    for n in range(40):
        await client.submit(track(f"s{n}", user=f"u{n}"))
        await client.submit(track(f"t{n}", user=f"v{n}"))
        item = hand.take("interactive")
        single, bulk = (single, bulk + 1) if "." in item.id else (single + 1, bulk)
    assert (single, bulk) == (30, 10)


async def test_a_worker_for_single_questions_only_never_takes_a_large_one(client, clients):
    singles = Hand(client.settings, "singles", queues=("interactive",))
    await client.submit(album(30, "x"))
    assert singles.take("interactive") is None
    await client.submit(track("s"))
    assert script_of(singles.take("interactive")) == "s"


async def test_who_joins_brings_the_earlier_turn(client, hand):
    for n in range(50):
        await client.submit(track(f"a{n}", user="a"))
    receipt = await client.submit(track("a40", user="b"))  # the same work, asked for by somebody whose turn is next
    assert receipt.position <= 2
    order = [script_of(hand.take()) for _ in range(3)]
    assert "a40" in order


async def test_the_order_starts_anew_when_nobody_waits(client, hand):
    for n in range(3):
        await client.submit(track(f"a{n}", user="a"))
    for _ in range(3):
        hand.done(hand.take())
    left = {key.decode() for key in hand.store.redis.scan_iter("spotpop:turn*")}
    assert left == set()


@pytest.mark.parametrize("albums", [0, 1], ids=["singles", "beside an album"])
async def test_what_is_promised_holds_within_a_factor_of_two(client, hand, albums):
    """Real scripts on a clock of the test's own: four slots, jobs of 2 s, people who come all at once and later."""
    slots, seconds = 4, 2.0
    hand.store.enlist("w", slots)
    for n in range(albums):
        await client.submit(album(60, f"x{n}", user=f"collector{n}"))
        hand.fan_out(hand.take("bulk"), 60)
    promised, asked_at, waits = {}, {}, {}
    now, running = 0.0, []

    async def ask(number, user):
        receipt = await client.submit(track(f"e{number}", user=user))
        promised[f"e{number}"], asked_at[f"e{number}"] = receipt.eta_s, now

    for n in range(24):
        await ask(n, f"u{n % 12}")
    while len(waits) < 36:
        while len(running) < slots and (item := hand.take("interactive")):
            heapq.heappush(running, (now + seconds, item.id, item))
        now, _, item = heapq.heappop(running)
        hand.done(item, seconds=seconds)
        if script_of(item) in asked_at:
            waits[script_of(item)] = now - asked_at[script_of(item)]
        if len(asked_at) < 36:  # others keep coming
            await ask(len(asked_at), f"late{len(asked_at)}")
    ratios = {name: waits[name] / promised[name] for name in waits}
    assert all(0.5 <= ratio <= 2.0 for ratio in ratios.values()), ratios
