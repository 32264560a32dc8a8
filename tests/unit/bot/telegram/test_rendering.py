"""What is shown on Telegram: parseable, within the limits, and nothing that others wrote comes alive."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.message import Block, Button, Message
from bot.messages.outcome import answer_to
from bot.telegram.rendering import CAPTION_MAX, TEXT_MAX, calmed, keyboard_of, text_of, units
from spotpop.text import Span
from spotpop.wording import LANGUAGES, words_for
from tests.counterparts import telegram_rules as rules
from tests.unit.bot.samples import HOSTILE, PNG, TRACK, comparison, listing, outcome, report

WAKING = [
    "@durov", "hi@durov", "a@b.com", "evil.com", "#tag", "$BTC", "/delete", "x/start", "t.me/spam", "ему@друг",
]  # fmt: skip


def parsed(html: str, limit: int) -> str:
    """Return what people see, as the platform would parse it."""
    return rules.check_text(html, "HTML") if limit == TEXT_MAX else rules.check_caption(html, "HTML")


def titled(title: str) -> Message:
    return Message(title=(Span(title, untrusted=True),), lead=(Span("by "), Span(title, untrusted=True, strong=True)))


@given(st.text(max_size=300))
def test_any_title_is_parsed_and_shown_as_it_is(title: str) -> None:
    shown = parsed(text_of(Message(lead=(Span("x"), Span(title, untrusted=True), Span("x")))), TEXT_MAX)
    assert shown.replace("\u2060", "") == f"x{title}x".replace("\u2060", "")


@pytest.mark.parametrize("words", WAKING)
def test_nothing_that_others_wrote_comes_alive(words: str) -> None:
    shown = parsed(text_of(titled(words)), TEXT_MAX)
    assert rules.alive(shown) == []
    assert rules.alive(words), "the platform would have made something of it"
    assert calmed(words).replace("\u2060", "") == words


def test_addresses_of_the_web_only() -> None:
    html = text_of(Message(title=(Span("song", untrusted=True),), url="javascript:alert(1)"))
    assert "href" not in html
    html = text_of(Message(title=(Span("song", untrusted=True),), url='https://open.spotify.com/"><b>'))
    assert parsed(html, TEXT_MAX) == "song"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("limit", [TEXT_MAX, CAPTION_MAX])
@pytest.mark.parametrize("kind", ["track", "comparison", "listing"])
def test_every_answer_fits(language: str, limit: int, kind: str) -> None:
    untrusted = replace(TRACK, title=HOSTILE * 5)
    answers = {
        "track": outcome(report=report(track=untrusted).to_json()),
        "comparison": outcome("comparison", comparison=comparison().to_json()),
        "listing": outcome("listing", listing=listing(count=60)),
    }
    message = answer_to(answers[kind], words_for(language), picture=PNG)
    shown = parsed(text_of(message, limit), limit)
    assert rules.units(shown) <= limit
    assert rules.alive(shown) == []


def test_the_least_important_lines_go_first() -> None:
    lines = tuple((Span(f"line {n} " + "x" * 90),) for n in range(40))
    message = Message(title=(Span("title"),), lead=(Span("lead"),), sections=(Block(lines=lines),))
    shown = parsed(text_of(message, CAPTION_MAX), CAPTION_MAX)
    assert shown.startswith("title\nlead\n\nline 0")
    assert "line 30" not in shown
    assert CAPTION_MAX - 110 < rules.units(shown) <= CAPTION_MAX


@given(st.text())
def test_length_counts_as_the_platform_counts(text: str) -> None:
    assert units(text) == rules.units(text)


def test_the_keyboard_is_accepted_and_hides_nothing() -> None:
    buttons = tuple(Button(action=a, state="s" * 20, label=a) for a in ("why", "compare", "publish", "delete"))
    markup = keyboard_of(buttons)
    assert markup is not None
    rules.check_keyboard(markup.to_dict())
    assert [b.text for row in markup.inline_keyboard for b in row] == ["why", "compare", "delete"]
    assert keyboard_of(()) is None
