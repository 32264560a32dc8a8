"""Hear mutated files of all formats in one long-lived process: no crash, no hang, no error but our own, flat memory.

::

    python -m tools.fuzz_audio [--inputs 2000] [--seed 0] [--slice 0/50]

Most inputs are decoded; every fiftieth goes the whole way of an upload, to its report and picture. The tests run a
short slice; fifty of 2,000 are the 100,000 inputs that `docs/audio.md` speaks of. A failure leaves its input beside the
report, a crash `last.bin`, and the same seed and slice make it again.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import resource
import signal
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from spotpop.audio.decode import Limits, decode
from spotpop.errors import AudioError
from spotpop.pipeline import Options, Pipeline, Upload
from spotpop.settings import load_settings
from tests.unit.audio.sounds import CHANNELS, PACKINGS, TONES, VORBIS, can_pack, music, pack

LIMITS = Limits(min_duration_s=0.2, max_duration_s=60.0, section_s=5.0)
HANG_S = 5.0
KILL_S = 60.0
"""Processor time after which an input that never comes back from native code ends the process."""
SECONDS = 0.8
WHOLE_WAY = 50
"""One input in so many is asked about as an upload."""
MAX_GROWTH_MIB = 100.0
WARM_UP = 500
"""Inputs after which the memory in use is taken for the process's own."""

MAGICS = (
    *(b"\xff\xfb\x90\x00", b"\xff\xf1\x50\x80", b"\x0b\x77", b"\x1aE\xdf\xa3", b"\x47", b"FLV\x01", b"\0\0\1\xba"),
    *b"OggS fLaC RIFF WAVE ftyp moov mdat stsd esds FORM AIFF caff .snd wvpk TTA1 Xing Info LAME VBRI ID3\x03".split(),
    *b"APETAGEX TAG drms alac data".split(),
)
EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


@lru_cache(maxsize=1)
def seeds() -> dict[str, bytes]:
    """One short file of every packing, kept tones of other formats, some of more channels, and joined ones."""
    sound = music(SECONDS)
    files = {name: pack(sound, name) for name in PACKINGS}
    for name, counts in CHANNELS.items():
        most = max(count for count in counts if can_pack(name, count))
        if most > 2:
            files[f"{name}-{most}"] = pack(np.ascontiguousarray(np.resize(sound, (most, sound.shape[1]))), name)
    files |= {path.name: path.read_bytes() for path in sorted(TONES.iterdir())}
    files["vorbis"] = VORBIS.read_bytes()[:40_000]
    files["joined"] = files["mp3"] + files["mp3"]
    files |= {f"joined-{name}": files[name] + files[name] for name in ("wav", "flac", "wv", "aiff", "caf", "webm")}
    files["chained"] = files["opus"] + files["opus"]
    files["channels-change"] = files["adts"] + next(file for name, file in files.items() if name.startswith("adts-"))
    return files


