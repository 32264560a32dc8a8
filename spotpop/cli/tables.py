"""Results for people: tables and sentences. Titles are untrusted text; nothing in them is markup here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from spotpop.cli.console import clean, written
from spotpop.cli.findings import rich_text, show_advice, show_changes, show_findings
from spotpop.report import Comparison, Interval, Reason, Report
from spotpop.text import Trusted
from spotpop.wording import Words, words_for
from spotpop.wording.expectation import comparison_reasons, name_of, plain_name, verdict_lines, whole_points
from spotpop.wording.failures import sentence_of
from spotpop.wording.matching import match_said
from spotpop.wording.values import genre_name, major_of, model_said, value_of

if TYPE_CHECKING:
    from spotpop.cli.listing import Ranking

SCALE_WIDTH: Final = 60
"""Columns of the drawn scale from 0 to 100."""

MEASURED: Final = frozenset({"loudness", "tempo", "key", "mode"})
"""Descriptors that stand among the measurements already."""

LEAST_GENRE: Final = 0.1
"""Genres less likely than this are not worth naming."""

_ENGLISH: Final = words_for(None)


def show_report(console: Console, report: Report, picture: Path | None, words: Words = _ENGLISH) -> None:
    """Print one forecast."""
    console.print()
    console.print(_name(report, words))
    console.print()
    if report.score is None or report.interval is None:
        console.print(Padding(rich_text(words.text("answer-cannot-tell")), (0, 0, 1, 2)))
    else:
        console.print(Padding(_score(report, words), (0, 0, 0, 2)))
        console.print(Padding(_scale(report.score, report.interval, report.baseline, words), (1, 0, 1, 2)))
        if report.ladder:
            console.print(Padding(_ladder(report, words), (0, 0, 1, 2)))
        show_advice(console, report, words)
    if report.findings is not None:
        show_findings(console, report.findings, words)
    console.print(Padding(_details(report, picture, words), (0, 0, 1, 2)))


def show_comparison(console: Console, comparison: Comparison, picture: Path | None, words: Words = _ENGLISH) -> None:
    """Print two versions side by side."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for key in ("", "", "score", "interval"):
        heading = words.plain(f"table-{key}") if key else ""
        table.add_column(heading, justify="right" if key == "score" else "left", header_style="dim")
    for letter, report in (("A", comparison.first), ("B", comparison.second)):
        table.add_row(
            Text(letter, "bold"),
            _name(report, words),
            Text(_whole(report.score), "bold"),
            _range(report.interval, words),
        )
    if comparison.changes is not None:
        show_changes(console, comparison.changes, words)
    console.print()
    for line in verdict_lines(comparison, words):
        console.print(rich_text(line))
    console.print(Padding(table, (1, 0, 1, 2)))
    if reasons := comparison_reasons(comparison):
        console.print(Padding(_reasons(reasons, words), (0, 0, 1, 2)))
    for letter, report in (("A", comparison.first), ("B", comparison.second)):
        for warning in report.warnings:
            console.print(Text(f"  {letter}: ").append_text(_warning(warning, words)), style="yellow")
    if picture:
        console.print(f"  {words.plain('table-picture')}  {clean(str(picture))}", soft_wrap=True)
    console.print()


def show_ranking(console: Console, ranking: Ranking, picture: Path | None, words: Words = _ENGLISH) -> None:
    """Print an album's or playlist's tracks, best first."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", justify="right", style="dim")
    table.add_column(words.plain("table-track"), header_style="dim", overflow="ellipsis", no_wrap=True, ratio=3)
    table.add_column(words.plain("table-artists"), header_style="dim", overflow="ellipsis", no_wrap=True, ratio=2)
    table.add_column(words.plain("table-score"), header_style="dim", justify="right")
    table.add_column(words.plain("table-interval"), header_style="dim", no_wrap=True)
    for place, row in enumerate(ranking.rows, 1):
        title, artists = Text(clean(row.title)), Text(clean(row.artist_line), "dim")
        if row.report:
            table.add_row(
                str(place), title, artists, Text(_whole(row.report.score), "bold"), _range(row.report.interval, words)
            )
        else:
            table.add_row(
                "",
                title,
                artists,
                "–",
                Text(clean(written(sentence_of(row.failure, words))) if row.failure else "", "yellow"),
            )
    console.print()
    console.print(Text(clean(ranking.title), "bold"))
    if ranking.total > len(ranking.rows):
        first = words.text("album-capped", count=len(ranking.rows), total=ranking.total)
        console.print(rich_text(first, "dim"))
    console.print(Padding(table, (1, 0, 1, 2)))
    if picture:
        console.print(f"  {words.plain('table-picture')}  {clean(str(picture))}\n", soft_wrap=True)


def _name(report: Report, words: Words) -> Text:
    text = Text(clean(report.track.title) or words.plain("untitled"), "bold")
    return text.append(f"  {clean(report.track.artist_line)}", "not bold dim") if report.track.artists else text


def _range(interval: Interval | None, words: Words) -> str:
    if interval is None:
        return words.plain("table-no-music")
    return words.plain("picture-range", low=words.number(interval.low), high=words.number(interval.high))


def _whole(score: float | None) -> str:
    return "–" if score is None else str(round(score))


def _ladder(report: Report, words: Words) -> Table:
    """Show what each size of audience would change, the artist's own marked."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    headings = ("table-followers", "table-score", "table-interval", "table-passes-20", "table-passes-30")
    for key in headings:
        left = key in {"table-followers", "table-interval"}
        table.add_column(words.plain(key), justify="left" if left else "right")
    for rung in report.ladder:
        chances = [f"{words.number(chance.probability * 100)} %" for chance in rung.chances]
        key = f"rung-{rung.name}"
        name = ("▶ " if rung.chosen else "  ") + (words.plain(key) if words.has(key) else clean(rung.name))
        style = "bold" if rung.chosen else ""
        table.add_row(name, str(round(rung.score)), _range(rung.interval, words), *chances, style=style)
    return table


