"""Acknowledgements, replies and downloads on Discord: where each goes, and what a hiccup changes."""

from dataclasses import replace

import pytest

from bot.conversation import File
from bot.discord import submit as module
from bot.discord.sending import ORIGINAL
from bot.discord.submit import DISCORD_LIMIT_MIB, answer_interaction, chat_of, chat_of_message, file_of, server_key
from bot.messages.message import Message
from bot.messages.progress import progress
from spotpop.errors import SourceUnavailable
from spotpop.settings import load_settings
from spotpop.text import Span
from spotpop.wording import words_for
from tests.counterparts.discord_places import CHANNEL, GUILD
from tests.unit.bot.discord.conftest import ADA

EN = words_for("en")
LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
SAID = Message(lead=(Span("said"),))
ALONE = replace(SAID, private=True)


@pytest.fixture
def platform(stage, monkeypatch):
    monkeypatch.setattr(module, "_PAUSES_S", (0.001, 0.001, 0.001))
    return stage.bot.service.platform


async def acknowledged(platform, chat, *, part=0):
    return await platform.acknowledge(chat, progress(EN), part=part, kind="track", is_known=False)


@pytest.mark.parametrize("private", [True, False])
async def test_a_command_is_deferred_and_further_parts_are_beside_it(stage, platform, private):
    chat = chat_of(await stage.interaction(link=LINK), private=private)
    expected = platform.expected_address(chat, 0)
    address = await acknowledged(platform, chat)
    await platform.show(address, SAID)  # as long as it "is thinking", what is said beside takes its place
    second = await acknowledged(platform, chat, part=1)
    shown = [one["flags"] & 64 for one in stage.discord.messages.values()]
    assert [bool(one) for one in shown] == [private, private]
    assert (address["private"], address["public"]) == (private, not private)
    assert {**expected, "message_id": 0, "token_dies_at": 0} == {**address, "message_id": 0, "token_dies_at": 0}
    assert str(second["message_id"]) == list(map(str, stage.discord.messages))[1]
    assert platform.expected_address(chat, 1) is None


async def test_a_first_part_that_was_deferred_already_has_its_place(stage, platform):
    interaction = await stage.interaction(link=LINK)
    await interaction.response.defer()
    assert (await acknowledged(platform, chat_of(interaction)))["message_id"] == ORIGINAL


async def test_a_message_is_replied_to_and_pings_nobody(stage, platform):
    message = await stage.message(LINK)
    address = await acknowledged(platform, chat_of_message(message))
    method, path, body = stage.discord.requests[-1]
    assert (method, path) == ("POST", f"/channels/{CHANNEL}/messages")
    assert body["message_reference"]["message_id"] == message.id
    assert body["message_reference"]["fail_if_not_exists"] is False
    assert body["allowed_mentions"] == {"parse": []}
    assert (address["public"], address["user_id"], address["locale"]) == (True, ADA, "de")
    assert "overheard" not in address
    assert platform.expected_address(chat_of_message(message), 0) is None


async def test_what_was_overheard_says_so_and_which_part(stage, platform):
    chat = replace(chat_of_message(await stage.message(LINK)), overheard=True)
    assert (await acknowledged(platform, chat, part=2))["overheard"] == 2


async def test_where_history_cannot_be_read_a_plain_message_does(stage, platform):
    stage.discord.fail("POST", f"/channels/{CHANNEL}/messages", status=403, code=160002)
    await acknowledged(platform, chat_of_message(await stage.message(LINK)))
    assert "message_reference" not in stage.discord.requests[-1][2]
    assert len(stage.said(CHANNEL)) == 1


async def test_another_refusal_is_reported(stage, platform):
    stage.discord.fail("POST", f"/channels/{CHANNEL}/messages", status=403, code=50013)
    with pytest.raises(module.discord.Forbidden):
        await acknowledged(platform, chat_of_message(await stage.message(LINK)))


async def test_answers_in_threads_open_one_and_take_the_one_that_is_there(stage, platform):
    message = await stage.message(LINK)
    chat = replace(chat_of_message(message), threads=True)
    for _ in range(2):
        address = await acknowledged(platform, chat)
        assert address["channel_id"] == message.id
    stage.discord.fail("POST", "/channels/*/threads", status=403, code=50013)
    assert (await acknowledged(platform, chat))["channel_id"] == CHANNEL


async def test_what_is_private_goes_to_the_person(stage, platform):
    chat = replace(chat_of_message(await stage.message(LINK)), private=True)
    address = await acknowledged(platform, chat)
    assert (address["channel_id"], address["private"], address["public"]) == (4000 + ADA, True, False)


@pytest.mark.parametrize("method", ["reply", "acknowledge"])
async def test_a_hiccup_is_tried_again_and_a_plain_no_is_not(stage, platform, method):
    chat = chat_of_message(await stage.message(LINK))
    stage.discord.fail("POST", f"/channels/{CHANNEL}/messages", status=503, times=3)
    await (platform.reply(chat, SAID) if method == "reply" else acknowledged(platform, chat))
    assert len(stage.said(CHANNEL)) == 1
    asked = len(stage.discord.requests)
    stage.discord.fail("POST", f"/channels/{CHANNEL}/messages", status=400, code=50006, times=9)
    with pytest.raises(module.discord.HTTPException):
        await (platform.reply(chat, SAID) if method == "reply" else acknowledged(platform, chat))
    assert len(stage.discord.requests) == asked + 1


