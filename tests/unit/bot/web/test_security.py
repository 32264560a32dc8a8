"""Names of addresses and tokens of sessions tell nothing, and belong to one visitor."""

from aiohttp.test_utils import make_mocked_request

from bot.web.security import AddressNames, BrowserSession


def name_of(names, address, forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = make_mocked_request("GET", "/", headers=headers).clone(remote=address)
    return names.name(request)


def test_an_address_has_one_name_that_does_not_tell_it():
    names = AddressNames(proxies=0)
    assert name_of(names, "192.0.2.7") == name_of(names, "192.0.2.7") != name_of(names, "192.0.2.8")
    assert "." not in name_of(names, "192.0.2.7")  # three digits may stand in any name by chance
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
    session = BrowserSession("a" * 32, fresh=False)
    assert session.owns(session.token)
    assert not session.owns(BrowserSession("b" * 32, fresh=False).token)
    assert not session.owns("")
    assert not session.owns("ü" * 40)
    assert session.secret not in session.user + session.token
