"""Embed pages: what is read of them, and what is no page of the form we know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotpop.errors import SourceUnavailable
from spotpop.sources.embed import entity_of
from spotpop.sources.spotify import track_from

ID = "2plbrEY59IikOBgBGLjaoe"


FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"


def page(entity: object, uri: str = f"spotify:track:{ID}") -> str:
    data = {"props": {"pageProps": {"state": {"data": {"entity": entity}}}}}
    return f'<html><script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script></html>'


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["name", "title", "artists", "album", "duration_ms", "id", "images", "external_ids", "isrc"]
            ),
            inner,
        )
    ),
    max_leaves=20,
)


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
