"""A track in, a forecast out: how popular could it become on Spotify, and why.

This package is the library. It knows nothing of chats and queues and may import nothing of `bot` or `worker`.
"""


def __getattr__(name: str) -> str:
    """Look the version up when somebody asks: nothing slow may stand before `spotpop.entry`, which quiets Ctrl-C."""
    if name != "__version__":
        raise AttributeError(f"module 'spotpop' has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("spotpop")
    except PackageNotFoundError:  # a source checkout that was never installed
        return "0+unknown"
