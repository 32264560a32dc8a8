"""From analysed clips to readings: the audio part of a model, one forward pass for many clips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spotpop.errors import ModelDamaged
from spotpop.model.reading import Reading
from spotpop.model.registry import ModelFolder
from spotpop.model.runtime import Runtime


class Listener:
    """The audio part of one model.

    Parameters
    ----------
    folder : ModelFolder
    runtime : Runtime
    """

    def __init__(self, folder: ModelFolder, runtime: Runtime) -> None:
        self._folder = folder
        self._runtime = runtime

    def read(self, analyses: Sequence[Any], *, moments: bool = True) -> list[Reading]:  # noqa: ARG002 - until audio
        """Hear clips; see `Model.read`."""
        if "audio" not in self._folder.parts:
            raise ModelDamaged(name=self._folder.name)
        return []
