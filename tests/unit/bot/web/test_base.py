"""What all addresses share: the visitor's language, whose question it is, and how long a form waits."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.messages.message import Message
from bot.web import base as module
from bot.web import security
from bot.web.base import alt_of, see_other, words_of
from spotpop.settings import load_settings
from spotpop.text import Span
from spotpop.wording import words_for
from tests.unit.bot.web.conftest import LINK

EN = words_for("en")


@pytest.mark.parametrize(
    ("accepts", "cookie", "language"),
    [
        ("", "", "fr"), ("de", "", "de"), ("ja, es;q=0.9, de;q=0.8", "", "es"), ("de;q=0.1, es;q=0.2", "", "es"),
        ("de-AT,en", "", "de"), ("de;q=nan, es", "", "es"), ("de;q=x, es", "", "es"), (";;;,,=", "", "fr"),
        ("de", "es", "es"), ("de", "xx", "de"), ("x," * 2000 + "de", "", "fr"),
    ],
)  # fmt: skip
def test_the_language_that_was_chosen_then_the_browsers_then_the_operators(accepts, cookie, language):
    headers = {"Accept-Language": accepts, **({"Cookie": f"language={cookie}"} if cookie else {})}
    assert words_of(make_mocked_request("GET", "/", headers=headers), load_settings(locale="fr")).language == language


def test_a_picture_is_described_by_title_and_lead():
    whole = Message(title=(Span("Walk"),), lead=(Span("around 41"),))
    assert "Walk" in alt_of(whole, EN)
    assert "around 41" in alt_of(whole, EN)
    assert alt_of(Message(lead=(Span("around 41"),)), EN) == "around 41"


def test_a_way_to_another_address_sets_the_cookie_of_a_fresh_visit_alone():
    app = web.Application()
    app[security.PUBLIC_URL] = ""
    request = make_mocked_request("GET", "/", headers={"Host": "localhost"}, app=app)
    assert "spotpop" in see_other("/x", security.BrowserSession("a" * 32, fresh=True), request).cookies
    known = see_other("/x", security.BrowserSession("a" * 32, fresh=False), request)
    assert (known.location, known.cookies) == ("/x", {})


async def test_a_question_is_its_visitors_alone(stage, ada):
    await ada.post("/ask", link=LINK)
    path = ada.path
    assert await ada.status(path) == 200
    ben = stage.visitor()
    for part in ("", "/picture.png", "/table.csv", "/events"):
        assert await ben.status(path + part) == 404


async def test_a_form_that_takes_its_time_leads_to_the_answers_page(stage, ada, monkeypatch):
    monkeypatch.setattr(module, "ASKING_S", 0.005)
    go = asyncio.Event()
    plain = stage.queue.submit

    async def slow(job, uploads=None):
        await go.wait()
        return await plain(job, uploads)

    monkeypatch.setattr(stage.queue, "submit", slow)
    await ada.post("/ask", link=LINK)
    assert ada.path.startswith("/answer/")
    assert stage.asked == []
    go.set()
    await stage.queue.asked()
    while stage.page._asking:
        await asyncio.wait(stage.page._asking)
    assert stage.page._platform._open == {}


async def test_small_forms_of_others_are_not_done(ada):
    for path in ("/forget", "/language", "/songs", "/references"):
        await ada.post(path, token="0" * 40, do="on", agree="yes", language="de")
        assert ada.last.status == 403


async def test_who_sends_too_many_forms_waits(ada):
    token = await ada.token()
    statuses = []
    for _ in range(60):
        await ada.post("/language", token=token, language="de")
        statuses.append(ada.last.status)
    assert statuses[:40] == [200] * 40
    assert 429 in statuses


async def test_a_page_leads_back_to_itself_and_what_was_sent_to_the_beginning(ada):
    assert 'name="back" value="/about"' in await ada.get("/about")
    assert 'name="back" value="/"' in await ada.post("/ask", link="")
