"""Addresses that need no question: language, forgetting, health, files that never change."""

import pytest

from bot.web import rendering
from spotpop.wording import LANGUAGES
from tests.unit.bot import samples
from tests.unit.bot.web.conftest import LINK, fetched, staged


@pytest.mark.parametrize(
    ("back", "path"),
    [("/about", "/about"), ("//evil.example", "/"), ("/\\evil.example", "/"), ("https://evil.example", "/"), ("", "/")],
)
async def test_a_chosen_language_is_kept_and_leads_back_to_our_own_pages(ada, back, path):
    page = await ada.post("/language", language="de", back=back)
    assert ada.path == path
    assert 'lang="de"' in page
    await ada.post("/language", language="xx", back="/")
    assert 'lang="de"' in await ada.get("/")


async def test_all_that_is_kept_of_a_visitor_is_forgotten_and_the_visit_ends(stage, ada):
    await ada.post("/ask", link=LINK)
    await stage.answer()
    await ada.post(f"{ada.path}/share", lifetime="day")
    assert len(stage.queue.notes) > 3
    page = await ada.post("/forget")
    assert ada.last.status == 200
    assert "/share" not in page
    left = [key for key in stage.queue.notes if key.startswith(("share", "web:", "answer:"))]
    assert left == []
    assert "max-age=0" in ada.last.headers["Set-Cookie"].lower()


@pytest.mark.parametrize(("away", "status"), [(False, 200), (True, 503)])
async def test_health_is_whether_the_queue_answers(stage, ada, away, status):
    stage.queue.away = away
    assert await ada.status("/health") == status


async def test_files_that_never_change_are_kept_for_ever_under_their_content(ada):
    for name, path in rendering.static_names().items():
        assert await ada.status(path) == 200
        assert "immutable" in ada.last.headers["Cache-Control"]
        assert ada.last.headers["Content-Type"].startswith(rendering.STATIC[name])
    for path in ("/static/0123456789ab/style.css", "/static/0123456789ab/..%2Fsecurity.py"):
        assert await ada.status(path) == 404
    await ada.get("/favicon.ico")
    assert ada.path.endswith("icon.svg")


async def test_crawlers_are_kept_from_answers(ada):
    robots = await ada.get("/robots.txt")
    assert "Disallow: /answer/" in robots
    assert "Disallow: /s/" in robots


@pytest.mark.parametrize("note", [None, "text", {"forecasts": 1}])
async def test_without_a_record_the_page_says_so(stage, ada, note):
    await stage.queue.note_set("record", note, None)
    assert await ada.status("/record") == 200
    assert "<img" not in await ada.get("/record")


async def test_the_records_picture_is_that_of_a_language(stage, ada):
    stage.queue.pictures["picture:record:de:dark"] = samples.PNG
    assert (await fetched(ada, "/record/de-dark.png"))[0] == 200
    for path in ("/record/en-dark.png", "/record/de-blue.png", "/record/..-dark.png"):
        assert await ada.status(path) == 404


@pytest.mark.parametrize("language", LANGUAGES)
async def test_about_tells_of_the_model_and_where_privacy_is_reported(language):
    async for stage in staged(privacy_url="https://example.org/privacy"):
        page = await stage.visitor().get("/about", headers={"Accept-Language": language})
        assert "https://example.org/privacy" in page
        assert f'lang="{language}"' in page
