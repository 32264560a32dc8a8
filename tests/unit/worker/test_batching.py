"""Batches gather by themselves, are bounded, and nobody pays for a neighbour."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from worker.batching import BatchingPredictor


def test_questions_that_wait_together_are_read_together():
    sizes, reading, gate = [], threading.Event(), threading.Event()

    def read(numbers):
        if not reading.is_set():
            reading.set()
            gate.wait(30)  # while the first pass runs, the others gather
        sizes.append(len(numbers))
        return [number * 2 for number in numbers]

    reader = BatchingPredictor(read, size=8, wait_s=0.0)
    with ThreadPoolExecutor(21) as pool:
        first = pool.submit(reader, 0)
        assert reading.wait(30)
        others = [pool.submit(reader, number) for number in range(1, 21)]
        while reader._waiting.qsize() < 20:
            time.sleep(0.01)
        gate.set()
        assert [first.result(30), *(one.result(30) for one in others)] == [number * 2 for number in range(21)]
    assert sum(sizes) == 21
    assert max(sizes) == 8
    assert sizes == [1, 8, 8, 4]


def test_a_lone_question_is_read_after_the_bounded_wait():
    assert BatchingPredictor(lambda numbers: [-number for number in numbers], size=8, wait_s=0.01)(5) == -5


def test_one_that_cannot_be_read_harms_nobody_else():
    def read(numbers):
        if 3 in numbers:
            raise ValueError("three")
        return list(numbers)

    reader = BatchingPredictor(read, size=8, wait_s=0.5)
    with ThreadPoolExecutor(6) as pool:
        asked = {number: pool.submit(reader, number) for number in range(6)}
        for number, one in asked.items():
            if number == 3:
                with pytest.raises(ValueError, match="three"):
                    one.result(30)
            else:
                assert one.result(30) == number


def test_every_batch_is_observed():
    sizes = []
    reader = BatchingPredictor(list, size=4, wait_s=0.2, observe=sizes.append)
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(reader, range(8))) == list(range(8))
    assert sum(sizes) == 8
