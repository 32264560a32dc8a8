"""Another release may take over when nobody's question is open any more."""

import pytest
import redis

from tests.integration.worker.harness import free_port, track
from tests.integration.worker.steps import Hand
from worker.queue import drain
from worker.queue.client import Client

pytestmark = pytest.mark.network


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, server) -> None:
    monkeypatch.setattr(drain, "LOOK_S", 0.01)
    monkeypatch.setenv("REDIS_URL", server.url)


async def test_it_waits_for_every_question(client: Client, hand: Hand, raw: redis.Redis, capsys, monkeypatch) -> None:
    await client.submit(track("a"))
    assert drain.open_questions(raw) == 1
    monkeypatch.setattr(drain, "GRACE_S", -1e9)
    assert drain.main() == 1
    assert "1 questions are still open" in capsys.readouterr().err
    monkeypatch.setattr(drain, "GRACE_S", 60.0)
    hand.done(hand.take())
    assert drain.main() == 0
    assert "All questions are answered" in capsys.readouterr().out


def test_a_queue_that_is_away_is_an_error_of_its_own(capsys, monkeypatch) -> None:
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    assert drain.main() == 2
    assert "Redis does not answer" in capsys.readouterr().err
    monkeypatch.setenv("REDIS_URL", "http://a")
    assert drain.main() == 2
    assert "REDIS_URL" in capsys.readouterr().err
