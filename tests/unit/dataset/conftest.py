"""A collection whose sources are made by code."""

import pytest

from spotpop.dataset.collector import Collector
from spotpop.dataset.state import Item
from spotpop.settings import load_settings
from tests.unit.dataset.made_sources import Catalogue, Previews


@pytest.fixture
def begin(tmp_path):
    """Begin a collection whose sources are made by code; closes all at the end."""
    made = []

    def go(*tracks, folder=tmp_path / "set", albums=(), settings=None, **options):
        collector = Collector(settings or load_settings(min_duration_s=3), folder, sleep=lambda _: None, **options)
        collector._catalogue, collector._previews = Catalogue(*tracks, albums=albums), Previews()
        collector.collection.want([Item(id=one.id) for one in tracks])
        made.append(collector)
        return collector

    yield go
    for one in made:
        one.close()
