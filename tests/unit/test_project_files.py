"""The files around the code say the same: versions, Pythons, platforms, commands."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from spotpop.__main__ import COMMANDS
from tests.unit.test_dependencies import PYTHONS

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))


def text(name):
    return (ROOT / name).read_text("utf-8")


def test_one_version():
    version = PROJECT["version"]
    assert f"\nversion: {version}\n" in text("CITATION.cff")
    assert re.search(rf"^## (Unreleased|\[?{re.escape(version)})", text("CHANGELOG.md"), re.MULTILINE)


def test_promised_pythons_are_those_that_are_tried():
    promised = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", line)]
    assert promised == PYTHONS
    assert f"for version in {' '.join(PYTHONS)}; do" in text(".ci/pythons")
    workflow = yaml.safe_load(text(".github/workflows/tests.yml"))["jobs"]
    tried = [*workflow["quick"]["strategy"]["matrix"]["python"]]
    assert [*tried, "3.14"] == PYTHONS


@pytest.mark.parametrize("path", [*WORKFLOWS, *FORMS, ROOT / ".pre-commit-config.yaml"], ids=lambda path: path.name)
def test_it_is_yaml_with_something_in_it(path):
    assert yaml.safe_load(path.read_text("utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_no_more_than_it_needs(path):
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert set(job.get("permissions", {})) <= {"contents", "packages", "id-token"}


def test_commands_and_files_that_contributors_are_sent_to_exist():
    shown = text("CONTRIBUTING.md")
    for place in re.findall(r"`((?:spotpop|tests|tools|bot|\.ci|\.github)/[\w./-]+)`", shown):
        there = ROOT / place.replace("xx.ftl", "en.ftl")
        assert (there.parent if there.stem.isupper() else there).exists(), place  # `KEY.py` is for who follows to name
    assert "COMMANDS" in shown
    assert COMMANDS
    assert '-m "not slow" tests/unit' in shown


def test_no_address_is_invented():
    for url in PROJECT.get("urls", {}).values():
        assert "example" not in url
