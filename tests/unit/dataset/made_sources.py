"""Sources made by code for a collection: a catalogue, previews, and a network that is always sure."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from spotpop.dataset.parquet import read_dataset
from spotpop.report import PreviewMatch
from spotpop.track import Artist, Listing, ReleaseDate, Track
from tests.counterparts.songs import tone_wav


def track(number, **details):
    known = {
        "title": f"Road {number}",
        "artists": (Artist(name="Mira"),),
        "id": f"{number:022d}",
        "duration_s": 200.0 + 10 * number,
        "isrc": f"QZTST26{number:05d}",
        "popularity": 20 + number,
        "release_date": ReleaseDate.parse("2020-05-01"),
    }
    return Track(**{**known, **details})


class Catalogue:
    """Knows some tracks; whatever a track's title is said to end with is raised instead."""

    def __init__(self, *tracks, albums=()):
        self.tracks = {one.id: one for one in tracks}
        self.albums = list(albums)
        self.asked, self.fails = [], {}

    def resolve(self, reference):
        return reference

    def track(self, reference):
        self.asked.append(reference.id)
        if self.fails.get(reference.id):
            raise self.fails[reference.id].pop()
        return self.tracks[reference.id]

    def releases(self, reference):
        self.asked.append(reference.url)
        return self.albums

    def listing(self, reference, limit):
        self.asked.append(reference.url)
        return Listing(kind="album", id=reference.id, title="x", total=1, tracks=tuple(self.tracks.values()))

    def with_facts(self, track):
        return replace(track, album="named later")


class Previews:
    """Has a preview of every track, a tone of its own; or raises what it was given."""

    def __init__(self):
        self.asked, self.fails, self.audio = [], {}, {}

    def find(self, track):
        self.asked.append(track.id)
        if self.fails.get(track.id):
            raise self.fails[track.id].pop()
        audio = self.audio.get(track.id) or tone_wav(3.5, 100.0 + 5 * int(track.id or 0))
        return SimpleNamespace(match=PreviewMatch(source="deezer", how="isrc", title=track.title), audio=audio)


class Embedder:
    digest, n_patches = "made up", 2

    def embed(self, analysis):
        return np.ones((2, 200), np.float32), np.zeros((2, 50), np.float32), {"energy": 0.5}


def quiet(*_):
    """Nobody watches."""


def frame(collector):
    return read_dataset(collector.folder).frame
