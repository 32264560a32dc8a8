"""Every source of previews has its adapter, in the module of its name."""

import pytest

from spotpop.net import HttpClient
from spotpop.settings import load_settings
from spotpop.source_specs import PREVIEW_SOURCES, SOURCES
from spotpop.sources.backoff import SourceGate
from spotpop.sources.registry import maker_of, preview_adapters


def made(**settings: object) -> list[str]:
    read = load_settings(**settings)
    return [one.source for one in preview_adapters(read, HttpClient(read), SourceGate())]


@pytest.mark.parametrize("source", PREVIEW_SOURCES)
def test_an_adapter_knows_its_source(source: str) -> None:
    settings = load_settings()
    assert maker_of(source)(settings, HttpClient(settings), SourceGate()).source == source


def test_the_operators_order_is_kept_and_each_is_asked_once() -> None:
    assert made(preview_sources="itunes, deezer, itunes") == ["itunes", "deezer"]
    assert made(preview_sources="none") == []


def test_what_is_no_source_of_previews_has_no_adapter() -> None:
    for source in set(SOURCES) - set(PREVIEW_SOURCES):
        with pytest.raises((ModuleNotFoundError, AttributeError)):
            maker_of(source)
