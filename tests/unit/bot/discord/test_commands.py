"""Discord's menus are the table of commands: options of its kinds, texts in every language, within Discord's limits."""

import discord
import pytest
from discord import app_commands

from bot.commands import BY_NAME, COMMANDS
from bot.discord.commands import Translator, _choices, _question, localised
from spotpop.links.choices import Choice
from spotpop.wording import LANGUAGES, words_for
from tests.unit.bot.discord.conftest import ADA, words
from tests.unit.bot.samples import HOSTILE

LINK, OTHER = (f"https://open.spotify.com/track/{digit * 22}" for digit in "12")
EN = words_for("en")


@pytest.fixture
def commands(stage):
    return {one["name"]: one for one in stage.discord.commands}


async def test_every_row_of_the_table_is_a_command_offered_everywhere(commands):
    assert set(commands) == {spec.name for spec in COMMANDS} | {EN.plain("discord-menu-predict"), "feedback-channel"}
    for spec in COMMANDS:
        command = commands[spec.name]
        assert sorted(command["contexts"]) == [0, 1, 2]
        assert sorted(command["integration_types"]) == [0, 1]
        assert [one["name"] for one in command["options"]] == [option.name for option in spec.options]


async def test_options_have_the_kind_and_bounds_of_their_row(commands):
    types = {"file": 11, "flag": 5, "seconds": 10, "number": 10, "count": 4}
    for spec in COMMANDS:
        shown = {one["name"]: one for one in commands[spec.name]["options"]}
        for option in spec.options:
            one = shown[option.name]
            assert one["type"] == types.get(option.kind, 3), option.name
            assert one.get("required", False) is option.required
            assert [choice["value"] for choice in one.get("choices", [])] == list(option.choices)
            assert one.get("autocomplete", False) is (option.kind == "song")
            if option.kind in {"seconds", "number", "count"}:
                assert one["max_value"] == option.highest
                assert one["min_value"] == (1 if option.kind == "count" else 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_in_the_catalogue_and_fits_into_discords_menus(language):
    catalogue = words_for(language)
    for spec in COMMANDS:
        keys = [f"command-{spec.name}", *(option.key for option in spec.options)]
        assert all(0 < len(catalogue.plain(key)) <= 100 for key in keys)
        for option in spec.options:
            for choice in _choices(option):
                key = choice._locale_name.extras.get("key") if choice._locale_name else None
                assert 0 < len(catalogue.plain(key) if key else choice.name) <= 100


async def test_descriptions_are_reported_in_the_languages_of_the_catalogue():
    async def shown(locale, text=None):
        return await Translator().translate(text or localised("command-predict"), locale, None)

    assert await shown(discord.Locale.german) == words_for("de").plain("command-predict")
    assert await shown(discord.Locale.spain_spanish) == words_for("es").plain("command-predict")
    assert await shown(discord.Locale.american_english) is None, "that is the text itself"
    assert await shown(discord.Locale.japanese) is None
    assert await shown(discord.Locale.german, app_commands.locale_str("no key")) is None


def test_a_question_is_taken_out_of_the_options_and_the_rest_stays():
    values = {"link": LINK, "genre": "pop", "start": 3.0}
    question = _question(BY_NAME["predict"], values)
    assert (question.text, question.intent, question.second) == (LINK, "predict", None)
    assert values == {"genre": "pop", "start": 3.0}
    compared = _question(BY_NAME["compare"], {"first_link": LINK, "second_link": OTHER})
    assert (compared.text, compared.second.text, compared.intent) == (LINK, OTHER, "compare")
    assert _question(BY_NAME["compare"], {"first_link": LINK}).second is None
    assert _question(BY_NAME["album"], {"link": LINK}).intent == "album"


@pytest.mark.parametrize(
    ("chosen", "given", "private"),
    [(None, {}, False), (True, {}, True), (True, {"private": False}, False), (None, {"private": True}, True)],
)
async def test_what_a_command_says_comes_before_what_was_chosen_for_good(stage, chosen, given, private):
    if chosen is not None:
        await stage.discord.slash("settings", private=chosen)
    await stage.discord.slash("predict", link=LINK, **given)
    assert stage.asked[-1].reply.data["private"] is private
    assert "private" not in stage.asked[-1].options


async def test_what_is_no_question_is_answered_for_the_person_alone(stage):
    asked = await stage.discord.slash("help")
    assert stage.discord.messages[asked.message]["flags"] & 64


@pytest.mark.parametrize(("user", "kept"), [(ADA, False), (5000, True)])
async def test_only_who_manages_a_server_chooses_for_it(stage, user, kept):
    await stage.discord.slash("settings", user=user, server=True, language="es")
    chosen = await stage.bot.service.preferences.of("discord:4196305")
    assert (chosen.language == "es") is kept


async def test_the_menu_of_a_message_asks_about_it(stage):
    song = await stage.discord.post(LINK, announced=False)
    await stage.discord.menu(EN.plain("discord-menu-predict"), song)
    assert [one.inputs[0].reference.url for one in stage.asked] == [LINK]


async def test_songs_are_offered_as_harmless_lines_while_a_person_types(stage):
    choice = Choice(service="deezer", id="11", title=HOSTILE * 3, artist="Ada", country="de")
    stage.queue.songs["night"] = (choice,)
    suggest = stage.bot.tree.get_command("predict")._params["song"].autocomplete
    [offered] = await suggest(await stage.interaction(link=LINK), "night")
    assert offered.value == choice.reference.url
    assert 0 < len(offered.name) <= 100
    assert not set("\u202e\x1b\n") & set(offered.name)
    assert await suggest(await stage.interaction(link=LINK), LINK) == []


async def test_a_new_row_is_a_command_with_its_options_and_is_done(echo, stage):
    shown = next(one for one in stage.discord.commands if one["name"] == echo.name)
    assert [option["name"] for option in shown["options"]] == ["link", "times", "loud"]
    asked = await stage.discord.slash("echo", link="again", times=3, loud=True)
    assert "echoed 3 again!" in words(stage.discord.messages[asked.message])
    asked = await stage.discord.slash("help")
    assert "/echo times:2" in words(stage.discord.messages[asked.message])
