"""A recording is found behind whatever stands in front of it, and not where there is none."""

import time

import numpy as np
import pytest

from spotpop.audio.container import sniff
from spotpop.audio.searching import SEARCH_BYTES, find_recording
from spotpop.errors import ProtectedAudio
from tests.unit.audio.sounds import TONES, packed
from tests.unit.audio.test_container import shown
from tests.unit.audio.test_leading import id3

JUNK = {
    "zeros": b"\0" * 102_400,
    "text": b"Downloaded from our server.\r\n" * 3500,
    "page": b"<!DOCTYPE html><html>" + b"<p>wait</p>" * 9000,
    "bytes": bytes(range(1, 250)) * 410,
    "claims too little": id3(100) + b"TIT2 and more of it " * 300,
    "claims too much": id3(900_000)[:10] + b"TIT2" + b"\0" * 400,
}
LONG = {
    "ogg": "opus", "flac": "flac", "wav": "wav", "mp4": "m4a", "aac": "adts", "aiff": "aiff", "caf": "caf",
    "asf": "wma", "wv": "wv", "ac3": "ac3", "eac3": "eac3", "loas": "latm", "matroska": "webm", "mpegts": "ts",
    "mpeg": "mpg", "tta": "tta", "au": "au", "w64": "w64", "avi": "avi", "flv": "flv",
}  # fmt: skip


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("key", LONG)
def test_what_stands_behind_junk_is_found_where_it_begins(key, junk):
    assert shown(JUNK[junk] + packed(LONG[key], 3.0)) == (key, len(JUNK[junk]))


@pytest.mark.parametrize("name", ["tone.dts", "tone.thd", "tone.mlp"])
def test_raw_streams_of_films_are_found_behind_junk_too(name):
    assert shown(b"junk" * 99 + (TONES / name).read_bytes())[1] == 396


def test_a_stream_that_was_cut_into_begins_at_its_next_frame():
    data = packed("adts", 3.0)
    second = int.from_bytes(data[3:6], "big") >> 5 & 8191
    assert shown(data[100:]) == ("aac", second - 100)


def test_protection_is_seen_behind_junk():
    with pytest.raises(ProtectedAudio, match="iTunes"):
        sniff(b"junk" * 99 + packed("m4a", 3.0).replace(b"mp4a", b"drms", 1))


def test_chance_makes_no_recording():
    assert find_recording(np.random.default_rng(1).bytes(1 << 18) + b"OggS and fLaC and RIFF", 0) is None


@pytest.mark.parametrize("unit", [b"\xf8\x72\x6f\xba", b"\xff\xf1\x50\x80", b"\x56\xe0", b"RIFF", b"\x7f\xfe\x80\x01"])
def test_bytes_made_to_be_searched_cost_no_time(unit):
    began = time.thread_time()
    assert find_recording(unit * (SEARCH_BYTES // len(unit)), 0) is None
    assert time.thread_time() - began < 2.0
