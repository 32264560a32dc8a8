"""Forecasts kept, and what became of them: an append-only log, outcomes read later, and scores with their error.

May import `errors`, `settings`, `track`, `report` and the sources; nothing of model, pipeline or training.
"""
