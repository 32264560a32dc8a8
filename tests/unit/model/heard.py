"""The song that ships with the project, analysed once for all tests of the model."""

from functools import cache
from pathlib import Path

import spotpop
from spotpop.audio.analysis import analyse
from spotpop.audio.decode import decode
from spotpop.model.registry import find_model

DEMO_SONG = Path(spotpop.__file__).parent / "demo" / "feelings.mp3"


@cache
def demo_analysis():
    return analyse(decode(DEMO_SONG.read_bytes()))


def quiet_tags():
    """Tags of a sound that MusiCNN hears nothing in."""
    return dict.fromkeys(find_model("default").parts["audio"]["tags"], 0.01)
