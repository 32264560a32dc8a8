"""What went wrong is told by the catalogue, in every language, to who asks and to who runs the installation."""

import re

import pytest

from spotpop.errors import (
    ModelDamaged,
    QueueFull,
    RateLimited,
    RecordingUnsure,
    SpotpopError,
    UnexpectedError,
    UnsupportedLink,
)
from spotpop.errors.base import error_classes
from spotpop.links.choices import Choice, encode_choices
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from spotpop.wording.failures import choice_lines, choices_of, hint_of, known_error, sentence_of

EN = words_for("en")
CHOICE = Choice(service="deezer", id="11", title="Walk (Live)", artist="Ada", differences=("live",))
OTHERWISE = {"listing-not-found", "unsupported-link", "other-file"}
"""Their sentence depends on a value in more ways than a template can say."""


def made(kind):
    """Return an error with values for all that its texts name."""
    named = re.findall(r"{(\w+)(:[^}]*)?}", kind.sentence + kind.hint)
    return kind(**{name: {":.1f": 3.4, ":.0f": 3.0}.get(form, "3") for name, form in named})


SAID_ALIKE = [kind for kind in error_classes() if kind.code not in OTHERWISE]


@pytest.mark.parametrize("kind", SAID_ALIKE, ids=lambda kind: kind.code)
def test_the_english_sentence_is_that_of_the_class(kind):
    error = made(kind)
    found = plain(sentence_of(error, EN)).translate({0x2019: "'", 0x2068: None, 0x2069: None})
    assert found == error.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_is_reported_with_a_hint(language):
    words = words_for(language)
    for kind in error_classes():
        error = made(kind)
        assert plain(sentence_of(error, words))
        assert plain(hint_of(error, words))
        assert plain(hint_of(error, words, here=True))


def test_who_runs_the_installation_is_not_sent_to_an_operator():
    error = ModelDamaged(name="mine")
    assert "operator" in plain(hint_of(error, EN))
    assert "operator" not in plain(hint_of(error, EN, here=True))
    limited = RateLimited(source="deezer", retry_after_s=3.0)
    assert hint_of(limited, EN, here=True) == hint_of(limited, EN)


def test_sources_and_kinds_of_links_are_named_in_words():
    assert plain(sentence_of(RateLimited(source="itunes", retry_after_s=3.0), EN)).startswith("Apple Music was asked")
    assert plain(sentence_of(UnsupportedLink(kind="artist"), EN)).startswith("This is a link to an artist")
    assert plain(sentence_of(QueueFull(waiting=1, eta_s=3.0), EN)).startswith("One question is waiting")


def test_what_the_catalogue_does_not_know_is_a_bug_of_ours():
    class Newer(SpotpopError):
        code = "newer-than-this"

    assert isinstance(known_error(Newer(), EN), UnexpectedError)
    assert sentence_of(Newer(), EN) == sentence_of(UnexpectedError(), EN)
    assert known_error(QueueFull(waiting=1, eta_s=3.0), EN).code == QueueFull.code


def test_recordings_to_choose_from_are_links_that_say_what_differs():
    error = RecordingUnsure(title="Walk", choices=encode_choices([CHOICE]))
    assert choices_of(error) == (CHOICE,)
    [line] = choice_lines(error, EN)
    assert any(span.url == CHOICE.reference.url for span in line)
    assert "live" in plain(line)
    assert choice_lines(QueueFull(waiting=1, eta_s=3.0), EN) == []
