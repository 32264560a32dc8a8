"""What every source of previews looks like from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from spotpop.report import PreviewMatch
from spotpop.track import Track


@dataclass(frozen=True, slots=True)
class Candidate:
    """A preview that is this recording, as far as its source tells.

    Attributes
    ----------
    url : str
        Where it lies at this moment; often valid for minutes only, so it is never stored.
    """

    url: str
    match: PreviewMatch


class PreviewAdapter(Protocol):
    """One source of previews."""

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
