"""Losses of every epoch, kept as CSV or as TensorBoard's events."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

Log = Callable[[int, float, float], None]
"""Called with (epoch, loss on training clips, loss on watched clips)."""


class TrainingLogs:
    """A folder of logs, one for each network of an ensemble.

    Parameters
    ----------
    tensorboard : bool
        Write TensorBoard's events instead of CSV.
    """

    def __init__(self, folder: Path, *, tensorboard: bool = False) -> None:
        self._folder = folder
        self._tensorboard = tensorboard
        folder.mkdir(parents=True, exist_ok=True)

    def of(self, number: int) -> Log:
        """Return what logs the epochs of one network."""
        place = self._folder / f"network-{number + 1}"
        return _events(place) if self._tensorboard else _table(place.with_suffix(".csv"))


def _table(path: Path) -> Log:
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerow(["epoch", "crps", "crps_watched"])

    def log(epoch: int, loss: float, watched_loss: float) -> None:
        with path.open("a", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerow([epoch, f"{loss:.4f}", f"{watched_loss:.4f}"])

    return log


def _events(folder: Path) -> Log:
    import tensorflow as tf

    writer: Any = tf.summary.create_file_writer(str(folder))

    def log(epoch: int, loss: float, watched_loss: float) -> None:
        with writer.as_default(step=epoch):
            tf.summary.scalar("crps", loss)
            tf.summary.scalar("crps_watched", watched_loss)
        writer.flush()

    return log
