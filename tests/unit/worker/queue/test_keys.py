"""Names in Redis: one prefix, parts joined by colons, and every key of the scripts in the table."""

import re

from worker.queue import keys
from worker.queue.keys import QUEUES, key
from worker.queue.scripts import source


def test_a_name_is_prefix_and_parts() -> None:
    assert key("job", "7") == "spotpop:job:7"
    assert key("running") == "spotpop:running"
    assert QUEUES == ("interactive", "bulk")


def test_what_the_scripts_name_stands_in_the_table() -> None:
    shown = keys.__doc__ or ""
    text = "".join(source(name) for name in ("submit", "take", "finish", "reap", "forget"))
    named = set(re.findall(r"\bP \.\. '([a-z_]+):", text))
    assert {"job", "work_item", "outbox"} <= named
    named -= {"flight"}  # of release 0.1, only ever deleted
    assert not [name for name in named if f"{name}:" not in shown and f"{name}`" not in shown]
