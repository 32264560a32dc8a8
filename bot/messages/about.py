"""What the bot says about itself: model and figures from the model's own files, limits, privacy, help.

Only JSON is read, so that a front-end stays light.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.messages.documentation_links import docs_blocks
from bot.messages.message import Block, Message
from spotpop.errors import SpotpopError
from spotpop.model.headline import Headline, ManifestFacts, read_headline
from spotpop.model.registry import MANIFEST, locate_model
from spotpop.settings import Settings
from spotpop.text import Span, Text
from spotpop.wording import Link, Words
from spotpop.wording.values import model_said


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """What a model's files say about it.

    Attributes
    ----------
    reference : str
        What its scores are compared with, in the words of who trained it.
    size : int
        Tracks of that.
    headline : Headline or None
        None where it comes without figures.
    """

    name: str
    version: str
    reference: str = ""
    size: int = 0
    headline: Headline | None = None


def read_facts(settings: Settings) -> ModelFacts | None:
    """Read the facts of the model that is set, or return None when there is none.

    What a damaged model says of itself is still shown: that it is damaged is shown by the first question.
    """
    try:
        folder = locate_model(settings.model, models_dir=settings.models_dir, data_dir=settings.data_dir)
        found = ManifestFacts.model_validate_json((folder / MANIFEST).read_bytes())
        return ModelFacts(
            name=found.name or folder.name,
            version=found.version,
            reference=found.reference.name,
            size=found.reference.size,
            headline=read_headline(folder),
        )
    except (SpotpopError, OSError, ValueError):
        return None


def about(
    facts: ModelFacts | None, settings: Settings, words: Words, *, commands: bool = True, private: bool = True
) -> Message:
    """Return what this is, how good it is, what it cannot know and what is kept.

    Parameters
    ----------
    commands : bool
        Whether there are commands to name; where there are none, the platform itself says what it keeps.
    """
    privacy = [words.text(f"about-privacy-{part}") for part in ("audio", "stored", "songs", "forget")]
    if settings.privacy_url:
        privacy.append(privacy_link(settings.privacy_url, words))
    contact = settings.operator_contact
    return Message(
        title=words.text("about-title"),
        lead=words.text("about-lead"),
        sections=(
            *_model(facts, words),
            *docs_blocks(settings.docs_url, ("accuracy",), words),
            Block(heading=words.text("about-limits"), lines=(words.text("about-limits-line"),)),
            *((Block(heading=words.text("about-privacy"), lines=tuple(privacy)),) if commands else ()),
        ),
        footer=words.text("about-contact", contact=contact) if contact else (),
        private=private,
    )


def privacy_link(url: str, words: Words) -> Text:
    """Return where the operator says more about privacy."""
    return words.text("about-privacy-link", url=Link(url, url))


def _model(facts: ModelFacts | None, words: Words) -> list[Block]:
    if facts is None:
        return []
    named = model_said(facts.name, facts.version, facts.reference, facts.size, words)
    figures = figure_lines(facts.headline, words) if facts.headline else ()
    return [
        Block(heading=words.text("about-model"), lines=(named,)),
        Block(heading=words.text("about-accuracy"), lines=figures or (words.text("about-accuracy-unknown"),)),
    ]


def figure_lines(headline: Headline, words: Words) -> tuple[Text, ...]:
    """Return how good a model is, in sentences."""
    return tuple(_figures(headline, words))


def _figures(headline: Headline, words: Words) -> Iterable[Text]:
    """Say first what holds in collections that training had never seen, where that was measured."""
    if headline.unseen_coverage is not None:
        yield words.text("about-accuracy-unseen", coverage=words.number(headline.unseen_coverage * 100))
        yield words.text(
            "about-accuracy-unseen-skill",
            skill=words.number((headline.unseen_skill or 0.0) * 100, 1),
            own=words.number((headline.skill if headline.sound_skill is None else headline.sound_skill) * 100, 1),
        )
        if headline.audience_skill is not None:
            yield words.text("about-accuracy-audience", skill=words.number(headline.audience_skill * 100))
        if headline.unseen_pairs is not None:
            yield words.text("about-accuracy-pairs", pairs=words.number(headline.unseen_pairs * 100))
    else:
        yield words.text("about-accuracy-skill", skill=words.number(headline.skill * 100, 1))
        yield words.text("about-accuracy-coverage", coverage=words.number(headline.coverage * 100, 1))
    honest = headline.spearman if headline.unseen_spearman is None else headline.unseen_spearman
    yield words.text("about-accuracy-spearman", spearman=words.number(honest, 2))


def help_text(
    settings: Settings,
    words: Words,
    *,
    max_upload_mib: float,
    ways: tuple[Text, ...] = (),
    examples: Mapping[str, str],
    private: bool = True,
) -> Message:
    """Return what can be asked, with an example of each.

    Parameters
    ----------
    max_upload_mib : float
        0 where no files can be given.
    examples : mapping
        How people give each command, by its name, in the order of the menus.
    ways : tuple of Text
        What else the platform offers.
    """
    commands = tuple(
        (*words.text(f"help-{name}", limit=settings.listing_limit), *_example(name, example, words))
        for name, example in examples.items()
        if name != "help"
    )
    files = (words.text("help-files-line", maximum=words.number(max_upload_mib)),) if max_upload_mib else ()
    return Message(
        title=words.text("help-title"),
        lead=words.text("help-lead"),
        sections=(
            Block(heading=words.text("help-commands"), lines=commands),
            *((Block(heading=words.text("help-files"), lines=files),) if files else ()),
            *((Block(heading=words.text("help-ways"), lines=ways),) if ways else ()),
        ),
        private=private,
    )


def _example(name: str, example: str, words: Words) -> Text:
    """Return a command as people give it; nothing where that is its bare name."""
    if example == f"/{name}":
        return ()
    return (Span(" "), *words.text("help-example"), Span(" "), Span(example, code=True))


def forgotten(count: int, words: Words, *, private: bool = True) -> Message:
    """Return how much was deleted about the person."""
    return Message(lead=words.text("forget-done", count=count), private=private)
