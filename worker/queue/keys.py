"""Names in Redis. Everything of ours begins with `PREFIX`; the Lua scripts spell the same names.

==================================  =======  ==========================================================================
key after the prefix                type     holds
==================================  =======  ==========================================================================
``job:{job}``                       hash     a question: state (open, done, failed), reply data, work item, attempt
``cancelled:{job}:{attempt}``       string   an attempt that was given up, should it arrive after all
``work_item:{item}``                hash     a piece of work that one or many questions wait for
``waiters:{item}``                  zset     who waits: ``job:{job}`` or ``row:{listing's item}:{number}``, by arrival
``single:{subject}``                string   the work item that works on a subject right now (single flight)
``waiting:{queue}``                 zset     work items to be taken, by turn
``suspects:{queue}``                zset     work items to be run alone, because a worker died holding them and others
``parked:{queue}``                  zset     work items that a worker did not understand, for one that does
``turn:{queue}``, ``turns:{queue}`` string,  the turn that is being served; each person's next one (by a digest)
                                    zset
``running``                         zset     work items taken, by last heartbeat
``crew:{worker}``                   set      work items that a worker holds; ``alone:{worker}`` the one it runs alone
``held:{task}``                     string   the work item that a Celery task took
``settling``                        zset     work items that have ended and still have people to answer
``deadlines``                       zset     open questions, by deadline (the server's clock)
``rows:{item}``, ``parts:{item}``   hash     a listing's tracks and what became of each; which item works on each
``forecast:{generation}:{subject}`` string   cache of finished forecasts; picture likewise with the theme
``picture:…``                       string   PNG
``upload:{job}:{attempt}:{number}`` string   uploaded bytes, until the job ends
``shelf:…``, ``sizes:…``,           zset,    pictures, forecasts, uploads: what lies there until when, how large, in all
``bytes:…``, ``budgets``            hash …   and how much may
``outbox:{front-end}``              stream   answers to be delivered, consumer group ``front``
``reader:{front-end}:{name}``       string   a process that delivers, as long as it lives
``unqueued:{front-end}``            hash     questions that were acknowledged as taken, until the queue has them;
                                             ``process:{id}`` a front-end's process, as long as it lives
``forgetting:{front-end}``           set      its questions whose people asked meanwhile to be forgotten
``unreadable:{front-end}``          stream   entries that nobody could be informed of, for a day
``bucket:…``                        hash     token bucket of a user or server (by a digest)
``person:{user}``                   set      keys that ``/forget`` deletes
``note:…``                          string   small JSON of front-ends
``songs:{user}``                    hash     forecasts of their uploads that a person lets be kept, and their consent
``songs-calendar``                  zset     when a kept version ends, and when its release is looked up
``songs-ready:{platform}``          list     releases of which it is to be reported what became of them;
                                             ``songs-claim:{user}:{version}`` by whom right now
``blocked:{source}``                string   a source that wants a pause, as long as it does
``spent:{source}:{window_s}:{n}``   string   questions asked of a source in a minute or a day
``suggest:wanted``, ``reply:…``,   list,    names that somebody types, for seconds; their answers; what was found for
``known:…``                        string   a name (by a digest), for minutes
``workers``                         hash     living workers: slots and last sign of life; ``slots`` their sum
``generation``                      string   which model answers now
``record:waiting``                  list     forecasts that wait to be written into the track record
``lacking:{queue}``,                string   wake-ups that were missing at the last look; turns that were passed over
``passed:{queue}``                           within a second
``average:{queue}``, ``counts``     string,  moving average of seconds a job takes; counters
                                    hash
``tight``                           string   the server is nearly full: no new questions
``looked``, ``pruned``, …           string   what is done only once in a while, whoever does it
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
