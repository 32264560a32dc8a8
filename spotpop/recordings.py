"""From a question to a recording: who it is, its audio as bytes, and what Deezer says of it beside.

Made at the first question that needs the network, so that uploads never open a connection.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from spotpop.errors import SourceError, SourcesOff, SpotpopError
from spotpop.links import Reference
from spotpop.links.attachments import is_attachment
from spotpop.question import Question, StageCallback, Upload
from spotpop.report import PreviewMatch
from spotpop.settings import Settings
from spotpop.stages import timed_stage
from spotpop.track import Track

if TYPE_CHECKING:
    from spotpop.sources import BackoffStore, Catalogue, Previews

FACTS_PATIENCE_S: Final = 1.0
"""How long facts beside the forecast are waited for, once all else is there."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A track with the audio that was found for it.

    Attributes
    ----------
    upload : Upload or None
        The person's own file, whose tags and length say more of the track than its name does.
    facts : Future of Track or None
        The same track with Deezer's figures, read meanwhile; None where nobody reads them.
    """

    track: Track
    audio: bytes = field(repr=False)
    match: PreviewMatch
    upload: Upload | None = None
    facts: Future[Track] | None = None

    def with_facts(self) -> Track:
        """Return the track with the facts that were read beside it; what is late is left out."""
        if self.facts is None:
            return self.track
        try:
            facts_read = self.facts.result(FACTS_PATIENCE_S)
        except (FutureTimeout, SpotpopError):
            self.facts.cancel()
            return self.track
        return replace(
            self.track,
            deezer_rank=facts_read.deezer_rank,
            deezer_fans=facts_read.deezer_fans,
            deezer_top_ranks=facts_read.deezer_top_ranks,
        )


class Recordings:
    """Finds recordings; safe to share between threads.

    Parameters
    ----------
    blocked : spotpop.sources.BackoffStore or None
        Who remembers which source wants a pause; None remembers in this process.
    observe : callable or None
        Called with (source, outcome) of every look-up, for metrics.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        blocked: BackoffStore | None = None,
        observe: Callable[[str, str], None] | None = None,
    ) -> None:
        self._settings = settings
        self._blocked = blocked
        self._observe = observe
        self._lock = threading.RLock()

    @property
    def catalogue(self) -> Catalogue:
        """Who says what a reference means."""
        with self._lock:
            return self._sources[0]

    @property
    def previews(self) -> Previews:
        """Who finds the audio of a track."""
        with self._lock:
            return self._sources[1]

    def find(self, question: Question, timings_ms: dict[str, float], progress: StageCallback) -> Recording:
        """Identify a track and fetch its audio; an upload is taken as it is.

        Raises
        ------
        SpotpopError
        """
        if isinstance(question, Reference) and is_attachment(question.kind, question.id):
            with timed_stage("preview", timings_ms, progress):
                question = Upload(*self.catalogue.attachment(question))
        if isinstance(question, Upload):
            track = Track(title=question.stem, released=False)
            return Recording(track, question.data, PreviewMatch(source="upload", how="upload"), upload=question)
        track = self._identify(question, timings_ms, progress)
        facts: Future[Track] | None = None
        if isinstance(question, Reference):  # rows of albums spare the budget
            facts = self._beside.submit(self.catalogue.with_facts, track)
        with timed_stage("preview", timings_ms, progress):
            found = self.previews.find(track, patient=isinstance(question, Track))
        return Recording(track, found.audio, found.match, facts=facts)

    def _identify(self, question: Reference | Track, timings_ms: dict[str, float], progress: StageCallback) -> Track:
        if isinstance(question, Reference):
            if question.kind == "short":
                with timed_stage("resolve", timings_ms, progress):
                    question = self.catalogue.resolve(question)
            with timed_stage("identify", timings_ms, progress):
                return self.catalogue.track(question)
        if question.id is None or question.isrc or question.preview_url:
            return question
        with timed_stage("identify", timings_ms, progress):  # listings leave out what the search for audio lives on
            try:
                return self.catalogue.track(Reference("track", question.id, question.url or ""))
            except SourcesOff:
                raise
            except SourceError:
                return question

    @cached_property
    def _sources(self) -> tuple[Catalogue, Previews]:
        from spotpop.net import HttpClient
        from spotpop.sources import Catalogue, Previews, SourceGate

        http = HttpClient(self._settings)
        gate = SourceGate(self._blocked, self._observe)
        return Catalogue(self._settings, http, gate), Previews(self._settings, http, gate)

    @cached_property
    def _beside(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(4, thread_name_prefix="facts")
