"""Rebuild `spotpop/picture/fonts` from Debian's free font packages.

Needs fontTools, Pillow with Raqm, and these packages unpacked below one folder (versions of Debian 12)::

    apt-get download fonts-noto-core fonts-droid-fallback fonts-noto-color-emoji unicode-data
    for package in *.deb; do dpkg-deb -x "$package" unpacked; done
    python docs/tools/fonts.py unpacked spotpop/picture/fonts

Noto fonts (SIL Open Font License 1.1, no reserved name) lose hinting and unneeded characters; Droid Sans Fallback
(Apache License 2.0) covers Chinese, Japanese and Korean; Noto's emoji become small WebP tiles in one zip, named by
their code points, so that drawing them needs no colour-font support.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

LATIN = [(0x20, 0x52F), (0x1E00, 0x1FFF), (0x2000, 0x214F), (0x2190, 0x2193), (0xFB00, 0xFB06)]
SCRIPTS = (
    "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Hebrew", "Kannada",
    "Khmer", "Lao", "Malayalam", "Myanmar", "Sinhala", "Tamil", "Telugu", "Thai",
)  # fmt: skip
TILE_PX = 48
"""Side of an emoji's tile: the size of the picture's title."""

SKIPPED = {*range(0x1F3FB, 0x1F400), 0x2640, 0x2642}
"""Skin tones and gender signs: the emoji is drawn without them."""


def main(source: Path, target: Path) -> None:
    """Write every font file and the emoji tiles to `target`."""
    noto = source / "usr/share/fonts/truetype/noto"
    target.mkdir(parents=True, exist_ok=True)
    for weight in ("Regular", "Bold"):
        _cut(noto / f"NotoSans-{weight}.ttf", target, LATIN)
    for script in SCRIPTS:
        _cut(noto / f"NotoSans{script}-Regular.ttf", target, None)
    _cut(noto / "NotoSansMath-Regular.ttf", target, [(0x2200, 0x22FF), (0x1D400, 0x1D7FF)])
    _cut(noto / "NotoSansSymbols-Regular.ttf", target, [(0x2100, 0x2BFF), (0x1F100, 0x1F1FF)])
    _cut(noto / "NotoSansSymbols2-Regular.ttf", target, [(0x2300, 0x2BFF), (0x1D100, 0x1D1FF), (0x1F300, 0x1FAFF)])
    fallback = source / "usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf"
    (target / fallback.name).write_bytes(fallback.read_bytes())
    emoji = source / "usr/share/unicode/emoji"
    _write_coverage(target, emoji / "emoji-data.txt")
    _tiles(noto / "NotoColorEmoji.ttf", emoji / "emoji-test.txt", target / "emoji.zip")


def _cut(path: Path, target: Path, ranges: list[tuple[int, int]] | None) -> None:
    """Write a subset without hinting; None keeps every character."""
    options = subset.Options(
        hinting=False, layout_features=["*"], name_IDs=["*"], notdef_outline=True, glyph_names=False
    )
    font = TTFont(path)
    known = set(font.getBestCmap())
    wanted = known if ranges is None else {char for low, high in ranges for char in range(low, high + 1)} & known
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted | ({0x20, 0xA0} & known))
    cutter.subset(font)
    font.save(target / path.name)


def _write_coverage(target: Path, emoji: Path) -> None:
    """Write which characters each font has, and which are emoji unless set otherwise, as ranges."""
    coverage = {}
    for path in sorted(target.glob("*.ttf")):
        coverage[path.name] = _ranges(set(TTFont(path).getBestCmap()))
    lines = [line.partition("#")[0].partition(";") for line in emoji.read_text(encoding="utf-8").splitlines()]
    coloured: set[int] = set()
    for codes, _, kind in lines:
        if kind.strip() == "Emoji_Presentation":
            low, _, high = codes.strip().partition("..")
            coloured |= set(range(int(low, 16), int(high or low, 16) + 1))
    coverage["emoji"] = _ranges(coloured)
    (target / "coverage.json").write_text(json.dumps(coverage, separators=(",", ":")) + "\n", encoding="utf-8")


def _ranges(points: set[int]) -> list[list[int]]:
    """Return sorted code points as inclusive ranges."""
    ranges: list[list[int]] = []
    for point in sorted(points):
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


def _tiles(path: Path, listing: Path, target: Path) -> None:
    """Write each emoji of Unicode's list, without skin tones and gender signs, as a WebP tile."""
    font = ImageFont.truetype(str(path), 109, layout_engine=ImageFont.Layout.RAQM)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:
        for line in listing.read_text(encoding="utf-8").splitlines():
            codes, _, rest = line.partition(";")
            points = [int(code, 16) for code in codes.split()] if rest.strip().startswith("fully-qualified") else []
            if not points or SKIPPED.intersection(points[1:]):
                continue
            canvas = Image.new("RGBA", (136, 128))
            ImageDraw.Draw(canvas).text((0, 0), "".join(map(chr, points)), font=font, embedded_color=True)
            name = "-".join(f"{point:x}" for point in points if point != 0xFE0F)
            tile = io.BytesIO()
            square = Image.new("RGBA", (136, 136))
            square.paste(canvas, (0, 4))
            square.resize((TILE_PX, TILE_PX), Image.Resampling.LANCZOS).save(
                tile, "WEBP", quality=75, alpha_quality=70, method=6
            )
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            bundle.writestr(entry, tile.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
