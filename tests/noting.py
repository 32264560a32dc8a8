"""What is drawn into a picture, noted: by a canvas of its own, or beside the drawing on all others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from spotpop.picture.canvas import Canvas
from spotpop.picture.text_layout import TextLine


class Noting:
    """A canvas that keeps what is drawn on it."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, tuple[float, float], str, dict[str, Any]]] = []
        self.dots: list[tuple[float, float, float, str]] = []
        self.pills: list[tuple[float, float, float, str]] = []
        self.boxes: list[tuple[float, str]] = []

    @property
    def said(self) -> list[str]:
        """Every line of words, as far as it found room."""
        return [text for text, *_ in self.texts]

    def text(self, at: tuple[float, float], text: str | TextLine, *_size: int, ink: str = "text", **how: Any) -> None:
        """Keep words, place, ink and whatever else was said of them."""
        said = text if isinstance(text, str) else "".join(run.text for run in text.runs)
        self.texts.append((said, at, ink, how))

    def dot(self, x: float, y: float, radius: float, ink: str) -> None:
        """Keep a circle."""
        self.dots.append((x, y, radius, ink))

    def pill(self, left: float, top: float, right: float, bottom: float, ink: str) -> None:
        """Keep both ends and the height of a band."""
        self.pills.append((left, right, bottom - top, ink))

    def box(self, left: float, top: float, right: float, bottom: float, ink: str) -> None:
        """Keep where an upright line stands."""
        self.boxes.append((left + 1, ink))


@contextmanager
def noting() -> Iterator[Noting]:
    """Note what is drawn into all pictures meanwhile; they are made all the same."""
    kept = Noting()
    with ExitStack() as stack:
        for name in ("text", "dot", "pill", "box"):
            drawing, note = getattr(Canvas, name), getattr(kept, name)

            def both(self: Canvas, *given: Any, _drawing: Any = drawing, _note: Any = note, **how: Any) -> Any:
                _note(*given, **how)
                return _drawing(self, *given, **how)

            stack.enter_context(patch.object(Canvas, name, both))
        yield kept
