"""What a question means for the queue."""

import contextlib
import json
import re

import pytest

from spotpop.errors import TooManyQuestions
from spotpop.links import Reference
from spotpop.settings import Settings
from tests.integration.worker.harness import album, track
from worker.queue.client import Client
from worker.queue.policy import (
    COSTS,
    Work,
    answer_form,
    generation,
    knowledge,
    language_of,
    look,
    queue_of,
    read_work,
    shared_subject,
    subject,
    submit_arguments,
    work_of,
)
from worker.queue.protocol import VERSION, Job, ReplyAddress, Requester, TrackInput, UploadInput

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
    form = answer_form()
    assert shared_subject(job("track", link())) == f"{form}:track:4uLU6hMCjMI75M1A2tKUQC:auto"
    assert shared_subject(job("track", link(), start_s=12.0)) == f"{form}:track:4uLU6hMCjMI75M1A2tKUQC:12.0"
    assert shared_subject(job("listing", link("album"))) == f"{form}:album:4uLU6hMCjMI75M1A2tKUQC:auto"
    assert shared_subject(job("upload", UploadInput(name="a"))) == ""
    assert shared_subject(job("comparison", link(), UploadInput(name="a"))) == ""


def test_large_jobs_have_a_queue_of_their_own():
    assert queue_of("listing") == "bulk"
    assert {queue_of(kind) for kind in ("track", "upload", "comparison")} == {"interactive"}


def test_uploads_travel_by_name_only():
    work = work_of(job("comparison", UploadInput(name="a"), UploadInput(name="b")))
    assert len(work.uploads) == 2
    assert work.private


def test_every_option_and_the_form_of_the_answer_are_part_of_the_caches_name(monkeypatch):
    plain = shared_subject(job("track", link()))
    rock, pop = (shared_subject(job("track", link(), options={"genre": genre})) for genre in ("rock", "pop"))
    assert len({plain, rock, pop}) == 3
    assert rock == shared_subject(job("track", link(), options={"genre": "rock"}))
    answer_form.cache_clear()
    monkeypatch.setattr("spotpop.report.SCHEMA", 999)
    assert shared_subject(job("track", link())) != plain
    answer_form.cache_clear()


def test_deadlines_travel_as_durations_whatever_a_clock_says():
    def patience_s(**changes):
        return submit_arguments(job("track", link(), **changes), Settings(job_deadline_s=60))[4]

    assert patience_s(created_at=1000.0) == 60
    assert patience_s(created_at=9e9) == 60
    assert patience_s(created_at=1000.0, deadline_at=1005.0) == 5
    assert patience_s(created_at=1000.0, deadline_at=900.0) == 0
    assert patience_s(created_at=1000.0, deadline_at=1005.0, deadline_s=7) == 7


def test_work_of_a_newer_neighbour_is_read_as_far_as_it_is_understood():
    written = work_of(job("track", link())).model_dump(mode="json")
    assert read_work(json.dumps({**written, "a field that came later": 1})) == work_of(job("track", link()))
    for change in ({"version": VERSION + 1}, {"kind": "mood"}, {"options": {"quality": "high"}}, {"inputs": [{}]}):
        assert read_work(json.dumps({**written, **change})) is None
    assert read_work(b"\xff") is None


def test_each_attempt_has_uploads_of_its_own():
    made = job("comparison", UploadInput(name="a"), UploadInput(name="b"))
    again = made.model_copy(update={"attempt": "two"})
    assert len({*work_of(made).uploads, *work_of(again).uploads}) == 4
    assert again.model_dump_json() == made.model_dump_json()  # the record is the question's, not the attempt's


def test_another_model_never_answers_from_the_cache():
    files = {"audio.tflite": "a", "popularity.tflite": "b"}
    first = generation("default", "1", files)
    assert first == generation("default", "1", dict(reversed(files.items())))
    assert len({first, generation("default", "2", files), generation("default", "1", {"audio.tflite": "c"})}) == 3


def test_an_answer_beside_references_of_ones_own_is_kept_for_nobody_else():
    alone = job("track", link())
    beside = job("track", link(), options={"references": [{"name": "mine", "numbers": [{"tempo": 120.0}]}]})
    assert shared_subject(alone)
    assert shared_subject(beside) == ""
    assert work_of(beside).private
    assert not work_of(alone).private


