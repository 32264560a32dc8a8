"""The trained experts as they are shipped: a graph each, so that no question is put to more than one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
from keras import ops

from spotpop.model.graph import GRAPH
from spotpop.model.graph_inputs import INPUTS
from spotpop.training.expert import Expert
from spotpop.training.fit import Network
from spotpop.training.forest import ForestLayer
from spotpop.training.model_export import export_graph
from spotpop.training.popularity_net import Encoder, MemberDense, logits_of


def export_experts(network: Network, folder: Path) -> list[str]:
    """Write the graphs of a network into a model's folder, in the place of those that were there.

    Returns
    -------
    list of str
        `spotpop.model.manifest.PopularityPart.experts`.
    """
    for old in (*folder.glob(f"{GRAPH}*.tflite"), *folder.glob(f"{GRAPH}*.savedmodel")):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    export_graph(serving_form(network.blind), folder, GRAPH)
    others = {"history": network.history, "earlier": network.earlier}
    for name, expert in others.items():
        if expert is not None:
            export_graph(serving_form(expert), folder, f"{GRAPH}-{name}")
    return [name for name, expert in others.items() if expert is not None]


def serving_form(expert: Expert) -> keras.Model:
    """Return a trained expert as it is shipped: ``{"probabilities": (n, bins)}``, the mean over members.

    A path of its own without the states of random generators, which an exported graph could not initialise. Trees,
    where there are any, move what its members say towards themselves.
    """
    values, known = (keras.Input((len(INPUTS),), name=name) for name in ("values", "known"))
    odds = _probabilities(expert.graph(), values, known)
    if expert.forest is not None:
        odds = ForestLayer(expert.forest, name="trees")(values, known, odds)
    return keras.Model([values, known], {"probabilities": odds})


def _probabilities(network: keras.Model, values: Any, known: Any) -> Any:
    layers: Sequence[Any] = [layer for layer in network.layers if isinstance(layer, MemberDense)]
    encoder = next(layer for layer in network.layers if isinstance(layer, Encoder))
    logits = logits_of(sorted(layers, key=lambda layer: str(layer.name)), encoder(values, known), None)
    return ops.mean(ops.softmax(logits, axis=-1), axis=0)
