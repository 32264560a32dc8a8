"""A MusiCNN of a few filters: weights by chance, a wheel that carries them, and its answers worked out plainly."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[np.float32]

FRONT = (3, 2, 2, 2, 2)
"""Filters of each of the five shapes in front."""
TIME = 4
SHAPES = ((7, 38), (7, 67), (128, 1), (64, 1), (32, 1))
DEAD = {0: 1, 3: 0}
"""Filters that never move, by shape: one gives nothing, one always 2."""


def weights(seed: int = 0) -> dict[str, Array]:
    """Return the arrays of a checkpoint under the names that TensorFlow 1 gave them."""
    rng = np.random.default_rng(seed)
    found: dict[str, Array] = {}

    def put(kind: str, number: int, **arrays: NDArray[np.floating]) -> None:
        scope = kind if number == 0 else f"{kind}_{number}"
        found.update({f"{scope}/{name}": value.astype(np.float32) for name, value in arrays.items()})

    def norm(number: int, size: int) -> None:
        put(
            "batch_normalization", number, gamma=rng.normal(0.3, 1.0, size), beta=rng.normal(0, 0.2, size),
            moving_mean=rng.normal(0, 0.2, size), moving_variance=rng.uniform(0.5, 2, size),
        )  # fmt: skip

    norm(0, 1)
    found["batch_normalization/gamma"] = np.ones(1, np.float32)
    for number, ((height, width), count) in enumerate(zip(SHAPES, FRONT, strict=True)):
        spread = 2 / np.sqrt(height * width)
        kernel, bias = rng.normal(0, spread, (height, width, 1, count)), rng.normal(0.5, 0.2, count)
        if number in DEAD:
            kernel[..., DEAD[number]] = 0
            bias[DEAD[number]] = -9 if number == 0 else 2
        put("conv2d", number, kernel=kernel, bias=bias)
        norm(number + 1, count)
    columns = sum(FRONT)
    for number in (5, 6, 7):
        kernel = rng.normal(0, 1 / np.sqrt(7 * columns), (7, columns, 1, TIME))
        put("conv2d", number, kernel=kernel, bias=rng.normal(0.2, 0.1, TIME))
        norm(number + 1, TIME)
        columns = TIME
    pooled = 2 * (sum(FRONT) + 3 * TIME)
    norm(9, pooled)
    put("dense", 0, kernel=rng.normal(0, 1 / np.sqrt(pooled), (pooled, 200)), bias=rng.normal(0.2, 0.1, 200))
    norm(10, 200)
    put("dense", 1, kernel=rng.normal(0, 1 / np.sqrt(200), (200, 50)), bias=rng.normal(-1, 0.5, 50))
    return found


def scale_and_offset(arrays: Mapping[str, Array], number: int) -> tuple[Array, Array]:
    """Return a batch normalisation as its definition says it."""
    scope = "batch_normalization" if number == 0 else f"batch_normalization_{number}"
    gamma, beta, mean, variance = (
        arrays[f"{scope}/{name}"] for name in ("gamma", "beta", "moving_mean", "moving_variance")
    )
    scale = gamma / np.sqrt(variance + 1e-3)
    return scale, beta - mean * scale


def opened(arrays: Mapping[str, Array], patches: Array, shape: int) -> Array:
    """Return what one shape's filters give at every frame and frequency, before normalisation: (n, 187, …, k)."""
    scale, offset = scale_and_offset(arrays, 0)
    scope = "conv2d" if shape == 0 else f"conv2d_{shape}"
    height, width = SHAPES[shape]
    padded = np.pad(patches * scale + offset, ((0, 0), ((height - 1) // 2, height // 2), (0, 0)))
    windows = sliding_window_view(padded, (height, width), axis=(1, 2))
    heard = np.tensordot(windows, arrays[f"{scope}/kernel"][:, :, 0], axes=((3, 4), (0, 1)))
    return np.asarray(np.maximum(heard + arrays[f"{scope}/bias"], 0), np.float32)


def answers(arrays: Mapping[str, Array], patches: Array) -> tuple[Array, Array]:
    """Return embedding (n, 200) and tags (n, 50), layer by layer as the network was published."""
    maps = []
    for shape in range(5):
        scale, offset = scale_and_offset(arrays, shape + 1)
        maps.append((opened(arrays, patches, shape) * scale + offset).max(axis=2))
    front = np.concatenate(maps, axis=2)

    def in_time(tensor: Array, number: int) -> Array:
        windows = sliding_window_view(np.pad(tensor, ((0, 0), (3, 3), (0, 0))), 7, axis=1)
        heard = np.einsum("ntcw,wck->ntk", windows, arrays[f"conv2d_{number}/kernel"][:, :, 0])
        scale, offset = scale_and_offset(arrays, number + 1)
        return np.asarray(np.maximum(heard + arrays[f"conv2d_{number}/bias"], 0) * scale + offset, np.float32)

    first = in_time(front, 5)
    second = in_time(first, 6) + first
    third = in_time(second, 7) + second
    every = np.concatenate([front, first, second, third], axis=2)
    pooled = np.stack([every.max(axis=1), every.mean(axis=1)], axis=2).reshape(len(patches), -1)
    scale, offset = scale_and_offset(arrays, 9)
    hidden = np.maximum((pooled * scale + offset) @ arrays["dense/kernel"] + arrays["dense/bias"], 0)
    scale, offset = scale_and_offset(arrays, 10)
    embedding = hidden * scale + offset
    return embedding, 1 / (1 + np.exp(-(embedding @ arrays["dense_1/kernel"] + arrays["dense_1/bias"])))


def wheel(path: Path, arrays: Mapping[str, Array], *, licence: str = "Free.\n") -> Path:
    """Write a wheel that carries the weights as the published one does, the optimiser's slots among them."""
    import tensorflow as tf

    slots = {"conv2d/kernel/Adam": np.zeros(3, np.float32), "beta1_power": np.float32(0.9)}
    kept = {**arrays, **slots}
    with tempfile.TemporaryDirectory() as place:
        inside = Path(place, "musicnn", "MTT_musicnn")
        inside.mkdir(parents=True)
        tf.raw_ops.SaveV2(
            prefix=f"{inside}/", tensor_names=list(kept), shape_and_slices=[""] * len(kept), tensors=list(kept.values())
        )
        with zipfile.ZipFile(path, "w") as archive:
            for file in sorted(inside.iterdir()):
                archive.write(file, f"musicnn/MTT_musicnn/{file.name}")
            archive.writestr("musicnn/__init__.py", "raise ImportError")
            archive.writestr("musicnn-0.1.0.dist-info/LICENSE.md", licence)
    return path


def some_patches(count: int = 3, seed: int = 0) -> Array:
    """Return log-mel patches (n, 187, 96) that swell and fade, so that filters move."""
    rng = np.random.default_rng(seed)
    time = np.linspace(0, 6, 187)[None, :, None] + rng.uniform(0, 6, (count, 1, 1))
    return (np.abs(np.sin(time)) * rng.uniform(0, 3, (count, 1, 96)) + 0.3 * rng.random((count, 187, 96))).astype(
        np.float32
    )
