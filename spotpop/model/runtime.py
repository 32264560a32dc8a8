"""Two ways to run a model's graphs behind one Protocol: LiteRT (small, quick to start) and TensorFlow (GPU workers).

A graph is named by its file: ``NAME.tflite`` for LiteRT, the folder ``NAME.savedmodel`` for TensorFlow. Both answer the
same question within 1e-4; a test of the shipped model holds them to it. A graph may lie beside it in 8-bit integers
too, ``NAME.int8.tflite``: a quarter of the time on processors that multiply them (`spotpop.model.processor`), and
answers that differ by no more than `tests/unit/model/test_int8.py` says.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from spotpop.errors import RuntimeMissing
from spotpop.model.processor import multiplies_bytes

Arrays = Mapping[str, NDArray[np.float32]]
Precision = Literal["auto", "int8", "float"]

INT8: Final = ".int8"
"""What stands behind a graph's name where it computes in 8-bit integers."""


class Runtime(Protocol):
    """Runs the graphs of one model folder."""

    @property
    def name(self) -> str:
        """``litert`` or ``tensorflow``."""

    @property
    def precision(self) -> Literal["int8", "float"]:
        """What graphs compute in that are there in both."""

    @property
    def device(self) -> str:
        """Where it runs, for people: ``CPU, 1 thread`` or the GPU's name."""

    def run(self, graph: str, inputs: Arrays) -> dict[str, NDArray[np.float32]]:
        """Run one graph on a batch.

        Parameters
        ----------
        graph : str
            Name of the graph, such as ``audio`` or ``popularity``.
        inputs : mapping of str to ndarray of float32, shape (n, …)
            By the graph's input names. Axis 0 is the batch, any n ≥ 1, the same for all inputs.

        Returns
        -------
        dict of str to ndarray of float32, shape (n, …)
            By the graph's output names.
        """


class LiteRTRuntime:
    """LiteRT on CPU with XNNPACK. Safe to call from several threads: calls to one graph take turns.

    Parameters
    ----------
    folder : Path
        The model's folder.
    threads : int
        Threads within one call.
    precision : {"auto", "int8", "float"}
        What graphs compute in that are there in both; ``auto`` asks the processor.

    Raises
    ------
    RuntimeMissing
        If LiteRT is not installed.
    """

    name = "litert"

    def __init__(self, folder: Path, *, threads: int = 1, precision: Precision = "auto") -> None:
        if importlib.util.find_spec("ai_edge_litert") is None:
            raise RuntimeMissing(runtime="LiteRT", extra="train")
        self._folder = folder
        self._threads = threads
        self._lock = threading.Lock()
        self._graphs: dict[str, _LiteRTGraph] = {}
        small = precision == "int8" or (precision == "auto" and multiplies_bytes())
        self.precision: Literal["int8", "float"] = "int8" if small else "float"
        self.device = f"CPU, {threads} thread{'s' if threads > 1 else ''}"

    def run(self, graph: str, inputs: Arrays) -> dict[str, NDArray[np.float32]]:
        """Run one graph on a batch; see `Runtime.run`."""
        with self._lock:
            if graph not in self._graphs:
                self._graphs[graph] = _LiteRTGraph(self._file(graph), self._threads)
        return self._graphs[graph].run(inputs)

    def _file(self, graph: str) -> Path:
        """Return the graph's file; models of older trainings have none in integers."""
        small = self._folder / f"{graph}{INT8}.tflite"
        return small if self.precision == "int8" and small.is_file() else self._folder / f"{graph}.tflite"


