"""What the bot asked back is answered by a reply, or in a private chat by the next message, as long as it is open."""

import pytest

from bot.conversation import File, Understood
from bot.telegram.prompts import KEPT_S, NEXT_KEPT_S, Prompts
from tests.counterparts.memory_queue import MemoryQueue

LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
SONG = File(handle="a", name="a.mp3", size_bytes=9, media_type="audio/mpeg")


async def asked(*, next_counts: bool, question: Understood | None = None):
    queue = MemoryQueue()
    prompts = Prompts(queue)
    question = question or Understood(intent="compare", text=LINK, files=(SONG,))
    await prompts.remember(1, 55, "telegram:1", question, next_counts=next_counts)
    return queue, prompts


async def test_the_reply_completes_what_was_asked():
    _, prompts = await asked(next_counts=False)
    prompt = await prompts.of(1, 55)
    whole = prompt.completed("and this", (File(handle="b", name="b.mp3"),))
    assert (whole.intent, whole.text) == ("compare", f"{LINK}\nand this")
    assert [one.name for one in whole.files] == ["a.mp3", "b.mp3"]
    assert whole.files[0] == SONG


@pytest.mark.parametrize(("chat", "replied"), [(1, None), (1, 56), (2, 55)])
async def test_in_a_group_nothing_else_is_the_reply(chat, replied):
    _, prompts = await asked(next_counts=False)
    assert await prompts.of(chat, replied) is None


async def test_in_a_private_chat_the_next_message_is_until_it_was_taken():
    queue, prompts = await asked(next_counts=True)
    assert (await prompts.of(1, None)).intent == "compare"
    assert (await prompts.of(1, 99)).intent == "compare", "a reply to something else is the next message, too"
    await prompts.close(1)
    assert await prompts.of(1, None) is None
    assert (await prompts.of(1, 55)).intent == "compare", "a reply to the prompt itself still is"
    assert {life for _, life, _ in queue.notes.values()} == {KEPT_S}


async def test_a_prompt_belongs_to_its_person_and_is_short():
    long = Understood(text="x" * 9000, files=(SONG, SONG))
    queue, prompts = await asked(next_counts=True, question=long)
    assert {(life, user) for _, life, user in queue.notes.values()} == {
        (KEPT_S, "telegram:1"), (NEXT_KEPT_S, "telegram:1"),
    }  # fmt: skip
    prompt = await prompts.of(1, 55)
    assert len(prompt.text) == 500
    assert len(prompt.files) == 1
    await queue.forget("telegram:1")
    assert await prompts.of(1, None) is None


@pytest.mark.parametrize("note", ["text", 7, {"intent": "sing"}, {}])
async def test_a_note_of_another_version_is_no_prompt(note):
    queue = MemoryQueue()
    await queue.note_set("telegram:prompt:1:55", note, 60)
    assert await Prompts(queue).of(1, 55) is None
