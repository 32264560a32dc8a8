"""How fast a recording becomes a report with its picture, as ratios in one run.

::

    python -m benchmarks.pipeline [--rounds 15] [--file SONG.mp3] [--json OUT.json]

One process on one core runs our pipeline, the straightforward one (`benchmarks.baseline`) and the floor (decoding and
one pass of Fourier transforms) in turn, so that a busy machine slows all of them alike; medians of the processor's time
are compared. A fresh process then answers its first question, and its time and memory are reported.

The network is left out by answering its calls from memory: each is computed once and remembered by its input, so that
all other work, down to cutting patches and reading results, is still done.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")


def stay_on_one_core() -> None:
    """Must run before NumPy is imported."""
    for name in THREADS:
        os.environ[name] = "1"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


class Remembering:
    """A model runtime that answers from memory what it was asked before, and takes the time of real answers."""

    def __init__(self, runtime: Any) -> None:
        self._runtime = runtime
        self._answers: dict[tuple[Any, ...], Any] = {}
        self.name, self.device, self.precision = runtime.name, runtime.device, runtime.precision
        self.really = False
        self.spent_ms: dict[str, float] = {}

    def run(self, graph: str, inputs: Mapping[str, Any]) -> Any:
        key = (graph, *((name, value.shape, float(value.ravel()[:64].sum())) for name, value in sorted(inputs.items())))
        if self.really or key not in self._answers:
            began = time.process_time()
            self._answers[key] = self._runtime.run(graph, inputs)
            self.spent_ms[graph] = self.spent_ms.get(graph, 0.0) + (time.process_time() - began) * 1e3
        return self._answers[key]


class Ours:
    """The shipped pipeline, asked about an upload."""

    def __init__(self, data: bytes) -> None:
        from spotpop.model.model import Model, load_model
        from spotpop.pipeline import Pipeline, Upload
        from spotpop.settings import load_settings

        settings = load_settings(threads=1)
        model = load_model(settings=settings)
        self.runtime = Remembering(model.runtime)
        self.patches = int(model.folder.parts["audio"]["patches"])
        self.folder = Path(model.folder.path)
        self.pipeline = Pipeline(settings)
        self.pipeline.__dict__["_loaded"] = Model(model.folder, self.runtime)
        self.question = Upload(data=data, name="song.mp3")
        self.stages: dict[str, list[float]] = {}

    def answer(self, *, network: bool, changes: bool = False) -> None:
        from spotpop.pipeline import Options

        self.runtime.really, spent_before = network, dict(self.runtime.spent_ms)
        answer = self.pipeline.predict(self.question, options=Options(hear_changes=changes))
        assert answer.picture.startswith(b"\x89PNG")
        if changes:
            self.runtime.spent_ms = spent_before  # graphs report an answer without them
        elif network:
            for stage, spent in answer.report.timings_ms.items():  # by the clock, as people read it
                self.stages.setdefault(stage, []).append(spent)


class Straightforward:
    """The pipeline of `benchmarks.baseline`."""

    def __init__(self, data: bytes, ours: Ours) -> None:
        from benchmarks import baseline

        self.data, self.baseline = data, baseline
        baseline.one_thread()
        self.networks = {
            "published": baseline.Network(baseline.published(), baseline.WHOLE_CLIP),
            "shipped": baseline.Network(baseline.shipped(ours.folder), ours.patches),
        }

    def answer(self, *, network: str = "") -> None:
        y = self.baseline.load(self.data)
        mel, _ = self.baseline.features(y)
        if network:
            self.networks[network].predict(y)
        self.baseline.picture(mel, y, "song")


def make_floor(data: bytes) -> Callable[[], None]:
    """Return what nobody can do without: decoding to mono at 22.05 kHz, and one pass of Fourier transforms.

    Nothing that `spotpop.audio.decode` measures beside it is counted: no gating, no loudness meter.
    """
    import numpy as np
    import scipy.fft
    import soxr

    from spotpop.audio.channels import mix_to_mono
    from spotpop.audio.container import sniff
    from spotpop.audio.mp3_decoder import decode_mp3
    from spotpop.audio.section import Limits

    window = np.hanning(2048).astype(np.float32)
    body = data[sniff(data)[1] :]

    def floor() -> None:
        [run] = decode_mp3(body, None, Limits()).runs
        samples = soxr.resample(mix_to_mono(run), run.sample_rate_hz, 22_050, quality="HQ")
        frames = np.lib.stride_tricks.sliding_window_view(np.pad(samples, 1024), 2048)[::512]
        for first in range(0, len(frames), 64):
            scipy.fft.rfft(frames[first : first + 64] * window, axis=1)

    return floor


def measure(work: Mapping[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    """Run all kinds of work in turn, after one unmeasured round; medians of the processor's time in ms.

    Nothing here waits for anything, so on one core this is the time that passes, less what other processes take.
    """
    spent: dict[str, list[float]] = {name: [] for name in work}
    for index in range(rounds + 1):
        for name, do in work.items():
            began = time.process_time()
            do()
            if index:
                spent[name].append((time.process_time() - began) * 1e3)
            print(f"\rround {index} of {rounds}: {name}{' ' * 30}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return {name: statistics.median(values) for name, values in spent.items()}


def first_answer(path: Path) -> tuple[float, float, float]:
    """Answer one question in a fresh process; returns seconds, seconds of the processor, and MiB at the peak."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "spotpop", "predict", str(path), "--json", "--picture", f"{folder}/a.png"]
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        spent = time.perf_counter() - began
    if status:
        raise SystemExit(f"the fresh process failed with status {os.waitstatus_to_exitcode(status)}")
    mib = usage.ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)
    return spent, usage.ru_utime + usage.ru_stime, mib


