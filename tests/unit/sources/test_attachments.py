"""Files in Discord's own store are fetched only while their link lives, and never beyond what an upload may be."""

import pytest

from spotpop.errors import AttachmentExpired, SourcesOff, TooLarge
from spotpop.links import Reference
from spotpop.net import TooManyBytes
from spotpop.settings import load_settings
from spotpop.sources.attachments import Attachments
from spotpop.sources.backoff import SourceGate

URL = "https://cdn.discordapp.com/attachments/1/2/my%20mix.mp3?ex=ffffffff"


class Files:
    """A store of one file."""

    def __init__(self, data: bytes | None) -> None:
        self.data, self.asked = data, []

    def get_file(self, url, *, source, max_bytes, absent):
        self.asked.append((url, max_bytes))
        assert absent == (400, 401, 403, 404, 410)
        if self.data is not None and len(self.data) > max_bytes:
            raise TooManyBytes(len(self.data))
        return self.data


def fetch(data: bytes | None, url: str = URL, **settings):
    files, shown = Files(data), []
    gate = SourceGate(None, lambda *outcome: shown.append(outcome))
    found = Attachments(load_settings(**settings), files, gate).fetch(Reference("short", "x", url))
    return found, files.asked, shown


def test_a_file_comes_with_its_name_from_where_the_operator_says() -> None:
    found, asked, shown = fetch(b"bytes", discord_cdn_url="http://127.0.0.1:1")
    assert found == (b"bytes", "my mix.mp3")
    assert asked == [("http://127.0.0.1:1/attachments/1/2/my%20mix.mp3?ex=ffffffff", 50 * 2**20)]
    assert shown == [("discord", "found")]


def test_a_link_whose_time_is_over_is_not_even_asked_for() -> None:
    for data, url in ((b"x", URL.replace("ffffffff", "1")), (None, URL)):
        with pytest.raises(AttachmentExpired):
            fetch(data, url)


def test_limits_hold_and_sources_may_be_off() -> None:
    with pytest.raises(TooLarge) as caught:
        fetch(b"x" * 3000, max_upload_mib=0.001)
    assert caught.value.params["size_mib"] == pytest.approx(3000 / 2**20)
    with pytest.raises(SourcesOff):
        fetch(b"x", preview_sources=())
