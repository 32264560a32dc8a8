"""Who a track is: who is asked, and what is refused without asking."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from spotpop.errors import (
    AccessDenied,
    ListingNotFound,
    LookupIncomplete,
    PremiumLapsed,
    SourcesOff,
    SourceUnavailable,
    TrackNotFound,
    UnsupportedLink,
)
from spotpop.links import Reference, parse_reference, reference_to
from spotpop.net import HttpClient
from spotpop.settings import Settings, load_settings
from spotpop.sources import Catalogue, Previews, SourceGate
from spotpop.sources.backoff import NAMES
from spotpop.track import Artist, Listing, Track
from tests.unit.sources.answers import Answers

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


class Known:
    """A catalogue that answers as a test says."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.asked = answer, []

    def _reported(self, *asked: Any) -> Any:
        self.asked.append(asked)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    track = listing = releases = _reported


AWAY = SourceUnavailable(source="Spotify")
TRACK = Track(title="Road", artists=(Artist(name="Ann"),), id=ID)
ALBUM = Listing(kind="album", id=ID, title="Roads", tracks=(TRACK, Track(title="B", id="x" * 22)), total=2)


def catalogue(shown: list[tuple[str, str]] | None = None, **answers: Any) -> Catalogue:
    outcomes = [] if shown is None else shown
    made = Catalogue(plain_settings(), Answers(), SourceGate(observe=lambda *one: outcomes.append(one)))  # type: ignore[arg-type]
    made._catalogues = {name: Known(answer) for name, answer in answers.items()}  # type: ignore[misc]
    return made


@pytest.mark.parametrize(
    ("answers", "outcomes"),
    [
        ({"spotify": TRACK, "embed": None}, [("spotify", "found")]),
        ({"spotify": None, "embed": TRACK}, [("spotify", "none"), ("embed", "found")]),
        ({"spotify": AWAY, "embed": TRACK}, [("embed", "found")]),
    ],
)
def test_one_catalogue_after_the_other_is_asked_until_one_knows_it(answers, outcomes) -> None:
    shown: list[tuple[str, str]] = []
    assert catalogue(shown, **answers).track(reference_to("track", ID)) is TRACK
    assert shown == outcomes


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"spotify": None, "embed": None}, TrackNotFound),
        ({"spotify": AWAY, "embed": AccessDenied(source="x")}, SourceUnavailable),
        ({"spotify": AWAY, "embed": None}, LookupIncomplete),
        ({"spotify": None, "embed": AWAY}, LookupIncomplete),
        ({"spotify": AccessDenied(source="Spotify"), "embed": None}, AccessDenied),
        ({"spotify": PremiumLapsed(source="Spotify"), "embed": None}, PremiumLapsed),
        ({}, SourcesOff),
    ],
)
def test_what_nobody_knows_is_reported_by_who_could_not_be_asked(answers, error) -> None:
    with pytest.raises(error) as caught:
        catalogue(**answers).track(reference_to("track", ID))
    assert type(caught.value) is error
    if error is LookupIncomplete:
        assert set(caught.value.params.values()) == {NAMES["spotify"], NAMES["embed"]}
        assert caught.value.params["failed"] == NAMES["spotify" if answers["spotify"] else "embed"]


@pytest.mark.parametrize("kind", ["album", "playlist"])
def test_a_listing_is_asked_for_up_to_a_bound(kind: str) -> None:
    made = catalogue(spotify=replace(ALBUM, kind=kind))
    assert made.listing(reference_to(kind, ID), 7).tracks == ALBUM.tracks  # type: ignore[arg-type]
    made.listing(reference_to(kind, ID))  # type: ignore[arg-type]
    asked = made._catalogues["spotify"].asked  # type: ignore[union-attr]
    assert asked == [(kind, ID, 7), (kind, ID, plain_settings().listing_limit)]
    for nothing in (None, replace(ALBUM, tracks=())):
        with pytest.raises(ListingNotFound) as caught:
            catalogue(spotify=nothing).listing(reference_to(kind, ID))  # type: ignore[arg-type]
        assert caught.value.params == {"kind": kind}


