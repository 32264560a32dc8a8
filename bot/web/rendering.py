"""Messages as HTML: every character of a text is escaped by one function, and templates escape the rest."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.messages.message import button_id, render
from spotpop.text import Text, isolated, plain, sanitise
from spotpop.wording import LANGUAGES, Words, native_name

_DIRECTIONS: Final = {"ar": "rtl", "he": "rtl", "fa": "rtl"}
STATIC: Final = {"style.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}


class Html:
    """Writes spans as HTML; see `bot.messages.message.Markup`."""

    def plain(self, text: str) -> str:
        """Return text, escaped; a title in another direction leaves the rest of the line alone."""
        return str(escape(isolated(text)))

    def strong(self, text: str) -> str:
        """Return it bold."""
        return f"<strong>{self.plain(text)}</strong>"

    def code(self, text: str) -> str:
        """Return it in a fixed-width font."""
        return f"<code>{self.plain(text)}</code>"

    def link(self, text: str, url: str) -> str:
        """Return it as a link that leaves the page, if it leads to the web at all."""
        if not url.startswith("https://"):
            return self.plain(text)
        return f'<a href="{escape(url)}" rel="noopener noreferrer nofollow">{self.plain(text)}</a>'


def html(text: Text) -> Markup:
    """Return text as HTML."""
    return Markup(render(text, Html()))  # noqa: S704 - `Html` has escaped every character


def named(text: str) -> str:
    """Return what others wrote as one harmless line; the template escapes it."""
    return isolated(sanitise(text))


def is_numbered(line: Text) -> bool:
    """Whether a line of a list says its own number."""
    number, dot, _ = plain(line).partition(".")
    return bool(dot) and number.isdecimal()


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(html=html, button_id=button_id, is_numbered=is_numbered, isolated=isolated, named=named)
    return environment


def page(template: str, words: Words, **values: Any) -> str:
    """Return a whole page.

    Parameters
    ----------
    template : str
        Name of a file in ``templates``.
    **values
        What the template names.
    """

    def say(key: str, **named: Any) -> Markup:
        return html(words.text(key, **named))

    return (
        _templates()
        .get_template(template)
        .render(
            say=say,
            plain=words.plain,
            number=words.number,
            language=words.language,
            direction=_DIRECTIONS.get(words.language, "ltr"),
            languages=LANGUAGES,
            native_name=native_name,
            static=static_names(),
            moment=moment,
            **values,
        )
    )


def moment(seconds: float) -> str:
    """Return a Unix time as people read it in every language: ``2026-11-28 14:05 UTC``."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


@lru_cache(maxsize=len(STATIC))
def static_file(name: str) -> bytes:
    """Return a file that never changes under one address."""
    return files(__package__).joinpath("static", name).read_bytes()


@lru_cache(maxsize=1)
def static_names() -> dict[str, str]:
    """Return the address of each static file; it names the content, so that browsers may keep it for ever."""
    return {name: f"/static/{hashlib.sha256(static_file(name)).hexdigest()[:12]}/{name}" for name in STATIC}
