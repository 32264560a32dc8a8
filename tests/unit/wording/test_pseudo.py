"""Not one sentence that is not of the catalogue: all mouths speak a language whose every message is marked."""

import io
from dataclasses import replace
from typing import get_args

import pytest
from rich.console import Console

from bot.commands import COMMANDS
from bot.conversation import LeftOut, WrongIntent
from bot.messages import offers, tables
from bot.messages.about import about, forgotten, help_text, read_facts
from bot.messages.message import Message
from bot.messages.outcome import answer_to, left_out_note, progress_of, refusal
from bot.messages.record import record_message
from bot.messages.reference_tracks import consent_text, kept_text, list_text
from bot.messages.settings import settings_text
from bot.messages.sure import sure
from bot.messages.why import why
from bot.preferences import Preferences
from spotpop.cli import console
from spotpop.cli.tables import show_comparison, show_report
from spotpop.errors import TooLarge
from spotpop.errors.base import error_classes
from spotpop.picture.contents import ListingRow
from spotpop.picture.ranking import draw_listing
from spotpop.question import Stage
from spotpop.report import Comparison, Reason
from spotpop.settings import load_settings
from spotpop.text import plain
from spotpop.wording import LANGUAGES, native_name
from tests.golden.answers import drawn, situations
from tests.noting import noting
from tests.pseudo import leaks, spoken
from tests.unit.bot import samples
from tests.unit.wording.test_failures import made
from tests.unit.wording.test_outcomes import published
from worker.queue.protocol import JobProgress

NAMES = (
    "Basement take 3", "Mira", "Everything Now", "Stadium", "First Light", "The Lanterns", "Harbour", "Ida Moll",
    "Slow Train", "Nine Mile", "Paper Moon", "Ada & the Birds", "Night Walk", "Ada", "The Loops", "Song", "Album",
    "Deezer", "Discord", "Spotify", "Feelings", "Sectoid", "Collected Walks", "Lost",
    "made", "heroes",
    "somebody", "eo", *map(native_name, LANGUAGES),
)  # fmt: skip
CHOSEN = Preferences(language="de", theme="dark", private=True, answers=2, threads=True)
CONTEXT = tuple(
    Reason(name=name, points=points, kind="context", text="rock", group="context", value=value)
    for name, points, value in (
        ("age", 3.0, 1.0), ("duration", 2.0, 200.0), ("explicit", -2.0, 1.0), ("genre", 2.0, 2.0),
        ("followers", 1.5, 1e4), ("usual", 1.4, 40.0), ("earlier", 1.3, 30.0), ("album", 1.2, 1.0),
        ("deezer", 1.1, 9.0),
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def words():
    with spoken() as found:
        yield found


def said(message: Message) -> str:
    """Return all that a message holds for people."""
    parts = [message.title, message.lead, message.footer]
    for block in message.sections:
        parts += [block.heading, *block.lines]
    texts = [plain(part) for part in parts] + [button.label for button in message.buttons]
    return "\n".join([*texts, *([message.picture.alt] if message.picture else [])])


def test_the_marks_would_show_a_leak(words):
    assert leaks("⟦All ⟦of⟧ this⟧ 12 dB") == []
    assert leaks("⟦All⟧ not released yet ⟦of it⟧") == ["not released yet"]
    assert said(refusal(TooLarge(size_mib=2.0, maximum_mib=1.0), words)).strip().startswith("⟦")


@pytest.mark.parametrize("name", list(situations()))
def test_answers_reasons_and_pictures_say_nothing_else(name, words):
    found = situations()[name]
    with noting() as canvas:
        drawn(found, words)
    texts = list(canvas.said)
    if isinstance(found, Comparison):
        texts.append(said(tables.comparison(found, words)))
    else:
        found = replace(
            found,
            reasons=(*found.reasons, *(replace(one, text="rock") if one.name == "genre" else one for one in CONTEXT)),
        )
        texts += [said(answer_to(samples.outcome(report=found.to_json()), words, picture=samples.PNG))]
        texts += [said(why(found, words)), said(sure(found, read_facts(load_settings()), words))]
    assert leaks("\n".join(texts), *NAMES) == []


@pytest.mark.parametrize("name", list(situations()))
def test_the_command_lines_tables_say_nothing_else(name, words):
    found, screen = situations()[name], io.StringIO()
    show = show_comparison if isinstance(found, Comparison) else show_report
    show(Console(file=screen, width=400, markup=False, highlight=False), found, None, words)
    assert leaks(screen.getvalue(), *NAMES) == []


def test_a_picture_of_a_ranking_says_nothing_else(words):
    rows = [ListingRow(title="Song", artists="Ada", score=float(number)) for number in range(60)]
    rows.append(ListingRow(title="Song", artists="Ada", score=None))
    with noting() as canvas:
        draw_listing("Album", rows, words=words)
    assert leaks("\n".join(canvas.said), *NAMES) == []


@pytest.mark.parametrize("kind", list(error_classes()), ids=lambda kind: kind.code)
def test_no_error_says_anything_else(kind, words, capsys):
    error = made(kind)
    console.complain(error, words=words)
    texts = [said(refusal(error, words)), said(left_out_note([LeftOut("Song", error)], words)), capsys.readouterr().err]
    assert leaks("\n".join(texts), *NAMES) == []


@pytest.mark.parametrize("stage", [None, *get_args(Stage), "listing", "tracks"])
def test_progress_says_nothing_else(stage, words):
    for state in ("queued", "running", "done"):
        shown = JobProgress(job_id="x1", state=state, stage=stage, position=3, eta_s=90.0, done=2, total=5)
        assert leaks(said(progress_of(shown, words, can_cancel=True)) + console.stage_said(stage or "x1", words)) == []


def test_help_about_settings_and_the_rest_say_nothing_else(words):
    settings = load_settings()
    outcome = samples.outcome(kind="listing", listing=samples.listing(12, 2, 60))
    everything = [
        help_text(settings, words, max_upload_mib=5, examples={spec.name: "/x1" for spec in COMMANDS}),
        about(read_facts(settings), settings, words),
        forgotten(3, words),
        settings_text(CHOSEN, Preferences(), words, theme="dark", buttons=True),
        record_message(published(50), words, picture=samples.PNG),
        record_message(published(12), words),
        record_message(None, words),
        consent_text(words),
        list_text({"heroes": {"Song": {"loudness": -9.0, "tempo": 120.0, "energy": 0.5, "duration": 200.0}}}, words),
        kept_text("Song", "heroes", 2, words),
        answer_to(outcome, words, picture=None),
        offers.audience_question(words, state="x1"),
        offers.with_audiences(Message(), samples.report(), words, state="x1"),
        offers.with_version(Message(), "Song", words, state="x1"),
        refusal(WrongIntent("compare-needs-two"), words),
    ]  # fmt: skip
    for message in everything:
        assert leaks(said(message), *NAMES) == []
