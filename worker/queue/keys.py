"""Names in Redis. Everything of ours begins with `PREFIX`; the Lua scripts spell the same names.

==================================  =======  ==========================================================================
key after the prefix                type     holds
==================================  =======  ==========================================================================
``job:{job}``                       hash     a question: state (open, done, failed), reply data, flight
``flight:{flight}``                 hash     a piece of work that one or many questions wait for
``waiters:{flight}``                list     who waits: ``job:{job}`` or ``row:{listing's flight}:{number}``
``single:{subject}``                string   the flight that works on a subject right now
``waiting:{queue}``                 zset     flights to be taken, by sequence number
``running``                         zset     flights taken, by last heartbeat
``deadlines``                       zset     open questions, by deadline
``rows:{flight}``                   hash     a listing's tracks and what became of each
``forecast:{generation}:{subject}`` string   cache of finished forecasts; picture likewise with the theme
``picture:…``                       string   PNG
``upload:{job}:{number}``           string   uploaded bytes, until the job ends
``outbox:{front-end}``              stream   answers to be delivered, consumer group ``front``
``bucket:…``                        hash     token bucket of a user or server
``person:{user}``                   set      keys that ``/forget`` deletes
``note:…``                          string   small JSON of front-ends
``blocked:{source}``                string   a source that wants a pause, until when
``workers``                         hash     living workers: slots and last sign of life
``generation``                      string   which model answers now
``average:{queue}``, ``counts``     string,  moving average of seconds a job takes; counters
                                    hash
==================================  =======  ==========================================================================
"""

from __future__ import annotations

from typing import Literal

PREFIX = "spotpop:"
GROUP = "front"
"""Consumer group of every outbox."""

Queue = Literal["interactive", "bulk"]
QUEUES: tuple[Queue, ...] = ("interactive", "bulk")
"""In order of preference: a free worker takes from the first that has something."""


def key(*parts: str) -> str:
    """Return the name of a key, e.g. ``key("job", job_id)``."""
    return PREFIX + ":".join(parts)
