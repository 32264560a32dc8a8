"""A small HTTP/1.1 server in threads: counterparts answer in it, tests inject faults and read what was asked."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    """What was asked; header names in lower case."""

    service: str
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Response:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Fault:
    """What goes wrong instead of the answer, the next `times` times that a path begins with `path`.

    With `cut`, the full length is announced and the connection closed after half of the body. With `status` 0 the
    ordinary answer is given (late, cut or both).
    """

    status: int = 0
    body: Any = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    path: str = "/"
    times: int | None = 1
    delay_s: float = 0.0
    cut: bool = False
    hang_up: bool = False


def json_response(data: Any, status: int = 200, content_type: str = "application/json; charset=utf-8") -> Response:
    return Response(status, json.dumps(data).encode(), {"Content-Type": content_type})


class Counterpart:
    """One service on one port of 127.0.0.1. Subclasses write `answer`."""

    service = "service"

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name=f"{self.service} counterpart"
        )
        self._thread.daemon = True
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        self._thread.join(5)

    def fail(self, status: int = 0, body: Any = b"", **details: Any) -> Fault:
        """Let something go wrong; returns the fault, whose `times` may be changed later."""
        fault = Fault(status=status, body=body, **details)
        with self._lock:
            self.faults.append(fault)
        return fault

    def recover(self) -> None:
        """Forget all faults."""
        with self._lock:
            self.faults.clear()

    def answer(self, request: Request) -> Response:
        raise NotImplementedError

    def take(self, request: Request) -> tuple[Response, Fault | None]:
        with self._lock:
            self.requests.append(request)
            fault = next((one for one in self.faults if request.path.startswith(one.path) and one.times != 0), None)
            if fault and fault.times:
                fault.times -= 1
        if fault and fault.status:
            body = fault.body if isinstance(fault.body, bytes) else json.dumps(fault.body).encode()
            return Response(fault.status, body, {"Content-Type": "application/json", **fault.headers}), fault
        return self.answer(request), fault


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, *args: Any) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay quiet: the client that hung up is part of the tests."""


def _handler(counterpart: Counterpart) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = 1 << 20

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            request = Request(
                service=counterpart.service,
                method=self.command,
                path=self.path if self.command == "CONNECT" else parts.path,
                query=dict(parse_qsl(parts.query, keep_blank_values=True)),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(length) if length else b"",
            )
            response, fault = counterpart.take(request)
            if fault and fault.delay_s:
                time.sleep(fault.delay_s)
            if fault and fault.hang_up:
                self.close_connection = True
                return
            body = b"" if self.command == "HEAD" else response.body
            self.send_response(response.status)
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            if fault and fault.cut:
                self.wfile.write(body[: len(body) // 2])
                self.close_connection = True
            else:
                self.wfile.write(body)
            self.wfile.flush()

        do_GET = do_HEAD = do_POST = do_CONNECT = _serve  # noqa: N815 - the base class names them

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
            """Stay quiet: tests read `requests`."""

    return Handler
