"""What can be asked of the pipeline, and what it gives back: frozen values between its stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from spotpop.audience import Audience
from spotpop.encoding import valid_unicode
from spotpop.findings import ReferenceSet
from spotpop.links import Reference
from spotpop.report import Comparison, PreviewMatch, Report
from spotpop.stage_names import Stage
from spotpop.track import ReleaseDate, Track

if TYPE_CHECKING:
    from spotpop.audio.analysis import Analysis
    from spotpop.audio.clip import Clip
    from spotpop.audio.spectrum import MelSpectrogram
    from spotpop.model.prediction import ClipPrediction

StageCallback = Callable[[Stage], None]
"""Called with the stage that begins, from the thread that asks."""

Reader = Callable[["Analysis"], "ClipPrediction"]
"""Turns one analysis into one reading; injected by workers that batch."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Audio as bytes.

    Attributes
    ----------
    data : bytes
        The file's contents; its container is decided by them, never by the name.
    name : str
        The file's name. Untrusted text.
    """

    data: bytes = field(repr=False)
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", valid_unicode(self.name))

    @property
    def stem(self) -> str:
        """The name without folders, underscores and what follows the last dot: what a person calls the song."""
        last = PurePosixPath(self.name.replace("\\", "/")).name
        return PurePosixPath(last).stem.replace("_", " ").strip() or last


Question = Reference | Upload | Track
"""What can be asked: a link, a file, or a track that a listing has already named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a question is to be answered.

    Attributes
    ----------
    start_s : float or None
        Where the 30 s section begins within the audio; None chooses.
    theme : {"dark", "light"} or None
        Of the picture; None takes the setting's.
    language : str or None
        Of the words in the picture; None takes English.
    picture : bool
        False leaves the picture out.
    band : {"heard", "full"}
        What the picture's spectrogram shows: what is listened to (up to 11 kHz), or the recording's whole band.
    genre : str or None
        Stated by the person who asks; otherwise the catalogue's.
    hear_changes : bool
        Whether the song is also heard changed, to say what changes are worth (`spotpop.advice.trying`): half of
        the answer's work again.
    references : tuple of ReferenceSet
        Songs of the person's choice to stand beside, numbers alone.
    audience : Audience or None
        Who listens to the artist, stated by the person who asks; otherwise the catalogue's followers, if it gives them.
    released : bool or None
        Whether the song is out; None believes the catalogue, and takes an upload for unreleased.
    release_date : ReleaseDate or None
        When it came out; implies `released`.
    explicit : bool or None
        Whether the lyrics are; None believes the catalogue.
    first_song : bool
        Whether it is the artist's first: no other is out. Something else than saying nothing of the others.
    whole_song : bool
        Whether an upload is the song as a whole, so that its length is the song's. Never guessed from the length.
    """

    start_s: float | None = None
    theme: Literal["dark", "light"] | None = None
    language: str | None = None
    picture: bool = True
    band: Literal["heard", "full"] = "heard"
    genre: str | None = None
    hear_changes: bool = False
    references: tuple[ReferenceSet, ...] = ()
    audience: Audience | None = None
    released: bool | None = None
    release_date: ReleaseDate | None = None
    explicit: bool | None = None
    first_song: bool = False
    whole_song: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A question with everything found and computed that needs no model.

    Attributes
    ----------
    match : PreviewMatch
        Which audio was taken.
    warnings : tuple of str
        What is doubtful so far: ``match-unsure``.
    timings_ms : dict of str to float
        Milliseconds of each stage so far.
    full_band : MelSpectrogram or None
        The recording's whole band, where the picture is to show it.
    without_intro : Clip or None
        What would be listened to if `intro_cut_s` seconds of a long intro were cut, where that can be tried.
    """

    track: Track
    match: PreviewMatch
    analysis: Analysis
    options: Options
    full_band: MelSpectrogram | None = None
    without_intro: Clip | None = None
    intro_cut_s: float = 0.0
    warnings: tuple[str, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The report and its picture: PNG bytes, empty when none was wanted."""

    report: Report
    picture: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonAnswer:
    """The comparison and its picture: PNG bytes, empty when none was wanted."""

    comparison: Comparison
    picture: bytes = field(repr=False)


class Failed(Protocol):
    """Why a row of a listing has no forecast."""

    @property
    def code(self) -> str:
        """Code of the error, as in `spotpop.errors`."""


class RankedRow(Protocol):
    """One row of a listing's answer, whoever made it."""

    @property
    def title(self) -> str:
        """Title of the track."""

    @property
    def artist_line(self) -> str:
        """Its artists, separated by commas."""

    @property
    def score(self) -> float | None:
        """Forecast, 0 to 100; None without one."""

    @property
    def low(self) -> float | None:
        """Lower end of the interval."""

    @property
    def high(self) -> float | None:
        """Upper end of the interval."""

    @property
    def failure(self) -> Failed | None:
        """Why there is no forecast."""


class NumberedRow(RankedRow, Protocol):
    """A row that knows its place in the listing."""

    @property
    def number(self) -> int:
        """Place in the album or playlist, from 1."""


Row = TypeVar("Row", bound=NumberedRow)


def ranked(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows best first, those without a forecast last, equals in the listing's order: the one ranking of all."""
    return tuple(sorted(rows, key=lambda row: (row.score is None, -(row.score or 0.0), row.number)))