def test_what_an_artist_released_is_asked_for() -> None:
    made = catalogue(spotify=(reference_to("album", ID),))
    assert made.releases(reference_to("artist", ID), 3) == (reference_to("album", ID),)
    made.releases(reference_to("artist", ID))
    assert made._catalogues["spotify"].asked == [(ID, 3), (ID, 200)]  # type: ignore[union-attr]
    for answer in ((), None):
        with pytest.raises(ListingNotFound):
            catalogue(spotify=answer).releases(reference_to("artist", ID))
    for other in (reference_to("album", ID), Reference("artist", "deezer-5", "https://www.deezer.com/artist/5")):
        with pytest.raises(UnsupportedLink):
            made.releases(other)


def page(entity: dict[str, Any]) -> str:
    data = json.dumps({"props": {"pageProps": {"state": {"data": {"entity": entity}}}}})
    return f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'


ROWS = {"name": "Roads", "uri": f"spotify:album:{ID}", "trackList": [
    {"uri": f"spotify:track:{ID}", "title": "Road", "audioPreview": {"url": "https://p"}},
    {"uri": f"spotify:track:{'x' * 22}", "title": "B"},
]}  # fmt: skip


@pytest.mark.parametrize(
    ("sources", "answer", "previews"),
    [
        ("embed, deezer", page(ROWS), ("https://p", None)),
        ("deezer", page(ROWS), (None, None)),
        ("embed", AWAY, (None, None)),
        ("embed", None, (None, None)),
    ],
)
def test_a_listings_page_tells_its_previews(sources, answer, previews) -> None:
    made = Catalogue(plain_settings(preview_sources=sources), Answers(**{f"album/{ID}": answer}))  # type: ignore[arg-type]
    pages = made._catalogues["embed"]
    made._catalogues = {"spotify": Known(ALBUM), "embed": pages}  # type: ignore[dict-item]
    found = made.listing(reference_to("album", ID))
    assert tuple(track.preview_url for track in found.tracks) == previews
    assert found.tracks[0].preview_source == ("embed" if previews[0] else TRACK.preview_source)
    known = replace(ALBUM, tracks=(replace(TRACK, preview_url="https://own"), ALBUM.tracks[1]))
    made._catalogues["spotify"] = Known(known)  # type: ignore[assignment]
    assert made.listing(reference_to("album", ID)) is known


SONG = {"id": 7, "title": "Road", "duration": 200, "preview": "https://x/p.mp3", "artist": {"id": 5, "name": "Ann"}}
APPLE = {"trackId": 8, "trackName": "Road", "kind": "song", "artistName": "Ann", "previewUrl": "https://a"}


def test_a_stores_own_ids_are_asked_for_at_that_store() -> None:
    shown: list[tuple[str, str]] = []
    http = Answers(track_7=SONG, lookup={"results": [APPLE]}, album_9={"title": "Roads", "tracks": {"data": [SONG]}})
    made = Catalogue(plain_settings(), http, SourceGate(observe=lambda *one: shown.append(one)))  # type: ignore[arg-type]
    assert made.track(parse_reference("https://www.deezer.com/track/7")).title == "Road"
    assert made.track(parse_reference("https://music.apple.com/fr/song/8")).preview_url == "https://a"
    assert http.asked[-1][1]["country"] == "fr"
    assert made.listing(parse_reference("https://www.deezer.com/album/9")).title == "Roads"
    with pytest.raises(TrackNotFound):
        made.track(parse_reference("https://www.deezer.com/track/8"))
    with pytest.raises(ListingNotFound):
        made.listing(parse_reference("https://www.deezer.com/album/10"))
    assert shown[:3] == [("deezer", "found"), ("itunes", "found"), ("deezer", "found")]
    assert shown[3:] == [("deezer", "none")] * 2
    album = {"wrapperType": "collection", "collectionName": "Roads", "trackCount": 9}
    http.answers["lookup"] = {"results": [album, APPLE]}
    found = made.listing(parse_reference("https://music.apple.com/fr/album/roads/12"))
    assert (found.id, found.total, len(found.tracks)) == ("itunes-fr-12", 9, 1)
    made._stores.clear()
    for link in ("https://www.deezer.com/track/7", "https://www.deezer.com/album/9"):
        with pytest.raises(SourcesOff):
            (made.track if "track" in link else made.listing)(parse_reference(link))
    with pytest.raises(SourcesOff):
        made.search("Road")
    with pytest.raises(SourcesOff):
        made.suggest("Road")


