"""Every difference that the matcher can name has words in every language."""

import pytest

from spotpop.sources.matching import version_markers
from spotpop.wording import LANGUAGES, words_for
from spotpop.wording.matching import differences_named

CODES = (
    *version_markers.OTHER_RECORDING,
    *version_markers.SAME_IF_EQUALLY_LONG,
    "length",
    "title",
    "words",
    "wording",
    "spelling",
    "script",
    "guest",
    "artist",
    "explicit",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_code_has_its_own_words(language):
    words = words_for(language)
    assert len({differences_named((code,), words) for code in CODES}) >= len(CODES) - 1
    other = words.plain("difference-other")
    assert all(differences_named((code,), words) != other for code in (*CODES, "language-yue"))
    assert differences_named(("of-tomorrow",), words) == other


def test_nothing_is_said_where_nothing_differs_and_three_at_most():
    words = words_for("en")
    assert differences_named((), words) is None
    assert differences_named(("live", "remix", "length", "guest"), words) == "live, a remix, the length"
