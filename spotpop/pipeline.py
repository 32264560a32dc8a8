"""The one way from a question to an answer: reference or bytes → track → audio → reading → forecast → report → picture.

Looks down on sources, audio, model and picture. A GPU worker takes the way in three pieces (`Pipeline.prepare`, its own
batched reading, `Pipeline.finish`); everybody else calls `Pipeline.predict`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from spotpop.assembly import assemble_report, changes_in, context_of, listing_row, uploaded_track, with_stated
from spotpop.errors import NothingToCompare, RecordingUnsure
from spotpop.links import Reference
from spotpop.memory import keep_freed_memory
from spotpop.question import (
    Answer,
    ComparisonAnswer,
    Options,
    Prepared,
    Question,
    RankedRow,
    Reader,
    StageCallback,
    Upload,
)
from spotpop.recordings import Recording, Recordings
from spotpop.report import Comparison, Report, WhatIf
from spotpop.settings import Settings
from spotpop.stage_names import STAGES, Stage
from spotpop.stages import silent, timed_stage
from spotpop.track import Listing
from spotpop.wording import words_for

if TYPE_CHECKING:
    from spotpop.advice.intro import WithoutIntro
    from spotpop.audio.clip import Clip
    from spotpop.audio.decode import Limits
    from spotpop.audio.spectrum import MelSpectrogram
    from spotpop.links.choices import Choice
    from spotpop.model.model import Model
    from spotpop.model.prediction import ClipPrediction
    from spotpop.sources import BackoffStore

__all__ = [
    "STAGES",
    "Answer",
    "ComparisonAnswer",
    "Options",
    "Pipeline",
    "Prepared",
    "Question",
    "Reader",
    "Stage",
    "StageCallback",
    "Upload",
]

SURE: Final = 0.9
"""Below this confidence a matched preview is used, but said to be unsure."""


class Pipeline:
    """Answers questions; safe to share between threads. The model is loaded once, at the first question that needs it.

    Making one lets the process keep memory that it frees; see `spotpop.memory`.

    Parameters
    ----------
    read : Reader or None
        Reads an analysis instead of the process's own model, e.g. in a batch with others.
    blocked : spotpop.sources.BackoffStore or None
        Who remembers which source wants a pause; None remembers in this process.
    observe : callable or None
        Called with (source, outcome) of every look-up, for metrics.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        read: Reader | None = None,
        blocked: BackoffStore | None = None,
        observe: Callable[[str, str], None] | None = None,
    ) -> None:
        self.settings = settings
        self._injected = read
        self._recordings = Recordings(settings, blocked=blocked, observe=observe)
        self._lock = threading.RLock()
        keep_freed_memory()

    def predict(
        self, question: Question, *, options: Options | None = None, progress: StageCallback = silent
    ) -> Answer:
        """Answer one question.

        Raises
        ------
        SpotpopError
            Whatever stands in the way, in the person's words.
        """
        prepared = self.prepare(question, options=options, progress=progress)
        with timed_stage("model", prepared.timings_ms, progress):
            reading = self.read(prepared)
        return self.finish(prepared, reading, progress=progress)

    def compare(
        self, first: Question, second: Question, *, options: Options | None = None, progress: StageCallback = silent
    ) -> ComparisonAnswer:
        """Answer which of two is ahead; each is fetched, analysed and read once.

        Raises
        ------
        SpotpopError
        """
        pair = [
            self._prepare_side(side, question, options=options, progress=progress)
            for side, question in enumerate((first, second))
        ]
        with timed_stage("model", pair[0].timings_ms, progress):
            readings = self.read_all(pair)
        pair[1].timings_ms["model"] = pair[0].timings_ms["model"]
        return self.finish_comparison(pair, readings, progress=progress)

    def reference_numbers(
        self, question: Question, *, progress: StageCallback = silent
    ) -> tuple[str, dict[str, float]]:
        """Return a song's name and the numbers in which others are put beside it; its audio is dropped.

        Raises
        ------
        SpotpopError
            Whatever stands in the way, in the person's words.
        """
        from spotpop.advice.advise import comparable_numbers
        from spotpop.advice.measuring import measure

        prepared = self.prepare(question, options=Options(picture=False), progress=progress)
        with timed_stage("model", prepared.timings_ms, progress):
            reading = self.read_all([prepared])[0]
        track = prepared.track
        label = f"{track.title} — {track.artist_line}" if track.artists else track.title
        return label, comparable_numbers(measure(prepared.analysis), reading, track)

    def listing(self, reference: Reference) -> Listing:
        """Return the tracks of an album or playlist, at most ``settings.listing_limit``.

        Raises
        ------
        ListingNotFound, SourceError
        """
        return self._recordings.catalogue.listing(reference)

    def resolve(self, reference: Reference) -> Reference:
        """Follow a short link to what it means; any other reference is returned as it is.

        Raises
        ------
        ShortLinkDead, SourceError
        """
        return self._recordings.catalogue.resolve(reference) if reference.kind == "short" else reference

    def suggest(self, name: str, limit: int = 8) -> list[Choice]:
        """Return songs that somebody who types a name may mean; quick, or not at all.

        Raises
        ------
        SourcesOff, SourceError
        """
        return self._recordings.catalogue.suggest(name, limit)

    def warm_up(self) -> None:
        """Load the model now rather than at the first question.

        Raises
        ------
        ModelError
        """
        _ = self.model

    def prepare(
        self, question: Question, *, options: Options | None = None, progress: StageCallback = silent
    ) -> Prepared:
        """Find the track and its audio, decode and analyse it: all that needs no model.

        Raises
        ------
        SpotpopError
        """
        from spotpop.audio.analysis import analyse
        from spotpop.audio.decode import decode

        options = options or Options()
        timings: dict[str, float] = {}
        recording = self._recordings.find(question, timings, progress)
        with timed_stage("decode", timings, progress):
            name = recording.upload.name if recording.upload is not None else ""
            clip = decode(recording.audio, start_s=options.start_s, limits=self._limits, file_name=name)
            if recording.upload is not None:
                recording = replace(recording, track=uploaded_track(recording.upload, clip, options))
        with timed_stage("features", timings, progress):
            analysis = analyse(clip)
            full_band = self._full_band(recording.audio, clip) if options.picture and options.band == "full" else None
            shorter = self._without_intro(recording, clip, options)
        track = with_stated(recording.with_facts(), options)
        warnings = ("match-unsure",) if recording.match.confidence < SURE else ()
        return Prepared(
            track=track,
            match=recording.match,
            analysis=analysis,
            options=options,
            full_band=full_band,
            without_intro=shorter.clip if shorter else None,
            intro_cut_s=shorter.cut_s if shorter else 0.0,
            warnings=warnings,
            timings_ms=timings,
        )

    def _full_band(self, data: bytes, clip: Clip) -> MelSpectrogram:
        from spotpop.audio.full_band import full_band

        return full_band(data, clip, self._limits)

    def _without_intro(self, recording: Recording, clip: Clip, options: Options) -> WithoutIntro | None:
        """Cut a long intro where a person's whole song is at hand, and changes are to be heard."""
        from spotpop.advice.intro import without_intro

        wanted = options.hear_changes and self.settings.hear_changes and options.whole_song
        if not wanted or recording.upload is None:
            return None
        return without_intro(recording.audio, clip, self._limits, start_s=options.start_s)

    def _prepare_side(
        self, side: int, question: Question, *, options: Options | None, progress: StageCallback
    ) -> Prepared:
        """Prepare one of two; where a person has to choose, the error says for which of them."""
        try:
            return self.prepare(question, options=options, progress=progress)
        except RecordingUnsure as error:
            raise RecordingUnsure(**{**error.params, "side": side}) from None

    def read(self, prepared: Prepared) -> ClipPrediction:
        """Return the model's reading of what was prepared.

        Raises
        ------
        ModelError
        """
        if self._injected is not None:
            return self._injected(prepared.analysis)
        return self.model.read([prepared.analysis])[0]

    def read_all(self, prepared: Sequence[Prepared]) -> list[ClipPrediction]:
        """Return the readings of several, from one forward pass where the process's own model reads.

        Raises
        ------
        ModelError
        """
        if self._injected is not None:
            return [self._injected(one.analysis) for one in prepared]
        return self.model.read([one.analysis for one in prepared], moments=False)

    def finish(self, prepared: Prepared, reading: ClipPrediction, *, progress: StageCallback = silent) -> Answer:
        """Turn a reading into the report and its picture."""
        report = self._report(prepared, reading)
        if prepared.options.hear_changes and self.settings.hear_changes and report.score is not None:
            with timed_stage("model", report.timings_ms, progress):
                report = replace(report, what_ifs=self._what_ifs(prepared, reading, report))
        picture = b""
        if prepared.options.picture:
            from spotpop.picture import draw

            clip = prepared.analysis.clip
            with timed_stage("picture", report.timings_ms, progress):
                picture = draw(
                    report,
                    prepared.full_band or prepared.analysis.mel,
                    clip.samples,
                    theme=self._theme(prepared.options.theme),
                    words=words_for(prepared.options.language),
                )
        return Answer(report=report, picture=picture)

    def finish_comparison(
        self, prepared: Sequence[Prepared], readings: Sequence[ClipPrediction], *, progress: StageCallback = silent
    ) -> ComparisonAnswer:
        """Turn two readings into the comparison and its picture."""
        first, second = (self._report(one, reading) for one, reading in zip(prepared, readings, strict=True))
        for report in (first, second):
            if report.verdict == "cannot-tell":
                found = report.warnings[0] if report.warnings else ""
                raise NothingToCompare(title=report.track.title, found=found)
        contexts = [context_of(one) for one in prepared]
        outcome = self.model.compare((readings[0], contexts[0]), (readings[1], contexts[1]))
        comparison = Comparison(
            first=first,
            second=second,
            difference=outcome.difference,
            interval=outcome.interval,
            reliable=outcome.reliable,
            reasons=outcome.reasons,
            changes=changes_in(prepared, (first, second)),
        )
        picture = b""
        if prepared[0].options.picture:
            from spotpop.picture import draw_comparison

            sounds = [(one.full_band or one.analysis.mel, one.analysis.clip.samples) for one in prepared]
            theme, words = self._theme(prepared[0].options.theme), words_for(prepared[0].options.language)
            with timed_stage("picture", first.timings_ms, progress):
                picture = draw_comparison(comparison, sounds[0], sounds[1], theme=theme, words=words)
        return ComparisonAnswer(comparison=comparison, picture=picture)

    def draw_listing(
        self,
        title: str,
        rows: Sequence[RankedRow],
        *,
        theme: Literal["dark", "light"] | None = None,
        language: str | None = None,
    ) -> bytes:
        """Draw an album's or playlist's rows, best first."""
        from spotpop.picture import draw_listing

        drawn = [listing_row(row) for row in rows]
        return draw_listing(title, drawn, theme=self._theme(theme), words=words_for(language))

    @property
    def model(self) -> Model:
        """The process's own model, loaded at the first use.

        Raises
        ------
        ModelError
        """
        with self._lock:
            return self._loaded

    @cached_property
    def _loaded(self) -> Model:
        from spotpop.model.model import load_model

        return load_model(settings=self.settings)

    @cached_property
    def _limits(self) -> Limits:
        from spotpop.audio.decode import Limits

        return Limits(
            max_bytes=int(self.settings.max_upload_mib * 2**20),
            max_duration_s=self.settings.max_duration_s,
            min_duration_s=self.settings.min_duration_s,
        )

    def _report(self, prepared: Prepared, reading: ClipPrediction) -> Report:
        from spotpop.advice.advise import findings_on

        began = time.perf_counter()
        forecast = self.model.forecast(reading, context_of(prepared))
        timings = dict(prepared.timings_ms)
        timings["model"] = timings.get("model", 0.0) + (time.perf_counter() - began) * 1e3
        findings = findings_on(
            prepared.analysis,
            reading,
            prepared.track,
            genre=prepared.options.genre,
            references=prepared.options.references,
        )
        return assemble_report(prepared, forecast, self.model, timings, findings)

    def _what_ifs(self, prepared: Prepared, reading: ClipPrediction, report: Report) -> tuple[WhatIf, ...]:
        """Put what is heard of the song itself, changed, in the place of what the model supposes of it."""
        from spotpop.advice.trying import beside, judge_trials, trials_of

        trials = trials_of(
            prepared.analysis,
            duration_s=prepared.track.duration_s,
            without_intro=prepared.without_intro,
            intro_cut_s=prepared.intro_cut_s,
        )
        tried = judge_trials(
            trials,
            (reading, context_of(prepared)),
            read_changed=self.model.read_changed,
            read=lambda heard: self.read_all([replace(prepared, analysis=one) for one in heard]),
            compare=self.model.compare,
        )
        return beside(tried, report.what_ifs, report.reasons)

    def _theme(self, wanted: Literal["dark", "light"] | None) -> Literal["dark", "light"]:
        return wanted or self.settings.theme
