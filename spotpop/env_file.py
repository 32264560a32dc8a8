"""The ``.env`` file: what it sets, or which of its lines sets nothing; and secrets, which may lie in files."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path
from typing import Final

from spotpop.errors import SettingsError

HERE: Final = Path(".env")
"""In the current folder."""


def read_env_file(file: Path) -> dict[str, str]:
    """Return what a ``.env`` file sets; nothing where there is none.

    Raises
    ------
    SettingsError
        If it cannot be read, or holds a line that sets nothing, as one whose quote is not closed.
    """
    if not file.is_file():
        return {}
    from dotenv import dotenv_values
    from dotenv.parser import parse_stream

    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = f"line {line} is no UTF-8 text: save the file as UTF-8"
        raise SettingsError(name=str(file), problem=problem) from None
    except OSError as error:
        raise SettingsError(name=str(file), problem=f"it cannot be read ({error.strerror})") from None
    for found in parse_stream(StringIO(text)):
        if found.error:
            line = found.original.line + len(found.original.string) - len(found.original.string.lstrip("\r\n"))
            problem = f"line {line} is not NAME=value, or a quote in it is not closed"
            raise SettingsError(name=str(file), problem=problem)
    return {key: value for key, value in dotenv_values(stream=StringIO(text)).items() if value}


def read_secret(name: str) -> str | None:
    """Read a secret from the variable `name`, or from the file that ``{name}_FILE`` names, or from ``.env``.

    Raises
    ------
    SettingsError
        If the named file cannot be read.
    """
    sources: list[dict[str, str]] = [dict(os.environ), read_env_file(HERE)]
    for variables in sources:
        if variables.get(name):
            return variables[name].strip()
        path = variables.get(f"{name}_FILE")
        if path:
            try:
                return Path(path).read_text(encoding="utf-8").strip() or None
            except (OSError, UnicodeDecodeError):
                raise SettingsError(name=f"{name}_FILE", problem="the file it names cannot be read") from None
    return None
