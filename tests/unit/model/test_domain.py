"""Sounds that are no music are recognised, and music is not taken for them."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import Clip
from spotpop.audio.decode import decode
from spotpop.model.domain import NO_FORECAST, domain_warnings, suggest_genres
from spotpop.model.model import load_model
from tests import sounds
from tests.unit.model.heard import demo_analysis, quiet_tags

SPEECH = Path(__file__).resolve().parents[2] / "speech"
"""Texts of our own, read by espeak-ng 1.51."""


@pytest.mark.parametrize(
    ("clip", "expected"),
    [
        (sounds.noise(colour="white"), "noise"),
        (sounds.noise(colour="pink"), "noise"),
        (sounds.noise(colour="brown"), "noise"),
        (sounds.tone(440), "tone"),
        (sounds.tone(220, 277.2, 329.6, level=0.1), "tone"),
        (sounds.noise(level=1e-5), "silence"),
    ],
    ids=["white", "pink", "brown", "sine", "chord", "silence"],
)
def test_what_is_no_music_is_recognised(clip, expected):
    analysis = analyse(clip)
    assert domain_warnings(analysis, tags_of(analysis))[0] == expected


@pytest.mark.parametrize("seconds", [6.0, None])
@pytest.mark.parametrize("voice", sorted(SPEECH.glob("*.ogg")), ids=lambda file: file.stem)
def test_a_voice_that_reads_aloud_is_recognised(voice, seconds):
    clip = decode(voice.read_bytes())
    if seconds:
        clip = Clip(clip.samples[: int(seconds * clip.sample_rate_hz)], 0.0, seconds)
    analysis = analyse(clip)
    assert domain_warnings(analysis, tags_of(analysis))[0] == "speech"


@cache
def model():
    return load_model("default")


def tags_of(analysis):
    """Return what the shipped network hears."""
    return model().read([analysis], moments=False)[0].tags


def test_a_song_raises_no_warning():
    assert domain_warnings(demo_analysis(), tags_of(demo_analysis())) == ()


def test_a_song_that_is_tagged_classical_is_said_to_be():
    tags = {**tags_of(demo_analysis()), "classical": 0.8}
    assert domain_warnings(demo_analysis(), tags) == ("classical",)


def test_a_quiet_and_short_song_is_both():
    samples = demo_analysis().clip.samples[: 10 * 22050] * np.float32(0.05)
    analysis = analyse(Clip(samples, 0.0, 10.0))
    assert domain_warnings(analysis, tags_of(analysis)) == ("quiet", "short")


@pytest.mark.parametrize("seconds", [6, 12])
@pytest.mark.parametrize("what", ["chirps", "clicks", "siren"])
def test_sounds_that_move_are_no_music_either(what, seconds):
    time = np.arange(seconds * 22_050) / 22_050
    samples = {
        "chirps": 0.3
        * np.sin(2 * np.pi * (3000 + 1500 * np.sin(14 * np.pi * time)) * time)
        * (np.sin(2.6 * np.pi * time) > 0.6),
        "clicks": 0.6 * (np.sin(4 * np.pi * time) > 0.98),
        "siren": 0.3 * np.sin(2 * np.pi * np.cumsum(700 + 300 * np.sin(np.pi * time)) / 22_050),
    }[what]
    analysis = analyse(Clip(samples.astype(np.float32), 0.0, float(seconds)))
    assert NO_FORECAST & set(domain_warnings(analysis, tags_of(analysis)))


@pytest.mark.parametrize("what", ["buzzer", "fax", "hum", "engine", "modulated"])
def test_what_machines_make_is_no_music(what):
    time = np.arange(round(6.5 * 22_050)) / 22_050
    bits = np.random.default_rng(4).random(1000) < 0.5
    samples = {
        "buzzer": lambda: np.sign(np.sin(2 * np.pi * 140 * time)) * ((time * 0.9) % 1 < 0.6),
        "fax": lambda: np.sin(2 * np.pi * np.cumsum(np.where(bits[(time * 150).astype(int)], 1300, 2100)) / 22_050),
        "hum": lambda: sum(np.sin(2 * np.pi * 50 * part * time + part) / part for part in range(1, 14)),
        "engine": lambda: np.sign(np.sin(2 * np.pi * np.cumsum(20 + 200 * (1 - np.exp(-time))) / 22_050)),
        "modulated": lambda: np.sin(2 * np.pi * 300 * time + 5 * np.sin(2 * np.pi * 67 * time)),
    }[what]()
    analysis = analyse(Clip((0.3 * samples).astype(np.float32), 0.0, 6.5))
    assert NO_FORECAST & set(domain_warnings(analysis, tags_of(analysis)))


def test_slow_pads_are_music():
    time = np.arange(20 * 22_050) / 22_050
    chords = [(220.0, 277.2, 329.6), (196.0, 246.9, 293.7), (174.6, 220.0, 261.6), (196.0, 246.9, 293.7)]
    samples = np.zeros(time.size)
    for number, chord in enumerate(chords * 2):
        swell = np.clip(1 - np.abs(time - 2.5 * number - 1.25) / 2.0, 0, 1)
        samples += swell * sum(np.sin(2 * np.pi * f * h * time) / h**2 for f in chord for h in (1, 2, 3, 4))
    analysis = analyse(Clip((0.1 * samples).astype(np.float32), 0.0, 20.0))
    assert not NO_FORECAST & set(domain_warnings(analysis, tags_of(analysis)))


def test_genres_are_ranked_and_silent_tags_suggest_none():
    genres = suggest_genres({**quiet_tags(), "rock": 0.5, "metal": 0.4})
    assert [genre.name for genre in genres] == ["rock", "metal"]
    assert 0 < sum(genre.probability for genre in genres) < 1
    assert suggest_genres(quiet_tags()) == ()
