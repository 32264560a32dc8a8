"""The bytes of a preview or of a file at Discord: sizes, redirects, time limits, proxies and private addresses."""

from __future__ import annotations

import socket
import time

import pytest

from spotpop.errors import (
    AttachmentExpired,
    SourcesOff,
    SourceUnavailable,
    TooLarge,
)
from spotpop.links import Reference, parse_reference
from spotpop.net import HttpClient
from tests.counterparts.server import Response
from tests.counterparts.world import MusicWorld, tone_wav
from tests.integration.sources.songs import SONG, open_sources, reference

# Downloads


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_preview_that_is_gone_sends_to_the_next_source(world: MusicWorld, status: int) -> None:
    world.cdn.fail(status, b"", path="/deezer", times=None)
    catalogue, previews = open_sources(world, preview_sources="deezer, itunes")
    assert previews.find(catalogue.track(reference())).match.source == "itunes"


def test_a_body_that_breaks_off_is_asked_for_once_more(world: MusicWorld) -> None:
    world.cdn.fail(cut=True, times=1)
    catalogue, previews = open_sources(world, preview_sources="deezer, itunes")
    found = previews.find(catalogue.track(reference()))
    assert (found.match.source, found.audio == SONG.bytes) == ("deezer", True)
    assert len(world.cdn.requests) == 2


def test_a_body_that_always_breaks_off_is_never_used(world: MusicWorld) -> None:
    world.cdn.fail(cut=True, path="/deezer", times=None)
    catalogue, previews = open_sources(world, preview_sources="deezer, itunes")
    assert previews.find(catalogue.track(reference())).match.source == "itunes"
    assert sum(request.path.startswith("/deezer") for request in world.cdn.requests) == 2


def test_a_connection_that_is_hung_up_is_opened_again(world: MusicWorld) -> None:
    world.deezer.fail(hang_up=True, times=1)
    catalogue, previews = open_sources(world, preview_sources="deezer")
    assert previews.find(catalogue.track(reference())).match.source == "deezer"


@pytest.mark.parametrize("announced", [True, False])
def test_more_bytes_than_a_preview_has_are_not_read(world: MusicWorld, announced: bool) -> None:
    http = HttpClient(world.settings())
    url = f"{world.cdn.url}/deezer/{SONG.id}.mp3?hdnea=exp=9999999999~"
    if not announced:
        world.cdn.fail(200, SONG.bytes, headers={"Content-Encoding": "identity"})
    with pytest.raises(SourceUnavailable):
        http.get_bytes(url, source="Deezer", max_bytes=100_000 if announced else len(SONG.bytes) - 1)
    assert http.get_bytes(url, source="Deezer", max_bytes=len(SONG.bytes)) == SONG.bytes


def test_a_compressed_bomb_is_stopped(world: MusicWorld) -> None:
    import gzip

    world.cdn.fail(200, gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}, times=None)
    with pytest.raises(SourceUnavailable):
        HttpClient(world.settings()).get_text(f"{world.cdn.url}/page", source="Deezer")


def test_an_empty_preview_is_no_preview(world: MusicWorld) -> None:
    world.cdn.fail(200, b"", path="/deezer", times=None)
    catalogue, previews = open_sources(world, preview_sources="deezer, itunes")
    assert previews.find(catalogue.track(reference())).match.source == "itunes"


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest",
        "https://evil.example/x.mp3",
        "file:///etc/passwd",
        "//evil.example/x",
        "http://[",
    ],
)
def test_a_redirect_to_a_forbidden_host_is_not_followed(world: MusicWorld, target: str) -> None:
    world.cdn.fail(302, b"", headers={"Location": target}, path="/deezer", times=None)
    catalogue, previews = open_sources(world, preview_sources="deezer, itunes")
    assert previews.find(catalogue.track(reference())).match.source == "itunes"


def test_a_redirect_within_the_list_is_followed_but_not_for_ever(world: MusicWorld) -> None:
    there = f"{world.cdn.url}/itunes/{SONG.id}.m4a"
    world.cdn.fail(302, b"", headers={"Location": there}, path="/deezer", times=1)
    catalogue, previews = open_sources(world, preview_sources="deezer")
    track = catalogue.track(reference())
    assert previews.find(track).audio == SONG.bytes
    world.cdn.fail(302, b"", headers={"Location": f"{world.cdn.url}/loop"}, times=None)
    world.forget()
    with pytest.raises(SourceUnavailable):
        previews.find(track)
    assert len(world.cdn.requests) == 5


def test_a_source_that_does_not_answer_in_time_is_left(world: MusicWorld) -> None:
    world.deezer.fail(delay_s=12, times=None)
    catalogue, previews = open_sources(world, network_timeout_s=2.0, preview_sources="deezer, itunes")
    started = time.monotonic()
    assert previews.find(catalogue.track(reference())).match.source == "itunes"
    assert time.monotonic() - started < 11  # one time-out, no second try
    assert len(world.deezer.requests) == 1


