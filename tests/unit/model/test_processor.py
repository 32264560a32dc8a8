"""Whether the processor multiplies bytes is read off the list of its instructions."""

import sys
from pathlib import Path

import pytest

from spotpop.model import processor
from spotpop.model.processor import lists_dot_products, multiplies_bytes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("processor\t: 0\nflags\t\t: fpu sse2 avx512_vnni\n", True),
        ("flags\t\t: fpu avx_vnni\n", True),
        ("Features\t: fp asimd asimddp\n", True),
        ("flags\t\t: fpu sse2 avx2\n", False),
        ("Features\t: fp asimd\n", False),
        ("flags\t\t: fpu avx2\nflags\t\t: avx_vnni\n", False),  # the first processor counts
        ("bugs: avx_vnni\n", False),
        ("flags : xavx_vnni\n", False),
        ("", False),
    ],
)
def test_the_instructions_are_known_by_their_names(text, shown) -> None:
    assert lists_dot_products(text) is shown


@pytest.mark.skipif(sys.platform != "linux", reason="reads a file that only Linux has")
def test_the_file_is_read_once_and_one_that_is_not_there_tells_nothing(monkeypatch, tmp_path: Path) -> None:
    for name, text, shown in (("has", "flags : avx_vnni\n", True), ("lacks", "flags : sse\n", False)):
        (tmp_path / name).write_text(text)
        monkeypatch.setattr(processor, "_CPUINFO", tmp_path / name)
        multiplies_bytes.cache_clear()
        assert multiplies_bytes() is shown
    monkeypatch.setattr(processor, "_CPUINFO", tmp_path / "nowhere")
    assert multiplies_bytes() is False  # still the last answer
    multiplies_bytes.cache_clear()
    assert multiplies_bytes() is False
    multiplies_bytes.cache_clear()


@pytest.mark.parametrize(("machine", "shown"), [("arm64", True), ("x86_64", False)])
def test_on_macos_the_kind_of_processor_tells(monkeypatch, machine, shown) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr("platform.machine", lambda: machine)
    multiplies_bytes.cache_clear()
    assert multiplies_bytes() is shown
    multiplies_bytes.cache_clear()
