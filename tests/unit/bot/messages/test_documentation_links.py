"""Every link under a figure leads to a paragraph that exists."""

from pathlib import Path

import pytest

from bot.messages.about import about
from bot.messages.documentation_links import PARAGRAPHS
from bot.messages.outcome import answer_to
from bot.messages.record import record_message
from bot.messages.why import why
from bot.telegram.rendering import text_of as telegram_text
from spotpop.report import Comparison
from spotpop.settings import load_settings
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from tests.golden.answers import situations
from tests.unit.bot import samples
from tests.unit.bot.test_buttons import report_of

DOCS = Path(__file__).parents[4] / "docs"


def test_every_link_leads_to_a_heading_of_the_documentation():
    for target in PARAGRAPHS.values():
        name, _, anchor = target.partition("#")
        lines = (DOCS / name).read_text(encoding="utf-8").splitlines()
        slugs = {
            "".join(char for char in line.lstrip("# ").lower().replace(" ", "-") if char.isalnum() or char == "-")
            for line in lines
            if line.startswith("#")
        }
        assert not anchor or anchor in slugs, target


@pytest.mark.parametrize("name", situations())
def test_the_figure_of_every_answer_links_to_what_explains_it(name):
    found = situations()[name]
    words, kind = words_for("en"), "comparison" if isinstance(found, Comparison) else "track"
    outcome = samples.outcome(kind, **{"comparison" if kind == "comparison" else "report": found.to_json()})
    for docs_url in ("https://docs.example/guide", ""):
        message = answer_to(outcome, words, picture=None, docs_url=docs_url)
        texts = [message.lead, *(line for block in message.sections for line in block.lines)]
        urls = [span.url for text in texts for span in text if span.url and span.url.startswith("https://docs.")]
        assert bool(urls) == bool(docs_url and name != "speech")
        assert all(url.removeprefix("https://docs.example/guide/") in PARAGRAPHS.values() for url in urls)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_figures_behind_why_link_to_what_explains_them(language):
    words, docs_url = words_for(language), "https://docs.example/guide"
    message = why(report_of("small artist"), words, docs_url=docs_url)
    found = {plain(block.heading): [span.url for span in block.heading if span.url] for block in message.sections}
    linked = [url.removeprefix(f"{docs_url}/") for urls in found.values() for url in urls]
    assert set(linked) == {PARAGRAPHS[name] for name in
                           ("ladder", "reasons", "changes", "measured", "corridor", "levels", "alike")}  # fmt: skip
    assert found[words.plain("measured-heading")] == [f"{docs_url}/{PARAGRAPHS['measured']}"]
    assert f'<a href="{docs_url}/{PARAGRAPHS["measured"]}">' in telegram_text(message)


def test_lists_record_and_about_link_to_what_explains_them():
    docs_url, words = "https://docs.example/guide", words_for("en")
    settings = load_settings(docs_url=docs_url)
    note = {"forecasts": 3, "tracks": 2, "scores": []}
    for message in (
        answer_to(samples.outcome("listing", listing=samples.listing()), words, picture=None, docs_url=docs_url),
        record_message(note, words, docs_url=docs_url),
        about(None, settings, words),
    ):
        texts = [message.lead, *(line for block in message.sections for line in block.lines)]
        assert any(span.url and span.url.startswith(docs_url) for text in texts for span in text)
