"""The page over sockets, without JavaScript: asked, answered, shared, forgotten; and everything that must not work."""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
import time
from pathlib import Path

import aiohttp
import pytest
import redis

from bot.web import limits, uploads
from spotpop.settings import Settings
from spotpop.wording import LANGUAGES
from tests.integration.bot.web.conftest import Visitor
from tests.integration.disk import SmallDisk
from tests.integration.worker.harness import Server, Worker, until

LINK = "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"
WAV = ("song.wav", b"sleep-0-x\n" + bytes(2000))


async def test_a_link_goes_all_the_way(worker: Worker, visitor: Visitor) -> None:
    waiting = await visitor.post("/ask", link=LINK)
    assert re.fullmatch(r"/answer/[A-Za-z0-9_-]{16}", visitor.path)
    assert '<noscript><meta http-equiv="refresh"' in waiting
    answer = await visitor.answer()
    assert "Around 40 of 100." in answer
    assert "title of 4uLU6hMCjMI75M1A2tKUQC" in answer
    picture = re.search(r'<img src="(/answer/[^"]+)" alt="([^"]+)"', answer)
    assert picture is not None
    assert "Around 40 of 100" in picture[2]
    async with visitor.session.get(visitor.url + picture[1]) as response:
        assert response.content_type == "image/png"
        assert (await response.read()).startswith(b"\x89PNG")


async def test_an_upload_two_to_compare_and_an_album(worker: Worker, visitor: Visitor) -> None:
    await visitor.post("/ask", file=WAV)
    assert "Around 40 of 100." in await visitor.answer()
    await visitor.post("/ask", file=WAV, other_link=LINK)
    assert "No reliable difference" in await visitor.answer()
    await visitor.post("/ask", link="https://open.spotify.com/album/2abcdefghijklmnopqrstu")
    shown = await visitor.answer()
    assert "=track 1" in shown
    assert (await visitor.get(visitor.path + "/table.csv")).count("\n") == 3, "a heading and two tracks"


async def test_progress_comes_as_events_and_ends(worker: Worker, visitor: Visitor) -> None:
    await visitor.post("/ask", file=("song.wav", b"sleep-1.5-x\n" + bytes(2000)))
    async with visitor.session.get(f"{visitor.url}{visitor.path}/events") as response:
        assert response.content_type == "text/event-stream"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        text = (await response.content.read()).decode()
    events = [json.loads(line[6:]) for line in text.splitlines() if line.startswith('data: {"text')]
    assert events
    assert all(event["text"] and 0 <= event["share"] <= 1 for event in events)
    assert text.endswith("event: done\ndata: {}\n\n")
    assert "Around 40" in await visitor.get(visitor.path.removesuffix("/events"))


async def test_nobody_else_sees_an_answer(worker: Worker, visitor: Visitor, page: str) -> None:
    await visitor.post("/ask", link=LINK)
    await visitor.answer()
    other = Visitor(page)
    for path in ("", "/picture.png", "/events", "/table.csv"):
        assert await other.status(visitor.path + path) == 404
    await other.post(visitor.path + "/share", lifetime="day")
    assert other.last is not None
    assert other.last.status == 404
    await other.session.close()


