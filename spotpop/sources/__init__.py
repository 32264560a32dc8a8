"""Where tracks and their audio are looked up: thin adapters to Spotify, Deezer and iTunes behind two classes.

`Catalogue` says who a track is, `Previews` finds its 30 seconds. May import net, links, track, report and settings.
"""

from spotpop.sources.backoff import BackoffStore, MemoryBackoffStore, SourceGate
from spotpop.sources.catalogue import Catalogue
from spotpop.sources.previews import FoundPreview, Previews

__all__ = ["BackoffStore", "Catalogue", "FoundPreview", "MemoryBackoffStore", "Previews", "SourceGate"]
