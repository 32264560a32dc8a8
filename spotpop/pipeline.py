"""The one way from a question to an answer: reference or bytes → track → audio → reading → forecast → report → picture.

Looks down on sources, audio, model and picture. A GPU worker takes the way in three pieces (`Pipeline.prepare`, its own
batched reading, `Pipeline.finish`); everybody else calls `Pipeline.predict`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from spotpop.errors import ModelMissing
from spotpop.links import Reference
from spotpop.report import Comparison, PreviewMatch, Report
from spotpop.settings import Settings
from spotpop.track import Listing, Track

Stage = Literal["resolve", "identify", "preview", "decode", "features", "model", "picture"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""The stages in their order: the names used for progress, timings and metrics everywhere."""

Progress = Callable[[Stage], None]
"""Told the stage that begins, from the thread that asks."""

Reader = Callable[[Any], Any]
"""Turns one Analysis into one Reading; injected by workers that batch."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Audio as bytes.

    Attributes
    ----------
    data : bytes
        The file's contents; its container is decided by them, never by the name.
    name : str
        The file's name, shown as the title when the file does not tell one. Hostile text; a path is cut off.
    """

    data: bytes = field(repr=False)
    name: str = ""


Question = Reference | Upload | Track
"""What can be asked: a link, a file, or a track that a listing has already told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a question is to be answered.

    Attributes
    ----------
    start_s : float or None
        Where the 30 s section begins within the audio; None chooses.
    theme : {"dark", "light"} or None
        Of the picture; None takes the setting's.
    picture : bool
        False leaves the picture out.
    """

    start_s: float | None = None
    theme: Literal["dark", "light"] | None = None
    picture: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A question with everything found and computed that needs no model.

    Attributes
    ----------
    track : Track
    match : PreviewMatch
        Which audio was taken.
    analysis : spotpop.audio.analysis.Analysis
    warnings : tuple of str
        What is doubtful so far, e.g. ``release-unknown``.
    timings_ms : dict of str to float
        Milliseconds of each stage so far.
    options : Options
    """

    track: Track
    match: PreviewMatch
    analysis: Any
    options: Options
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


def _silent(stage: Stage) -> None:
    """Tell nobody."""


class Pipeline:
    """Answers questions; safe to share between threads. The model is loaded once, at the first question that needs it.

    Parameters
    ----------
    settings : Settings
    read : Reader or None
        Reads an analysis instead of the process's own model, e.g. in a batch with others.
    blocked : spotpop.sources.Blocked or None
        Who remembers which source wants a pause; None remembers in this process.
    observe : callable or None
        Told (source, outcome) of every look-up, for metrics.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        read: Reader | None = None,
        blocked: Any = None,
        observe: Callable[[str, str], None] | None = None,
    ) -> None:
        self.settings = settings
        self._read = read
        self._blocked = blocked
        self._observe = observe

    def predict(self, question: Question, *, options: Options | None = None, progress: Progress = _silent) -> Answer:
        """Answer one question.

        Raises
        ------
        SpotpopError
            Whatever stands in the way, in the person's words.
        """
        prepared = self.prepare(question, options=options, progress=progress)
        progress("model")
        return self.finish(prepared, self.read(prepared), progress=progress)

    def compare(
        self,
        first: Question,  # noqa: ARG002 - filled when audio and model land
        second: Question,  # noqa: ARG002 - filled when audio and model land
        *,
        options: Options | None = None,  # noqa: ARG002 - filled when audio and model land
        progress: Progress = _silent,  # noqa: ARG002 - filled when audio and model land
    ) -> ComparisonAnswer:
        """Answer which of two is ahead; each is fetched, analysed and read once.

        Raises
        ------
        SpotpopError
        """
        raise ModelMissing(name=self.settings.model)

    def listing(self, reference: Reference) -> Listing:  # noqa: ARG002 - filled when audio and model land
        """Return the tracks of an album or playlist, at most ``settings.listing_limit``.

        Raises
        ------
        ListingNotFound, SourceError
        """
        raise ModelMissing(name=self.settings.model)

    def prepare(self, question: Question, *, options: Options | None = None, progress: Progress = _silent) -> Prepared:  # noqa: ARG002 - filled when audio and model land
        """Find the track and its audio, decode and analyse it: all that needs no model.

        Raises
        ------
        SpotpopError
        """
        raise ModelMissing(name=self.settings.model)

    def read(self, prepared: Prepared) -> Any:  # noqa: ARG002 - filled when audio and model land
        """Return the model's Reading of what was prepared.

        Raises
        ------
        ModelError
        """
        raise ModelMissing(name=self.settings.model)

    def finish(self, prepared: Prepared, reading: Any, *, progress: Progress = _silent) -> Answer:  # noqa: ARG002 - filled when audio and model land
        """Turn a reading into the report and its picture."""
        raise ModelMissing(name=self.settings.model)

    def finish_comparison(
        self,
        prepared: Sequence[Prepared],  # noqa: ARG002 - filled when audio and model land
        readings: Sequence[Any],  # noqa: ARG002 - filled when audio and model land
        *,
        progress: Progress = _silent,  # noqa: ARG002 - filled when audio and model land
    ) -> ComparisonAnswer:
        """Turn two readings into the comparison and its picture."""
        raise ModelMissing(name=self.settings.model)
