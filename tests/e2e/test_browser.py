"""The page in a headless Chromium with the real model: upload → progress → result → share → forget, on a phone.

Every page on the way is held against axe's rules. Screenshots lie in the folder that ``SPOTPOP_TEST_SHOTS`` names.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.resources
import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

from bot.web.app import serve
from spotpop.demo import demo_song
from spotpop.wording import LANGUAGES
from tests.integration.worker.harness import Server, Worker, free_port, make_settings, until
from tests.unit.bot.messages.test_record import published
from worker.queue.client import Client

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = importlib.resources.files("axe_core_python").joinpath("axe.min.js")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian: apt-get install chromium)")

UNSURE, LADDER = (f"https://open.spotify.com/track/{word}{'a' * 16}" for word in ("unsure", "ladder"))
WORDS = {
    "en-US": ("Forecast", "Around ", "Here is your link", "Forgotten:", "This link has ended"),
    "de-DE": ("Prognose machen", "Ungefähr ", "Hier ist dein Link", "Vergessen:", "Dieser Link ist abgelaufen"),
}


@pytest.fixture
async def page_url(tmp_path: Path) -> AsyncIterator[str]:
    """The page with Valkey and a real worker behind it."""
    async with running_page(tmp_path, SPOTPOP_WORKER_PIPELINE="") as url:
        yield url


@pytest.fixture
async def scripted_page(tmp_path: Path) -> AsyncIterator[str]:
    """The page with a worker of scripted answers: recordings to choose from, an audience to tell."""
    async with running_page(tmp_path) as url:
        yield url


@contextlib.asynccontextmanager
async def running_page(tmp_path: Path, **environment: str) -> AsyncIterator[str]:
    server = Server(tmp_path / "valkey")
    worker = Worker(server.url, tmp_path, SPOTPOP_RECORD="false", **environment)
    settings = make_settings(server.url, tmp_path, web_listen=f"127.0.0.1:{free_port()}")
    try:
        await until(worker.ready, tell=worker.text)
        async with Client(settings) as client:
            ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
            serving = asyncio.create_task(serve(settings, client, ready=ready.set_result))
            await asyncio.wait({serving, ready}, return_when=asyncio.FIRST_COMPLETED)
            yield ready.result()
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await serving
    finally:
        worker.close()
        server.close()


@pytest.fixture
async def still_page(tmp_path: Path) -> AsyncIterator[str]:
    """The page without a worker, and with a record that was published."""
    server = Server(tmp_path / "valkey")
    settings = make_settings(server.url, tmp_path, web_listen=f"127.0.0.1:{free_port()}")
    try:
        async with Client(settings) as client:
            await client.note_set("record", published(50), None)
            ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
            serving = asyncio.create_task(serve(settings, client, ready=ready.set_result))
            yield await ready
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await serving
    finally:
        server.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        # Chromium's own sandbox does not work for root, as whom containers run tests.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        await started.close()


async def look(page: Page, name: str) -> None:
    """Hold what is seen against axe's rules, see that nothing runs off the side, and take a screenshot."""
    folder = os.environ.get("SPOTPOP_TEST_SHOTS")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = await page.evaluate("axe.run()")
    faults = [
        (one["id"], one["impact"], [node["html"] for node in one["nodes"]][:3])
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    assert faults == [], name
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is too wide"


@pytest.mark.parametrize(("language", "scheme"), [("en-US", "light"), ("de-DE", "dark")])
async def test_from_upload_to_forgotten_on_a_phone(page_url: str, browser: Browser, language: str, scheme: Any) -> None:
    ask, lead, made, forgotten, ended = WORDS[language]
    context = await browser.new_context(
        viewport={"width": 360, "height": 740}, locale=language, color_scheme=scheme, has_touch=True
    )
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    shot = f"{language}-{scheme}"

    await page.goto(page_url)
    await look(page, f"{shot}-home")
    await page.set_input_files("#file", demo_song())
    await page.get_by_role("button", name=ask, exact=True).click()
    await page.wait_for_selector("#waiting")
    first = await page.text_content("#stage")
    await look(page, f"{shot}-waiting")
    await page.wait_for_selector("article.answer", timeout=90_000)
    assert first
    assert lead in (await page.text_content("article.answer .lead") or "")
    assert await page.evaluate("document.querySelector('article img').naturalWidth") > 600
    await page.click("details.why summary")
    await look(page, f"{shot}-answer")
    answer = page.url

    await page.click("button[value=day]")
    assert await page.text_content("h1") == made
    await look(page, f"{shot}-made")
    shared = await page.input_value("#address")
    other = await (await browser.new_context(viewport={"width": 1100, "height": 900})).new_page()
    await other.goto(shared)
    assert await other.locator("article.answer").count() == 1
    assert await other.get_attribute("meta[property='og:image']", "content") == f"{shared}/card.png"
    await look(other, f"{shot}-shared")

    await page.get_by_role("button", name=("Forget me" if language == "en-US" else "Vergiss mich")).click()
    assert forgotten in (await page.text_content("h1") or "")
    await look(page, f"{shot}-forgotten")
    assert (await page.goto(answer)).status == 404
    await other.reload()
    body = await other.text_content("h1") or ""
    assert body.startswith(ended) or "has ended" in body
    for path in ("/record", "/about"):
        await page.goto(page_url + path)
        await look(page, f"{shot}{path.replace('/', '-')}")

    assert all(url.startswith(page_url) for url in asked), "the page asks nobody else"
    assert [one for one in said if "404" not in one] == []


@pytest.mark.parametrize(
    ("language", "scheme"), [(language, ("light", "dark")[place % 2]) for place, language in enumerate(LANGUAGES)]
)
async def test_every_page_in_every_language_is_whole(
    still_page: str, browser: Browser, language: str, scheme: Any
) -> None:
    context = await browser.new_context(
        viewport={"width": 360, "height": 740}, locale=language, color_scheme=scheme, java_script_enabled=True
    )
    page = await context.new_page()
    for path in ("/", "/songs", "/references", "/record", "/about", "/nowhere", "/s/" + "a" * 32):
        await page.goto(still_page + path)
        assert await page.get_attribute("html", "lang") == language
        await look(page, f"{language}-{scheme}-all{path[:8].replace('/', '-')}")
        text = await page.inner_text("body")
        assert not re.search(r"\b(web|record|about|answer|error|hint)-[a-z]+(-[a-z]+)*\b|{ *\$", text), (
            "an untranslated key"
        )
    await page.goto(still_page)
    await page.click("#go")
    await page.wait_for_selector("[role=alert]")
    await look(page, f"{language}-{scheme}-refused")
    for summary in await page.locator("details summary").all():
        await summary.click()
    await look(page, f"{language}-{scheme}-open")


@pytest.mark.parametrize(("language", "scheme"), [("en-US", "light"), ("de-DE", "dark")])
async def test_choices_audience_and_songs_on_a_phone(
    scripted_page: str, browser: Browser, language: str, scheme: Any
) -> None:
    context = await browser.new_context(
        viewport={"width": 360, "height": 740}, locale=language, color_scheme=scheme, has_touch=True
    )
    page = await context.new_page()
    shot = f"{language}-{scheme}"

    async def ask(link: str, state: str) -> None:
        await page.goto(scripted_page)
        await page.fill("#link", link)
        await page.click("#go")
        await page.wait_for_selector(f"article.{state}", timeout=60_000)

    await ask(UNSURE, "trouble")
    assert await page.locator("button.choice").count() == 2
    await look(page, f"{shot}-choices")
    await page.locator("button.choice").nth(1).click()
    await page.wait_for_selector("article.answer", timeout=60_000)
    await ask(LADDER, "answer")
    await look(page, f"{shot}-audience")
    await page.locator("form.press button[value^='sp:audience:']").click()
    await look(page, f"{shot}-audiences")
    await page.locator("form.press button").nth(1).click()
    await page.wait_for_selector("article.answer", timeout=60_000)
    await look(page, f"{shot}-audience-stated")
    await page.locator("form.press button").last.click()
    assert await page.locator("article").count() == 1
    await look(page, f"{shot}-said")
    await ask(" ".join(f"https://open.spotify.com/track/{letter * 22}" for letter in "abc"), "answer")
    await look(page, f"{shot}-list")

    await page.goto(f"{scripted_page}/songs")
    await look(page, f"{shot}-songs-asked")
    await page.click("button.main")
    await look(page, f"{shot}-songs-none")
    for name in ("night drive v1.wav", "night drive v2.wav", "other song.wav"):
        await page.goto(scripted_page)
        sound = {"name": name, "mimeType": "audio/wav", "buffer": b"sleep-0-x\n" + bytes(2000)}
        await page.set_input_files("#file", sound)
        await page.click("#go")
        await page.wait_for_selector("article.answer", timeout=60_000)
    await page.goto(f"{scripted_page}/songs")
    for summary in await page.locator("details summary").all():
        await summary.click()
    await look(page, f"{shot}-songs")
    await page.fill("#link-1", "https://open.spotify.com/track/" + "e" * 22)
    await page.locator("button[value=out]").first.click()
    await page.wait_for_selector("article.answer", timeout=60_000)
    await look(page, f"{shot}-songs-tied")
    await page.goto(f"{scripted_page}/songs")
    await look(page, f"{shot}-songs-out")

    await page.goto(f"{scripted_page}/references")
    await page.click("button.main")
    await page.fill("#link", "https://open.spotify.com/track/" + "f" * 22)
    await page.click("button.main")
    await page.wait_for_selector("article", timeout=60_000)
    await page.goto(f"{scripted_page}/references")
    await page.click("details summary")
    await look(page, f"{shot}-references")


async def test_keyboard_alone_and_without_javascript(page_url: str, browser: Browser) -> None:
    context = await browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = await context.new_page()
    await page.goto(page_url)
    await page.keyboard.press("Tab")
    assert "skip" in (await page.locator(":focus").get_attribute("class") or "")
    await page.set_input_files("#file", demo_song())
    await page.focus("#go")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("article.answer", timeout=90_000)  # the waiting page loads itself again
    assert "Around " in (await page.text_content("article.answer .lead") or "")


async def test_two_are_compared_in_the_browser(page_url: str, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(page_url)
    await page.set_input_files("#file", demo_song())
    await page.get_by_text("Compare with a second one").click()
    await page.set_input_files("#other_file", demo_song())
    await page.click("#go")
    assert "twice" in (await page.text_content("[role=alert] .lead") or ""), "the very same file says nothing"
    await page.set_input_files("#file", demo_song())
    await page.get_by_text("Compare with a second one").click()
    copy = demo_song().read_bytes() + bytes(64)  # the same sound in other bytes
    await page.set_input_files("#other_file", {"name": "copy.mp3", "mimeType": "audio/mpeg", "buffer": copy})
    await page.click("#go")
    await page.wait_for_selector("article.answer", timeout=90_000)
    assert "Feelings against Feelings" in (await page.text_content("article.answer h1") or "")
    assert "the same recording twice" in (await page.text_content("article.answer .lead") or "")
    await look(page, "comparison")
