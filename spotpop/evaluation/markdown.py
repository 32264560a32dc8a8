"""The figures of an evaluation as Markdown: what the command prints and the card quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("rows", "rows", "{:,}"),
    ("mae", "MAE", "{:.2f}"),
    ("mae_median", "median guess", "{:.2f}"),
    ("skill", "skill", "{:.1%}"),
    ("skill_interval", "95 %", ""),
    ("r2", "R²", "{:.3f}"),
    ("spearman", "Spearman", "{:.2f}"),
    ("pair_accuracy", "pairs", "{:.1%}"),
    ("pinball_gain", "pinball gain", "{:.1%}"),
    ("coverage", "80 % covers", "{:.1%}"),
    ("width", "width", "{:.1f}"),
    ("coverage_own", "own offset covers", "{:.1%}"),
    ("width_own", "width", "{:.1f}"),
)

SITUATIONS = {
    "no-audience": "nothing known of the audience",
    "followers": "followers by decade",
    "usual": "usual popularity to 15 points",
    "both": "followers and usual popularity",
    "release-day": "followers and earlier songs only",
    "first": "followers, and that no song was out before",
    "known": "all that the table knows",
}
"""The situations of `spotpop.evaluation.scenarios`, in words."""


def to_markdown(found: Mapping[str, Any], title: str) -> str:
    """Return the figures as Markdown: one table by group, then each further judgement that was made."""
    lines = [
        f"## {title}",
        "",
        f"{found['rows']:,} rows, {found['artists']:,} artists, {found['folds']} folds by artist.",
        "",
        *_table(["", *(name for _, name, _ in _COLUMNS)], _groups(found)),
    ]
    overall = found["overall"]
    gain = f"{overall['gain']:.2f} points, 95 % {_pair(overall['gain_interval'], '{:.2f}')}"
    within = f"R² within sources {overall['r2_within']:.3f}, Spearman within sources {overall['spearman_within']:.3f}"
    lines += ["", f"MAE better than the median guess by {gain} (paired bootstrap over artists).", f"{within}."]
    for section in (_scenarios, _unseen, _audience, _within, _withheld, _sensitivity, _shuffled):
        lines += section(found)
    return "\n".join(lines) + "\n"


def _groups(found: Mapping[str, Any]) -> Iterable[list[str]]:
    yield _cells("all", found["overall"])
    for kind, prefix in (("by_source", ""), ("by_age", "age "), ("by_genre", "genre "), ("by_rung", "followers ")):
        for name, figures in found.get(kind, {}).items():
            yield _cells(prefix + name, figures)


def _cells(name: str, figures: Mapping[str, Any]) -> list[str]:
    values = [
        _pair(figures[key], "{:.1%}") if key == "skill_interval" else form.format(figures[key])
        for key, _, form in _COLUMNS
    ]
    return [name, *values]


def _scenarios(found: Mapping[str, Any]) -> list[str]:
    if "scenarios" not in found:
        return []
    groups = {"all": "all rows", "knowing": "rows that know it", "with_followers": "of these, followers known"}
    trees = found.get("yardstick", {})
    rows = []
    for situation, each in found["scenarios"].items():
        for group, figures in each.items():
            if group == "with_followers" and figures["rows"] == each.get("knowing", {}).get("rows"):
                continue
            other = trees.get(situation, {}).get(group)
            rows.append(
                [
                    SITUATIONS.get(situation, situation),
                    groups[group],
                    f"{figures['rows']:,}",
                    f"{figures['skill']:.1%}",
                    _pair(figures["skill_interval"], "{:.1%}"),
                    f"{figures['r2_within']:.3f}",
                    f"{figures['spearman_within']:.2f}",
                    f"{other['skill']:.1%}" if other else "",
                ]
            )
    head = ["known", "on", "rows", "skill", "95 %", "R² within", "Spearman within", "boosting"]
    words = "Yardstick: gradient boosting on the same folds and inputs, centred by source." if trees else ""
    return ["", "### What is known, and what it is worth", "", *_table(head, rows), *(["", words] if words else [])]


def _unseen(found: Mapping[str, Any]) -> list[str]:
    if "unseen_collections" not in found:
        return []
    head = ["known", "collection", "rows", "skill", "95 %", "R²", "Spearman", "80 % covers", "width"]
    rows = []
    for situation, each in found["unseen_collections"].items():
        situation_name, mean = SITUATIONS.get(situation, situation), each["mean"]
        for name, one in each["by_source"].items():
            cells = [f"{one['rows']:,}", f"{one['skill']:.1%}", _pair(one["skill_interval"], "{:.1%}")]
            cells += [f"{one['r2']:.3f}", f"{one['spearman']:.2f}", f"{one['coverage']:.1%}", f"{one['width']:.1f}"]
            rows.append([situation_name, name, *cells])
        cells = ["", f"**{mean['skill']:.1%}**", "", "", f"**{mean['spearman']:.2f}**"]
        rows.append([situation_name, "**mean**", *cells, f"**{mean['coverage']:.1%}**", f"**{mean['width']:.1f}**"])
    text = "Each collection left out of training with all of its artists; its level from its own median."
    return ["", "### Collections never seen", "", text, "", *_table(head, rows)]


def _audience(found: Mapping[str, Any]) -> list[str]:
    if "audience" not in found:
        return []
    rows = []
    for situation, sources in found["audience"].items():
        for source, rungs in sources.items():
            for rung, one in rungs.items():
                cells = [f"{one['rows']:,}", f"{one['coverage']:.1%}", f"{one['width']:.1f}", f"{one['miss']:+.1f}"]
                rows.append([SITUATIONS[situation], source, rung, *cells])
    head = ["known", "collection", "followers", "rows", "80 % covers", "width", "median miss"]
    text = "Unseen artists at the level at which forecasts are served, nothing taken from the collection itself."
    return ["", "### By size of audience", "", text, "", *_table(head, rows)]


def _within(found: Mapping[str, Any]) -> list[str]:
    within = found.get("within_artist")
    if not within:
        return []
    rows = [
        [name, f"{each['slope']:.2f}", f"{each['sd']:.2f}", str(len(each["by_source"]))]
        for name, each in ({k: within[k] for k in ("sound", "context")} | within["inputs"]).items()
    ]
    lines = ["", "### What is left within one artist", ""]
    lines += _table(["of a forecast difference by", "share left", "deviation", "collections"], rows)
    for name, one in within.get("direct", {}).items():
        step = f"{one['step']:g} dB" if name == "loudness" else "the mark"
        lines += ["", f"Labels alone, {name}, {step}: {one['points']:+.1f} ± {one['sd']:.1f} points within one artist."]
    return lines


def _withheld(found: Mapping[str, Any]) -> list[str]:
    if "withheld" not in found:
        return []
    rows = [
        [name, f"{one['rows']:,}", f"{one['skill']:+.2%}", f"{one['moved']:+.2f}"]
        for name, one in found["withheld"].items()
    ]
    head = ["withheld", "rows", "skill lost", "mean forecast moves by"]
    return ["", "### What an input is worth", "", *_table(head, rows)]


def _sensitivity(found: Mapping[str, Any]) -> list[str]:
    if not found.get("sensitivity"):
        return []
    rows = [
        [name, f"{one['mean']:+.1f}", f"{one['low']:+.1f} to {one['high']:+.1f}"]
        for name, one in found["sensitivity"].items()
    ]
    text = "By how many points forecasts move; a difference between artists' tracks, not what a change is worth."
    return ["", "### What a change does", "", text, "", *_table(["changed", "mean", "middle 80 % of tracks"], rows)]


def _shuffled(found: Mapping[str, Any]) -> list[str]:
    if "shuffled" not in found:
        return []
    return ["", f"Control, labels shuffled within sources: skill {found['shuffled']['skill']:+.2%}."]


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    aligned = ["---", *["---:"] * (len(head) - 1)]
    return [_row(head), _row(aligned), *(_row(row) for row in rows)]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _pair(interval: list[float], form: str) -> str:
    return f"[{form.format(interval[0])}, {form.format(interval[1])}]"