def test_nobody_at_the_address_is_said_quickly(world: MusicWorld) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = f"http://127.0.0.1:{server.getsockname()[1]}"
    catalogue, previews = open_sources(world, deezer_url=closed, preview_sources="deezer")
    started = time.monotonic()
    with pytest.raises(SourceUnavailable):
        previews.find(catalogue.track(reference()))
    assert time.monotonic() - started < 15


def test_a_malformed_redirect_is_no_answer(world: MusicWorld) -> None:
    world.cdn.fail(302, b"", headers={"Location": "http://["}, times=None)
    with pytest.raises(SourceUnavailable):
        HttpClient(world.settings()).get_bytes(f"{world.cdn.url}/x", source="x", max_bytes=10)


def test_only_some_pages_are_kept_in_memory(world: MusicWorld) -> None:
    http = HttpClient(world.settings())
    for number in range(40):
        world.cdn.fail(200, b"page", path=f"/page/{number}/", times=None)
    for number in [*range(40), 39, 0]:
        assert http.get_text(f"{world.cdn.url}/page/{number}/", source="x", keep_s=60) == "page"
    asked = [request.path for request in world.cdn.requests]
    assert asked.count("/page/39/") == 1
    assert asked.count("/page/0/") == 2


def test_a_proxy_is_used_for_the_world_and_not_for_what_the_operator_named(
    world: MusicWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, world.cdn.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(SourceUnavailable):
        HttpClient(world.settings()).get_json("https://p.scdn.co/x", source="x")
    assert {(request.method, request.path) for request in world.cdn.requests} == {("CONNECT", "p.scdn.co:443")}
    world.forget()
    open_sources(world)[0].track(reference())
    assert world.asked() == {"accounts": 1, "spotify": 1}


def test_a_private_address_is_asked_only_where_the_operator_named_it(world: MusicWorld) -> None:
    settings = world.settings()
    port = world.cdn.url.rpartition(":")[2]
    HttpClient(settings).get_bytes(f"{world.cdn.url}/embed/{SONG.id}.mp3", source="x", max_bytes=10**7)
    for host in ("localhost", "127.0.0.2", "[::1]", "0.0.0.0", "2130706433"):
        with pytest.raises(SourceUnavailable):
            HttpClient(settings).get_bytes(f"http://{host}:{port}/embed/{SONG.id}.mp3", source="x", max_bytes=10**7)
    assert len(world.cdn.requests) == 1


# Files in Discord's store


def attachment(name: str = "mix.wav", ends: int | None = None) -> Reference:
    signature = "" if ends is None else f"?ex={ends:x}&is=1&hm=ab"
    link = f"https://cdn.discordapp.com/attachments/1/2/{name}{signature}"
    return parse_reference(link) or pytest.fail("no link")


def test_a_file_at_discord_is_fetched_as_an_upload_is_taken(world: MusicWorld) -> None:
    world.cdn.files["/attachments/1/2/mix.wav"] = Response(200, b"sound", {"Content-Type": "audio/wav"})
    asked = attachment(ends=int(time.time()) + 60)
    catalogue, _ = open_sources(world)
    assert catalogue.resolve(asked) is asked
    assert catalogue.attachment(asked) == (b"sound", "mix.wav")
    assert "ex=" in world.cdn.requests[-1].path or "ex" in world.cdn.requests[-1].query


def test_a_file_at_discord_that_is_gone_large_or_off_is_reported(world: MusicWorld) -> None:
    catalogue, _ = open_sources(world, max_upload_mib=1)
    with pytest.raises(AttachmentExpired):
        catalogue.attachment(attachment(ends=int(time.time()) - 60))
    assert world.cdn.requests == [], "nobody is asked for what has expired"
    with pytest.raises(AttachmentExpired):
        catalogue.attachment(attachment("gone.wav"))
    world.cdn.files["/attachments/1/2/mix.wav"] = Response(200, b"x" * (2**20 + 1), {"Content-Type": "audio/wav"})
    with pytest.raises(TooLarge) as caught:
        catalogue.attachment(attachment())
    assert caught.value.params["maximum_mib"] == 1
    world.cdn.files["/attachments/1/2/mix.wav"] = Response(302, b"", {"Location": "http://127.0.0.1:1/secret"})
    with pytest.raises(SourceUnavailable):
        catalogue.attachment(attachment())
    off, _ = open_sources(world, preview_sources="")
    with pytest.raises(SourcesOff):
        off.attachment(attachment())


def test_the_pipeline_hears_a_file_at_discord_like_an_upload(world: MusicWorld) -> None:
    from spotpop.pipeline import Pipeline

    world.cdn.files["/attachments/1/2/mix.wav"] = Response(200, tone_wav(8.0), {"Content-Type": "audio/wav"})
    prepared = Pipeline(world.settings()).prepare(attachment())
    assert (prepared.match.how, prepared.track.title, prepared.track.released) == ("upload", "mix", False)
