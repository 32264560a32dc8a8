"""The shipped network says what the original MusiCNN says, and its front-end is librosa's."""

import json
from pathlib import Path

import librosa
import numpy as np
import pytest

from spotpop.model.patches import (
    N_MELS,
    PATCH_FRAMES,
    PATCH_SAMPLES,
    cut_patches,
    heard_patches,
    log_mel,
    patch_starts,
    resample,
)
from spotpop.model.registry import find_model
from spotpop.model.runtime import LiteRTRuntime
from tests.golden.musicnn_original import STARTS, original_patches
from tests.unit.model.heard import demo_analysis

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "musicnn.json").read_text())
"""Answers of the original TensorFlow 1 graph; `tests.golden.musicnn_original` makes them from PyPI's wheel."""


@pytest.fixture(scope="module")
def samples():
    clip = demo_analysis().clip
    return resample(clip.samples, clip.sample_rate_hz)


def test_the_shipped_network_answers_as_the_original(samples):
    """Two thirds of the original's filters are left out, because they never move: the answers stay."""
    patches = np.stack([log_mel(samples[start * 256 - 256 :][:PATCH_SAMPLES]) for start in STARTS])
    heard = LiteRTRuntime(find_model("default").path, precision="float").run("audio", {"patches": patches})
    assert np.abs(heard["embedding"] - GOLDEN["embedding"]).max() < 0.01
    assert np.abs(heard["tags"] - GOLDEN["tags"]).max() < 0.002
    assert np.abs(np.array(GOLDEN["embedding"])).max() > 1  # they are not all small


def test_the_front_end_is_librosas(samples):
    patches = np.stack([log_mel(samples[start * 256 - 256 :][:PATCH_SAMPLES]) for start in STARTS])
    assert np.abs(patches - original_patches(samples)).max() < 1e-4


def test_patches_are_evenly_spaced_and_reach_both_ends():
    assert patch_starts(16000 * 10, 3).tolist() == [0, 55808, 111872 // 256 * 256]
    assert patch_starts(1000, 2).tolist() == [0, 0]
    rising = np.linspace(0, 1, 16000 * 10, dtype=np.float32) * np.random.default_rng(0).standard_normal(160_000)
    patches = cut_patches(rising.astype(np.float32), 3)
    assert patches.shape == (3, PATCH_FRAMES, N_MELS)
    assert patches[0].mean() < patches[1].mean() < patches[2].mean()


def test_a_clip_shorter_than_a_patch_is_filled_up_with_silence():
    patches = cut_patches(np.random.default_rng(0).standard_normal(8000).astype(np.float32), 2)
    assert patches.shape == (2, PATCH_FRAMES, N_MELS)
    assert (patches[:, :30] > 0).any()
    assert not patches[:, 40:].any()


@pytest.mark.parametrize("length", [661_500, 661_499, 511_111, 200_003, 66_340, 30_001, 9_000])
def test_what_lies_under_no_patch_need_not_be_resampled(length):
    clip = np.random.default_rng(length).standard_normal(length).astype(np.float32) / 4
    whole = resample(clip, 22_050)
    for count in (1, 2, 5):
        patches, starts_s = heard_patches(clip, 22_050, count)
        assert np.abs(patches - cut_patches(whole, count)).max() < 1e-5
        assert starts_s.tolist() == (patch_starts(whole.size, count) / 16_000).tolist()


def test_resampling_keeps_level_and_length():
    tone = librosa.tone(440, sr=22050, length=22050).astype(np.float32)
    at_16k = resample(tone, 22050)
    assert at_16k.size == 16000
    assert np.abs(at_16k[1000:-1000]).max() == pytest.approx(1.0, abs=0.01)
