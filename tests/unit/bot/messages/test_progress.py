"""How far a question has come: words for where it stands, and a share that only grows."""

import pytest

from bot.messages.progress import progress
from spotpop.stage_names import STAGES
from spotpop.wording import words_for

EN = words_for("en")


def test_each_stage_has_its_words_and_a_larger_share():
    shown = [progress(EN, stage=stage) for stage in STAGES]
    assert len({str(one.lead) for one in shown}) == len(STAGES)
    shares = [one.share for one in shown]
    assert shares == sorted(set(shares))
    assert 0 < shares[0] < shares[-1] < 1


def test_a_stage_of_a_newer_worker_has_words_too():
    message = progress(EN, stage="polish")
    assert message.lead == EN.text("stage-other")
    assert message.share is None


@pytest.mark.parametrize(("eta_s", "shown"), [(2.9, 0), (3.0, 1)])
def test_less_than_three_seconds_are_not_announced(eta_s, shown):
    message = progress(EN, position=2, eta_s=eta_s)
    assert message.lead == EN.text("progress-queued", position=2)
    assert len(message.sections) == shown


@pytest.mark.parametrize(
    ("eta_s", "words"),
    [(61.0, EN.text("progress-eta", seconds=65)), (89.9, EN.text("progress-eta", seconds=90)),
     (90.0, EN.text("progress-eta-minutes", minutes=2)), (200.0, EN.text("progress-eta-minutes", minutes=3))],
)  # fmt: skip
def test_seconds_in_fives_and_minutes_from_one_and_a_half_on(eta_s, words):
    message = progress(EN, stage="model", eta_s=eta_s)
    assert message.sections[0].lines == (words,)


def test_of_an_album_the_tracks_count():
    message = progress(EN, stage="model", done=3, total=12)
    assert message.lead == EN.text("progress-done", done=3, total=12)
    assert message.sections[0].lines == (EN.text("stage-model"),)
    assert message.share == 0.25
    assert progress(EN, total=12).share == 0


def test_what_was_only_taken_is_said_so():
    message = progress(EN)
    assert (message.lead, message.sections, message.share) == (EN.text("progress-taken"), (), None)
