"""The manifest of a model folder, ``model.json``, as types: read and written through them, so that nothing is guessed.

Keys that a newer version adds are kept and ignored; a key that is missing or of the wrong kind makes the model damaged,
and the error says which.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Final, Literal

from annotated_types import Len
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError, model_validator

from spotpop.audience import RUNG_NAMES

FORMAT: Final = 2
"""Of the manifest that is written. Format 1 had no digest; its models of sound alone can still be read."""

FIRST_WITH_DIGEST: Final = 2

UNSAID_COLUMNS: Final = (
    "danceability", "energy", "valence", "acousticness", "instrumentalness", "speechiness", "liveness", "loudness",
    "tempo", "mode", "age", "duration", "explicit", "followers", "genre", "usual", "usual_songs", "earlier",
    "earlier_songs", "album_type", "album_tracks", "track_number", "deezer_fans", "deezer_rank",
)  # fmt: skip
"""What the graph takes in, of models whose manifest does not say it: those made before descriptors could be added."""

Pair = Annotated[tuple[FiniteFloat, FiniteFloat], Len(2, 2)]
Grid = Annotated[list[FiniteFloat], Len(2)]


class ManifestPart(BaseModel):
    """Common to all parts: frozen, and tolerant of what a newer version adds."""

    model_config = ConfigDict(frozen=True, extra="allow", protected_namespaces=())


class AudioPart(ManifestPart):
    """What the audio part needs beside its graphs.

    Attributes
    ----------
    descriptors : list of str
        Columns of its answer.
    features_version : int
        Of the features that it was trained on.
    patches : int
        Heard per clip.
    spread : dict of str to float
        Standard deviation of each descriptor's error on unheard artists.
    tags : list of str
        Names of the network's tags.
    """

    descriptors: list[str]
    features_version: int
    patches: Annotated[int, Field(ge=1)]
    spread: dict[str, FiniteFloat]
    tags: list[str]


class Bins(ManifestPart):
    """Centres of the bins that a graph gives probabilities for: `count` of them, from `first` to `last`."""

    first: FiniteFloat
    last: FiniteFloat
    count: Annotated[int, Field(ge=2)]


class ReferencePopulation(ManifestPart):
    """The population that scores refer to.

    Attributes
    ----------
    name : str
        In words.
    quantiles : list of float
        Evenly spaced quantiles of its popularity.
    descriptors : dict of str to list of float
        Evenly spaced quantiles of its descriptors.
    levels : dict of str to float
        Median popularity of each collection.
    """

    name: str
    size: int
    quantiles: Grid
    descriptors: dict[str, Grid] = Field(default_factory=dict)
    levels: dict[str, FiniteFloat] = Field(default_factory=dict)


class Stretch(ManifestPart):
    """By what the distance from the median to both ends of the 80 % interval is multiplied."""

    low: Annotated[FiniteFloat, Field(gt=0)]
    high: Annotated[FiniteFloat, Field(gt=0)]


class Conformal(ManifestPart):
    """What makes the intervals keep their promise.

    Attributes
    ----------
    states : dict of str to Stretch
        By what is known of the audience (`spotpop.model.graph.state_of`); ``none`` is always there, and stands for a
        collection whose level is known, ``mixture`` for a single track of which nothing is known.
    """

    coverage: FiniteFloat = 0.8
    states: dict[str, Stretch]

    @model_validator(mode="after")
    def _has_none(self) -> Conformal:
        if "none" not in self.states:
            raise ValueError("states lacks 'none'")
        return self


Six = Annotated[list[FiniteFloat], Len(len(RUNG_NAMES), len(RUNG_NAMES))]


class AudiencePart(ManifestPart):
    """What is believed of audiences.

    Attributes
    ----------
    weights : list of float
        Share of each rung in the mixture that stands for an unknown audience.
    mixture_offset : float
        Points by which a forecast is moved when the audience is not known: to the level of that mixture.
    offsets : list of float
        Points by which a forecast is moved on each rung, so that its level is that of the newest collections that know
        followers; between the middles of two rungs they are interpolated.
    usual_offset : float
        The same where the popularity of the artist's other songs is known.
    """

    weights: Six
    offsets: Six
    mixture_offset: FiniteFloat = 0.0
    usual_offset: FiniteFloat = 0.0


class Slope(ManifestPart):
    """How much of a difference between artists' tracks is left within one artist, and how that varies by collection."""

    slope: FiniteFloat
    sd: Annotated[FiniteFloat, Field(ge=0)]


