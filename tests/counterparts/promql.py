"""Enough of PromQL to evaluate our alert rules on samples, as ``promtool test rules`` does.

Selectors with ``=``, ``!=`` and ``=~``, ranges in ``increase`` and ``rate``, ``max``, ``min`` and ``sum`` with ``by``,
``absent``, division and comparisons that filter. Anything else is refused, so that a rule cannot pass unread.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

Labels = frozenset[tuple[str, str]]
Sample = tuple[float, str, Mapping[str, str], float]
"""Time in seconds, name, labels, value."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<word>[a-zA-Z_]\w*)|(?P<sign>[<>]=?|==|[/*(){}\[\],]|=~|!=|=)|(?P<text>\"[^\"]*\"))"
)
AGGREGATES = {"max": max, "min": min, "sum": sum}
_UNITS = {"s": 1, "m": 60, "h": 3600}


class Series:
    """Samples by name and labels.

    Parameters
    ----------
    samples : sequence of Sample
    """

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._points: dict[tuple[str, Labels], list[tuple[float, float]]] = defaultdict(list)
        for at, name, labels, value in sorted(samples, key=lambda sample: sample[0]):
            self._points[name, frozenset(labels.items())].append((at, value))

    def fires(self, expression: str, at: float) -> list[dict[str, str]]:
        """Return the labels of everything that an alert's expression gives at a time; empty: it does not fire."""
        parser = _Parser(expression, self._points, at)
        return [dict(labels) for labels in parser.whole()]

    def values(self, expression: str, at: float) -> dict[Labels, float]:
        """Return what an expression gives at a time, by labels."""
        return _Parser(expression, self._points, at).whole()


class _Parser:
    def __init__(self, text: str, points, at: float) -> None:
        self._tokens = list(_tokens(text))
        self._place = 0
        self._points, self._at = points, at

    def whole(self) -> dict[Labels, float]:
        found = self._comparison()
        assert self._place == len(self._tokens), f"not understood: {self._tokens[self._place :]}"
        return found

    def _peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _next(self, *expected: str) -> str:
        token = self._peek()
        assert not expected or token in expected, f"{token!r} instead of {expected}"
        self._place += 1
        return token

    def _comparison(self) -> dict[Labels, float]:
        left = self._division()
        while self._peek() in {"<", ">", "<=", ">=", "=="}:
            sign, right = self._next(), float(self._next())
            keep = {
                "<": lambda a, b: a < b, ">": lambda a, b: a > b, "<=": lambda a, b: a <= b,
                ">=": lambda a, b: a >= b, "==": lambda a, b: a == b,
            }[sign]  # fmt: skip
            left = {labels: value for labels, value in left.items() if keep(value, right)}
        return left

    def _division(self) -> dict[Labels, float]:
        left = self._operand()
        while self._peek() == "/":
            self._next()
            right = self._operand()
            left = {labels: value / right[labels] for labels, value in left.items() if right.get(labels)}
        return left

    def _operand(self) -> dict[Labels, float]:
        word = self._next()
        if word in AGGREGATES:
            by: set[str] = set()
            if self._peek() == "by":
                self._next()
                self._next("(")
                while self._peek() != ")":
                    by.add(self._next())
                    if self._peek() == ",":
                        self._next()
                self._next(")")
            self._next("(")
            inner = self._comparison()
            self._next(")")
            groups: dict[Labels, list[float]] = defaultdict(list)
            for labels, value in inner.items():
                groups[frozenset(pair for pair in labels if pair[0] in by)].append(value)
            return {labels: AGGREGATES[word](values) for labels, values in groups.items()}
        if word == "absent":
            self._next("(")
            inner = self._comparison()
            self._next(")")
            return {} if inner else {frozenset(): 1.0}
        if word in {"increase", "rate"}:
            self._next("(")
            found = self._selector(self._next(), ranged=True)
            self._next(")")
            return {labels: value / (1 if word == "increase" else self._range) for labels, value in found.items()}
        return self._selector(word, ranged=False)

    def _selector(self, name: str, *, ranged: bool) -> dict[Labels, float]:
        assert re.fullmatch(r"[a-z_]+", name), name
        tests = []
        if self._peek() == "{":
            self._next()
            while self._peek() != "}":
                label, sign, text = self._next(), self._next("=", "!=", "=~"), self._next().strip('"')
                tests.append((label, sign, text))
                if self._peek() == ",":
                    self._next()
            self._next("}")
        self._range = 300.0  # an instant vector looks back for five minutes
        if ranged:
            self._next("[")
            self._range = float(self._next()) * _UNITS[self._next()]
            self._next("]")
        found = {}
        for (metric, labels), points in self._points.items():
            if metric != name or not all(_fits(dict(labels), *test) for test in tests):
                continue
            recent = [value for at, value in points if self._at - self._range <= at <= self._at]
            if ranged and len(recent) > 1:
                found[labels] = sum(max(0.0, b - a) for a, b in pairwise(recent))
            elif recent and not ranged:
                found[labels] = recent[-1]
        return found


def _fits(labels: Mapping[str, str], label: str, sign: str, text: str) -> bool:
    value = labels.get(label, "")
    if sign == "=~":
        return re.fullmatch(text, value) is not None
    return (value == text) == (sign == "=")


def _tokens(text: str):
    text = re.sub(r"\[(\d+)([smh])\]", r"[\1 \2]", text)
    place = 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        assert match, f"not understood: {text[place:]}"
        yield match.group().strip()
        place = match.end()