def _score(report: Report, words: Words) -> Group:
    assert report.score is not None
    assert report.interval is not None
    figures = {"score": report.score, "low": report.interval.low, "high": report.interval.high}
    lines = [
        rich_text(words.text("answer-lead", **{name: words.number(value) for name, value in figures.items()})),
        rich_text(
            words.text(
                "answer-percentile",
                percentile=words.number(min(99.0, max(1.0, report.percentile or 0.0))),
                count=report.model.reference_size,
            )
        ),
    ]
    if not report.track.released:
        lines.append(rich_text(words.text("table-unreleased")))
    return Group(*lines)


def _scale(score: float, interval: Interval, baseline: float, words: Words) -> Text:
    """Draw 0 to 100 with the interval, the score and what is typical."""

    def place(points: float) -> int:
        return min(SCALE_WIDTH - 1, max(0, round(points / 100 * (SCALE_WIDTH - 1))))

    line = Text("0 ", "dim")
    for at in range(SCALE_WIDTH):
        if at == place(score):
            line.append("●", "bold magenta")
        elif at == place(baseline):
            line.append("┼", "bold")
        elif place(interval.low) <= at <= place(interval.high):
            line.append("━", "magenta")
        else:
            line.append("─", "dim")
    legend = words.plain("table-legend", typical=words.number(baseline))
    return line.append(f" 100\n  {legend}", "dim")


def _reasons(reasons: Sequence[Reason], words: Words, most: int = 5) -> Table:
    """Put what speaks for the second beside what speaks for the first, strongest first."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for key, colour in (("picture-for-second", "green"), ("picture-for-first", "red")):
        table.add_column(words.plain(key), header_style=f"bold {colour}")
        table.add_column("", justify="right", style=colour)
    ranked = sorted(reasons, key=lambda reason: -abs(reason.points))
    up = [reason for reason in ranked if reason.points > 0][:most]
    down = [reason for reason in ranked if reason.points < 0][:most]
    for row in range(max(1, len(up), len(down))):
        cells: list[str] = []
        for column in (up, down):
            if row < len(column):
                cell = words.number(whole_points(column[row]), signed=True)
                cells += [clean(name_of(column[row].name, words)), cell]
            else:
                cells += [words.plain("picture-nothing") if row == 0 else "", ""]
        table.add_row(*cells)
    return table


def _details(report: Report, picture: Path | None, words: Words) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    measured = MEASURED if report.findings is not None else frozenset()
    major = major_of(report)
    cell = [
        f"{plain_name(item.name, words)} {value_of(item, words, major=major)}"
        for item in report.descriptors
        if item.name not in measured
    ]
    table.add_row(words.plain("table-sound"), clean(" · ".join(cell)))
    if report.genres:
        likely = [genre_name(genre.name, words) for genre in report.genres if genre.probability >= LEAST_GENRE][:3]
        guess = words.text("table-genre-guess", genres=Trusted(", ".join(likely)))
        table.add_row(words.plain("web-genre"), rich_text(guess))
    table.add_row(words.plain("table-heard"), rich_text(match_said(report, words)))
    if report.track.popularity is not None:
        today = words.text("answer-spotify-popularity", popularity=report.track.popularity)
        table.add_row("Spotify", rich_text(today))
    model = report.model
    named = model_said(model.name, model.version, model.reference, model.reference_size, words)
    table.add_row(words.plain("why-model"), rich_text(named))
    for warning in report.warnings:
        table.add_row(words.plain("table-note"), _warning(warning, words))
    if picture:
        table.add_row(words.plain("table-picture"), clean(str(picture)))
    return table


def _warning(code: str, words: Words) -> Text:
    key = f"warning-{code}"
    text = words.text(key) if words.has(key) else words.text("warning-other", code=code)
    return rich_text(text, "yellow")