@contextmanager
def _without_chatter() -> Iterator[None]:
    """Keep LiteRT's greeting at the first call off stderr: C++ writes it, past Python, and knows no switch."""
    sys.stderr.flush()
    with _chatter, Path(os.devnull).open("wb") as nowhere:
        kept = os.dup(2)
        try:
            os.dup2(nowhere.fileno(), 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


_chatter = threading.Lock()


class _LiteRTGraph:
    """One loaded graph. A graph of fixed batch is fed piece by piece, the others re-plan when the batch changes."""

    def __init__(self, path: Path, threads: int) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._lock = threading.Lock()
        self._interpreter = Interpreter(model_path=str(path), num_threads=threads)
        self._run = self._interpreter.get_signature_runner("serving_default")
        self._greeted = False
        signatures = [details["shape_signature"][0] for details in self._interpreter.get_input_details()]
        self._batch = None if -1 in signatures else int(signatures[0])

    def run(self, inputs: Arrays) -> dict[str, NDArray[np.float32]]:
        ready = {name: np.ascontiguousarray(value, np.float32) for name, value in inputs.items()}
        with self._lock:
            if self._batch is None:
                return self._call(ready)
            rows = len(next(iter(ready.values())))
            parts = [self._piece(ready, start, self._batch) for start in range(0, rows, self._batch)]
        return {name: np.concatenate([part[name] for part in parts])[:rows] for name in parts[0]}

    def _piece(self, inputs: Arrays, start: int, batch: int) -> dict[str, NDArray[np.float32]]:
        piece = {name: value[start : start + batch] for name, value in inputs.items()}
        lacking = batch - len(next(iter(piece.values())))
        if lacking:
            piece = {name: np.concatenate([value, np.repeat(value[-1:], lacking, 0)]) for name, value in piece.items()}
        return self._call(piece)

    def _call(self, inputs: Arrays) -> dict[str, NDArray[np.float32]]:
        with nullcontext() if self._greeted else _without_chatter():
            self._greeted = True
            return {name: np.array(value) for name, value in self._run(**inputs).items()}


class TensorFlowRuntime:
    """TensorFlow, on the first GPU where there is one, growing its memory as needed instead of taking all of it.

    Parameters
    ----------
    folder : Path
        The model's folder.
    threads : int
        Threads within one call on CPU. TensorFlow reads it once per process, before its first operation.

    Raises
    ------
    RuntimeMissing
        If TensorFlow is not installed.
    """

    name = "tensorflow"
    precision: Literal["int8", "float"] = "float"

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        if importlib.util.find_spec("tensorflow") is None:
            raise RuntimeMissing(runtime="TensorFlow", extra="gpu")
        import tensorflow as tf

        self._tf = tf
        self._folder = folder
        self._lock = threading.Lock()
        self._graphs: dict[str, tuple[Any, Callable[..., Any]]] = {}
        self.device = prepare_device(tf, threads)

    def run(self, graph: str, inputs: Arrays) -> dict[str, NDArray[np.float32]]:
        """Run one graph on a batch; see `Runtime.run`."""
        with self._lock:
            if graph not in self._graphs:
                loaded = self._tf.saved_model.load(str(self._folder / f"{graph}.savedmodel"))
                # The loaded object is kept with its signature: the signature alone does not keep its variables alive.
                self._graphs[graph] = (loaded, loaded.signatures["serving_default"])
        _, call = self._graphs[graph]
        tensors = {name: self._tf.constant(np.asarray(value, np.float32)) for name, value in inputs.items()}
        return {name: value.numpy() for name, value in call(**tensors).items()}


def prepare_device(tf: Any, threads: int) -> str:
    """Choose TensorFlow's device, once per process, and say which: the first GPU, else the CPU."""
    gpus = tf.config.list_physical_devices("GPU")
    try:
        for gpu in gpus:
            tf.config.experimental.set_memory_growth(gpu, True)
        if not gpus:
            tf.config.threading.set_intra_op_parallelism_threads(threads)
    except RuntimeError:
        # TensorFlow is running in this process already; its settings stay as they are.
        threads = tf.config.threading.get_intra_op_parallelism_threads() or threads
    if gpus:
        return str(tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU"))
    return f"CPU, {threads} thread{'s' if threads > 1 else ''}"


def make_runtime(kind: str, folder: Path, *, threads: int = 1, precision: Precision = "auto") -> Runtime:
    """Return the runtime named `kind` for the model in `folder`.

    Raises
    ------
    RuntimeMissing
        If it is not installed.
    ValueError
        If there is no such runtime.
    """
    if kind == "litert":
        return LiteRTRuntime(folder, threads=threads, precision=precision)
    if kind == "tensorflow":
        return TensorFlowRuntime(folder, threads=threads)
    raise ValueError(f"runtime {kind!r}: neither 'litert' nor 'tensorflow'")
