"""The record as a table for others: CSV, or Parquet where ``pyarrow`` is installed. Holds all that `verify` needs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from spotpop.record.entries import ForecastEntry, Line, OutcomeEntry
from spotpop.report import QUANTILE_LEVELS

_LINE: Final = tuple(Line.__dataclass_fields__)
_QUANTILES: Final = tuple(f"q{round(level * 100):02d}" for level in QUANTILE_LEVELS)
_BASELINE: Final = ("baseline_low", "baseline", "baseline_high")
_FORECAST: Final = tuple(name for name in ForecastEntry.__dataclass_fields__ if name not in {"quantiles", "baseline"})
_OUTCOME: Final = tuple(OutcomeEntry.__dataclass_fields__)
COLUMNS: Final = (*_LINE, *_FORECAST, *_BASELINE, *_QUANTILES, *_OUTCOME)
"""One line of the record a row; what a kind does not have is empty. Explained in ``docs/record.md``."""

_WHOLE: Final = {"number", "horizon_days"}
_TRUTHS: Final = {"audience"}
_NUMBERS: Final = {"duration_s", "made_at", "score", "low", "high", "value", "read_at", *_BASELINE, *_QUANTILES}


def rows(lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
    """Yield each line of the record with the values of its entry in columns of their own."""
    for line in lines:
        row: dict[str, Any] = dict.fromkeys(COLUMNS)
        row |= asdict(line)
        entry = line.entry()
        if isinstance(entry, ForecastEntry):
            values = asdict(entry)
            row |= {name: values[name] for name in _FORECAST}
            row |= dict(zip(_BASELINE, entry.baseline, strict=True))
            row |= dict(zip(_QUANTILES, entry.quantiles, strict=False))
        elif isinstance(entry, OutcomeEntry):
            row |= asdict(entry)
        yield row


def write_csv(lines: Iterable[Line], path: Path) -> int:
    """Write the record as CSV in UTF-8; returns how many lines.

    Raises
    ------
    OSError
    """
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for row in rows(lines):
            writer.writerow(row)
            count += 1
    return count


def read_csv(path: Path) -> Iterator[Line]:
    """Yield the record's lines from a file that `write_csv` wrote.

    Raises
    ------
    OSError
    ValueError
        If it is no such file.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if not set(_LINE) <= set(reader.fieldnames or ()):
            raise ValueError("no export of the record")
        for row in reader:
            yield Line(
                number=int(row["number"]),
                key=row["key"],
                kind=row["kind"],
                body=row["body"] or None,
                salt=row["salt"] or None,
                digest=row["digest"],
                hash=row["hash"],
            )


def write_parquet(lines: Iterable[Line], path: Path) -> int:
    """Write the record as Parquet; returns how many lines.

    Raises
    ------
    ModuleNotFoundError
        If ``pyarrow`` is not installed.
    OSError
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    def kind(name: str) -> Any:
        if name in _WHOLE:
            return pa.int64()
        if name in _TRUTHS:
            return pa.bool_()
        return pa.float64() if name in _NUMBERS else pa.string()

    schema = pa.schema([(name, kind(name)) for name in COLUMNS])
    count = 0
    with pq.ParquetWriter(path, schema) as writer:
        block: list[dict[str, Any]] = []
        for row in rows(lines):
            block.append(row)
            if len(block) == 10_000:
                writer.write_table(pa.Table.from_pylist(block, schema))
                count, block = count + len(block), []
        writer.write_table(pa.Table.from_pylist(block, schema))
    return count + len(block)
