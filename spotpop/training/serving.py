"""The trained experts as one graph, as it is shipped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
from keras import ops

from spotpop.model.inputs import INPUTS, MEDIANS
from spotpop.training.expert import Expert
from spotpop.training.forest import Woods
from spotpop.training.popularity_net import Encoder, MemberDense, logits_of


def serving_form(blind: Expert, history: Expert | None, earlier: Expert | None) -> keras.Model:
    """Return the trained experts as they are shipped: ``{"probabilities": (n, bins)}``, the mean over members.

    A path of its own without the states of random generators, which an exported graph could not initialise. Which
    expert answers is decided row by row, by what is known of the popularity of the artist's other songs; trees, where
    there are any, move what its members say towards themselves.
    """
    values, known = (keras.Input((len(INPUTS),), name=name) for name in ("values", "known"))
    experts = (blind, history, earlier)
    odds = chosen(known, *(None if one is None else _probabilities(one.graph(), values, known) for one in experts))
    forests = [one.forest for one in experts if one is not None and one.forest is not None]
    if forests:
        places = [
            None if one is None else sum(other is not None for other in experts[:at]) for at, one in enumerate(experts)
        ]
        which = chosen(known, *(None if place is None else ops.zeros_like(known[:, :1]) + place for place in places))
        odds = Woods(forests, name="trees")(values, known, ops.cast(which, "int32"), odds)
    return keras.Model([values, known], {"probabilities": odds})


def chosen(known: Any, blind: Any, history: Any, earlier: Any) -> Any:
    """Return each row's answer by the expert that it is for; a missing expert's rows go to the one before it."""
    usual, before = (known[:, INPUTS.index(name), None] for name in MEDIANS)
    answer = blind
    if history is not None:
        stated = ops.maximum(usual, before)
        answer = answer * (1 - stated) + history * stated
    if earlier is not None:
        only = before * (1 - usual)
        answer = answer * (1 - only) + earlier * only
    return answer


def _probabilities(network: keras.Model, values: Any, known: Any) -> Any:
    layers: Sequence[Any] = [layer for layer in network.layers if isinstance(layer, MemberDense)]
    encoder = next(layer for layer in network.layers if isinstance(layer, Encoder))
    logits = logits_of(sorted(layers, key=lambda layer: str(layer.name)), encoder(values, known), None)
    return ops.mean(ops.softmax(logits, axis=-1), axis=0)
