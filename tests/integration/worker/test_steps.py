"""What each step of the queue promises, held by hand against a real server: attempts, fencing, suspects, crowds."""

import json
import secrets

import pytest
import redis.asyncio

from spotpop.errors import QueueUncertain
from tests.integration.worker.harness import Inbox, album, track, until, upload
from tests.integration.worker.steps import Hand, code, pass_deadline, script_of, silence
from worker.queue.policy import submit_arguments
from worker.queue.protocol import VERSION
from worker.queue.scripts import MAX_TRIES, STALE_S

# --- attempts


async def raw_submit(client, job, attempt):
    """What an attempt does whose answer never arrives."""
    job = job.model_copy(update={"attempt": attempt})
    return (await client._script("submit", *submit_arguments(job, client.settings)))[0].decode()


async def test_giving_up_an_attempt_leaves_a_later_one_alone(client, inbox, hand):
    job = track("again")
    assert await raw_submit(client, job, "one") == "taken"
    await client.submit(job)  # the person asks again
    assert await client._script("cancel", job.id, "one") == 1
    assert (await client.progress(job.id)).state == "queued"
    hand.done(hand.take())
    await inbox.wait_for([job.id])
    assert inbox.answered_once([job.id])


async def test_an_attempt_that_arrives_after_it_was_given_up_is_not_taken(client, hand):
    job = track("late")
    assert await client._script("cancel", job.id, "one") == 1
    assert await raw_submit(client, job, "one") == "cancelled"
    assert hand.take() is None
    assert (await client.submit(job)).position == 1
    assert script_of(hand.take()) == "late"


async def test_known_is_never_said_of_something_cancelled(client, inbox, hand):
    job = track("gone")
    await raw_submit(client, job, "one")
    await client._script("cancel", job.id, "one")
    assert await client.progress(job.id) is None
    assert hand.take() is None
    await client.submit(job)
    hand.done(hand.take())
    await inbox.wait_for([job.id])
    assert inbox.answered_once([job.id])


async def test_an_answer_that_nobody_has_read_yet_is_taken_back_with_its_attempt(client, hand):
    job = track("quick", front_end="later")
    await raw_submit(client, job, "one")
    hand.done(hand.take())
    assert hand.store.redis.xlen("spotpop:outbox:later") == 1
    assert await client._script("cancel", job.id, "one") == 1
    assert hand.store.redis.xlen("spotpop:outbox:later") == 0


async def test_the_uploads_of_a_given_up_attempt_go_and_those_in_use_stay(client, hand):
    job = upload()
    await client.submit(job, {"song.mp3": b"one"})
    await client.submit(job, {"song.mp3": b"two"})

    async def one_left():
        return len(list(hand.store.redis.scan_iter("spotpop:upload:*"))) == 1

    await until(one_left)
    assert hand.store.upload(hand.take().work.uploads[0]) == b"one"


async def test_two_thousand_repetitions_through_lost_replies_lose_and_double_nothing(client, hand):
    """Each attempt gets through, gets lost on the way there or on the way back; the last one always gets through."""

    async def give_up(job, attempt):
        await client._script("cancel", job.id, attempt)
        client._open.remove(job.id)  # as `submit` does when it tells that it is not sure

    inbox = Inbox(client)
    jobs = [track(f"t{n}") for n in range(400)]
    attempts = 0
    for job in jobs:
        for number in range(5):
            attempt, fate = secrets.token_hex(4), secrets.randbelow(3)
            attempts += 1
            if fate == 0 and number < 4:  # lost on the way there, and perhaps late
                await give_up(job, attempt)
                assert await raw_submit(client, job, attempt) == "cancelled"
            elif fate == 1 and number < 4:  # taken, the reply lost; given up before or after the next attempt
                await raw_submit(client, job, attempt)
                if secrets.randbelow(2):
                    await give_up(job, attempt)
                else:
                    await client.submit(job)
                    await give_up(job, attempt)
            else:
                await client.submit(job)
            if secrets.randbelow(4) == 0 and (item := hand.take()):
                hand.done(item)
    while item := hand.take():
        hand.done(item)
    assert attempts == 2000
    await inbox.wait_for([job.id for job in jobs])
    assert inbox.answered_once([job.id for job in jobs])
    await inbox.close()


async def test_a_reply_that_never_comes_is_reported_as_perhaps(clients, server):
    client = clients()
    assert await client.alive()
    async with redis.asyncio.Redis.from_url(server.url) as other:
        await other.execute_command("CLIENT", "PAUSE", "2500", "ALL")
    with pytest.raises(QueueUncertain):
        await client.submit(track("perhaps"))


# --- fencing, tries, suspects


