"""What one worker process has: its store, its pipeline, its model; made once, after the fork."""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Sequence
from typing import Any

from spotpop.errors import ModelError, SettingsError, SpotpopError
from spotpop.links.choices import Choice
from spotpop.settings import Settings
from worker.handler import JobHandler
from worker.heartbeat import Heartbeats
from worker.queue.backoff import RedisBackoffStore
from worker.queue.keys import QUEUES
from worker.queue.logs import log
from worker.queue.policy import generation
from worker.queue.store import Store
from worker.recorder import Recorder
from worker.slots import Slots
from worker.suggestions import SuggestionService
from worker.telemetry import batch_read, source_outcome

PIPELINE_VARIABLE = "SPOTPOP_WORKER_PIPELINE"
"""``module:function`` that makes the pipeline, for tests and benchmarks that need to say how long a job takes."""


def model_generation(settings: Settings) -> str:
    """Return the name of the answers of the model that the settings ask for; cheap, loads nothing."""
    if os.environ.get(PIPELINE_VARIABLE):
        return "made"
    from spotpop.model.registry import find_model

    try:
        folder = find_model(settings.model, models_dir=settings.models_dir, data_dir=settings.data_dir)
    except ModelError:
        return "none"
    return generation(folder.name, folder.version, dict(folder.files))


def make_pipeline(settings: Settings, store: Store) -> Any:
    """Return this process's pipeline.

    Raises
    ------
    SettingsError
        If `PIPELINE_VARIABLE` names nothing that can be called.
    """
    blocked = RedisBackoffStore(store)
    named = os.environ.get(PIPELINE_VARIABLE)
    if named:
        module, _, function = named.partition(":")
        try:
            make = getattr(importlib.import_module(module), function)
        except (ImportError, AttributeError):
            raise SettingsError(name=PIPELINE_VARIABLE, problem="there is no such function") from None
        return make(settings, blocked=blocked, observe=source_outcome)
    from spotpop.pipeline import Pipeline

    if settings.runtime != "tensorflow":
        return Pipeline(settings, blocked=blocked, observe=source_outcome)
    from worker.batching import BatchingPredictor

    def read(analyses: Sequence[Any]) -> Sequence[Any]:
        found: Sequence[Any] = pipeline.model.read(analyses)
        return found

    reader: BatchingPredictor[Any, Any] = BatchingPredictor(
        read, size=settings.batch_size, wait_s=settings.batch_wait_ms / 1000, observe=batch_read
    )
    pipeline: Any = Pipeline(settings, read=reader, blocked=blocked, observe=source_outcome)
    return pipeline


class WorkerContext:
    """The process's own; `warm_up` may be called ahead of the first question, from any thread, any number of times.

    Parameters
    ----------
    worker : str
        Name of the worker that this process belongs to.
    queues : tuple of str
        Which it serves.
    slots : int
        Jobs that this process runs at once.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        worker: str = "",
        queues: tuple[str, ...] = QUEUES,
        slots: int = 1,
    ) -> None:
        self.store = Store(settings, worker=worker, queues=queues)
        self.slots = Slots(slots)
        self.store.generation = model_generation(settings)
        self.recorder = Recorder(settings)
        self.heartbeats = Heartbeats(self.store)
        self.suggestions = SuggestionService(self.store.redis, self._suggest)
        self._settings = settings
        self._handler: JobHandler | None = None
        self._lock = threading.Lock()

    def handler(self) -> JobHandler:
        """Return what answers; makes the pipeline at the first call."""
        with self._lock:
            if self._handler is None:
                self._handler = JobHandler(self.store, make_pipeline(self._settings, self.store))
            return self._handler

    def _suggest(self, name: str) -> Sequence[Choice]:
        pipeline = self.handler().pipeline
        return tuple(pipeline.suggest(name)) if hasattr(pipeline, "suggest") else ()

    def warm_up(self) -> None:
        """Load the model, and forecast the shipped song, so that the first question finds everything ready."""
        self.suggestions.start()
        try:
            pipeline = self.handler().pipeline
            if hasattr(pipeline, "warm_up"):
                from spotpop.demo import demo_song
                from spotpop.pipeline import Upload

                pipeline.warm_up()
                pipeline.predict(Upload(demo_song().read_bytes(), demo_song().name))
                log.info("model_ready", runtime=pipeline.model.runtime.name, device=pipeline.model.runtime.device)
        except SpotpopError as error:
            log.error("model_not_ready", code=error.code)
