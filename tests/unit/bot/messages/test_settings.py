"""What was chosen is shown with where it comes from, and only what does not hold now is offered by buttons."""

import pytest

from bot.messages.settings import settings_text
from bot.preferences import Preferences
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for

EN = words_for("en")
NOBODY = Preferences()


def states(message):
    return [one.state for one in message.buttons]


def blocks(message):
    return [(plain(one.heading), [plain(line) for line in one.lines]) for one in message.sections]


def test_where_nothing_is_chosen_that_is_said_and_the_operators_theme_holds():
    message = settings_text(NOBODY, NOBODY, EN)
    assert message.private
    assert message.buttons == ()
    own, change = blocks(message)
    assert own == (EN.plain("settings-own"), [EN.plain("settings-none")])
    assert change == (EN.plain("settings-change"), [EN.plain("settings-example")])
    dark, light = (EN.plain(f"theme-{name}") for name in ("dark", "light"))
    assert f"on a {dark} ground" in plain(message.lead)
    assert f"on a {light} ground" in plain(settings_text(NOBODY, NOBODY, EN, theme="light").lead)


def test_each_choice_stands_where_it_comes_from():
    mine = Preferences(language="de", private=False, answers=2, audience="10k_100k")
    own, server, _ = blocks(settings_text(mine, Preferences(theme="light", threads=True), EN))
    assert own[1] == [
        f"{EN.plain('option-language')}: Deutsch",
        f"{EN.plain('option-private')}: {EN.plain('word-no')}",
        f"{EN.plain('option-answers')}: 2",
        f"{EN.plain('option-audience')}: {EN.plain('rung-10k_100k')}",
    ]
    assert server[0] == EN.plain("settings-server")
    assert server[1] == [
        f"{EN.plain('option-theme')}: Light pictures",
        f"{EN.plain('option-threads')}: {EN.plain('word-yes')}",
    ]


@pytest.mark.parametrize(
    ("person", "server", "operator", "shown"),
    [
        ("light", "dark", "dark", "light"),
        (None, "light", "dark", "light"),
        (None, None, "light", "light"),
        ("dark", "light", "light", "dark"),
    ],
)
def test_the_theme_that_holds_is_reported_and_the_other_is_offered(person, server, operator, shown):
    message = settings_text(Preferences(theme=person), Preferences(theme=server), EN, theme=operator, buttons=True)
    assert f"on a {EN.plain(f'theme-{shown}')} ground" in plain(message.lead)
    assert f"theme.{'dark' if shown == 'light' else 'light'}" in states(message)
    assert f"theme.{shown}" not in states(message)


@pytest.mark.parametrize(("private", "offered"), [(True, "off"), (False, "on"), (None, "on")])
def test_the_other_privacy_and_the_other_languages_are_offered(private, offered):
    message = settings_text(Preferences(private=private), NOBODY, words_for("de"), buttons=True)
    others = [f"language.{language}" for language in LANGUAGES if language != "de"]
    assert states(message) == [*others, "theme.light", f"private.{offered}"]
    assert {one.action for one in message.buttons} == {"set"}
    assert all(one.label for one in message.buttons)
