"""The network in 8-bit integers, made of the LiteRT file that computes in single precision.

Only convolutions and what lies right before and behind them are rounded; the joining of channels, the pooling over time
and the dense layers stay in single precision. Two things keep the answers where they were:

- an output tensor is rounded on one scale for all its filters, so every filter is first brought to the same range,
  which the multiplication behind it undoes;
- where only one side of zero is let through behind a maximum, the range is that of this side, and the rest is cut off.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spotpop.model.runtime import INT8

Array = NDArray[np.float32]
Ranges = dict[str, tuple[float, float]]

_BEFORE: Final = ("RESHAPE", "PAD", "STRIDED_SLICE", "PACK", "TRANSPOSE")
"""What may stand between a convolution and its input without changing a value."""
_BEHIND: Final = ("MAX_POOL_2D", "RESHAPE")
_RELU: Final = 1
_LEAST: Final = 1e-6
_STILL: Final = 0.02
"""A filter that moves less than this share of the liveliest one is not blown up further."""


@dataclass(frozen=True, slots=True)
class _Stage:
    """One convolution with its surroundings, as indices of tensors.

    Attributes
    ----------
    inputs, outputs : tuple of int
        What is computed on the way to the convolution, and from it to the multiplication by one constant a filter.
    relu, late_relu : bool
        Whether what is below zero is cut off by the convolution, or by the multiplication.
    """

    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    kernel: int
    bias: int
    factor: int
    relu: bool
    late_relu: bool


def add_int8(folder: Path, name: str, patches: Array) -> None:
    """Write ``NAME.int8.tflite`` beside a folder's ``NAME.tflite``; see `quantise`."""
    made = quantise((folder / f"{name}.tflite").read_bytes(), patches)
    (folder / f"{name}{INT8}.tflite").write_bytes(made)


def quantise(model: bytes, patches: Array) -> bytes:
    """Return a LiteRT model whose convolutions are computed in 8-bit integers.

    Parameters
    ----------
    model : bytes
        A LiteRT model of single precision with one input.
    patches : ndarray of float32, shape (n, …)
        Inputs from which the ranges are taken: of all that may ever be heard, speech and tones too.
    """
    from ai_edge_litert.tools import flatbuffer_utils
    from ai_edge_quantizer import qtyping, quantizer

    parsed = flatbuffer_utils.read_model_from_bytearray(bytearray(model))
    graph = _Graph(parsed)
    stages = list(graph.stages())
    seen = _extremes(model, patches, {one.outputs[0] for one in stages} | {one.inputs[0] for one in stages})
    ranges: Ranges = {}
    for stage in stages:
        low, high = seen[stage.inputs[0]]
        _give(ranges, graph, stage.inputs, float(low.min()), float(high.max()))
        _give(ranges, graph, stage.outputs, *graph.equalise(stage, *seen[stage.outputs[0]]))
    maker = quantizer.Quantizer(flatbuffer_utils.convert_object_to_bytearray(parsed))
    for kind in dict.fromkeys(("CONV_2D", *_BEFORE, *_BEHIND)):
        names = "|".join(re.escape(graph.name(at)) for at in graph.made_by(kind, stages))
        if names:
            maker.add_static_config(f"^({names});?$", qtyping.TFLOperationName(kind), 8, 8)
    found = {
        name: {"min": np.float32(low).reshape(1), "max": np.float32(high).reshape(1)}
        for name, (low, high) in ranges.items()
    }
    with _without_advice():
        rounded = bytes(maker.quantize(found, enable_progress_report=False).quantized_model)
    return _without_bias(model, rounded, patches)


def _without_bias(model: bytes, rounded: bytes, patches: Array) -> bytes:
    """Take out of the first dense layer what rounding adds to its sums on average: most of all that it changes."""
    from ai_edge_litert.tools import flatbuffer_utils

    parsed = flatbuffer_utils.read_model_from_bytearray(bytearray(rounded))
    there, here = (_Graph(one) for one in (flatbuffer_utils.read_model_from_bytearray(bytearray(model)), parsed))
    means = [
        np.mean([heard[0] for [heard] in _watch(data, patches, graph.dense()[0])], axis=0)
        for data, graph in ((model, there), (rounded, here))
    ]
    _, kernel, bias = here.dense()
    here.values(bias)[:] += here.values(kernel) @ (means[0] - means[1])
    return bytes(flatbuffer_utils.convert_object_to_bytearray(parsed))


