"""A container is opened as what its bytes say, and as nothing else."""

import av
import pytest

from spotpop.audio.formats import BY_KEY
from spotpop.audio.opening import open_container
from tests.unit.audio.sounds import packed
from tests.unit.audio.test_tags import flac_with_comment


def test_the_reader_is_forced():
    with open_container(packed("flac", 3.0), BY_KEY["flac"]) as source:
        assert source.format.name == "flac"
    with pytest.raises(av.FFmpegError):
        open_container(packed("flac", 3.0), BY_KEY["ogg"])


def test_tags_that_are_no_text_do_not_keep_it_shut():
    with open_container(flac_with_comment(b"\xff\xfe\xe9"), BY_KEY["flac"]) as source:
        assert "title" in {name.lower() for name in source.metadata}
