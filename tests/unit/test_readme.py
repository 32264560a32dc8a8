"""What the README promises is there, and its commands are the ones that CI runs."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = dict(re.findall(r"<!-- command: ([a-z ]+) -->\n```sh\n(.+?)\n```", README, re.DOTALL))
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_two_commands_and_their_uv_equivalents_stand_there() -> None:
    assert set(COMMANDS) == {"demo", "demo with uv", "tests", "tests with uv"}
    for name, command in COMMANDS.items():
        assert "\n" not in command, "one command is one line"
        assert "-c constraints.txt" in command
        assert command.startswith("uv venv " if "uv" in name else "python3 -m venv .venv && ")


def test_both_forms_end_in_the_same() -> None:
    for name in ("demo", "tests"):
        ends = [COMMANDS[form].rpartition("&& ")[2] for form in (name, f"{name} with uv")]
        assert ends[0] == ends[1]


def test_ci_runs_the_readmes_own_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    line = next(line for line in script.splitlines() if line.startswith("test_command="))
    found = subprocess.run(
        ["bash", "-c", f'{line}; echo "$test_command"'], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == COMMANDS["tests"]


@pytest.mark.parametrize("situation", ["no-audience", "followers", "both"])
def test_the_figures_are_the_shipped_models(situation: str) -> None:
    table = json.loads((ROOT / "models" / "default" / "metrics.json").read_text(encoding="utf-8"))["table"]
    own, unseen = table["scenarios"][situation]["knowing"], table["unseen_collections"][situation]["mean"]
    row = (
        f"| {own['skill'] * 100:.1f} % | {unseen['skill'] * 100:.0f} % | {unseen['coverage'] * 100:.0f} % "
        f"| {unseen['width']:.0f} points |"
    )
    assert row in README


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in target:
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_constraints_name_no_address_and_pin_what_the_base_needs() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"^[a-z0-9._-]+==\S+( ;.*)?$", line) for line in lines if line)
    pinned = {line.partition("==")[0] for line in lines}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = project.partition("\ndependencies = [")[2].partition("\n]\n")[0]
    needed = {re.sub(r"[._]", "-", name.lower()) for name in re.findall(r'^\s*"([A-Za-z0-9._-]+)', block, re.MULTILINE)}
    assert needed
    assert needed <= pinned, needed - pinned
