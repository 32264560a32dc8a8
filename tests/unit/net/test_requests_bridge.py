"""What spotipy asks goes through our transport: as it was asked, answered whole, no redirect, no cookie, no proxy."""

import pytest
import requests

from spotpop.net.allowlist import HostForbidden
from spotpop.net.requests_bridge import BridgedSession
from spotpop.net.transport import USER_AGENT, Reply, TransportError

URL = "https://api.spotify.example/v1/tracks/1"


class Sender:
    """Keeps what is asked and gives the answer that it was made with."""

    def __init__(self, reply):
        self.reply, self.asked = reply, []

    def __call__(self, method, url, headers, body):
        self.asked.append((method, url, headers, body))
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply


def reply(status=200, body=b"{}", **headers):
    return Reply(
        status=status,
        reason="Fine",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        body=body,
    )


def test_a_question_is_asked_as_it_stands():
    sender = Sender(reply(body=b'{"name": "Feelings"}', Content_Type="application/json; charset=utf-8"))
    session = BridgedSession(sender)
    answer = session.post(URL, params={"market": "DE"}, data="é", headers={"Authorization": "Bearer x"})
    [(method, url, headers, body)] = sender.asked
    assert (method, url, body) == ("POST", f"{URL}?market=DE", "é".encode())
    assert headers["Authorization"] == "Bearer x"
    assert headers["User-Agent"] == USER_AGENT
    assert (answer.status_code, answer.reason, answer.json(), answer.encoding) == (
        200,
        "Fine",
        {"name": "Feelings"},
        "utf-8",
    )
    assert answer.url == f"{URL}?market=DE"


def test_bytes_are_sent_as_they_are_and_plain_http_goes_the_same_way():
    sender = Sender(reply())
    BridgedSession(sender).put("http://127.0.0.1:1/x", data=b"\xff\x00")
    assert sender.asked[0][0::3] == ("PUT", b"\xff\x00")


def test_no_redirect_is_followed():
    sender = Sender(reply(302, Location="https://elsewhere.example/"))
    assert BridgedSession(sender).get(URL).status_code == 302
    assert len(sender.asked) == 1


def test_no_cookie_is_kept():
    sender = Sender(reply(Set_Cookie="who=me; Path=/"))
    session = BridgedSession(sender)
    session.get(URL)
    session.get(URL)
    assert "Cookie" not in sender.asked[1][2]
    assert len(session.cookies) == 0


def test_proxies_of_the_environment_and_netrc_mean_nothing(monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine api.spotify.example login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    sender = Sender(reply())
    BridgedSession(sender).get(URL)
    assert "Authorization" not in sender.asked[0][2]


def test_an_answer_that_was_unpacked_is_not_unpacked_again():
    answer = BridgedSession(Sender(reply(body=b"plain", Content_Encoding="gzip", X_Kept="yes"))).get(URL)
    assert answer.content == b"plain"
    assert answer.headers["x-kept"] == "yes"
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("error", [TransportError("secret address"), HostForbidden("secret address")])
def test_what_fails_below_is_an_error_that_spotipy_knows_and_tells_nothing(error):
    with pytest.raises(requests.ConnectionError) as found:
        BridgedSession(Sender(error)).get(URL)
    assert str(found.value) == type(error).__name__
    assert found.value.__cause__ is error
