"""Texts of the catalogue: the language chosen, values that stay apart from the words, numbers as people write."""

import pytest

from spotpop.text import Trusted, plain
from spotpop.wording import LANGUAGES, Link, words_for

EN = words_for("en")


@pytest.mark.parametrize(
    ("locales", "language"),
    [((), "en"), ((None, ""), "en"), (("de-AT",), "de"), (("es_419",), "es"), (("FR",), "fr"), (("ja", "de"), "de"),
     (("ja", None), "en"), (("de", "fr"), "de"), (("deu",), "en"), (("de.UTF-8",), "en"), (("de_DE.UTF-8",), "de")],
)  # fmt: skip
def test_the_first_language_that_is_known_is_spoken(locales, language):
    assert words_for(*locales).language == language


def test_a_catalogue_is_made_once():
    assert words_for("de-AT") is words_for("de")


def test_what_others_wrote_is_kept_apart_from_the_words():
    key = "feedback-off"
    text = EN.text(key, channel="<b>#x</b>")
    [value] = [span for span in text if span.untrusted]
    assert "<b>#x</b>" in value.text
    assert not any(span.strong for span in text)
    trusted = EN.text(key, channel=Trusted("#x"))
    assert not any(span.untrusted for span in trusted)


def test_a_link_has_its_label_and_its_address():
    text = EN.text("about-message", link=Link("your\nmessage", "https://a.example/1"))
    [link] = [span for span in text if span.url]
    assert (plain((link,)).strip("\u2068\u2069"), link.url, link.untrusted) == (
        "your message",
        "https://a.example/1",
        True,
    )


def test_marks_of_the_catalogue_itself_are_styles():
    spans = EN.text("settings-example")
    assert "<" not in plain(spans)
    assert any(span.code or span.strong for span in spans)


def test_a_key_that_no_language_has_and_a_value_that_is_missing_are_bugs():
    assert not EN.has("no-such-key")
    with pytest.raises(KeyError):
        EN.text("no-such-key")
    with pytest.raises(ValueError, match="feedback-off"):
        EN.text("feedback-off")


@pytest.mark.parametrize(
    ("language", "value", "digits", "signed", "shown"),
    [("en", 1234.5, 1, False, "1234.5"), ("de", 2.5, 1, False, "2,5"), ("en", -3, 0, False, "\N{MINUS SIGN}3"),
     ("en", 3, 0, True, "+3"), ("en", 0.04, 1, True, "0.0"), ("en", -0.04, 1, True, "0.0"),
     ("en", -0.04, 1, False, "0.0"),
     ("fr", 0.05, 2, True, "+0,05"), ("en", 2.675, 0, False, "3")],
)  # fmt: skip
def test_a_number_is_written_as_the_language_writes_it(language, value, digits, signed, shown):
    assert words_for(language).number(value, digits, signed=signed) == shown
    assert isinstance(words_for(language).number(value, digits), Trusted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_words_hold_the_values_and_no_marks(language):
    shown = words_for(language).plain("feedback-off", channel="#songs")
    assert "#songs" in shown
    assert not set("<>\ue000\ue001\ue002") & set(shown)