def run(path: Path, rounds: int) -> dict[str, Any]:
    data = path.read_bytes()
    fresh = [first_answer(path) for _ in range(5)]  # first of all: a child's peak begins with its parent's memory
    with redirect_stderr(io.StringIO()):
        ours = Ours(data)
        plain = Straightforward(data, ours)
    ms = measure(
        {
            "floor": make_floor(data),
            "ours without network": lambda: ours.answer(network=False),
            "ours with network": lambda: ours.answer(network=True),
            "ours with network and changes": lambda: ours.answer(network=True, changes=True),
            "baseline without network": plain.answer,
            "baseline with network": lambda: plain.answer(network="published"),
            "baseline with our network": lambda: plain.answer(network="shipped"),
        },
        rounds,
    )
    stages = {stage: statistics.median(values) for stage, values in ours.stages.items()}
    answer_ms = sum(stages.values())
    return {
        "machine": f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, one core",
        "patches": ours.patches,
        "ms": ms,
        "ratios": {
            "baseline / ours, without network": ms["baseline without network"] / ms["ours without network"],
            "ours / floor, without network": ms["ours without network"] / ms["floor"],
            "ours / floor, with network": ms["ours with network"] / ms["floor"],
            "baseline / ours, with network": ms["baseline with network"] / ms["ours with network"],
            "baseline with our network / ours": ms["baseline with our network"] / ms["ours with network"],
            "changes tried / not tried": ms["ours with network and changes"] / ms["ours with network"],
        },
        "share_of_stages": {stage: spent / answer_ms for stage, spent in stages.items()},
        "graphs_ms": {name: spent / (rounds + 1) for name, spent in ours.runtime.spent_ms.items()},
        "first_answer_s": statistics.median(seconds for seconds, _, _ in fresh),
        "first_answer_processor_s": statistics.median(seconds for _, seconds, _ in fresh),
        "first_answer_mib": max(mib for _, _, mib in fresh),
    }


TARGETS = {
    "baseline / ours, without network": "at least 10",
    "ours / floor, without network": "at most 2",
    "ours / floor, with network": "at most 2.5 in integers, 3.8 in float",
    "baseline / ours, with network": "at least 10",
    "baseline with our network / ours": "",
    "changes tried / not tried": "at most 1.4",
}


def show(result: dict[str, Any]) -> None:
    print(f"{result['machine']}; {result['patches']} patches a clip\n")
    print("| median of interleaved runs | ms of one core |\n| --- | ---: |")
    for name, spent in result["ms"].items():
        print(f"| {name} | {spent:.1f} |")
    print("\n| ratio | measured | wanted |\n| --- | ---: | --- |")
    for name, ratio in result["ratios"].items():
        print(f"| {name} | {ratio:.1f} | {TARGETS[name]} |")
    print("\n| stage, with network | share |\n| --- | ---: |")
    for stage, share in result["share_of_stages"].items():
        print(f"| {stage} | {share:.0%} |")
    print("\n| graph | ms an answer |\n| --- | ---: |")
    for graph, spent in result["graphs_ms"].items():
        print(f"| {graph} | {spent:.1f} |")
    print(
        f"\nFirst answer of a fresh process: {result['first_answer_s']:.2f} s (wanted: under 0.9), "
        f"{result['first_answer_processor_s']:.2f} s of them at work, "
        f"{result['first_answer_mib']:.0f} MiB (wanted: under 200)"
    )


def main() -> None:
    stay_on_one_core()
    from spotpop.demo import demo_song

    parser = argparse.ArgumentParser(description="speed of a forecast, as ratios")
    parser.add_argument("--file", type=Path, default=demo_song(), help="an MP3 of 30 s (default: the shipped song)")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path, help="also write the figures here")
    arguments = parser.parse_args()
    result = run(arguments.file, arguments.rounds)
    show(result)
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
