"""Options of the pipeline as they travel in a job: an open mapping, so that a new option needs no change of the queue.

An option is a field of `spotpop.question.Options`. Only what differs from its default travels; ``start_s``, ``theme``
and ``picture`` have fields of their own in a job.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from spotpop.question import Options

OWN_FIELDS = frozenset({"start_s", "theme", "language", "picture"})
"""Options that a job and its work hold as fields of their own."""


@cache
def _adapter() -> TypeAdapter[Options]:
    return TypeAdapter(Options)


def known_options() -> frozenset[str]:
    """Return the names of the options that this release understands in `Job.options`."""
    return frozenset(field.name for field in dataclasses.fields(Options)) - OWN_FIELDS


def options_from_json(data: Mapping[str, Any], **own: Any) -> Options:
    """Read options back.

    Parameters
    ----------
    data : mapping
        As in `Job.options`; names that this release does not know are left out.
    **own
        ``start_s``, ``theme``, ``picture``.

    Raises
    ------
    ValueError
        If a value cannot be used.
    """
    return _adapter().validate_python({**{name: data[name] for name in data if name in known_options()}, **own})
