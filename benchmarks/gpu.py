"""What a GPU makes of the network that listens: clips per second by batch, alone and through a whole worker.

::

    python -m benchmarks.gpu [--seconds 5] [--clips 64] [--worker 100] [--json OUT.json]
    python -m benchmarks.gpu --seconds 1 --clips 2 --largest 2 --worker 4 --threads 2     # without a GPU

One command on a machine with CUDA and the ``gpu`` extra. It

- runs the network in TensorFlow on batches of 1 to 64 clips and counts clips per second;
- holds its answers against LiteRT's in single precision on the same clips: no value may be off by more than 1e-3;
- starts a worker of that runtime beside a queue of its own, asks it about uploads for a while, and counts answers per
  second: decoding and features on its processors, the network in batches.

Without a GPU it says so in its first line, and measures the processor all the same. Exits with 1 if the answers differ.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.load import QuestionRun
from benchmarks.queue_lab import FRONT_END, queue, workers
from spotpop.audio.decode import decode
from spotpop.demo import demo_song
from spotpop.model.patches import cut_patches, resample
from spotpop.model.registry import find_model
from spotpop.model.runtime import LiteRTRuntime, Runtime, TensorFlowRuntime
from worker.queue.client import Client
from worker.queue.protocol import Job, Receipt, ReplyAddress, UploadInput

BATCHES = (1, 2, 4, 8, 16, 32, 64)
EQUAL = 1e-3
PATIENCE_S = 900.0
"""How long a worker may take to start and a question to be answered: without a GPU, beside other work, that is long."""
NO_GPU = "No GPU is here that TensorFlow can use: these are figures of the processor."

Patches = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Speed:
    """How many clips a second a batch of so many makes.

    Attributes
    ----------
    batch : int
    clips_per_s : float
    milliseconds : float
        Of one batch, the median.
    """

    batch: int
    clips_per_s: float
    milliseconds: float


def gpu_name() -> str | None:
    """Return the name of the GPU that TensorFlow would use, None without one."""
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    return str(tf.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU")) if gpus else None


def make_clips(count: int, n_patches: int) -> Patches:
    """Return the shipped song cut at as many places and levels, shape ``(count, n_patches, 187, 96)``."""
    clip = decode(demo_song().read_bytes())
    wave = resample(clip.samples, clip.sample_rate_hz)
    gains = np.linspace(0.3, 1.0, count, dtype=np.float32)
    shifts = np.linspace(0, len(wave) // 2, count).astype(int)
    return np.stack(
        [cut_patches(np.roll(wave, -shift) * gain, n_patches) for shift, gain in zip(shifts, gains, strict=True)]
    )


def measure(runtime: Runtime, clips: Patches, batch: int, seconds: float) -> Speed:
    """Run the network on batches of so many clips for a while, after one that is not counted."""
    chosen = np.resize(clips, (batch, *clips.shape[1:]))
    inputs = {"patches": chosen.reshape(-1, *clips.shape[2:])}
    runtime.run("audio", inputs)
    spent: list[float] = []
    end = time.perf_counter() + seconds
    while not spent or time.perf_counter() < end:
        began = time.perf_counter()
        runtime.run("audio", inputs)
        spent.append(time.perf_counter() - began)
    middle = float(np.median(spent))
    return Speed(batch, batch / middle, middle * 1e3)


def farthest(large: Runtime, small: Runtime, clips: Patches) -> float:
    """Return by how much an answer of one runtime is off the other's at most."""
    inputs = {"patches": clips.reshape(-1, *clips.shape[2:])}
    there, here = large.run("audio", inputs), small.run("audio", inputs)
    return max(float(np.abs(there[name] - here[name]).max()) for name in here)


async def through_a_worker(
    questions: int, at_once: int, threads: int, *, runtime: str = "tensorflow", pipeline: str = ""
) -> float:
    """Return answers per second of a whole worker, asked about uploads that differ.

    Parameters
    ----------
    runtime, pipeline : str
        Of the worker; an empty pipeline is the real one.

    Raises
    ------
    SystemExit
        If a question fails: its answer would be a quick one.
    """
    song = demo_song().read_bytes()
    environment = {
        "SPOTPOP_RUNTIME": runtime,
        "SPOTPOP_BATCH_SIZE": str(min(threads, 64)),
        "SPOTPOP_PREVIEW_SOURCES": "none",
        "SPOTPOP_JOB_DEADLINE_S": str(PATIENCE_S),
    }
    with queue() as settings, workers(settings, pipeline, processes=threads, patience_s=PATIENCE_S, **environment):
        async with Client(settings) as client:
            await _Uploads(client, at_once, song).run([_upload(n, "warm") for n in range(threads)])
            asked = _Uploads(client, at_once, song)
            seconds = await asked.run([_upload(n, "own") for n in range(questions)])
    if asked.failures:
        raise SystemExit(f"{asked.failures} of {questions} questions failed")
    return questions / seconds


class _Uploads(QuestionRun):
    """Asks about uploads; each has its own ending, so that none is answered from the cache."""

    def __init__(self, client: Client, at_once: int, song: bytes) -> None:
        super().__init__(client, at_once)
        self._song = song

    async def _submit(self, job: Job) -> Receipt:
        return await self._client.submit(job, {job.inputs[0].name: self._song + job.id.encode()})


def _upload(number: int, name: str) -> Job:
    return Job(
        kind="upload",
        inputs=(UploadInput(name=f"{name}{number}.mp3"),),
        reply=ReplyAddress(front_end=FRONT_END),
    )


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure all, print as it goes, and return the figures."""
    gpu = gpu_name()
    print(f"GPU: {gpu}" if gpu else NO_GPU, flush=True)
    folder = find_model("default")
    clips = make_clips(arguments.clips, int(folder.parts["audio"]["patches"]))
    large = TensorFlowRuntime(folder.path, threads=os.cpu_count() or 1)
    speeds = []
    print(f"{clips.shape[1]} patches a clip, on {large.device}\n")
    print("| batch | clips/s | ms a batch |\n| ---: | ---: | ---: |")
    for batch in BATCHES:
        if batch <= arguments.largest:
            speeds.append(measure(large, clips, batch, arguments.seconds))
            print(f"| {batch} | {speeds[-1].clips_per_s:.1f} | {speeds[-1].milliseconds:.1f} |", flush=True)
    apart = farthest(large, LiteRTRuntime(folder.path, precision="float"), clips)
    print(f"\nEmbedding and tags are off LiteRT's by {apart:.1e} at most (wanted: {EQUAL:.0e}), {len(clips)} clips.")
    result = {"gpu": gpu, "speeds": [asdict(one) for one in speeds], "farthest": apart}
    if arguments.worker:
        threads = arguments.threads
        rate = asyncio.run(through_a_worker(arguments.worker, 2 * threads, threads))
        print(f"A whole worker of {threads} threads: {rate:.2f} answers/s over {arguments.worker} uploads.")
        result["answers_per_s"] = rate
    return result


def main() -> None:
    """Read the command line; exit with 1 if the runtimes disagree."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0, help="of each batch size")
    parser.add_argument("--clips", type=int, default=64, help="different clips")
    parser.add_argument("--largest", type=int, default=BATCHES[-1], help="largest batch")
    parser.add_argument("--worker", type=int, default=100, help="uploads that a whole worker is asked about; 0: none")
    parser.add_argument("--threads", type=int, default=min(16, os.cpu_count() or 1), help="of that worker")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    arguments = parser.parse_args()
    result = run(arguments)
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    sys.exit(0 if result["farthest"] < EQUAL else 1)


if __name__ == "__main__":
    main()
