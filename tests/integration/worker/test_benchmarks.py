"""The worker's part of the GPU benchmark runs through, on uploads that differ."""

import asyncio

import pytest

from benchmarks import gpu


def test_uploads_that_differ_are_all_answered_by_a_worker():
    rate = asyncio.run(gpu.through_a_worker(6, 3, 1, runtime="litert", pipeline="nothing"))
    assert rate > 0


def test_a_question_that_fails_is_no_quick_answer():
    with pytest.raises(SystemExit, match="3 of 3 questions failed"):
        asyncio.run(gpu.through_a_worker(3, 3, 1, runtime="litert", pipeline="refusing"))
