"""Asking and answering on the page: what a form leads to, which buttons may be pressed, what an answer shows."""

import html
from dataclasses import replace

import pytest

from bot.preferences import Preferences
from spotpop.errors import QueueFull, TooManyQuestions
from spotpop.wording import words_for
from tests.golden.answers import situations
from tests.unit.bot import samples
from tests.unit.bot.web.conftest import LINK, OTHER, fetched

EN = words_for("en")


async def answered(stage, ada, report="demo", **more):
    """Ask, and let the worker answer."""
    await ada.post("/ask", link=LINK, **more)
    path = ada.path
    await stage.answer(samples.outcome(picture_key=None, report=situations()[report].to_json()), samples.PNG)
    return path


async def test_a_link_leads_to_its_page_which_waits_and_then_shows_the_answer(stage, ada):
    page = await ada.post("/ask", link=LINK)
    assert 'id="waiting"' in page
    assert ada.path == f"/answer/{stage.asked[0].id}"
    await stage.answer(picture=samples.PNG)
    page = await ada.get(ada.path)
    assert "Night Walk" in page
    assert f'{ada.path}/picture.png"' in page


async def test_what_was_stated_along_is_asked_along(stage, ada):
    await ada.post("/ask", link=LINK, audience="1k_10k", start="1:30", theme="light")
    [job] = stage.asked
    assert (job.options, job.theme) == ({"audience": {"rung": "1k_10k"}}, "light")


async def test_a_file_is_asked_about_and_two_are_compared(stage, ada):
    await ada.post("/ask", file=("mix.wav", b"song"), start="45")
    await ada.post("/ask", file=("a.wav", b"one"), other_file=("b.wav", b"two"))
    await ada.post("/ask", link=LINK, other_link=OTHER)
    assert [job.kind for job in stage.asked] == ["upload", "comparison", "comparison"]
    assert stage.asked[0].start_s == 45.0
    assert sorted(stage.queue.uploads[stage.asked[1].id].values()) == [b"one", b"two"]


async def test_several_links_become_one_list(stage, ada):
    await ada.post("/ask", link=f"{LINK} {OTHER}")
    assert ["batch" in job.reply.data for job in stage.asked] == [True, True]


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"link": ""}, 422), ({"link": "https://example.com/x"}, 422), ({"link": LINK.replace("track", "artist")}, 422),
     ({"file": ("big.wav", bytes(2**20 + 1))}, 413)],
)  # fmt: skip
async def test_what_is_wrong_is_said_beside_the_form(stage, ada, fields, status):
    page = await ada.post("/ask", **fields)
    assert ada.last.status == status
    assert 'role="alert"' in page
    assert 'action="/ask"' in page
    assert stage.asked == []


@pytest.mark.parametrize(
    ("error", "status"), [(QueueFull(waiting=3, eta_s=9.0), 503), (TooManyQuestions(retry_after_s=9), 429)]
)
async def test_a_queue_that_refuses_is_reported_with_its_status(stage, ada, error, status):
    stage.queue.refuse = error
    await ada.post("/ask", link=LINK)
    assert ada.last.status == status


async def test_a_form_of_somebody_else_is_not_asked(stage, ada):
    await ada.post("/ask", token="0" * 40, link=LINK)
    assert ada.last.status == 403
    assert stage.asked == []


async def test_hostile_titles_are_text(stage, ada):
    await ada.post("/ask", link=LINK)
    untrusted = replace(samples.report(), track=replace(samples.TRACK, title="<script>alert(1)</script>\"'"))
    await stage.answer(samples.outcome(picture_key=None, report=untrusted.to_json()))
    page = await ada.get(ada.path)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


async def test_an_answer_is_said_in_the_language_of_who_looks(stage, ada):
    path = await answered(stage, ada)
    assert "Around" in await ada.get(path)
    german = html.unescape(await ada.get(path, headers={"Accept-Language": "de"}))
    assert "von 100" in german


