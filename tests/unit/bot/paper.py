"""The simplest front-end there can be, and a question of one of its people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spotpop.links import Reference
from worker.queue.protocol import Job, ReplyAddress, Requester, TrackInput


def job(**changes: Any) -> Job:
    """Return a question about a track; `changes` replace its fields."""
    url = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
    reference = Reference("track", "4uLU6hMCjMI75M1A2tKUQC", url)
    values: dict[str, Any] = {
        "kind": "track",
        "inputs": (TrackInput(reference=reference),),
        "reply": ReplyAddress(front_end="paper", data={"page": 7}),
        "requester": Requester(user="paper:ada"),
        **changes,
    }
    return Job(**values)


class Paper:
    """A front-end that writes down what it sends, after the failures that a test prepared."""

    name = "paper"
    shows_pictures = True

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.sent: list[tuple[dict[str, Any], Any]] = []

    async def send(self, address: Mapping[str, Any], message: Any) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((dict(address), message))
