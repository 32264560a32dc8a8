"""What is imported is declared, and every promised platform finds a wheel for everything that the base install pins.

`tools/wheels.json` is the index's answer, written down by `python tools/wheels.py` whenever `constraints.txt` changes.
"""

import ast
import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging import tags
from packaging.markers import Marker
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WHEELS = json.loads((ROOT / "tools" / "wheels.json").read_text("utf-8"))
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
PLATFORMS = {  # glibc 2.28: Debian 10, Ubuntu 20.04, RHEL 8 and all that is younger
    "linux x86_64": ("linux", "x86_64", [f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)]),
    "linux aarch64": ("linux", "aarch64", [f"manylinux_2_{minor}_aarch64" for minor in range(28, 16, -1)]),
    "macos arm64": ("darwin", "arm64", list(tags.mac_platforms((14, 0), "arm64"))),
}
LEGACY = {"manylinux2014": "manylinux_2_17", "manylinux2010": "manylinux_2_12", "manylinux1": "manylinux_2_5"}


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*, base):
    """Names of distributions, by the list that they are declared in."""
    optional = [] if base else [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    return {normal(Requirement(line).name) for line in [*PROJECT["dependencies"], *optional]}


def imports(package):
    for path in sorted((ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield path, node.module


@pytest.mark.parametrize("package", ["spotpop", "worker", "bot"])
def test_every_import_is_declared(package):
    known, promised = packages_distributions(), declared(base=False)
    undeclared = set()
    for path, module in imports(package):
        top = module.partition(".")[0]
        if top in sys.stdlib_module_names or top in {"spotpop", "worker", "bot"}:
            continue
        if not {normal(name) for name in known.get(top, [top])} & promised:
            undeclared.add(f"{path.relative_to(ROOT)}: {top}")
    assert not undeclared


def environment(python, platform):
    system, machine, _ = PLATFORMS[platform]
    return {
        "python_version": python, "python_full_version": f"{python}.5", "implementation_name": "cpython",
        "platform_python_implementation": "CPython", "sys_platform": system, "platform_machine": machine,
        "os_name": "posix", "platform_system": "Darwin" if system == "darwin" else "Linux",
    }  # fmt: skip


def accepted(python, platform):
    version = tuple(int(part) for part in python.split("."))
    platforms = PLATFORMS[platform][2]
    names = tags.cpython_tags(version, platforms=platforms), tags.compatible_tags(version, platforms=platforms)
    return {str(tag) for group in names for tag in group}


def expand(wheel):
    """One tag of a file's name stands for several, and for older spellings."""
    pythons, abis, platforms = (part.split(".") for part in wheel.split("-"))
    for platform in platforms:
        head, _, machine = platform.partition("_")
        name = f"{LEGACY[head]}_{machine}" if head in LEGACY else platform
        yield from (f"{python}-{abi}-{name}" for python in pythons for abi in abis)


def missing(python, platform):
    takes = accepted(python, platform)
    for package in WHEELS:
        if package["marker"] and not Marker(package["marker"]).evaluate(environment(python, platform)):
            continue
        if not takes & {tag for wheel in package["wheels"] for tag in expand(wheel)}:
            yield package["name"]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_every_promised_platform_has_a_wheel_for_everything(python, platform):
    assert set(missing(python, platform)) == set()


def test_the_table_is_that_of_the_pins():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = {tuple(line.partition(";")[0].strip().split("==")) for line in lines}
    shown = {(package["name"], package["version"]) for package in WHEELS}
    assert shown <= pins, "run `python tools/wheels.py` after changing constraints.txt"
    assert declared(base=True) <= {name for name, _ in shown}, "run `python tools/wheels.py` after changing pyproject"