async def test_only_buttons_of_this_answer_and_of_the_page_are_done(stage, ada):
    path = await answered(stage, ada)
    job = stage.asked[0].id
    for button in (f"sp:delete:{job}", f"sp:publish:{job}", "sp:sure:another-job", "nonsense", ""):
        await ada.post(f"{path}/press", button=button)
        assert ada.last.status == 404, button
    page = await ada.post(f"{path}/press", button=f"sp:sure:{job}")
    assert ada.last.status == 200
    assert f'href="{path}"' in page


async def test_an_audience_that_is_pressed_is_asked_anew(stage, ada):
    path = await answered(stage, ada)
    await ada.post(f"{path}/press", button=f"sp:audience:{stage.asked[0].id}.1k_10k")
    assert stage.asked[1].options == {"audience": {"rung": "1k_10k"}}
    assert ada.path == f"/answer/{stage.asked[1].id}"


async def test_a_question_is_cancelled_by_its_button(stage, ada):
    page = await ada.post("/ask", link=LINK.replace("track", "album"))
    path = ada.path
    assert f'value="sp:cancel:{stage.asked[0].id}"' in page
    await ada.post(f"{path}/press", button=f"sp:cancel:{stage.asked[0].id}")
    assert stage.queue.cancelled == [stage.asked[0].id]
    assert EN.plain("cancelled")[:10] in html.unescape(await ada.get(path))


async def test_pictures_and_tables_are_their_visitors(stage, ada):
    path = await answered(stage, ada)
    status, headers = await fetched(ada, f"{path}/picture.png")
    assert (status, headers["Content-Type"]) == (200, "image/png")
    assert "private" in headers["Cache-Control"]
    assert await ada.status(f"{path}/table.csv") == 404
    await ada.post("/ask", link="https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3")
    path = ada.path
    assert await ada.status(f"{path}/table.csv") == 404
    await stage.answer(samples.outcome("listing", picture_key=None, listing=samples.listing(count=40)))
    assert f'{path}/table.csv"' in await ada.get(path)
    assert (await ada.get(f"{path}/table.csv")).removeprefix("\ufeff").startswith("number,title")
    assert await ada.status(f"{path}/picture.png") == 404


async def test_the_audience_that_was_stated_once_is_offered_first(stage, ada):
    path = await answered(stage, ada)
    [owner] = {job.requester.user for job in stage.asked}
    before = await ada.get(path)
    await stage.page.service.preferences.change(owner, Preferences(audience="10k_100k"))
    after = await ada.get(path)
    assert before != after
    assert after.index(f"{stage.asked[0].id}.10k_100k") < after.index('class="why"')


async def test_only_so_many_uploads_of_one_address_at_once(stage, ada):
    stage.page._uploads._each = 0
    await ada.post("/ask", link=LINK)
    assert ada.last.status == 429


async def test_nobody_presses_or_takes_what_is_anothers(stage, ada):
    path = await answered(stage, ada)
    job = stage.asked[0].id
    ben = stage.visitor()
    await ben.post(f"{path}/press", button=f"sp:sure:{job}")
    assert ben.last.status == 404
    assert (await fetched(ben, f"{path}/picture.png"))[0] == 404
    assert (await fetched(ada, f"{path}/picture.png"))[0] == 200
    await ada.post("/ask", link="https://open.spotify.com/album/1DFixLWuPkv3KT3TnV35m3")
    await stage.answer(samples.outcome("listing", picture_key=None, listing=samples.listing(count=40)))
    assert await ben.status(f"{ada.path}/table.csv") == 404


@pytest.mark.parametrize(("shown", "theme"), [("light", "light"), ("dark", "dark"), ("pink", "dark")])
async def test_a_picture_is_as_light_as_the_browser(stage, ada, shown, theme):
    await ada.post("/ask", link=LINK, theme=shown)
    assert stage.asked[0].theme == theme
