"""What the model's rules and arithmetic give for made-up inputs stays what it is, module by module.

No network is asked: a runtime whose answer is a formula stands in its place. A change that is meant writes the figures
anew by ``python -m tests.unit.model.test_figures``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from spotpop.audio.features import FEATURE_NAMES, Features
from spotpop.model import content, descriptors, distribution, domain, graph, graph_inputs, ladder, patches, tempo
from spotpop.model.comparison import sound_distance, within_artist
from spotpop.model.content_weights import OFFSET, WEIGHTS
from spotpop.model.descriptors import DESCRIPTORS
from spotpop.model.forecast import LEVELS, Context
from spotpop.model.manifest import AudiencePart, Within
from spotpop.model.occlusion import Window, visible_patches
from spotpop.model.popularity import Popularity
from spotpop.model.prediction import ClipPrediction, Occlusion
from spotpop.model.reading_error import error_draws, reason_draws, spread_of_reasons
from spotpop.model.registry import find_model
from spotpop.model.shapley import coalitions_between, coalitions_of, shapley
from spotpop.model.two_branch import FEATURE_GROUPS, coalitions, shapley_of_coalitions
from spotpop.model.wording import percentile
from spotpop.report import Genre
from tests.unit.model.popularity_part import AUDIENCE, KnownRuntime, part

FIGURES: Final = Path(__file__).parent / "data" / "figures.json"

Figures = dict[str, list[Any]]


def shown(values: Any) -> list[float]:
    """Return four figures of an array that move when any part of it does; what is unknown counts as -7."""
    flat = np.nan_to_num(np.ravel(np.asarray(values, np.float64)), nan=-7.0, posinf=1e6, neginf=-1e6)
    if not len(flat):
        return [0.0]
    at = np.arange(len(flat))
    weighted = (flat * np.cos(0.37 * at)).mean(), (flat * np.cos(1.0 + 0.011 * at)).mean()
    return [float(f"{one:.7g}") for one in (flat.mean(), flat.std(), *weighted)]


def _rng(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


def _row(**values: float) -> graph_inputs.Values:
    row = np.full(len(graph_inputs.INPUTS), np.nan, np.float32)
    for name, value in values.items():
        row[graph_inputs.column_of(name)] = value
    return row


ROW: Final = _row(
    danceability=0.4,
    energy=0.6,
    valence=0.3,
    acousticness=0.2,
    loudness=-9.0,
    tempo=117.0,
    mode=0.8,
    age=1.5,
    duration=201.0,
    explicit=1.0,
    followers=23_000,
    genre=3,
    usual=31,
    usual_songs=7,
    album_tracks=9,
)
SPREAD: Final = {
    "danceability": 0.1,
    "energy": 0.12,
    "valence": 0.2,
    "acousticness": 0.15,
    "loudness": 1.5,
    "tempo": 0.3,
    "mode": 0.2,
}


def _distribution() -> Figures:
    rng = _rng()
    odds = rng.random((6, 40)) ** 3
    odds /= odds.sum(axis=1, keepdims=True)
    centres = np.linspace(-10, 110, 40)
    found = distribution.quantiles(odds, centres, LEVELS)
    low, middle, high = found[:, 9], found[:, 49], found[:, 89]
    truth = rng.random(6) * 100
    return {
        "quantiles": shown(found),
        "shifted": shown(distribution.shifted(odds, rng.standard_normal(6) * 4)),
        "stretched": shown(distribution.stretched(found, 1.3, 0.7, 49)),
        "chances": shown([distribution.chance_above(found[0], LEVELS, at) for at in range(-5, 110, 3)]),
        "stretch": shown(distribution.conformal_stretch(low, middle, high, truth, 0.5)),
        "offsets": shown(distribution.conformal_offsets(low, high, truth, 0.5)),
        "eight of ten": shown(
            [
                *distribution.conformal_stretch(*(np.tile(one, 40) for one in (low, middle, high, truth))),
                *distribution.conformal_offsets(*(np.tile(one, 40) for one in (low, high, truth))),
            ]
        ),
        "percentiles": shown([percentile(value, [0.0, 0.0, 1.0, 1.0, 5.0, 9.0]) for value in np.linspace(-1, 10, 45)]),
    }


def _content() -> Figures:
    names = find_model("default").parts["audio"]["tags"]
    deltas = [name for name in FEATURE_NAMES if name.startswith("mfcc") and name.endswith("std")]
    kinds, warnings, genres, evidence = [], [], [], []
    for seed in range(60):
        rng = _rng(seed)
        values = dict.fromkeys(FEATURE_NAMES, 0.0)
        values |= {
            name: mean + deviation * rng.normal(0, 1.5)
            for name, (mean, deviation, _) in WEIGHTS.items()
            if name in values
        }
        values |= dict(zip(deltas, rng.choice([0.3, 0.6, 0.75, 1.2, 4.0]) + rng.random(len(deltas)), strict=True))
        values |= {
            "flatness_db_p50": rng.choice([-70.0, -50.0, -30.0, -11.0, -5.0]),
            "key_strength": rng.random(),
            "crest_factor_db": rng.choice([3.5, 12.0]),
            "rms_db_std": rng.choice([0.4, 5.0]),
        }
        features = Features(np.array(list(values.values()), np.float32))
        tags = dict(zip(names, rng.random(len(names)) ** 4, strict=True))
        found = content.content_kind(features, tags)
        kinds.append(found.kind)
        evidence.append(min(found.evidence, 99.0))
        genres.append([one.name for one in domain.suggest_genres(tags)])
        warnings.append([round(one.probability, 6) for one in domain.suggest_genres(tags)])
    return {
        "offset": [OFFSET],
        **{name: list(three) for name, three in WEIGHTS.items()},
        "kinds": kinds,
        "evidence": shown(evidence),
        "genres": genres,
        "probabilities": warnings,
    }


def _tables() -> Figures:
    found: Figures = {spec.name: list(map(str, asdict(spec).values())) for spec in descriptors.DESCRIPTOR_SPECS}
    return found | {"levels": shown(LEVELS), "groups": shown(FEATURE_GROUPS), "middles": shown(graph._MIDDLES)}


def _inputs() -> Figures:
    rows = np.stack([ROW, _row(), _row(usual_songs=3, earlier=44, followers=12, album_type=2)])
    contexts = (
        Context(),
        Context(age_years=0.0, explicit=False, genre="jazz", usual_songs=3.0),
        Context(
            age_years=2.5,
            duration_s=100.0,
            explicit=True,
            genre="rap",
            followers=5e4,
            usual_popularity=44.0,
            usual_songs=9.0,
            earlier_popularity=20.0,
            earlier_songs=2.0,
            album_type="compilation",
            album_tracks=12.0,
            track_number=3.0,
            deezer_fans=1e3,
            deezer_rank=5e5,
        ),
    )
    audience = AudiencePart.model_validate({**AUDIENCE, "mixture_offset": 0.7, "usual_offset": -0.4})
    return {
        "rows": shown([graph_inputs.input_row({"energy": 0.4, "tempo": 90.0}, one) for one in contexts]),
        "coarse": shown(graph_inputs.coarse(rows)),
        "moved": shown(graph_inputs.moved(rows, 3.5)),
        "sensible": shown(graph_inputs.sensible(rows)),
        "graph": shown(list(graph_inputs.graph_inputs(rows).values())),
        "ladder": shown(ladder.ladder_rows(ROW, audience)),
        "offsets": shown(
            [graph.offsets_of(_row(followers=at)[None], audience) for at in (0.0, 1.0, 500.0, 2e4, 3e6, 9e9)]
        ),
        "other offsets": shown(graph.offsets_of(rows, audience)),
        "album": [graph_inputs.album_number(one) for one in ("single", "album", "compilation", "ep", None)],
    }


def _patches() -> Figures:
    rng = _rng()
    sound = (rng.standard_normal(60_000) * np.linspace(0.0, 0.3, 60_000)).astype(np.float32)
    mel = patches.log_mel(sound[:20_000])
    starts = [
        patches.patch_starts(n, count).tolist()
        for n in (100, 48_128, 48_400, 90_000, 480_000)
        for count in (1, 2, 3, 10)
    ]
    windows = (Window(0.0, 3.0), Window(2.0, 4.6), Window(7.5, 12.0), Window(0.0, 99.0))
    return {
        "log mel": shown(mel),
        "at other power": shown(patches.at_other_power(mel, np.float32(0.3))),
        "filters": shown(patches.filters()),
        "frequencies": shown(patches.frequencies_hz()),
        "starts": starts,
        "centres": shown(patches.frame_centres_s(np.array([0.0, 2.5]))),
        "of a short one": shown(patches.cut_patches(sound[:9000], 2)),
        "apart": shown(patches.cut_patches(np.tile(sound, 3), 2)),
        "overlapping": shown(patches.cut_patches(sound, 3)),
        "resampled": shown(patches.resample(sound[:5000], 22_050)),
        "visible": [visible_patches(np.arange(8) * 1.5, one).astype(int).tolist() for one in windows],
    }


def _reasons() -> Figures:
    draws = error_draws(ROW, SPREAD)
    walks, between = coalitions_of(ROW), coalitions_between(ROW, _row(energy=0.9, loudness=-5.0, age=1.5))
    asked = reason_draws(ROW, draws)
    rng = _rng(8)
    score, effects = shapley(walks, rng.random(len(walks.rows)) * 50)
    _, moved = shapley(between, rng.random(len(between.rows)) * 50)
    spread = spread_of_reasons(asked, rng.random(len(asked.rows)) * 50, 20.0, rng.random(len(draws) + 1) * 50)
    masks = coalitions()
    return {
        "draws": shown(draws),
        "four draws": shown(error_draws(ROW, SPREAD, draws=4)),
        "walks": shown(walks.rows),
        "orders": shown(walks.orders),
        "between": shown(between.rows),
        "names": [*walks.names, *between.names, *asked.names],
        "asked": shown(asked.rows),
        "effects": shown([score, *effects.values(), *moved.values()]),
        "spread": shown(list(spread.values())),
        "masks": shown(masks),
        "coalitions": shown(shapley_of_coalitions(rng.random(len(masks)) * 50, masks)),
        "exact tempo": shown(error_draws(ROW, {"tempo": 0.01})),
        "sure": shown(error_draws(ROW, {})),
    }


def _compared() -> Figures:
    other = _row(danceability=0.5, energy=0.9, loudness=-5.0, tempo=160.0)
    within = Within.model_validate(
        {
            "sound": {"slope": 0.8, "sd": 0.2},
            "context": {"slope": 0.9, "sd": 0.1},
            "inputs": {"loudness": {"slope": 0.5, "sd": 0.3}},
            "range": 1.5,
            "least_points": 1.0,
        }
    )
    left, low, high = within_artist({"energy": 4.0, "loudness": 3.0, "age": -2.0, "mode": 1.0}, within, 2.5)
    mixture = tempo.TempoMixture.of([(60.0, 0.3), (120.0, 0.69), (240.0, 0.0021), (30.0, 0.0019)])
    rows = np.stack([ROW, ROW + 1])
    return {
        "distance": shown([sound_distance(ROW, other, SPREAD), sound_distance(ROW, ROW, SPREAD)]),
        "left": shown([*left.values(), low, high]),
        "tempi": shown(mixture.tempi),
        "chances": shown(mixture.chances),
        "at tempi": shown(mixture.rows(rows)),
        "mean": shown(mixture.mean(np.arange(6.0), np.zeros(2))),
    }


READING: Final = ClipPrediction(
    descriptors={
        "danceability": 0.4,
        "energy": 0.62,
        "valence": 0.3,
        "acousticness": 0.2,
        "loudness": -9.3,
        "tempo": 117.0,
        "key": 4.0,
        "mode": 0.2,
        "speechiness": 0.05,
        "instrumentalness": 0.3,
    },
    spread=SPREAD,
    tags={},
    genres=(Genre(name="rock", probability=0.4),),
    warnings=(),
)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if name != "quantiles"}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value


def _forecasts() -> Figures:
    covered = np.full((3, len(DESCRIPTORS)), np.nan)
    covered[:2, DESCRIPTORS.index("energy")] = (0.4, 0.7)
    covered[:, DESCRIPTORS.index("tempo")] = 60.0
    states = {
        "none": {"low": 1.0, "high": 1.1},
        "usual": {"low": 0.8, "high": 0.9},
        "followers": {"low": 1.2, "high": 1.0},
        "mixture": {"low": 1.4, "high": 1.5},
        "10k_100k": {"low": 0.7, "high": 0.75},
    }
    changes: dict[str, Any] = {
        "conformal": {"states": states},
        "level": 40.0,
        "audience": {**AUDIENCE, "mixture_offset": 2.0},
    }
    asked = Popularity(part(**changes), KnownRuntime())
    bare = Popularity(part(), KnownRuntime())
    tempi = ((58.5, 0.3), (117.0, 0.6), (234.0, 0.1))
    readings = {
        "plain": READING,
        "tempi": replace(READING, likely_tempo=101.0, tempi=tempi),
        "covered": replace(READING, moments=Occlusion((1.0, 4.0, 7.0), 3.0, covered)),
        "outside": replace(READING, warnings=("classical", "short")),
        "no music": replace(READING, warnings=("speech",)),
        "louder": replace(
            READING, descriptors={**READING.descriptors, "loudness": -2.0, "energy": 0.8, "tempo": 130.0}
        ),
    }
    contexts = {
        "nothing": Context(),
        "fame": Context(age_years=1.5, explicit=True, followers=23_000.0, genre="pop"),
        "usual": Context(age_years=0.0, usual_popularity=33.0, usual_songs=4.0, album_type="single"),
    }
    found: Figures = {}
    for name, reading in readings.items():
        for known, context in contexts.items():
            forecast = asked.forecast(reading, context)
            found[f"{name}, {known}"] = [_plain(asdict(forecast)), shown(forecast.quantiles)]
            compared = asked.compare((READING, context), (reading, Context(age_years=3.0)))
            found[f"{name}, {known}, compared"] = [_plain(asdict(compared))]
    found["a model without audiences"] = [_plain(asdict(bare.forecast(readings["tempi"], contexts["fame"])))]
    return found


MADE: Final[dict[str, Callable[[], Figures]]] = {
    "distribution": _distribution,
    "content": _content,
    "tables": _tables,
    "inputs": _inputs,
    "patches": _patches,
    "reasons": _reasons,
    "compared": _compared,
    "forecasts": _forecasts,
}


@cache
def approved() -> dict[str, Figures]:
    """Return the figures as they were approved."""
    found: dict[str, Figures] = json.loads(FIGURES.read_text("utf-8"))
    return found


def same(now: Any, kept: Any) -> bool:
    """Whether two plain values are one, numbers to more than four digits."""
    if isinstance(kept, dict):
        return isinstance(now, dict) and now.keys() == kept.keys() and all(same(now[name], kept[name]) for name in kept)
    if isinstance(kept, list):
        return isinstance(now, list) and len(now) == len(kept) and all(map(same, now, kept))
    if isinstance(kept, float) and isinstance(now, int | float):
        return bool(np.isclose(now, kept, rtol=3e-5, atol=3e-5))
    return bool(now == kept)


@pytest.mark.parametrize("module", MADE)
def test_figures_are_what_they_were(module: str) -> None:
    now, kept = json.loads(json.dumps(MADE[module]())), approved()[module]
    assert list(now) == list(kept)
    for name in kept:
        assert same(now[name], kept[name]), name


def test_a_figure_that_moves_is_seen() -> None:
    assert same([1.0, {"a": 2.0}, "x", None], [1.00001, {"a": 2.0}, "x", None])
    for other in ([1.0002, {"a": 2.0}, "x", None], [1.0, {"b": 2.0}, "x", None], [1.0, {"a": 2.0}, "y", None], [1.0]):
        assert not same(other, [1.0, {"a": 2.0}, "x", None])


if __name__ == "__main__":
    FIGURES.write_text(
        json.dumps({name: make() for name, make in MADE.items()}, separators=(", ", ":")) + "\n", "utf-8"
    )
