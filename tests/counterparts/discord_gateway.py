"""Discord's gateway on loopback: hello, identify, heartbeat, dispatch, resume with what was missed."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

HEARTBEAT_MS = 10_000


@dataclass
class Session:
    """One shard's session: its events are kept, so that it can be resumed."""

    id: str
    shard: tuple[int, int]
    socket: web.WebSocketResponse | None = None
    events: list[dict[str, Any]] = field(default_factory=list)

    async def send(self, event: dict[str, Any]) -> None:
        if self.socket is not None and not self.socket.closed:
            with contextlib.suppress(ConnectionError):
                await self.socket.send_json(event)


class Gateway:
    """All sessions. `ready` gives READY's data or a close code; `guilds` what GUILD_CREATE tells."""

    def __init__(
        self,
        token: str,
        *,
        ready: Callable[[dict[str, Any]], dict[str, Any] | int],
        guilds: Callable[[], list[dict[str, Any]]],
    ) -> None:
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.identified: list[dict[str, Any]] = []
        self.resumed = 0
        self._token = token
        self._ready = ready
        self._guilds = guilds
        self._numbers = itertools.count(1)
        self.connected = asyncio.Event()
        self.is_away = False
        """No connection is taken, as in an outage."""

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Talk with one shard."""
        if self.is_away:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": HEARTBEAT_MS}, "s": None, "t": None})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            event = json.loads(message.data)
            if event["op"] == 1:
                await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
            elif event["op"] == 2:
                await self._identify(socket, event["d"])
            elif event["op"] == 6:
                await self._resume(socket, event["d"])
        return socket

    async def dispatch(self, name: str, data: Any, *, shard_of: int = 0) -> None:
        """Send an event to the shard that has this server (0: direct messages); kept for a resume."""
        for session in self.sessions.values():
            number, count = session.shard
            if (shard_of >> 22) % count == number:
                await self._emit(session, name, data)

    async def cut(self, *, code: int = 4000) -> None:
        """Close all sockets; the sessions stay and can be resumed."""
        self.connected.clear()
        for session in self.sessions.values():
            if session.socket is not None:
                await session.socket.close(code=code)

    def forget(self) -> None:
        """Lose all sessions, as Discord does after a while: they cannot be resumed any more."""
        self.sessions.clear()

    async def close(self) -> None:
        """Close everything for good."""
        for session in self.sessions.values():
            if session.socket is not None:
                await session.socket.close(code=1001)

    async def _emit(self, session: Session, name: str, data: Any) -> None:
        event = {"op": 0, "t": name, "s": len(session.events) + 1, "d": data}
        session.events.append(event)
        await session.send(event)

    async def _identify(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        self.identified.append(data)
        if data["token"] != self._token:
            await socket.close(code=4004)
            return
        ready = self._ready(data)
        if isinstance(ready, int):
            await socket.close(code=ready)
            return
        shard = tuple(data.get("shard") or (0, 1))
        session = Session(f"session-{next(self._numbers)}", shard, socket)
        # A bot that identifies anew has forgotten its session.
        self.sessions = {key: one for key, one in self.sessions.items() if one.shard != shard}
        self.sessions[session.id] = session
        shown = {**ready, "session_id": session.id, "resume_gateway_url": self.url, "shard": list(shard)}
        await self._emit(session, "READY", shown)
        for guild in self._guilds():
            if is_on(int(guild["id"]), data):
                await self._emit(session, "GUILD_CREATE", guild)
        if len(self.sessions) == shard[1]:
            self.connected.set()

    async def _resume(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self._token:
            await socket.send_json({"op": 9, "d": False, "s": None, "t": None})
            return
        self.resumed += 1
        session.socket = socket
        for event in session.events[data["seq"] :]:
            await session.send(event)
        await self._emit(session, "RESUMED", {"_trace": []})
        if all(one.socket is not None and not one.socket.closed for one in self.sessions.values()):
            self.connected.set()


def is_on(guild: int, identify: dict[str, Any]) -> bool:
    """Say whether a server belongs to the shard that identifies itself."""
    number, count = identify.get("shard") or (0, 1)
    return (guild >> 22) % count == number
