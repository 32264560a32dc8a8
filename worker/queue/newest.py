"""A mapping that does not grow without end: of too many entries the oldest go."""

from __future__ import annotations

from collections import UserDict
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Newest(UserDict[K, V]):
    """The newest entries of a mapping; one that is set again is new again.

    Parameters
    ----------
    most : int
        Entries that are kept.

    Examples
    --------
    >>> seen = Newest[str, int](2)
    >>> seen["a"], seen["b"], seen["c"] = 1, 2, 3
    >>> list(seen)
    ['b', 'c']
    """

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__()

    def __setitem__(self, name: K, value: V) -> None:
        """Set an entry, and drop the oldest if there are too many now."""
        self.data.pop(name, None)
        self.data[name] = value
        while len(self.data) > self.most:
            del self.data[next(iter(self.data))]
