"""Figures as Markdown: every table whole, nothing of a judgement that was not made."""

import pytest

from spotpop.evaluation.markdown import SITUATIONS, to_markdown
from spotpop.evaluation.scenarios import HIDDEN

ONE = {
    "rows": 1234, "mae": 10.0, "mae_median": 12.0, "skill": 0.1666, "skill_interval": [0.15, 0.18], "r2": 0.2,
    "spearman": 0.4, "pair_accuracy": 0.6, "pinball_gain": 0.1, "coverage": 0.801, "width": 40.0, "coverage_own": 0.8,
    "width_own": 39.0, "gain": 2.0, "gain_interval": [1.5, 2.5], "r2_within": 0.15, "spearman_within": 0.35,
}  # fmt: skip
PLAIN = {"rows": 1234, "artists": 567, "folds": 5, "overall": ONE}


def tables(text):
    """Return each table as lists of cells."""
    blocks = [block.splitlines() for block in text.split("\n\n") if block.startswith("|")]
    return [[[cell.strip() for cell in line.strip("|").split("|")] for line in block] for block in blocks]


def test_the_figures_stand_in_one_whole_table():
    text = to_markdown({**PLAIN, "by_source": {"fma": ONE}, "by_age": {"unknown": ONE}}, "default 1.0")
    assert text.startswith("## default 1.0\n\n1,234 rows, 567 artists, 5 folds by artist.")
    [table] = tables(text)
    assert len({len(row) for row in table}) == 1
    assert [row[0] for row in table] == ["", "---", "all", "fma", "age unknown"]
    assert table[2][:6] == ["all", "1,234", "10.00", "12.00", "16.7%", "[15.0%, 18.0%]"]
    assert "2.00 points, 95 % [1.50, 2.50]" in text


def test_what_was_not_judged_is_not_there():
    text = to_markdown(PLAIN, "x")
    assert "###" not in text
    assert "shuffled" not in text
    assert text.endswith("\n")


def test_situations_are_reported_in_words_beside_the_yardstick():
    assert set(SITUATIONS) == set(HIDDEN)
    each = {"all": ONE, "knowing": {**ONE, "rows": 900}, "with_followers": {**ONE, "rows": 900}}
    found = {**PLAIN, "scenarios": {"both": each}, "yardstick": {"both": {"knowing": {"skill": 0.2}}}}
    text = to_markdown(found, "x")
    table = tables(text)[1]
    assert [row[:3] for row in table[2:]] == [
        ["followers and usual popularity", "all rows", "1,234"],
        ["followers and usual popularity", "rows that know it", "900"],
    ], "a group of the same rows is not repeated"
    assert [row[-1] for row in table[2:]] == ["", "20.0%"]
    assert "Yardstick" in text


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("shuffled", {"skill": -0.001}, "Control, labels shuffled within sources: skill -0.10%."),
        ("withheld", {"energy": {"rows": 9, "skill": 0.012, "moved": -0.5}}, "| energy | 9 | +1.20% | -0.50 |"),
        ("sensitivity", {"+3 dB": {"mean": 1.26, "low": -0.2, "high": 2.0}}, "| +3 dB | +1.3 | -0.2 to +2.0 |"),
        ("unseen_collections", {"both": {"by_source": {"fma": ONE}, "mean": ONE}},
         "| followers and usual popularity | fma | 1,234 | 16.7% | [15.0%, 18.0%] | 0.200 | 0.40 | 80.1% | 40.0 |"),
        ("audience", {"both": {"fma": {"1k_10k": {"rows": 30, "coverage": 0.8, "width": 33.3, "miss": 1.0}}}},
         "| followers and usual popularity | fma | 1k_10k | 30 | 80.0% | 33.3 | +1.0 |"),
        ("within_artist", {"sound": {"slope": 0.5, "sd": 0.1, "by_source": {"a": 1}},
                           "context": {"slope": 0.6, "sd": 0.1, "by_source": {}}, "inputs": {},
                           "direct": {"loudness": {"points": 0.44, "sd": 0.2, "step": 4.6}}},
         "Labels alone, loudness, 4.6 dB: +0.4 ± 0.2 points within one artist."),
    ],
)  # fmt: skip
def test_each_further_judgement_has_its_part(name, value, line):
    text = to_markdown({**PLAIN, name: value}, "x")
    assert line in text
    assert all(len({len(row) for row in table}) == 1 for table in tables(text))
