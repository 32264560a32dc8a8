"""Short links are followed to where such links lead, never elsewhere; titles of pages become names to look for."""

import pytest

from spotpop.errors import (
    InputError,
    NameNotFound,
    OtherService,
    RateLimited,
    RecordingUnsure,
    ShortLinkDead,
    SourceUnavailable,
    UnsupportedLink,
)
from spotpop.links import Reference, parse_reference
from spotpop.links.choices import Choice, decode_choices
from spotpop.links.other_services import name_reference, titled_link
from spotpop.settings import load_settings
from spotpop.sources.backoff import SourceGate
from spotpop.sources.short_links import MAX_HOPS, ShortLinks, searchable
from tests.unit.sources.answers import Answers

ID = "2plbrEY59IikOBgBGLjaoe"
TRACK = f"https://open.spotify.com/track/{ID}"
SHORT = "https://spotify.link/abc"


class Hops(Answers):
    """What each address answers to HEAD and GET: status, where to, and the page."""

    def __init__(self, hops) -> None:
        super().__init__()
        self.hops = hops

    def head(self, url, *, source, headers=None):
        self.asked.append((url, {"method": "HEAD"}))
        status, location, _ = self.hops.get(url, (404, None, ""))
        return (405, None) if status == 200 else (status, location)

    def look(self, url, *, source, headers=None):
        self.asked.append((url, {"method": "GET"}))
        return self.hops.get(url, (404, None, ""))


def follow(hops, url: str = SHORT, found=()):
    http = Hops(hops)
    links = ShortLinks(load_settings(), http, SourceGate(), lambda _: list(found))
    return links.resolve(Reference("short", "abc", url)), http.asked


def test_a_redirect_leads_to_its_track() -> None:
    found, asked = follow({SHORT: (302, TRACK, "")})
    assert (found.kind, found.id, len(asked)) == ("track", ID, 1)
    other, _ = follow({SHORT: (307, "https://spotify.app.link/x", ""), "https://spotify.app.link/x": (301, TRACK, "")})
    assert other.id == ID


@pytest.mark.parametrize(
    "page",
    [
        f'<link rel="canonical" href="{TRACK}">', f"<link href='{TRACK}' rel='canonical'>",
        f'<meta property="og:url" content="{TRACK}">', f'<meta content="{TRACK}" property="og:url">',
        f'<meta http-equiv="refresh" content="0; url={TRACK}">', f"<script>window.location.href = '{TRACK}'</script>",
        f'<link rel="canonical" href="https://evil.com/"><meta property="og:url" content="{TRACK}?a=1&amp;b=2">',
    ],
)  # fmt: skip
def test_a_page_may_name_its_target(page: str) -> None:
    assert follow({SHORT: (200, None, page)})[0].id == ID


@pytest.mark.parametrize(
    "location",
    ["https://evil.com/", "ftp://open.spotify.com/track/x", "https://me@open.spotify.com/track/" + ID, "javascript:x",
     f"https://open.spotify.com:8443/track/{ID}", "https://[broken/", SHORT, "https://open.spotify.com/"],
)  # fmt: skip
def test_nothing_else_is_followed(location: str) -> None:
    with pytest.raises(ShortLinkDead):
        follow({SHORT: (302, location, ""), "https://evil.com/": (302, TRACK, "")})


def test_a_chain_has_an_end() -> None:
    hops = {f"https://spotify.link/{n}": (302, f"https://spotify.link/{n + 1}", "") for n in range(9)}
    with pytest.raises(ShortLinkDead):
        follow(hops, "https://spotify.link/0")
    hops = {f"https://spotify.link/{n}": (302, f"https://spotify.link/{n + 1}", "") for n in range(MAX_HOPS - 1)}
    hops[f"https://spotify.link/{MAX_HOPS - 1}"] = (302, TRACK, "")
    assert follow(hops, "https://spotify.link/0")[0].id == ID


