"""The webhook: who may call it, what is answered when, and which settings it refuses."""

import asyncio

import aiohttp
import pytest
from aiohttp import web
from telegram.error import NetworkError

from bot.telegram import webhook as module
from bot.telegram.webhook import Webhook, _address
from spotpop.errors import SettingsError
from spotpop.settings import load_settings
from tests.counterparts.pairs import paired
from tests.counterparts.telegram import Fault

SECRET = "a-secret_of-our-own"
UPDATE = {"update_id": 7, "message": {"message_id": 1, "date": 1, "chat": {"id": 11, "type": "private"}, "text": "x"}}


def settings(**more):
    return load_settings(**{"telegram_webhook_url": "https://bot.example/hook", "telegram_webhook_secret": SECRET,
                            "telegram_webhook_listen": "127.0.0.1:0", **more})  # fmt: skip


@pytest.fixture
async def called(stage):
    """Calls the webhook, whose updates a given function handles."""
    made = []

    async def call(handle, body=UPDATE, *, secret=SECRET):
        hook = Webhook(stage.bot._bot, handle, settings())
        made.append(hook)
        app = web.Application()
        app.router.add_post("/{tail:.*}", hook._receive)
        app.router.add_get("/healthz", module._healthy)
        async with paired(app) as connector, aiohttp.ClientSession(connector=connector) as session:
            headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
            data = {"data": body} if isinstance(body, bytes) else {"json": body}
            async with session.post("http://hook.invalid/x", headers=headers, **data) as response:
                return response.status

    yield call
    for hook in made:
        assert hook._working == set()


@pytest.fixture
def taken():
    got = []

    async def handle(update):
        got.append(update.update_id)

    handle.got = got
    return handle


@pytest.mark.parametrize(("secret", "status"), [(SECRET, 200), ("", 403), (None, 403), (SECRET[:-1], 403), ("ü", 403)])
async def test_only_who_knows_the_secret_is_heard(called, taken, secret, status):
    assert await called(taken, secret=secret) == status
    assert taken.got == [7] * (status == 200)


@pytest.mark.parametrize(("body", "status"), [(b"{", 400), (b"[" * 100_000, 400), ({"update_id": 1, "poll": 5}, 200),
                                              ([], 200), ({"message": {}}, 200)])  # fmt: skip
async def test_what_cannot_be_read_is_not_sent_again(called, taken, body, status):
    assert await called(taken, body) == status
    assert taken.got == []


@pytest.mark.parametrize(("error", "status"), [(NetworkError("away"), 503), (ValueError("bug"), 200)])
async def test_what_a_network_failed_comes_again_and_what_a_bug_failed_does_not(called, error, status):
    async def handle(_):
        raise error

    assert await called(handle) == status


async def test_what_takes_long_is_confirmed_and_goes_on(called, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE_S", 0.001)
    go, done = asyncio.Event(), asyncio.Event()

    async def handle(_):
        await go.wait()
        done.set()

    assert await called(handle) == 200
    assert not done.is_set()
    go.set()
    await asyncio.wait_for(done.wait(), 20)
    await asyncio.sleep(0)


@pytest.mark.parametrize("secret", [None, "", "with space", "ü", "x" * 257])
async def test_without_a_secret_it_does_not_begin(stage, taken, secret):
    with pytest.raises(SettingsError) as error:
        Webhook(stage.bot._bot, taken, settings(telegram_webhook_secret=secret))
    assert error.value.params["name"] == "SPOTPOP_TELEGRAM_WEBHOOK_SECRET"


@pytest.mark.parametrize(("text", "address"), [("0.0.0.0:8443", ("0.0.0.0", 8443)), ("[::1]:80", ("::1", 80))])
def test_an_address_is_host_and_port(text, address):
    assert _address(text) == address


@pytest.mark.parametrize("text", ["8443", ":8443", "host:", "host:x", ""])
def test_anything_else_is_no_address(text):
    with pytest.raises(SettingsError, match="host:port"):
        _address(text)


async def test_it_registers_with_its_secret_and_ends_when_asked_to(stage, taken):
    stop = asyncio.Event()
    serving = asyncio.create_task(Webhook(stage.bot._bot, taken, settings()).serve(stop))
    await stage.telegram.until(lambda: stage.telegram.webhook)
    [shown] = stage.calls("setWebhook")
    assert (shown["url"], shown["secret_token"]) == ("https://bot.example/hook", SECRET)
    stop.set()
    await asyncio.wait_for(serving, 10)


async def test_an_address_that_telegram_refuses_or_a_taken_port_is_named(stage, taken):
    stage.telegram.faults.append(Fault("400", "setWebhook"))
    with pytest.raises(SettingsError) as error:
        await Webhook(stage.bot._bot, taken, settings()).serve(asyncio.Event())
    assert error.value.params["name"] == "SPOTPOP_TELEGRAM_WEBHOOK_URL"
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    hook = Webhook(stage.bot._bot, taken, settings(telegram_webhook_listen=f"127.0.0.1:{port}"))
    with pytest.raises(SettingsError) as error:
        await hook.serve(asyncio.Event())
    assert error.value.params["name"] == "SPOTPOP_TELEGRAM_WEBHOOK_LISTEN"
    server.close()
