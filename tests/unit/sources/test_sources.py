"""What needs no socket: reading payloads, keeping pauses, guarding addresses, order and errors of the chains."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from spotpop.errors import PreviewNotFound, RateLimited, SourcesOff, SourceUnavailable, UnsupportedLink
from spotpop.links import Reference, reference_to
from spotpop.net import HostAllowlist, HostForbidden, HttpClient, is_public, retry_after_s
from spotpop.services import DAY_S, PREVIEW_SOURCES, SOURCES
from spotpop.settings import CatalogueSource, Settings, load_settings
from spotpop.sources import Catalogue, MemoryBackoffStore, Previews
from spotpop.sources.backoff import BULK_SHARE, SourceGate, bulk_work
from spotpop.sources.embed import entity_of
from spotpop.sources.spotify import track_from
from spotpop.track import Track

ID = "2plbrEY59IikOBgBGLjaoe"
FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures"


def plain_settings(**overrides: object) -> Settings:
    return load_settings(**{"spotify_client_id": None, "spotify_client_secret": None, **overrides})


def page(entity: object, uri: str = f"spotify:track:{ID}") -> str:
    data = {"props": {"pageProps": {"state": {"data": {"entity": entity}}}}}
    return f'<html><script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script></html>'


# Guard


@pytest.mark.parametrize(
    "url",
    [
        "https://api.spotify.com/v1/tracks/x",
        "https://cdnt-preview.dzcdn.net/api/1/x.mp3?hdnea=exp=1",
        "https://audio-ssl.itunes.apple.com/x.m4a",
        "https://p.scdn.co/mp3-preview/x",
    ],
)
def test_the_services_are_allowed_over_https(url: str) -> None:
    allowlist = HostAllowlist(plain_settings())
    allowlist.check(url)
    with pytest.raises(HostForbidden):
        allowlist.check(url.replace("https:", "http:"))


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.com/",
        "https://api.spotify.com.evil.com/",
        "https://api.spotify.com@evil.com/",
        "https://user:pass@api.spotify.com/",
        "https://api.spotify.com:8443/",
        "https://xscdn.co/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "ftp://api.spotify.com/",
        "https://[broken/",
        "https://api.spotify.com:port/",
        "",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(HostForbidden):
        HostAllowlist(plain_settings()).check(url)


def test_what_the_operator_names_is_allowed() -> None:
    allowlist = HostAllowlist(plain_settings(deezer_url="http://10.0.0.5:8080/deezer", extra_hosts="cdn.example:8443"))
    allowlist.check("http://10.0.0.5:9999/any.mp3")
    allowlist.check("https://cdn.example:8443/x.mp3")
    for url in ("https://cdn.example/x.mp3", "http://10.0.0.6:8080/"):
        with pytest.raises(HostForbidden):
            allowlist.check(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2a00:1450::1", True), ("127.0.0.1", False), ("10.1.2.3", False), ("192.168.0.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False),
        ("fe80::1%eth0", False), ("fd00::1", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False), ("64:ff9b::808:808", True), ("64:ff9b:1::808:808", False), ("fec0::1", False),
        ("::127.0.0.1", False), ("::", False), ("100::1", False), ("2001::1", False), ("2001:db8::1", False),
        ("3fff::1", False), ("4000::1", False), ("ff02::1", False), ("192.0.0.8", False), ("192.88.99.1", False),
        ("198.18.0.1", False), ("203.0.113.1", False), ("240.0.0.1", False),
        ("255.255.255.255", False), ("2002:7f00:1::", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_name_that_leads_to_a_private_address_is_not_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def rebound(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port)), (2, 1, 6, "", ("10.0.0.1", port))]

    monkeypatch.setattr("socket.getaddrinfo", rebound)
    with pytest.raises(SourceUnavailable):
        HttpClient(plain_settings()).get_json("https://api.deezer.com/track/1", source="Deezer")
    assert asked == ["api.deezer.com"]  # once: it is not tried again


def test_the_session_keeps_nothing_of_other_peoples() -> None:
    session = HttpClient(plain_settings()).session
    assert session.trust_env is False
    response = requests.Response()
    response.headers["Location"] = "https://evil.com/"
    response.status_code = 302
    assert session.get_redirect_target(response) is None


@pytest.mark.parametrize(
    ("header", "pause"),
    [("7", 7), ("0", 1), ("-3", 1), ("48925", 48925), ("1e9", 86400), ("nan", 30), ("", 30), (None, 30), ("soon", 30)],
)
def test_retry_after_in_seconds(header: str | None, pause: float) -> None:
    assert retry_after_s(header) == pause


def test_retry_after_as_a_date() -> None:
    assert retry_after_s("Wed, 21 Oct 2015 07:28:00 GMT") == 1
    assert retry_after_s("Wed, 21 Oct 2099 07:28:00 GMT") == 86400


# Gate


def test_a_pause_is_kept_and_told_without_asking() -> None:
    outcomes: list[tuple[str, str]] = []
    gate = SourceGate(None, lambda source, outcome: outcomes.append((source, outcome)))
    with pytest.raises(RateLimited), gate.asking("deezer"):
        raise RateLimited(source="Deezer", retry_after_s=30.0)
    with pytest.raises(RateLimited) as caught, gate.asking("deezer"):
        pytest.fail("asked in spite of the pause")
    assert 25 < float(caught.value.params["retry_after_s"]) <= 30
    with gate.asking("itunes"):
        pass
    assert outcomes == [("deezer", "limited"), ("deezer", "blocked")]


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    blocked = MemoryBackoffStore()
    later = time.time() + 100
    blocked.block("spotify", later)
    blocked.block("spotify", later - 90)
    assert blocked.until("spotify") == later


def test_a_minutes_budget_is_kept_and_said_without_asking() -> None:
    outcomes: list[tuple[str, str]] = []
    gate = SourceGate(None, lambda *told: outcomes.append(told))
    limit = SOURCES["itunes"].per_minute
    asked = 0

    def ask_on() -> None:
        nonlocal asked
        for _ in range(2 * limit + 1):  # a new minute may begin meanwhile
            with gate.asking("itunes"):
                asked += 1

    with pytest.raises(RateLimited) as caught:
        ask_on()
    assert limit <= asked <= 2 * limit
    assert 0 < float(caught.value.params["retry_after_s"]) <= 60
    assert outcomes[-1] == ("itunes", "spent")
    with gate.asking("deezer"):
        pass


def test_rows_of_albums_leave_a_part_of_the_budget_to_single_tracks() -> None:
    store = MemoryBackoffStore()
    gate = SourceGate(store)
    bulk = int(SOURCES["spotify"].per_day * BULK_SHARE)  # type: ignore[operator] # Spotify counts days
    for _ in range(bulk):
        assert store.spend("spotify", DAY_S, bulk)
    with bulk_work(), pytest.raises(RateLimited), gate.asking("spotify"):
        pytest.fail("asked in spite of the budget")
    with gate.asking("spotify"):
        pass
    assert store.spent("spotify", DAY_S) == bulk + 1


def test_bulk_work_that_paces_itself_has_no_budget() -> None:
    store = MemoryBackoffStore()
    with SourceGate(store, throttle=lambda _: None).asking("itunes"):
        pass
    assert store.spent("itunes", 60) == 0


def test_every_source_of_the_settings_has_its_row() -> None:
    settings = plain_settings()
    for key in {*PREVIEW_SOURCES, *get_args(CatalogueSource)}:
        assert SOURCES[key].title
    for spec in SOURCES.values():
        assert spec.hosts
        for name in spec.url_settings:
            host = urlsplit(getattr(settings, name)).hostname
            assert host in spec.hosts


# Payloads


def test_a_track_of_which_little_is_left() -> None:
    track = track_from(
        {"name": "Road", "id": ID, "artists": [{"name": "Mira"}, {"id": "x"}, None], "preview_url": None}
    )
    assert track is not None
    assert (track.title, track.artist_line, track.isrc, track.popularity, track.preview_url, track.release_date) == (
        "Road", "Mira", None, None, None, None,
    )  # fmt: skip


@pytest.mark.parametrize("number", ["1" + "0" * 400, "1e999", "-1e999", "NaN", "true", '"7"', "null", "[]"])
def test_numbers_that_are_none_are_unknown(number: str) -> None:
    data = json.loads(f'{{"name": "Road", "duration_ms": {number}, "popularity": {number}}}')
    track = track_from(data)
    assert track is not None
    assert (track.duration_s, track.popularity) == (None, None)


@pytest.mark.parametrize("popularity", [-1, 101])
def test_a_popularity_outside_its_scale_is_unknown(popularity: int) -> None:
    track = track_from({"name": "Road", "popularity": popularity})
    assert track is not None
    assert track.popularity is None


def test_a_name_without_end_is_cut_off() -> None:
    track = track_from({"name": "x" * 1_000_000})
    assert track is not None
    assert len(track.title) == 4_000


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
def test_any_json_is_a_track_or_none(data: object) -> None:
    track = track_from(data)
    assert track is None or track.title


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


# Order and errors


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


def test_nothing_to_ask_with_says_what_was_tried() -> None:
    settings = plain_settings(preview_sources="deezer, itunes, embed")
    with pytest.raises(PreviewNotFound) as caught:
        Previews(settings, HttpClient(settings)).find(Track(title="Road"))  # no artist, no id: nobody can be asked
    assert caught.value.params == {"title": "Road", "tried": "Deezer, iTunes, Spotify's embed page"}
    assert "Upload" in caught.value.advice
