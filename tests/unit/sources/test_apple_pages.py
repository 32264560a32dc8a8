"""Playlists out of Apple Music's pages for search engines."""

import json

import pytest

from spotpop.errors import SourceUnavailable
from spotpop.sources.apple_pages import playlist_on

SONG = {"name": "Road", "url": "https://music.apple.com/us/song/road/123", "duration": "PT3M21S"}


def page(data: object, mark: str = 'id=schema:music-playlist type="application/ld+json"') -> str:
    return f"<html><script {mark}>{json.dumps(data)}</script>"


def test_rows_have_ids_titles_and_lengths() -> None:
    shown = playlist_on(page({"name": "Mine", "numTracks": 7, "track": [SONG, {"name": "B"}, {"url": "x"}, 3]}))
    assert (shown.title, shown.total) == ("Mine", 7)
    assert [(row.id, row.title, row.duration_s) for row in shown.rows] == [("123", "Road", 201.0), ("", "B", None)]
    assert (shown.rows[1].track().title, shown.rows[1].track().artists) == ("B", ())


@pytest.mark.parametrize(
    "mark", ['id="schema:music-playlist"', "data-x='1' id='schema:music-playlist' async", "ID=schema:music-playlist"]
)
def test_the_mark_is_found_however_it_is_written(mark: str) -> None:
    assert playlist_on(page({"name": "Mine", "track": [SONG]}, mark)).total == 0


@pytest.mark.parametrize(
    ("length", "seconds"),
    [
        ("PT3M21S", 201),
        ("PT1H2M3S", 3723),
        ("PT45S", 45),
        ("PT2.5S", 2.5),
        ("PT1H", 3600),
        ("PT", None),
        ("3:21", None),
    ],
)
def test_lengths_are_iso_8601(length: str, seconds: float | None) -> None:
    [row] = playlist_on(page({"name": "M", "track": [{**SONG, "duration": length}]})).rows
    assert row.duration_s == seconds


@pytest.mark.parametrize(
    "url", ["https://music.apple.com/us/album/x/1", "https://example.org/song/1", "", "https://www.deezer.com/track/1"]
)
def test_what_is_no_song_of_apples_has_no_id(url: str) -> None:
    assert playlist_on(page({"name": "M", "track": [{**SONG, "url": url}]})).rows[0].id == ""


@pytest.mark.parametrize(
    "text",
    ["", "<html>", page({}), page({"name": "M"}), page({"track": [SONG]}), page([1]), page({"name": "M", "track": []}),
     page({"name": "M", "track": [SONG]}, "id=schema:music-playlists"),
     "<script id=schema:music-playlist>" + "[" * 99_999],
)  # fmt: skip
def test_a_page_of_another_form_is_a_source_that_does_not_answer(text: str) -> None:
    with pytest.raises(SourceUnavailable):
        playlist_on(text)
