"""A cancellation is never lost, whatever a library does with it."""

import asyncio
import contextlib

import pytest
from redis.exceptions import ConnectionError, ReadOnlyError  # noqa: A004

from spotpop.errors import QueueUnavailable
from spotpop.settings import Settings
from worker.queue.session import MOST_CONNECTIONS, PATIENCE_S, Session, cancellable


async def swallow() -> None:
    """Do what `asyncio.wait_for` of Python 3.11 does when its end and a cancellation come in the same moment."""
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.sleep(30)


async def test_a_swallowed_cancellation_ends_a_loop_all_the_same():
    async def loop() -> None:
        while True:
            with cancellable():
                await swallow()

    task = asyncio.create_task(loop())
    await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait({task}, timeout=5)
    task.cancel()
    assert done
    assert task.cancelled()


async def test_one_that_came_before_is_not_raised_again():
    """Who cleans up after a cancellation may still talk to Redis."""
    reached = []

    async def tidy() -> None:
        try:
            await asyncio.sleep(30)
        finally:
            with cancellable():
                await asyncio.sleep(0)
            reached.append(True)

    task = asyncio.create_task(tidy())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert reached


async def test_a_timeout_stays_a_timeout():
    async def in_time() -> None:
        async with asyncio.timeout(0.01):
            with cancellable():
                await swallow()

    with pytest.raises(TimeoutError):
        await in_time()


@pytest.fixture
async def session():
    made = Session(Settings(redis_url="redis://localhost:1/0"))
    yield made
    await made.close()


async def test_a_process_shares_few_connections_and_waits_for_none_long(session):
    pool = session.redis.connection_pool
    options = pool.connection_kwargs
    assert (pool.max_connections, pool.timeout) == (MOST_CONNECTIONS, PATIENCE_S) == (24, 1.7)
    assert (options["socket_connect_timeout"], options["socket_timeout"], options["health_check_interval"]) == (
        1.5,
        5,
        10,
    )
    assert options["socket_keepalive"]
    assert options["retry"]._retries == 1
    assert session.redis.connection_pool is pool, "opened once"


async def test_a_step_takes_no_longer_than_it_may(session):
    async def soon():
        return 7

    assert await session.within(soon()) == 7
    with pytest.raises(QueueUnavailable):
        await session.within(asyncio.sleep(30), 0.01)
    for error in (ConnectionError(), OSError(), TimeoutError()):
        with pytest.raises(QueueUnavailable):
            await session.within(failing(error))
    with pytest.raises(ValueError, match="ours"):
        await session.within(failing(ValueError("ours")))


async def failing(error):
    raise error


class Replica:
    """A pool of connections to a master that is none any more."""

    def __init__(self):
        self.closed = []

    async def disconnect(self, *, inuse_connections):
        self.closed.append(inuse_connections)


async def test_a_master_that_became_a_replica_is_left(session):
    pool = Replica()

    async def refuse(**_):
        raise ReadOnlyError("x")

    assert session.redis
    kept, session._connection.connection_pool = session._connection.connection_pool, pool
    session._scripts["submit"] = refuse
    with pytest.raises(ReadOnlyError):
        await session.call("submit")
    assert pool.closed == [False], "what others are at is not cut off"
    with pytest.raises(QueueUnavailable):
        await session.script("submit")
    session._connection.connection_pool = kept


async def test_what_was_never_opened_is_closed_without_a_word():
    await Session(Settings(redis_url="redis://localhost:1/0")).close()
