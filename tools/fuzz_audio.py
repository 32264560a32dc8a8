"""Decode mutated files of all formats in one long-lived process: no crash, no hang, no error but our own, flat memory.

::

    python -m tools.fuzz_audio [--inputs 2000] [--seed 0] [--slice 0/50]

CI runs one slice a build, numbered by the run; all slices of one seed together are the 100,000 inputs that
`docs/audio.md` speaks of. A failure leaves its input beside the report, and the same seed and slice make it again.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import resource
import sys
import time
import zlib
from collections import Counter
from pathlib import Path

import numpy as np

from spotpop.audio.decode import Limits, decode
from spotpop.errors import AudioError
from tests.unit.audio.sounds import CHANNELS, PACKINGS, VORBIS, music, pack

LIMITS = Limits(min_duration_s=0.5, max_duration_s=60.0, section_s=5.0)
HANG_S = 5.0
SECONDS = 1.0
MAX_GROWTH_MIB = 100.0
WARM_UP = 500
"""Inputs after which the memory in use is taken for the process's own."""

MAGICS = (
    *(b"\xff\xfb\x90\x00", b"\xff\xf1\x50\x80", b"\x0b\x77", b"\x1aE\xdf\xa3", b"\x47", b"FLV\x01", b"\0\0\1\xba"),
    *b"OggS fLaC RIFF WAVE ftyp moov mdat stsd esds FORM AIFF caff .snd wvpk TTA1 Xing Info LAME VBRI ID3\x03".split(),
    *b"APETAGEX TAG drms alac data".split(),
)
EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def seeds() -> dict[str, bytes]:
    """One short file of every packing, some of more channels, and joined ones."""
    sound = music(SECONDS)
    files = {name: pack(sound, name) for name in PACKINGS}
    for name, counts in CHANNELS.items():
        most = max(counts)
        if most > 2:
            files[f"{name}-{most}"] = pack(np.ascontiguousarray(np.resize(sound, (most, sound.shape[1]))), name)
    files["vorbis"] = VORBIS.read_bytes()[:40_000]
    files["joined"] = files["mp3"] + files["mp3"]
    files["chained"] = files["opus"] + files["opus"]
    files["channels-change"] = files["adts"] + files["adts-8"]
    return files


def mutate(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """Change a file in one to six places, most often in its head, where parsers take counts and sizes from."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        if not out:
            break
        reach = min(len(out), 600) if rng.random() < 0.6 else len(out)
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


def run(inputs: int, seed: int, part: int, parts: int, keep: Path) -> int:
    """Decode `inputs` mutations; returns the number of failures."""
    faulthandler.enable()
    files = seeds()
    names, bodies = list(files), list(files.values())
    outcomes: Counter[str] = Counter()
    failures, slowest, base_mib = 0, 0.0, 0.0
    for index in range(inputs):
        number = index * parts + part
        rng = random.Random(zlib.crc32(f"{seed}-{number}".encode()))  # noqa: S311 (to be repeated, not secret)
        name = names[number % len(names)]
        data = mutate(rng, files[name], bodies)
        (keep / "last.bin").write_bytes(data)  # what a crash leaves behind
        began = time.process_time()
        try:
            clip = decode(data, start_s=rng.choice((None, None, 0.2)), limits=LIMITS)
            outcome = "heard"
            wrong = not np.isfinite(clip.samples).all() or np.abs(clip.samples).max(initial=0.0) > 4.0
        except AudioError as error:
            outcome, wrong = type(error).__name__, False
        except Exception as error:  # noqa: BLE001 (what a person would be told as "something went wrong on our side")
            outcome, wrong = f"UNEXPECTED {type(error).__name__}: {error}", True
        spent = time.process_time() - began
        slowest = max(slowest, spent)
        outcomes[outcome] += 1
        if wrong or spent > HANG_S:
            failures += 1
            (keep / f"failure-{seed}-{number}.bin").write_bytes(data)
            print(f"FAILED {name} {number}: {outcome}, {spent:.1f} s", flush=True)
        if index == WARM_UP:
            base_mib = resident_mib()
        if index % 5000 == 4999:
            print(f"{index + 1} inputs, {resident_mib():.0f} MiB, slowest {slowest:.2f} s", flush=True)
    grown = resident_mib() - base_mib if inputs > WARM_UP else 0.0
    if grown > MAX_GROWTH_MIB:
        failures += 1
    print(f"{inputs} inputs of {len(names)} files, {failures} failures, slowest {slowest:.2f} s of the processor,")
    print(
        f"memory grew by {grown:.0f} MiB after the first {WARM_UP}; "
        + ", ".join(f"{n} {k}" for k, n in outcomes.most_common())
    )
    return failures


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
    sys.exit(1 if run(arguments.inputs, arguments.seed, part % parts, parts, arguments.keep) else 0)


if __name__ == "__main__":
    main()
