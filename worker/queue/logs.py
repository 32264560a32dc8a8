"""Structured logs: the job's id on every line, and never a secret, a reply address or the name of a song.

Lines hold ids, codes and durations only. As a second fence, a processor removes every field whose name says that it
could hold more, and hides anything that looks like a token or a password in a URL.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from spotpop.settings import Settings

FORBIDDEN = frozenset(
    {
        "token",
        "secret",
        "password",
        "authorization",
        "reply",
        "data",
        "title",
        "name",
        "filename",
        "text",
        "url",
        "user",
    }
)
_SECRETS = (
    re.compile(r"(?<=://)[^/@\s]+@"),  # user:password@ in an address
    re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}"),  # Telegram's bot tokens
    re.compile(r"\b[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}\b"),  # Discord's bot tokens
    re.compile(r"(?<=/webhooks/)\d+/[A-Za-z0-9_-]{20,}"),  # interaction tokens stand in webhook addresses
    re.compile(r"\b[A-Za-z0-9_-]{80,}\b"),
)

log: structlog.stdlib.BoundLogger = structlog.get_logger("spotpop")


def hide(text: str) -> str:
    """Return the text with everything that looks like a credential replaced."""
    for pattern in _SECRETS:
        text = pattern.sub("[hidden]", text)
    return text


def scrub(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Remove what must not be logged (a structlog processor)."""
    return {
        name: hide(value) if isinstance(value, str) else value for name, value in event.items() if name not in FORBIDDEN
    }


def set_up(settings: Settings) -> None:
    """Send all logs of this process, those of other libraries included, to stderr in one form."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        scrub,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    if settings.log_format == "json":
        renderer: Any = structlog.processors.JSONRenderer()
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    # httpx writes each request's address, which for Telegram holds the token.
    for noisy in ("httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Celery logs wake-ups; a line about a job is ours and names the job.
    for noisy in ("celery.redirected", "celery.worker.strategy", "celery.app.trace", "amqp", "kombu"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
