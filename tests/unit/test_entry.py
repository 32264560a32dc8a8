"""Where the installed command begins: what Ctrl-C does before, during and after it."""

import signal
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from spotpop import entry


class Program(ModuleType):
    """Stands for the command line: notes what Ctrl-C would do while it loads and while it runs."""

    def __init__(self, error: BaseException | None = None) -> None:
        super().__init__("spotpop.__main__")
        self.seen: list[Any] = []
        self.error = error

    def __getattr__(self, name: str) -> Any:
        if name != "main":
            raise AttributeError(name)
        self.seen.append(signal.getsignal(signal.SIGINT))
        return self._run

    def _run(self) -> None:
        self.seen.append(signal.getsignal(signal.SIGINT))
        if self.error is not None:
            raise self.error


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_ends_it_while_it_loads_and_is_an_exception_while_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program()
    monkeypatch.setitem(sys.modules, "spotpop.__main__", program)
    entry.main()
    assert program.seen == [signal.SIG_DFL, signal.default_int_handler]
    assert signal.getsignal(signal.SIGINT) == signal.SIG_DFL


def test_while_threads_still_end_ctrl_c_shows_no_traceback_even_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spotpop.__main__", Program(SystemExit(3)))
    with pytest.raises(SystemExit) as end:
        entry.main()
    assert end.value.code == 3
    assert signal.getsignal(signal.SIGINT) == signal.SIG_DFL
