"""How sure a forecast is: its range, honest figures, and the track record."""

import pytest

from bot.messages.about import ModelFacts
from bot.messages.documentation_links import PARAGRAPHS
from bot.messages.sure import sure
from bot.messages.why import why
from spotpop.model.headline import Headline
from spotpop.report import Report
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from tests.golden.answers import situations


def report_of(name: str) -> Report:
    """Return one of the made situations."""
    found = situations()[name]
    assert isinstance(found, Report)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_sure_it_is_names_range_figures_and_record(language):
    words = words_for(language)
    headline = Headline(rows=9, skill=0.27, spearman=0.6, coverage=0.8, sound_skill=0.105, unseen_skill=0.017,
                        unseen_spearman=0.196, unseen_pairs=0.567, unseen_coverage=0.84,
                        audience_skill=0.24)  # fmt: skip
    facts = ModelFacts(name="default", version="2", headline=headline)
    message = sure(report_of("demo"), facts, words, docs_url="https://docs.example/guide/")
    said = " ".join(plain(line) for block in message.sections for line in (block.heading, *block.lines))
    assert "22" in plain(message.lead)
    assert "62" in plain(message.lead)
    for figure in ("84", "57", "24"):
        assert figure in said
    assert words.number(10.5, 1) in said  # of sound alone, as the figure beside it
    assert words.number(27, 1) not in said
    assert words.plain("record-none") in said
    urls = [span.url for block in message.sections for line in block.lines for span in line if span.url]
    assert urls == [f"https://docs.example/guide/{PARAGRAPHS[name]}" for name in ("accuracy", "record")]
    assert not [span for block in why(report_of("demo"), words).sections for line in block.lines
                for span in line if span.url]  # fmt: skip