async def test_a_failure_counts_from_the_holder_only_and_a_good_answer_from_anybody(client, inbox, hand):
    other = Hand(client.settings, "other")
    jobs = [track("a"), track("b")]
    for job in jobs:
        await client.submit(job)
        stale = hand.take()
        silence(hand.store, stale.id)
        hand.store.reap()
        fresh = other.take()
        assert fresh.id == stale.id
        if job is jobs[0]:
            assert hand.failed(stale) == 0
            assert other.done(fresh) == 1
        else:
            assert hand.done(stale) == 1
            assert other.failed(fresh) == 0
    await inbox.wait_for([job.id for job in jobs])
    assert [code(inbox.outcomes[job.id]) for job in jobs] == ["ok", "ok"]


async def test_tries_that_a_neighbour_burns_are_not_ones_own_and_the_poison_is_found(client, inbox, hand):
    poison, good = track("poison"), [track(f"good{n}") for n in range(3)]
    for job in (poison, *good):
        await client.submit(job)
    died = 0
    for number in range(40):
        worker = Hand(client.settings, f"worker-{number}")  # each death is another process
        held = [item for _ in range(4) if (item := worker.take())]
        if not held:
            break
        if any(script_of(item) == "poison" for item in held):
            died += 1
            silence(worker.store, *(item.id for item in held))
            worker.store.reap()
        else:
            for item in held:
                worker.done(item)
    await inbox.wait_for([job.id for job in (poison, *good)])
    assert code(inbox.outcomes[poison.id]) == "job-failed"
    assert [code(inbox.outcomes[job.id]) for job in good] == ["ok"] * 3
    assert died == MAX_TRIES + 1  # once together with others, and then alone


async def test_a_suspect_is_run_alone_by_one_worker_while_the_others_go_on(client, hand):
    for n in range(6):
        await client.submit(track(f"t{n}"))
    dead = Hand(client.settings, "dead")
    held = [dead.take(), dead.take()]
    silence(hand.store, *(item.id for item in held))
    busy = [hand.take()]
    other = Hand(client.settings, "other")
    other_busy = other.take()
    hand.store.reap()
    assert hand.take() is None  # it ends what it is at before it takes a suspect
    assert script_of(other.take()).startswith("t")  # and nobody else waits for that
    hand.done(busy[0])
    suspect = hand.take()
    assert suspect.id in {item.id for item in held}
    assert hand.take() is None
    hand.done(suspect)
    assert hand.take().id in {item.id for item in held}
    assert other_busy is not None


async def test_a_job_that_dies_alone_is_given_up_after_three_tries(client, inbox, hand):
    job = track("x")
    await client.submit(job)
    for number in range(MAX_TRIES):
        item = hand.take()
        assert item.tries == number + 1
        silence(hand.store, item.id)
        hand.store.reap()
    assert hand.take() is None
    await inbox.wait_for([job.id])
    assert code(inbox.outcomes[job.id]) == "job-failed"


# --- work that a newer neighbour wrote


async def test_work_that_is_not_understood_waits_for_a_worker_that_does_without_a_try(client, inbox, hand, monkeypatch):
    job = track("new")
    arguments = submit_arguments(job, client.settings)
    plain = arguments[14]
    arguments[14] = json.dumps({**json.loads(plain), "version": VERSION + 1})
    await client._script("submit", *arguments)
    await client.submit(track("old"))
    assert script_of(hand.take()) == "old"
    assert hand.take() is None
    item = f"spotpop:work_item:{job.id}"
    assert hand.store.redis.hget(item, "tries") == b"0"
    monkeypatch.setattr("worker.queue.store.knowledge", lambda: "a newer release")
    monkeypatch.setattr("worker.queue.policy.VERSION", VERSION + 1)
    newer = Hand(client.settings, "newer")
    taken = newer.take()
    assert (script_of(taken), taken.tries) == ("new", 1)
    newer.done(taken)
    await inbox.wait_for([job.id])


# --- deadlines, albums, crowds


async def test_a_track_whose_work_hangs_is_not_joined_after_the_last_deadline(client, inbox, hand):
    first, second = track("hang"), track("hang")
    await client.submit(first)
    hung = hand.take()
    assert hand.store.beat(hung) == 1
    pass_deadline(hand.store, first.id)
    hand.store.reap()
    assert hand.store.beat(hung) == 2  # nobody waits
    await client.submit(second)
    fresh = hand.take()
    assert fresh is not None
    assert fresh.id != hung.id
    hand.done(fresh)
    await inbox.wait_for([first.id, second.id])
    assert [code(inbox.outcomes[job.id]) for job in (first, second)] == ["deadline-exceeded", "ok"]


