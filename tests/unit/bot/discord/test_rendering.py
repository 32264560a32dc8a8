import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.rendering import Channel, escape, files_of, markdown, rendered
from bot.messages import progress as progress_messages
from bot.messages import tables
from bot.messages import track as track_messages
from bot.messages.message import Block, Message
from bot.messages.outcome import answer_to
from bot.messages.why import why
from spotpop.text import Span
from spotpop.wording import words_for
from tests.unit.bot import samples

EN = words_for("en")
ANSWER = answer_to(samples.outcome(), EN, picture=samples.PNG)


@given(st.text())
def test_escaped_text_makes_no_style_no_mention_and_no_link(text):
    shown = escape(text, untrusted=True)
    bare = re.sub(r"\\.", "", shown, flags=re.DOTALL)
    assert not re.search(r"[*_~|`<>\[\]()#]", bare)
    assert "@everyone" not in shown
    assert "@here" not in shown
    assert "://" not in shown
    assert "discord.gg" not in shown.lower()


@pytest.mark.parametrize("text", ["- a list", "+ a list", "> a quote", "# a heading", "-# small"])
def test_the_start_of_a_line_makes_nothing(text):
    assert escape(text, untrusted=True).startswith("\\")


def test_our_own_links_stay_links():
    assert "https://open.spotify.com/track/" in markdown(EN.text("hint-nothing-found"))


def test_links_lead_only_where_they_say():
    assert markdown((Span("a](https://evil.example)", untrusted=True, url="https://open.spotify.com/x"),)) == (
        "[a\\)\\(https:\u200b//evil.example\\)](https://open.spotify.com/x)"
    )
    assert markdown((Span("a", untrusted=True, url="javascript:alert(1)"),)) == "a"
    assert markdown((Span("a", untrusted=True, url="https://x.org/) [b](https://evil.example"),)) == "a"


def test_code_cannot_be_left():
    assert markdown((Span("a`b", code=True),)) == "`a'b`"


async def test_an_answer_is_one_embed_with_its_picture():
    content = rendered(ANSWER, EN, Channel())
    [embed] = content["embeds"]
    assert content["content"] is None
    assert embed.image.url == "attachment://spotpop-night-walk.png"
    assert embed.url == "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
    assert [button.custom_id for button in content["view"].children] == [
        f"sp:{action}:job-0123456789" for action in ("why", "sure", "compare", "details", "delete")
    ]
    assert content["view"].is_finished(), "kept by nobody: clicks find their way by id"
    assert [file.filename for file in files_of(ANSWER, Channel())] == ["spotpop-night-walk.png"]
    assert files_of(ANSWER, Channel())[0].description.startswith("Forecast for Night Walk")


def test_what_is_too_large_is_left_out_and_said():
    place = Channel(file_limit=10)
    assert files_of(ANSWER, place) == []
    [embed] = rendered(ANSWER, EN, place)["embeds"]
    assert "I may not attach files here" in embed.description
    assert not embed.image.url


def test_limits_are_kept_whatever_comes():
    line = tuple(Span("x*" * 60, untrusted=True) for _ in range(3))
    monster = Message(
        title=(Span("*" * 400, untrusted=True),),
        lead=(Span("*" * 3000, untrusted=True),),
        sections=tuple(Block(heading=line, lines=(line,) * 20) for _ in range(20)),
        footer=(Span("y" * 3000),),
        tone="answer",
    )
    [embed] = rendered(monster, EN, Channel())["embeds"]
    assert len(embed.title) <= 256
    assert len(embed.description) <= 4096
    assert len(embed) <= 6000
    assert len(rendered(monster, EN, Channel(embed=False))["content"]) <= 2000


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_real_answers_fit_without_being_cut(language):
    words = words_for(language)
    for message in (
        track_messages.answer(samples.report(), words),
        why(samples.report(), words),
        tables.comparison(samples.comparison(), words),
        tables.listing(samples.listing(50, 3, 90), words),
    ):
        [embed] = rendered(message, words, Channel())["embeds"]
        last = [line for section in message.sections for line in section.lines][-1]
        assert embed.description.endswith(markdown(last))


def test_progress_is_plain_text_that_an_answer_replaces():
    content = rendered(progress_messages.progress(EN, position=2), EN, Channel())
    assert content == {"content": "2 questions are before yours.", "embeds": [], "view": None}


@pytest.mark.parametrize("text", ["@everyone", "@here and <@42>", "<@&7>", "a@b"])
def test_nobody_is_called_by_what_others_wrote(text):
    shown = escape(text, untrusted=True)
    assert not re.search(r"@(?!\u200b)", shown)
    assert escape("@everyone", untrusted=False) == "@everyone"
