"""What a question means for the queue."""

from spotpop.links import Reference
from spotpop.settings import Settings
from worker.queue.policy import generation, queue_of, shared_subject, submit_arguments, work_of
from worker.queue.protocol import Job, ReplyAddress, Requester, TrackInput, UploadInput

SECRET = "an-interaction-token"


def job(kind, *inputs, **changes):
    reply = ReplyAddress(front_end="discord", data={"token": SECRET})
    return Job(kind=kind, inputs=inputs, reply=reply, requester=Requester(user="discord:1"), **changes)


def link(kind="track", name="4uLU6hMCjMI75M1A2tKUQC"):
    return TrackInput(reference=Reference(kind, name, f"https://open.spotify.com/{kind}/{name}"))


def test_the_work_tells_neither_who_asks_nor_where_the_answer_goes():
    text = work_of(job("track", link())).model_dump_json()
    assert SECRET not in text
    assert "discord" not in text


def test_links_are_shared_and_uploads_are_not():
    assert shared_subject(job("track", link())) == "track:4uLU6hMCjMI75M1A2tKUQC:auto"
    assert shared_subject(job("track", link(), start_s=12.0)) == "track:4uLU6hMCjMI75M1A2tKUQC:12.0"
    assert shared_subject(job("listing", link("album"))) == "album:4uLU6hMCjMI75M1A2tKUQC:auto"
    assert shared_subject(job("upload", UploadInput(name="a"))) == ""
    assert shared_subject(job("comparison", link(), UploadInput(name="a"))) == ""


def test_large_jobs_have_a_queue_of_their_own():
    assert queue_of("listing") == "bulk"
    assert {queue_of(kind) for kind in ("track", "upload", "comparison")} == {"interactive"}


def test_uploads_travel_by_name_only():
    work = work_of(job("comparison", UploadInput(name="a"), UploadInput(name="b")))
    assert len(work.uploads) == 2
    assert work.private


def test_a_job_without_deadline_gets_the_settings():
    made = job("track", link(), created_at=1000.0)
    assert submit_arguments(made, Settings(job_deadline_s=60))[4] == 1060.0
    made = job("track", link(), deadline_at=5.0)
    assert submit_arguments(made, Settings())[4] == 5.0


def test_another_model_never_answers_from_the_cache():
    files = {"audio.tflite": "a", "popularity.tflite": "b"}
    first = generation("default", "1", files)
    assert first == generation("default", "1", dict(reversed(files.items())))
    assert len({first, generation("default", "2", files), generation("default", "1", {"audio.tflite": "c"})}) == 3