def test_a_models_answers_have_a_name_that_tells_which_model_it_was():
    name = generation("default", "2", {"a": "1", "b": "2"})
    assert re.fullmatch(r"default@2@[0-9a-f]{12}", name)
    assert name == generation("default", "2", {"b": "2", "a": "1"})
    assert name != generation("default", "2", {"a": "1", "b": "3"})


def question(kind, name):
    if kind == "listing":
        return album(3, name, user="me")
    one = track(name, user="me")
    second = TrackInput(reference=Reference("track", f"{name}2", ""))
    return one if kind == "track" else one.model_copy(update={"kind": kind, "inputs": (*one.inputs, second)})


@pytest.mark.network
@pytest.mark.parametrize(("kind", "asked"), [("track", 6), ("comparison", 3), ("listing", 2)])
async def test_a_question_costs_as_many_tokens_as_it_is_work(queue_settings, kind, asked):
    """Six tokens a minute are six tracks, three comparisons or two albums."""
    client = Client(queue_settings.model_copy(update={"user_questions_per_min": 6.0}))
    taken = 0
    with contextlib.suppress(TooManyQuestions):
        for number in range(9):
            await client.submit(question(kind, f"{kind}{number}"))
            taken += 1
    assert taken == asked
    await client.close()


def test_a_language_is_the_beginning_of_a_locale():
    assert [language_of(one) for one in ("de", "de-AT", "pt_BR", "EN-us", "", "-x")] == [
        "de",
        "de",
        "pt",
        "en",
        "en",
        "en",
    ]
    assert [look("dark", "en"), look("light", "en"), look("dark", "de")] == ["dark", "light", "dark-de"]


def test_what_is_asked_travels_to_the_script_in_its_order():
    settings = Settings(job_deadline_s=60, user_questions_per_min=7, server_questions_per_min=9, max_waiting=11)
    made = job("track", link(), theme="light", locale="de-AT", options={"genre": "pop"}, start_s=3.25)
    made = made.model_copy(update={"attempt": "one", "requester": Requester(user="u", server="s")})
    arguments = submit_arguments(made, settings)
    assert arguments[:5] == [made.id, made.model_dump_json(), "discord", "track", 60]
    assert arguments[5:13] == ["u", "s", 7, 9, 1, "interactive", 11, shared_subject(made)]
    assert arguments[13:] == ["light-de", work_of(made).model_dump_json(), "", "one"]
    nobody = submit_arguments(made.model_copy(update={"requester": Requester()}), settings)
    assert nobody[5:7] == ["", ""]
    pair = job("comparison", UploadInput(name="a"), UploadInput(name="b")).model_copy(update={"attempt": "x"})
    assert submit_arguments(pair, settings)[15] == f"upload:{pair.id}:x:0 upload:{pair.id}:x:1"
    assert ":3.2:" in shared_subject(made)
    assert COSTS == {"track": 1, "upload": 1, "comparison": 2, "listing": 3}


def test_work_says_what_to_do_and_nothing_more():
    work = work_of(job("track", link(), theme="light", locale="de-AT", options={"genre": "pop"}, start_s=3.0))
    assert (work.theme, work.language, work.start_s, work.options, work.private) == (
        "light",
        "de",
        3.0,
        {"genre": "pop"},
        False,
    )
    assert (work.picture, work.track, work.uploads, work.version) == (True, None, (), VERSION)
    plain = Work(kind="track", inputs=(link(),))
    assert (plain.theme, plain.language, plain.start_s, plain.picture, plain.private) == (
        "dark",
        "en",
        None,
        True,
        False,
    )


def test_what_a_release_knows_has_one_name():
    assert re.fullmatch("[0-9a-f]{10}", knowledge())
    assert re.fullmatch(r"r\d+-[0-9a-f]{10}", answer_form())
    assert subject(link().reference, 0.0).endswith(":0.0")
    assert subject(link().reference, None, {}).endswith(":auto")
    one, other = ({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert subject(link().reference, None, one) == subject(link().reference, None, other)
    assert re.search(":auto:[0-9a-f]{10}$", subject(link().reference, None, one))
