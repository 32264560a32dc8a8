"""The popularity network's pieces, each against numbers worked out by hand; nothing is trained."""

import math
from dataclasses import replace

import keras
import numpy as np
import pytest
from keras import ops

from spotpop.model.descriptors import SOUND
from spotpop.model.graph_inputs import ALBUM, HISTORY, INPUTS
from spotpop.training.popularity_net import (
    BIN_CENTRES,
    CATEGORIES,
    ENCODED,
    NUMERIC,
    Encoder,
    InputDropout,
    MemberDense,
    NetConfig,
    build_network,
    crps,
    dropped,
    logits_of,
    scales_of,
    transform,
)
from tests.unit.training.made_up import made_up_table

NEVER = NetConfig(
    drop_sound=0, drop_single=0, drop_context=0, drop_album=0, drop_followers=0, drop_history=0, drop_usual=0,
    drop_earlier=0, drop_songs=0, drop_random=0, drop_all=0,
)  # fmt: skip
EVERY = np.ones((400, len(INPUTS)), np.float32)


def column(name: str) -> int:
    return INPUTS.index(name)


def test_bins_reach_beyond_the_scale_in_steps_of_two_points() -> None:
    assert (len(BIN_CENTRES), BIN_CENTRES[0], BIN_CENTRES[-1]) == (71, -28, 112)
    assert set(np.diff(BIN_CENTRES)) == {2.0}


def test_what_is_a_kind_or_yes_and_no_is_not_cut_into_bins() -> None:
    assert set(INPUTS) - set(NUMERIC) == set(CATEGORIES) == {"genre", "album_type"}
    assert set(NUMERIC) - set(ENCODED) == {"mode", "explicit"}


def test_every_expert_is_withheld_what_it_is_not_for() -> None:
    config = NetConfig()
    assert config.blind().drop_history == 1.0
    assert (config.with_history().drop_history, config.with_history().drop_usual) == (0.02, config.drop_usual)
    assert (config.release_day().drop_usual, config.release_day().drop_history) == (1.0, 0.02)
    assert len({one.seed for one in (config.blind(), config.with_history(), config.release_day())}) == 3
    assert (config.with_history().epochs, config.with_history().dropout) == (26, pytest.approx(0.25))


def test_a_short_configuration_is_smaller_in_everything_and_never_larger() -> None:
    short = NetConfig().short()
    assert (short.widths, short.members, short.epochs, short.trees) == ((64, 32), 1, 6, 60)
    tiny = NetConfig(widths=(10,), epochs=2, trees=3).short()
    assert (tiny.widths, tiny.epochs, tiny.trees) == ((8,), 2, 3)
    assert NetConfig(**NetConfig().to_json()) == NetConfig()


@pytest.mark.parametrize(
    ("name", "raw", "scaled"),
    [
        ("acousticness", 0.1, -1.0), ("acousticness", 0.0, -5.0), ("tempo", 128.0, 7.0), ("duration", 256.0, 8.0),
        ("loudness", -6.0, -6.0), ("loudness", -60.0, -30.0), ("loudness", 3.0, 0.0), ("energy", 0.4, 0.4),
        ("followers", 1e6, 6.0), ("followers", 3.0, 2.0), ("age", math.e - 1, 1.0), ("age", 0.1, math.log(1.5)),
        ("usual_songs", 0.0, -1.0), ("usual_songs", 1.0, 0.0), ("usual_songs", 900.0, 6.0), ("album_tracks", 0.0, 0.0),
        ("album_tracks", 8.0, 3.0), ("usual", 55.0, 55.0), ("deezer_fans", 1e5, 5.0), ("explicit", 1.0, 1.0),
    ],
)  # fmt: skip
def test_every_input_is_brought_to_the_scale_on_which_it_counts(name: str, raw: float, scaled: float) -> None:
    row = np.full((1, len(NUMERIC)), 1.0, np.float32)
    row[0, NUMERIC.index(name)] = raw
    assert float(np.asarray(transform(row))[0, NUMERIC.index(name)]) == pytest.approx(scaled, abs=1e-5)


def test_scales_are_those_of_what_is_known() -> None:
    rows = made_up_table(400).rows
    scales = scales_of(rows, 4)
    energy = rows[:, column("energy")]
    assert scales["mean"][NUMERIC.index("energy")] == pytest.approx(energy.mean(), abs=1e-5)
    assert scales["sd"][NUMERIC.index("energy")] == pytest.approx(energy.std(), abs=1e-5)
    assert (scales["mean"][NUMERIC.index("followers")], scales["sd"][NUMERIC.index("followers")]) == (0.0, 1e-3)
    assert scales["edges"].shape == (len(ENCODED), 5)
    edges = scales["edges"][ENCODED.index("energy")]
    assert edges == pytest.approx(np.quantile(energy, np.linspace(0.002, 0.998, 5)), abs=5e-3)


