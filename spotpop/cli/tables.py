"""Results for people: tables and sentences. Titles are hostile text; nothing in them is markup here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from spotpop.cli.console import clean
from spotpop.cli.findings import rich_text, show_advice, show_changes, show_findings
from spotpop.report import Comparison, Interval, Reason, Report
from spotpop.wording import Words, words_for
from spotpop.wording.expectation import comparison_reasons, verdict_lines

if TYPE_CHECKING:
    from spotpop.cli.listing import Ranking

SCALE_WIDTH: Final = 60
"""Columns of the drawn scale from 0 to 100."""

WARNINGS: Final = {
    "speech": "This sounds like speech, and the model knows music only.",
    "noise": "This sounds like noise, and the model knows music only.",
    "tone": "This sounds like a bare tone, and the model knows music only.",
    "classical": "This sounds like classical music, which the model knows little of.",
    "silence": "Much of this is silence.",
    "short": "There was less to hear than the model is used to.",
    "quiet": "This is much quieter than released music usually is.",
    "release-unknown": "The release date is not known, so the forecast does without it.",
    "match-unsure": "It is not certain that the preview is this very recording.",
}

SOURCES: Final = {
    "spotify": "Spotify's preview",
    "embed": "Spotify's preview",
    "deezer": "Deezer's preview",
    "itunes": "the iTunes preview",
    "upload": "your file",
}

NAMES: Final = {
    "valence": "cheerfulness",
    "acousticness": "acoustic sound",
    "speechiness": "spoken word",
    "spectrogram": "overall sound",
    "level": "level and dynamics",
}
"""Descriptors whose names say little to a musician."""


MEASURED: Final = frozenset({"loudness", "tempo", "key", "mode"})
"""Descriptors that stand among the measurements already."""


def show_report(console: Console, report: Report, picture: Path | None, words: Words | None = None) -> None:
    """Print one forecast."""
    console.print()
    console.print(_name(report))
    console.print()
    if report.score is None or report.interval is None:
        console.print(Padding(Text("I cannot tell: this does not sound like music.", "bold"), (0, 0, 1, 2)))
    else:
        console.print(Padding(_score(report), (0, 0, 0, 2)))
        console.print(Padding(_scale(report.score, report.interval, report.baseline), (1, 0, 1, 2)))
        if report.ladder:
            console.print(Padding(_ladder(report), (0, 0, 1, 2)))
        show_advice(console, report, words or words_for("en"))
    if report.findings is not None:
        show_findings(console, report.findings, words or words_for("en"))
    console.print(Padding(_details(report, picture), (0, 0, 1, 2)))


def show_comparison(console: Console, comparison: Comparison, picture: Path | None, words: Words | None = None) -> None:
    """Print two versions side by side."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for heading in ("", "", "Score", "Interval"):
        table.add_column(heading, justify="right" if heading == "Score" else "left", header_style="dim")
    for letter, report in (("A", comparison.first), ("B", comparison.second)):
        table.add_row(Text(letter, "bold"), _name(report), Text(_whole(report.score), "bold"), _range(report.interval))
    if comparison.changes is not None:
        show_changes(console, comparison.changes, words or words_for("en"))
    console.print()
    for line in verdict_lines(comparison, words or words_for("en")):
        console.print(rich_text(line))
    console.print(Padding(table, (1, 0, 1, 2)))
    if reasons := comparison_reasons(comparison):
        console.print(Padding(_reasons(reasons, ("In favour of B", "In favour of A")), (0, 0, 1, 2)))
    for letter, report in (("A", comparison.first), ("B", comparison.second)):
        for warning in report.warnings:
            console.print(f"  {letter}: {WARNINGS.get(warning, warning)}", style="yellow")
    if picture:
        console.print(f"  Picture  {clean(str(picture))}", soft_wrap=True)
    console.print()


