import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotpop.encoding import decode_text, unmisread, valid_unicode
from spotpop.question import Upload
from spotpop.track import Artist, Listing, Track


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        ("Café del Mar".encode(), "Café del Mar"),
        ("Café del Mar".encode("latin-1"), "Café del Mar"),
        ("“Smile” – 5 €".encode("cp1252"), "“Smile” – 5 €"),
        (b"\x81\x8d Gr\xfc\xdfe", "\x81\x8d Grüße"),
        ("Привет, мир".encode()[:-1], "Привет, ми"),  # an ID3v1 field cuts where its bytes end
        ("日本語の歌".encode()[:-2], "日本語の"),
        ("日本".encode() + b"\xff" + "語".encode(), "日本\ufffd語"),
        (b"Caf\xe9", "Café"),
        ("Группа крови".encode("cp1251"), "Группа крови"),
        ("Моё всё, снова".encode("cp1251"), "Моё всё, снова"),
        (
            "Весна (feat. MC)".encode("cp1251"),
            "Весна (feat. MC)".encode("cp1251").decode("cp1252"),
        ),  # too little to tell
        ("Noël à l\u2019été".encode("cp1252"), "Noël à l\u2019été"),
        ("ÄÖÜ ÀÉÈ".encode("cp1252"), "ÄÖÜ ÀÉÈ"),
    ],
)
def test_bytes_of_unknown_encoding_become_text(raw, text):
    assert decode_text(raw) == text


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("plain", "plain"),
        ("Caf\udce9 del Mar", "Café del Mar"),
        ("\ud83c\udfb5", "\N{MUSICAL NOTE}"),
        ("half \ud83c", "half \ufffd"),
        ("\udfb5 half", "\ufffd half"),
        ("é and \ud800", "é and \ufffd"),
    ],
)
def test_lone_surrogates_go(text, valid):
    assert valid_unicode(text) == valid


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Ãðóïïà êðîâè", "Группа крови"),
        ("Êèíî", "Кино"),
        ("Группа крови", "Группа крови"),
        ("Café à Paris", "Café à Paris"),
        ("Åäë", "Åäë"),
        ("", ""),
    ],
)
def test_russian_that_calls_itself_latin_is_read_as_russian(text, meant):
    assert unmisread(text) == meant


@given(st.binary(max_size=60))
def test_any_bytes_are_valid_afterwards(raw):
    decode_text(raw).encode("utf-8")


@given(st.text(st.characters(codec=None, categories=["Cs", "Lu", "Ll", "Po"]), max_size=30))
def test_any_text_is_valid_afterwards_and_valid_text_is_left_alone(text):
    valid = valid_unicode(text)
    valid.encode("utf-8")
    assert valid_unicode(valid) == valid


def test_every_name_in_the_house_is_valid():
    track = Track(title="Caf\udce9", artists=(Artist(name="\ud800x"),), album="\udcfcber", genres=("tr\udce8s",))
    assert (track.title, track.artist_line, track.album, track.genres) == ("Café", "\ufffdx", "über", ("très",))
    listing = Listing(kind="album", id="1", title="\udfb5", tracks=(track,), total=1)
    upload = Upload(b"", "m\udcfcde.wav")
    assert (listing.title, upload.name) == ("\ufffd", "müde.wav")