def test_no_bin_is_without_width_where_most_values_or_all_are_one() -> None:
    rows = np.full((50, len(INPUTS)), np.nan, np.float32)
    rows[:, column("instrumentalness")] = 0.0
    rows[:3, column("instrumentalness")] = 0.9
    rows[:, column("usual")] = 60.0
    rows[:, column("loudness")] = -20.0
    assert (np.diff(scales_of(rows, 6)["edges"], axis=1) > 0).all()


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    made = Encoder(4)
    made.build((None, len(INPUTS)), (None, len(INPUTS)))
    made.fit(scales_of(made_up_table(400).rows, 4))
    return made


def encoded(encoder: Encoder, known: set[str], **values: float) -> dict[str, np.ndarray]:
    """Return the parts of one encoded row by name."""
    row, mask = np.zeros((1, len(INPUTS)), np.float32), np.zeros((1, len(INPUTS)), np.float32)
    for name, value in values.items():
        row[0, column(name)] = value
    for name in known:
        mask[0, column(name)] = 1
    flat = np.asarray(encoder(row, mask))[0]
    sizes = {"z": len(NUMERIC), "mask": len(NUMERIC), "steps": 4 * len(ENCODED), **CATEGORIES}
    parts = np.split(flat, np.cumsum(list(sizes.values()))[:-1])
    return dict(zip(sizes, parts, strict=True))


def test_a_value_is_known_by_its_distance_from_the_mean_and_by_the_bins_that_it_fills(encoder: Encoder) -> None:
    mean, sd = (float(one[NUMERIC.index("energy")]) for one in (encoder.mean, encoder.sd))
    left, width = (np.asarray(one)[ENCODED.index("energy")] for one in (encoder.left, encoder.width))
    shown = encoded(encoder, {"energy"}, energy=float(left[2] + width[2] / 4))
    assert shown["z"][NUMERIC.index("energy")] == pytest.approx((left[2] + width[2] / 4 - mean) / sd, abs=1e-4)
    assert shown["mask"].sum() == shown["mask"][NUMERIC.index("energy")] == 1
    assert shown["steps"].reshape(-1, 4)[ENCODED.index("energy")] == pytest.approx([1, 1, 0.25, 0], abs=1e-4)
    assert encoded(encoder, {"energy"}, energy=99.0)["z"][NUMERIC.index("energy")] == 4.0


def test_of_what_is_not_known_nothing_is_said_but_that(encoder: Encoder) -> None:
    shown = encoded(encoder, set(), energy=0.9, genre=3.0, album_type=2.0, age=3.0)
    assert not shown["z"].any()
    assert not shown["mask"].any()
    assert not shown["steps"].any()
    assert (shown["genre"][0], shown["album_type"][0]) == (1, 1)  # the kind that stands for unknown
    assert (shown["genre"].sum(), shown["album_type"].sum()) == (1, 1)


def test_a_kind_has_a_place_of_its_own(encoder: Encoder) -> None:
    shown = encoded(encoder, {"genre", "album_type"}, genre=3.0, album_type=2.0)
    assert np.flatnonzero(shown["genre"]).tolist() == [3]
    assert np.flatnonzero(shown["album_type"]).tolist() == [2]


def test_layers_are_rebuilt_from_what_they_tell_of_themselves() -> None:
    made = Encoder.from_config(Encoder(7).get_config())
    dense = MemberDense.from_config(MemberDense(5, 3, 11).get_config())
    masked = InputDropout.from_config(InputDropout(replace(NEVER, widths=(8, 4)).to_json()).get_config())
    assert (made.bins, dense.units, dense.members, dense.seed) == (7, 5, 3, 11)
    assert masked.settings == replace(NEVER, widths=(8, 4))


def test_members_begin_apart_and_answer_side_by_side() -> None:
    layer = MemberDense(3, 2, 5)
    shown = np.asarray(layer(np.ones((1, 4, 6), np.float32)))
    assert shown.shape == (2, 4, 3)
    assert np.abs(shown[0] - shown[1]).max() > 0.01
    layer.bias.assign(np.array([[[1.0] * 3], [[2.0] * 3]]))
    assert np.asarray(layer(np.zeros((1, 1, 6), np.float32)))[:, 0] == pytest.approx(np.array([[1.0] * 3, [2.0] * 3]))
    again = MemberDense(3, 2, 5)
    assert np.asarray(again(np.ones((1, 4, 6), np.float32))) == pytest.approx(shown)


def kept(config: NetConfig) -> np.ndarray:
    return np.asarray(dropped(EVERY, config, keras.random.SeedGenerator(3)))


def lost(config: NetConfig) -> set[str]:
    """Return the inputs that are withheld in every row, where no other is in any."""
    share = kept(config).mean(axis=0)
    assert set(share) <= {0.0, 1.0}
    return {name for name, one in zip(INPUTS, share, strict=True) if one == 0}


