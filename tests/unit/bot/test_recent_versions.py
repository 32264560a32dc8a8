"""“Here is v2”: an earlier version is recognised, offered, and compared in the order in which both were asked."""

import pytest

from bot.conversation import Ask, File, job_for
from bot.platform import Chat as Place
from bot.service import Service
from spotpop.settings import load_settings
from spotpop.text import plain
from spotpop.track import Track
from tests.counterparts.memory_queue import MemoryQueue
from tests.reports import make_report
from tests.unit.bot import samples
from tests.unit.bot.test_buttons import Files
from worker.queue.protocol import ReplyAddress, Requester

USER = "discord:1"


@pytest.fixture
async def service():
    service = Service(MemoryQueue(), Files(), load_settings(), progress_pause_s=1)
    yield service
    await service.progress.close()


async def deliver(service, name, *, user=USER, private=False, handle=None):
    """Let an upload of that name be answered, and return its message and job."""
    file = {"handle": handle or name, "name": name}
    made, _ = job_for(
        Ask(kind="upload", inputs=(File(**file),)),
        reply=ReplyAddress(front_end="discord", data={"private": private, "file": file}),
        requester=Requester(user=user),
        locale="en",
    )
    report = make_report(track=Track(title=name.removesuffix(".wav"), released=False))

    class Delivered:
        job, reply, forgotten, attempt = made, made.reply, False, 1
        outcome = samples.outcome("upload", job_id=made.id, picture_key=None, report=report.to_json())

    return await service.courier("c")._message(Delivered), made


def offers(message):
    return [button for button in message.buttons if button.action == "versus"]


async def test_an_earlier_version_is_offered_and_compared(service):
    first, _ = await deliver(service, "night drive v1.wav")
    message, job = await deliver(service, "Night Drive (v2).wav")
    assert offers(first) == []
    assert offers(message)[0].state == job.id
    assert "night drive v1" in plain(message.sections[-1].lines[-1])
    await service.click(Place(user=USER), "versus", job.id)
    [comparison] = service.queue.jobs.values()
    assert comparison.kind == "comparison"
    assert [one.name for one in comparison.inputs] == ["night drive v1.wav", "Night Drive (v2).wav"]


@pytest.mark.parametrize(
    ("name", "user", "private"),
    [("another song.wav", USER, False), ("night drive v1.wav", "discord:2", False), ("night drive v1.wav", USER, True)],
)
async def test_what_is_no_version_or_nobody_elses_business_is_not_offered(service, name, user, private):
    await deliver(service, name, user=user, private=private)
    message, _ = await deliver(service, "night drive v2.wav")
    assert offers(message) == []


async def test_forgotten_answers_are_no_versions(service):
    await deliver(service, "night drive v1.wav")
    await service.forget(USER)
    message, _ = await deliver(service, "night drive v2.wav")
    assert offers(message) == []


async def test_a_private_version_stays_private(service):
    await deliver(service, "night drive v1.wav", private=True)
    message, job = await deliver(service, "night drive v2.wav", private=True)
    assert offers(message)
    await service.click(Place(user=USER), "versus", job.id)
    [comparison] = service.queue.jobs.values()
    assert comparison.reply.data["private"] is True
