"""A loaded model: it reads clips and forecasts popularity."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from spotpop.errors import ModelDamaged
from spotpop.model.audio_model import AudioModel
from spotpop.model.forecast import Context, Forecast
from spotpop.model.headline import read_headline
from spotpop.model.popularity import Popularity
from spotpop.model.prediction import ClipPrediction
from spotpop.model.registry import ModelFolder, find_model
from spotpop.model.runtime import Precision, Runtime, make_runtime
from spotpop.model.two_branch import TwoBranch
from spotpop.report import Difference
from spotpop.settings import Settings
from spotpop.settings import settings as process_settings


class Model:
    """One model folder and the runtime that runs its graphs."""

    def __init__(self, folder: ModelFolder, runtime: Runtime) -> None:
        self.folder = folder
        self.runtime = runtime
        self._listener = AudioModel(folder, runtime)

    @property
    def name(self) -> str:
        """Name under which the model is found."""
        return self.folder.name

    @property
    def version(self) -> str:
        """Version of the training that made it."""
        return self.folder.version

    @property
    def runtime_name(self) -> str:
        """``litert`` or ``tensorflow``."""
        return self.runtime.name

    def read(self, analyses: Sequence[Any], *, moments: bool = True) -> list[ClipPrediction]:
        """Hear clips: descriptors, tags, genres and warnings of each, from one forward pass for all.

        Parameters
        ----------
        analyses : sequence of Analysis
            Clips with their features.
        moments : bool
            Also find out which seconds matter (`ClipPrediction.moments`).

        Raises
        ------
        ModelDamaged
            If the model has no audio part, or one that was trained on other features than these.
        """
        return self._listener.read(analyses, moments=moments)

    def read_changed(self, reading: ClipPrediction, changes: Sequence[Any]) -> list[ClipPrediction]:
        """Hear a clip with one thing changed, against the reading of it as it was.

        Some of its patches are heard again and compared with the same patches as they were, so that what both share
        cancels. Moments are left out; warnings stay those of the clip.

        Parameters
        ----------
        reading : ClipPrediction
            By this model, of the clip as it was.
        changes : sequence of Changed
            Of that clip.

        Raises
        ------
        ModelDamaged
            As `read`.
        """
        return self._listener.read_changed(reading, changes)

    @property
    def reference(self) -> str:
        """The population that score and percentile refer to, in words."""
        return self._popularity.reference

    @property
    def reference_size(self) -> int:
        """Tracks in that population."""
        return self._popularity.reference_size

    @property
    def unseen_coverage(self) -> float | None:
        """Share of intervals that held in collections that training had not seen; None if that was not measured."""
        return self._popularity.unseen_coverage

    @cached_property
    def unseen_pairs(self) -> float | None:
        """How often the more popular of two tracks is found without the audience; None if that was not measured."""
        headline = read_headline(self.folder.path)
        return headline.unseen_pairs if headline else None

    def forecast(self, reading: ClipPrediction, context: Context) -> Forecast:
        """Forecast the popularity of one track; see `Popularity.forecast`.

        Raises
        ------
        ModelDamaged
            If the model has neither a popularity part nor one of two branches.
        """
        return self._popularity.forecast(reading, context)

    def compare(self, first: tuple[ClipPrediction, Context], second: tuple[ClipPrediction, Context]) -> Difference:
        """Compare two versions, second minus first; see `Popularity.compare`.

        Raises
        ------
        ModelDamaged
            If the model has neither a popularity part nor one of two branches.
        """
        return self._popularity.compare(first, second)

    @cached_property
    def _popularity(self) -> Popularity | TwoBranch:
        """From descriptors and context, or, in a model trained on audio end to end, from both branches themselves."""
        parts = self.folder.manifest.parts if self.folder.manifest else None
        if parts and parts.pipes:
            return TwoBranch(parts.pipes, self.runtime)
        if not parts or not parts.popularity:
            raise ModelDamaged(name=self.folder.name, problem="model.json: parts.popularity")
        return Popularity(parts.popularity, self.runtime)


def load_model(
    name: str | None = None,
    *,
    settings: Settings | None = None,
    runtime: str | None = None,
    models_dir: Path | None = None,
    threads: int | None = None,
    precision: Precision | None = None,
) -> Model:
    """Load a model by name; what is not given comes from the settings.

    Raises
    ------
    ModelMissing
        If there is no model of that name.
    ModelDamaged
        If a file that would be loaded is missing or differs from the manifest.
    RuntimeMissing
        If the runtime is not installed.
    """
    settings = settings or process_settings()
    kind = runtime or settings.runtime
    folder = find_model(
        name or settings.model, models_dir=models_dir or settings.models_dir, data_dir=settings.data_dir
    )
    if damaged := folder.damaged_files(runtime=kind):
        raise ModelDamaged(name=folder.name, problem=damaged[0])
    threads = threads or settings.threads
    return Model(folder, make_runtime(kind, folder.path, threads=threads, precision=precision or settings.precision))
