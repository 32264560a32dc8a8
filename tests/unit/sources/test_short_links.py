"""Short links are followed to where such links lead, never elsewhere; titles of pages become names to look for."""

import pytest

from spotpop.errors import NameNotFound, RateLimited, RecordingUnsure, ShortLinkDead, SourceUnavailable
from spotpop.links import Reference, parse_reference
from spotpop.links.choices import Choice
from spotpop.links.elsewhere import name_reference
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
def test_a_service_in_trouble_is_told_from_a_dead_link(status: int, error: type[Exception]) -> None:
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
