"""The vocabulary of titles and credits, read from ``vocabulary.toml`` once."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any, Final

VOCABULARY: Final[dict[str, Any]] = tomllib.loads(
    files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8")
)


def words(*path: str) -> frozenset[str]:
    """Return one list of the vocabulary as a set."""
    found: Any = VOCABULARY
    for key in path:
        found = found[key]
    return frozenset(found)
