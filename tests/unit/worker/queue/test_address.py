"""Where Redis is: the variable, else what a running embedded server has left."""

import json
from pathlib import Path

import pytest

from spotpop.errors import QueueUnavailable
from spotpop.settings import load_settings
from worker.queue.address import address_file, queue_url


def test_the_variable_wins_over_the_file(tmp_path: Path) -> None:
    settings = load_settings(redis_url="redis://:secret@a:1/0", data_dir=tmp_path)
    address_file(settings).parent.mkdir()
    address_file(settings).write_text(json.dumps({"url": "redis://b:2/0"}))
    assert queue_url(settings) == "redis://:secret@a:1/0"
    assert queue_url(settings.model_copy(update={"redis_url": None})) == "redis://b:2/0"


@pytest.mark.parametrize("text", [None, "", "{", "[]", "null", "{}"])
def test_without_a_readable_address_the_queue_is_away(tmp_path: Path, text: str | None) -> None:
    settings = load_settings(redis_url=None, data_dir=tmp_path)
    if text is not None:
        address_file(settings).parent.mkdir()
        address_file(settings).write_text(text)
    with pytest.raises(QueueUnavailable):
        queue_url(settings)
