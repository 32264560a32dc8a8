"""What each descriptor of the sound is: one row here, and lists, limits and scales everywhere else follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from spotpop.report import Precision, ReasonGroup

Scale = Literal["plain", "log10", "log2", "loudness"]
"""How the network takes a value in: as it is, as a logarithm, or clipped to -30 to 0 dB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescriptorSpec:
    """One descriptor in Spotify's terms.

    Attributes
    ----------
    limits : (float, float)
        Accepted in training tables, in Spotify's units: 0 to 1; dB for loudness, beats per minute for tempo, pitch
        class for key, probability of major for mode.
    scale : {"plain", "log10", "log2", "loudness"}
    least : float
        Below this a clip's reading cannot be distinguished from nothing, though a logarithm would do so.
    shown : int or None
        Place among the descriptors shown to a person; None is not shown.
    precision : {"number", "level", "tendency", "estimate"} or None
        How it is shown.
    estimated : bool
        Whether the audio part reads it from a clip.
    learnt : bool
        Whether it is learnt from labelled clips; otherwise it is measured from the sound.
    forecast : bool
        Whether the popularity network takes it in.
    group : {"change", "song"}
        Whether a musician can change it in a finished song.
    step : float
        The change that a what-if asks about; 0 asks nothing.
    """

    name: str
    limits: tuple[float, float] = (0.0, 1.0)
    scale: Scale = "plain"
    least: float = 0.0
    shown: int | None = None
    precision: Precision | None = None
    estimated: bool = True
    learnt: bool = True
    forecast: bool = True
    group: ReasonGroup = "song"
    step: float = 0.0


DESCRIPTOR_SPECS: Final[tuple[DescriptorSpec, ...]] = (
    DescriptorSpec(name="danceability", shown=5, precision="tendency"),
    DescriptorSpec(name="energy", shown=1, precision="number", group="change", step=0.1),
    DescriptorSpec(name="valence", shown=6, precision="tendency"),
    DescriptorSpec(name="acousticness", scale="log10", least=1e-3, shown=4, precision="level"),
    DescriptorSpec(name="instrumentalness", scale="log10", shown=7, precision="tendency"),
    DescriptorSpec(name="speechiness", scale="log10", shown=8, precision="tendency"),
    DescriptorSpec(name="liveness", scale="log10", estimated=False, learnt=False),
    DescriptorSpec(
        name="loudness", limits=(-70, 10), scale="loudness", shown=2, precision="number", group="change", step=3.0
    ),
    DescriptorSpec(
        name="tempo",
        limits=(20, 400),
        scale="log2",
        shown=3,
        precision="number",
        learnt=False,
        group="change",
        step=6.0,
    ),
    DescriptorSpec(name="key", limits=(0, 11), shown=9, precision="estimate", learnt=False, forecast=False),
    DescriptorSpec(name="mode", shown=10, precision="estimate", learnt=False),
)
"""In the order in which arrays hold them."""

SPEC_OF: Final = {spec.name: spec for spec in DESCRIPTOR_SPECS}

DESCRIPTORS: Final[tuple[str, ...]] = tuple(spec.name for spec in DESCRIPTOR_SPECS if spec.estimated)
"""Descriptors that a clip's prediction holds, in its arrays' order. 0 to 1, but: loudness in dB, tempo in beats per
minute, key as a pitch class (0 = C … 11 = B), mode as the probability of major. Liveness is not among them: it cannot
be heard here."""

LEARNT: Final[tuple[str, ...]] = tuple(
    spec.name for spec in DESCRIPTOR_SPECS if spec.learnt and spec.estimated and spec.forecast
)
"""Descriptors that are learnt from labelled clips; tempo, key and mode are measured from the sound."""

SOUND: Final[tuple[str, ...]] = tuple(spec.name for spec in DESCRIPTOR_SPECS if spec.forecast)
"""Descriptors that the popularity network takes in."""

SHOWN: Final[tuple[DescriptorSpec, ...]] = tuple(
    sorted((spec for spec in DESCRIPTOR_SPECS if spec.shown is not None), key=lambda spec: spec.shown or 0)
)
"""What is shown of a clip, in order."""
