"""Requests and replies of Telegram's Bot API: read from forms, broken by faults."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from aiohttp import web

from tests.counterparts.telegram_chats import Fault
from tests.counterparts.telegram_rules import Refused


def int_or_none(value: Any) -> int | None:
    with suppress(TypeError, ValueError):
        return int(value)
    return None


async def read_form(request: web.Request) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Read a call's fields and files."""
    if request.content_type == "application/json":
        return dict(json.loads(await request.text())), {}
    raw: dict[str, Any] = dict(request.query)
    files: dict[str, bytes] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = value.file.read()
            files[f"{name}:name"] = value.filename.encode()
        else:
            raw[name] = value
    return raw, files


async def strike(fault: Fault, request: web.Request) -> None:
    if fault.kind == "429":
        wait = fault.retry_after_s
        raise Refused(f"Too Many Requests: retry after {wait}", 429, retry_after=wait)
    if fault.kind == "400":
        raise Refused("Bad Request: can't parse entities")
    if fault.kind == "500":
        raise Refused("Internal Server Error: restart", 500)
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    elif request.transport is not None:
        request.transport.abort()


def json_reply(data: dict[str, Any], status: int = 200) -> web.Response:
    return web.json_response(data, status=status)
