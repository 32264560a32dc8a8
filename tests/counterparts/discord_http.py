"""Requests and replies of Discord's HTTP API: read, held to its published schema, refused."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.counterparts.discord_schema import problems


class Refusal(Exception):
    """A request that Discord does not take."""

    def __init__(self, status: int, code: int, text: str) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text


def checked(request: str, body: Any) -> None:
    found = problems(request, body)
    if found:
        raise Refusal(400, 50035, "; ".join(found))


async def read_request(request: web.Request) -> tuple[Any, dict[str, tuple[str, bytes]]]:
    if request.content_type != "multipart/form-data":
        text = await request.text()
        return (json.loads(text) if text else None), {}
    body, files = None, {}
    async for part in await request.multipart():
        data = bytes(await part.read())
        if part.name == "payload_json":
            body = json.loads(data)
        else:
            files[part.name] = (part.filename, data)
    return body, files


def json_reply(data: Any) -> web.Response:
    # Exactly this type: discord.py compares it as text.
    return web.Response(body=json.dumps(data).encode(), headers={"Content-Type": "application/json"})


def refused(status: int, code: int, retry_after_s: float | None = None, text: str = "refused") -> web.Response:
    data: dict[str, Any] = {"code": code, "message": text}
    headers = {"Content-Type": "application/json"}
    if status == 429:
        wait_s = retry_after_s if retry_after_s is not None else 0.2
        data |= {"retry_after": wait_s, "global": False}
        # Without Via discord.py takes it for a ban by Cloudflare.
        headers |= {"Via": "1.1 counterpart", "Retry-After": str(wait_s), "X-RateLimit-Scope": "user"}
    return web.Response(status=status, body=json.dumps(data).encode(), headers=headers)


def text_or_none(value: Any) -> str | None:
    return None if value is None else str(value)
