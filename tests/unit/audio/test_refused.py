"""What is no song or cannot be heard is named: by its bytes, and where they say nothing by its name."""

import gzip
import io
import re
import zipfile

import pytest

from spotpop.audio.decode import decode
from spotpop.audio.refused import named_by_ending, other_file, refused_by_name, text_file
from spotpop.errors import NotAudio, OtherFile, UnsupportedAudio
from tests.unit.audio.sounds import packed


def zipped(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"x" * 50)
    return out.getvalue()


XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'
OTHERS = [
    (b"Rar!\x1a\7\1\0", "archive", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "7z"),
    (gzip.compress(b"plain text", mtime=0), "archive", "gzip"),
    (b"BZh91AY", "archive", "bzip2"),
    (b"song.wav".ljust(257, b"\0") + b"ustar", "archive", "tar"),
    (zipped("song.mp3"), "archive", "ZIP"),
    (zipped("[Content_Types].xml", "word/document.xml"), "document", "Word"),
    (zipped("xl/workbook.xml"), "document", "Excel"),
    (zipped("projectData"), "project", "GarageBand/Logic Pro"),
    (zipped("song.mscx", "score_style.mss"), "project", "MuseScore"),
    (b"%PDF-1.7", "document", "PDF"),
    (b"{\\rtf1", "document", "RTF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document", "Microsoft Office"),
    (b"SQLite format 3\0" + b"\1" * 100, "document", "SQLite"),
    (b"\x89PNG\r\n", "picture", "PNG"),
    (b"\xff\xd8\xff\xe0", "picture", "JPEG"),
    (b"RIFF\x24\0\0\0WEBPVP8 ", "picture", "WebP"),
    (b"\0\0\0\x18ftypheic", "picture", "HEIF/AVIF"),
    (XML + b"<svg xmlns=", "picture", "SVG"),
    (b"MZ\x90\0", "program", "Windows"),
    (b"\x7fELF", "program", "Linux"),
    (b"#EXTM3U\n#EXTINF:1,a\nsong.mp3\n", "playlist", "M3U"),
    (b"# mine\n../a/Song one.mp3\r\nb.flac\r\n", "playlist", "M3U"),
    (b"[playlist]\nFile1=song.mp3\n", "playlist", "PLS"),
    (XML + b'<playlist version="1">', "playlist", "XSPF"),
    (b'<asx version="3.0">', "playlist", "ASX"),
    (
        b'\xef\xbb\xbfREM GENRE Rock\nFILE "a.wav" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n',
        "playlist",
        "cue sheet",
    ),
]


@pytest.mark.parametrize(("data", "kind", "name"), OTHERS)
def test_other_files_are_named_with_what_to_do(data, kind, name):
    assert other_file(data).params == {"kind": kind, "name": name}
    with pytest.raises(OtherFile):
        decode(data + b"\1" * 50 if kind != "playlist" and not data.startswith(b"PK") else data)


@pytest.mark.parametrize("data", [b"FILE of mine, TRACK of yours\n", b"song.mp3\nand some text\n", b"\0song.mp3", b""])
def test_a_text_is_no_playlist(data):
    assert other_file(data) is None


def test_an_mp3_inside_an_archive_is_not_heard():
    with pytest.raises(OtherFile, match="ZIP"):
        decode(zipped("song.mp3") + packed("mp3"))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (gzip.compress(XML + b'<Ableton MajorVersion="5">' + b"x" * 9000, mtime=0), "Ableton Live"),
        (b"RIFF\1\2\3\4NUND", "Cubase"),
        (XML + b"<!DOCTYPE sesx>\n<sesx version=", "Audition"),
        (b"SQLite format 3\0" + b"\1" * 52 + b"AUDY", "Audacity"),
        (b"BtWg0001", "Bitwig Studio"),
        (XML + b"<!DOCTYPE lmms-project>\n<lmms-project", "LMMS"),
        (b"Extended Module: x", "FastTracker XM"),
        (b"\0" * 1080 + b"M.K.", "ProTracker MOD"),
        (b"PSID\0\2", "SID"),
        (b"OSQ \1\2", "OSQ"),
        (b"\xac\x40\0\x10" + b"\1" * 16 + b"\xac\x40\0\x10" + b"\1" * 16, "AC-4"),
    ],
)
def test_what_belongs_to_music_and_is_not_heard_is_named(data, name):
    error = refused_by_name(data)
    assert isinstance(error, UnsupportedAudio)
    assert error.params == {"name": name}
    with pytest.raises(UnsupportedAudio, match=re.escape(name)):
        decode(data)


@pytest.mark.parametrize("cut", [3, 12, 40])
def test_a_torn_archive_is_no_project(cut):
    assert refused_by_name(gzip.compress(XML + b"<Ableton>", mtime=0)[:cut]) is None or cut == 40


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"\n<!doctype HTML><body>404", "HTML"), (XML + b"<error/>", "XML"), (b'{"error": "expired"}', "JSON")],
)
def test_a_servers_answer_that_was_saved_as_a_song_is_reported(data, name):
    assert text_file(data).params == {"kind": "document", "name": name}
    with pytest.raises(OtherFile, match=name):
        decode(data)


def test_plain_text_is_no_audio_and_nothing_more():
    with pytest.raises(NotAudio) as caught:
        decode(b"words and words " * 50)
    assert caught.type is NotAudio


@pytest.mark.parametrize(
    ("file_name", "name"),
    [("a.RAW", "raw PCM"), ("b.x.g722", "raw G.722"), ("mix.ptx", "Pro Tools"), ("c.vox", "raw ADPCM")],
)
def test_sound_without_any_head_is_named_by_its_ending(file_name, name):
    assert named_by_ending(file_name).params == {"name": name}
    with pytest.raises(UnsupportedAudio, match=name):
        decode(bytes(range(1, 200)) * 300, file_name=file_name)


@pytest.mark.parametrize("file_name", ["", "raw", "song.mp3", "x."])
def test_other_endings_name_nothing(file_name):
    assert named_by_ending(file_name) is None


def test_a_name_decides_nothing_where_the_bytes_do():
    assert decode(packed("mp3"), file_name="song.raw").duration_s == pytest.approx(8.0, abs=0.06)
    with pytest.raises(OtherFile, match="PDF"):
        decode(b"%PDF-1.7" + b"\1" * 90, file_name="song.raw")
