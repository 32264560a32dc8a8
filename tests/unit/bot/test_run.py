"""Logs of a front-end: libraries that write tokens down stay silent, a chat on the same screen tells failures only."""

import logging

import pytest

from bot import run as module
from bot.run import set_up_logs
from spotpop.settings import load_settings

LEAKY = ("discord", "telegram", "httpx", "httpcore")


@pytest.fixture
def levels():
    """Give back every level that a test changes."""
    names = ("", *LEAKY)
    before = [(logging.getLogger(name).level, logging.getLogger(name).handlers[:]) for name in names]
    yield lambda: [logging.getLogger(name).level for name in LEAKY]
    for name, (level, handlers) in zip(names, before, strict=True):
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).handlers[:] = handlers


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("DEBUG", [logging.INFO, logging.INFO, logging.WARNING, logging.WARNING]),
        ("INFO", [logging.INFO, logging.INFO, logging.WARNING, logging.WARNING]),
        ("ERROR", [logging.ERROR] * 4),
    ],
)
def test_whole_requests_are_never_written_down(levels, level, expected):
    set_up_logs(load_settings(log_level=level))
    assert levels() == expected


@pytest.mark.parametrize(("level", "shown"), [("INFO", logging.ERROR), ("DEBUG", logging.DEBUG)])
def test_beside_a_chat_only_failures_are_reported_unless_somebody_looks_for_one(levels, level, shown):
    set_up_logs(load_settings(log_level=level), quiet=True)
    assert logging.getLogger().level == shown


def test_a_bot_loads_its_own_platform_alone_and_gives_it_a_queue_that_is_open(monkeypatch):
    served = []

    class Open:
        def __init__(self, settings):
            self.settings, self.is_open = settings, False

        async def __aenter__(self):
            self.is_open = True
            return self

        async def __aexit__(self, *_):
            self.is_open = False

    class Platform:
        @staticmethod
        async def serve(settings, queue):
            served.append((settings, queue.is_open))

    loaded = []
    monkeypatch.setattr(module.importlib, "import_module", lambda name: loaded.append(name) or Platform)
    monkeypatch.setattr(module, "Client", Open)
    monkeypatch.setattr(module.gc, "freeze", lambda: None)
    settings = load_settings()
    module.run_bot("telegram", settings)
    assert loaded == ["bot.telegram.app"]
    assert served == [(settings, True)]