class Within(ManifestPart):
    """Within-artist effects, used by comparisons and what-ifs alike.

    Attributes
    ----------
    inputs : dict of str to Slope
        For inputs that were measured by themselves, such as ``loudness``.
    range : float
        Distance of two readings, in units of their errors, at which a third of the errors is still shared.
    least_points : float
        Smaller effects are never called reliable.
    """

    sound: Slope
    context: Slope
    inputs: dict[str, Slope] = Field(default_factory=dict)
    range: Annotated[FiniteFloat, Field(gt=0)]
    least_points: FiniteFloat

    def slope_of(self, name: str, kind: str) -> Slope:
        """Return the slope of one input: its own if it was measured, else that of its kind."""
        return self.inputs.get(name) or (self.sound if kind == "sound" else self.context)


class PopularityPart(ManifestPart):
    """What the popularity part needs beside its graph.

    Attributes
    ----------
    bins : Bins
        At the level at which the graph was trained (`centre`).
    centre : float
        Where training puts the median of every collection.
    level : float
        Popularity at which that median is served.
    inputs : list of str
        Inputs that training knew; others are withheld from the graph.
    columns : list of str
        What the graph takes in, in its order, whatever inputs there are by now.
    experts : list of str
        Which experts have a graph of their own: ``history``, for who knows of the artist's other songs, ``earlier`` for
        who knows only of those that were out before. Where none has, one graph answers all.
    what_ifs : dict of str to float
        Descriptors that what-ifs ask about, and the change of each in its own unit.
    outside_stretch : float
        By what intervals widen for music unlike the training data.
    unseen_coverage : float or None
        Share of intervals that held in collections that training had not seen.
    """

    bins: Bins
    centre: FiniteFloat
    level: FiniteFloat
    inputs: list[str]
    columns: list[str] = Field(default_factory=lambda: list(UNSAID_COLUMNS))
    experts: list[Literal["history", "earlier"]] = Field(default_factory=list)
    reference: ReferencePopulation
    conformal: Conformal
    audience: AudiencePart | None = None
    comparison: Within
    what_ifs: dict[str, FiniteFloat]
    outside_stretch: Annotated[FiniteFloat, Field(ge=1)] = 1.3
    unseen_coverage: FiniteFloat | None = None


class Offsets(ManifestPart):
    """Points by which the ends of an interval move outwards."""

    low: FiniteFloat
    high: FiniteFloat


class TwoBranchPart(ManifestPart):
    """What a model trained on audio end to end needs beside its graph."""

    bins: Bins
    reference: ReferencePopulation
    conformal: Offsets
    baseline_interval: Pair


class Parts(ManifestPart):
    """The parts of a model; which are there decides what it can do."""

    audio: AudioPart | None = None
    popularity: PopularityPart | None = None
    pipes: TwoBranchPart | None = None


class Manifest(ManifestPart):
    """``model.json``.

    Attributes
    ----------
    files : dict of str to str
        SHA-256 of every other file, by its path within the folder.
    digest : str
        SHA-256 of the manifest itself without this key, in its canonical form.
    """

    format: int
    name: str
    version: str
    parts: Parts
    files: dict[str, str]
    digest: str = ""

    @model_validator(mode="after")
    def _is_ours(self) -> Manifest:
        if not 1 <= self.format <= FORMAT:
            raise ValueError(f"format {self.format}, expected {FORMAT}")
        if self.format >= FIRST_WITH_DIGEST and not self.digest:
            raise ValueError("digest is missing")
        return self


def digest_of(data: dict[str, Any]) -> str:
    """Return the digest of a manifest's data, itself left out."""
    plain = {key: value for key, value in data.items() if key != "digest"}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def problem_of(data: Any) -> str | None:
    """Return what is wrong with a manifest's data in a few words, or None."""
    try:
        Manifest.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or "model.json"
        return f"{place}: {first['msg']}"
    if data["format"] < FIRST_WITH_DIGEST or digest_of(data) == data["digest"]:
        return None
    return "it was changed"