def show_ranking(console: Console, ranking: Ranking, picture: Path | None) -> None:
    """Print an album's or playlist's tracks, best first."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", justify="right", style="dim")
    table.add_column("Track", header_style="dim", overflow="ellipsis", no_wrap=True, ratio=3)
    table.add_column("Artists", header_style="dim", overflow="ellipsis", no_wrap=True, ratio=2)
    table.add_column("Score", header_style="dim", justify="right")
    table.add_column("Interval", header_style="dim", no_wrap=True)
    for place, row in enumerate(ranking.rows, 1):
        title, artists = Text(clean(row.title)), Text(clean(row.artist_line), "dim")
        if row.report:
            table.add_row(
                str(place), title, artists, Text(_whole(row.report.score), "bold"), _range(row.report.interval)
            )
        else:
            table.add_row("", title, artists, "–", Text(clean(row.failure.text if row.failure else ""), "yellow"))
    console.print()
    console.print(Text(clean(ranking.title), "bold"))
    if ranking.total > len(ranking.rows):
        console.print(f"The first {len(ranking.rows)} of {ranking.total} tracks.", style="dim")
    console.print(Padding(table, (1, 0, 1, 2)))
    if picture:
        console.print(f"  Picture  {clean(str(picture))}\n", soft_wrap=True)


def _name(report: Report) -> Text:
    text = Text(clean(report.track.title) or "Untitled", "bold")
    return text.append(f"  {clean(report.track.artist_line)}", "not bold dim") if report.track.artists else text


def _range(interval: Interval | None) -> str:
    return f"{round(interval.low)} to {round(interval.high)}" if interval else "no music"


def _whole(score: float | None) -> str:
    return "–" if score is None else str(round(score))


AUDIENCES: Final = {
    "under_1k": "under 1,000",
    "1k_10k": "1,000 to 10,000",
    "10k_100k": "10,000 to 100,000",
    "100k_1m": "100,000 to 1 million",
    "1m_10m": "1 to 10 million",
    "over_10m": "over 10 million",
}
"""Followers on each rung, in words."""


def _ladder(report: Report) -> Table:
    """Show what each size of audience would change, the artist's own marked."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for heading in ("With followers", "Score", "Interval", "Reaches 20", "Reaches 30"):
        table.add_column(heading, justify="left" if heading in {"With followers", "Interval"} else "right")
    for rung in report.ladder:
        chances = [f"{round(chance.probability * 100)} %" for chance in rung.chances]
        name = ("▶ " if rung.chosen else "  ") + AUDIENCES.get(rung.name, rung.name)
        style = "bold" if rung.chosen else ""
        table.add_row(name, str(round(rung.score)), _range(rung.interval), *chances, style=style)
    return table


def _score(report: Report) -> Group:
    assert report.score is not None
    assert report.interval is not None
    low, high = round(report.interval.low), round(report.interval.high)
    lead = Text.assemble((f"Around {round(report.score)} of 100", "bold"))
    lead.append(f" · eight of ten tracks like this end between {low} and {high}")
    lines = [
        lead,
        Text(
            f"Ahead of {round(report.percentile or 0)} % of the "
            f"{report.model.reference_size:,} tracks it is compared with"
        ),
    ]
    if report.audience == "mixture":
        lines.append(Text("Nothing is known of the audience: this is a mixture of all sizes; see the ladder"))
    age = "" if report.track.released else "Taken for unreleased: this is what to expect in the first year"
    return Group(*lines, *([Text(age)] if age else []))


def _scale(score: float, interval: Interval, baseline: float) -> Text:
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
    return line.append(f" 100\n  ● forecast   ━ interval   ┼ typical track ({round(baseline)})", "dim")


def _reasons(reasons: Sequence[Reason], headings: tuple[str, str], most: int = 5) -> Table:
    """Put what lifts beside what weighs, strongest first."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column(headings[0], header_style="bold green")
    table.add_column("", justify="right", style="green")
    table.add_column(headings[1], header_style="bold red")
    table.add_column("", justify="right", style="red")
    ranked = sorted(reasons, key=lambda reason: -abs(reason.points))
    up = [reason for reason in ranked if reason.points >= 0.05][:most]
    down = [reason for reason in ranked if reason.points <= -0.05][:most]
    for row in range(max(1, len(up), len(down))):
        cells: list[str] = []
        for column in (up, down):
            if row < len(column):
                cells += [reason_words(column[row]), f"{column[row].points:+.1f}"]
            else:
                cells += ["nothing of note" if row == 0 else "", ""]
        table.add_row(*cells)
    return table


def reason_words(reason: Reason) -> str:
    """Return what has the effect, in a few words."""
    return clean(reason.text if reason.kind == "context" else f"{NAMES.get(reason.name, reason.name)} {reason.text}")


def _details(report: Report, picture: Path | None) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    measured = MEASURED if report.findings is not None else frozenset()
    told = [item for item in report.descriptors if item.name not in measured]
    sound = " · ".join(f"{NAMES.get(item.name, item.name)} {item.text}" for item in told)
    table.add_row("Sound", clean(sound))
    if report.genres:
        likely = [genre for genre in report.genres if genre.probability >= 0.1][:3]
        table.add_row("Genre", clean(", ".join(genre.name for genre in likely)) + " (a guess by the sound)")
    table.add_row("Heard", heard(report))
    if report.track.popularity is not None:
        table.add_row("Spotify", f"says {report.track.popularity} of 100 today")
    model = report.model
    table.add_row("Model", clean(f"{model.name} {model.version}, compared with {model.reference}"))
    for warning in report.warnings:
        table.add_row("Note", Text(WARNINGS.get(warning, warning), "yellow"))
    if picture:
        table.add_row("Picture", clean(str(picture)))
    return table


def heard(report: Report) -> str:
    """Say which audio was listened to and how it was found."""
    match, section = report.preview, report.section
    text = SOURCES.get(match.source, match.source)
    if match.how == "isrc":
        text += " of the same recording (ISRC)"
    elif match.how == "search":
        text += f" found by name: “{match.title}” by {match.artist}, {round(match.confidence * 100)} % sure"
    return clean(f"{text}, seconds {round(section.start_s)} to {round(section.start_s + section.duration_s)}")
