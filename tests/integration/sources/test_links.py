"""Short links, and pages whose title their service gives, against counterparts over real sockets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from spotpop.errors import (
    ListingNotFound,
    NotReleasedYet,
    OtherService,
    RateLimited,
    RecordingUnsure,
    ShortLinkDead,
    SourceUnavailable,
)
from spotpop.links import Reference, parse_reference
from spotpop.links.choices import decode_choices
from spotpop.links.other_services import titled_link
from tests.counterparts.world import MusicWorld, start_music_world
from tests.integration.sources.songs import SONG, open_sources, reference

# Short links

SHORT = {
    "https://spotify.link/abc": SONG.url + "?si=1",
    "https://spoti.fi/two": "https://spotify.link/abc",
    "https://open.spotify.com/s/CODE": f"https://open.spotify.com/intl-de/track/{SONG.id}",
    "https://spotify.app.link/4": "https://spoti.fi/3",
    "https://spoti.fi/3": "https://spotify.link/2",
    "https://spotify.link/2": "https://spotify.link/1",
    "https://spotify.link/1": SONG.url,
    "https://spotify.link/5": "https://spotify.app.link/4",
    "https://spotify.link/loop": "https://spotify.link/loop",
    "https://spotify.link/ping": "https://spotify.link/pong",
    "https://spotify.link/pong": "https://spotify.link/ping",
    "https://spotify.link/evil": "https://evil.example/track/1",
    "https://spotify.link/user": SONG.url.replace("https://", "https://x@"),
    "https://spotify.link/inside": "http://169.254.169.254/",
    "https://spotify.link/intent": "intent://open.spotify.com/track/1",
    "https://spotify.link/back": "/s/CODE",
    "https://spotify.link/home": "https://open.spotify.com/",
    "https://spotify.link/broken": "https://[",
    "https://spotify.link/http": SONG.url.replace("https", "http"),
    "https://spotify.link/apple": f"https://music.apple.com/de/album/x/1?i={SONG.number}",
    "https://link.deezer.com/dz": f"https://www.deezer.com/track/{SONG.number}",
    "https://spotify.link/soon": "https://open.spotify.com/prerelease/5cVhnGLBO9MSgLcSLSBRhT",
    "https://spotify.link/album": f"https://open.spotify.com/album/{SONG.id}",
}


@pytest.fixture(scope="module")
def short_world() -> Iterator[MusicWorld]:
    with start_music_world([SONG], short_links=SHORT) as world:
        world.open.pages = {
            "https://spotify.link/canonical": f'<link rel="canonical" href="{SONG.url}">',
            "https://spotify.link/og": f'<meta property="og:url" content="{SONG.url}?si=1&amp;x=2"/>',
            "https://spotify.link/script": f'<script>window.location = "{SONG.url}"</script>',
            "https://spotify.link/refresh": f'<meta http-equiv="refresh" content="0; url={SONG.url}">',
            "https://spotify.link/page-evil": '<link rel="canonical" href="https://evil.example/track/1">',
            "https://spotify.link/page-none": "<title>Spotify</title>",
            "https://spotify.link/page-late": " " * 70_000 + f'<link rel="canonical" href="{SONG.url}">',
        }
        yield world


@pytest.mark.parametrize("code", ["canonical", "og", "script", "refresh", "http"])
def test_a_short_link_may_answer_with_a_page_that_names_its_target(short_world: MusicWorld, code: str) -> None:
    assert open_sources(short_world)[0].resolve(Reference("short", code, f"https://spotify.link/{code}")) == reference()


@pytest.mark.parametrize(
    ("url", "service"), [("https://spotify.link/apple", "itunes"), ("https://link.deezer.com/dz", "deezer")]
)
def test_a_short_link_may_lead_to_another_store(short_world: MusicWorld, url: str, service: str) -> None:
    found = open_sources(short_world)[0].resolve(Reference("short", url.rpartition("/")[2], url))
    assert (found.service, found.store_id) == (service, str(SONG.number))


def test_a_short_link_to_what_is_not_out_says_so(short_world: MusicWorld) -> None:
    with pytest.raises(NotReleasedYet):
        open_sources(short_world)[0].resolve(Reference("short", "soon", "https://spotify.link/soon"))


@pytest.mark.parametrize(
    ("link", "hops"),
    [
        ("spotify.link/abc", 1),
        ("spoti.fi/two", 2),
        ("open.spotify.com/s/CODE", 1),
        ("spotify.app.link/4", 4),
        ("spotify.link/back", 2),
    ],
)
def test_a_short_link_is_followed_by_head_alone(short_world: MusicWorld, link: str, hops: int) -> None:
    short_world.forget()
    catalogue, _ = open_sources(short_world)
    short = parse_reference(link)
    assert short is not None
    assert short.kind == "short"
    assert catalogue.resolve(short) == reference()
    assert [(request.method, "curl" in request.headers["user-agent"]) for request in short_world.requests] == [
        ("HEAD", True)
    ] * hops


@pytest.mark.parametrize(
    "code",
    [
        "5",
        "loop",
        "ping",
        "evil",
        "user",
        "inside",
        "intent",
        "home",
        "broken",
        "gone",
        "page-evil",
        "page-none",
        "page-late",
    ],
)  # fmt: skip
def test_a_short_link_that_leads_elsewhere_is_dead(short_world: MusicWorld, code: str) -> None:
    short_world.forget()
    catalogue, _ = open_sources(short_world)
    with pytest.raises(ShortLinkDead):
        catalogue.resolve(Reference("short", code, f"https://spotify.link/{code}"))
    assert len(short_world.requests) <= 5


def test_a_short_link_serves_wherever_a_long_one_does(short_world: MusicWorld) -> None:
    catalogue, _ = open_sources(short_world)
    assert catalogue.track(Reference("short", "abc", "https://spotify.link/abc")).title == "Lantern Road"
    assert catalogue.resolve(reference()) == reference()
    with pytest.raises(ListingNotFound):
        catalogue.listing(Reference("short", "album", "https://spotify.link/album"))


def test_a_short_link_service_in_trouble_is_not_a_dead_link(short_world: MusicWorld) -> None:
    catalogue, _ = open_sources(short_world)
    short_world.open.fail(429, b"", times=1)
    with pytest.raises(RateLimited):
        catalogue.resolve(Reference("short", "abc", "https://spotify.link/abc"))
    catalogue, _ = open_sources(short_world)
    short_world.open.fail(503, b"", times=3)
    with pytest.raises(SourceUnavailable):
        catalogue.resolve(Reference("short", "abc", "https://spotify.link/abc"))


# Pages whose title their service tells (oEmbed)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "https://youtu.be/dQw4w9WgXcQ?si=1",
            {"title": "Mira Solberg - Lantern Road (Official Video)", "author_name": "MiraVEVO"},
        ),
        (
            "https://music.youtube.com/watch?v=dQw4w9WgXcQ",
            {"title": "Lantern Road", "author_name": "Mira Solberg - Topic"},
        ),
        (
            "https://soundcloud.com/mira/lantern-road",
            {"title": "Lantern Road by Mira Solberg", "author_name": "Mira Solberg"},
        ),
    ],
)
def test_a_page_is_looked_for_by_its_title_and_the_person_is_asked(
    world: MusicWorld, url: str, shown: dict[str, str]
) -> None:
    world.open.titles[url] = shown
    asked = titled_link(url) or pytest.fail("no link")
    catalogue, previews = open_sources(world)
    with pytest.raises(RecordingUnsure) as caught:
        catalogue.resolve(asked)
    [choice] = decode_choices(str(caught.value.params["choices"]))
    assert choice.label == "Mira Solberg \u2013 Lantern Road (3:21)"
    chosen = catalogue.track(choice.reference)
    assert previews.find(chosen).match.how == "id"


def test_a_page_without_a_title_or_without_a_song_has_its_sentence(world: MusicWorld) -> None:
    url = "https://soundcloud.com/mira/secret"
    asked = titled_link(url) or pytest.fail("no link")
    catalogue, _ = open_sources(world)
    for shown in (None, {"title": "Nobody knows this"}, {"title": 7}):
        if shown is not None:
            world.open.titles[url] = shown  # type: ignore[assignment] # as a careless service writes it
        with pytest.raises(OtherService) as caught:
            catalogue.resolve(asked)
        assert caught.value.params == {"service": "SoundCloud"}
