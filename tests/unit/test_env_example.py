"""`.env.example` explains every setting there is, with its true default, and nothing else."""

import re
from pathlib import Path

import pytest

from spotpop.settings import _SECRETS, Settings, load_settings
from spotpop.wording import LANGUAGES

EXAMPLE = Path(__file__).parents[2] / ".env.example"
COMPUTED = {"data_dir", "worker_processes"}
"""Defaults that depend on the machine."""


def _lines() -> dict[str, str]:
    return dict(re.findall(r"^#([A-Z][A-Z0-9_]*)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_setting_is_explained_and_no_other() -> None:
    expected = {_SECRETS.get(name, f"SPOTPOP_{name.upper()}") for name in Settings.model_fields}
    assert set(_lines()) == expected


def test_each_line_has_words_above_it() -> None:
    for block in re.split(r"\n\n+", EXAMPLE.read_text(encoding="utf-8")):
        if "=" in block and "----" not in block:
            assert block.startswith("# "), block


def test_defaults_are_reported_truly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in _lines():
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    monkeypatch.chdir(tmp_path)
    plain = load_settings()
    text = re.sub(r"^#(?=[A-Z])", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(text, encoding="utf-8")
    shown = load_settings()
    for name in set(Settings.model_fields) - COMPUTED:
        assert getattr(shown, name) == getattr(plain, name), name


def test_every_language_is_reported() -> None:
    (shown,) = re.findall(r"own is not known: ([a-z, ]+)\.", EXAMPLE.read_text(encoding="utf-8"))
    assert set(re.split(", | or ", shown)) == set(LANGUAGES)
