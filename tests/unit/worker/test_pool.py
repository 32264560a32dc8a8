"""How many jobs run at once, in what, and how large it may grow."""

import pytest

from spotpop.settings import load_settings
from worker.pool import Pool


@pytest.mark.parametrize(
    ("settings", "asked", "expected"),
    [
        ({"runtime": "litert", "worker_processes": 3}, None, Pool(False, 3, 2_000)),
        ({"runtime": "litert", "worker_processes": 3}, 5, Pool(False, 5, 2_000)),
        ({"runtime": "litert", "worker_processes": 2, "worker_memory_mib": 700}, None, Pool(False, 2, 700)),
        ({"runtime": "tensorflow", "worker_processes": 3, "batch_size": 24}, None, Pool(True, 24, 16_000)),
        ({"runtime": "tensorflow", "batch_size": 24, "worker_memory_mib": 900}, 2, Pool(True, 2, 900)),
    ],
)
def test_it_follows_the_settings_unless_a_number_is_said(settings, asked, expected) -> None:
    assert Pool.of(load_settings(**settings), asked) == expected


def test_threads_share_a_process_and_processes_have_one_job_each() -> None:
    threads, processes = Pool(True, 8, 1), Pool(False, 8, 1)
    assert (threads.slots_per_process, threads.celery_name) == (8, "threads")
    assert (processes.slots_per_process, processes.celery_name) == (1, "prefork")
