"""A track in, a forecast out: how popular could it become on Spotify, and why.

This package is the library. It knows nothing of chats and queues and may import nothing of `bot` or `worker`.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("spotpop")
except PackageNotFoundError:  # a source checkout that was never installed
    __version__ = "0+unknown"
