"""The figures that chats, README and cards quote of a model: typed, so that nobody guesses them out of a file.

Plain pydantic: a front-end reads it without NumPy.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, FiniteFloat, ValidationError

FILE = "metrics.json"


class Headline(BaseModel):
    """What ``metrics.json`` says first, under ``headline``.

    Attributes
    ----------
    population : {"own", "unseen"}
        Whether the figures that count are of the collections that training knew (artists apart), or of collections that
        it had never seen.
    rows : int
        Tracks judged.
    skill : float
        Mean absolute error saved against the median guess, 0 to 1, in the model's own collections.
    spearman : float
        Rank correlation with the truth, within collections.
    pairs : float or None
        How often the more popular of two tracks is found, 0 to 1.
    coverage : float
        Share of 80 % intervals that held the truth in the model's own collections.
    sound_skill : float or None
        The same as ``skill`` where nobody states the audience: what `unseen_skill` may be held against.
    unseen_skill, unseen_spearman, unseen_coverage : float or None
        Means over collections that were left out, where nobody states the audience.
    unseen_pairs : float or None
        How often the more popular of two tracks of one of them is found, every pair counted, mean over the collections.
        None in models of earlier releases, which did not count them.
    audience_skill, audience_coverage : float or None
        The same mean over collections left out, where followers and the artist's usual popularity are known.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    population: Literal["own", "unseen"] = "own"
    rows: int
    skill: FiniteFloat
    spearman: FiniteFloat
    pairs: FiniteFloat | None = None
    coverage: FiniteFloat
    sound_skill: FiniteFloat | None = None
    unseen_skill: FiniteFloat | None = None
    unseen_spearman: FiniteFloat | None = None
    unseen_pairs: FiniteFloat | None = None
    unseen_coverage: FiniteFloat | None = None
    audience_skill: FiniteFloat | None = None
    audience_coverage: FiniteFloat | None = None


class ReferenceFacts(BaseModel):
    """The population that a model compares with."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = ""
    size: int = 0


class PartFacts(BaseModel):
    """Of a part of ``model.json``, what people read."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reference: ReferenceFacts = ReferenceFacts()


class PartsFacts(BaseModel):
    """Of a model's parts, those that compare with a population."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    pipes: PartFacts | None = None
    popularity: PartFacts | None = None


class ManifestFacts(BaseModel):
    """What ``model.json`` says to people; `spotpop.model.manifest` holds all of it, and judges whether it is whole."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = ""
    version: str = "?"
    parts: PartsFacts = PartsFacts()

    @property
    def reference(self) -> ReferenceFacts:
        """The population that forecasts are compared with; empty where none is."""
        part = self.parts.pipes or self.parts.popularity
        return part.reference if part else ReferenceFacts()


def read_headline(folder: Path) -> Headline | None:
    """Return a model's headline figures; None where it has none, or none that can be read.

    Models trained on audio end to end by earlier versions wrote their own figures under ``two_pipes``.
    """
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            return None
        own = data.get("headline")
        if own is None and isinstance(data.get("two_pipes"), dict):
            own = {"rows": 0, **data["two_pipes"]}
        return None if own is None else Headline.model_validate(own)
    except (OSError, ValueError, ValidationError):
        return None
