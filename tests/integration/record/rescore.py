"""Scores an exported record anew, in plain Python and SciPy: shares no line with `spotpop.record`.

Run as a script it prints JSON: ``python rescore.py RECORD.csv NOW``.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import itertools
import json
import sys
from collections import defaultdict
from pathlib import Path

from scipy.stats import spearmanr

DAY = 86_400


def check_hashes(rows: list[dict[str, str]]) -> bool:
    hash_ = "0" * 64
    for number, row in enumerate(rows, 1):
        digest = hashlib.sha256((row["salt"] + "\n" + row["body"]).encode()).hexdigest()
        hash_ = hashlib.sha256(f"{hash_}\n{number}\n{row['key']}\n{row['digest']}".encode()).hexdigest()
        if row["hash"] != hash_ or (row["body"] and digest != row["digest"]):
            return False
    return True


def rescore(path: Path, now: float) -> dict[str, dict[str, float]]:
    """Return the figures of each measure and horizon, for all tracks."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert check_hashes(rows)
    forecasts = {row["key"]: row for row in rows if row["kind"] == "forecast"}
    first: dict[str, str] = {}
    found: dict[str, dict[str, float]] = {}
    for measure in ("spotify.popularity", "listenbrainz.listens"):
        for days in (30, 90, 365):
            first.clear()
            for key, row in forecasts.items():
                if float(row["made_at"]) + days * DAY <= now:
                    first.setdefault(row["track_id"], key)
            pairs = [
                (forecasts[row["forecast"]], float(row["value"]))
                for row in rows
                if row["kind"] == "outcome"
                and row["measure"] == measure
                and int(row["horizon_days"]) == days
                and row["forecast"] in first.values()
            ]
            if len(pairs) >= 30:
                score = on_scale if measure == "spotify.popularity" else by_order
                found[f"{measure} {days}"] = score(pairs)
    return found


def on_scale(pairs: list[tuple[dict[str, str], float]]) -> dict[str, float]:
    inside = sum(float(row["low"]) <= value <= float(row["high"]) for row, value in pairs)
    levels = [number / 100 for number in range(5, 100, 5)]
    losses, ours, theirs = [], 0.0, 0.0
    for row, value in pairs:
        own = [loss(value, float(row[f"q{round(100 * level):02d}"]), level) for level in levels]
        losses.append(2 * sum(own) / len(own))
        for level, shown, guessed in (
            (0.1, "low", "baseline_low"),
            (0.5, "score", "baseline"),
            (0.9, "high", "baseline_high"),
        ):
            ours += loss(value, float(row[shown]), level)
            theirs += loss(value, float(row[guessed]), level)
    return {
        "outcomes": len(pairs),
        "coverage": inside / len(pairs),
        "crps": sum(losses) / len(losses),
        "crps_skill": 1 - ours / theirs,
        "spearman": spearmanr([float(row["score"]) for row, _ in pairs], [value for _, value in pairs]).statistic,
    }


def by_order(pairs: list[tuple[dict[str, str], float]]) -> dict[str, float]:
    weeks = defaultdict(list)
    for row, value in pairs:
        year, week, _ = dt.date.fromisoformat(row["release_date"]).isocalendar()
        weeks[year, week].append((float(row["score"]), value))
    right = count = correlation = size = 0.0
    for members in weeks.values():
        if len(members) < 3:
            continue
        for (score_a, value_a), (score_b, value_b) in itertools.combinations(members, 2):
            if value_a != value_b:
                count += 1
                right += 0.5 if score_a == score_b else (score_a > score_b) == (value_a > value_b)
        size += len(members)
        correlation += len(members) * spearmanr(*zip(*members, strict=True)).statistic
    return {"outcomes": len(pairs), "pairs": right / count, "spearman": correlation / size}


def loss(value: float, quantile: float, level: float) -> float:
    return level * (value - quantile) if value >= quantile else (1 - level) * (quantile - value)


if __name__ == "__main__":
    json.dump(rescore(Path(sys.argv[1]), float(sys.argv[2])), sys.stdout)
