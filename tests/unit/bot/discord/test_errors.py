"""The one place where failures of handlers end: which sentence each kind gets, and which gets none."""

import pytest
from discord import Forbidden, NotFound, app_commands
from structlog.testing import capture_logs

from bot.conversation import WrongIntent
from bot.discord.errors import report
from spotpop.errors import QueueFull, UnexpectedError
from spotpop.wording import words_for
from tests.unit.bot.discord.conftest import words

EN = words_for("en")


class Response:
    """What discord.py tells of an answer."""

    status, reason = 403, "no"


def refused(code, kind=Forbidden):
    return kind(Response(), {"code": code, "message": "no"})


def inside(error, stage):
    return app_commands.CommandInvokeError(stage.bot.tree.get_command("help"), error)


async def shown(stage, error, **more):
    interaction = await stage.interaction("help", **more)
    await report(interaction, error, stage.bot.service)
    return [words(one) for one in stage.discord.messages.values()]


@pytest.mark.parametrize(
    ("error", "key"),
    [(app_commands.MissingPermissions(["manage_guild"]), "only-managers"),
     (app_commands.NoPrivateMessage(), "only-in-server")],
)  # fmt: skip
async def test_a_check_that_says_no_has_its_sentence(stage, error, key):
    assert await shown(stage, error) == [EN.plain(key)]


@pytest.mark.parametrize("wrapped", [False, True])
async def test_an_error_of_ours_has_its_sentence_in_the_persons_language(stage, wrapped):
    error = QueueFull(waiting=7, eta_s=30.0)
    [said] = await shown(stage, inside(error, stage) if wrapped else error, locale="de")
    assert "7" in said
    assert said != (await shown(stage, error))[-1]


async def test_a_wrong_intent_is_reported(stage):
    [said] = await shown(stage, WrongIntent("compare-needs-two"))
    assert said


async def test_a_bug_is_reported_without_its_text_and_logged_with_it(stage):
    with capture_logs() as logs:
        [said] = await shown(stage, inside(ValueError("secret"), stage))
    assert "secret" not in said
    assert said.startswith(EN.plain(f"error-{UnexpectedError.code}"))
    assert [one["event"] for one in logs] == ["handler_failed"]


@pytest.mark.parametrize("code", [10062, 40060])
async def test_where_nobody_waits_any_more_nothing_is_said(stage, code):
    with capture_logs() as logs:
        assert await shown(stage, inside(refused(code, NotFound), stage)) == []
    assert [one["event"] for one in logs] == ["interaction_came_too_late"]


async def test_a_failure_that_cannot_be_reported_ends_here(stage):
    stage.discord.fail("POST", "/interactions/*", status=403, code=50013)
    with capture_logs() as logs:
        assert await shown(stage, QueueFull(waiting=7, eta_s=30.0)) == []
    assert [one["event"] for one in logs] == ["failure_not_reported"]