async def test_shared_shown_with_a_card_and_taken_back(worker: Worker, visitor: Visitor, page: str) -> None:
    await visitor.post("/ask", file=WAV)
    await visitor.answer()
    made = await visitor.post(visitor.path + "/share", lifetime="week")
    address = _value(made, "address")
    secret = _value(made, "secret")
    assert re.fullmatch(rf"{page}/s/[A-Za-z0-9_-]{{32}}", address)
    other = Visitor("")
    shown = await other.get(address)
    assert "Around 40 of 100." in shown
    assert other.last is not None
    assert other.last.headers["X-Robots-Tag"] == "noindex, nofollow"
    card = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[a-z:]+)" content="([^"]*)"', shown))
    assert card["og:url"] == address
    assert card["og:title"]
    assert card["twitter:card"] in {"summary", "summary_large_image"}
    if "og:image" in card:
        assert card["og:image"] == card["twitter:image"] == f"{address}/card.png"
        assert int(card["og:image:width"]) > 0
    assert "Delete the shared link" in await other.get(secret)
    assert "Around 40 of 100." in await other.get(address), "to look at the secret link deletes nothing"
    path = secret.removeprefix(page)
    assert "is deleted" in await visitor.post(path)
    assert "has ended, or was deleted" in await other.get(address)
    await other.session.close()


async def test_forgetting_deletes_everything(worker: Worker, visitor: Visitor, server: Server) -> None:
    connection = redis.Redis.from_url(server.url)
    before = {key.decode() for key in connection.scan_iter()}
    await visitor.post("/ask", file=WAV)
    await visitor.answer()
    path = visitor.path
    made = await visitor.post(path + "/share", lifetime="day")
    held = {key.decode() for key in connection.scan_iter()} - before
    assert any("share:" in key for key in held)
    assert any("web:answer" in key for key in held)
    user = next(iter({key for key in held if key.startswith("spotpop:person:web:")})).split(":")[3]
    assert len(user) == 40
    assert "Forgotten" in await visitor.post("/forget")
    assert await visitor.status(path) == 404
    assert "has ended" in await visitor.get(_value(made, "address").removeprefix(visitor.url))
    rest = [key.decode() for key in connection.scan_iter() if key.decode() not in before]
    assert [key for key in rest if any(word in key for word in ("web:answer", "share", "person:", "upload:"))] == []
    assert [key for key in rest if user in key or user.encode() in (connection.dump(key) or b"")] == []
    connection.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_speaks_every_language(visitor: Visitor, language: str) -> None:
    for path in ("/", "/record", "/about", "/nowhere"):
        text = await visitor.get(path, headers={"Accept-Language": f"xx, {language}-XX;q=0.8, ru;q=0.9"})
        assert f'<html lang="{language}"' in text


async def test_a_language_is_chosen_and_kept(visitor: Visitor) -> None:
    await visitor.post("/language", language="de", back="/record")
    assert visitor.path == "/record"
    assert '<html lang="de"' in await visitor.get("/")
    await visitor.post("/language", language="xx", back="//evil.example/")
    assert visitor.path == "/"
    assert '<html lang="de"' in await visitor.get("/")


async def test_headers_on_every_answer(visitor: Visitor) -> None:
    for path in ("/", "/nowhere", "/health", "/record"):
        await visitor.get(path)
        assert visitor.last is not None
        headers = visitor.last.headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert "aiohttp" not in headers["Server"].lower()
        assert "Access-Control-Allow-Origin" not in headers
    text = await visitor.get("/")
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|javascript:", text)
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', text):
        await visitor.get(path)
        assert visitor.last is not None
        assert "immutable" in visitor.last.headers["Cache-Control"]
    cookie = next(iter(visitor.session.cookie_jar))
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("path", ["/ask", "/forget", "/language", "/answer/abcdefghijklmnop/share"])
async def test_a_form_of_another_site_does_nothing(visitor: Visitor, page: str, path: str) -> None:
    await visitor.get("/")
    await visitor.post(path, token="0" * 40, link=LINK)
    assert visitor.last is not None
    assert visitor.last.status == 403
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        await visitor.post(path, headers=headers, link=LINK)
        assert visitor.last.status == 403


async def test_a_name_that_is_not_ours_is_not_served(visitor: Visitor) -> None:
    for host in ("evil.example", "evil.example:8350", "127.0.0.1.evil.example"):
        await visitor.get("/", headers={"Host": host})
        assert visitor.last is not None
        assert visitor.last.status == 421
    for host in ("localhost", "LOCALHOST:80", "127.0.0.1:1", "[::1]:8350"):
        await visitor.get("/", headers={"Host": host})
        assert visitor.last.status == 200


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({}, 422, "There is no"),
        ({"link": "--"}, 422, "There is no"),
        ({"link": "https://open.spotify.com/artist/4uLU6hMCjMI75M1A2tKUQC"}, 422, "artist"),
        ({"file": ("big.wav", bytes(1_100_000))}, 413, "at most 1 MiB"),
        ({"link": "-" * 5000}, 422, "There is no"),
        ({"link": "x" * 50_000}, 400, "cut off"),
        ({"link": "x" * 50_000, "file": ("a.wav", b"RIFF")}, 400, "cut off"),
        ({"file": ("../../etc/<b>passwd</b>.mp3", b"")}, 422, ""),
    ],
)  # fmt: skip
async def test_what_cannot_be_asked_is_one_sentence(visitor: Visitor, fields, status: int, said: str) -> None:
    text = await visitor.post("/ask", **fields)
    assert visitor.last is not None
    if fields.get("file", ("", b"x"))[1]:
        assert visitor.last.status == status
        assert said in text
    assert "Traceback" not in text
    assert "<b>passwd" not in text


async def test_hostile_titles_are_text(worker: Worker, visitor: Visitor) -> None:
    await visitor.post("/ask", file=("<img src=x onerror=alert(1)>.wav", WAV[1]))
    answer = await visitor.answer()
    assert "<img src=x" not in answer
    assert "&lt;img src=x onerror=alert(1)&gt;" in answer


async def test_too_many_questions_of_one_address_wait(visitor: Visitor) -> None:
    token = await visitor.token()
    statuses = []
    for _ in range(14):
        await visitor.post("/ask", token=token, link="--")
        assert visitor.last is not None
        statuses.append(visitor.last.status)
    assert statuses == [422] * 12 + [429] * 2


