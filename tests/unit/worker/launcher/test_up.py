"""``spotpop up``: which parts, in which order they end, and where the page is when its port is taken."""

import signal
import socket

import pytest

from spotpop.settings import load_settings
from worker.launcher import up as module
from worker.launcher.up import ForeignServer, _bots, _free, _keep_log, _listing, _queue, _stop, _stoppable, _supervise


@pytest.fixture(autouse=True)
def _signals():
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Part:
    """A part that notes what becomes of it."""

    def __init__(self, name, story, fails=False):
        self.name, self._story, self.failed = name, story, False
        self._fails = fails

    def start(self):
        self._story.append(f"start {self.name}")

    def restart_if_dead(self):
        self.failed = self._fails

    def terminate(self):
        self._story.append(f"end {self.name}")

    def finish(self, patience_s):
        assert patience_s >= 1
        self._story.append(f"wait {self.name}")


def test_front_ends_end_before_the_worker_and_all_are_asked_to_before_one_is_waited_for(capsys):
    story = []
    parts = [Part("worker", story), Part("discord", story, fails=True)]
    assert _supervise(ForeignServer("x"), parts) == 1
    assert story == ["start worker", "start discord", "end discord", "end worker", "wait discord", "wait worker"]
    assert "“discord” does not start" in capsys.readouterr().err


def test_a_server_that_runs_again_is_reported(monkeypatch, capsys):
    class Queue:
        def restart_if_dead(self):
            return True

    assert _supervise(Queue(), [Part("worker", [], fails=True)]) == 1
    assert "server had ended" in capsys.readouterr().err


def test_clearing_up_is_not_cut_short():
    _stop([])
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_a_request_for_an_end_comes_once_and_the_handlers_come_back():
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), _stoppable():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_server_of_somebody_else_is_left_alone():
    with _queue(load_settings(redis_url="redis://there:1")) as queue:
        assert queue.url == "redis://there:1"
        assert queue.restart_if_dead() is False


def test_a_bot_runs_where_its_token_is_set():
    assert _bots(load_settings()) == []
    assert _bots(load_settings(telegram_token="7:x")) == ["telegram"]


def test_a_taken_port_is_another_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        found = _free(f"127.0.0.1:{number}")
        assert found.startswith("127.0.0.1:")
        assert found != f"127.0.0.1:{number}"
    assert _free(f"127.0.0.1:{number}") == f"127.0.0.1:{number}"


def test_what_is_started_is_listed_as_people_speak():
    assert [_listing(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


def test_the_log_of_a_demo_is_kept_and_one_that_is_not_there_stops_nothing(tmp_path):
    (tmp_path / "log").write_text("x")
    _keep_log(tmp_path / "log", tmp_path / "deep" / "kept")
    assert (tmp_path / "deep" / "kept").read_text() == "x"
    _keep_log(tmp_path / "gone", tmp_path / "other")
    assert not (tmp_path / "other").exists()
    assert module.LOOK_S < 1
