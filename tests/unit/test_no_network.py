"""The guard that keeps unit tests off the network is itself tested."""

import socket

import pytest

pytest_plugins = ["pytester"]

INTRUDER = """
import socket
import requests

def test_hides_its_failure():
    try:
        requests.get("http://127.0.0.1:9/", timeout=1)
    except Exception:
        pass

def test_connects():
    socket.create_connection(("127.0.0.1", 9), timeout=1)

async def test_loops_are_fine():
    import asyncio
    await asyncio.sleep(0)
"""


def test_any_connection_fails_its_test(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> None:
    allowlist = request.config.rootpath / "tests" / "unit" / "conftest.py"
    pytester.makeconftest(allowlist.read_text(encoding="utf-8"))
    pytester.makeini(
        "[pytest]\nasyncio_mode = auto\nmarkers = network\nasyncio_default_fixture_loop_scope = function\n"
    )
    pytester.makepyfile(INTRUDER)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.assert_outcomes(failed=2, errors=2, passed=1)  # an error each from the guard's own end


@pytest.mark.network
def test_marked_tests_are_let_through() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        assert server.fileno() >= 0
