"""Comparing on the command line: somebody at the terminal may choose once for each side."""

import pytest

from spotpop.cli import compare as module
from spotpop.errors import NothingFound, RecordingUnsure
from spotpop.links import parse_reference
from spotpop.question import Options
from spotpop.settings import load_settings

LINKS = [parse_reference(f"https://open.spotify.com/track/{digit * 22}") for digit in "1234"]


class Pipeline:
    """Is not sure of some links."""

    settings = load_settings()

    def __init__(self, *unsure):
        self.unsure, self.asked = unsure, []

    def compare(self, first, second, *, options, progress):
        self.asked.append((first, second))
        for side, one in enumerate((first, second)):
            if one in self.unsure:
                raise RecordingUnsure(title="x", choices="[]", side=side)
        return "answer"


@pytest.fixture
def chooses(monkeypatch):
    def answers(*chosen):
        left = list(chosen)
        monkeypatch.setattr(module, "choose", lambda error, words: left.pop(0))

    return answers


def compared(pipeline):
    return module._answer(pipeline, LINKS[:2], Options())


def test_what_is_sure_is_compared_at_once(chooses):
    pipeline = Pipeline()
    assert compared(pipeline) == "answer"
    assert pipeline.asked == [(LINKS[0], LINKS[1])]


@pytest.mark.parametrize(
    ("unsure", "chosen", "last"),
    [((LINKS[0],), [LINKS[2]], (LINKS[2], LINKS[1])), ((LINKS[1],), [LINKS[3]], (LINKS[0], LINKS[3])),
     ((LINKS[0], LINKS[1]), [LINKS[2], LINKS[3]], (LINKS[2], LINKS[3]))],
)  # fmt: skip
def test_each_side_may_be_chosen_once(chooses, unsure, chosen, last):
    chooses(*chosen)
    pipeline = Pipeline(*unsure)
    assert compared(pipeline) == "answer"
    assert pipeline.asked[-1] == last


def test_who_chooses_none_learns_what_was_not_sure(chooses):
    chooses(None)
    with pytest.raises(RecordingUnsure):
        compared(Pipeline(LINKS[0]))


def test_nobody_is_asked_for_ever(chooses):
    chooses(LINKS[2], LINKS[2], LINKS[2])
    with pytest.raises(RecordingUnsure):
        compared(Pipeline(LINKS[0], LINKS[2]))


def test_of_several_links_on_one_side_the_first_counts():
    text = f"{LINKS[0].url} {LINKS[1].url}"
    assert module._only(text, Pipeline.settings).read() == LINKS[0]
    with pytest.raises(NothingFound):
        module._only("", Pipeline.settings)