async def test_patience_ends(monkeypatch):
    monkeypatch.setattr(module, "_PAUSES_S", (0.0, 0.0))
    tried = []

    async def away():
        tried.append(1)
        raise OSError("away")

    with pytest.raises(OSError, match="away"):
        await module.patiently(away)
    assert len(tried) == 3


async def test_a_private_word_goes_to_the_person_with_a_link_to_what_it_is_about(stage, platform):
    message = await stage.message(LINK)
    await platform.reply(chat_of_message(message), ALONE)
    assert stage.said(CHANNEL) == []
    [said] = stage.said(4000 + ADA)
    assert message.jump_url in said
    direct = await stage.message(LINK, guild=False)
    await platform.reply(chat_of_message(direct), ALONE)
    assert "discord.com/channels" not in stage.said(4000 + ADA)[1], "there it stands right above"


async def test_who_lets_nobody_in_is_informed_for_a_minute_unless_it_is_nobodys_business(stage, platform):
    chat = chat_of_message(await stage.message(LINK))
    stage.discord.fail("POST", f"/channels/{4000 + ADA}/messages", status=403, code=50007, times=2)
    await platform.reply(chat, ALONE)
    assert stage.said(CHANNEL) == ["said"]
    with pytest.raises(module.discord.Forbidden):
        await platform.reply(replace(chat, private=True), ALONE)


async def test_a_command_is_answered_first_and_then_beside(stage, platform):
    interaction = await stage.interaction(link=LINK)
    for _ in range(2):
        await answer_interaction(interaction, SAID, EN)
    assert [one["flags"] & 64 for one in stage.discord.messages.values()] == [64, 64]


async def test_progress_that_is_refused_is_dropped(stage, platform):
    address = {"channel_id": CHANNEL, "message_id": 1, "nonce": "1", "user_id": 1}
    await platform.show(address, SAID)
    assert stage.discord.requests[-1][0] == "PATCH"


async def test_a_file_is_fetched_from_its_address_and_once_more_after_a_hiccup(stage, platform, monkeypatch):
    attached = stage.discord._attachment("mix.wav", b"song")
    assert await platform.download(File(handle=attached["url"], name="mix.wav")) == b"song"
    monkeypatch.setattr(module, "DOWNLOAD_LIMIT_S", 0.01)
    stage.discord.gives_files.clear()
    with pytest.raises(SourceUnavailable):
        await platform.download(File(handle=attached["url"], name="mix.wav"))
    assert stage.discord.fetched == ["mix.wav"] * 3


async def test_one_id_for_one_question(stage, platform):
    first, second = [chat_of_message(await stage.message(LINK)) for _ in range(2)]
    ids = {platform.job_id(chat, part) for chat in (first, second, first) for part in (0, 1)}
    assert len(ids) == 4
    assert all(len(one) == 20 for one in ids)
    assert str(first.message.id) not in "".join(ids)


async def test_whoever_does_not_know_the_token_cannot_tell_an_id(stage, platform):
    chat = chat_of_message(await stage.message(LINK))
    others = [
        module.DiscordPlatform(platform._sender, load_settings(discord_token=token)) for token in (None, "another")
    ]
    assert len({one.job_id(chat, 0) for one in (platform, *others)}) == 3


async def test_the_smaller_limit_holds(stage, platform):
    assert platform.limit_mib == stage.bot.settings.max_upload_mib < DISCORD_LIMIT_MIB
    platform._settings = stage.bot.settings.model_copy(update={"max_upload_mib": 900.0})
    assert platform.limit_mib == DISCORD_LIMIT_MIB


async def test_languages_are_those_that_somebody_chose(stage):
    chat = chat_of(await stage.interaction(link=LINK, locale="fr"))
    assert (chat.locale, chat.server_locale, chat.direct) == ("fr", "", False), "en-US is what nobody chose"
    assert (chat.user, chat.server) == (f"discord:{ADA}", f"discord:{GUILD}")
    alone = chat_of(await stage.interaction(link=LINK, guild=False))
    assert (alone.server, alone.direct) == (None, True)
    message = chat_of_message(await stage.message(LINK))
    assert (message.locale, message.server_locale) == ("", "de")
    stage.discord.locale = "en-US"
    stage.bot._connection._add_guild_from_data(stage.discord.guild())
    assert chat_of_message(await stage.message(LINK)).server_locale == ""
    assert chat_of_message(await stage.message(LINK, guild=False)).direct
    assert server_key(None) is None


async def test_a_voice_message_is_known_as_spoken(stage):
    spoken = await stage.discord.post("", files={"v.ogg": ("audio/ogg", b"1")}, announced=False)
    [file] = spoken["attachments"]
    for wave, is_spoken in (({"duration_secs": 2.0, "waveform": "AA=="}, True), ({}, False)):
        message = await stage.message("", attachments=[{**file, **wave}], flags=1 << 13)
        assert file_of(message.attachments[0]).spoken is is_spoken


async def test_ways_and_direct_addresses(stage):
    assert stage.bot.service.platform.direct("discord:12")["user_id"] == 12
    assert len(stage.bot.service.platform.ways(EN)) == 3
