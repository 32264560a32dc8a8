"""What all sources have that are asked over the network: settings, the way there, and the gate before each question."""

from __future__ import annotations

from typing import ClassVar

from spotpop.net import HttpClient
from spotpop.settings import Settings
from spotpop.sources.backoff import SourceGate


class WebSource:
    """A source that is asked over the network.

    Parameters
    ----------
    gate : SourceGate
        Stands before every question.

    Attributes
    ----------
    source : str
        Its key in `spotpop.source_specs.SOURCES`.
    """

    source: ClassVar[str]

    def __init__(self, settings: Settings, http: HttpClient, gate: SourceGate) -> None:
        self._settings = settings
        self._http = http
        self._gate = gate

    @property
    def _base(self) -> str:
        """Where it is asked, or what stands in for it."""
        return self._settings.url_of(self.source)
