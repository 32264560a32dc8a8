"""The protocol's JSON: what goes in comes out, and what makes no sense is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from spotpop.errors import PreviewNotFound
from spotpop.links import Reference
from spotpop.report import SCHEMA
from tests.reports import make_report
from worker.queue.protocol import (
    VERSION,
    Failure,
    Job,
    Outcome,
    ReplyAddress,
    TrackInput,
    UploadInput,
    read_outcome,
    read_question,
)

TRACK = Reference("track", "4uLU6hMCjMI75M1A2tKUQC", "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC")
ALBUM = Reference("album", "4uLU6hMCjMI75M1A2tKUQC", "https://open.spotify.com/album/4uLU6hMCjMI75M1A2tKUQC")
REPLY = ReplyAddress(front_end="discord", data={"token": "secret", "channel": 1})


def job(kind, *inputs):
    return Job(kind=kind, inputs=inputs, reply=REPLY)


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        ("track", [TrackInput(reference=TRACK)]),
        ("upload", [UploadInput(name="mix.mp3")]),
        ("comparison", [TrackInput(reference=TRACK), UploadInput(name="mix.mp3")]),
        ("listing", [TrackInput(reference=ALBUM)]),
    ],
)
def test_every_kind_survives_json(kind, inputs):
    made = job(kind, *inputs)
    assert Job.model_validate_json(made.model_dump_json()) == made


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        ("track", [TrackInput(reference=ALBUM)]),
        ("track", [UploadInput(name="mix.mp3")]),
        ("upload", [TrackInput(reference=TRACK)]),
        ("listing", [TrackInput(reference=TRACK)]),
        ("comparison", [TrackInput(reference=TRACK)]),
        ("comparison", [UploadInput(name="mix.mp3"), UploadInput(name="mix.mp3")]),
        ("track", []),
    ],
)
def test_inputs_must_fit_the_kind(kind, inputs):
    with pytest.raises(ValidationError):
        job(kind, *inputs)


def test_an_unknown_field_is_ignored_and_a_missing_new_one_has_a_default():
    made = job("upload", UploadInput(name="a"))
    data = made.model_dump(mode="json")
    assert Job.model_validate(data | {"surprise": 1, "version": 7}) == made.model_copy(update={"version": 7})
    del data["options"], data["deadline_s"]
    assert Job.model_validate(data) == made


def test_a_question_is_read_as_far_as_its_answer_needs_it():
    made = job("track", TrackInput(reference=TRACK)).model_copy(update={"locale": "de"})
    data = made.model_dump(mode="json")
    assert read_question(json.dumps(data)) == made
    for change in ({"kind": "mood"}, {"inputs": [{"type": "hum"}]}, {"theme": "sepia"}, {"requester": 5}):
        read = read_question(json.dumps(data | change))
        assert (read.id, read.reply, read.locale) == (made.id, made.reply, "de")
    for text in (b"", b"[]", b"{}", b'{"id": "x"}', b"\xff"):
        with pytest.raises((ValueError, KeyError)):
            read_question(text)


@pytest.mark.parametrize(
    "change",
    [
        {"version": VERSION + 1},
        {"kind": "mood"},
        {"failure": None, "mood": {}},
        {"failure": None, "report": {"schema": 0}},
        {"failure": None, "report": {"schema": SCHEMA}},
        {"failure": None, "comparison": {"first": 1}},
        {"failure": {}},
    ],
)
def test_an_answer_that_cannot_be_read_becomes_one_sentence(change):
    failure = Failure.of(PreviewNotFound(title="X", tried="deezer"))
    data = Outcome(kind="track", failure=failure).model_dump(mode="json")
    assert read_outcome(json.dumps(data), "upload").failure == failure
    read = read_outcome(json.dumps(data | change), "upload")
    assert (read.kind, read.failure.code) == ("upload", "answer-unreadable")


def test_a_report_with_a_field_of_a_newer_release_is_read():
    made = make_report()
    data = made.to_json()
    data["brand_new"] = data["interval"]["shape"] = data["track"]["mood"] = data["model"]["licence"] = 1
    outcome = read_outcome(json.dumps({"kind": "track", "report": data}))
    assert outcome.read_report() == made


def test_the_reply_address_never_shows_in_text():
    assert "secret" not in repr(job("upload", UploadInput(name="a"))) + str(REPLY)


def test_ids_are_not_guessable():
    assert len({job("upload", UploadInput(name="a")).id for _ in range(100)}) == 100


def test_an_outcome_holds_exactly_one_answer():
    failure = Failure.of(PreviewNotFound(title="X", tried="deezer"))
    assert (
        Outcome(kind="track", failure=failure).failure.error().text == PreviewNotFound(title="X", tried="deezer").text
    )
    with pytest.raises(ValidationError):
        Outcome(kind="track")
    with pytest.raises(ValidationError):
        Outcome(kind="track", failure=failure, report={})


@given(st.text(min_size=1, max_size=255))
def test_any_file_name_travels(name):
    made = job("upload", UploadInput(name=name))
    assert Job.model_validate_json(made.model_dump_json()).inputs[0].name == name
