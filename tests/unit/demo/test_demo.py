"""The shipped song: it is there, it is 30 s of what it says, and its licence lies beside it."""

from spotpop import demo
from spotpop.audio.container import sniff
from spotpop.audio.tags import read_tags
from spotpop.demo import demo_song


def test_the_song_is_an_mp3_that_names_itself() -> None:
    data = demo_song().read_bytes()
    assert sniff(data)[0].key == "mp3"
    tags = read_tags(data)
    assert (tags.title, tags.artist) == (demo.TITLE, demo.ARTIST)


def test_whoever_made_it_is_named_and_its_licence_lies_beside_it() -> None:
    licence = (demo_song().parent / "LICENSE-feelings.txt").read_text(encoding="utf-8")
    assert demo.TITLE in demo.CREDIT
    assert demo.ARTIST in demo.CREDIT
    assert "Carlos Viola Iborra" in licence
