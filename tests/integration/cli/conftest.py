"""The command line in this process, against counterparts of every service and a model made by code."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from spotpop.__main__ import main
from spotpop.model import model as model_module
from spotpop.settings import settings
from tests.counterparts.world import MusicWorld, start_music_world
from tests.integration.cli.command import ALBUM, EVIL, LONG, LOST, SHORT, SONG, Done, Run
from tests.models import LoudnessModel


@pytest.fixture(scope="module")
def world() -> Iterator[MusicWorld]:
    with start_music_world([SONG, EVIL, LOST], [ALBUM, LONG], {SHORT: SONG.url}) as world:
        yield world


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> LoudnessModel:
    made = LoudnessModel()
    monkeypatch.setattr(model_module, "load_model", lambda *_, **__: made)
    return made


@pytest.fixture
def run(
    world: MusicWorld,
    model: LoudnessModel,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Run:
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    def go(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        settings.cache_clear()  # a command reads them once, in a process of its own
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        code = end.value.code
        assert isinstance(code, int)
        assert "Traceback" not in shown.err
        return Done(code, shown.out, shown.err)

    return go
