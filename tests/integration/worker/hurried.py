"""``spotpop`` with faster clocks: signs of life, what counts as silence, a hung thread's grace … at a third of theirs.

So a test of the dead need not wait as long as people do. What runs is the same; `benchmarks.kills` has the real clocks.
"""

from __future__ import annotations

from worker import heartbeat, maintenance, record_schedule, slots
from worker.queue import store

heartbeat.BEAT_S = 0.7
store.STALE_S = 4.0
maintenance.LOOK_S = 1.0
slots.ABANDONED_S = 3.0
record_schedule.WRITE_S = 3.0
record_schedule.LOCK_S = 10

if __name__ == "__main__":
    from spotpop.entry import main

    main()
