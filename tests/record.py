"""Forecasts and outcomes made by code, for tests of the record."""

from __future__ import annotations

from datetime import date, timedelta

from spotpop.record.entries import DAY_S, ForecastEntry, OutcomeEntry

NEW_YEAR = 1_767_225_600.0
"""2026-01-01 00:00 UTC."""


def track_id(number: int) -> str:
    """Return a made-up Spotify id."""
    return f"{number:022d}"


def make_forecast(number: int = 1, *, day: float = 0.0, score: float = 40.0, **changes) -> ForecastEntry:
    """Return a forecast of track `number`, made `day` days after New Year, with an interval of 30 points."""
    low, high = max(0.0, score - 15), min(100.0, score + 15)
    values = {
        "track_id": track_id(number),
        "isrc": f"DEXX126{number:05d}",
        "duration_s": 180.0,
        "release_date": (date(2026, 1, 1) + timedelta(days=int(day) // 7 * 7)).isoformat(),
        "model": "default",
        "version": "1.0",
        "made_at": NEW_YEAR + day * DAY_S,
        "score": round(score, 2),
        "low": round(low, 2),
        "high": round(high, 2),
        "quantiles": tuple(round(low + (high - low) * step / 18, 2) for step in range(19)),
        "baseline": (5.0, 35.0, 70.0),
    }
    return ForecastEntry(**{**values, **changes})


def make_outcome(
    forecast: ForecastEntry, value: float, *, days: int = 30, measure: str = "spotify.popularity"
) -> OutcomeEntry:
    """Return what one source reported of a forecast's track, in time."""
    return OutcomeEntry(
        forecast=forecast.key,
        horizon_days=days,
        measure=measure,
        value=value,
        read_at=forecast.made_at + days * DAY_S + 60,
    )
