"""Writes `tools/wheels.json`: which wheels the index holds for every pinned package of the base install.

Run it after each change of `constraints.txt` (needs uv and a package index)::

    python tools/wheels.py

A unit test reads the table, offline, and fails where a promised platform has no wheel.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
TABLE: Final = ROOT / "tools" / "wheels.json"
_FOREIGN: Final = ("win", "musllinux", "ios", "android", "pyodide", "emscripten", "pp3")
"""Parts of tags that no promised platform takes."""


def resolve() -> list[dict[str, Any]]:
    """Return the packages of the base install, as uv resolves them for all platforms at once within the pins."""
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--format", "pylock.toml"]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "pylock.toml"
        pins = ["--constraint", "constraints.txt", "pyproject.toml"]
        subprocess.run([*command, *pins, "--output-file", str(target)], cwd=ROOT, check=True)  # noqa: S603 - fixed
        return list(tomllib.loads(target.read_text(encoding="utf-8"))["packages"])


def summarise(package: dict[str, Any]) -> dict[str, Any]:
    """Return name, version, where it is needed, and the tags of its wheels: no address."""
    names = [wheel.get("name") or wheel["url"].rpartition("/")[2] for wheel in package.get("wheels", ())]
    tags = {"-".join(name.removesuffix(".whl").split("-")[-3:]) for name in names}
    kept = sorted(tag for tag in tags if not any(part in tag for part in _FOREIGN))
    return {
        "name": package["name"],
        "version": package["version"],
        "marker": package.get("marker", ""),
        "wheels": ["py3-none-any"] if "py3-none-any" in kept else kept,
    }


def main() -> int:
    """Write the table, one package a line."""
    lines = [json.dumps(summarise(package)) for package in resolve()]
    TABLE.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
