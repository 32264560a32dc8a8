"""Modules with functions that have no unit test of their name, by the tests that hold them, each with the reason.

Nothing may be added without one: a new rule has its test where people look for it.
"""

from __future__ import annotations

from typing import Final

HELD_ELSEWHERE: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "tests/unit/test_entry_point.py": (
        "main programs: what counts is what a process of theirs does",
        ("spotpop", "spotpop.__main__", "spotpop.entry", "spotpop.demo"),
    ),
    "tests/integration/cli/test_predict.py": (
        "the command line: each command is run as people run it, over sockets where it asks somebody",
        (
            "spotpop.cli.compare", "spotpop.cli.doctor", "spotpop.cli.findings", "spotpop.cli.predict",
            "spotpop.cli.reference", "worker.launcher.cli",
        ),
    ),
    "tests/integration/test_collect.py": (
        "collecting is a run that is killed and goes on: one command over sockets, its file on disk",
        ("spotpop.cli.collect", "spotpop.dataset.collector", "spotpop.dataset.embedder"),
    ),
    "tests/unit/training/test_commands.py": (
        "training and evaluation as commands: what they write is read by the next one",
        (
            "spotpop.cli.calibrate", "spotpop.cli.evaluate", "spotpop.cli.train", "spotpop.evaluation.by_audience",
            "spotpop.evaluation.elsewhere", "spotpop.evaluation.evaluate", "spotpop.evaluation.plots",
            "spotpop.evaluation.sensitivity", "spotpop.evaluation.unseen", "spotpop.training.calibrate",
            "spotpop.training.export", "spotpop.training.fit", "spotpop.training.served_graph",
        ),
    ),
    "tests/unit/training/test_popularity.py": (
        "one network, trained once for all of them: minutes otherwise",
        ("spotpop.training.anchor", "spotpop.training.crossfit", "spotpop.training.popularity_net"),
    ),
    "tests/unit/training/test_two_branch.py": (
        "one network, trained once for all of them: minutes otherwise",
        (
            "spotpop.training.clips", "spotpop.training.logs", "spotpop.training.own_model",
            "spotpop.training.two_branch_network",
        ),
    ),
    "tests/unit/model/test_int8.py": (
        "the shipped network in integers, held against the one in fractions",
        ("spotpop.training.made_sounds", "spotpop.training.quantise"),
    ),
    "tests/unit/model/test_patches.py": (
        "held against the original's answers",
        ("spotpop.training.audio_part", "spotpop.training.musicnn", "spotpop.training.network"),
    ),
    "tests/unit/picture/test_picture.py": (
        "drawing: what counts is the whole picture, pixel by pixel where it matters",
        (
            "spotpop.picture.canvas", "spotpop.picture.corridor", "spotpop.picture.font_fallback",
            "spotpop.picture.groups", "spotpop.picture.ladder", "spotpop.picture.pair", "spotpop.picture.ranking",
            "spotpop.picture.single",
        ),
    ),
    "tests/unit/report/test_reading.py": (
        "frozen values: their form is what is read back",
        ("spotpop.report.report", "spotpop.report.values"),
    ),
    "tests/unit/errors/test_base.py": (
        "exports, and one error whose hint depends",
        ("spotpop.errors", "spotpop.errors.model"),
    ),
    "tests/unit/wording/test_findings.py": (
        "what is measured, and what is said of it",
        ("spotpop.findings", "spotpop.advice.advise"),
    ),
    "tests/unit/wording/test_catalogue.py": ("one catalogue, complete in every language", ("spotpop.wording",)),
    "tests/integration/sources/test_tracks.py": (
        "what spotipy asks goes over a real socket",
        ("spotpop.net.requests_bridge",),
    ),
    "tests/integration/record/test_store.py": (
        "both databases, with their own locks and migrations",
        (
            "spotpop.record.database", "spotpop.record.store", "spotpop.record.summary",
            "spotpop.record.migrations.versions.v0001_ledger",
        ),
    ),
    "tests/integration/record/test_outcomes.py": (
        "asked over sockets, written into both databases",
        ("spotpop.record.outcomes", "spotpop.record.sources"),
    ),
    "tests/integration/worker/test_lifetimes.py": (
        "processes: what counts is what becomes of them and of their work",
        (
            "worker.consumer", "worker.context", "worker.run", "worker.tasks",
        ),
    ),
    "tests/integration/worker/test_up.py": (
        "processes that start and end others",
        ("worker.launcher.processes", "worker.launcher.up"),
    ),
    "tests/integration/worker/test_embedded_server.py": ("a server as a process", ("worker.launcher.embedded_server",)),
    "tests/integration/worker/test_record_duties.py": ("a process", ("worker.record_duties", "worker.record_picture")),
    "tests/integration/worker/test_songs.py": ("a calendar in a real server", ("worker.song_outcomes",)),
    "tests/integration/worker/test_suggestions.py": ("two processes that answer one list", ("worker.suggestions",)),
}  # fmt: skip
"""Test file → reason and modules."""
