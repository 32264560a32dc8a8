"""Values in words: in the person's language, never more precise than they are known."""

import pytest

from spotpop.report import NO_OTHER_SONGS, Descriptor, Reason
from spotpop.text import plain
from spotpop.track import ReleaseDate, Track
from spotpop.wording import LANGUAGES, words_for
from spotpop.wording.values import genre_name, major_of, model_said, name_of, value_of, value_of_reason
from tests.reports import make_report

EN, DE = words_for("en"), words_for("de")


def shown(name: str, value: float, precision: str = "number", words=EN, **more) -> str:
    return str(value_of(Descriptor(name=name, value=value, precision=precision, text=""), words, **more))


def test_numbers_have_the_digits_that_they_allow_themselves() -> None:
    assert "0.8" in shown("energy", 0.81)
    assert "0,8" in shown("energy", 0.81, words=DE)
    assert "128" in shown("tempo", 127.6)
    assert "." not in shown("tempo", 127.6)


def test_a_key_is_stated_with_its_mode_if_that_is_sure() -> None:
    assert shown("key", 9.0, major=0.05) != shown("key", 9.0, major=0.95)
    assert shown("key", 9.0, major=0.95).startswith(shown("key", 9.0))
    assert shown("key", 11.6) == shown("key", 0.0)
    assert shown("mode", 0.5) not in (shown("mode", 0.95), shown("mode", 0.05))


def test_levels_and_tendencies_are_words() -> None:
    assert shown("acousticness", 0.95, "level") != shown("acousticness", 0.01, "level")
    low, high = (
        str(value_of(Descriptor(name="valence", value=0.5, precision="tendency", text="", percentile=rank), EN))
        for rank in (2.0, 98.0)
    )
    assert low != high


def test_the_mode_is_taken_from_the_report() -> None:
    assert major_of(make_report()) is None
    reported = make_report(descriptors=(Descriptor(name="mode", value=0.9, precision="estimate", text=""),))
    assert major_of(reported) == 0.9


def test_what_has_no_name_is_called_by_its_own() -> None:
    assert name_of("no_such_thing", EN) == "no such thing"
    assert str(name_of("energy", EN)) != str(name_of("energy", DE))


def context(name: str, **track) -> str | None:
    report = make_report(track=Track(title="x", **track))
    found = value_of_reason(Reason(name=name, points=1.0, kind="context", text="as stated"), report, EN)
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("name", "track", "words"),
    [
        ("age", {"release_date": ReleaseDate.parse("2016")}, "2016"),
        ("age", {"release_date": ReleaseDate.parse("2016-03")}, "March 2016"),
        ("age", {"release_date": ReleaseDate.parse("2016-03-07")}, "March 7, 2016"),
        ("duration", {"duration_s": 65.2}, "1:05"), ("followers", {"followers": 1200}, "1,200"),
        ("album", {}, "as stated"),
    ],
)  # fmt: skip
def test_context_is_reported_as_precisely_as_the_catalogue_knows_it(name: str, track, words: str) -> None:
    assert words in (context(name, **track) or "")


def test_a_first_song_is_stated_in_the_persons_language() -> None:
    report = make_report()
    reason = Reason(name="earlier", points=-3.0, kind="context", text=NO_OTHER_SONGS)
    said = [str(value_of_reason(reason, report, words_for(language))) for language in LANGUAGES]
    assert len(set(said)) == len(LANGUAGES)
    assert len({str(name_of("earlier", words_for(language))) for language in LANGUAGES}) == len(LANGUAGES)


def test_the_unknown_and_the_unreleased_are_reported_as_that() -> None:
    assert context("duration") == context("followers") == context("explicit")
    assert context("age", released=False) != context("age")
    assert context("explicit", explicit=True) != context("explicit", explicit=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_model_is_described_in_the_persons_language(language: str) -> None:
    words = words_for(language)
    said = plain(model_said("default", "2.1", "128,039 tracks of 11 collections", 128_039, words))
    assert said == words.plain("about-model-size", name="default", version="2.1", count=128_039)
    assert "collections" not in said
    town = plain(model_said("my-town", "1", "tracks of bands from my town", 300, words))
    assert "tracks of bands from my town" in town  # in its operator's words
    assert "?" in plain(model_said("my-town", "1", "", 300, words))
    assert "11 collections" in plain(model_said("default", "2.1", "128,039 tracks of 11 collections", 0, words))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("usual", 40.2, "other songs usually at 40"), ("earlier", 12.0, "earlier songs usually at 12"),
        ("album", 1.0, "from a single"), ("album", 2.0, "from an album"), ("deezer", 120.0, "120 fans on Deezer"),
    ],
)  # fmt: skip
def test_what_is_known_beside_the_sound_is_reported_from_its_value(language, name, value, text) -> None:
    words = words_for(language)
    reason = Reason(name=name, points=2.0, kind="context", text=text, value=value)
    said = str(value_of_reason(reason, make_report(), words))
    assert (said == text) is (language == "en")
    assert "{" not in said
    older = Reason(name=name, points=2.0, kind="context", text=text)
    assert str(value_of_reason(older, make_report(), words)) == text


def test_a_genre_is_called_by_its_name_in_the_persons_language() -> None:
    assert str(genre_name("r&b", EN)) == "R&B"
    assert str(genre_name("classical", DE)) == "Klassik"
    assert genre_name("yodel", DE) == "yodel"
    assert genre_name("ask me", DE) == "ask me"
    reason = Reason(name="genre", points=2.0, kind="context", text="soundtrack", value=10.0)
    assert str(value_of_reason(reason, make_report(), DE)) == "Filmmusik"
