"""How a question travels: never to a private address, never with what belongs to somebody else."""

from __future__ import annotations

import pytest
import requests

from spotpop.errors import SourceUnavailable
from spotpop.net import HttpClient, retry_after_s
from spotpop.settings import Settings, load_settings


def plain_settings(**overrides: object) -> Settings:
    return load_settings(**{"spotify_client_id": None, "spotify_client_secret": None, **overrides})


def test_a_name_that_leads_to_a_private_address_is_not_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def rebound(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1", port)), (2, 1, 6, "", ("10.0.0.1", port))]

    monkeypatch.setattr("socket.getaddrinfo", rebound)
    with pytest.raises(SourceUnavailable):
        HttpClient(plain_settings()).get_json("https://api.deezer.com/track/1", source="Deezer")
    assert asked == ["api.deezer.com"]  # once: it is not tried again


def test_the_session_keeps_nothing_of_other_peoples() -> None:
    session = HttpClient(plain_settings()).session
    assert session.trust_env is False
    response = requests.Response()
    response.headers["Location"] = "https://evil.com/"
    response.status_code = 302
    assert session.get_redirect_target(response) is None


@pytest.mark.parametrize(
    ("header", "pause"),
    [("7", 7), ("0", 1), ("-3", 1), ("48925", 48925), ("1e9", 86400), ("nan", 30), ("", 30), (None, 30), ("soon", 30)],
)
def test_retry_after_in_seconds(header: str | None, pause: float) -> None:
    assert retry_after_s(header) == pause


def test_retry_after_as_a_date() -> None:
    assert retry_after_s("Wed, 21 Oct 2015 07:28:00 GMT") == 1
    assert retry_after_s("Wed, 21 Oct 2099 07:28:00 GMT") == 86400
