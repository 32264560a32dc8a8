"""What all sources share: each knows its key, and is asked where the settings say."""

import pytest

from spotpop.net import HttpClient
from spotpop.settings import load_settings
from spotpop.source_specs import SOURCES
from spotpop.sources.attachments import Attachments
from spotpop.sources.backoff import SourceGate
from spotpop.sources.deezer import Deezer
from spotpop.sources.embed import EmbedPages
from spotpop.sources.itunes import ITunes
from spotpop.sources.listenbrainz import ListenBrainz
from spotpop.sources.web_source import WebSource


@pytest.mark.parametrize("kind", [Attachments, Deezer, EmbedPages, ITunes, ListenBrainz])
def test_a_source_is_asked_at_its_own_address_or_at_what_stands_in_for_it(kind: type[WebSource]) -> None:
    plain = load_settings()
    there = load_settings(source_urls={kind.source: "http://127.0.0.1:9"})
    assert kind.source in SOURCES
    assert kind(plain, HttpClient(plain), SourceGate())._base == plain.url_of(kind.source)
    assert kind(there, HttpClient(there), SourceGate())._base == "http://127.0.0.1:9"
    assert plain.url_of(kind.source).startswith("https://")


def test_it_asks_by_the_way_and_the_gate_that_it_was_given() -> None:
    settings = load_settings()
    http, gate = HttpClient(settings), SourceGate()
    made = Deezer(settings, http, gate)
    assert (made._http, made._gate, made._settings) == (http, gate, settings)
