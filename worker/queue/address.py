"""Where the queue's Redis is: ``REDIS_URL``, or the embedded server that ``spotpop up`` runs for this data folder."""

from __future__ import annotations

import json
from pathlib import Path

from spotpop.errors import QueueUnavailable
from spotpop.settings import Settings


def address_file(settings: Settings) -> Path:
    """Return the file in which a running embedded server writes its address."""
    return settings.data_dir / "queue" / "address.json"


def queue_url(settings: Settings) -> str:
    """Return the address of Redis; it may hold a password, so it never goes into a log.

    Raises
    ------
    QueueUnavailable
        If ``REDIS_URL`` is unset and no embedded server has left its address.
    """
    if settings.redis_url is not None:
        return settings.redis_url.get_secret_value()
    try:
        return str(json.loads(address_file(settings).read_text(encoding="utf-8"))["url"])
    except (OSError, ValueError, KeyError, TypeError):
        raise QueueUnavailable from None
