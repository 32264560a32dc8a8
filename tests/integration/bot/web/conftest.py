"""The page as its process serves it, with Valkey and a worker of scripted answers behind it."""

from __future__ import annotations

import asyncio
import contextlib
import html
import io
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.web.app import serve
from spotpop.settings import Settings
from tests.integration.worker.harness import Server, Worker, free_port, make_settings, until
from worker.queue.client import Client


class Visitor:
    """A browser without JavaScript: follows redirects, keeps cookies, fills in the forms that it sees."""

    def __init__(self, url: str, connector: aiohttp.BaseConnector | None = None) -> None:
        self.url = url
        self.session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.last: aiohttp.ClientResponse | None = None

    async def get(self, path: str, **options: Any) -> str:
        async with self.session.get(self.url + path, **options) as response:
            self.last = response
            return await response.text()

    async def status(self, path: str) -> int:
        await self.get(path)
        assert self.last is not None
        return self.last.status

    async def token(self) -> str:
        found = re.search(r'name="token" value="([0-9a-f]+)"', await self.get("/"))
        assert found is not None
        return found[1]

    async def post(self, path: str, *, token: str | None = None, headers: Any = None, **fields: Any) -> str:
        """Send a form; a field of (name, bytes) is a file."""
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("token", await self.token() if token is None else token)
        for name, value in fields.items():
            if isinstance(value, tuple):
                form.add_field(name, io.BytesIO(value[1]), filename=value[0], content_type="audio/mpeg")
            else:
                form.add_field(name, value)
        async with self.session.post(self.url + path, data=form, headers=headers) as response:
            self.last = response
            return await response.text()

    async def answer(self) -> str:
        """Look again at the page we are at until the answer is there."""
        assert self.last is not None
        path = self.last.url.path
        found = ""

        async def there() -> bool:
            nonlocal found
            found = await self.get(path)
            assert self.last is not None
            return self.last.status == 200 and 'id="waiting"' not in found

        await until(there, 60)
        return found

    async def press(self, page: str, label: str) -> str:
        """Press a button that a page shows, as a browser without JavaScript does."""
        for action, body in re.findall(r'<form method="post" action="([^"]+)"[^>]*>(.*?)</form>', page, re.DOTALL):
            for attributes, text in re.findall(r"<button([^>]*)>(.*?)</button>", body, re.DOTALL):
                if html.unescape(text).strip() == label:
                    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body))
                    named = dict(re.findall(r'\b(name|value)="([^"]*)"', attributes))
                    fields = {name: value for name, value in hidden.items() if name != "token"}
                    return await self.post(
                        action, token=hidden["token"], **fields, **{named["name"]: html.unescape(named["value"])}
                    )
        raise AssertionError(f"no button {label!r}")

    @property
    def path(self) -> str:
        assert self.last is not None
        return self.last.url.path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    server = Server(tmp_path_factory.mktemp("valkey"))
    with contextlib.closing(server):
        yield server


@pytest.fixture
def web_settings(server: Server, tmp_path: Path) -> Settings:
    return make_settings(server.url, tmp_path, web_listen=f"127.0.0.1:{free_port()}", max_upload_mib=1.0)


@pytest.fixture(scope="module")
def worker(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    worker = Worker(server.url, tmp_path_factory.mktemp("worker"), SPOTPOP_RECORD="false")
    with contextlib.closing(worker):
        asyncio.run(until(worker.ready, tell=worker.text))
        yield worker


@pytest.fixture
async def page(web_settings: Settings) -> AsyncIterator[str]:
    """The page's address; questions wait until a worker is there."""
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    async with Client(web_settings) as client:
        serving = asyncio.create_task(serve(web_settings, client, ready=ready.set_result))
        await asyncio.wait({serving, ready}, return_when=asyncio.FIRST_COMPLETED)
        yield ready.result()
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving


@pytest.fixture
async def visitor(page: str) -> AsyncIterator[Visitor]:
    visitor = Visitor(page)
    yield visitor
    await visitor.session.close()
