"""Give a model's listening network its form in 8-bit integers, without training anything anew.

::

    python -m tools.add_int8 models/default FOLDER …

The folders hold recordings of all that may be heard, music of many kinds and speech; noises and tones are made.
`spotpop train` does the same with the clips that it trains on. Only ``audio.int8.tflite`` and the manifest change.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from spotpop.audio.formats import AUDIO_SUFFIXES
from spotpop.model.registry import MANIFEST
from spotpop.training.audio_part import sample_patches
from spotpop.training.model_export import refresh_digests
from spotpop.training.quantise import add_int8


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="give a model's listening network its form in 8-bit integers")
    parser.add_argument("model", type=Path, help=f"the model's folder, with its {MANIFEST}")
    parser.add_argument("recordings", type=Path, nargs="+")
    arguments = parser.parse_args()
    files = [file for folder in arguments.recordings for file in sorted(folder.rglob("*")) if _is_audio(file)]
    add_int8(arguments.model, "audio", sample_patches(files))
    refresh_digests(arguments.model)


def _is_audio(file: Path) -> bool:
    return file.is_file() and file.suffix.lower() in AUDIO_SUFFIXES


if __name__ == "__main__":
    main()
