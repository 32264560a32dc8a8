"""Scripts are made of the shared parts and their own; a full server may refuse only what brings something new."""

from pathlib import Path

import pytest

from worker.queue import scripts
from worker.queue.scripts import NEW, READS, SHARED, source
from worker.queue.session import SCRIPTS as OF_CLIENTS
from worker.queue.store import SCRIPTS as OF_WORKERS

FILES = {path.stem for path in Path(scripts.__file__).parent.glob("*.lua")}


def test_every_file_is_a_part_or_a_script_that_somebody_runs() -> None:
    assert set(SHARED) <= FILES
    assert set(OF_CLIENTS) | set(OF_WORKERS) == FILES - set(SHARED)


@pytest.mark.parametrize("name", sorted(FILES - set(SHARED)))
def test_a_script_begins_with_the_shared_parts(name: str) -> None:
    text = source(name)
    folder = Path(scripts.__file__).parent
    own = (folder / f"{name}.lua").read_text(encoding="utf-8")
    assert text.endswith(own)
    assert (folder / "basics.lua").read_text(encoding="utf-8") in text
    assert text.startswith("redis.call('UNLINK'") == (name not in NEW | READS)
