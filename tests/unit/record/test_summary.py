"""The record at a glance is plain values: its JSON is all that a front-end needs."""

import json

from spotpop.record.summary import LEAST, Figure, Named, Score, Summary


def test_all_of_it_becomes_json_and_nothing_is_claimed_of_few() -> None:
    figure = Figure(name="coverage", value=None, low=None, high=None, count=3)
    assert (figure.needed, figure.unskilled) == (LEAST, None) == (30, None)
    named = Named(
        track_id="4uLU6hMCjMI75M1A2tKUQC", made="2026-01-02", score=40.0, low=20.0, high=60.0, outcome=70.0, off=10.0
    )
    score = Score(
        measure="spotify", horizon_days=30, slice="all", value="", elapsed=5, outcomes=3, below=0, inside=2, above=1,
        figures=(figure,), misses=(named,),
    )  # fmt: skip
    whole = Summary(at=1.0, forecasts=9, tracks=4, next_outcome_at=None, head="0" * 64, scores=(score,))
    shown = json.loads(json.dumps(whole.to_json()))
    assert shown["scores"][0]["misses"][0]["off"] == 10.0
    assert shown["scores"][0]["figures"][0] == {
        "name": "coverage", "value": None, "low": None, "high": None, "count": 3, "needed": 30, "unskilled": None
    }  # fmt: skip
    assert shown["scores"][0]["hits"] == []
    assert shown["next_outcome_at"] is None
