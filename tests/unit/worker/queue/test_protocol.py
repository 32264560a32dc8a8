"""The protocol's JSON: what goes in comes out, and what makes no sense is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from spotpop.errors import PreviewNotFound
from spotpop.links import Reference
from worker.queue.protocol import Failure, Job, Outcome, ReplyAddress, TrackInput, UploadInput

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


def test_another_version_or_an_unknown_field_is_refused():
    data = job("upload", UploadInput(name="a")).model_dump()
    for change in ({"version": 2}, {"surprise": 1}):
        with pytest.raises(ValidationError):
            Job.model_validate(data | change)


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
