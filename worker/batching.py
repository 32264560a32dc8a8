"""Questions that wait at the same time are read in one forward pass: what makes a GPU worth its money.

The worker's threads fetch and decode; each hands its analysis in here and waits for its reading. One thread reads:
while a pass runs, the next batch gathers by itself, so the wait is only needed when little is going on.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Analysis = TypeVar("Analysis")
Prediction = TypeVar("Prediction")


class BatchingPredictor(Generic[Analysis, Prediction]):
    """Reads analyses in batches; call it from as many threads as you like.

    Parameters
    ----------
    read : callable
        Reads several at once and returns as many readings in the same order.
    size : int
        The most that one pass takes.
    wait_s : float
        The longest that the first of a batch waits for others to come.
    observe : callable, optional
        Called with the size of each batch.
    """

    def __init__(
        self,
        read: Callable[[Sequence[Analysis]], Sequence[Prediction]],
        *,
        size: int,
        wait_s: float,
        observe: Callable[[int], None] = lambda size: None,  # noqa: ARG005 - observers need the argument
    ) -> None:
        self._read = read
        self._size = size
        self._wait_s = wait_s
        self._observe = observe
        self._waiting: queue.SimpleQueue[tuple[Analysis, Future[Prediction]]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def __call__(self, analysis: Analysis) -> Prediction:
        """Return the reading of one analysis, read together with others.

        Raises
        ------
        Exception
            Whatever reading this very analysis raises; one that cannot be read never harms its neighbours.
        """
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="batching", daemon=True)
                self._thread.start()
        future: Future[Prediction] = Future()
        self._waiting.put((analysis, future))
        return future.result()

    def _gather(self) -> list[tuple[Analysis, Future[Prediction]]]:
        batch = [self._waiting.get()]
        end = time.monotonic() + self._wait_s
        while len(batch) < self._size:
            try:
                batch.append(self._waiting.get(timeout=max(0.0, end - time.monotonic())))
            except queue.Empty:
                break
        return batch

    def _run(self) -> None:
        while True:
            batch = self._gather()
            self._observe(len(batch))
            if not self._pass(batch) and len(batch) > 1:
                for one in batch:
                    self._pass([one])

    def _pass(self, batch: list[tuple[Analysis, Future[Prediction]]]) -> bool:
        """Read a batch; return False when it must be tried one by one."""
        try:
            readings = self._read([analysis for analysis, _ in batch])
            if len(readings) != len(batch):
                raise ValueError(f"{len(readings)} readings of {len(batch)} analyses")  # noqa: TRY301 - raised for all below
        except Exception as error:  # noqa: BLE001 - handed to the one who asked
            if len(batch) == 1:
                batch[0][1].set_exception(error)
            return False
        for (_, future), reading in zip(batch, readings, strict=True):
            future.set_result(reading)
        return True