def test_names_are_looked_for_in_the_stores() -> None:
    http = Answers(search={"data": [SONG, {**SONG, "id": 8, "title": "Roadside"}], "results": [APPLE]})
    made = Catalogue(plain_settings(), http)  # type: ignore[arg-type]
    assert [one.title for one in made.search("Ann - Road")][:1] == ["Road"]
    assert len(made.search("Ann - Road", 1)) == 1
    asked = len(http.asked)
    assert made.suggest("Ann - Road", 1)[0].title == "Road"
    assert len(http.asked) == asked + 1, "one store is asked while somebody types"


def test_facts_are_an_extra_that_deezer_may_tell() -> None:
    asked = replace(TRACK, duration_s=200.0)
    http = Answers(search={"data": [{**SONG, "rank": 9}]}, artist_5={"nb_fan": 77}, artist_5_top={"data": []})
    assert Catalogue(plain_settings(), http).with_facts(asked).deezer_fans == 77  # type: ignore[arg-type]
    assert Catalogue(plain_settings(), Answers(search=AWAY)).with_facts(asked) is asked  # type: ignore[arg-type]
    off = Catalogue(plain_settings(preview_sources="itunes"), http)  # type: ignore[arg-type]
    assert off.with_facts(asked) is asked


@pytest.mark.parametrize(
    ("credentials", "sources", "made"),
    [
        ({}, "spotify, embed", ["embed"]),
        ({"spotify_client_id": "a"}, "spotify, embed", ["embed"]),
        ({"spotify_client_id": "a", "spotify_client_secret": "b"}, "spotify, embed", ["spotify", "embed"]),
        ({"spotify_client_id": "a", "spotify_client_secret": "b"}, "embed", ["embed"]),
    ],
)
def test_the_web_api_is_asked_where_there_are_credentials(credentials, sources, made) -> None:
    settings = plain_settings(catalogue_sources=sources, **credentials)
    assert list(Catalogue(settings, Answers())._catalogues) == made  # type: ignore[arg-type]


def test_a_file_at_discord_is_no_track_and_is_left_to_who_answers() -> None:
    link = parse_reference("https://cdn.discordapp.com/attachments/1/2/mix.mp3?ex=66aa0000&is=66a90000&hm=ab")
    assert Catalogue(plain_settings(), Answers()).resolve(link) is link  # type: ignore[arg-type]
    with pytest.raises(UnsupportedLink) as caught:
        Catalogue(plain_settings(), Answers()).track(link)  # type: ignore[arg-type]
    assert caught.value.params == {"kind": "short"}


def test_three_are_found_and_eight_suggested_unless_more_are_wanted() -> None:
    many = {"data": [{**SONG, "id": number, "title": f"Road {number}"} for number in range(20)], "results": []}
    made = Catalogue(plain_settings(), Answers(search=many))  # type: ignore[arg-type]
    assert len(made.search("Ann - Road")) == 3
    assert len(made.search("Ann - Road", 5)) == 5
    assert len(made.suggest("Ann - Road")) == 8
    assert len(made.suggest("Ann - Road", 9)) == 9