@pytest.mark.parametrize(
    ("rate", "names"),
    [
        ("drop_sound", set(SOUND)), ("drop_album", set(ALBUM)), ("drop_history", set(HISTORY)),
        ("drop_followers", {"followers"}), ("drop_usual", {"usual", "usual_songs"}),
        ("drop_earlier", {"earlier", "earlier_songs"}), ("drop_songs", {"usual_songs", "earlier_songs"}),
        ("drop_context", {"age", "duration", "explicit", "genre"}), ("drop_all", set(INPUTS)), ("seed", set()),
    ],
)  # fmt: skip
def test_what_belongs_together_is_withheld_together(rate: str, names: set[str]) -> None:
    assert lost(replace(NEVER, **{rate: 1})) == names


def test_any_other_input_is_withheld_by_itself() -> None:
    alone = lost(replace(NEVER, drop_single=1))
    assert alone == set(INPUTS) - {
        "age", "duration", "explicit", "genre", "followers", "usual", "earlier", "usual_songs", "earlier_songs"
    }  # fmt: skip


def test_inputs_are_withheld_row_by_row_as_often_as_was_said() -> None:
    share = kept(replace(NEVER, drop_followers=0.3))[:, column("followers")]
    assert share.mean() == pytest.approx(0.7, abs=0.08)
    sound = kept(replace(NEVER, drop_sound=0.3))[:, [column(name) for name in SOUND]]
    assert set(sound.sum(axis=1)) == {0, len(SOUND)}
    number = kept(replace(NEVER, drop_random=1)).sum(axis=1)
    assert number.std() > 3  # from nearly all to nearly none, so that every coalition is met
    assert 0.3 < number.mean() / len(INPUTS) < 0.6


def test_what_was_unknown_stays_so() -> None:
    known = EVERY.copy()
    known[:, column("age")] = 0
    assert not np.asarray(dropped(known, NEVER, keras.random.SeedGenerator(3)))[:, column("age")].any()


def test_nothing_is_withheld_when_somebody_asks() -> None:
    layer = InputDropout(replace(NEVER, drop_all=1).to_json())
    assert np.asarray(layer(EVERY)).all()
    assert not np.asarray(layer(EVERY, training=True)).any()


def test_hidden_layers_let_through_what_is_above_zero_and_the_last_lets_through_all() -> None:
    shown = logits_of([lambda x: x - 1, lambda x: -2 * x], np.array([[0.0, 3.0]], np.float32), None)
    assert np.asarray(shown)[0] == pytest.approx(np.array([[0.0, -4.0]]))
    dry = logits_of([lambda x: x, lambda x: x], np.ones((1, 2), np.float32), NetConfig(dropout=0.0))
    assert np.asarray(dry)[0] == pytest.approx(np.ones((1, 2)))


def test_the_network_takes_values_and_their_mask_and_answers_for_every_member() -> None:
    config = NetConfig(widths=(6, 5), members=3, encoding_bins=2)
    network = build_network(config, expert="blind")
    assert [tensor.name for tensor in network.inputs] == ["values", "known"]
    shown = network([EVERY[:4], EVERY[:4]], training=False)
    assert shown.shape == (3, 4, len(BIN_CENTRES))
    dense = [layer for layer in network.layers if isinstance(layer, MemberDense)]
    assert [(layer.name, layer.units) for layer in dense] == [
        ("blind_dense_0", 6), ("blind_dense_1", 5), ("blind_dense_2", 71)
    ]  # fmt: skip
    assert sum(isinstance(layer, keras.layers.Dropout) for layer in network.layers) == 2


def sure_of(*centres: float) -> np.ndarray:
    """Return logits of members that each are sure of one bin, for one row."""
    return np.where(BIN_CENTRES[None] == np.array(centres)[:, None], 50.0, 0.0).astype(np.float32)[:, None]


@pytest.mark.parametrize(("said", "truth", "points"), [(40, 40, 0), (40, 50, 10), (50, 40, 10), (40, 41, 1)])
def test_a_sure_forecast_costs_as_many_points_as_it_is_off(said: float, truth: float, points: float) -> None:
    assert np.asarray(crps(np.array([[truth]], np.float32), sure_of(said)))[0] == pytest.approx(points, abs=0.6)


def test_the_score_is_the_members_mean_and_rewards_honest_width() -> None:
    truth = np.array([[40.0]], np.float32)
    both, near, far = (float(np.asarray(crps(truth, sure_of(*said)))[0]) for said in ((40, 60), (40, 40), (60, 60)))
    assert both == pytest.approx((near + far) / 2, abs=1e-3)
    assert far == pytest.approx(float(np.asarray(crps(truth, sure_of(60)))[0]))
    wide = np.zeros((1, 1, len(BIN_CENTRES)), np.float32)
    assert float(ops.sum(crps(np.array([[42.0]], np.float32), wide))) < far
