"""What the queue's benchmarks share: a server, worker processes, and pipelines whose work is known.

The worker loads a pipeline by ``SPOTPOP_WORKER_PIPELINE``: `nothing` answers at once, `refusing` never, `burning` uses
a processor for ``SPOTPOP_BENCHMARK_MS`` milliseconds, `drawn` does so and has a real picture, `listening` really
decodes and reads the shipped song, whatever is asked.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from spotpop.links import Reference
from spotpop.report import Interval, ModelInfo, PreviewMatch, Report, Section
from spotpop.settings import Settings, load_settings
from spotpop.track import Track
from worker.launcher.embedded_server import EmbeddedServer
from worker.queue.protocol import Job, ReplyAddress, TrackInput

ROOT = Path(__file__).parents[1]
FRONT_END = "benchmark"


class Fixed:
    """Answers everything with the same figures and the same picture, after `seconds` of processor time."""

    def __init__(self, seconds: float, picture: bytes = bytes(100_000)) -> None:
        self._seconds = seconds
        self._picture = picture

    def predict(self, question, *, options=None, progress=lambda stage: None):
        from spotpop.pipeline import Answer

        progress("model")
        end = time.process_time() + self._seconds
        while time.process_time() < end:
            sum(range(2000))
        name = getattr(question, "id", None)
        report = _report(Track(title=name or "benchmark", id=name))
        return Answer(report=report, picture=self._picture)


def nothing(settings, *, blocked, observe):
    return Fixed(0.0, picture=b"")


def refusing(settings, *, blocked, observe):
    """As `nothing`, but every answer is that it cannot be given."""
    from spotpop.errors import SilentAudio

    class Refusing(Fixed):
        def predict(self, question, *, options=None, progress=lambda stage: None):
            raise SilentAudio

    return Refusing(0.0)


def burning(settings, *, blocked, observe):
    return Fixed(float(os.environ["SPOTPOP_BENCHMARK_MS"]) / 1000)


def drawn(settings, *, blocked, observe):
    """As `burning`, with a picture that a platform takes."""
    from tests.counterparts.pictures import png

    return Fixed(float(os.environ["SPOTPOP_BENCHMARK_MS"]) / 1000, png())


def listening(settings, *, blocked, observe):
    """The real pipeline, but every link leads to the shipped song: all the work of a question without the network."""
    from spotpop.demo import demo_song
    from spotpop.pipeline import Pipeline, Upload

    class Listening(Pipeline):
        song = Upload(demo_song().read_bytes(), "feelings.mp3")

        def predict(self, question, *, options=None, progress=lambda stage: None):
            return super().predict(self.song, options=options, progress=progress)

    return Listening(settings)


def _report(track: Track) -> Report:
    interval = Interval(low=20.0, high=60.0)
    return Report(
        track=track, score=40.0, interval=interval, percentile=50.0, baseline=35.0, baseline_interval=interval,
        descriptors=(), genres=(), reasons=(), preview=PreviewMatch(source="deezer", how="isrc"),
        section=Section(start_s=0.0, duration_s=30.0, audio_duration_s=30.0),
        model=ModelInfo(name="fixed", version="1", runtime="none", reference="none", reference_size=0),
    )  # fmt: skip


@contextlib.contextmanager
def queue() -> Iterator[Settings]:
    """Run an embedded server in a folder of its own; yield settings that lead to it and limit nobody."""
    with tempfile.TemporaryDirectory(prefix="spotpop-benchmark-") as folder:
        settings = load_settings(data_dir=Path(folder), redis_url=None)
        with EmbeddedServer(settings) as server:
            yield load_settings(
                data_dir=Path(folder), redis_url=server.url, max_waiting=100_000,
                user_questions_per_min=1e6, server_questions_per_min=1e6,
            )  # fmt: skip


@contextlib.contextmanager
def workers(
    settings: Settings,
    pipeline: str,
    *,
    processes: int,
    milliseconds: float = 0.0,
    patience_s: float = 120.0,
    **environment: str,
) -> Iterator[None]:
    """Run one worker with as many processes, ready when the block begins; an empty `pipeline` is the real one."""
    log = settings.data_dir / f"worker-{time.monotonic_ns()}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "spotpop", "worker", "--processes", str(processes)],
            cwd=ROOT, stdout=output, stderr=output,
            env={
                **os.environ,
                "REDIS_URL": settings.redis_url.get_secret_value(),
                "SPOTPOP_DATA_DIR": str(settings.data_dir),
                "SPOTPOP_HEALTH_FILE": str(log.with_suffix(".alive")),
                "SPOTPOP_WORKER_PIPELINE": f"benchmarks.queue_lab:{pipeline}" if pipeline else "",
                "SPOTPOP_BENCHMARK_MS": str(milliseconds),
                **environment,
            },
        )  # fmt: skip
    try:
        end = time.monotonic() + patience_s
        while "worker_ready" not in log.read_text(errors="replace"):
            if process.poll() is not None or time.monotonic() > end:
                sys.exit(f"the worker does not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(90)
        except subprocess.TimeoutExpired:
            process.kill()


def question(number: int, name: str) -> Job:
    track = f"{name}{number:06d}"
    return Job(
        kind="track",
        inputs=(TrackInput(reference=Reference("track", track, f"https://open.spotify.com/track/{track}")),),
        reply=ReplyAddress(front_end=FRONT_END),
    )
