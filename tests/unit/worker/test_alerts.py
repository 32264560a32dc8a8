"""Alert rules, evaluated on figures as the exporter gives them: each fires when it should, none when all is well."""

import json
import math
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.counterparts.promql import Series
from worker.queue import exporter
from worker.queue.overview import Figures, OutboxFigures
from worker.queue.server import Memory

ROOT = Path(__file__).parents[3]
RULES = {
    rule["alert"]: rule["expr"]
    for group in yaml.safe_load((ROOT / "docker/prometheus/alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
}
SCALED = yaml.safe_load((ROOT / "docker/keda/scaledobject.yaml").read_text(encoding="utf-8"))["spec"]
DASHBOARD = json.loads((ROOT / "docker/grafana/dashboards/spotpop.json").read_text(encoding="utf-8"))
WELL = Figures(
    depths={"running": 2, "interactive": 3, "bulk": 0}, oldest_wait_s={"interactive": 4.0, "bulk": 0.0},
    average_s={"interactive": 2.0, "bulk": 2.0}, workers=2, slots=4,
    counts={"submitted": 1000, "failed": 50, "lost": 1, "delivered:telegram": 900, "rate_limited:telegram": 3},
    outboxes={"telegram": OutboxFigures(length=1, oldest_s=1.0)}, shelf_bytes={"pictures": 1},
    memory=Memory(used=500, limit=1000), states={"gateway:discord": 1.0},
    source_left={("deezer", "minute"): 500, ("spotify", "day"): 90_000},
)  # fmt: skip


def families(figures):
    parts = (exporter._of_queues(figures), exporter._of_front_ends(figures), exporter._of_memory(figures))
    return [*(family for part in parts for family in part), exporter._of_sources(figures)]


def samples(at, figures, up=1):
    yield at, "spotpop_redis_up", {}, up
    if up:
        for family in families(figures):
            for sample in family.samples:
                yield at, sample.name, sample.labels, sample.value


def firing(before, after, *, up=1):
    series = Series([*samples(0, before), *samples(300, after, up)])
    return {name: labels for name, rule in RULES.items() if (labels := series.fires(rule, 300))}


def changed(**changes):
    return Figures(**{**{name: getattr(WELL, name) for name in Figures.__dataclass_fields__}, **changes})


def counted(**more):
    return changed(counts={name: WELL.counts.get(name, 0) + more.get(name, 0) for name in {*WELL.counts, *more}})


def test_nothing_fires_while_all_is_well():
    assert firing(WELL, WELL) == {}
    assert firing(WELL, counted(submitted=100, failed=10)) == {}


@pytest.mark.parametrize(
    ("alert", "after", "labels"),
    [
        ("SpotpopNoWorker", changed(workers=0, slots=0), {}),
        ("SpotpopLongWait", changed(oldest_wait_s={"interactive": 200.0, "bulk": 0.0}), {"queue": "interactive"}),
        (
            "SpotpopAnswersNotDelivered",
            changed(outboxes={"telegram": OutboxFigures(length=9, oldest_s=400.0)}),
            {"front_end": "telegram"},
        ),
        ("SpotpopGatewayDown", changed(states={"gateway:discord": 0.0}), {"front_end": "discord"}),
        ("SpotpopRedisNearlyFull", changed(memory=Memory(used=900, limit=1000)), {}),
        ("SpotpopRateLimited", counted(**{"rate_limited:telegram": 60}), {"front_end": "telegram"}),
        ("SpotpopWorkersDie", counted(lost=9), {}),
        ("SpotpopManyFailures", counted(submitted=100, failed=80), {}),
    ],
)
def test_each_alert_fires_for_what_it_is_for_and_alone(alert, after, labels):
    assert firing(WELL, after) == {alert: [labels]}


def test_a_refusal_that_was_never_counted_before_fires_at_the_next_ones():
    assert set(firing(counted(refused_full=1), counted(refused_full=30))) == {"SpotpopQuestionsRefused"}


def test_redis_away_and_figures_missing_fire():
    assert set(firing(WELL, WELL, up=0)) == {"SpotpopRedisDown"}
    assert "SpotpopFiguresMissing" in {name for name, rule in RULES.items() if Series([]).fires(rule, 300)}


def test_a_server_without_limit_is_never_nearly_full():
    assert firing(WELL, changed(memory=Memory(used=9_000, limit=0))) == {}


def replicas(now, waiting, slots_each=4, average_s=2.0):
    """What the autoscaler of Kubernetes makes of the query: its documented rule for ``metricType: Value``."""
    trigger = SCALED["triggers"][0]
    assert (trigger["type"], trigger["metricType"]) == ("prometheus", "Value")
    figures = changed(
        depths={"running": 0, "interactive": waiting, "bulk": 0},
        average_s={"interactive": average_s, "bulk": 2.0},
        workers=now,
        slots=now * slots_each,
    )
    found = Series(list(samples(0, figures))).values(trigger["metadata"]["query"], 0)
    ratio = found[frozenset()] / float(trigger["metadata"]["threshold"])
    wanted = now if abs(ratio - 1) <= 0.1 else math.ceil(now * ratio)
    return min(SCALED["maxReplicaCount"], max(SCALED["minReplicaCount"], wanted))


def test_workers_are_scaled_by_the_wait_and_it_settles():
    assert replicas(1, waiting=0) == 1
    assert replicas(1, waiting=100) == 10  # 100 jobs of 2 s: 200 s of work, in 5 s by 40 slots
    assert replicas(10, waiting=100) == 10  # and there it stays
    assert replicas(20, waiting=100) == 10
    assert replicas(10, waiting=10_000) == 20
    assert replicas(10, waiting=0) == 1


def test_a_queue_that_nothing_was_measured_of_counts_as_well():
    from worker.queue.overview import FIRST_AVERAGE_S
    from worker.queue.scripts import source

    assert f"or '{FIRST_AVERAGE_S:.0f}'" in source("submit")


def test_every_figure_named_by_rules_and_dashboard_exists():
    from prometheus_client import REGISTRY

    import worker.telemetry  # noqa: F401 - registers the worker's own

    known = {"spotpop_redis_up"} | {family.name for family in families(WELL)}
    known |= {family.name for family in REGISTRY.collect()}
    reported = " ".join(RULES.values()) + json.dumps([panel.get("targets", []) for panel in DASHBOARD["panels"]])
    named = {re.sub(r"_(total|bucket|sum|count)$", "", name) for name in re.findall(r"\bspotpop_\w+", reported)}
    assert named <= known
    shown = json.dumps(DASHBOARD)
    for figure in (
        "outbox_oldest_seconds",
        "redis_memory_bytes",
        "front_end_state",
        "front_end_events_total",
        "workers",
        "source_questions_left",
    ):
        assert f"spotpop_{figure}" in shown


def test_the_dashboard_shows_what_each_source_may_still_be_asked():
    (panel,) = [panel for panel in DASHBOARD["panels"] if panel["title"] == "Questions left at sources"]
    found = Series(list(samples(0, WELL))).values(panel["targets"][0]["expr"], 0)
    assert {(dict(labels)["source"], dict(labels)["window"]): value for labels, value in found.items()} == {
        ("deezer", "minute"): 500, ("spotify", "day"): 90_000,
    }  # fmt: skip


PLAYED = ROOT / "docker/prometheus/alerts_test.yml"


def test_prometheus_own_tool_is_given_a_case_for_each_rule_and_the_scaling():
    tests = yaml.safe_load(PLAYED.read_text(encoding="utf-8"))["tests"]
    cases = [case for test in tests for case in test["alert_rule_test"]]
    assert {case["alertname"] for case in cases if case.get("exp_alerts")} == set(RULES)
    assert {case["alertname"] for case in tests[0]["alert_rule_test"]} == set(RULES)
    reported = {case["expr"] for test in tests for case in test.get("promql_expr_test", ())}
    assert SCALED["triggers"][0]["metadata"]["query"] in reported


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool comes with Prometheus")
def test_prometheus_own_tool_agrees():
    done = subprocess.run(["promtool", "test", "rules", PLAYED], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