async def test_a_shared_album_gives_each_what_is_known_at_his_own_deadline(client, hand):
    inbox = Inbox(client, "lists")
    first = album(4, "x", front_end="lists", user="a")
    second = first.model_copy(update={"id": "second-person-1"})
    await client.submit(first)
    await client.submit(second)
    hand.fan_out(hand.take("bulk"), 4)
    for _ in range(2):
        hand.done(hand.take("bulk"))
    pass_deadline(hand.store, first.id)
    hand.store.reap()
    seen = {}
    while item := hand.take("bulk"):
        if item.phase == "gather":
            seen[len(hand.store.rows(item)[1])] = item
        hand.done(item)
    assert sorted(seen) == [2, 4]
    await inbox.wait_for([first.id, second.id])
    assert inbox.answered_once([first.id, second.id])
    await inbox.close()
    assert not list(hand.store.redis.scan_iter("spotpop:work_item:*"))


async def test_a_crowd_is_answered_in_steps_that_block_nobody(client, hand):
    job = track("viral", front_end="crowd")
    waiting = [job.model_copy(update={"id": f"person-{n:06d}"}) for n in range(5000)]
    for one in waiting:
        await client._script("submit", *submit_arguments(one, client.settings))
    assert hand.store.redis.zcard("spotpop:waiters:" + hand.take().id) == 5000
    for one in waiting[:1000]:
        pass_deadline(hand.store, one.id)
    longest = []

    def step(name, *arguments):
        before = processor_ms(hand.store)
        reply = hand.store._run(name, *arguments)
        longest.append(processor_ms(hand.store) - before)
        return reply

    while step("reap", STALE_S, MAX_TRIES, 86400):
        pass
    assert hand.store.redis.xlen("spotpop:outbox:crowd") == 1000
    item = hand.store.redis.zrange("spotpop:running", 0, 0)[0].decode()
    holder = hand.store.redis.hget(f"spotpop:work_item:{item}", "holder").decode()
    body = json.dumps({"kind": "track", "failure": {"code": "job-failed", "params": {}}, "report": {"x": "y" * 10_000}})
    reply = step("finish", item, "failed", body, 0, "", "", 60, "", 0, holder)
    while reply[1]:
        reply = step("settle", item)
    assert hand.store.redis.xlen("spotpop:outbox:crowd") == 5000
    assert len(longest) >= 30
    assert max(longest) <= 50, longest
    assert not list(hand.store.redis.scan_iter("spotpop:waiters:*"))


def processor_ms(store):
    """Return what the server has worked so far: nothing else may run meanwhile, and other processes do not count."""
    info = store.redis.info("cpu")
    return 1000 * (info["used_cpu_user_main_thread"] + info["used_cpu_sys_main_thread"])


async def test_a_crowd_whose_worker_dies_while_answering_it_is_answered_by_the_reaper(client, hand):
    job = track("viral", front_end="crowd")
    for n in range(500):
        await client.submit(job.model_copy(update={"id": f"person-{n:06d}"}))
    item = hand.take()
    body = json.dumps({"kind": "track", "failure": {"code": "job-failed", "params": {}}})
    hand.store._run("finish", item.id, "failed", body, 0, "", "", 60, "", 0, item.holder)
    assert hand.store.redis.xlen("spotpop:outbox:crowd") < 500
    hand.store.reap()
    assert hand.store.redis.xlen("spotpop:outbox:crowd") == 500


async def test_submit_position_and_reap_do_the_same_work_for_ten_and_for_a_thousand_workers(client, hand):
    """Counted in commands that the scripts run, which no other process on this machine changes."""

    async def commands(workers, waiting):
        hand.store.redis.flushall()
        clock = hand.store.redis.time()
        for n in range(workers):
            hand.store.redis.hset("spotpop:workers", f"host-{n}", f"4|{clock[0]}.0")
        for n in range(waiting):
            await client._script("submit", *submit_arguments(track(f"wait-{workers}-{n}"), client.settings))
        job = track(f"one-{workers}-{waiting}")
        used = []
        for step in (
            lambda: client.submit(job),
            lambda: client.progress(job.id),
            lambda: client._script("reap", STALE_S, MAX_TRIES, 86400),
        ):
            await step()  # what is kept for some seconds is there now
            before = statistics(hand.store)
            await step()
            used.append({name: number - before.get(name, 0) for name, number in statistics(hand.store).items()})
        return [{name: number for name, number in one.items() if number} for one in used]

    few, many = await commands(10, 10), await commands(1000, 2000)
    assert few == many
    assert all("hgetall" not in one for one in many)


def statistics(store):
    """Return how often each command was run, those of scripts included."""
    ignored = {"info", "time", "client", "hello", "config", "slowlog", "ping", "xreadgroup", "publish"}
    found = {name.removeprefix("cmdstat_"): int(one["calls"]) for name, one in store.redis.info("commandstats").items()}
    return {name: number for name, number in found.items() if name.split("|")[0] not in ignored}
