"""``spotpop songs``: the command of the chats, answered on the screen in the language of the shell."""

import json

import pytest

from bot import terminal_songs as module
from spotpop.settings import load_settings
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.record.test_song_versions import version


class Queue(MemoryQueue):
    """Opened and closed by the command."""

    def __call__(self, _):
        return self

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        assert self.kept_songs is not None


@pytest.fixture
def run(monkeypatch, tmp_path):
    queue = Queue()
    monkeypatch.setattr(module, "Client", queue)
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "de_DE.UTF-8")

    async def run(text):
        await module._run(load_settings(model="no-such-model"), text, tmp_path)
        return queue

    return run


async def test_nothing_is_kept_before_it_is_switched_on(run, capsys):
    queue = await run("")
    assert queue.kept_songs.kept == {}
    assert words_for("de").plain("songs-title") in capsys.readouterr().out
    await run("on")
    [(language, _)] = queue.kept_songs.kept.values()
    assert language == "de"


async def test_versions_are_deleted_and_exported_where_somebody_said(run, tmp_path):
    queue = await run("on")
    [user] = queue.kept_songs.kept
    await queue.kept_songs.keep(user, version(1))
    await run("export")
    [file] = tmp_path.iterdir()
    assert version(1).id in json.dumps(json.loads(file.read_text(encoding="utf-8")))
    await run("delete 1")
    assert queue.kept_songs.kept[user][1] == {}
    await run("off")
    assert queue.kept_songs.kept == {}
