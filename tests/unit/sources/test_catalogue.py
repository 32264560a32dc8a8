"""Who a track is: who is asked, and what is refused without asking."""

from __future__ import annotations

import pytest

from spotpop.errors import SourcesOff, UnsupportedLink
from spotpop.links import Reference, reference_to
from spotpop.net import HttpClient
from spotpop.settings import Settings, load_settings
from spotpop.sources import Catalogue, Previews
from spotpop.track import Track

ID = "2plbrEY59IikOBgBGLjaoe"


def plain_settings(**overrides: object) -> Settings:
    return load_settings(**{"spotify_client_id": None, "spotify_client_secret": None, **overrides})


def test_all_sources_can_be_off() -> None:
    settings = plain_settings(preview_sources="none")
    http = HttpClient(settings)
    with pytest.raises(SourcesOff):
        Previews(settings, http).find(Track(title="Road"))
    catalogue = Catalogue(settings, http)
    with pytest.raises(SourcesOff):
        catalogue.track(reference_to("track", ID))
    with pytest.raises(SourcesOff):
        catalogue.resolve(Reference("short", "abc", "https://spotify.link/abc"))


def test_the_catalogue_alone_can_be_off() -> None:
    settings = plain_settings(catalogue_sources="none")
    with pytest.raises(SourcesOff):
        Catalogue(settings, HttpClient(settings)).track(reference_to("track", ID))


@pytest.mark.parametrize("kind", ["artist", "episode", "show", "album", "playlist"])
def test_a_track_is_asked_for(kind: str) -> None:
    settings = plain_settings()
    with pytest.raises(UnsupportedLink) as caught:
        Catalogue(settings, HttpClient(settings)).track(reference_to(kind, ID))  # type: ignore[arg-type] # from the list
    assert caught.value.params == {"kind": kind}


def test_only_albums_and_playlists_are_listed() -> None:
    settings = plain_settings()
    with pytest.raises(UnsupportedLink):
        Catalogue(settings, HttpClient(settings)).listing(reference_to("track", ID))
