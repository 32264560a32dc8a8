"""Links that lead to no track by their id: each is answered with its own sentence and the next step."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotpop.links import find_references
from spotpop.links.other_services import SERVICES, explain, name_reference, service_of, split_name, titled_link

ID = "2plbrEY59IikOBgBGLjaoe"


@pytest.mark.parametrize(
    ("text", "code", "service"),
    [
        ("https://youtu.be/dQw4w9WgXcQ", "other-service", "YouTube"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "other-service", "YouTube"),
        ("music.youtube.com/watch?v=dQw4w9WgXcQ", "other-service", "YouTube"),
        ("listen: https://soundcloud.com/artist/song!", "other-service", "SoundCloud"),
        ("https://on.soundcloud.com/abc", "other-service", "SoundCloud"),
        ("https://artist.bandcamp.com/track/song", "other-service", "Bandcamp"),
        ("https://listen.tidal.com/track/1", "other-service", "Tidal"),
        ("https://music.amazon.de/albums/B0", "other-service", "Amazon Music"),
        ("https://music.apple.com/us/artist/name/697194953", "other-service", "Apple Music"),
        ("https://www.deezer.com/artist/3135553", "other-service", "Deezer"),
        ("https://drive.google.com/file/d/abc/view?usp=sharing", "file-on-share", "Google Drive"),
        ("https://www.dropbox.com/s/abc/mix.wav?dl=0", "file-on-share", "Dropbox"),
        ("https://we.tl/t-abc", "file-on-share", "WeTransfer"),
        ("https://vocaroo.com/abc", "file-on-share", "Vocaroo"),
    ],
)
def test_every_service_is_named_with_the_next_step(text: str, code: str, service: str) -> None:
    assert find_references(text) == ()
    error = explain(text)
    assert error is not None
    assert (error.code, error.params) == (code, {"service": service})


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        (f"https://open.spotify.com/prerelease/{ID}", "not-released-yet", {}),
        (f"https://open.spotify.com/intl-de/prerelease/{ID}?si=1", "not-released-yet", {}),
        (f"https://open.spotify.com/audiobook/{ID}", "unsupported-link", {"kind": "audiobook"}),
        ("https://open.spotify.com/socialsession/abc", "unsupported-link", {"kind": "jam"}),
        ("https://open.spotify.com/collection/tracks", "unsupported-link", {"kind": "collection"}),
        ("https://open.spotify.com/user/somebody", "unsupported-link", {"kind": "user"}),
        ("spotify:local:artist:album:title:200", "unsupported-link", {"kind": "local"}),
        ("spotify:collection", "unsupported-link", {"kind": "collection"}),
    ],
)
def test_other_pages_of_spotify_are_kept_apart(text: str, code: str, params: dict[str, str]) -> None:
    error = explain(text)
    assert error is not None
    assert (error.code, error.params) == (code, params)


@pytest.mark.parametrize(
    "text",
    ["", "hello", "song.mp3", "./youtube.com", "https://example.com/x", "https://youtube.com.evil.com/x",
     "notyoutube.com/x",
     "https://[broken/x", "myspotify:local:x"],
)  # fmt: skip
def test_what_is_not_known_is_not_explained(text: str) -> None:
    assert explain(text) is None


def test_pages_whose_title_is_reported_become_questions() -> None:
    found = titled_link("see https://youtu.be/dQw4w9WgXcQ?si=x")
    assert found is not None
    assert (found.kind, found.url) == ("short", "https://youtu.be/dQw4w9WgXcQ?si=x")
    other = titled_link("https://youtu.be/another")
    assert other is not None
    assert other.id != found.id
    assert (
        titled_link("http://evil@youtu.be/x") is None
        or titled_link("http://evil@youtu.be/x").url == "https://youtu.be/x"
    )  # type: ignore[union-attr]
    for text in ("https://artist.bandcamp.com/track/x", "https://youtube.com/", "https://www.dropbox.com/s/x"):
        assert titled_link(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Daft Punk - One More Time", ("Daft Punk", "One More Time")), ("A \u2013 B", ("A", "B")),
        ("A - B - C", ("A", "B - C")),
        ("AC/DC - T.N.T.", ("AC/DC", "T.N.T.")), ("!!! - ???", ("!!!", "???")), ("A-B", None),
        ("- B", None), ("A - ", None),
        ("A - ...", None), ("", None),
    ],
)  # fmt: skip
def test_artist_and_title_are_parted_by_a_dash(text: str, parts: tuple[str, str] | None) -> None:
    assert split_name(text) == parts
    assert (name_reference(text) is None) == (parts is None)


def test_the_same_name_is_the_same_question() -> None:
    one, two, other = (name_reference(text) for text in ("Ann - Road", " ann -  ROAD ", "Ann - Street"))
    assert one is not None
    assert two is not None
    assert other is not None
    assert one.id == two.id != other.id
    assert one.url == "name:Ann - Road"
    assert name_reference("https://x - y") is None


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for prefix in ("", "https://youtu.be/", "spotify:", "https://open.spotify.com/"):
        explain(prefix + text)
        titled_link(prefix + text)
        name_reference(prefix + text)


def test_hosts_belong_to_one_service() -> None:
    for service in SERVICES:
        for host in service.hosts:
            assert service_of(host) is service
