"""My songs: what is kept of which answer, when a release is tied, and who sees what became of it."""

import asyncio
from dataclasses import replace

import pytest

from bot.delivery import NeverSendable, NotSentYet
from bot.my_songs import MySongs, versions_in
from bot.preferences import Preferences, PreferenceStore
from spotpop.errors import NotAudio, QueueUnavailable
from spotpop.links import parse_reference
from spotpop.record.song_versions import Release, ReleaseOutcome
from spotpop.report import Comparison, Interval
from spotpop.settings import load_settings
from spotpop.text import plain
from spotpop.wording import words_for
from tests.counterparts.memory_queue import MemoryQueue, MemorySongs
from tests.unit.bot import samples
from tests.unit.bot.test_follow_up import LINK, job
from tests.unit.record.test_song_versions import NOW, version
from worker.queue.protocol import Failure

ADA, EN = "discord:1", words_for("en")
UPLOAD = samples.outcome("upload", report=samples.upload_report().to_json())
RELEASED = samples.outcome("track")


class Ready(MemorySongs):
    """Songs of which some are to be reported."""

    def __init__(self):
        super().__init__()
        self.waiting, self.done = [], []

    async def ready(self, platform):
        assert platform == "discord"
        return self.waiting[0] if self.waiting else None

    async def mark_reported(self, user, version):
        self.waiting.pop(0)
        self.done.append((user, version))


class Platform:
    """Sends, or fails as a test says."""

    name = "discord-2"

    def __init__(self):
        self.sent, self.failure = [], None

    def direct(self, user):
        return {"to": user}

    async def send(self, address, message):
        if self.failure is not None:
            raise self.failure
        self.sent.append((address["to"], message))


@pytest.fixture
def queue():
    return MemoryQueue(kept_songs=Ready())


@pytest.fixture
def songs(queue):
    return MySongs(queue, Platform(), PreferenceStore(queue), load_settings(record_keep_days={"spotify": 1}))


def asked(**more):
    return job(parse_reference(LINK), **more)


async def kept(queue):
    found = await queue.kept_songs.of(ADA)
    return () if found is None else found.versions


async def test_nothing_is_kept_of_who_has_not_agreed(queue, songs):
    await songs.note(asked(), {}, UPLOAD, EN)
    assert await songs.songs(ADA) is None
    assert await kept(queue) == ()


async def test_an_upload_is_kept_once_and_a_link_or_a_failure_is_not(queue, songs):
    await queue.kept_songs.agree(ADA, "en")
    made = asked()
    for outcome in (UPLOAD, UPLOAD, RELEASED, samples.outcome("upload", failure=Failure.of(NotAudio()))):
        assert await songs.note(made, {}, outcome, EN) is None
    [one] = await kept(queue)
    assert one.id == made.id
    since, [song] = await songs.songs(ADA)
    assert song.name
    assert since == 0.0


def test_of_a_comparison_both_files_are_kept_under_names_of_their_own():
    one = samples.upload_report()
    both = Comparison(
        first=one, second=one, difference=0.0, interval=Interval(low=0.0, high=0.0), reliable=False, reasons=()
    )
    found = versions_in(samples.outcome("comparison", comparison=both.to_json()), "job")
    assert [one.id for one in found] == ["job-1", "job-2"]
    linked = samples.outcome("comparison", comparison=samples.comparison().to_json())
    assert versions_in(linked, "job") == []
    assert versions_in(samples.outcome("track"), "job") == []


async def test_a_release_is_tied_to_its_version_and_the_month_goes_on_when_it_comes_twice(queue, songs):
    await queue.kept_songs.agree(ADA, "en")
    await queue.kept_songs.keep(ADA, version(1))
    name = version(1).id
    first = await songs.note(asked(), {"song": name}, RELEASED, EN)
    [tied] = await kept(queue)
    assert tied.release.track_id == samples.TRACK.id
    again = await songs.note(asked(), {"song": name}, RELEASED, EN)
    [still] = await kept(queue)
    assert still.release.tied_at == tied.release.tied_at
    assert [bool(block.lines) for block in (first, again)] == [True, True]


@pytest.mark.parametrize("name", ["unknown", ""])
async def test_a_version_that_is_gone_is_not_tied(queue, songs, name):
    await queue.kept_songs.agree(ADA, "en")
    await queue.kept_songs.keep(ADA, version(1))
    assert await songs.note(asked(), {"song": name}, RELEASED, EN) is None
    assert (await kept(queue))[0].release is None


async def test_what_is_no_release_is_not_tied(queue, songs):
    await queue.kept_songs.agree(ADA, "en")
    await queue.kept_songs.keep(ADA, version(1))
    assert await songs.note(asked(), {"song": version(1).id}, UPLOAD, EN) is None


async def test_while_the_queue_is_away_the_answer_goes_on(queue, songs):
    class Away(Ready):
        async def keep(self, *_, **__):
            raise QueueUnavailable

    queue.kept_songs = Away()
    assert await songs.note(asked(), {}, UPLOAD, EN) is None


def ready(queue, values):
    release = Release(track_id="x" * 22, url=LINK, title="Night Drive", tied_at=NOW,
                      became=ReleaseOutcome(values=values, read_at=NOW))  # fmt: skip
    queue.kept_songs.waiting = [(ADA, replace(version(1), release=release))]


async def test_its_person_is_informed_once_in_the_language_they_chose(queue, songs):
    ready(queue, {"deezer.rank": 5.0, "spotify.popularity": 7.0})
    await PreferenceStore(queue).change(ADA, Preferences(language="de"))
    assert await songs._send_next()
    assert not await songs._send_next()
    [(to, message)] = songs._platform.sent
    assert to == ADA
    assert plain(message.title) + plain(message.lead) != ""
    [(_, reported)] = queue.kept_songs.done
    assert reported.release.reported
    assert reported.release.became.values == {"deezer.rank": 5.0}, "what its source lets nobody keep is gone"


@pytest.mark.parametrize(("failure", "done", "goes_on"), [(NotSentYet("503"), 0, False),
                                                          (NeverSendable("blocked"), 1, True)])  # fmt: skip
async def test_what_cannot_be_sent_yet_waits_and_what_never_can_is_done(queue, songs, failure, done, goes_on):
    ready(queue, {})
    songs._platform.failure = failure
    assert await songs._send_next() is goes_on
    assert len(queue.kept_songs.done) == done


async def test_all_that_is_ready_is_reported_in_one_look(queue, songs):
    ready(queue, {})
    queue.kept_songs.waiting *= 3
    looking = asyncio.create_task(songs.run())
    async with asyncio.timeout(20):
        while queue.kept_songs.waiting:  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.001)
    looking.cancel()
    assert len(songs._platform.sent) == 3
