"""Forms with files, read piece by piece: what is no form of ours, too much, too slow or cut ends early."""

import asyncio
import errno
import io
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.web import uploads as module
from bot.web.uploads import MOST_FIELD_BYTES, MOST_PARTS, NotOurForm, UploadCut, read_form
from spotpop.errors import NoRoom, TooLarge
from tests.counterparts.pairs import paired

TOKEN = "ours"


@asynccontextmanager
async def sent(data, headers=None, *, max_upload_mib=0.01):
    """Yield what was read of a body, or why it was not."""
    got = []

    async def take(request):
        try:
            got.append(await read_form(request, is_ours=lambda token: token == TOKEN, max_upload_mib=max_upload_mib))
        except Exception as error:  # noqa: BLE001 - looked at by the tests
            got.append(error)
        return web.Response()

    app = web.Application(client_max_size=2**16)
    app.router.add_post("/", take)
    async with paired(app) as connector, aiohttp.ClientSession(connector=connector) as session:
        try:
            async with session.post("http://localhost/", data=data, headers=headers):
                pass
        except (aiohttp.ClientError, ConnectionError):
            pass
        yield got[0]
        if isinstance(got[0], module.Form):
            got[0].close()


def form(*parts, token=TOKEN):
    made = aiohttp.FormData(default_to_multipart=True)
    if token is not None:
        made.add_field("token", token)
    for name, value, *file in parts:
        content = io.BytesIO(value) if isinstance(value, bytes) else value
        made.add_field(name, content, **({"filename": file[0], "content_type": "audio/wav"} if file else {}))
    return made


async def test_fields_and_files_are_read():
    async with sent(form(("link", "é"), ("file", b"song", "mix.wav"))) as read:
        assert read.fields == {"token": TOKEN, "link": "é"}
        file, _ = read.files["file"]
        assert (file.handle, file.name, file.size_bytes) == ("file", "mix.wav", 4)
        assert await read.content("file") == b"song"


async def test_a_file_without_a_name_has_one_and_an_empty_field_is_none():
    async with sent(form(("file", b"", ""), ("other", b"", "empty.wav"))) as read:
        assert list(read.files) == ["other"]


@pytest.mark.parametrize("parts", [[("link", "x")], [("file", b"song", "a.wav")]])
@pytest.mark.parametrize("token", ["theirs", None])
async def test_a_form_that_is_not_ours_is_not_read(parts, token):
    async with sent(form(*parts, token=token)) as read:
        assert isinstance(read, NotOurForm)


async def test_the_token_stands_before_any_file():
    async with sent(form(("file", b"song", "a.wav"), ("token", TOKEN), token=None)) as read:
        assert isinstance(read, NotOurForm)


@pytest.mark.parametrize(("size", "kind"), [(10_485, module.Form), (10_486, TooLarge), (40_000, TooLarge)])
async def test_a_file_may_be_as_large_as_was_said(size, kind):
    async with sent(form(("file", bytes(size), "a.wav"))) as read:
        assert isinstance(read, kind)


async def test_a_body_that_announces_too_much_is_not_read():
    async with sent(form(("file", bytes(1_200_000), "a.wav"))) as read:
        assert isinstance(read, TooLarge)


@pytest.mark.parametrize(
    "parts",
    [[("link", "x" * (MOST_FIELD_BYTES + 1))], [(f"n{number}", "x") for number in range(MOST_PARTS)],
     [("file", b"1", "a.wav"), ("file", b"2", "b.wav")]],
    ids=["long field", "many fields", "one name twice"],
)  # fmt: skip
async def test_what_no_page_of_ours_sends_is_cut(parts):
    async with sent(form(*parts)) as read:
        assert isinstance(read, UploadCut)


@pytest.mark.parametrize("rest", [b"half", b"\xff\xfe\r\n--b--\r\n"], ids=["cut", "no text"])
async def test_a_body_that_ends_too_soon_or_is_no_text_is_cut(rest):
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    body = f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{TOKEN}\r\n--b\r\n'.encode()
    async with sent(body + b'Content-Disposition: form-data; name="link"\r\n\r\n' + rest, headers) as read:
        assert isinstance(read, UploadCut)


@pytest.mark.parametrize(
    ("body", "kind"),
    [(f"token={TOKEN}&do=on&empty=", module.Form), ("token=theirs", NotOurForm), ("a=b&" * 30, UploadCut),
     (f"token={TOKEN}&x=" + "y" * 20_000, UploadCut)],
)  # fmt: skip
async def test_small_forms_are_read_too(body, kind):
    async with sent(body, {"Content-Type": "application/x-www-form-urlencoded"}) as read:
        assert isinstance(read, kind)
        if kind is module.Form:
            assert read.fields == {"token": TOKEN, "do": "on", "empty": ""}


async def test_another_kind_of_body_is_no_form_of_ours():
    async with sent(b"{}", {"Content-Type": "application/json"}) as read:
        assert isinstance(read, NotOurForm)


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, NoRoom), (errno.EDQUOT, NoRoom), (errno.EIO, UploadCut)])
async def test_a_full_disk_is_kept_apart(monkeypatch, number, kind):
    class Full:
        closed = False

        def write(self, _):
            raise OSError(number, "no")

        def close(self):
            self.closed = True

    monkeypatch.setattr(module.tempfile, "SpooledTemporaryFile", lambda _: Full())
    async with sent(form(("file", b"song", "a.wav"))) as read:
        assert isinstance(read, kind)


async def test_who_sends_too_slowly_is_cut(monkeypatch):
    monkeypatch.setattr(module, "GRACE_S", -1.0)
    monkeypatch.setattr(module, "LEAST_BYTES_PER_S", 1e12)
    async with sent(form(("file", b"song", "a.wav"))) as read:
        assert isinstance(read, UploadCut)


async def test_silence_ends_it(monkeypatch):
    monkeypatch.setattr(module, "SILENCE_S", 0.01)

    async def silent():
        yield b"--b\r\n"
        await asyncio.sleep(0.1)

    async with sent(silent(), {"Content-Type": "multipart/form-data; boundary=b"}) as read:
        assert isinstance(read, UploadCut)


NAMELESS = b"Content-Disposition: form-data\r\n\r\nx\r\n"
WITHIN = (
    b'Content-Disposition: form-data; name="x"\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n'
    b"--c\r\n\r\nx\r\n--c--\r\n"
)


@pytest.mark.parametrize("part", [NAMELESS, WITHIN], ids=["no name", "parts within a part"])
async def test_a_part_that_no_form_has_is_cut(part):
    token = f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{TOKEN}\r\n--b\r\n'.encode()
    async with sent(token + part + b"--b--\r\n", {"Content-Type": "multipart/form-data; boundary=b"}) as read:
        assert isinstance(read, UploadCut)
