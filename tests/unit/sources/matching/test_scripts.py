"""Names and titles in other scripts read as the Latin ones."""

from __future__ import annotations

import pytest

from spotpop.sources.matching import Entry, scripts
from spotpop.sources.matching.words import split_words
from spotpop.track import Artist, Track


def track(title: str = "Lantern Road", *artists: str, **more: object) -> Track:
    credited = tuple(Artist(name=name) for name in artists or ("Mira Solberg",))
    return Track(**{"title": title, "artists": credited, "duration_s": 200.0, **more})  # type: ignore[arg-type]


def entry(title: str = "Lantern Road", artist: str = "Mira Solberg", **more: object) -> Entry:
    return Entry(**{"title": title, "artist": artist, "duration_s": 200.0, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("native", "latin", "same"),
    [
        ("Группа крови", "Gruppa krovi", True), ("ギミチョコ", "gimi choco", None), ("きらり", "kirari", True),
        ("봄날", "bom nal", True), ("告白氣球", "gao bai qi qiu", True), ("夜に駆ける", "yoru ni kakeru", True),
        ("夜に駆ける", "gunjou", False), ("حبيبي", "habibi", True), ("Звезда", "peremen", False),
        ("アイドル", "idol", None),
    ],
)  # fmt: skip
def test_other_scripts_read_as_latin_ones(native: str, latin: str, same: bool | None) -> None:
    read = scripts.reads_as(split_words(native), split_words(latin))
    assert read is same or (same is None and read is not False)


@pytest.mark.parametrize(
    ("native", "latin", "may"),
    [
        ("周杰倫", "Jay Chou", "likely"), ("周杰倫", "Eason Chan", ""), ("周杰倫", "GEM", "possible"),
        ("방탄소년단", "BTS", "possible"),
        ("아이유", "aiyu", "likely"), ("Кино", "Kino", "likely"), ("Кино", "Akvarium", ""),
        ("ギミチョコ", "Anybody", ""),
        ("Ann", "Bo", ""), ("五月天", "Mayday", "possible"),
    ],
)  # fmt: skip
def test_names_in_other_scripts_may_be_one_persons(native: str, latin: str, may: str) -> None:
    one, two = split_words(native), split_words(latin)
    assert scripts.may_be_same_name(one, two) == scripts.may_be_same_name(two, one) == may


@pytest.mark.parametrize(
    ("native", "latin", "same"),
    [
        ("夜に駆ける", "yoru ni kakeru", True), ("夜に駆ける", "yoru ni", False), ("夜", "yoru", None),
        ("夜", "a e i o u", False),
        ("東京", "toukyou", None), ("ラブ", "love", None), ("नमस्ते", "namaste", True), ("नमस्ते", "shukriya", False),
    ],
)  # fmt: skip
def test_readings_have_as_many_syllables_as_fit(native: str, latin: str, same: bool | None) -> None:
    assert scripts.reads_as(split_words(native), split_words(latin)) is same


def test_scripts_are_kept_apart() -> None:
    assert scripts.unlike(["кино"], ["kino"])
    assert not scripts.unlike(["kino"], ["film"])
    assert not scripts.unlike(["きらり"], ["キラリ"])
    assert scripts.latin_part(["sunny", "晴天"]) == ["sunny"]
    assert scripts.names_version("钢琴版")
    assert not scripts.names_version("晴天")
    assert scripts.romanised("きゃりー") == "kyari"
    assert scripts.romanised("ファン") == "fan"
