"""What a link holds that names several songs: an album, a playlist, all that an artist released."""

from __future__ import annotations

from typing import Final

from spotpop.dataset.state import Item
from spotpop.links import Reference
from spotpop.report import track_to_json
from spotpop.sources import Catalogue

_MANY: Final = 10_000


def open_listing(catalogue: Catalogue, reference: Reference) -> tuple[list[Item], list[Reference]]:
    """Return the songs that a link names, and the albums that must be opened in their turn.

    Raises
    ------
    SpotpopError
        If it cannot be had.
    """
    reference = catalogue.resolve(reference)
    if reference.kind == "track":
        return [Item(id=reference.id)], []
    if reference.kind == "artist":
        found = catalogue.releases(reference)
        songs = [Item(id=one.id) for one in found if one.kind == "track"]
        return songs, [one for one in found if one.kind == "album"]
    listing = catalogue.listing(reference, _MANY)
    return [Item(id=track.id, track=track_to_json(track)) for track in listing.tracks if track.id], []
