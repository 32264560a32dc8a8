"""What whoever runs a command reads when it meets a bug: the cause, where the whole story is, and what to do next."""

from __future__ import annotations

import os
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from spotpop.cli.console import here, note, written


def interrupted(error: BaseException) -> bool:
    """Return whether Ctrl-C is behind an error: it can break into a library's code, which then fails in its own way."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, KeyboardInterrupt):
        cause = cause.__cause__ or cause.__context__
    return cause is not None


def report_crash(error: Exception, *, about: str = "") -> int:
    """Keep the traceback in a file, say what happened on stderr, and return the exit code 1.

    Secrets that a traceback may hold are taken out as in every log.
    """
    from worker.queue.logs import hide

    cause = hide(f"{type(error).__name__}: {error}".strip().rstrip(":"))
    file = _keep(hide("".join(traceback.format_exception(error))))
    words = here()
    where = f"{written(words.text('crash-story', file=str(file)))} " if file else ""
    lead = f"{about}: " if about else ""
    happened = written(words.text("crash-happened", cause=cause))
    note(f"{lead}{happened} {where}{written(words.text('crash-doctor'))}")
    return 1


def _keep(story: str) -> Path | None:
    """Add a traceback to the log of such cases in the data folder, else in the system's folder for temporary files."""
    for folder in (_log_folder(), Path(tempfile.gettempdir())):
        if folder is None:
            continue
        file = folder / "spotpop-errors.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8", errors="replace") as stream:
                stream.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{story}\n")
        except OSError:
            continue
        return file
    return None


def _log_folder() -> Path | None:
    """Return where logs are kept; beside the one that a launcher names, for its own data folder may go with it."""
    from spotpop.errors import SettingsError
    from spotpop.settings import load_settings

    if named := os.environ.get("SPOTPOP_OPERATOR_LOG"):
        return Path(named).parent
    try:
        return load_settings().data_dir / "logs"
    except SettingsError:
        return None
