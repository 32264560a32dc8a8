"""The command menu: in every language, for everybody and for administrators, and no bot fails for it."""

from bot.commands import BY_NAME
from bot.telegram.menu import register_menu
from spotpop.wording import LANGUAGES, words_for
from tests.counterparts.telegram import Fault
from tests.unit.bot.telegram.conftest import ADA


async def test_every_place_and_language_has_it(stage):
    await register_menu(stage.bot._bot)
    scopes = {"default", "all_group_chats", "all_chat_administrators"}
    assert set(stage.telegram.commands) == {(scope, code) for scope in scopes for code in ("", *LANGUAGES[1:])}
    for (scope, code), commands in stage.telegram.commands.items():
        names = [one["command"] for one in commands]
        assert names == [*BY_NAME, *(["feedback"] if scope == "all_chat_administrators" else [])]
        assert commands[0]["description"] == words_for(code or None).plain(f"command-{names[0]}")


async def test_a_refusal_ends_it_quietly(stage):
    stage.telegram.faults.append(Fault("400", "setMyCommands", times=99))
    await register_menu(stage.bot._bot)
    assert len(stage.calls("setMyCommands")) == 1


async def test_a_new_row_is_in_the_menu_and_is_done(echo, stage):
    await register_menu(stage.bot._bot)
    assert all(echo.name in [one["command"] for one in commands] for commands in stage.telegram.commands.values())
    await stage.say(ADA, "/echo 3 loud again")
    assert "echoed 3 again!" in stage.said(ADA)[-1]
    await stage.say(ADA, "/help")
    assert "/echo times 2" in stage.said(ADA)[-1]
