"""Reasons in two columns: what could be changed or is unsure at the left, another song and context at the right."""

from dataclasses import replace
from itertools import pairwise

import pytest

from spotpop.picture.groups import draw_groups, height_of
from spotpop.wording import words_for
from tests.golden.answers import situations
from tests.noting import Noting

EN = words_for("en")
GROUPS = {"change", "song", "unsure", "context"}
MADE = next(one for one in situations().values() if {each.group for each in getattr(one, "reasons", ())} >= GROUPS)


class Measuring(Noting):
    """A canvas on which every text is 50 pixels wide."""

    def text(self, at, text, *size, **how):
        super().text(at, text, *size, **how)
        return 50


def drawn(report, top=100):
    canvas = Measuring()
    draw_groups(canvas, top, report, EN)
    return canvas


def test_each_group_stands_in_its_column():
    left = {text: place[0] for text, place, *_ in drawn(MADE).texts}
    for group, x in (("change", 40), ("unsure", 40), ("song", 522), ("context", 522)):
        heading = EN.plain(f"reason-group-{group}")
        assert [at for text, at in left.items() if heading.startswith(text)] == [x], group


def test_without_a_reason_there_is_no_room_for_one_and_the_longer_column_counts():
    assert height_of(replace(MADE, score=None), EN) == 0
    whole = height_of(MADE, EN)
    only_right = height_of(replace(MADE, reasons=tuple(r for r in MADE.reasons if r.group in {"song", "context"})), EN)
    assert only_right <= whole
    context = tuple(one for one in MADE.reasons if one.group == "context")
    one = replace(MADE, reasons=context)
    two = replace(MADE, reasons=(*context, replace(context[0], name="duration")))
    assert height_of(two, EN) - height_of(one, EN) == 34


def test_groups_follow_each_other_without_overlap():
    texts = drawn(MADE).texts
    for x in (40, 522):
        lines = [place[1] for _, place, *_ in texts if place[0] == x]
        assert lines == sorted(lines)
        assert all(later - sooner >= 30 for sooner, later in pairwise(lines))
    assert max(place[1] for _, place, *_ in texts) <= 100 + height_of(MADE, EN)


@pytest.mark.parametrize(("points", "ink"), [(2.4, "lift"), (-2.4, "weigh")])
def test_points_have_the_colour_of_their_side(points, ink):
    change = next(one for one in MADE.reasons if one.group == "change")
    report = replace(MADE, reasons=(replace(change, points=points),), what_ifs=())
    [(text, place, found, how)] = [one for one in drawn(report).texts if one[3].get("bold")]
    assert (text, place[0], found, how["align"]) == (
        EN.plain("picture-about", points=EN.number(round(points), signed=True)), 478, ink, "right"
    )  # fmt: skip


def test_what_a_change_is_worth_stands_below_what_can_be_changed_alone():
    with_worth = drawn(MADE)
    without = drawn(replace(MADE, what_ifs=()))
    assert len(with_worth.texts) > len(without.texts)
    extra = [one for one in with_worth.texts if one[0] not in {text for text, *_ in without.texts}]
    assert {(place[0], ink) for _, place, ink, _ in extra} == {(40, "muted")}
    assert height_of(MADE, EN) >= height_of(replace(MADE, what_ifs=()), EN)


def test_headings_of_what_cannot_be_changed_are_muted():
    ink = {text: ink for text, _, ink, _ in drawn(MADE).texts}
    for group, wanted in (("change", "accent"), ("song", "accent"), ("unsure", "muted"), ("context", "muted")):
        first = next(text for text in ink if EN.plain(f"reason-group-{group}").startswith(text))
        assert ink[first] == wanted
