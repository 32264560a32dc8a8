"""Write the tables of a model's card anew, from the figures that lie beside it.

    python -m tools.card models/default

After `spotpop train … --figures`: sentences stay as they are, every table is what ``metrics.json`` says.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from spotpop.audience import RUNGS
from spotpop.model.headline import FILE as METRICS
from spotpop.training.model_export import refresh_digests

KNOWN = {
    "no-audience": "nothing of the audience",
    "followers": "followers by decade",
    "usual": "usual popularity of the other songs, to 15 points",
    "both": "followers and usual popularity",
    "release-day": "followers, and earlier songs only (release day)",
    "first": "followers, and that no song was out before (first song)",
    "known": "all that the table knows",
}
SIZES = ("under 1,000", "1,000 to 10,000", "10,000 to 100,000", "100,000 to 1 million", "1 to 10 million")
Figures = Mapping[str, Any]


def tables(found: Figures) -> dict[str, list[str]]:
    """Return each table by the line of the card that it follows."""
    unseen = found["unseen_collections"]
    return {
        "### Collections like those it learnt from, artists apart": _own(found["scenarios"]),
        "Gradient boosting on the same rows": _boosting(found),
        "### Collections it had never seen": _unseen(unseen),
        "Nothing known of the audience:": _collections(unseen["no-audience"]["by_source"]),
        "Followers and usual popularity known:": _collections(unseen["both"]["by_source"]),
        "### By size of audience": _sizes(found["audience"], "t25"),
        "The same of lucytheboss": _sizes(found["audience"], "lucytheboss"),
        "On release day, t25": _sizes(found["audience"], "t25", EARLY),
        "On release day, lucytheboss": _sizes(found["audience"], "lucytheboss", EARLY),
        "### What an input is worth": _withheld(found["withheld"]),
        "### What a change does to a forecast": _changes(found["sensitivity"]),
    }


def percent(share: float, digits: int = 1) -> str:
    """Return a share as the card writes it."""
    return f"{share:.{digits}%}".replace("%", " %")


def between(ends: Iterable[float]) -> str:
    """Return an interval of shares."""
    return "[" + ", ".join(f"{100 * end:.1f}" for end in ends) + "]"


def _own(scenarios: Figures) -> list[str]:
    lines = [
        "| what it knows | rows | skill, all rows | rows that know it | skill on these | R² within | Spearman |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, each in scenarios.items():
        every, own = each["all"], each["knowing"]
        lines.append(
            f"| {KNOWN[name]} | {every['rows']:,} | {percent(every['skill'])} {between(every['skill_interval'])} "
            f"| {own['rows']:,} | {percent(own['skill'])} {between(own['skill_interval'])} "
            f"| {own['r2_within']:.2f} | {own['spearman_within']:.2f} |"
        )
    return lines


def _boosting(found: Figures) -> list[str]:
    lines = ["| what it knows | rows | this model | boosting | gain |", "| --- | ---: | ---: | ---: | ---: |"]
    for name, each in found["yardstick"].items():
        own, trees = found["scenarios"][name]["knowing"], each["knowing"]
        lines.append(
            f"| {KNOWN[name]} | {own['rows']:,} | {percent(own['skill'])} | {percent(trees['skill'])} "
            f"| {100 * (own['skill'] - trees['skill']):+.1f} |"
        )
    return lines


def _unseen(unseen: Figures) -> list[str]:
    lines = [
        (
            "| what it knows | collections | skill, mean | by collection | Spearman | 80 % range covers, mean "
            "| by collection | width |"
        ),
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, each in unseen.items():
        mean, by = each["mean"], each["by_source"].values()
        skills, covers = ([one[key] for one in by] for key in ("skill", "coverage"))
        lines.append(
            f"| {KNOWN[name]} | {len(by)} | {percent(mean['skill'])} "
            f"| {percent(min(skills))} to {percent(max(skills))} "
            f"| {mean['spearman']:.2f} | {percent(mean['coverage'], 0)} "
            f"| {percent(min(covers), 0)} to {percent(max(covers), 0)} | {mean['width']:.0f} |"
        )
    return lines


def _collections(by_source: Figures) -> list[str]:
    lines = ["| collection | rows | skill | Spearman | covers |", "| --- | ---: | ---: | ---: | ---: |"]
    return lines + [
        f"| {name} | {one['rows']:,} | {percent(one['skill'])} {between(one['skill_interval'])} "
        f"| {one['spearman']:.2f} | {percent(one['coverage'], 0)} |"
        for name, one in by_source.items()
    ]


USUALLY = {"followers": "followers known", "both": "both known"}
EARLY = {"first": "nothing was out before", "release-day": "earlier songs known"}


def _sizes(audience: Figures, source: str, situations: Mapping[str, str] = USUALLY) -> list[str]:
    heads = [f"{words}: covers | width | median miss" for words in situations.values()]
    lines = [f"| followers | rows | {heads[0]} | {heads[1]} |", "| --- |" + " ---: |" * 7]
    for rung, words in zip(RUNGS, (*SIZES, "over 10 million"), strict=True):
        cells = [audience[situation].get(source, {}).get(rung.name) for situation in situations]
        if cells[0] is not None:
            shown = [
                "| |" if one is None else f"{percent(one['coverage'], 0)} | {one['width']:.0f} | {one['miss']:+.1f}"
                for one in cells
            ]
            lines.append(f"| {words} | {cells[0]['rows']:,} | {shown[0]} | {shown[1]} |")
    return lines


def _withheld(withheld: Figures) -> list[str]:
    lines = ["| withheld | rows | skill lost, points | mean forecast moves by |", "| --- | ---: | ---: | ---: |"]
    return lines + [
        f"| {name} | {one['rows']:,} | {100 * one['skill']:+.1f} | {one['moved']:+.1f} |"
        for name, one in withheld.items()
    ]


def _changes(changes: Figures) -> list[str]:
    lines = ["| changed | mean | middle 80 % of tracks |", "| --- | ---: | ---: |"]
    return lines + [
        f"| {name} | {one['mean']:+.1f} | {one['low']:+.1f} to {one['high']:+.1f} |" for name, one in changes.items()
    ]


def renewed(card: str, found: Figures) -> str:
    """Return a card with its tables written anew."""
    lines = card.split("\n")
    for anchor, table in tables(found).items():
        start = next(at for at, line in enumerate(lines) if line.startswith(anchor))
        first = next(at for at in range(start, len(lines)) if lines[at].startswith("|"))
        last = next(at for at in range(first, len(lines)) if not lines[at].startswith("|"))
        lines[first:last] = table
    return "\n".join(lines)


def main(folder: Path) -> None:
    """Renew one model's card."""
    found = json.loads((folder / METRICS).read_text(encoding="utf-8"))["table"]
    path = folder / "card.md"
    path.write_text(renewed(path.read_text(encoding="utf-8"), found), encoding="utf-8")
    refresh_digests(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
