"""Training tables and clips made by code: known effects, known noise, artists whose tracks share a level."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.features import FEATURE_NAMES
from spotpop.model.graph_inputs import INPUTS
from spotpop.training.popularity_net import NetConfig
from spotpop.training.table import Table
from spotpop.training.two_branch import LabelledClips
from tests.unit.model.heard import demo_analysis

STATED = 12
"""Epochs in which what an audience is worth is learnt."""

QUICK = NetConfig(widths=(24, 12), members=2, epochs=6, batch_size=64, encoding_bins=4, dropout=0.0, trees=12, seed=3)


def made_up_table(n: int = 1500, *, sources: int = 3, seed: int = 0, effect: float = 12.0) -> Table:
    """Popularity rises with energy and falls with age; every source has a level of its own; age is known in one."""
    rng = np.random.default_rng(seed)
    rows = np.full((n, len(INPUTS)), np.nan, np.float32)
    for name, low, high in (("energy", 0, 1), ("danceability", 0, 1), ("loudness", -20, 0), ("tempo", 60, 180)):
        rows[:, INPUTS.index(name)] = rng.uniform(low, high, n)
    source = rng.integers(0, sources, n)
    rows[:, INPUTS.index("age")] = np.where(source == 0, rng.uniform(0, 30, n), np.nan)
    artist = rng.integers(0, n // 3, n)
    energy = (rows[:, INPUTS.index("energy")] - 0.5) * 3.46
    age = np.nan_to_num((rows[:, INPUTS.index("age")] - 15) / 8.7)
    popularity = 40 + 10 * source + effect * energy - 4 * age + rng.normal(0, 10, n)
    return Table(
        rows=rows,
        popularity=np.clip(popularity, 1, 100).astype(np.float32),
        source=np.array([f"source{i}" for i in source]),
        artist=np.array([f"artist{i}" for i in artist]),
        song=np.array([f"song{i}" for i in range(n)]),
        snapshot=np.full(n, 2020.0, np.float32),
        errors=np.zeros_like(rows),
        weight=np.ones(n, np.float32),
    )


def with_audience(table: Table, *, per_decade: float = 5.0, seed: int = 8) -> Table:
    """Give every artist followers, worth so many points a decade, and the median of the artist's other songs."""
    rng = np.random.default_rng(seed)
    rows = table.rows.copy()
    names, where = np.unique(table.artist, return_inverse=True)
    decades = rng.uniform(2, 8, len(names))
    rows[:, INPUTS.index("followers")] = (10**decades)[where]
    gain = per_decade * (decades - 5)
    popularity = np.clip(table.popularity + gain[where], 1, 100).astype(np.float32)
    rows[:, INPUTS.index("usual")] = np.clip(45 + 2 * gain[where] + rng.normal(0, 5, len(table)), 0, 100)
    rows[:, INPUTS.index("usual_songs")] = rng.integers(1, 20, len(table))
    rows[:, INPUTS.index("earlier")] = np.clip(rows[:, INPUTS.index("usual")] + rng.normal(0, 8, len(table)), 0, 100)
    rows[:, INPUTS.index("earlier_songs")] = 1
    return replace(table, rows=rows, popularity=popularity)


def audience_table() -> Table:
    """Return the table of the model that knows audiences."""
    return with_audience(made_up_table(1500, sources=2))


def clips_of(count: int = 400, artists: int = 60, seed: int = 0) -> LabelledClips:
    """Return inputs that move together along eight directions, as those of music do; labels follow one, and noise."""
    rng = np.random.default_rng(seed)
    hidden = rng.normal(size=(count, 8))

    def spread(size: int) -> NDArray[np.float64]:
        return np.asarray(hidden @ rng.normal(size=(8, size)) / np.sqrt(8) + 0.3 * rng.normal(size=(count, size)))

    centre = demo_analysis().features.values
    popularity = 50 + 14 * hidden[:, 0] + 8 * rng.normal(size=count)
    return LabelledClips(
        inputs={
            "embedding": spread(200).astype(np.float32),
            "tags": (1 / (1 + np.exp(2 - spread(50)))).astype(np.float32),
            "features": (centre + 0.2 * np.abs(centre) * spread(len(FEATURE_NAMES))).astype(np.float32),
        },
        popularity=np.clip(popularity, 1, 100).astype(np.float32),
        artist=np.array([f"artist {index % artists}" for index in range(count)]),
    )
