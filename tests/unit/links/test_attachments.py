"""Links to files in Discord's store: found wherever people paste them, and distinguished from all other links."""

import pytest

from spotpop.links import find_references, parse_reference
from spotpop.links.attachments import attachment_name, has_expired, is_attachment

LINK = "https://cdn.discordapp.com/attachments/123/456/my_mix.mp3?ex=66aa0000&is=66a90000&hm=ab12cd&"


@pytest.mark.parametrize(
    "text",
    [
        LINK,
        f"<{LINK}>",
        f"[my mix]({LINK})",
        f"listen: {LINK}width=1&height=2, please",
        LINK.replace("https://cdn.discordapp.com", "HTTPS://CDN.DiscordApp.com"),
        LINK.replace("cdn.discordapp.com", "media.discordapp.net").replace("?", "?format=mp3&"),
        LINK.removeprefix("https://"),
    ],
)
def test_the_file_is_found(text):
    (found,) = find_references(text)
    assert is_attachment(found.kind, found.id)
    assert found.url == LINK.removesuffix("&")
    assert attachment_name(found.url) == "my_mix.mp3"


def test_signed_anew_it_is_the_same_file():
    again = parse_reference(LINK.replace("66aa", "66bb").replace("ab12", "cd34"))
    assert again.id == parse_reference(LINK).id
    assert again.url != parse_reference(LINK).url
    assert parse_reference(LINK.replace("my_mix", "other")).id != again.id


@pytest.mark.parametrize(
    "text",
    [
        "https://cdn.discordapp.com/attachments/123/456",
        "https://cdn.discordapp.com/avatars/123/456.png",
        "https://cdn.discordapp.com/attachments/../456/a.mp3",
        "https://evil.example/cdn.discordapp.com/attachments/1/2/a.mp3",
        "https://cdn.discordapp.com.evil.example/attachments/1/2/a.mp3",
        "https://cdn.discordapp.com@evil.example/attachments/1/2/a.mp3",
        "https://user@cdn.discordapp.com/attachments/1/2/a.mp3",
        "https://cdn.discordapp.com:8443/attachments/1/2/a.mp3",
    ],
)
def test_other_addresses_are_not(text):
    assert find_references(text) == ()


def test_expiry_is_read_from_the_link():
    assert has_expired(LINK, now=0x66AA0001)
    assert not has_expired(LINK, now=0x66A90000)
    assert not has_expired("https://cdn.discordapp.com/attachments/1/2/a.mp3")
