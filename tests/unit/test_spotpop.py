"""The package itself: it loads nothing, and tells its version when it is asked."""

import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

import spotpop

ROOT = Path(__file__).parents[2]


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert spotpop.__version__ == project["version"]


def test_a_checkout_that_was_never_installed_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert spotpop.__version__ == "0+unknown"


def test_it_has_nothing_else() -> None:
    with pytest.raises(AttributeError, match="no attribute 'verison'"):
        _ = spotpop.verison


def test_importing_it_imports_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import spotpop; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["spotpop"]
