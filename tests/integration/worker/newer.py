"""A neighbour of the release after this one: it knows more, and writes more, than this release does.

The worker loads it by ``SPOTPOP_WORKER_PIPELINE=tests.integration.worker.newer:make``.
"""

from __future__ import annotations

import itertools
import json

from tests.integration.worker import scripted
from worker.queue import policy, protocol, store
from worker.queue.protocol import VERSION, Outcome

NEXT = VERSION + 1
_number = itertools.count()
_plain = Outcome.model_dump_json


def _with_more(outcome: Outcome, **options: object) -> str:
    """Write a field that this release does not know, and every third time as a version that it cannot read."""
    data = json.loads(_plain(outcome, **options)) | {"mood": {"name": "blue"}}
    if data.get("report"):
        data["report"] |= {"brand_new": 1}
    return json.dumps(data | {"version": NEXT if next(_number) % 3 == 0 else VERSION})


def make(settings, *, blocked, observe):
    policy.VERSION = NEXT
    store.knowledge = lambda: "the release after this one"
    Outcome.model_dump_json = _with_more
    return scripted.make(settings, blocked=blocked, observe=observe)


def question_of_the_next_release(arguments: list, number: int) -> list:
    """Change what ``submit`` is called with into what the next release would write."""
    record, work = json.loads(arguments[1]), json.loads(arguments[14])
    record |= {"colour": "blue"}
    work |= {"colour": "blue"}
    if number % 2:  # needs a worker that knows this version
        record |= {"version": NEXT}
        work |= {"version": NEXT}
    arguments[1], arguments[14] = json.dumps(record), json.dumps(work)
    return arguments


assert protocol.VERSION == VERSION
