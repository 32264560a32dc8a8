"""A folder of audio, heard once: which files are found, what is kept, and what one bad clip changes."""

import io
import wave

import numpy as np
import pytest

from spotpop.training.clips import analyse_clips, find_audio


class Runtime:
    """Counts how often it hears."""

    heard = 0

    def run(self, graph, inputs):
        assert graph == "audio"
        self.heard += 1
        n = len(inputs["patches"])
        return {"embedding": np.ones((n, 200), np.float32), "tags": np.zeros((n, 50), np.float32)}


@pytest.fixture(scope="module")
def song():
    rng, out = np.random.default_rng(1), io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((rng.normal(0, 3000, 16_000 * 20)).astype("<i2").tobytes())
    return out.getvalue()


def test_files_are_found_by_their_id_anywhere_below(tmp_path):
    for name in ("a.mp3", "in/b.WAV", "c.txt", "z/a.flac", "other.mp3"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = find_audio(tmp_path, ["a", "b", "c", "gone"])
    assert {name: str(file.relative_to(tmp_path)) for name, file in found.items()} == {"a": "a.mp3", "b": "in/b.WAV"}


def test_what_cannot_be_heard_is_named_and_the_rest_goes_on(tmp_path, song):
    (tmp_path / "good.wav").write_bytes(song)
    (tmp_path / "bad.wav").write_bytes(b"no audio at all")
    shown = []
    files = {name: tmp_path / f"{name}.wav" for name in ("bad", "good")}
    heard = analyse_clips(files, Runtime(), n_patches=2, progress=lambda *counts: shown.append(counts))
    assert heard.ids == ("good",)
    assert list(heard.failed) == ["bad"]
    assert heard.embedding.shape == (1, 2, 200)
    assert heard.features.shape[0] == 1
    assert shown == [(1, 2), (2, 2)]
    with pytest.raises(ValueError, match="none of the clips"):
        analyse_clips({"bad": tmp_path / "bad.wav"}, Runtime(), n_patches=2)


def test_a_clip_is_heard_once_by_each_network(tmp_path, song):
    (tmp_path / "a.wav").write_bytes(song)
    files, runtime = {"a": tmp_path / "a.wav"}, Runtime()
    results = [
        analyse_clips(files, runtime, n_patches=patches, graph_digest=digest, cache=tmp_path / "cache")
        for patches, digest in ((2, "one"), (2, "one"), (2, "two"), (3, "one"))
    ]
    assert runtime.heard == 3
    assert np.array_equal(results[0].features, results[1].features)
    assert results[3].embedding.shape == (1, 3, 200)
    assert not list((tmp_path / "cache").glob("*.part*"))