def mutate(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """Change a file in one to six places, half of them in its head, where parsers take counts and sizes from."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4, 6))):
        if not out:
            break
        reach = min(len(out), 600) if rng.random() < 0.5 else len(out)
        at = rng.randrange(reach)
        kind = rng.randrange(9)
        if kind == 0:
            out[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            out[at : at + 4] = rng.choice(EDGES).to_bytes(4, rng.choice(("big", "little")))
        elif kind == 2:
            out[at] = rng.randrange(256)
        elif kind == 3:
            del out[at : at + rng.randint(1, 2000)]
        elif kind == 4:
            out[at:at] = out[at : at + rng.randint(1, 3000)]
        elif kind == 5 and rng.random() < 0.3:
            out[:0] = rng.choice((b"\0", b"<html>\n", b"ID3\4\0\0\0\0\2\0", bytes(range(256)))) * rng.randint(1, 400)
        elif kind == 5:
            out[at:at] = rng.choice(MAGICS)
        elif kind == 6:
            del out[max(16, at) :]
        elif kind == 7:
            other = rng.choice(others)
            first = rng.randrange(len(other))
            out[at : at + 4000] = other[first : first + 4000]
        else:
            out[at : at + rng.randint(1, 64)] = rng.randbytes(rng.randint(1, 64))
    return bytes(out[: 1 << 20])


def resident_mib() -> float:
    """Memory in use now, or on systems without /proc the most that ever was."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / (1 << 20)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1024)


def hear(data: bytes, start_s: float | None) -> str:
    """Decode; returns what came of it.

    Raises
    ------
    ValueError
        If a clip holds what no clip may hold.
    """
    try:
        clip = decode(data, start_s=start_s, limits=LIMITS)
    except AudioError as error:
        return type(error).__name__
    if not np.isfinite(clip.samples).all() or np.abs(clip.samples).max(initial=0.0) > 4.0:
        raise ValueError("samples that no clip may hold")
    return "heard"


def answerer() -> Callable[[bytes, float | None], str]:
    """Return what asks about an upload: decoder, features, network, forecast, report and both kinds of picture."""
    settings = load_settings().model_copy(update={"min_duration_s": LIMITS.min_duration_s, "max_duration_s": 60.0})
    pipeline = Pipeline(settings)

    def answer(data: bytes, start_s: float | None) -> str:
        options = Options(start_s=start_s, band="full" if start_s is None else "heard")
        try:
            found = pipeline.predict(Upload(data=data, name="song"), options=options)
        except AudioError as error:
            return type(error).__name__
        if not found.picture:
            raise ValueError("an answer without its picture")
        return "answered"

    return answer


@dataclass
class Tally:
    """What came of the inputs of one run."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: int = 0
    slowest_s: float = 0.0
    grown_mib: float = 0.0


def run(inputs: int, seed: int, part: int, parts: int, keep: Path, *, whole_way: int = WHOLE_WAY) -> Tally:
    """Hear `inputs` mutations; `whole_way` is every how manieth is asked about as an upload (0: none)."""
    files = seeds()
    names, bodies = list(files), list(files.values())
    tally, base_mib = Tally(), 0.0
    answer = answerer() if whole_way else hear
    for index in range(inputs):
        number = index * parts + part
        rng = random.Random(zlib.crc32(f"{seed}-{number}".encode()))  # noqa: S311 (to be repeated, not secret)
        name = names[number % len(names)]
        data = mutate(rng, files[name], bodies)
        (keep / "last.bin").write_bytes(data)  # what a crash leaves behind
        start_s = rng.choice((None, None, None, 0.1))
        signal.setitimer(signal.ITIMER_PROF, KILL_S)
        began = time.process_time()
        failed = False
        try:
            outcome = (answer if whole_way and index % whole_way == 0 else hear)(data, start_s)
        except Exception as error:  # noqa: BLE001 (what a person would read as "something went wrong on our side")
            outcome, failed = f"UNEXPECTED {type(error).__name__}: {error}", True
        spent = time.process_time() - began
        tally.slowest_s = max(tally.slowest_s, spent)
        tally.outcomes[outcome] += 1
        if failed or spent > HANG_S:
            tally.failures += 1
            (keep / f"failure-{seed}-{number}.bin").write_bytes(data)
            print(f"FAILED {name} {number}: {outcome}, {spent:.1f} s", flush=True)
        if index == WARM_UP:
            base_mib = resident_mib()
        if index % 5000 == 4999:
            print(f"{index + 1} inputs, {resident_mib():.0f} MiB, slowest {tally.slowest_s:.2f} s", flush=True)
    signal.setitimer(signal.ITIMER_PROF, 0.0)
    tally.grown_mib = resident_mib() - base_mib if inputs > WARM_UP else 0.0
    tally.failures += tally.grown_mib > MAX_GROWTH_MIB
    return tally


def main() -> None:
    """Read the command line and exit with 1 if anything failed."""
    parser = argparse.ArgumentParser(description="decode mutated files of all formats")
    parser.add_argument("--inputs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--slice", default="0/1", help="which of how many, such as 7/50; numbers beyond wrap round")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="folder for inputs that failed")
    arguments = parser.parse_args()
    part, parts = map(int, arguments.slice.split("/"))
    arguments.keep.mkdir(exist_ok=True, parents=True)
    faulthandler.enable()
    found = run(arguments.inputs, arguments.seed, part % parts, parts, arguments.keep)
    print(f"{arguments.inputs} inputs of {len(seeds())} files, {found.failures} failures,")
    print(
        f"slowest {found.slowest_s:.2f} s of the processor, memory grew by {found.grown_mib:.0f} MiB after {WARM_UP};"
    )
    print(", ".join(f"{count} {outcome}" for outcome, count in found.outcomes.most_common()))
    sys.exit(1 if found.failures else 0)


if __name__ == "__main__":
    main()
