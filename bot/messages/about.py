"""What the bot says about itself: model and figures from the model's own files, limits, privacy, help.

Only JSON is read, so that a front-end stays light.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.messages.message import Block, Message
from spotpop.errors import SpotpopError
from spotpop.model.registry import find_model
from spotpop.settings import Settings
from spotpop.text import Text
from spotpop.wording import Link, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """What a model's files say about it.

    Attributes
    ----------
    skill : float or None
        Mean absolute error saved against the median guess, 0 to 1.
    spearman : float or None
        Rank correlation with the truth.
    coverage : float or None
        Share of 80 % intervals that hold the truth, 0 to 1.
    heard : mapping of str to float
        ``rows``, ``skill``, ``spearman`` when the sound is heard from previews, as people's questions are, instead of
        described by Spotify; empty if that was not judged.
    """

    name: str
    version: str
    reference: str = ""
    skill: float | None = None
    spearman: float | None = None
    coverage: float | None = None
    heard: Mapping[str, float] = field(default_factory=dict)


def read_facts(settings: Settings) -> ModelFacts | None:
    """Read the facts of the model that is set, or return None when there is none."""
    try:
        folder = find_model(settings.model, models_dir=settings.models_dir)
    except SpotpopError:
        return None
    metrics_file = folder.path / "metrics.json"
    try:
        metrics: Any = json.loads(metrics_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        metrics = {}
    judged = _judgement(metrics)
    reference = folder.parts.get("popularity", {}).get("reference", {})
    return ModelFacts(
        name=folder.name,
        version=folder.version,
        reference=str(reference.get("name") or ""),
        heard=_heard(metrics),
        **{name: _number(judged, name) for name in ("skill", "spearman", "coverage")},
    )


def _judgement(metrics: Any) -> dict[str, Any]:
    """Return the figures overall: the outermost object that holds a skill, as ``spotpop evaluate`` writes it."""
    level = [metrics]
    while level:
        objects = [one for one in level if isinstance(one, dict)]
        for one in objects:
            if "skill" in one:
                return one
        level = [part for one in objects for part in one.values()]
    return {}


def _heard(metrics: Any) -> dict[str, float]:
    judged = _judgement(metrics.get("previews")) if isinstance(metrics, dict) else {}
    found = {name: _number(judged, name) for name in ("rows", "skill", "spearman")}
    return {name: value for name, value in found.items() if value is not None} if None not in found.values() else {}


def _number(judged: dict[str, Any], name: str) -> float | None:
    value = judged.get(name)
    return float(value) if isinstance(value, int | float) else None


def about(facts: ModelFacts | None, settings: Settings, words: Words, *, private: bool = True) -> Message:
    """Return what this is, how good it is, what it cannot know and what is kept."""
    privacy = [words.text(f"about-privacy-{part}") for part in ("audio", "stored", "forget")]
    if settings.privacy_url:
        privacy.append(words.text("about-privacy-link", url=Link(settings.privacy_url, settings.privacy_url)))
    contact = settings.operator_contact
    return Message(
        title=words.text("about-title"),
        lead=words.text("about-lead"),
        sections=(
            *_model(facts, words),
            Block(heading=words.text("about-limits"), lines=(words.text("about-limits-line"),)),
            Block(heading=words.text("about-privacy"), lines=tuple(privacy)),
        ),
        footer=words.text("about-contact", contact=contact) if contact else (),
        private=private,
    )


def _model(facts: ModelFacts | None, words: Words) -> list[Block]:
    if facts is None:
        return []
    named = words.text("about-model-line", name=facts.name, version=facts.version, reference=facts.reference or "?")
    figures = []
    if facts.skill is not None:
        figures.append(words.text("about-accuracy-skill", skill=words.number(facts.skill * 100, 1)))
    if facts.coverage is not None:
        figures.append(words.text("about-accuracy-coverage", coverage=words.number(facts.coverage * 100, 1)))
    if facts.spearman is not None:
        figures.append(words.text("about-accuracy-spearman", spearman=words.number(facts.spearman, 2)))
    if facts.heard:
        figures.append(
            words.text(
                "about-accuracy-heard",
                count=round(facts.heard["rows"]),
                skill=words.number(facts.heard["skill"] * 100, 1),
                spearman=words.number(facts.heard["spearman"], 2),
            )
        )
    return [
        Block(heading=words.text("about-model"), lines=(named,)),
        Block(heading=words.text("about-accuracy"), lines=tuple(figures) or (words.text("about-accuracy-unknown"),)),
    ]


def help_text(
    settings: Settings, words: Words, *, max_upload_mib: float, ways: tuple[Text, ...] = (), private: bool = True
) -> Message:
    """Return what can be asked, with an example of each.

    Parameters
    ----------
    ways : tuple of Text
        What else the platform offers.
    """
    commands = (
        words.text("help-predict"),
        words.text("help-compare"),
        words.text("help-album", limit=settings.listing_limit),
        words.text("help-settings"),
        words.text("help-about"),
        words.text("help-forget"),
    )
    files = words.text("help-files-line", maximum=words.number(max_upload_mib))
    return Message(
        title=words.text("help-title"),
        lead=words.text("help-lead"),
        sections=(
            Block(heading=words.text("help-commands"), lines=commands),
            Block(heading=words.text("help-files"), lines=(files,)),
            *((Block(heading=words.text("help-ways"), lines=ways),) if ways else ()),
        ),
        private=private,
    )


def forgotten(count: int, words: Words, *, private: bool = True) -> Message:
    """Return how much was deleted about the person."""
    return Message(lead=words.text("forget-done", count=count), private=private)
