"""What the server lets in, and what becomes of failures: a page for the visitor, a line for the operator."""

import asyncio

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.web import app as module
from bot.web.app import MOST_BODY_BYTES, _listen
from bot.web.security import HEADERS
from spotpop.errors import QueueUnavailable, SettingsError
from spotpop.settings import load_settings
from spotpop.wording import words_for
from tests.counterparts.pairs import PairConnector, paired
from tests.unit.bot.web.conftest import staged

EN = words_for("en")


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("localhost:8080", 200), ("127.0.0.1:1", 200), ("[::1]:9", 200), ("LOCALHOST", 200),
     ("evil.example", 421), ("localhost.evil.example", 421), ("evil.example:80", 421)],
)  # fmt: skip
async def test_only_our_own_names_are_served(ada, host, status):
    await ada.get("/", headers={"Host": host})
    assert ada.last.status == status


async def test_the_public_name_is_ours_and_its_cookie_is_secure():
    async for stage in staged(web_public_url="https://songs.example"):
        visitor = stage.visitor()
        await visitor.get("/", headers={"Host": "songs.example"})
        assert visitor.last.status == 200
        assert visitor.last.headers["Set-Cookie"].startswith("__Host-spotpop=")
        assert "Secure" in visitor.last.headers["Set-Cookie"]
        assert "Strict-Transport-Security" in visitor.last.headers
        await visitor.get("/", headers={"Host": "other.example"})
        assert visitor.last.status == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 422), ({"Origin": "http://localhost"}, 422), ({"Origin": "null"}, 422),
     ({"Origin": "https://evil.example"}, 403), ({"Sec-Fetch-Site": "same-origin"}, 422),
     ({"Sec-Fetch-Site": "none"}, 422),
     ({"Sec-Fetch-Site": "cross-site"}, 403), ({"Sec-Fetch-Site": "same-site"}, 403)],
)  # fmt: skip
async def test_forms_are_taken_from_our_own_pages_only(ada, headers, status):
    await ada.post("/ask", link="", headers=headers)
    assert ada.last.status == status


@pytest.mark.parametrize("path", ["/", "/nothing", "/health", "/robots.txt", "/answer/abcdefgh"])
async def test_every_answer_is_protected(ada, path):
    await ada.get(path)
    for name in HEADERS:
        assert ada.last.headers[name] == HEADERS[name], name
    assert "Strict-Transport-Security" not in ada.last.headers


async def test_what_does_not_exist_is_a_page(ada):
    for path, status in (("/nothing", 404), ("/answer/x", 404), ("/static/aaaaaaaaaaaa/style.css", 404)):
        assert EN.plain("web-not-found") in await ada.get(path)
        assert ada.last.status == status
    await ada.get("/ask")
    assert ada.last.status == 405


@pytest.mark.parametrize(("error", "status"), [(ValueError("secret"), 500), (QueueUnavailable(), 503)])
async def test_failures_become_pages_and_tell_nothing(stage, ada, monkeypatch, error, status):
    async def broken(_):
        raise error

    monkeypatch.setattr(stage.page._answers, "find", broken)
    with capture_logs() as logs:
        page = await ada.get("/answer/abcdefgh")
    assert ada.last.status == status
    assert "secret" not in page + str(logs)
    assert [(one["event"], one["route"]) for one in logs if status == 500] == (
        [("page_broke", "/answer/{job}")] if status == 500 else []
    )


async def test_a_body_that_is_too_long_is_refused(ada):
    token = await ada.token()
    await ada.post("/language", token=token, language="d" * (MOST_BODY_BYTES + 1))
    assert ada.last.status in {400, 403, 413}


async def test_only_so_many_pages_are_made_at_once(stage, monkeypatch):
    monkeypatch.setattr(module, "LOOKED_AT_ONCE", 1)
    now, most = 0, 0

    async def slow(request):
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.005)
        now -= 1
        return web.Response()

    monkeypatch.setattr(stage.page, "home", slow)
    async with paired(module.make_app(stage.page, load_settings())) as connector:
        stage.connector = PairConnector(connector.server)
        visitor = stage.visitor()
        await asyncio.gather(*(visitor.status("/") for _ in range(4)))
        assert most == 1


@pytest.mark.parametrize("listen", ["127.0.0.1:99999", "127.0.0.1:x"])
async def test_an_address_is_written_as_host_and_port(listen):
    with pytest.raises(SettingsError, match="host:port"):
        await _listen(web.AppRunner(web.Application()), load_settings(web_listen=listen))


async def test_a_taken_port_is_reported_where_somebody_chose_it_and_left_where_nobody_did():
    runner = web.AppRunner(web.Application())
    await runner.setup()
    first = await _listen(runner, load_settings(web_listen="127.0.0.1:0"))
    taken = first.removeprefix("http://")
    with pytest.raises(SettingsError, match="cannot be listened on"):
        await _listen(runner, load_settings(web_listen=taken))
    usual = load_settings(web_listen=taken)
    usual.model_fields_set.discard("web_listen")
    second = await _listen(runner, usual)
    assert second.startswith("http://127.0.0.1:")
    assert second != first
    await runner.cleanup()