async def test_a_slow_and_a_cut_upload_end_and_leave_nothing(
    visitor: Visitor, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SILENCE_S", 0.5)
    connection = redis.Redis.from_url(server.url)
    before = set(connection.scan_iter())
    token = await visitor.token()
    cookie = next(iter(visitor.session.cookie_jar))
    head = (
        f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
    ).encode() + bytes(3000)
    host, port = visitor.url.removeprefix("http://").split(":")
    for silent in (True, False):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(
            f"POST /ask HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie.key}={cookie.value}\r\n"
            f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n".encode()
            + head
        )
        await writer.drain()
        if silent:
            async with asyncio.timeout(20):
                assert b"400" in await reader.readline()
        writer.close()
    await until(
        lambda: not [key for key in set(connection.scan_iter()) - before if b"upload" in key or b"job" in key], 10
    )
    assert "At most 1 MiB" in await visitor.get("/")
    connection.close()


async def test_a_full_disk_is_reported_and_the_next_upload_is_taken(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "IN_MEMORY_BYTES", 10_000)
    disk = SmallDisk(tmp_path / "temporary", 1)
    try:
        monkeypatch.setattr(tempfile, "tempdir", str(disk.folder))
        disk.fill()
        text = await visitor.post("/ask", file=("song.wav", bytes(200_000)))
        assert visitor.last is not None
        assert visitor.last.status == 503
        assert "There is no room for another question" in text
        disk.free()
        await visitor.post("/ask", file=("song.wav", bytes(200_000)))
        assert visitor.path.startswith("/answer/")
    finally:
        disk.close()


async def test_the_queue_away_is_a_page(visitor: Visitor, server: Server) -> None:
    token = await visitor.token()
    server.kill()
    try:
        text = await visitor.post("/ask", token=token, link=LINK)
        assert visitor.last is not None
        assert visitor.last.status == 503
        assert "The queue cannot be reached" in text
        assert await visitor.status("/health") == 503
    finally:
        server.start()  # of the whole module


async def test_two_hundred_people_at_once(worker: Worker, visitor: Visitor, page: str) -> None:
    """Uploads that trickle hold up nobody; the page is served in this process, so its processor time is ours."""
    await visitor.post("/ask", link="https://open.spotify.com/track/ladder" + "a" * 16)
    await visitor.answer()
    answer = visitor.path
    token, cookie = await visitor.token(), next(iter(visitor.session.cookie_jar))
    host, port = page.removeprefix("http://").split(":")
    slow = [await asyncio.open_connection(host, int(port)) for _ in range(limits.UPLOADS_AT_ONCE)]
    for _, writer in slow:
        writer.write(
            f"POST /ask HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie.key}={cookie.value}\r\n"
            f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n"
            f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
            '--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'.encode()
            + bytes(3000)
        )
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=visitor.session.cookie_jar) as session:

        async def look(path: str) -> int:
            async with session.get(page + path) as response:
                await response.read()
                return response.status

        for path in ("/", answer, "/about", "/record", "/songs", "/references"):
            await look(path)
            before = time.process_time()
            found = await asyncio.gather(*(look(path) for _ in range(200)))
            each_s = (time.process_time() - before) / 200
            assert set(found) == {200}
            assert each_s < 0.1, f"both sides' processor time for one page of {path}"
            print(f"{path}: {each_s * 1000:.1f} ms of processor time")
    assert not any(reader.at_eof() for reader, _ in slow), "they are still being taken"
    for _, writer in slow:
        writer.close()


async def test_the_record_is_shown(visitor: Visitor, server: Server) -> None:
    assert "Nothing has been published yet." in await visitor.get("/record")
    from spotpop.record.entries import DAY_S
    from spotpop.record.scores import summarise
    from tests.record import NEW_YEAR
    from tests.unit.record.test_scores import cases

    summary = summarise(
        cases(50, lambda number: 20.0 + number % 50 + (30 if number < 5 else 0)), now=NEW_YEAR + 45 * DAY_S, head="abc"
    )
    connection = redis.Redis.from_url(server.url)
    connection.set("spotpop:note:record", json.dumps(summary.to_json()))
    text = await visitor.get("/record")
    assert "50 forecasts of 50 tracks are kept." in text
    assert "Missed: 0 ended below the range, 5 above." in text
    assert "90\N{NO-BREAK SPACE}%" in text
    assert text.index("Largest misses") < text.index("Closest hits")
    assert "Deezer" not in text, "a measure without any outcome is left out"
    few = summarise(cases(12), now=NEW_YEAR + 45 * DAY_S, head="abc")
    connection.set("spotpop:note:record", json.dumps(few.to_json()))
    text = await visitor.get("/record")
    assert text.count("12 of 30 so far: from fewer, nothing is claimed.") == 1
    assert "<table>" not in text
    connection.set("spotpop:note:record", '{"scores": "of another version"}')
    assert "Nothing has been published yet." in await visitor.get("/record")
    connection.close()


def _value(text: str, name: str) -> str:
    found = re.search(rf'id="{name}" type="text" readonly value="([^"]+)"', text)
    assert found is not None
    return found[1]


def test_settings_of_the_page(web_settings: Settings) -> None:
    assert web_settings.web_listen.startswith("127.0.0.1:")
