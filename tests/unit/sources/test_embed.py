"""Embed pages: what is read of them, and what is no page of the form we know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from spotpop.errors import SourceUnavailable
from spotpop.settings import load_settings
from spotpop.sources.backoff import SourceGate
from spotpop.sources.embed import EmbedPages, entity_of
from spotpop.sources.spotify import track_from
from spotpop.track import Artist, ReleaseDate, Track
from tests.unit.sources.answers import JSON, Answers

ID = "2plbrEY59IikOBgBGLjaoe"


FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"


def page(entity: object, uri: str = f"spotify:track:{ID}") -> str:
    data = {"props": {"pageProps": {"state": {"data": {"entity": entity}}}}}
    return f'<html><script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script></html>'


@given(JSON)
def test_any_embed_page_is_an_entity_or_unavailable(data: object) -> None:
    try:
        entity = entity_of(page(data), f"spotify:track:{ID}")
    except SourceUnavailable:
        return
    assert entity


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        '<script id="__NEXT_DATA__">',
        '<script id="__NEXT_DATA__">{"props": ',
        '<script id="__NEXT_DATA__">' + "[" * 100_000,
        page({"name": "Other", "uri": "spotify:track:4uLU6hMCjMI75M1A2tKUQC"}),
        page({}),
    ],
)
def test_a_page_of_another_form_is_a_source_that_does_not_answer(text: str) -> None:
    with pytest.raises(SourceUnavailable):
        entity_of(text, f"spotify:track:{ID}")


@pytest.mark.parametrize(
    ("properties", "gone"),
    [
        ({"status": 404, "title": "Page not found"}, True),
        ({"status": 451}, True),
        ({"forbiddenReason": "COUNTRY"}, True),
        ({"status": 429}, False),
        ({"status": 503}, False),
        ({"status": "odd"}, False),
        ({}, False),
    ],
)
def test_a_page_without_a_track_says_whether_it_is_gone(properties: dict[str, object], gone: bool) -> None:
    data = json.dumps({"props": {"pageProps": properties}})
    html = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    if gone:
        assert entity_of(html, f"spotify:track:{ID}") is None
    else:
        with pytest.raises(SourceUnavailable):
            entity_of(html, f"spotify:track:{ID}")


def test_older_pages_keep_their_picture_elsewhere() -> None:
    from spotpop.sources.embed import _image

    assert _image({"coverArt": {"sources": [{"url": "a", "width": 64}, {"url": "b", "width": 640}]}}) == "b"
    assert _image({}) is None


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="recorded answers are not part of the project")
def test_recorded_answers_are_read() -> None:
    recorded = json.loads((FIXTURES / "spotify" / f"devmode-2026-track-{ID}.json").read_text())
    track = track_from(recorded)
    assert track is not None
    assert (track.title, track.isrc, track.duration_s, str(track.release_date)) == (
        "Die With A Smile", "USUM72409273", 251.667, "2024-08-16",
    )  # fmt: skip
    embed = json.loads((FIXTURES / "embed" / "track.json").read_text())
    html = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(embed)}</script>'
    entity = entity_of(html, "spotify:track:4uLU6hMCjMI75M1A2tKUQC")
    assert entity is not None
    assert entity["name"] == "Never Gonna Give You Up"


ENTITY = {
    "name": "Road", "uri": f"spotify:track:{ID}", "duration": 200_500, "isExplicit": True,
    "releaseDate": {"isoString": "2020-01-02T00:00:00Z"}, "audioPreview": {"url": "https://p"},
    "artists": [{"name": "Ann", "uri": "spotify:artist:a"}, {"name": "Bo"}, {}],
    "visualIdentity": {"image": [{"url": "s", "maxWidth": 64}, {"url": "l", "maxWidth": 640}]},
}  # fmt: skip
ROWS = [
    {"uri": f"spotify:track:{ID}", "title": "Road", "subtitle": "Ann,\xa0Tyler, The\xa0Creator", "duration": 1500,
     "isExplicit": False, "audioPreview": {"url": "https://p"}},
    {"uri": "spotify:episode:x", "title": "Talk"}, {"uri": "spotify:track:a:b", "title": "odd"},
    {"uri": f"spotify:track:{'x' * 22}"}, {"uri": f"spotify:track:{'y' * 22}", "title": "B", "subtitle": " "},
]  # fmt: skip


def pages(**answers) -> EmbedPages:
    shown = {f"embed/{name.replace('_', '/')}": page(entity, "") for name, entity in answers.items()}
    return EmbedPages(load_settings(), Answers(**shown), SourceGate())


def test_a_tracks_page_is_read_whole() -> None:
    track = pages(**{f"track_{ID}": ENTITY}).track(ID)
    assert track == Track(
        title="Road", artists=(Artist(name="Ann", id="a"), Artist(name="Bo")), id=ID, duration_s=200.5, explicit=True,
        release_date=ReleaseDate.parse("2020-01-02T00:00:00Z"), preview_url="https://p", preview_source="embed",
        image_url="l",
    )  # fmt: skip
    assert pages().track(ID) is None


@pytest.mark.parametrize(("kind", "album"), [("album", "Roads"), ("playlist", None)])
def test_a_listings_page_tells_its_rows(kind: str, album: str | None) -> None:
    entity = {"title": "Roads", "uri": f"spotify:{kind}:{ID}", "trackList": ROWS,
              "releaseDate": {"isoString": "2020-01-02"}}  # fmt: skip
    found = pages(**{f"{kind}_{ID}": entity}).listing(kind, ID, 9)
    assert (found.kind, found.id, found.title, found.total, len(found.tracks)) == (kind, ID, "Roads", 5, 2)
    first, second = found.tracks
    assert [artist.name for artist in first.artists] == ["Ann", "Tyler, The Creator"]
    assert (first.id, first.duration_s, first.explicit, first.preview_url, first.preview_source) == (
        ID, 1.5, False, "https://p", "embed")  # fmt: skip
    assert (first.album, first.release_date is not None) == (album, album is not None)
    assert (second.artists, second.preview_url) == ((), None)
    assert len(pages(**{f"{kind}_{ID}": entity}).listing(kind, ID, 1).tracks) == 1
    assert pages().listing(kind, ID, 9) is None


def test_an_artists_page_tells_songs() -> None:
    entity = {"name": "Ann", "uri": f"spotify:artist:{ID}", "trackList": ROWS}
    found = pages(**{f"artist_{ID}": entity}).releases(ID, 9)
    assert [(one.kind, one.id) for one in found] == [("track", ID), ("track", "y" * 22)]
    assert len(pages(**{f"artist_{ID}": entity}).releases(ID, 1)) == 1
    assert pages().releases(ID, 9) is None


def test_the_preview_of_a_page_is_that_of_its_very_track() -> None:
    found = pages(**{f"track_{ID}": ENTITY}).find(Track(title="x", id=ID))
    assert (found.url, found.match.how, found.match.confidence) == ("https://p", "id", 1.0)
    assert (found.match.source, found.match.title, found.match.artist) == ("embed", "Road", "Ann, Bo")
    assert pages(**{f"track_{ID}": {**ENTITY, "audioPreview": None}}).find(Track(title="x", id=ID)) is None
    assert pages().find(Track(title="x", id=ID)) is None
    assert pages().find(Track(title="x")) is None
    assert pages(**{f"track_{ID}": {**ENTITY, "uri": None}}).find(Track(title="x", id=ID)) is not None


@pytest.mark.parametrize(("status", "gone"), [(399, False), (400, True), (499, True), (500, False)])
def test_only_a_clients_errors_say_that_a_page_is_gone(status: int, gone: bool) -> None:
    data = json.dumps({"props": {"pageProps": {"status": status}}})
    html = f"<script id='__NEXT_DATA__'>{data}</script>"
    if gone:
        assert entity_of(html, "x") is None
    else:
        with pytest.raises(SourceUnavailable):
            entity_of(html, "x")


def test_a_page_is_asked_for_in_english_and_kept_for_a_minute() -> None:
    source = pages(**{f"track_{ID}": ENTITY})
    source.track(ID)
    [options] = source._http.options
    assert options == {"source": "Spotify's embed page", "headers": {"Accept-Language": "en"}, "keep_s": 60.0}
