"""What all errors share: a code, a sentence for the person, a hint, and the form in which they travel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

Param = str | int | float
"""What an error may carry: plain values that fit into a sentence and into JSON."""


class SpotpopError(Exception):
    """Base of all errors a person can meet.

    Parameters
    ----------
    **params : str, int or float
        The values that the sentence and the hint name; exactly those that the class declares.

    Attributes
    ----------
    code : str
        Stable name, used as key by translations and metrics.
    sentence : str
        What happened, in the person's words, a format template over `params`.
    hint : str
        What to do next, likewise.
    """

    code: ClassVar[str] = "error"
    sentence: ClassVar[str] = "Something went wrong."
    hint: ClassVar[str] = "Please try again."

    def __init__(self, **params: Param) -> None:
        self.params = params
        super().__init__(self.text)

    @property
    def text(self) -> str:
        """The sentence with its values, in English."""
        return self.sentence.format(**self.params)

    @property
    def advice(self) -> str:
        """The hint with its values, in English."""
        return self.hint.format(**self.params)

    def to_json(self) -> dict[str, Any]:
        """Return the form in which the error travels."""
        return {"code": self.code, "params": dict(self.params)}

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by class and params, because the constructor takes keywords only."""
        return _rebuild, (type(self), self.params)


def _rebuild(kind: type[SpotpopError], params: dict[str, Param]) -> SpotpopError:
    return kind(**params)


def error_classes() -> Iterator[type[SpotpopError]]:
    """Yield every concrete error class, so that catalogues of messages can be checked for completeness."""
    stack: list[type[SpotpopError]] = [SpotpopError]
    while stack:
        kind = stack.pop()
        stack.extend(kind.__subclasses__())
        if "sentence" in vars(kind) and kind is not SpotpopError:
            yield kind
