"""Links that are made on request: by whom, for how long, what they show, and how they are taken back."""

import re

import pytest

from bot.web.shares import LIFETIMES_S, MOST_EACH
from spotpop.errors import NotAudio
from spotpop.wording import words_for
from tests.unit.bot import samples
from tests.unit.bot.web.conftest import LINK, fetched
from worker.queue.protocol import Failure

EN = words_for("en")


@pytest.fixture
async def answered(stage, ada):
    await ada.post("/ask", link=LINK)
    await stage.answer(picture=samples.PNG + b"0" * 16)
    return ada.path


async def shared(ada, answered, lifetime="day"):
    """Return the address of a new link, and the secret one."""
    page = await ada.post(f"{answered}/share", lifetime=lifetime)
    found = re.findall(r"/s/([A-Za-z0-9_-]{32})(/delete/[A-Za-z0-9_-]+)?", page)
    name = found[0][0]
    return f"/s/{name}", next(f"/s/{name}{end}" for _, end in found if end)


@pytest.mark.parametrize("lifetime", ["day", "week"])
async def test_a_link_lives_as_long_as_was_said_and_is_seen_by_whoever_has_it(stage, ada, answered, lifetime):
    path, _ = await shared(ada, answered, lifetime)
    lives = {life for key, (_, life, _) in stage.queue.notes.items() if key.startswith("share:")}
    assert lives == {LIFETIMES_S[lifetime]}
    ben = stage.visitor()
    page = await ben.get(path)
    assert "Night Walk" in page
    assert 'name="button"' not in page
    assert "noindex" in ben.last.headers["X-Robots-Tag"]
    status, headers = await fetched(ben, f"{path}/card.png")
    assert (status, headers["Cross-Origin-Resource-Policy"]) == (200, "cross-origin")


@pytest.mark.parametrize("lifetime", ["", "year", "day "])
async def test_there_are_two_lives_and_no_other(stage, ada, answered, lifetime):
    await ada.post(f"{answered}/share", lifetime=lifetime)
    assert ada.last.status == 404


async def test_nobody_shares_anothers_answer_nor_a_failure(stage, ada, answered):
    ben = stage.visitor()
    await ben.post(f"{answered}/share", lifetime="day")
    assert ben.last.status == 404
    await ada.post("/ask", link=LINK)
    await stage.answer(samples.outcome(failure=Failure.of(NotAudio())))
    await ada.post(f"{ada.path}/share", lifetime="day")
    assert ada.last.status == 404
    assert not [key for key in stage.queue.notes if key.startswith("share:")]


async def test_one_visitor_makes_so_many(stage, ada, answered):
    [owner] = {job.requester.user for job in stage.asked}
    await stage.queue.note_set(f"shares:{owner}", MOST_EACH, 60)
    await ada.post(f"{answered}/share", lifetime="day")
    assert ada.last.status == 429


async def test_only_the_secret_takes_it_back_and_looking_does_not(stage, ada, answered):
    path, secret = await shared(ada, answered)
    wrong = secret[:-4] + "AAAA"
    for address in (wrong, f"{path}/delete/x"):
        await ada.get(address)
        assert ada.last.status == 404
        await ada.post(address)
        assert ada.last.status == 404
    assert await ada.status(secret) == 200
    assert await ada.status(path) == 200, "a preview of the secret link deletes nothing"
    ben = stage.visitor()
    assert EN.plain("web-share-deleted") in await ben.post(secret)
    for gone in (path, secret):
        assert await ben.status(gone) == 404
    assert await ben.status(f"{path}/card.png") == 404


async def test_a_form_of_somebody_else_takes_nothing_back(ada, answered):
    path, secret = await shared(ada, answered)
    await ada.post(secret, token="0" * 40)
    assert ada.last.status == 403
    assert await ada.status(path) == 200


async def test_an_unknown_link_is_gone(ada):
    assert EN.plain("web-share-gone") in await ada.get(f"/s/{'a' * 32}")
    assert ada.last.status == 404
