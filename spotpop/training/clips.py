"""A folder of audio with labels, heard once: features and MusiCNN's answers of every clip, kept in a cache."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.analysis import analyse
from spotpop.audio.decode import decode
from spotpop.audio.features import FEATURES_VERSION
from spotpop.audio.formats import AUDIO_SUFFIXES
from spotpop.errors import AudioError
from spotpop.model.patches import heard_patches
from spotpop.model.runtime import Runtime

SUFFIXES = AUDIO_SUFFIXES

CountCallback = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class AnalysedClips:
    """What both branches take in, for many clips.

    Attributes
    ----------
    features : ndarray of float32, shape (n, n_features)
    embedding : ndarray of float32, shape (n, n_patches, 200)
    tags : ndarray of float32, shape (n, n_patches, 50)
    failed : dict of str to str
        Ids that could not be heard, and why.
    """

    ids: tuple[str, ...]
    features: NDArray[np.float32]
    embedding: NDArray[np.float32]
    tags: NDArray[np.float32]
    failed: dict[str, str]


def find_audio(folder: Path, ids: Sequence[str]) -> dict[str, Path]:
    """Return the audio file of each id: ``{id}.mp3`` and so on, anywhere below `folder`."""
    wanted = set(ids)
    found: dict[str, Path] = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() in SUFFIXES and file.stem in wanted:
            found.setdefault(file.stem, file)
    return found


def analyse_clips(
    files: dict[str, Path],
    runtime: Runtime,
    *,
    n_patches: int,
    graph_digest: str = "",
    cache: Path | None = None,
    progress: CountCallback | None = None,
) -> AnalysedClips:
    """Decode, analyse and embed clips.

    Parameters
    ----------
    files : dict of str to Path
        Audio file by id.
    runtime : Runtime
        With the graph ``audio``.
    n_patches : int
        Evenly spaced patches of each clip.
    graph_digest : str
        SHA-256 of the graph: what another network heard is not taken from the cache.
    cache : Path, optional
        Folder for what was heard, one small file a clip; a later call takes up where this one stopped.
    progress : callable, optional
        Called with (done, total).
    """
    kept: list[tuple[str, dict[str, NDArray[np.float32]]]] = []
    failed: dict[str, str] = {}
    for done, (name, file) in enumerate(files.items()):
        try:
            kept.append((name, _analyse_cached(file, runtime, n_patches, graph_digest, cache)))
        except AudioError as error:
            failed[name] = error.text
        if progress:
            progress(done + 1, len(files))
    if not kept:
        raise ValueError("none of the clips could be heard")
    return AnalysedClips(
        ids=tuple(name for name, _ in kept),
        features=np.stack([heard["features"] for _, heard in kept]),
        embedding=np.stack([heard["embedding"] for _, heard in kept]),
        tags=np.stack([heard["tags"] for _, heard in kept]),
        failed=failed,
    )


def _analyse_cached(
    file: Path, runtime: Runtime, n_patches: int, graph_digest: str, cache: Path | None
) -> dict[str, NDArray[np.float32]]:
    data = file.read_bytes()
    if cache is None:
        return _analyse(data, runtime, n_patches)
    digest = hashlib.sha256(data).hexdigest()[:24]
    kept = cache / f"{digest}-f{FEATURES_VERSION}-p{n_patches}-{graph_digest[:12]}.npz"
    if kept.is_file():
        with np.load(kept) as arrays:
            return {name: arrays[name] for name in arrays.files}
    heard = _analyse(data, runtime, n_patches)
    cache.mkdir(parents=True, exist_ok=True)
    partial = kept.with_suffix(".part.npz")
    np.savez(partial, allow_pickle=False, **heard)
    partial.replace(kept)
    return heard


def _analyse(data: bytes, runtime: Runtime, n_patches: int) -> dict[str, NDArray[np.float32]]:
    clip = decode(data)
    patches, _ = heard_patches(clip.samples, clip.sample_rate_hz, n_patches)
    heard = runtime.run("audio", {"patches": patches})
    return {"features": analyse(clip).features.values, **heard}
