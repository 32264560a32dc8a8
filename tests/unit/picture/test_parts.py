"""Parts of a picture: reasons stand under their own heading, the strongest first, and never as nought."""

from typing import Any

import pytest

from spotpop.picture.parts import LEAST_POINTS, MOST_REASONS, _strongest, reason_rows, reasons_height, reasons_list
from spotpop.report import Reason
from spotpop.wording import words_for


def reason(points: float) -> Reason:
    return Reason(name=f"r{points}", points=points, kind="sound", text="")


def test_what_lifts_and_what_weighs_stand_apart_strongest_first() -> None:
    lifting, weighing = _strongest([reason(points) for points in (1.0, -4.0, 3.0, -2.0)])
    assert [one.points for one in lifting] == [3.0, 1.0]
    assert [one.points for one in weighing] == [-4.0, -2.0]


def test_what_would_read_as_nought_is_left_out_and_no_more_than_find_room() -> None:
    small = [reason(LEAST_POINTS), reason(-LEAST_POINTS), reason(LEAST_POINTS - 0.01), reason(0.01 - LEAST_POINTS)]
    assert tuple(map(len, _strongest(small))) == (1, 1)
    many = [reason(10.0 + number) for number in range(MOST_REASONS + 3)]
    assert [one.points for one in _strongest(many)[0]][:2] == [10.0 + MOST_REASONS + 2, 10.0 + MOST_REASONS + 1]
    assert reason_rows(many) == MOST_REASONS


@pytest.mark.parametrize(("points", "pixels"), [((), 0), ((5.0,), 80), ((5.0, 4.0), 116), ((5.0, -4.0), 80)])
def test_a_list_is_as_high_as_its_longer_side(points: tuple[float, ...], pixels: int) -> None:
    assert reasons_height([reason(one) for one in points]) == pixels


class Said:
    """A canvas that keeps what was written where."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}

    def text(self, at: tuple[float, float], text: Any, *_: Any, **__: Any) -> float:
        self.at[str(text)] = at[0]
        return 10.0


def test_what_lifts_is_written_at_the_left_and_what_weighs_at_the_right() -> None:
    canvas, words = Said(), words_for("en")
    reasons_list(canvas, 0, 0, 1000, [("loud", -3.0), ("fast", 2.0), ("nothing", 0.0)], words)  # type: ignore[arg-type]
    assert canvas.at[words.plain("answer-lifts")] == 0
    assert canvas.at[words.plain("answer-weighs")] > 500
    assert canvas.at[str(words.number(2.0, signed=True))] < 500 < canvas.at[str(words.number(-3.0, signed=True))]
    assert str(words.number(0.0, signed=True)) not in canvas.at
