"""Links: every form that people paste, nothing that only looks like one, and bounded work on hostile text."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from spotpop.__main__ import app
from spotpop.links import Reference, find_references, parse_reference, reference_to

ID = "2plbrEY59IikOBgBGLjaoe"
OTHER = "4uLU6hMCjMI75M1A2tKUQC"
TRACK = Reference("track", ID, f"https://open.spotify.com/track/{ID}")

TRACK_FORMS = [
    f"https://open.spotify.com/track/{ID}",
    f"http://open.spotify.com/track/{ID}",
    f"HTTPS://Open.Spotify.COM/track/{ID}",
    f"open.spotify.com/track/{ID}",
    f"https://play.spotify.com/track/{ID}",
    f"https://open.spotify.com:443/track/{ID}",
    f"https://open.spotify.com./track/{ID}",
    f"https://open.spotify.com/intl-de/track/{ID}",
    f"https://open.spotify.com/intl-pt-br/track/{ID}",
    f"https://open.spotify.com/embed/track/{ID}",
    f"https://open.spotify.com/intl-de/embed/track/{ID}",
    f"https://open.spotify.com/embed/intl-de/track/{ID}?utm_source=generator",
    f"https://open.spotify.com/track/{ID}?si=0123456789abcdef",
    f"https://open.spotify.com/track/{ID}?si=ä",
    f"https://open.spotify.com/track/{ID}#0:42",
    f"https://open.spotify.com/track/{ID}/",
    f"https://open.spotify.com/track/{ID}/?si=1",
    f"https://open.spotify.com/track/{ID}.",
    f"https://open.spotify.com/track/{ID}, and more",
    f"(https://open.spotify.com/track/{ID})",
    f"<https://open.spotify.com/track/{ID}>",
    f"**https://open.spotify.com/track/{ID}**",
    f"_open.spotify.com/track/{ID}_",
    f"||https://open.spotify.com/track/{ID}||",
    f"`https://open.spotify.com/track/{ID}`",
    f"[a song](https://open.spotify.com/track/{ID})",
    f"[a song](<https://open.spotify.com/track/{ID}?si=1>)",
    f"[https://open.spotify.com/track/{ID}](https://open.spotify.com/track/{ID})",
    f'<a href="https://open.spotify.com/track/{ID}">',
    f"https://open.spot\u200bify.com/tr\u2060ack/{ID}\ufeff",
    f"🎵\ufe0fhttps://open.spotify.com/track/{ID}",
    f"聴いてhttps://open.spotify.com/track/{ID}、どうぞ",
    f"https://open.spotify.com/track/{ID}。",
    f"https://open.spotify.com/track/{ID}聴いて",
    f"\x00\n\thttps://open.spotify.com/track/{ID}\r\n",
    f"listen:https://open.spotify.com/track/{ID}!",
    f"spotify:track:{ID}",
    f"SPOTIFY:TRACK:{ID}",
    f"<spotify:track:{ID}>",
    f"spotify:track:{ID}?si=1",
    f"spotify:track:{ID}.",
    f"spotify://track/{ID}",
    f"https://open.spotify.com/track/{ID}%20",
    f"https://open.spotify.com/track/{ID}&si=0123",
    f"https://https://open.spotify.com/track/{ID}",
    f"https://open.spotify.com/de/track/{ID}",
    f"https://open.spotify.com/pt-br/track/{ID}",
    f"https://open.spotify.com/intl-es-419/track/{ID}",
    f"https://open.spotify.com/track/{ID}…",
    f"https://open.spotify.com/album/{OTHER}?highlight=spotify:track:{ID}",
    f"https://open.spotify.com/album/{OTHER}?si=1&highlight=spotify%3Atrack%3A{ID}&x=2",
    f"https://open.spotify.com/intl-de/playlist/{OTHER}?highlight=spotify:track:{ID}",
    f"https://song.link/s/{ID}",
    f"https://song.link/de/s/{ID}",
    f"https://odesli.co/https://open.spotify.com/track/{ID}?si=1",
    f"https://song.link/https://open.spotify.com/track/{ID}",
]

STORE_FORMS = [
    ("https://www.deezer.com/track/3135553", "deezer", "3135553", None),
    ("deezer.com/en/track/3135553?utm_source=x", "deezer", "3135553", None),
    ("https://www.deezer.com/pt-br/track/3135553/", "deezer", "3135553", None),
    ("https://music.apple.com/us/album/one-more-time/697194953?i=697195462", "itunes", "697195462", "us"),
    ("https://music.apple.com/de/album/x/697194953?i=697195462&ls=1", "itunes", "697195462", "de"),
    ("https://music.apple.com/album/697194953?uo=4&i=697195462", "itunes", "697195462", "us"),
    ("https://music.apple.com/jp/song/one-more-time/697195462", "itunes", "697195462", "jp"),
    ("https://music.apple.com/gb/song/697195462", "itunes", "697195462", "gb"),
    ("https://itunes.apple.com/us/album/x/id697194953?i=697195462", "itunes", "697195462", "us"),
    ("https://song.link/i/697195462", "itunes", "697195462", "us"),
    ("https://song.link/d/3135553", "deezer", "3135553", None),
]
JOINED = [
    f"https://open.spotify.com/track/{ID},https://open.spotify.com/track/{OTHER}",
    f"https://open.spotify.com/track/{ID}?si=a,https://open.spotify.com/track/{OTHER}?si=b",
    f"https://open.spotify.com/track/{ID}https://open.spotify.com/track/{OTHER}",
    f"https://open.spotify.com/track/{ID}open.spotify.com/track/{OTHER}",
    f"https://open.spotify.com/track/{ID};http://open.spotify.com/intl-de/track/{OTHER}",
    f"spotify:track:{ID},spotify:track:{OTHER}",
    f"spotify:track:{ID}spotify:track:{OTHER}",
    f"spotify:track:{ID},https://open.spotify.com/track/{OTHER}",
    f"https://open.spotify.com/track/{ID}|https://open.spotify.com/track/{OTHER}",
]


@pytest.mark.parametrize("text", TRACK_FORMS)
def test_every_form_of_a_track_is_the_same_reference(text: str) -> None:
    assert find_references(text) == (TRACK,)
    assert parse_reference(text) == TRACK


@pytest.mark.parametrize(("text", "service", "store_id", "country"), STORE_FORMS)
def test_tracks_of_other_services_are_known_by_their_id(
    text: str, service: str, store_id: str, country: str | None
) -> None:
    (found,) = find_references(text)
    assert (found.kind, found.service, found.store_id, found.country) == ("track", service, store_id, country)
    assert find_references(found.url) == (found,)
    assert reference_to("track", found.id) == found


def test_a_playlist_of_apple_is_known_by_its_id_and_country() -> None:
    (found,) = find_references("https://music.apple.com/gb/playlist/our-songs/pl.u-06oxDvGCYLMvmo?l=en")
    assert (found.kind, found.store_id, found.country) == ("playlist", "pl.u-06oxDvGCYLMvmo", "gb")
    assert reference_to("playlist", found.id) == parse_reference(found.url) == found
    with pytest.raises(ValueError, match="itunes has no track"):
        reference_to("track", found.id)


@pytest.mark.parametrize("text", JOINED)
def test_addresses_joined_by_a_comma_or_by_nothing_are_parted(text: str) -> None:
    assert [found.id for found in find_references(text)] == [ID, OTHER]


@pytest.mark.parametrize(
    "text",
    [
        "https://www.deezer.com/artist/3135553",
        "https://www.deezer.com/track/abc",
        "https://music.apple.com/us/album/x/pl.697194953",
        "https://music.apple.com/us/artist/x/697194953",
        "https://evil.deezer.com/track/3135553",
        "https://music.apple.com.evil.com/us/song/x/697195462",
        "https://song.link/y/dQw4w9WgXcQ",
        "https://song.link/s/abc",
        "https://www.deezer.com/track/" + "1" * 20,
    ],
)
def test_other_pages_of_other_services_are_no_tracks(text: str) -> None:
    assert find_references(text) == ()


@pytest.mark.parametrize("kind", ["track", "album", "playlist", "artist", "episode", "show"])
def test_kinds_are_kept_apart(kind: str) -> None:
    expected = Reference(kind, ID, f"https://open.spotify.com/{kind}/{ID}")  # type: ignore[arg-type] # from the list
    assert find_references(f"https://open.spotify.com/{kind}/{ID}") == (expected,)
    assert find_references(f"spotify:{kind}:{ID}") == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        f"spotify:user:someone:playlist:{ID}",
        f"spotify:user:some%20one:playlist:{ID}",
        f"https://open.spotify.com/user/someone/playlist/{ID}?si=1",
    ],
)
def test_playlists_of_old_carry_their_owner(text: str) -> None:
    assert find_references(text) == (reference_to("playlist", ID),)


@pytest.mark.parametrize(
    ("text", "code", "url"),
    [
        ("https://spotify.link/hRkBrwub9xb", "hRkBrwub9xb", "https://spotify.link/hRkBrwub9xb"),
        ("http://spotify.app.link/AbC-1_x?p=1", "AbC-1_x", "https://spotify.app.link/AbC-1_x"),
        ("_spoti.fi/3abcDE_", "3abcDE", "https://spoti.fi/3abcDE"),
        ("https://open.spotify.com/s/AbC123.", "AbC123", "https://open.spotify.com/s/AbC123"),
        ("https://open.spotify.com/intl-de/s/AbC123", "AbC123", "https://open.spotify.com/s/AbC123"),
    ],
)
def test_short_links(text: str, code: str, url: str) -> None:
    assert find_references(text) == (Reference("short", code, url),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ID,
        "https://open.spotify.com",
        "https://open.spotify.com/",
        "https://open.spotify.com/embed/",
        "https://open.spotify.com/track/",
        "https://open.spotify.com/track/abc",
        "spotify:track:abc",
        f"https://open.spotify.com/track/{ID}x",
        f"https://open.spotify.com/track/{ID[:-1]}",
        f"https://open.spotify.com/track/{ID[:-1]}é",
        f"https://open.spotify.com/track/{ID}é",
        f"https://open.spotify.com/track/{ID}\uff21",
        f"https://open.spotify.com/track/{ID}%2F",
        f"https://open.spotify.com/track/{ID}/lyrics",
        f"https://open.spotify.com/collection/{ID}",
        f"https://open.spotify.com/track:{ID}",
        f"https://openXspotify.com/track/{ID}",
        f"https://xopen.spotify.com/track/{ID}",
        f"https://evil.open.spotify.com/track/{ID}",
        f"https://open.spotify.com.evil.com/track/{ID}",
        f"https://open.spotify.com@evil.com/track/{ID}",
        f"https://user@open.spotify.com/track/{ID}",
        f"https://open.spotify.com:secret@evil.com/track/{ID}",
        f"https://open.spotify.com:8080/track/{ID}",
        f"https://open.spotify.com\\@evil.com/track/{ID}",
        f"https://evil.com\\@open.spotify.com/track/{ID}",
        f"https://evil.com/open.spotify.com/track/{ID}",
        f"https://evil.com/?to=https://open.spotify.com/track/{ID}",
        f"https://evil.com#open.spotify.com/track/{ID}",
        f"evil.com/open.spotify.com/track/{ID}",
        f"https://open\uff0espotify\uff0ecom/track/{ID}",
        f"https://\u043epen.spotify.com/track/{ID}",
        f"https://éopen.spotify.com/track/{ID}",
        f"https://e\u0301.open.spotify.com/track/{ID}",
        f"https://日open.spotify.com/track/{ID}",
        f"https://open.\u017fpotify.com/track/{ID}",
        f"\u017fpotify:track:{ID}",
        f"https://open.spotify.com\u3002evil.com/track/{ID}",
        f"ftp://open.spotify.com/track/{ID}",
        f"xspotify:track:{ID}",
        f"spotify:track:{ID}:more",
        f"spotify:user:x:track:{ID}",
        f"spotify:local:{ID}",
        "https://spotify.link/",
        "https://spotify.link/a/b",
        "https://spotify.link/" + "a" * 65,
        "https://notspotify.link/abc",
        "https://spotify.link.evil.com/abc",
        "https://open.spotify.com/s/",
    ],
)
def test_what_only_looks_like_a_link_is_nothing(text: str) -> None:
    assert find_references(text) == ()
    assert parse_reference(text) is None


def test_several_links_keep_their_order_and_come_once() -> None:
    text = (
        f"https://open.spotify.com/album/{OTHER}, spotify:track:{ID} then open.spotify.com/intl-ja/track/{ID}?x "
        "and spoti.fi/abc"
    )
    assert [(found.kind, found.id) for found in find_references(text)] == [
        ("album", OTHER),
        ("track", ID),
        ("short", "abc"),
    ]


def test_only_real_ids_make_references() -> None:
    with pytest.raises(ValueError, match="no track"):
        reference_to("track", "abc")
    with pytest.raises(ValueError, match="no short"):
        reference_to("short", ID)


PIECES = st.sampled_from(
    [
        "https://",
        "open.spotify.com",
        "spotify:",
        "/track/",
        "track:",
        ID,
        "/embed",
        "/intl-de",
        "@",
        ":",
        "/",
        ".",
        "?",
        "#",
        "spotify.link/",
        "\u200b",
        "é",
        "日",
        "\ud800",
        "(",
        "]",
        "\\",
        "%2F",
        "&",
        ",",
        "?highlight=spotify:track:",
        "song.link/s/",
        "www.deezer.com/track/1",
        "music.apple.com/us/song/1",
        " ",
        "user:",
        "x",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join)))
@settings(max_examples=400)
def test_any_text_is_read_without_an_error_and_every_reference_reads_back(text: str) -> None:
    for found in find_references(text):
        assert find_references(found.url) == (found,)
        assert found.url.isascii()


@given(
    st.text("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=22, max_size=22),
    st.sampled_from(["", " ", "<", "(", "**", "|", "\n", "。", "\u200b"]),
    st.sampled_from(["", " ", ">", ")", "**", "|", "\n", "。", "/", "?si=x", "#t", "!?", "\u200b"]),
    st.permutations(["embed/", "intl-fr/"]),
)
def test_any_id_survives_its_wrapping(spotify_id: str, before: str, after: str, decoration: list[str]) -> None:
    text = f"{before}https://open.spotify.com/{''.join(decoration)}track/{spotify_id}{after}"
    assert find_references(text) == (reference_to("track", spotify_id),)


HOSTILE = [
    "https://",
    "https://open.spotify.com/",
    "open.spotify.com/embed/",
    "https://open.spotify.com/embed/intl-de/",
    "spotify:",
    "spotify:user:",
    "[](<",
    f"https://open.spotify.com/track/{ID}",
    f"spotify:track:{ID},",
    "song.link/https://",
    "deezer.com/track/",
    "open.spotify.com.",
    f"open.spotify.com/track/{ID} ",
    f"xhttps://open.spotify.com/track/{ID}",
    "/embed",
    "@:/?#",
    "\u200b",
    "é",
    "a",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("frame", ["{}", "https://open.spotify.com/embed/{}"])
def test_work_grows_no_faster_than_the_text(piece: str, frame: str) -> None:
    def work(size: int) -> float:
        text = frame.format(piece * (size // len(piece)))
        spent = []
        for _ in range(3):
            start = time.process_time()
            find_references(text)
            spent.append(time.process_time() - start)
        return min(spent)

    small, large = work(16_000), work(256_000)
    # 16 times the text: linear work is 16 times as much, quadratic 256 times. The constant absorbs the clock's grain.
    assert large <= 80 * small + 0.02


def test_the_command_prints_one_object_a_line() -> None:
    result = CliRunner().invoke(app, ["links", f"a spotify:track:{ID} b https://spotify.link/xy"])
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines == [
        {"kind": "track", "id": ID, "url": TRACK.url},
        {"kind": "short", "id": "xy", "url": "https://spotify.link/xy"},
    ]


def test_the_command_reads_standard_input() -> None:
    result = CliRunner().invoke(app, ["links", "-"], input=f"\xff <{TRACK.url}>\n".encode("latin-1"))
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == ID


def test_the_command_finds_nothing_quietly() -> None:
    result = CliRunner().invoke(app, ["links", "nothing here"])
    assert (result.exit_code, result.stdout) == (0, "")
