"""Collecting a data set of one's own: find, listen, keep the numbers, forget the audio.

Every step is written to disk (`spotpop.dataset.state`) before the next begins, so a run that is killed is taken up by
the same command. Sources are asked slowly, and pauses that they ask for are kept: short ones by waiting, long ones by
stopping.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from spotpop.audio.analysis import Analysis, analyse
from spotpop.audio.container import sniff
from spotpop.audio.decode import Limits, decode
from spotpop.audio.features import FEATURES_VERSION
from spotpop.dataset.history import with_history
from spotpop.dataset.inputs import read_inputs
from spotpop.dataset.listings import open_listing
from spotpop.dataset.parquet import write_dataset
from spotpop.dataset.rows import scalars_of, with_labels
from spotpop.dataset.state import CollectionState, Embedding, Item
from spotpop.dataset.throttle import LONGEST_WAIT_S, Throttle
from spotpop.errors import InputError, NotAudio, RateLimited, SourceError, SourcesOff, SourceUnavailable, SpotpopError
from spotpop.links import Reference, reference_to
from spotpop.net import HttpClient
from spotpop.report import PreviewMatch, track_from_json
from spotpop.settings import Settings
from spotpop.sources import Catalogue, MemoryBackoffStore, Previews
from spotpop.sources.backoff import SourceGate
from spotpop.sources.listenbrainz import ListenBrainz
from spotpop.sources.matching import song_key
from spotpop.track import Artist, ReleaseDate, Track

_TRIES: Final = 5
_FAILURES_IN_A_ROW: Final = 8
_CHECKPOINT: Final = 200

Found = TypeVar("Found")
ItemCallback = Callable[[int, int, str], None]
"""Called with (done, total, what is being collected)."""


class Embedder(Protocol):
    """The network that hears clips, where there is one."""

    @property
    def digest(self) -> str:
        """SHA-256 of the graph."""

    @property
    def n_patches(self) -> int:
        """Patches a clip."""

    def embed(self, analysis: Analysis) -> tuple[NDArray[np.float32], NDArray[np.float32], dict[str, float]]:
        """Return embedding (n_patches, 200), tags (n_patches, 50) and descriptors by name."""


@dataclass(frozen=True, slots=True)
class CollectionSummary:
    """How a run ended.

    Attributes
    ----------
    counts : dict of str to int
        Items by state: ``done``, ``duplicate``, ``unlabelled``, ``failed``, ``waiting``.
    reasons : dict of str to int
        Why items are missing, by the error's code.
    pause_s : float
        How long a source wants to be left alone, if that ended the run; else 0.
    file : Path or None
        The data set, if it holds a clip.
    """

    counts: dict[str, int]
    reasons: dict[str, int]
    pause_s: float
    file: Path | None


class Collector:
    """Collects into one folder.

    Parameters
    ----------
    folder : Path
        The data set; a folder that holds one already is continued.
    embedder : Embedder or None
        None keeps features alone: no embedding, no descriptors.
    keep_audio : bool
        Keep each clip's audio in ``audio/`` instead of forgetting it.
    unlabelled : bool
        Also collect what has neither popularity nor plays.
    count_plays : bool
        Ask ListenBrainz how often a recording was played, where it has no other label.
    patient : callable
        Called with (source, seconds) when a source's item for a pause is waited for.
    sleep : callable
        For tests.
    """

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        *,
        embedder: Embedder | None = None,
        keep_audio: bool = False,
        unlabelled: bool = False,
        count_plays: bool = False,
        patient: Callable[[str, float], None] = lambda source, pause_s: None,  # noqa: ARG005 - the names document the call
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.folder = folder
        self.collection = CollectionState(folder)
        self._settings = settings
        self._embedder = embedder
        try:
            self.collection.require_same("features", str(FEATURES_VERSION))
            self.collection.require_same("model", embedder.digest if embedder else "")
        except SpotpopError:
            self.collection.close()
            raise
        self._keep_audio = keep_audio
        self._unlabelled = unlabelled
        self._sleep = sleep
        self._blocked = MemoryBackoffStore()
        throttle = Throttle(self._blocked, patient, sleep)
        http = HttpClient(settings)
        gate = SourceGate(self._blocked, throttle=throttle)
        self._plays = ListenBrainz(settings, http, gate) if count_plays else None
        self._catalogue = Catalogue(settings, http, gate)
        # Spotify's terms keep its content out of training, so its previews are taken only where nothing else is asked.
        others = tuple(source for source in settings.preview_sources if source not in {"spotify", "embed"})
        chosen = settings.model_copy(update={"preview_sources": others}) if others else settings
        self._previews = Previews(chosen, http, gate)
        self._limits = Limits(
            max_bytes=int(settings.max_upload_mib * 2**20),
            max_duration_s=settings.max_duration_s,
            min_duration_s=settings.min_duration_s,
        )

    def add(self, inputs: list[str]) -> int:
        """Add what links, albums, playlists, artists and CSV files name. Returns how many recordings are new.

        Raises
        ------
        SpotpopError
            If an input cannot be read, or a listing cannot be had.
        """
        items_of, listings = read_inputs(inputs)
        new = self.collection.want(items_of)
        return new + sum(self._add_listing(listing) for listing in listings)

    def run(self, progress: ItemCallback) -> CollectionSummary:
        """Collect all that waits, and write the data set, however the run ends.

        Raises
        ------
        SourceError
            If the sources cannot be reached at all.
        """
        pause_s = 0.0
        try:
            pause_s = self._work(progress)
        finally:
            file = self.export()
        return CollectionSummary(self.collection.counts(), self.collection.reasons(), pause_s, file)

    def export(self) -> Path | None:
        """Write what was collected as Parquet; None if that is nothing yet."""
        rows = with_history(with_labels(list(self.collection.rows())))
        if not rows:
            return None
        patches = self._embedder.n_patches if self._embedder else 0
        return write_dataset(
            self.folder, rows, analysed_by=self._embedder.digest if self._embedder else "", n_patches=patches
        )

    def close(self) -> None:
        """Close the file of the collection."""
        self.collection.close()

    def _add_listing(self, reference: Reference) -> int:
        """Add what a listing holds, once. An artist counts as added when all of the albums are."""
        if self.collection.knows_listing(reference.url):
            return 0
        items_of, further = self._patiently(lambda: open_listing(self._catalogue, reference))
        new = sum(self._add_listing(album) for album in further)
        return new + self.collection.want(items_of, listing=reference.url)

    def _work(self, progress: ItemCallback) -> float:
        """Collect one item after the other; returns the pause that ended it, or 0."""
        waiting = list(self.collection.waiting())
        total = sum(self.collection.counts().values())
        failed_in_a_row = 0
        for done, item in enumerate(waiting, start=total - len(waiting)):
            progress(done, total, _name_of(item))
            try:
                self._collect(item)
                failed_in_a_row = 0
            except RateLimited as error:
                return float(error.params["retry_after_s"])
            except SourcesOff:
                raise
            except SourceError:
                failed_in_a_row += 1  # stays waiting: the next run tries again
                if failed_in_a_row >= _FAILURES_IN_A_ROW:
                    raise
            except InputError as error:
                self.collection.give_up(item.key, "failed", error.code)
            if (done + 1) % _CHECKPOINT == 0:
                self.export()
        progress(total, total, "")
        return 0.0

    def _collect(self, item: Item) -> None:
        """Collect one item, or note why not."""
        track = self._identify(item)
        if item.popularity is None and item.plays is None:
            label = self._label(track)
            if label:
                item = replace(item, **label)
                self.collection.set_label(item)
            elif not self._unlabelled:
                self.collection.give_up(item.key, "unlabelled", "no-label")
                return
        key = song_key(track) if track.artists else None  # titles alone prove nothing
        if self._is_duplicate(item, isrc=track.isrc, song_key=key, duration_s=track.duration_s):
            return
        match, audio = self._audio(item, track)
        digest = hashlib.sha256(audio).hexdigest()
        if self._is_duplicate(item, digest=digest):
            return
        if match.how != "upload":  # of one's own files nobody is asked to listen
            track = self._catalogue.with_facts(track)
        found = self._analyse(audio, item, track, match)
        if self._keep_audio and item.id:
            self._save(item.id, audio)
        self.collection.finish(
            item.key, found, isrc=track.isrc, song_key=key, duration_s=track.duration_s, digest=digest
        )

    def _label(self, track: Track) -> dict[str, Any]:
        """Return the label that somebody gives for a track, or nothing.

        Raises
        ------
        RateLimited
            If who would give it wants a pause: then nothing is decided yet.
        """
        today = datetime.now(UTC).date().isoformat()
        if track.popularity is not None:
            return {"popularity": track.popularity, "date": today}
        if self._left("spotify") > 0:
            raise RateLimited(source="Spotify", retry_after_s=self._left("spotify"))
        counter = self._plays
        plays = self._patiently(lambda: counter.plays(track)) if counter else None
        return {} if plays is None else {"plays": plays, "date": today, "source": "listenbrainz"}

    def _identify(self, item: Item) -> Track:
        """Return the track as far as it is known; the owner's own words come first."""
        track = self._look_up(item)
        said: dict[str, Any] = {
            "title": item.title,
            "artists": (Artist(name=item.artist),) if item.artist and not track.artists else None,
            "isrc": track.isrc or (item.isrc.replace("-", "").upper() if item.isrc else None),
            "duration_s": item.duration_s,
            "release_date": ReleaseDate.parse(item.release_date),
            "explicit": None if item.explicit is None else bool(item.explicit),
            "genres": (item.genre,) if item.genre else None,
            "followers": None if item.followers is None else int(item.followers),
        }
        return replace(track, **{name: value for name, value in said.items() if value is not None})

    def _look_up(self, item: Item) -> Track:
        """Ask the catalogue, where what is known already is not enough."""
        known = track_from_json(item.track) if item.track else Track(title="", id=item.id)
        if item.file:
            known = replace(
                known, title=known.title or Path(item.file).stem, released=bool(item.id or item.release_date)
            )
        labelled = item.popularity is not None or item.plays is not None
        complete = (known.artists or item.artist) and (known.release_date or item.release_date)
        if item.id is None or (complete and (labelled or known.popularity is not None)):
            return known
        reference = reference_to("track", item.id)
        try:
            return self._patiently(lambda: self._catalogue.track(reference))
        except SourcesOff:
            if item.file:
                return known  # what its owner says has to do
            raise

    def _is_duplicate(self, item: Item, **marks: Any) -> bool:
        """Whether the recording is kept already; it then gets the higher label of both."""
        duplicate = self.collection.duplicate(item.key, **marks)
        if duplicate is None:
            return False
        self.collection.give_up(item.key, "duplicate", duplicate)
        self.collection.raise_label(duplicate, item)
        return True

    def _audio(self, item: Item, track: Track) -> tuple[PreviewMatch, bytes]:
        if item.file:
            try:
                with Path(item.file).open("rb") as stream:
                    data = stream.read(self._limits.max_bytes + 1)
            except OSError:
                raise NotAudio from None
            self._limits.check_size(len(data))
            return PreviewMatch(source="upload", how="upload", title=track.title), data
        found = self._patiently(lambda: self._previews.find(track))
        return found.match, found.audio

    def _analyse(self, audio: bytes, item: Item, track: Track, match: PreviewMatch) -> Embedding:
        clip = decode(audio, limits=self._limits)
        analysis = analyse(clip)
        embedding = tags = None
        descriptors: dict[str, float] = {}
        if self._embedder:
            embedding, tags, descriptors = self._embedder.embed(analysis)
        length_s = track.duration_s or (clip.audio_duration_s if item.file else None)
        scalars = {**scalars_of(item, track, match, length_s), **descriptors}
        return Embedding(scalars, analysis.features.values, embedding, tags)

    def _save(self, spotify_id: str, audio: bytes) -> None:
        folder = self.folder / "audio"
        folder.mkdir(exist_ok=True)
        spec, _ = sniff(audio)
        suffix = spec.suffixes[0].removeprefix(".")
        partial = folder / f"{spotify_id}.part"
        partial.write_bytes(audio)
        partial.replace(folder / f"{spotify_id}.{suffix}")

    def _patiently(self, ask: Callable[[], Found]) -> Found:
        """Ask, and ask again when a source asked for a short pause; the throttle waits for its end."""
        for _ in range(_TRIES):
            try:
                return ask()
            except RateLimited as error:
                if float(error.params["retry_after_s"]) > LONGEST_WAIT_S:
                    raise
                source = str(error.params["source"])
        raise SourceUnavailable(source=source)

    def _left(self, source: str) -> float:
        return max(0.0, (self._blocked.until(source) or 0.0) - time.time())


def _name_of(item: Item) -> str:
    if item.title or item.track:
        return item.title or str((item.track or {}).get("title", ""))
    return item.id or Path(item.file or "").name
