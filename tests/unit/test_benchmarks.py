"""What the benchmark compares is what it says: remembered answers are the network's own, medians are medians."""

import numpy as np

from benchmarks import gpu
from benchmarks.kill_people import REFUSALS, Tally
from benchmarks.pipeline import Ours, Remembering, make_floor, measure
from spotpop.demo import demo_song
from spotpop.model.registry import find_model
from spotpop.model.runtime import LiteRTRuntime


class Doubling:
    name, device, precision = "doubling", "CPU", "float"

    def __init__(self):
        self.calls = 0

    def run(self, graph, inputs):
        self.calls += 1
        return {"out": inputs["x"] * 2}


def test_a_remembered_answer_is_the_real_one_and_costs_no_call():
    inner = Doubling()
    runtime = Remembering(inner)
    first, second = {"x": np.ones((2, 3))}, {"x": np.full((2, 3), 5.0)}
    for _ in range(3):
        np.testing.assert_array_equal(runtime.run("graph", first)["out"], first["x"] * 2)
        np.testing.assert_array_equal(runtime.run("graph", second)["out"], second["x"] * 2)
    assert inner.calls == 2
    runtime.really = True
    runtime.run("graph", first)
    assert inner.calls == 3


def test_kinds_of_work_take_turns_after_one_unmeasured_round():
    order = []
    spent = measure({name: lambda name=name: order.append(name) for name in "ab"}, rounds=3)
    assert order == list("ab" * 4)
    assert set(spent) == {"a", "b"}
    assert min(spent.values()) >= 0


def test_the_shipped_pipeline_is_what_is_measured():
    ours = Ours(demo_song().read_bytes())
    ours.answer(network=True)
    ours.answer(network=False)
    assert set(ours.stages) >= {"decode", "features", "model", "picture"}
    assert ours.runtime.spent_ms["audio"] > 0
    make_floor(demo_song().read_bytes())()


def test_the_gpu_benchmark_counts_clips_and_holds_two_runtimes_together():
    clips = gpu.make_clips(2, 1)
    assert clips.shape == (2, 1, 187, 96)
    assert not np.array_equal(clips[0], clips[1])
    exact = LiteRTRuntime(find_model("default").path, precision="float")
    rounded = LiteRTRuntime(find_model("default").path, precision="int8")
    speed = gpu.measure(exact, clips, 3, 0.0)
    assert (speed.batch, speed.clips_per_s) == (3, 3e3 / speed.milliseconds)
    assert gpu.farthest(exact, exact, clips) == 0.0
    assert gpu.farthest(rounded, exact, clips) > gpu.EQUAL  # what it would say of a runtime that rounds


def test_the_floor_leaves_out_what_is_measured_beside_the_decoding(monkeypatch):
    """The meter and the gates are ours: counted in the floor they would flatter every ratio."""
    monkeypatch.setattr("spotpop.audio.decode.read_meter", None)
    monkeypatch.setattr("spotpop.audio.decode.sounding_stretches", None)
    make_floor(demo_song().read_bytes())()


def test_people_of_a_killed_bot_are_counted_by_what_they_see() -> None:
    one, other = "kills" + "0" * 17, "kills" + "1" * 17
    refused = next(iter(REFUSALS.values()))
    tally = Tally()
    ends = [tally.add(one, texts) for texts in ([f"{one} 41"], [refused], ["thinking", f"{one} 41"], [f"{one}"] * 2)]
    assert ends == [(1, False), (0, False), (1, False), (2, False)]
    assert tally.add(one, ["thinking"]) == (0, True)
    assert tally.add(one, [f"{other} 41", f"{one} 41"]) == (1, False)
    assert (tally.lost, tally.doubled, tally.wrong, tally.unended) == (1, 1, 1, 2)
    fine, said = tally.summary("6 messages", "asked again {}")
    assert not fine
    assert said.startswith("6 messages: without an end 1, two answers 1, another's answer 1")
    assert Tally().summary("none", "")[0]
