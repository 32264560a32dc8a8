"""Names of addresses, tokens, limits and shared pictures."""

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.web.limits import Places, RateLimit
from bot.web.rendering import html
from bot.web.security import AddressNames, Session
from bot.web.shares import png_size
from bot.web.submit import _start, told
from spotpop.audience import Audience
from spotpop.errors import TooManyQuestions
from spotpop.text import Span
from spotpop.track import ReleaseDate
from worker.queue.options import options_from_json


def name_of(names, address, forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = make_mocked_request("GET", "/", headers=headers).clone(remote=address)
    return names.name(request)


def test_an_address_has_one_name_that_does_not_tell_it():
    names = AddressNames(proxies=0)
    assert name_of(names, "192.0.2.7") == name_of(names, "192.0.2.7") != name_of(names, "192.0.2.8")
    assert "192" not in name_of(names, "192.0.2.7")
    assert name_of(AddressNames(proxies=0), "192.0.2.7") != name_of(names, "192.0.2.7")


def test_one_customers_ipv6_network_is_one_name():
    names = AddressNames(proxies=0)
    assert name_of(names, "2001:db8:1:2::1") == name_of(names, "2001:db8:1:2:ffff::9")
    assert name_of(names, "2001:db8:1:3::1") != name_of(names, "2001:db8:1:2::1")
    assert name_of(names, "::ffff:192.0.2.7") == name_of(names, "192.0.2.7")


def test_forwarded_addresses_are_believed_of_our_own_proxies_only():
    plain, behind = AddressNames(proxies=0), AddressNames(proxies=1)
    assert name_of(plain, "192.0.2.7", "198.51.100.1") == name_of(plain, "192.0.2.7")
    assert name_of(behind, "127.0.0.1", "6.6.6.6, 198.51.100.1") == name_of(behind, "198.51.100.1")


def test_a_token_belongs_to_one_session():
    session = Session("a" * 32, fresh=False)
    assert session.owns(session.token)
    assert not session.owns(Session("b" * 32, fresh=False).token)
    assert not session.owns("")
    assert not session.owns("ü" * 40)
    assert session.secret not in session.user + session.token


def test_tokens_come_back_with_time():
    now = [0.0]
    limit = RateLimit(per_min=60, burst=2, clock=lambda: now[0])
    limit.take("a")
    limit.take("a")
    limit.take("b")
    with pytest.raises(TooManyQuestions) as refused:
        limit.take("a")
    assert refused.value.params == {"retry_after_s": 1}
    now[0] = 1.0
    limit.take("a")


async def test_places_are_given_back():
    places = Places(each=1, in_all=2)
    async with places.taken("a"):
        with pytest.raises(TooManyQuestions):
            async with places.taken("a"):
                pass
        async with places.taken("b"):
            with pytest.raises(TooManyQuestions):
                async with places.taken("c"):
                    pass
    async with places.taken("a"):
        pass


def test_text_is_escaped_whatever_its_style():
    evil = '<img src=x onerror="alert(1)">'
    for span in (Span(evil), Span(evil, strong=True), Span(evil, code=True), Span(evil, url='https://a.example/"><b>')):
        assert "<img" not in html((span,))
        assert '"><b>' not in html((span,))
    assert "href" not in html((Span("x", url="javascript:alert(1)"),))


def test_the_size_of_a_picture():
    from tests.integration.worker.scripted import PNG

    assert png_size(b"\x89PNG\r\n\x1a\n" + bytes(4) + b"IHDR" + bytes([0, 0, 4, 0, 0, 0, 2, 0])) == (1024, 512)
    assert png_size(PNG[:20]) == png_size(b"") == (0, 0)


def test_what_is_stated_is_what_the_pipeline_reads():
    given = {"audience": "1k_10k", "genre": "r&b", "explicit": "yes", "released": "2026-08-14"}
    options = options_from_json(told(given).options)
    assert options.audience == Audience(rung="1k_10k")
    assert (options.genre, options.explicit) == ("r&b", True)
    assert options.release_date == ReleaseDate.parse("2026-08-14")
    assert told({"audience": "all", "genre": "xyzzy", "explicit": "", "released": "soon"}).options == {}


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("", None),
        ("45", 45.0),
        ("0:45", 45.0),
        ("1:02,5", 62.5),
        ("-3", None),
        ("x", None),
        ("nan", None),
        ("1e9", None),
    ],
)
def test_the_start_as_people_write_it(told, seconds):
    assert _start(told) == seconds
