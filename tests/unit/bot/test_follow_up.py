"""“Is it one of these?”: what a question becomes when a person chooses, in every kind of chat."""

import json
from dataclasses import replace

import pytest

from bot.button_state import ButtonStateStore
from bot.conversation import Ask, job_for
from bot.follow_up import chosen as _chosen
from bot.messages.outcome import answer_to
from bot.service import Service
from spotpop.errors import RecordingUnsure
from spotpop.links import parse_reference
from spotpop.links.choices import Choice, encode_choices
from spotpop.settings import load_settings
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from spotpop.wording.failures import choices_of
from tests.counterparts.memory_queue import MemoryQueue
from tests.unit.bot import samples
from worker.queue.protocol import Failure, ReplyAddress, Requester

LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
OTHER = "https://open.spotify.com/track/2plbrEY59IikOBgBGLjaoe"
CHOICES = (
    Choice(service="deezer", id="11", title="Night Walk (Live)", artist="Ada", duration_s=200, differences=("live",)),
    Choice(service="itunes", id="22", title=samples.HOSTILE, artist="Ada", country="de"),
)
UNSURE = RecordingUnsure(title="Night Walk", choices=encode_choices(CHOICES))


def failed(error=UNSURE, kind="track"):
    return samples.outcome(kind, failure=Failure.of(error))


def job(*references, kind="track", options=None):
    made, _ = job_for(
        Ask(kind=kind, inputs=references),
        reply=ReplyAddress(front_end="discord"),
        requester=Requester(user="discord:1"),
        locale="en",
        options=options,
    )
    return made


async def remembered(made, outcome):
    store = ButtonStateStore(MemoryQueue())
    await store.remember(made, outcome)
    return await store.recall(made.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_choice_has_a_line_and_a_button(language):
    message = answer_to(failed(), words_for(language), picture=None)
    assert [(one.action, one.state) for one in message.buttons] == [
        ("choose", "job-0123456789.0"),
        ("choose", "job-0123456789.1"),
    ]
    assert message.buttons[0].label == "1. Ada \u2013 Night Walk (Live) (3:20)"
    assert "\x1b" not in message.buttons[1].label
    lines = [plain(line) for line in message.sections[0].lines]
    assert "live" in lines[1].lower() or language in {"es", "fr"}
    assert lines[1].startswith("1. ")
    assert lines[2].startswith("2. ")


async def test_a_choice_is_asked_about_with_what_was_stated_of_the_song():
    known = await remembered(job(parse_reference(LINK), options={"explicit": True}), failed())
    assert known.options == {"explicit": True}
    assert _chosen(known, 0).text == "https://www.deezer.com/track/11"
    assert _chosen(known, 1).text == "https://music.apple.com/de/song/22"
    assert _chosen(known, 2) is None


@pytest.mark.parametrize("side", [0, 1])
async def test_a_choice_for_one_side_is_compared_with_the_other(side):
    error = RecordingUnsure(**UNSURE.params, side=side)
    pair = parse_reference(LINK), parse_reference(OTHER)
    question = _chosen(await remembered(job(*pair, kind="comparison"), failed(error, "comparison")), 0)
    texts = [question.text, question.second.text]
    assert texts[side] == "https://www.deezer.com/track/11"
    assert texts[1 - side] == pair[1 - side].url
    assert question.intent == "compare"


async def test_notes_of_an_older_release_are_read():
    queue = MemoryQueue()
    store = ButtonStateStore(queue)
    made = job(parse_reference(LINK))
    await store.remember(made, samples.outcome())
    name = f"answer:{made.id}"
    old = {key: value for key, value in (await queue.note_get(name)).items() if key not in {"inputs", "options"}}
    await queue.note_set(name, old, None)
    known = await store.recall(made.id)
    assert (known.inputs, dict(known.options)) == ((), {})


def test_choices_of_a_newer_release_are_read():
    newer = [{**item, "colour": "blue"} for item in json.loads(encode_choices(CHOICES))]
    assert choices_of(RecordingUnsure(title="x", choices=json.dumps(newer))) == CHOICES


class Chat:
    """Counts what a platform is asked to do."""

    name, limit_mib, can_whisper, shows_pictures, sends_updates_once = "discord", 10.0, True, True, False

    def __init__(self):
        self.acknowledged, self.said = [], []

    async def acknowledge(self, chat, message, *, part, kind, is_known):
        self.acknowledged.append((chat, kind))
        return {}

    async def reply(self, chat, message):
        self.said.append(message)

    def job_id(self, chat, part):
        return None


@pytest.mark.parametrize(("user", "taken"), [("discord:1", 1), ("discord:2", 0)])
async def test_only_who_asked_may_choose_and_what_was_private_stays_so(user, taken):
    from bot.platform import Chat as Place

    queue, platform = MemoryQueue(), Chat()
    service = Service(queue, platform, load_settings(), progress_pause_s=1)
    made = job(parse_reference(LINK))
    made = made.model_copy(update={"reply": ReplyAddress(front_end="discord", data={"private": True})})
    await service.states.remember(made, failed())
    done = await service.click(Place(user=user, server="discord:9"), "choose", f"{made.id}.0")
    assert len(platform.acknowledged) == len(queue.jobs) == taken
    if taken:
        assert platform.acknowledged[0][0].private
        assert next(iter(queue.jobs.values())).inputs[0].reference == CHOICES[0].reference
    else:
        assert done.notice == words_for("en").plain("button-not-yours")
    await service.progress.close()


def test_the_state_of_an_answer_without_choices_offers_nothing():
    assert answer_to(failed(RecordingUnsure(title="x", choices="[]")), words_for("en"), picture=None).buttons == ()
    assert replace(CHOICES[0], duration_s=None).label == "Ada \u2013 Night Walk (Live)"
