"""Logs and crash reports hold no secret and no song's name."""

import io
import json
import logging

import pytest
import structlog

from spotpop.settings import Settings
from worker.queue import logs
from worker.telemetry import scrub_event

SECRETS = [
    "redis://:hunter2secret@10.0.0.1:6379/0",
    "123456789:AAEhBOweik9ai2uFOy9fWdJw2hV5qYkx0bQ",
    "POST https://api.telegram.org/bot123456789:AAEhBOweik9ai2uFOy9fWdJw2hV5qYkx0bQ/getMe",
    "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
    "https://discord.com/api/v10/webhooks/1234567890/aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTA6YWJj/messages/@original",
]


@pytest.fixture
def lines():
    root, before = logging.getLogger(), (logging.getLogger().handlers[:], logging.getLogger().level)
    stream = io.StringIO()
    logs.set_up(Settings(log_format="json"))
    root.handlers[0].setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], level = before
    root.setLevel(level)
    structlog.reset_defaults()


def test_the_job_is_on_every_line_even_of_other_libraries(lines):
    with structlog.contextvars.bound_contextvars(job="abc"):
        logs.log.info("job_started", tries=1)
        logging.getLogger("celery.app").warning("from elsewhere")
    assert [(line["job"], line["event"]) for line in lines()] == [("abc", "job_started"), ("abc", "from elsewhere")]


@pytest.mark.parametrize("secret", SECRETS)
def test_credentials_are_hidden_wherever_they_appear(lines, secret):
    logs.log.warning("request_failed", where=secret)
    logging.getLogger("elsewhere").error("cannot reach %s", secret)
    text = json.dumps(lines())
    assert "[hidden]" in text
    for part in (
        "hunter2secret",
        "AAEhBOweik9ai2uFOy9fWdJw2hV5qYkx0bQ",
        "ZnCjm1XVW7vRze4b7Cq4se7kKWs",
        "aW50ZXJhY3Rpb24",
    ):
        assert part not in text


def test_fields_that_could_hold_a_songs_name_are_dropped(lines):
    logs.log.info("x", title="unreleased", name="mix.mp3", reply={"token": "t"}, code="ok")
    assert set(lines()[0]) == {"event", "level", "timestamp", "code"}


def test_a_crash_report_tells_where_and_never_what():
    event = {
        "message": "unreleased",
        "exception": {"values": [{"type": "ValueError", "value": "unreleased", "stacktrace": {"frames": [1]}}]},
        "extra": {"sys.argv": ["unreleased"]},
        "tags": {"job": "abc"},
    }
    kept = scrub_event(event, None)
    assert "unreleased" not in json.dumps(kept)
    assert kept["exception"]["values"][0]["type"] == "ValueError"
    assert kept["tags"] == {"job": "abc"}


def test_other_libraries_say_little_and_ours_says_when(lines):
    for name in (
        "httpx",
        "httpcore",
        "celery.redirected",
        "celery.worker.strategy",
        "celery.app.trace",
        "amqp",
        "kombu",
    ):
        logging.getLogger(name).info("GET https://api.telegram.org/")
        logging.getLogger(name).warning("w")
    logs.log.debug("unseen")
    logs.log.info("seen")
    assert [line["event"] for line in lines()] == ["w"] * 7 + ["seen"]
    assert lines()[-1]["level"] == "info"
    assert lines()[-1]["timestamp"].endswith("Z")


def test_a_traceback_is_a_field_of_its_line(lines):
    try:
        int("redis://:hunter2secret@10.0.0.1")
    except ValueError:
        logs.log.exception("broke")
    [line] = lines()
    assert "ValueError" in line["exception"]
    assert "hunter2secret" not in line["exception"]


def test_what_is_set_again_is_in_force_at_once(lines):
    logs.log.info("before")
    logs.set_up(Settings(log_format="json", log_level="ERROR"))
    stream = io.StringIO()
    logging.getLogger().handlers[0].setStream(stream)
    logs.log.info("too quiet")
    logs.log.error("loud")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["loud"]
    assert len(logging.getLogger().handlers) == 1


def test_people_read_lines_without_colours_where_nobody_looks(lines):
    logs.set_up(Settings(log_format="console"))
    stream = io.StringIO()
    logging.getLogger().handlers[0].setStream(stream)
    logs.log.info("seen", code="ok")
    assert "seen" in stream.getvalue()
    assert "code=ok" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()
