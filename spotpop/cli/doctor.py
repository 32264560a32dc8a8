"""``spotpop doctor``: looks this installation over."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from spotpop.cli.console import clean, people, print_json
from spotpop.errors import SettingsError
from spotpop.settings import load_settings
from worker.launcher.doctor import Finding, examine, unusable_settings

_SIGNS = {"ok": ("✓", "green"), "note": ("!", "yellow"), "broken": ("✗", "bold red"), "off": ("–", "dim")}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nothing beyond this machine.")] = False,
) -> None:
    """Check settings, disk, decoding, model, picture, queue, sources and tokens by using them.

    Says how to fix what is broken. Ends with exit code 1 if anything is broken.
    """
    try:
        findings = examine(load_settings(), offline=offline)
    except SettingsError as error:
        findings = unusable_settings(error)
    healthy = all(finding.state != "broken" for finding in findings)
    if as_json:
        data = {"healthy": healthy, "checks": [asdict(finding) for finding in findings]}
        print_json(data, indent=2)
    else:
        _show(findings)
    if not healthy:
        raise typer.Exit(1)


def _show(findings: list[Finding]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        sign, style = _SIGNS[finding.state]
        line = Text("see below" if finding.message.startswith("https://") else clean(finding.message))
        if finding.repair:
            line.append(f"\n→ {clean(finding.repair)}", "dim")
        table.add_row(Text(sign, style), Text(finding.name, "bold" if finding.state == "broken" else ""), line)
    console = people()
    console.print(table)
    for finding in findings:
        if finding.message.startswith("https://"):  # a link is to be copied: never broken into lines
            console.print(f"\n{finding.name}: {finding.message}", soft_wrap=True)
