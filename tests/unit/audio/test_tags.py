"""Titles as files state them: in the encodings that software of three decades wrote, whatever the container."""

import pytest

from spotpop.audio.decode import decode
from spotpop.audio.tags import read_tags
from tests.unit.audio.sounds import packed

TITLES = {
    "utf-8": ("Café del Mar", "Café del Mar"),
    "latin-1": ("Café del Mar", "Café del Mar"),
    "cp1252": ("“Smile” – 5 €", "“Smile” – 5 €"),
}


def wav_with_title(title: bytes) -> bytes:
    sound = packed("wav")
    text = title + b"\0" * (2 - len(title) % 2)
    info = b"INFOINAM" + len(text).to_bytes(4, "little") + text
    chunk = b"LIST" + len(info).to_bytes(4, "little") + info
    body = sound[8:] + chunk
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def mp3_with_id3v1(title: bytes) -> bytes:
    """The last 128 bytes: title, artist, album (30 each), year, remark, genre; no encoding is stated."""
    sound = packed("mp3")
    if sound.startswith(b"ID3"):
        sound = sound[sound.index(b"\xff\xfb") :]
    return sound + b"TAG" + title[:30].ljust(30, b"\0") + b"\0" * 94 + b"\xff"


def flac_with_comment(title: bytes) -> bytes:
    """A comment block put behind the first one; STREAMINFO, 34 bytes, always is the first."""
    sound = packed("flac")
    field = b"TITLE=" + title
    comment = (0).to_bytes(4, "little") + (1).to_bytes(4, "little") + len(field).to_bytes(4, "little") + field
    frames = sound.index(b"\xff\xf8")
    return b"fLaC\x00" + sound[5:42] + b"\x84" + len(comment).to_bytes(3, "big") + comment + sound[frames:]


@pytest.mark.parametrize("encoding", TITLES)
@pytest.mark.parametrize("make", [wav_with_title, mp3_with_id3v1, flac_with_comment])
def test_a_title_is_read_in_the_encoding_that_its_author_used(make, encoding):
    title, read = TITLES[encoding]
    data = make(title.encode(encoding))
    assert read_tags(data).title == read
    assert decode(data).audio_duration_s == pytest.approx(8.0, abs=0.1)


def test_a_field_that_cut_a_letter_in_two_loses_that_letter_alone():
    assert read_tags(mp3_with_id3v1("– Über Größenwahnsinnes überall".encode())).title == "– Über Größenwahnsinnes"


@pytest.mark.parametrize("make", [wav_with_title, mp3_with_id3v1, flac_with_comment])
def test_bytes_that_are_no_text_at_all_are_valid_unicode_afterwards(make):
    read_tags(make(bytes(range(1, 256))[::9])).title.encode("utf-8")
