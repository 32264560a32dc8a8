"""Write the table of formats in `docs/audio.md` from the one that decides (`spotpop.audio.formats`).

python -m tools.audio_guide
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from benchmarks.harmless import between_marks
from spotpop.audio.formats import FORMATS

GUIDE: Final = Path(__file__).parents[1] / "docs" / "audio.md"


def table() -> str:
    """Return a row of every format: its name, its endings, what is inside."""
    rows = ["| format | endings | what is inside |", "| --- | --- | --- |"]
    for spec in FORMATS:
        endings = ", ".join(f"`{suffix}`" for suffix in (*spec.suffixes, *spec.films))
        rows.append(f"| {spec.name} | {endings} | {spec.codecs} |")
    return "\n".join(rows)


def main() -> None:
    """Write the guide anew."""
    GUIDE.write_text(between_marks(GUIDE.read_text(encoding="utf-8"), "formats", table()), encoding="utf-8")


if __name__ == "__main__":
    main()
