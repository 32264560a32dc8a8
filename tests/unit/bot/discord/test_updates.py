"""What a message asks: everything that holds a link, its own words and what was forwarded in it."""

from bot.discord.updates import holds_nothing, named_in, question_in

LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"


async def test_links_are_found_wherever_a_message_holds_them(stage):
    nested = {"type": 17, "components": [
        {"type": 9, "components": [{"type": 10, "content": "text-part"}],
         "accessory": {"type": 2, "style": 5, "url": "https://a.example/deep", "label": "x"}},
    ]}  # fmt: skip
    row = {"type": 1, "components": [{"type": 2, "style": 5, "url": "https://a.example/button", "label": "x"}]}
    embed = {
        "type": "rich", "url": "https://a.example/embed", "title": "title-part", "description": "description-part",
        "footer": {"text": "footer-part"}, "author": {"name": "author-part", "url": "https://a.example/author"},
        "fields": [{"name": "field-name", "value": "field-value", "inline": False}],
    }  # fmt: skip
    message = await stage.message("own words", embeds=[embed], components=[row, nested])
    question = question_in(message)
    for part in (
        "own words", "/embed", "title-part", "description-part", "footer-part", "author-part", "/author", "field-name",
        "field-value", "/button", "/deep", "text-part",
    ):  # fmt: skip
        assert part in question.text, part
    assert question.chosen is False


async def test_what_was_forwarded_counts_and_a_file_counts_once(stage):
    song = await stage.discord.post(LINK, announced=False, files={"mix.wav": ("audio/wav", b"123")})
    question = question_in(await stage.message("", forwards=song, attachments=song["attachments"]))
    assert LINK in question.text
    [file] = question.files
    assert (file.name, file.size_bytes, file.media_type) == ("mix.wav", 3, "audio/wav")


async def test_a_song_is_named_beside_those_who_are_mentioned(stage):
    named = named_in(await stage.message("<@1002>  Ada - Night   Walk <@!5>"))
    assert (named.text, named.chosen) == ("Ada - Night Walk", False)
    assert named_in(await stage.message("<@1002> what is this")) is None


async def test_a_sticker_holds_nothing_and_whatever_else_does(stage):
    assert holds_nothing(await stage.message(""))
    song = await stage.discord.post(LINK, announced=False)
    for more in (
        {"files": {"a.mp3": ("audio/mpeg", b"1")}},
        {"embeds": [{"type": "rich", "title": "x"}]},
        {"forwards": song},
    ):
        assert not holds_nothing(await stage.message("", **more))
    assert not holds_nothing(await stage.message("word"))
