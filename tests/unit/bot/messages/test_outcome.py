"""What became of a question is the message that says so."""

import pytest

from bot.conversation import LeftOut, WrongIntent
from bot.messages.outcome import answer_to, left_out_note, progress_of, refusal
from spotpop.errors import QueueFull, TooLarge
from spotpop.text import plain
from spotpop.wording import words_for
from tests.unit.bot import samples
from worker.queue.protocol import JobProgress

EN = words_for("en")


def actions(message):
    return [button.action for button in message.buttons]


def test_each_outcome_has_its_message_and_buttons():
    track = answer_to(samples.outcome(), EN, picture=samples.PNG)
    assert actions(track) == ["why", "sure", "compare", "details", "delete"]
    assert {button.state for button in track.buttons} == {"job-0123456789"}
    assert track.picture.data == samples.PNG
    hidden = answer_to(samples.outcome(), EN, picture=None, private=True)
    assert actions(hidden) == ["why", "sure", "compare", "details", "publish", "delete"]
    assert hidden.private
    pair = answer_to(samples.outcome("comparison", comparison=samples.comparison().to_json()), EN, picture=None)
    assert actions(pair) == ["delete"]
    ranked = answer_to(samples.outcome("listing", listing=samples.listing()), EN, picture=None)
    assert ranked.attachments[0].media_type == "text/csv"
    failed = answer_to(samples.outcome(failure=samples.Failure(code="track-not-found")), EN, picture=None)
    assert (failed.tone, failed.buttons) == ("trouble", ())


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        ({"state": "queued"}, "Taken. One moment …"),
        ({"state": "queued", "position": 1}, "Next in line."),
        ({"state": "queued", "position": 2, "eta_s": 1.0}, "One question is before yours."),
        ({"state": "queued", "position": 9, "eta_s": 12.0}, "8 questions are before yours.|About 15 s to go."),
        ({"state": "queued", "position": 9, "eta_s": 400.0}, "8 questions are before yours.|About 7 minutes to go."),
        ({"state": "running", "stage": "features"}, "Listening …"),
        ({"state": "running", "stage": "something new"}, "Working on it …"),
        ({"state": "running", "stage": "tracks", "done": 3, "total": 9}, "3 of 9 tracks are done."),
    ],
)
def test_progress_is_reported_in_words(progress, said):
    message = progress_of(JobProgress(job_id="x", **progress), EN)
    lines = [message.lead, *(line for section in message.sections for line in section.lines)]
    assert "|".join(plain(line) for line in lines).startswith(said)
    assert message.tone == "progress"


def progress(**values):
    return progress_of(JobProgress(job_id="x", **values), EN)


@pytest.mark.parametrize(
    ("eta_s", "said"),
    [(None, None), (2.9, None), (3.0, "About 5 s to go."), (5.0, "About 5 s to go."), (5.1, "About 10 s to go."),
     (89.9, "About 90 s to go."), (90.0, "About 2 minutes to go."), (149.0, "About 2 minutes to go."),
     (151.0, "About 3 minutes to go.")],
)  # fmt: skip
def test_how_long_it_takes_is_reported_in_round_figures_once_it_is_worth_telling(eta_s, said):
    message = progress(state="queued", position=1, eta_s=eta_s)
    assert [plain(line) for block in message.sections for line in block.lines] == ([said] if said else [])


@pytest.mark.parametrize(
    ("values", "share"),
    [
        ({"state": "queued", "position": 1}, None),
        ({"state": "running", "stage": "resolve"}, 0.125),
        ({"state": "running", "stage": "picture"}, 0.875),
        ({"state": "running", "stage": "something new"}, None),
        ({"state": "queued", "stage": "resolve"}, None),
        ({"state": "running", "stage": "tracks", "done": 3, "total": 9}, 0.333),
        ({"state": "running", "stage": "resolve", "total": 9}, 0.0),
        ({"state": "running", "stage": "resolve", "done": 0, "total": 0}, 0.125),
    ],
)
def test_the_bar_is_as_long_as_what_is_done(values, share):
    assert progress(**values).share == share


def test_a_stage_is_reported_of_what_runs_and_a_place_of_what_waits():
    lead = plain(progress(state="running", stage="features", position=4).lead)
    assert lead == "Listening …"
    assert plain(progress(state="queued", stage="features", position=4).lead) == "3 questions are before yours."
    assert plain(progress(state="queued", position=0).lead) == plain(progress(state="queued", position=1).lead)
    album = progress(state="running", stage="tracks", total=9)
    assert plain(album.lead) == "0 of 9 tracks are done."


def test_work_can_be_ended_where_that_is_offered():
    assert progress(state="queued").buttons == ()
    message = progress_of(JobProgress(job_id="x", state="queued"), EN, can_cancel=True)
    assert [(one.action, one.state, one.label) for one in message.buttons] == [
        ("cancel", "x", EN.plain("button-cancel"))
    ]


def test_a_refusal_has_the_code_of_what_refuses_and_is_for_everybody_unless_said():
    assert [refusal(one, EN).code for one in (WrongIntent("compare-same"), QueueFull(waiting=7, eta_s=30.0))] == [
        "compare-same",
        "queue-full",
    ]
    for error in (WrongIntent("compare-same"), QueueFull(waiting=7, eta_s=30.0)):
        assert [refusal(error, EN).private, refusal(error, EN, private=True).private] == [False, True]
    note = left_out_note([LeftOut("a.wav"), LeftOut("b.wav", TooLarge(size_mib=60.0, maximum_mib=50.0))], EN)
    assert not note.private
    first, second = (plain(line) for line in note.sections[0].lines)
    assert EN.plain("left-out-too-many") in first
    assert "60" in second
    assert plain(note.lead) == EN.plain("left-out", count=2)


def test_lists_and_comparisons_can_be_published_and_deleted_and_that_is_all():
    for one in (
        samples.outcome("comparison", comparison=samples.comparison().to_json()),
        samples.outcome("listing", listing=samples.listing()),
    ):
        assert actions(answer_to(one, EN, picture=None, private=True)) == ["publish", "delete"]
    message = answer_to(samples.outcome("listing", listing=samples.listing(12)), EN, picture=None)
    assert actions(message) == ["page", "delete"]
    assert [one.state for one in message.buttons] == ["job-0123456789.1", "job-0123456789"]


@pytest.mark.parametrize(("limit", "capped"), [(3, True), (4, True), (5, False)])
def test_a_list_is_cut_where_as_many_were_taken_as_may_be(limit, capped):
    one = samples.outcome("listing", listing=samples.listing(3, 1, 9))
    said = samples.text(answer_to(one, EN, picture=None, listing_limit=limit))
    assert ("Only the first 4 of 9 tracks were taken" in said) is capped


@pytest.mark.parametrize(("kind", "gone", "asks"), [("track", True, True), ("upload", True, False),
                                                    ("upload", False, True), ("track", False, True)])  # fmt: skip
def test_of_a_file_that_is_gone_the_audience_is_stated_with_the_next(kind, gone, asks):
    from tests.unit.bot.test_buttons import report_of

    report = report_of("demo")
    message = answer_to(samples.outcome(kind, report=report.to_json()), EN, picture=None, file_gone=gone)
    assert ("audience" in actions(message)) is asks