@contextmanager
def _without_advice() -> Iterator[None]:
    """Keep back LiteRT's warning that to look at all tensors takes memory: that is what it is done for."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*experimental_preserve_all_tensors")
        yield


def _give(ranges: Ranges, graph: _Graph, tensors: tuple[int, ...], low: float, high: float) -> None:
    """Set one range for several tensors; zero lies within, because padding is zero."""
    for at in tensors:
        ranges[graph.name(at)] = (min(low, 0.0), max(high, 0.0, low + _LEAST))


class _Graph:
    """A parsed LiteRT model: who makes which tensor, and who takes it in."""

    def __init__(self, parsed: Any) -> None:
        from ai_edge_litert.tools import flatbuffer_utils

        [self._subgraph] = parsed.subgraphs
        self._buffers = parsed.buffers
        codes = [flatbuffer_utils.opcode_to_name(parsed, index) for index in range(len(parsed.operatorCodes))]
        self._kind = {id(op): codes[op.opcodeIndex] for op in self._subgraph.operators}
        self._maker = {at: op for op in self._subgraph.operators for at in op.outputs}
        self._takers: dict[int, list[Any]] = {}
        for op in self._subgraph.operators:
            for at in op.inputs:
                self._takers.setdefault(int(at), []).append(op)

    def name(self, tensor: int) -> str:
        """Return a tensor's name."""
        name = self._subgraph.tensors[tensor].name
        return name.decode() if isinstance(name, bytes) else str(name)

    def made_by(self, kind: str, stages: list[_Stage]) -> list[int]:
        """Return those of the stages' tensors that an operation of this kind makes."""
        tensors = dict.fromkeys(at for one in stages for at in (*one.inputs, *one.outputs))
        return [at for at in tensors if at in self._maker and self._kind[id(self._maker[at])] == kind]

    def stages(self) -> Iterator[_Stage]:
        """Find the convolutions."""
        for op in self._subgraph.operators:
            if self._kind[id(op)] != "CONV_2D":
                continue
            source, kernel, bias = map(int, op.inputs)
            outputs = [int(op.outputs[0])]
            [taker] = self._takers[outputs[-1]]
            while self._kind[id(taker)] in _BEHIND:
                outputs.append(int(taker.outputs[0]))
                [taker] = self._takers[outputs[-1]]
            if self._kind[id(taker)] != "MUL":
                raise ValueError(f"{self._kind[id(taker)]} behind a convolution, where a multiplication was expected")
            factor = next(int(at) for at in taker.inputs if int(at) != outputs[-1])
            yield _Stage(
                tuple(self._way_back(source)),
                tuple(outputs),
                kernel,
                bias,
                factor,
                relu=op.builtinOptions.fusedActivationFunction == _RELU,
                late_relu=taker.builtinOptions.fusedActivationFunction == _RELU,
            )

    def dense(self) -> tuple[int, int, int]:
        """Return the first dense layer's input, kernel and bias."""
        op = next(op for op in self._subgraph.operators if self._kind[id(op)] == "FULLY_CONNECTED")
        source, kernel, bias = map(int, op.inputs)
        return source, kernel, bias

    def _way_back(self, tensor: int) -> list[int]:
        """Return the tensor and those that it is put together from, without constants."""
        way = [tensor]
        for at in way:
            op = self._maker.get(at)
            if op is not None and self._kind[id(op)] in _BEFORE:
                sources = op.inputs if self._kind[id(op)] == "PACK" else op.inputs[:1]
                way += [int(one) for one in sources if int(one) not in way]
        return way

    def equalise(self, stage: _Stage, low: Array, high: Array) -> tuple[float, float]:
        """Bring all filters of a stage to the same range, and return it.

        Parameters
        ----------
        low, high : ndarray of float32, shape (n_filters,)
            What the convolution gave for each filter.
        """
        factor = self.values(stage.factor)
        sides = np.sign(factor)
        blocks = low.size // factor.size  # filters over time answer several frames at once
        if stage.relu:
            reach = high
        elif stage.late_relu:
            reach = np.where(np.tile(sides, blocks) > 0, high, -low)
        else:
            reach = np.maximum(np.abs(low), np.abs(high))
        reach = reach.reshape(blocks, -1).max(axis=0)
        scale = 1 / np.maximum(reach, _STILL * reach.max())
        self.values(stage.kernel)[:] *= np.tile(scale, blocks).reshape(-1, 1, 1, 1)
        self.values(stage.bias)[:] *= np.tile(scale, blocks)
        factor[:] = (factor / scale).astype(np.float32)
        if stage.relu:
            return 0.0, 1.0
        if not stage.late_relu:
            return -1.0, 1.0
        return (-1.0 if (sides < 0).any() else 0.0), (1.0 if (sides > 0).any() else 0.0)

    def values(self, tensor: int) -> Array:
        """Return a constant tensor's values, to be changed in place."""
        one = self._subgraph.tensors[tensor]
        buffer = self._buffers[one.buffer]
        if not isinstance(buffer.data, np.ndarray) or not buffer.data.flags.writeable:
            buffer.data = np.array(bytearray(buffer.data), np.uint8)
        return buffer.data.view(np.float32).reshape(one.shape)


def _extremes(model: bytes, patches: Array, tensors: set[int]) -> dict[int, tuple[Array, Array]]:
    """Return what each channel of some tensors was at least and at most."""
    found: dict[int, tuple[Array, Array]] = {}
    order = sorted(tensors)
    for values in _watch(model, patches, *order):
        for at, value in zip(order, values, strict=True):
            channels = value.reshape(-1, value.shape[-1])
            low, high = found.get(at, (channels[0], channels[0]))
            found[at] = (np.minimum(low, channels.min(axis=0)), np.maximum(high, channels.max(axis=0)))
    return found


def _watch(model: bytes, patches: Array, *tensors: int) -> Iterator[tuple[Array, ...]]:
    """Run a model on one patch after the other, and yield what some of its tensors held."""
    from ai_edge_litert.interpreter import Interpreter, OpResolverType

    with _without_advice():
        interpreter = Interpreter(
            model_content=model,
            experimental_preserve_all_tensors=True,
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        )
    interpreter.allocate_tensors()
    [source] = interpreter.get_input_details()
    for patch in patches:
        interpreter.set_tensor(source["index"], patch[None])
        interpreter.invoke()
        yield tuple(interpreter.get_tensor(at) for at in tensors)
