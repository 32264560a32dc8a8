"""Where an answer goes on Discord, and what brings back what stood in its place."""

import json
from types import SimpleNamespace

import discord
import pytest

from bot.discord.rendering import view_of
from bot.discord.sending import as_before, channel_of, shown_before
from bot.messages.message import Button, Message, is_for_one_person
from spotpop.text import Span

BUTTONS = (
    Button(action="why", state="job", label="Why?"),
    Button(action="audience", state="job.1k_10k", label="1–10k"),
)


def shown(*, embed: bool = True, files: int = 1) -> SimpleNamespace:
    """Return what Discord tells of a message of ours."""
    image = {"image": {"url": "https://cdn.discordapp.com/attachments/1/2/spotpop.png?ex=1"}} if files else {}
    embeds = (
        [discord.Embed.from_dict({"title": "Night Walk", "description": "**Around 41**", **image})] if embed else []
    )
    rows = view_of(Message(buttons=BUTTONS)).to_components()
    components = [discord.components._component_factory(row) for row in rows]
    attachments = [SimpleNamespace(filename="spotpop.png")] * files
    return SimpleNamespace(embeds=embeds, components=components, attachments=attachments)


@pytest.mark.parametrize("files", [0, 1])
def test_what_stood_there_travels_as_json_and_comes_back(files: int) -> None:
    address = json.loads(json.dumps(shown_before(shown(files=files))))
    content = as_before(address)
    [embed] = content["embeds"]
    assert (embed.title, embed.description, content["content"]) == ("Night Walk", "**Around 41**", None)
    assert embed.image.url == ("attachment://spotpop.png" if files else None), "its file stays with the message"
    ids = [(one.custom_id, one.label) for one in content["view"].children]
    assert ids == [("sp:why:job", "Why?"), ("sp:audience:job.1k_10k", "1–10k")]


@pytest.mark.parametrize("message", [None, shown(embed=False)])
def test_where_nothing_stood_nothing_comes_back(message) -> None:
    assert shown_before(message) == {}
    assert as_before({}) is None
    assert as_before({"before": "text"}) is None


def test_an_address_of_an_older_release_may_attach_and_embed() -> None:
    place = channel_of({"channel_id": 1})
    assert (place.attach, place.embed, place.file_limit) == (True, True, 10 * 2**20)


@pytest.mark.parametrize(
    ("message", "alone"),
    [
        (Message(tone="trouble", lead=(Span("no preview"),)), True),
        (Message(tone="trouble", buttons=(Button(action="choose", state="job.0", label="1. Walk"),)), False),
        (Message(tone="answer"), False),
        (Message(tone="note"), False),
    ],
)
def test_only_what_went_wrong_and_asks_nothing_back_is_for_who_asked_alone(message: Message, alone: bool) -> None:
    assert is_for_one_person(message) is alone
