"""What every source of previews looks like from outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from spotpop.links.choices import Choice
from spotpop.report import PreviewMatch
from spotpop.sources.matching import Entry, Verdict, rank
from spotpop.track import Artist, ReleaseDate, Track


@dataclass(frozen=True, slots=True)
class Candidate:
    """A preview that is this recording, as far as its source says.

    Attributes
    ----------
    url : str
        Where it lies at this moment; often valid for minutes only, so it is never stored.
    """

    url: str
    match: PreviewMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreTrack:
    """One track as a store describes it.

    Attributes
    ----------
    id : str
        The store's own id.
    entry : Entry
        What the matcher looks at.
    page_url : str
        Its page at the store.
    rank : int or None
        Deezer's popularity, up to 1,000,000.
    artist_id : str or None
        The store's id of the main artist.
    country : str or None
        The country of the store, where ids differ from country to country.
    """

    source: str
    id: str
    entry: Entry
    preview_url: str | None
    page_url: str
    image_url: str | None = None
    isrc: str | None = None
    release_date: ReleaseDate | None = None
    explicit: bool | None = None
    genres: tuple[str, ...] = ()
    rank: int | None = None
    artist_id: str | None = None
    country: str | None = None

    def track(self) -> Track:
        """Return it as a track: one that was asked for by this store's id, or chosen by a person."""
        names = self.entry.contributors or (self.entry.artist,)
        return Track(
            title=self.entry.title,
            artists=tuple(Artist(name=name) for name in names if name),
            duration_s=self.entry.duration_s,
            release_date=self.release_date,
            explicit=self.explicit,
            isrc=self.isrc,
            preview_url=self.preview_url,
            preview_source=self.source,
            page_url=self.page_url,
            album=self.entry.album or None,
            image_url=self.image_url,
            genres=self.genres,
        )

    def choice(self, differences: tuple[str, ...] = ()) -> Choice:
        """Return it as something a person may choose."""
        return Choice(
            service=self.source,
            id=self.id,
            title=self.entry.title[:200],
            artist=(", ".join(self.entry.contributors) or self.entry.artist)[:200],
            duration_s=self.entry.duration_s,
            differences=differences,
            country=self.country,
        )

    def candidate(self, how: str, verdict: Verdict) -> Candidate | None:
        """Return its preview, matched in a way; None without a preview."""
        if self.preview_url is None:
            return None
        match = PreviewMatch(
            source=self.source,
            how=how,
            confidence=verdict.confidence,
            title=self.entry.title,
            artist=", ".join(self.entry.contributors) or self.entry.artist,
            differences=verdict.differences,
        )
        return Candidate(self.preview_url, match)


@dataclass(frozen=True, slots=True)
class Judged:
    """A store's track and what the matcher says of it."""

    stored: StoreTrack
    verdict: Verdict
    how: str

    @property
    def usable(self) -> bool:
        """Whether its preview may be listened to without asking the person."""
        return self.verdict.usable and self.stored.preview_url is not None

    def candidate(self) -> Candidate | None:
        """Return its preview, if it may be listened to."""
        return self.stored.candidate(self.how, self.verdict) if self.usable else None


def judged(track: Track, found: Iterable[StoreTrack], *, how: str) -> list[Judged]:
    """Judge what a store answered, best first, whatever its order."""
    tracks = {id(one.entry): one for one in found}
    entries = [one.entry for one in tracks.values()]
    return [Judged(tracks[id(entry)], verdict, how) for entry, verdict in rank(track, entries, by_isrc=how == "isrc")]


def best_of(results: Sequence[Judged]) -> Candidate | None:
    """Return the preview of the best result that may be listened to."""
    return next((candidate for one in results if (candidate := one.candidate())), None)


class PreviewAdapter(Protocol):
    """One source of previews.

    It is asked by `find`, last of all, unless it can do more: `FindsByIsrc`, `Searches`.
    """

    @property
    def source(self) -> str:
        """Its name in settings and metrics."""

    def find(self, track: Track) -> Candidate | None:
        """Return the preview of this very recording, or None when there is none that is surely it.

        Raises
        ------
        SourceError
            When the source cannot say.
        """


@runtime_checkable
class FindsByIsrc(Protocol):
    """A source that can be asked by ISRC."""

    def by_isrc(self, track: Track) -> list[Judged]:
        """Return what it has under the track's code, judged."""


@runtime_checkable
class Searches(Protocol):
    """A source that can be searched, and asked by its own ids."""

    @property
    def source(self) -> str:
        """Its name in settings and metrics."""

    def search(self, track: Track) -> list[Judged]:
        """Return what it finds by artist and title, judged, best first."""

    def by_words(self, text: str) -> list[StoreTrack]:
        """Return what it finds by words a person wrote, in its own order."""

    def by_id(self, store_id: str) -> StoreTrack | None:
        """Return the track with this id, or None if there is none."""
