"""The protocol's JSON: what goes in comes out, and what makes no sense is refused."""

import json
import re

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
    JobProgress,
    Outcome,
    Receipt,
    ReplyAddress,
    Row,
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


def test_what_a_record_does_not_say_is_nothing():
    bare = job("track", TrackInput(reference=TRACK))
    assert (bare.locale, bare.theme, bare.start_s, bare.options, bare.deadline_s, bare.attempt, bare.deadline_at) == (
        "en", "dark", None, {}, None, "", None)  # fmt: skip
    assert (bare.requester.user, bare.requester.server, bare.version) == (None, None, VERSION)
    assert re.fullmatch("[A-Za-z0-9_-]{16}", bare.id)
    assert JobProgress(job_id="x", state="queued") == JobProgress(
        job_id="x", state="queued", stage=None, position=None, eta_s=None, done=None, total=None)  # fmt: skip
    assert not Receipt(job_id="x", position=1, eta_s=2.0).cached
    row = Row(number=1, title="x")
    assert (row.artist_line, row.url, row.score, row.low, row.high, row.percentile, row.failure) == ("", *[None] * 6)
    with pytest.raises(ValidationError):
        bare.locale = "de"


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("locale", "x" * 35, "x" * 36),
        ("start_s", 0, -0.1),
        ("deadline_s", 0, -0.1),
        ("version", 1, 0),
        ("id", "x" * 8, "x" * 7),
        ("id", "x" * 64, "x" * 65),
        ("id", "-_" * 4, "a b c d e"),
        ("requester", {"user": "x" * 128}, {"user": "x" * 129}),
        ("requester", {"server": "x" * 128}, {"server": "x" * 129}),
        ("reply", {"front_end": "x" * 64}, {"front_end": "x" * 65}),
        ("reply", {"front_end": "a-._0"}, {"front_end": "A"}),
    ],
)
def test_a_field_is_taken_up_to_its_bound(field, good, bad):
    data = job("track", TrackInput(reference=TRACK)).model_dump(mode="json")
    Job.model_validate(data | {field: good})
    with pytest.raises(ValidationError):
        Job.model_validate(data | {field: bad})


@pytest.mark.parametrize(("name", "taken"), [("", False), ("x", True), ("x" * 255, True), ("x" * 256, False)])
def test_a_file_has_a_name_that_a_disk_could_hold(name, taken):
    if taken:
        assert UploadInput(name=name).name == name
    else:
        with pytest.raises(ValidationError):
            UploadInput(name=name)


SHORT = Reference("short", "abc", "https://spotify.link/abc")
PLAYLIST = Reference("playlist", "4uLU6hMCjMI75M1A2tKUQC", "https://open.spotify.com/playlist/4uLU6hMCjMI75M1A2tKUQC")


@pytest.mark.parametrize(
    ("kind", "inputs", "taken"),
    [
        ("track", [TrackInput(reference=SHORT)], True),
        ("listing", [TrackInput(reference=SHORT)], True),
        ("listing", [TrackInput(reference=PLAYLIST)], True),
        ("listing", [UploadInput(name="a")], False),
        ("upload", [UploadInput(name="a"), UploadInput(name="b")], False),
        ("track", [TrackInput(reference=TRACK)] * 2, False),
        ("comparison", [TrackInput(reference=TRACK)] * 2, True),
        ("comparison", [TrackInput(reference=TRACK), TrackInput(reference=ALBUM)], False),
        ("comparison", [UploadInput(name="a"), UploadInput(name="b")], True),
        ("comparison", [UploadInput(name="a")] * 3, False),
    ],
)
def test_each_kind_takes_what_it_is_about(kind, inputs, taken):
    if taken:
        assert len(job(kind, *inputs).inputs) == len(inputs)
    else:
        with pytest.raises(ValidationError):
            job(kind, *inputs)


def test_only_what_an_outcome_holds_is_read_from_it():
    failure = Failure.of(PreviewNotFound(title="X", tried="deezer"))
    for read in (
        Outcome(kind="track", failure=failure).read_report,
        Outcome(kind="track", failure=failure).read_comparison,
    ):
        with pytest.raises(ValueError, match="holds no"):
            read()
    assert read_outcome(b"").kind == "track"
    report = Outcome(kind="upload", report=make_report().to_json())
    read = read_outcome(report.model_dump_json(), "listing")
    assert (read.kind, read.read_report()) == ("upload", make_report())
    old = json.dumps(report.model_dump(mode="json") | {"version": 1})
    assert read_outcome(old).version == 1


def test_of_a_damaged_question_its_person_is_read_as_far_as_possible():
    made = job("track", TrackInput(reference=TRACK)).model_dump(mode="json")
    for requester, expected in (
        ({"user": "u", "server": "s"}, ("u", "s")),
        ({"user": "u", "server": 5}, ("u", None)),
        ({"user": None}, (None, None)),
        ([], (None, None)),
    ):
        read = read_question(json.dumps(made | {"kind": "mood", "requester": requester, "locale": None}))
        assert (read.requester.user, read.requester.server, read.locale) == (*expected, "en")
        assert (read.kind, read.inputs) == ("track", ())


def test_how_many_inputs_are_taken_is_said() -> None:
    with pytest.raises(ValidationError, match="a job of kind comparison takes two inputs"):
        job("comparison", TrackInput(reference=TRACK))
    with pytest.raises(ValidationError, match="a job of kind track takes one"):
        job("track", TrackInput(reference=TRACK), TrackInput(reference=TRACK))


RECORDS = {
    "Job": job("track", TrackInput(reference=TRACK)),
    "Outcome": Outcome(kind="track", failure=Failure.of(PreviewNotFound(title="X", tried="deezer"))),
    "Failure": Failure.of(PreviewNotFound(title="X", tried="deezer")),
    "JobProgress": JobProgress(job_id="j", state="queued", position=1),
    "Receipt": Receipt(job_id="j", position=1, eta_s=2.0),
    "ReplyAddress": REPLY,
}
FIELDS = [(kind, name) for kind, made in RECORDS.items() for name in type(made).model_fields]


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_each_field_is_named_where_it_is_missing_or_of_another_type(kind, name):
    made = RECORDS[kind]
    data, model = made.model_dump(mode="json"), type(made)
    left = {key: value for key, value in data.items() if key != name}
    if model.model_fields[name].is_required():
        with pytest.raises(ValidationError) as refused:
            model.model_validate(left)
        assert refused.value.errors()[0]["loc"][0] == name
    elif (kind, name) == ("Outcome", "failure"):
        with pytest.raises(ValidationError, match="exactly one of report, comparison, listing and failure"):
            model.model_validate(left)
    else:
        model.model_validate(left)
    with pytest.raises(ValidationError) as refused:
        model.model_validate({**data, name: object()})
    assert name in {error["loc"][0] for error in refused.value.errors() if error["loc"]}


@pytest.mark.parametrize("kind", RECORDS)
def test_what_a_newer_version_adds_is_ignored(kind):
    made = RECORDS[kind]
    assert type(made).model_validate({**made.model_dump(mode="json"), "newer": {"a": 1}}) == made
