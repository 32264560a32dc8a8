"""Commands that the page has no place of its own for get one by their row: a form, and what it answers."""

import pytest

from bot.commands import BY_NAME
from bot.web.base import PLACED, unplaced


def test_every_command_of_today_has_its_place():
    assert set(BY_NAME) == PLACED
    assert unplaced() == []


async def test_a_new_row_has_a_page_with_its_options_and_is_done(echo, stage, ada):
    home = await ada.get("/")
    assert "/do/echo" in home
    form = await ada.get("/do/echo")
    assert "Says it again, en" in form
    assert all(f'name="{option.name}"' in form for option in echo.options)
    assert "echoed 3 again!" in await ada.post("/do/echo", link="again", times="3", loud="on")
    assert "echoed 1 again." in await ada.post("/do/echo", link="again", times="99", loud="")


@pytest.mark.parametrize("name", ["predict", "forget", "nothing"])
async def test_what_has_its_place_or_is_no_command_has_none_here(stage, ada, name):
    assert await ada.status(f"/do/{name}") == 404


async def test_a_form_of_others_is_refused(echo, stage, ada):
    await ada.get("/")
    await ada.post("/do/echo", token="theirs")
    assert ada.last.status == 403
