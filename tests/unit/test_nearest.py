"""What was probably meant, for commands, options, settings and their values."""

import pytest

from spotpop.__main__ import _with_nearest
from spotpop.nearest import did_you_mean, nearest


@pytest.mark.parametrize(
    ("word", "meant"),
    [("drak", "dark"), ("LIGTH", "light"), ("dark", "dark"), ("xyzzy", None), ("", None)],
)
def test_the_nearest_word_whatever_its_case(word, meant):
    assert nearest(word, ["dark", "light"]) == meant
    assert did_you_mean(word, ["dark", "light"]) == (f" Did you mean {meant}?" if meant else "")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "Value error, 'drak' is not one of 'dark', 'light'.",
            "'drak' is not one of 'dark', 'light'. Did you mean dark?",
        ),
        ("'xyzzy' is not one of 'dark', 'light'.", "'xyzzy' is not one of 'dark', 'light'."),
        ("'it's' is not one of 'its', 'us'", "'it's' is not one of 'its', 'us'. Did you mean its?"),
        ("there is no folder 'x'", "there is no folder 'x'"),
    ],
)
def test_the_sentence_of_the_option_parser_gets_the_nearest_choice(said, shown):
    assert _with_nearest(said) == shown