@pytest.mark.parametrize(
    ("status", "error"), [(404, ShortLinkDead), (429, RateLimited), (503, SourceUnavailable), (501, ShortLinkDead)]
)
def test_a_service_in_trouble_is_distinguished_from_a_dead_link(status: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        follow({SHORT: (status, None, "")})


def test_any_other_reference_is_returned_as_it_is() -> None:
    plain = parse_reference(TRACK)
    assert ShortLinks(load_settings(), Hops({}), SourceGate(), lambda _: []).resolve(plain) is plain


CHOICES = [Choice(service="deezer", id="7", title="Road", artist="Ann", duration_s=200.0),
           Choice(service="deezer", id="8", title="Road (Live)", artist="Ann", duration_s=250.0)]  # fmt: skip


def by_name(name: str, found):
    return ShortLinks(load_settings(), Hops({}), SourceGate(), lambda _: list(found)).resolve(name_reference(name))


def test_a_name_is_the_song_that_is_called_so_or_a_choice() -> None:
    assert by_name("Ann - Road", CHOICES).store_id == "7"
    with pytest.raises(RecordingUnsure):
        by_name("Ann - Roads", CHOICES)
    with pytest.raises(NameNotFound):
        by_name("Ann - Road", [])


@pytest.mark.parametrize(
    ("title", "author", "name"),
    [
        ("Ann - Road (Official Video) [4K]", "Ann", "Ann - Road"), ("Road", "Ann - Topic", "Ann - Road"),
        ("Road", "AnnVEVO", "Ann - Road"), ("Road by Ann", "Ann", "Ann - Road"), ("Ann's Road", "Ann", "Ann's Road"),
        ("Road | Live", "Ann", "Road | Live"), ("Road", "", "Road"), ("Road (Live)", "Ann", "Ann - Road (Live)"),
    ],
)  # fmt: skip
def test_a_pages_title_becomes_artist_and_title(title: str, author: str, name: str) -> None:
    assert searchable(title, author) == name


YOUTUBE = "https://www.youtube.com/watch?v=abcdefghijk"


class Titled(Answers):
    """A page whose service tells its title."""

    def __init__(self, answer) -> None:
        super().__init__(oembed=answer)
        self.headers: list = []

    def get_json(self, url, *, source, params=None, headers=None, **more):
        self.headers.append(headers)
        return super().get_json(url, source=source, params=params, **more)


def by_title(answer, found=CHOICES, **settings):
    http, searched = Titled(answer), []
    links = ShortLinks(load_settings(**settings), http, SourceGate(), lambda name: searched.append(name) or list(found))
    with pytest.raises((OtherService, RecordingUnsure)) as caught:
        links.resolve(parse_reference(YOUTUBE) or titled_link(YOUTUBE))
    return caught.value, searched, http


def test_a_title_that_is_reported_is_looked_for_by_name() -> None:
    error, searched, http = by_title({"title": "Road (Official Video)", "author_name": "Ann - Topic"})
    assert searched == ["Ann - Road"]
    assert isinstance(error, RecordingUnsure)
    assert error.params["title"] == "Ann - Road"
    assert decode_choices(error.params["choices"])[0].id == "7"
    address, asked = http.asked[0]
    assert address == "https://www.youtube.com/oembed"
    assert asked == {"url": YOUTUBE, "format": "json"}
    assert http.headers == [None]
    for answer, found in (({}, CHOICES), (SourceUnavailable(source="x"), CHOICES), ({"title": "Road"}, [])):
        error, *_ = by_title(answer, found)
        assert isinstance(error, OtherService)
        assert error.params == {"service": "YouTube"}


STAND_IN = "http://127.0.0.1:9"


def test_a_stand_in_is_asked_for_the_same_path_with_the_host_beside_it() -> None:
    _, _, http = by_title({"title": "Road"}, spotify_open_url=STAND_IN)
    assert http.asked[0][0] == f"{STAND_IN}/oembed"
    assert http.headers == [{"X-Forwarded-Host": "www.youtube.com"}]
    hops = Hops({f"{STAND_IN}/abc": (302, f"{STAND_IN}/track/{ID}", "")})
    links = ShortLinks(load_settings(spotify_open_url=STAND_IN), hops, SourceGate(), lambda _: [])
    assert links.resolve(Reference("short", "abc", SHORT)).id == ID


@pytest.mark.parametrize(
    ("location", "followed"),
    [
        (f"http://open.spotify.com/track/{ID}", True), (f"https://open.spotify.com:443/track/{ID}", True),
        (f"http://open.spotify.com:80/track/{ID}", True), (f"https://OPEN.spotify.com/track/{ID}?si=1", True),
        (f"https://open.spotify.com:444/track/{ID}", False), (f"//open.spotify.com/track/{ID}", False),
    ],
)  # fmt: skip
def test_only_plain_addresses_of_known_hosts_are_followed(location: str, followed: bool) -> None:
    if followed:
        assert follow({SHORT: (302, location, "")})[0].id == ID
    else:
        with pytest.raises(ShortLinkDead):
            follow({SHORT: (302, location, "")})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_redirect_is_one(status: int) -> None:
    found, asked = follow({SHORT: (status, TRACK, "")})
    assert (found.id, [one["method"] for _, one in asked]) == (ID, ["HEAD"])
    with pytest.raises(ShortLinkDead):
        follow({SHORT: (status, None, "")})


@pytest.mark.parametrize("status", [300, 304, 305])
def test_what_is_no_redirect_leads_nowhere(status: int) -> None:
    with pytest.raises(ShortLinkDead):
        follow({SHORT: (status, TRACK, "")})


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("https://open.spotify.com/user/ann", UnsupportedLink),
        ("https://open.spotify.com/prerelease/x", InputError),
        ("https://www.deezer.com/", OtherService),
    ],
)
def test_what_is_understood_and_no_track_is_reported_as_what_it_is(location: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        follow({SHORT: (302, location, "")})


def test_who_wants_a_pause_is_left_alone_for_a_minute() -> None:
    with pytest.raises(RateLimited) as caught:
        follow({SHORT: (429, None, "")})
    assert caught.value.params["retry_after_s"] == 60.0
    for status in (500, 502, 599):
        with pytest.raises(SourceUnavailable):
            follow({SHORT: (status, None, "")})


def test_names_are_cut_where_no_name_is_longer() -> None:
    assert searchable("x" * 300, "") == "x" * 200
    assert searchable("Road", "a" * 300) == f"{'a' * 100} - Road"
    assert searchable("Road BY ANN", "Ann") == "Ann - Road"
    assert searchable("Byann", "Ann") == "Byann"
    assert searchable("Road \u2014 Live", "Ann") == "Road \u2014 Live"


def test_a_page_that_is_gone_or_private_has_no_title() -> None:
    *_, http = by_title({"title": "Road"})
    assert http.options == [{"absent": (400, 401, 403, 404)}]
