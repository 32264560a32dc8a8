"""A folder of audio put into a table beside its labels."""

import wave
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from spotpop.errors import TableUnusable
from spotpop.model.model import Model
from spotpop.training.audio_table import analyse_table
from tests.models import LoudnessModel

MODEL = cast("Model", cast("Any", LoudnessModel()))


def sound(path: Path, level: float) -> None:
    samples = np.random.default_rng(1).normal(0, level, 22050 * 6)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22050)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def test_files_are_heard_by_id_and_what_is_missing_is_left_out(tmp_path: Path) -> None:
    sound(tmp_path / "soft.wav", 0.02)
    (tmp_path / "deep").mkdir()
    sound(tmp_path / "deep" / "loud.wav", 0.2)
    (tmp_path / "broken.wav").write_bytes(b"nothing")
    labels = pd.DataFrame(
        {"track_id": ["soft", "gone", "broken", "loud"], "popularity": [1, 2, 3, 4], "energy": [0.1, 0.2, 0.3, 0.4]}
    )
    shown: list[str] = []
    heard = analyse_table(labels, tmp_path, MODEL, progress=shown.append)
    assert heard["popularity"].tolist() == [1, 4]
    assert heard["loudness"].iloc[1] > heard["loudness"].iloc[0] + 10
    assert "energy" not in heard
    assert any("broken.wav" in sentence for sentence in shown)


def test_a_file_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    sound(tmp_path / "secret.wav", 0.1)
    with pytest.raises(TableUnusable, match="no audio"):
        analyse_table(pd.DataFrame({"file": ["../secret.wav"], "popularity": [1]}), inside, MODEL)


def test_a_table_that_names_no_audio_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableUnusable, match="names the audio"):
        analyse_table(pd.DataFrame({"popularity": [1]}), tmp_path, MODEL)
