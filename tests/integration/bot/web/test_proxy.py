"""The examples of docs/web.md, run: the page behind a real nginx and a real Caddy that speak HTTPS."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.web.app import serve
from spotpop.settings import Settings
from tests.integration.bot.web.conftest import Visitor
from tests.integration.worker.harness import ROOT, Server, Worker, free_port, make_settings, until
from worker.queue.client import Client

NAME = "forecast.example"
CERTIFICATE, KEY = (ROOT / "tests/integration/worker/data" / name for name in ("tls-cert.pem", "tls-key.pem"))
GUIDE = (ROOT / "docs/web.md").read_text(encoding="utf-8")


def example(proxy: str) -> str:
    found = re.search(rf"^{proxy}:\n\n```\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def nginx(folder: Path, port: int, page: str) -> list[str]:
    """Write the example with our port and certificate, and return the command."""
    site = example("nginx").replace("127.0.0.1:8350", page).replace("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    site = re.sub(r"# ssl_certificate .*", f"ssl_certificate {CERTIFICATE}; ssl_certificate_key {KEY};", site)
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; worker_processes 1; user root;\n"
        f"events {{}}\nhttp {{ access_log off; {paths}\n{site} }}\n"
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, port: int, page: str) -> list[str]:
    site = example("Caddy").replace("127.0.0.1:8350", page)
    site = site.replace(f"{NAME} {{", f"https://{NAME}:{port} {{\n    tls {CERTIFICATE} {KEY}", 1)
    (folder / "Caddyfile").write_text(f"{{\n    admin off\n    auto_https disable_redirects\n}}\n{site}")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@pytest.fixture(params=[nginx, caddy])
async def behind(request: pytest.FixtureRequest, server: Server, tmp_path: Path) -> AsyncIterator[str]:
    """Serve the page behind a proxy; gives the proxy's address."""
    command_of = request.param
    if shutil.which(command_of.__name__) is None:
        pytest.skip(f"no {command_of.__name__} is installed here (Debian: apt-get install {command_of.__name__})")
    page, port = f"127.0.0.1:{free_port()}", free_port()
    settings: Settings = make_settings(
        server.url, tmp_path, web_listen=page, web_public_url=f"https://{NAME}", web_proxies=1, max_upload_mib=1.0
    )
    async with Client(settings) as client:
        ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        serving = asyncio.create_task(serve(settings, client, ready=ready.set_result))
        await ready
        with (tmp_path / "proxy.log").open("wb") as log:
            proxy = subprocess.Popen(  # noqa: ASYNC220 - it starts at once
                command_of(tmp_path, port, page), stdout=log, stderr=log,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
            )  # fmt: skip
        try:
            await until(lambda: _listens(port), 60, (tmp_path / "proxy.log").read_text)
            yield f"https://{NAME}:{port}"
        finally:
            proxy.terminate()
            proxy.wait(30)
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await serving


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


class Here(AbstractResolver):
    """Every name leads to this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        pass


def outsider(url: str) -> Visitor:
    """Return somebody who comes by the public name, over TLS."""
    trust = ssl.create_default_context(cafile=str(CERTIFICATE))
    trust.check_hostname = False
    return Visitor(url, aiohttp.TCPConnector(ssl=trust, resolver=Here()))


async def test_the_page_behind_a_proxy_of_the_guide(worker: Worker, behind: str) -> None:
    visitor = outsider(behind)
    try:
        await visitor.get("/")
        assert visitor.last is not None
        assert visitor.last.status == 200
        assert visitor.last.headers["Strict-Transport-Security"].startswith("max-age=")
        assert "unsafe" not in visitor.last.headers["Content-Security-Policy"]
        assert [cookie.key for cookie in visitor.session.cookie_jar] == ["__Host-spotpop"]

        await visitor.post("/ask", file=("song.wav", b"sleep-2-x\n" + bytes(500_000)))
        path = visitor.path
        async with visitor.session.get(f"{behind}{path}/events") as stream:
            first = await stream.content.readany()
            assert b"data: " in first
            assert b"event: done" not in first, "progress comes as it goes, not at the end"
            assert (await stream.content.read()).endswith(b"event: done\ndata: {}\n\n")
        assert "Around 40" in await visitor.get(path)
        made = await visitor.post(f"{path}/share", lifetime="day")
        assert f'value="https://{NAME}/s/' in made

        assert "at most 1 MiB" in await visitor.post("/ask", file=("big.wav", bytes(1_100_000)))
        token, statuses = await visitor.token(), []
        for number in range(14):  # who claims to be somebody else each time is one address all the same
            await visitor.post("/ask", token=token, link="--", headers={"X-Forwarded-For": f"192.0.2.{number}"})
            statuses.append(visitor.last.status)
        assert 429 in statuses
    finally:
        await visitor.session.close()
