"""What became of a question is the message that says so."""

import pytest

from bot.messages.outcome import answer_to, progress_of
from spotpop.text import plain
from spotpop.wording import words_for
from tests.unit.bot import samples
from worker.queue.protocol import JobProgress

EN = words_for("en")


def actions(message):
    return [button.action for button in message.buttons]


def test_each_outcome_has_its_message_and_buttons():
    track = answer_to(samples.outcome(), EN, picture=samples.PNG)
    assert actions(track) == ["why", "sure", "compare", "tell", "delete"]
    assert {button.state for button in track.buttons} == {"job-0123456789"}
    assert track.picture.data == samples.PNG
    hidden = answer_to(samples.outcome(), EN, picture=None, private=True)
    assert actions(hidden) == ["why", "sure", "compare", "tell", "publish", "delete"]
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
def test_progress_is_told_in_words(progress, said):
    message = progress_of(JobProgress(job_id="x", **progress), EN)
    lines = [message.lead, *(line for section in message.sections for line in section.lines)]
    assert "|".join(plain(line) for line in lines).startswith(said)
    assert message.tone == "progress"
