"""Answers that never end, drip, unpack or nest: each ends by the deadline and within a little memory."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

TIMEOUT_S = 1.5
PATIENCE = {"json": 2, "api": 2, "bytes": 4}
"""Deadlines in multiples of the timeout setting."""
MOST_MIB = 32.0
TOKEN = b'{"access_token":"t","token_type":"Bearer","expires_in":3600}'
CHILD = """
import json, resource, sys, time
import aiohttp, spotipy
from spotpop.errors import SpotpopError
from spotpop.net import HttpClient
from spotpop.settings import load_settings
from spotpop.sources.backoff import SourceGate
from spotpop.sources.spotify import SpotifyApi

base, timeout_s = sys.argv[1], float(sys.argv[2])
settings = load_settings(
    deezer_url=base, spotify_api_url=base + "/v1", spotify_accounts_url=base, spotify_client_id="a",
    spotify_client_secret="b", network_timeout_s=timeout_s,
)
http = HttpClient(settings)
http.get_json(base + "/warm-up", source="x")
api = SpotifyApi(settings, http, SourceGate())
ways = {
    "json": lambda: http.get_json(base + "/x", source="x"),
    "bytes": lambda: http.get_bytes(base + "/x", source="x", max_bytes=8 * 2**20),
    "api": lambda: api._ask(lambda client: client._get("tracks/x")),
}
grown = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
before, shown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, {}
for way, ask in ways.items():
    start = time.monotonic()
    try:
        ask()
        code = "an answer"
    except SpotpopError as error:
        code = error.code
    shown[way] = [code, time.monotonic() - start, grown()]
print(json.dumps(shown))
"""


def head(link: socket.socket, *lines: str, status: str = "200 OK") -> None:
    link.sendall("\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode())


def drip(link: socket.socket, piece: bytes = b"x") -> None:
    while True:
        link.sendall(piece)
        time.sleep(0.2)


def flood(link: socket.socket, piece: bytes) -> None:
    while True:
        link.sendall(piece)


def packed(piece: bytes, mib: int = 64) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(squeeze.compress(piece * (2**20 // len(piece))) for _ in range(mib)) + squeeze.flush()


def body_drip(link: socket.socket) -> None:
    head(link, "Content-Length: 500000")
    drip(link)


def head_drip(link: socket.socket) -> None:
    link.sendall(b"HTTP/1.1 200 OK\r\nX-A: ")
    drip(link)


def busy_drip(link: socket.socket) -> None:
    head(link, "Content-Length: 500000", status="503 Busy")
    drip(link)


def endless_headers(link: socket.socket) -> None:
    link.sendall(b"HTTP/1.1 200 OK\r\n")
    flood(link, b"X-A: b\r\n" * 1000)


def long_header(link: socket.socket) -> None:
    link.sendall(b"HTTP/1.1 200 OK\r\nX-A: ")
    flood(link, b"x" * 65536)


def endless_continue(link: socket.socket) -> None:
    flood(link, b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


def endless_body(link: socket.socket) -> None:
    head(link, "Content-Type: application/json")
    flood(link, b" " * 65536)


def endless_chunks(link: socket.socket) -> None:
    head(link, "Transfer-Encoding: chunked")
    flood(link, b"1\r\nx\r\n" * 4000)


def bomb(link: socket.socket) -> None:
    body = packed(b"\0")
    head(link, "Content-Encoding: gzip", f"Content-Length: {len(body)}")
    link.sendall(body)


def endless_bomb(link: socket.socket) -> None:
    head(link, "Content-Encoding: gzip")
    flood(link, packed(b"\0", 16)[:-8])


def deep(link: socket.socket) -> None:
    head(link, "Content-Length: 200000")
    link.sendall(b"[" * 200_000)


def many(link: socket.socket) -> None:
    body = b"[" + b"[]," * 1_000_000 + b"[]]"
    head(link, f"Content-Length: {len(body)}")
    link.sendall(body)


def chunk_extension(link: socket.socket) -> None:
    head(link, "Transfer-Encoding: chunked")
    link.sendall(b"1;")
    flood(link, b"x" * 65536)


def endless_trailers(link: socket.socket) -> None:
    head(link, "Transfer-Encoding: chunked")
    link.sendall(b"2\r\n{}\r\n0\r\n")
    flood(link, b"X-A: b\r\n" * 1000)


def after_the_end(link: socket.socket) -> None:
    head(link, "Content-Encoding: gzip")
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    link.sendall(squeeze.compress(b'{"broken"') + squeeze.flush())
    flood(link, b"\0" * 65536)


def empty_blocks(link: socket.socket) -> None:
    head(link, "Content-Encoding: gzip")
    link.sendall(b"\x1f\x8b\x08\0\0\0\0\0\0\x03")
    flood(link, b"\0\0\0\xff\xff" * 10_000)


def brotli(link: socket.socket) -> None:
    head(link, "Content-Encoding: br")
    flood(link, b"\x5b\xff\xff\x00" * 10_000)


def many_values(link: socket.socket) -> None:
    body = b"[" + b",".join(b'"%x"' % number for number in range(450_000)) + b"]"
    head(link, f"Content-Length: {len(body)}")
    link.sendall(body)


def other_redirects(link: socket.socket) -> None:
    head(link, "Location: http://[::ffff:127.0.0.1]:1/x", "Content-Length: 0", status="302 Found")


ANSWERS: list[Callable[[socket.socket], None]] = [
    body_drip, head_drip, busy_drip, endless_headers, long_header, endless_continue, endless_body, endless_chunks, bomb,
    endless_bomb, deep, many, chunk_extension, endless_trailers, after_the_end, empty_blocks, brotli, many_values,
    other_redirects,
]  # fmt: skip


@pytest.fixture
def base(request: pytest.FixtureRequest) -> Iterator[str]:
    answer: Callable[[socket.socket], None] = request.param
    stopped = threading.Event()

    def serve(link: socket.socket) -> None:
        with link, suppress(OSError):
            while asked := link.recv(65536):
                if b"/api/token" in asked or b"/warm-up" in asked:
                    head(link, f"Content-Length: {len(TOKEN)}", "Content-Type: application/json")
                    link.sendall(TOKEN)
                else:
                    answer(link)
                    return

    def accept() -> None:
        with suppress(OSError):
            while not stopped.is_set():
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        stopped.set()
        with suppress(OSError):
            socket.create_connection(listener.getsockname()[:2], 1).close()
        thread.join(2)


@pytest.mark.parametrize("base", ANSWERS, ids=lambda answer: answer.__name__, indirect=True)
def test_a_hostile_answer_ends_in_time_and_within_little_memory(base: str) -> None:
    command = [sys.executable, "-c", CHILD, base, str(TIMEOUT_S)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    for way, (shown, took_s, grown_mib) in json.loads(done.stdout).items():
        print(f"{way}: {shown}, {took_s:.1f} s, {grown_mib:.0f} MiB")
        assert shown == "source-unavailable" or (shown, way) == ("an answer", "bytes")  # bytes may be what they are
        assert took_s <= PATIENCE[way] * TIMEOUT_S + 1
        assert grown_mib < MOST_MIB
