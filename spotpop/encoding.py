"""Text whose encoding nobody states, to valid Unicode: what every later step may encode, compare and draw.

Tags in old files, file names and careless JSON hold bytes that are no UTF-8. Python keeps such bytes as lone surrogates
(PEP 383), which then fail at the first step that encodes: a log line, a queue, a font.
"""

from __future__ import annotations

import re
from typing import Final

_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


def decode_text(raw: bytes) -> str:
    """Decode bytes of unknown encoding.

    UTF-8 where they are UTF-8. Bytes that hold UTF-8 sequences beside broken ones are UTF-8 with damage, mostly a text
    that was cut to a fixed length (ID3v1: 30 bytes): what is broken inside becomes U+FFFD, a broken end goes. Words of
    nothing but accented letters are Windows-1251, Russian: see `_is_russian`. Anything else is Windows-1252, which
    Western software wrote where the standards say Latin-1; the five bytes that it leaves undefined are read as Latin-1.

    Returns
    -------
    str
        Never holds a lone surrogate.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        damaged = raw.decode("utf-8", "replace")
    whole = sum(ord(char) > 127 and char != _REPLACEMENT for char in damaged)
    if whole and 2 * whole >= damaged.count(_REPLACEMENT):
        return damaged.rstrip(_REPLACEMENT)
    if _is_russian(raw):
        return raw.decode("cp1251")
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def unmisread(text: str) -> str:
    """Return text of a tag that says it is Latin-1 as it was meant: Russian software wrote Windows-1251 there."""
    try:
        raw = text.encode("latin-1")
    except UnicodeEncodeError:
        return text
    return raw.decode("cp1251") if _is_russian(raw) else text


def _is_russian(raw: bytes) -> bool:
    """Return whether bytes read as Latin-1 would be words of nothing but accented letters, which no language writes.

    Windows-1251 has the Russian alphabet at 0xC0 to 0xFF (and its yo at 0xA8 and 0xB8). Four such letters in a row, and
    four of them for each plain one, stand in no Western text: "Ãðóïïà êðîâè" is no title, "Группа крови" is one.
    """
    if b"\x98" in raw or not re.search(rb"[\xc0-\xff\xa8\xb8]{4}", raw):
        return False
    accented = len(re.findall(rb"[\xc0-\xff\xa8\xb8]", raw))
    plain = len(re.findall(rb"[A-Za-z]", raw))
    return accented >= 4 * plain


def valid_unicode(text: str) -> str:
    r"""Return `text` without lone surrogates.

    Those that stand for bytes (``surrogateescape``) are decoded again by `decode_text`; two that make a pair are
    joined; any other, such as JSON's ``"\ud800"``, becomes U+FFFD.
    """
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    try:
        return decode_text(text.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
