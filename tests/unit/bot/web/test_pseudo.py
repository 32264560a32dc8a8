"""The page holds no word of its own: in a language whose every message is marked, all stands between marks."""

import html
import re

import pytest

from spotpop.wording import LANGUAGES, native_name
from tests.pseudo import LANGUAGE, leaks, spoken
from tests.unit.bot import samples
from tests.unit.bot.web.conftest import LINK

NAMES = ("Night Walk", "Ada", "The Loops", *map(native_name, LANGUAGES), "electronic", "Aŭgusto")
ADDRESSES = ("/", "/songs", "/references", "/record", "/about", "/nothing-here")
IN_TAGS = re.compile(r"\b(?:alt|title|placeholder|aria-label|value)=\"([^\"]*)\"")


@pytest.fixture(autouse=True)
def words():
    with spoken() as found:
        yield found


def said(page):
    """Return what people see and hear of a page."""
    page = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)
    tags = re.sub(r"<(?:button|input type=\"(?:hidden|checkbox)\"|input[^>]*type=\"checkbox\"|option)[^>]*>", " ", page)
    return html.unescape(re.sub(r"<[^>]+>", " ", page) + " ".join(IN_TAGS.findall(tags)))


@pytest.mark.parametrize("address", ADDRESSES)
async def test_no_address_says_anything_else(ada, address):
    page = await ada.get(address, headers={"Accept-Language": LANGUAGE})
    assert f'lang="{LANGUAGE}"' in page
    assert leaks(said(page), *NAMES) == []


async def test_an_answer_and_its_wait_say_nothing_else(stage, ada):
    ada.session.headers["Accept-Language"] = LANGUAGE
    waiting = await ada.post("/ask", link=LINK)
    assert leaks(said(waiting), *NAMES) == []
    await stage.answer(samples.outcome())
    answer = await ada.get(ada.path)
    assert leaks(said(answer), *NAMES) == []
    assert leaks(said(await ada.post("/ask", link="nothing to hear")), *NAMES) == []
