"""Text is escaped, whatever its style."""

from bot.web.rendering import html
from spotpop.text import Span


def test_text_is_escaped_whatever_its_style():
    evil = '<img src=x onerror="alert(1)">'
    for span in (Span(evil), Span(evil, strong=True), Span(evil, code=True), Span(evil, url='https://a.example/"><b>')):
        assert "<img" not in html((span,))
        assert '"><b>' not in html((span,))
    assert "href" not in html((Span("x", url="javascript:alert(1)"),))
