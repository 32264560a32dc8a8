"""Reading other people's JSON: whatever arrives, a value of the wanted type or nothing comes out."""

from __future__ import annotations

from typing import Any, Final

from spotpop.encoding import valid_unicode

_LARGEST: Final = 1e15
_LONGEST: Final = 4_000


def mapping(value: Any, *path: str) -> dict[str, Any]:
    """Return the object at `path`, or an empty one."""
    found = at(value, *path)
    return found if isinstance(found, dict) else {}


def objects(value: Any, *path: str) -> list[dict[str, Any]]:
    """Return the objects of the list at `path`; what is no object is left out."""
    found = at(value, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text(value: Any, *path: str) -> str | None:
    """Return the non-empty text at `path`, valid and cut off at a length that no name has, or None."""
    found = at(value, *path)
    return valid_unicode(found[:_LONGEST]) if isinstance(found, str) and found.strip() else None


def number(value: Any, *path: str) -> float | None:
    """Return the number at `path`, or None."""
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    return float(found) if abs(found) < _LARGEST else None  # JSON knows numbers that no float holds; NaN compares false


def integer(value: Any, *path: str) -> int | None:
    """Return the whole number at `path`, or None."""
    found = at(value, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) and abs(found) < _LARGEST else None


def truth(value: Any, *path: str) -> bool | None:
    """Return the boolean at `path`, or None."""
    found = at(value, *path)
    return found if isinstance(found, bool) else None


def seconds(value: Any, *path: str) -> float | None:
    """Return the positive number of milliseconds at `path` as seconds, or None."""
    found = number(value, *path)
    return found / 1000 if found and found > 0 else None


def at(value: Any, *path: str) -> Any:
    """Return what lies at a path of keys, or None where the path breaks off."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value
