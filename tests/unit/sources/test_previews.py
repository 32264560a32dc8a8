"""Where the audio is: nothing to ask with says what was tried."""

from __future__ import annotations

import pytest

from spotpop.errors import PreviewNotFound
from spotpop.net import HttpClient
from spotpop.settings import Settings, load_settings
from spotpop.sources import Previews
from spotpop.track import Track


def plain_settings(**overrides: object) -> Settings:
    return load_settings(**{"spotify_client_id": None, "spotify_client_secret": None, **overrides})


def test_nothing_to_ask_with_says_what_was_tried() -> None:
    settings = plain_settings(preview_sources="deezer, itunes, embed")
    with pytest.raises(PreviewNotFound) as caught:
        Previews(settings, HttpClient(settings)).find(Track(title="Road"))  # no artist, no id: nobody can be asked
    assert caught.value.params == {"title": "Road", "tried": "Deezer, iTunes, Spotify's embed page"}
    assert "Upload" in caught.value.advice
