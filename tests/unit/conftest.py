"""Unit tests open no connection: whoever tries fails its test, even where the code under test swallows the error."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest


class UnexpectedConnection(BaseException):
    """Derives from BaseException, so that no ``except Exception`` can hide it."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    if request.node.get_closest_marker("network"):
        yield
        return
    attempts: list[str] = []

    def refuse(what: str, *details: Any) -> None:
        attempts.append(f"{what}{details}")
        raise UnexpectedConnection(attempts[-1])

    def connect(self: socket.socket, address: Any) -> None:
        # asyncio and multiprocessing talk to themselves over socket pairs, which need no connect.
        refuse("connect", self.family.name, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect)
    monkeypatch.setattr(socket.socket, "sendto", lambda self, *rest: refuse("sendto", rest[-1]))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *rest, **_: refuse("getaddrinfo", *rest))
    yield
    if attempts:
        pytest.fail(f"unexpected network use: {'; '.join(attempts)}")
