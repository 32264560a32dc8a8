"""The network that hears collected clips: the audio part of a model, as far as a data set keeps its answers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.analysis import Analysis
from spotpop.errors import ModelDamaged
from spotpop.model.model import Model, load_model
from spotpop.model.runtime import INT8


class ModelEmbedder:
    """Hears with a loaded model.

    Raises
    ------
    ModelDamaged
        If the model has no audio part.
    """

    def __init__(self, model: Model) -> None:
        part = model.folder.parts.get("audio")
        files = model.folder.files
        small = model.runtime.precision == "int8" and f"audio{INT8}.tflite" in files
        digest = files.get(f"audio{INT8}.tflite" if small else "audio.tflite")
        if part is None or digest is None:
            raise ModelDamaged(name=model.name)
        self._model = model
        self.digest = digest
        self.n_patches = int(part["patches"])

    def embed(self, analysis: Analysis) -> tuple[NDArray[np.float32], NDArray[np.float32], dict[str, float]]:
        """Return embedding (n_patches, 200), tags (n_patches, 50) and descriptors by name."""
        [reading] = self._model.read([analysis], moments=False)
        assert reading.outputs is not None  # a model with an audio part always has them
        descriptors = {name: value for name, value in reading.descriptors.items() if name != "key"}
        return reading.outputs.embedding, reading.outputs.tags, descriptors


def load_embedder(name: str | None = None) -> ModelEmbedder:
    """Load the audio part of a model by name; None takes the setting's.

    It computes in integers where the model has them, whatever the processor: all rows of a table are analysed alike.

    Raises
    ------
    ModelMissing, ModelDamaged, RuntimeMissing
    """
    return ModelEmbedder(load_model(name, precision="int8"))
