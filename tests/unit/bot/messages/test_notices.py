"""Failures, refusals and single sentences: worded in every language, and as private as they are."""

import re

import pytest

from bot.messages import notices
from bot.messages.message import Message
from spotpop.errors import NothingFound, PreviewNotFound, UnsupportedLink, error_classes
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for

EN = words_for("en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(error_classes()), ids=lambda kind: kind.code)
def test_every_error_is_reported_in_every_language(kind, language):
    names = set(re.findall(r"{(\w+)", kind.sentence + kind.hint))
    params = {
        name: 7.25 if name.endswith(("_s", "_mib")) else 7 if name == "waiting" else f"<{name}>" for name in names
    }
    message = notices.failure(kind(**{name: params[name] for name in names}), words_for(language))
    sentence, hint = plain(message.lead), plain(message.sections[0].lines[0])
    assert len(sentence) > 10
    assert len(hint) > 10
    for name in re.findall(r"{(\w+)}", kind.sentence):
        if name not in {"kind", "waiting"}:
            assert f"<{name}>" in sentence


def test_sources_are_named_as_people_know_them():
    error = PreviewNotFound(title="x", tried="spotify, deezer, itunes")
    assert "(tried: Spotify, Deezer, Apple Music)" in plain(notices.failure(error, EN).lead)
    assert "<b>" in plain(notices.failure(PreviewNotFound(title="x", tried="<b>"), EN).lead)


def test_an_error_from_the_future_is_reported_as_ours():
    error = NothingFound()
    error.code = "from-the-future"
    message = notices.failure(error, EN)
    assert plain(message.lead) == "Something went wrong on our side."


def test_a_failure_is_trouble_with_its_code():
    message = notices.failure(UnsupportedLink(kind="artist"), EN, private=True)
    assert (message.tone, message.code, message.private) == ("trouble", "unsupported-link", True)
    assert not notices.failure(NothingFound(), EN).private
    strange = PreviewNotFound(title="x", tried="<b>")
    assert any(span.untrusted for span in notices.failure(strange, EN).lead)


def test_small_words_are_as_private_as_they_are():
    assert not notices.word("audience-ask", EN).private
    assert notices.word("audience-ask", EN, private=True).private
    refused = notices.refused("button-not-yours", EN)
    assert (refused.tone, refused.private) == ("trouble", True)
    assert notices.sentence("x") == Message(lead=notices.sentence("x").lead, private=True)
    shown = notices.not_answered(EN, state="j")
    assert (shown.tone, [one.action for one in shown.buttons], shown.buttons[0].state, shown.private) == (
        "trouble",
        ["why"],
        "j",
        False,
    )
