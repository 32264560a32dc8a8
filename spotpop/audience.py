"""Who listens to an artist: what a person says about it, and the six steps in which it is asked for.

Plain Python without dependencies: chats offer the steps as buttons and jobs carry them as text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

RungName = Literal["under_1k", "1k_10k", "10k_100k", "100k_1m", "1m_10m", "over_10m"]
RUNG_NAMES: Final[tuple[RungName, ...]] = get_args(RungName)
"""Names of the rungs, smallest audience first."""

LEAST_FOLLOWERS: Final = 100.0
"""Below this, counts are not distinguished: the smallest artists in the reference have about as many."""

USUAL_STEP: Final = 15.0
"""A usual popularity that is only roughly known is stated to within a step of this many points."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One decade of Spotify followers.

    Attributes
    ----------
    name : str
        One of `RUNG_NAMES`.
    low, high : float
        Followers from (inclusive) and to (exclusive); the highest rung has no end.
    """

    name: RungName
    low: float
    high: float

    @property
    def followers(self) -> float:
        """The number that stands for the rung: its middle on a logarithmic scale."""
        return float(10 ** (math.log10(max(self.low, LEAST_FOLLOWERS)) + 0.5))


RUNGS: Final[tuple[Rung, ...]] = tuple(
    Rung(name, 0.0 if not step else 10.0 ** (step + 2), 10.0 ** (step + 3) if step < 5 else math.inf)
    for step, name in enumerate(RUNG_NAMES)
)
"""The six rungs, smallest audience first."""


def rung_of(followers: float) -> Rung:
    """Return the rung that a number of followers stands on.

    Examples
    --------
    >>> rung_of(999).name, rung_of(1000).name, rung_of(3e7).name
    ('under_1k', '1k_10k', 'over_10m')
    """
    return next(rung for rung in RUNGS if followers < rung.high or rung.high == math.inf)


def rung_in(text: str) -> Rung | None:
    """Return the rung that a person means: its name however it is written, or a number of followers; None for neither.

    Examples
    --------
    >>> [rung.name for text in ("1k-10k", "under 1K", "< 1k", "10M+", "2,500") if (rung := rung_in(text))]
    ['1k_10k', 'under_1k', 'under_1k', 'over_10m', '1k_10k']
    >>> rung_in("many") is None
    True
    """
    written = text.strip().lower().replace("<", "under ").replace(">", "over ").replace("–", "-")
    if written.endswith("+"):
        written = f"over {written[:-1]}"
    written = re.sub(r"[\s_-]+(?:to[\s_-]+)?", "_", written.strip())
    for rung in RUNGS:
        if rung.name == written:
            return rung
    found = re.fullmatch(r"(\d{1,12}(?:[.,]\d{3})*)([km]?)", written)
    if found is None:
        return None
    number = float(re.sub(r"[.,]", "", found.group(1)))
    return rung_of(number * {"": 1, "k": 1e3, "m": 1e6}[found.group(2)])


def rung_named(name: str) -> Rung:
    """Return the rung of that name.

    Raises
    ------
    ValueError
        If there is none; the message lists all.
    """
    for rung in RUNGS:
        if rung.name == name:
            return rung
    raise ValueError(f"audience {name!r}: none of {', '.join(RUNG_NAMES)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """What is known about who listens to the artist; every part may be missing.

    Attributes
    ----------
    followers : float or None
        Spotify followers of the main artist.
    rung : str or None
        The decade they lie in, when a person only says that; `followers` is the better knowledge where both are given.
    usual_popularity : float or None
        Spotify popularity, 0 to 100, that the artist's other songs usually have (their median).
    usual_songs : int or None
        How many songs that rests on.
    """

    followers: float | None = None
    rung: RungName | None = None
    usual_popularity: float | None = None
    usual_songs: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises
        ------
        ValueError
        """
        if self.followers is not None and not 0 <= self.followers < 1e10:
            raise ValueError(f"followers {self.followers}: not between 0 and 10,000,000,000")
        if self.rung is not None:
            rung_named(self.rung)
        if self.usual_popularity is not None and not 0 <= self.usual_popularity <= 100:
            raise ValueError(f"usual popularity {self.usual_popularity}: not between 0 and 100")
        if self.usual_songs is not None and self.usual_songs < 1:
            raise ValueError(f"songs {self.usual_songs}: at least 1")

    @property
    def known_followers(self) -> float | None:
        """Followers as the model takes them: the number, else the middle of the rung, else None."""
        if self.followers is not None:
            return float(self.followers)
        return rung_named(self.rung).followers if self.rung else None

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return self.known_followers is not None or self.usual_popularity is not None
