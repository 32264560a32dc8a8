"""Which tests are run for a broken line, and what is not counted."""

from pathlib import Path

import pytest

from tools import mutation
from tools.mutation import Contexts, equivalents, noticed

coverage = pytest.importorskip("coverage", reason="the mutation extra is not installed")
pytest.importorskip("cosmic_ray", reason="the mutation extra is not installed")


@pytest.fixture
def contexts(tmp_path: Path) -> Contexts:
    data = coverage.CoverageData(basename=str(tmp_path / "data"))
    path = "spotpop/model/ladder.py"
    for number in range(3):
        data.set_context(f"tests/unit/bot/test_recent_versions.py::test_a[{number}]|run")
        data.add_lines({path: [10, 12]})
    data.set_context("tests/unit/model/test_ladder.py::test_b|run")
    data.add_lines({path: [12]})
    data.set_context("tests/unit/model/gone.py::test_c|run")
    data.add_lines({path: [12]})
    data.write()
    return Contexts(tmp_path / "data")


def test_the_rooms_own_tests_and_one_case_of_each_come_first(contexts: Contexts) -> None:
    assert contexts.tests("spotpop/model/ladder.py", 12) == [
        "tests/unit/model/test_ladder.py::test_b",
        "tests/unit/bot/test_recent_versions.py::test_a[0]",
        "tests/unit/bot/test_recent_versions.py::test_a[1]",
        "tests/unit/bot/test_recent_versions.py::test_a[2]",
    ]


def test_what_takes_long_is_run_last_and_the_quick_first(tmp_path: Path, contexts: Contexts) -> None:
    took_s = {
        "tests/unit/model/test_ladder.py::test_b": 0.1,
        "tests/unit/model/test_ladder.py::test_shares_a_model": 9.0,
        "tests/unit/bot/test_recent_versions.py::test_a[1]": 0.2,
        "tests/unit/bot/test_recent_versions.py::test_a[2]": 0.1,
    }
    assert Contexts(tmp_path / "data", took_s).tests("spotpop/model/ladder.py", 12) == [
        "tests/unit/bot/test_recent_versions.py::test_a[0]",
        "tests/unit/bot/test_recent_versions.py::test_a[1]",
        "tests/unit/bot/test_recent_versions.py::test_a[2]",
        "tests/unit/model/test_ladder.py::test_b",
    ]
    report = tmp_path / "tests.xml"
    report.write_text('<testsuites><testsuite><testcase classname="tests.unit.x.test_y" name="test_z[a.b]" time="1.5"/>'
                      '<testcase classname="tests.unit.x.test_y" name="test_f" time="1"><failure/></testcase>'
                      "</testsuite></testsuites>")  # fmt: skip
    assert mutation.times(report) == {"tests/unit/x/test_y.py::test_z[a.b]": 1.5}


def test_the_star_before_keywords_is_no_product(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text("def f(a, *, b):\n    return a * b\n")
    assert [start for start, name, _ in mutation.positions(file) if name.endswith("Mul_Div")] == [(2, 13)]


def test_other_peoples_packages_are_imported_once_and_ours_never() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from tools.mutation import warm; warm(['tests/unit/test_text.py']);"
        "print('hypothesis' in sys.modules, 'spotpop' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=mutation.ROOT)
    assert run.stdout.split()[-2:] == [b"True", b"False"]


def test_a_line_of_a_longer_statement_belongs_to_the_one_that_runs(contexts: Contexts) -> None:
    assert len(contexts.tests("spotpop/model/ladder.py", 11)) == 3


def test_a_table_that_runs_at_import_is_held_by_the_test_of_its_name(contexts: Contexts) -> None:
    assert contexts.tests("spotpop/model/descriptors.py", 60)[0] == "tests/unit/model/test_descriptors.py"
    assert contexts.tests("spotpop/model/content_weights.py", 60)[0] == "tests/unit/model/test_content.py"
    assert contexts.tests("spotpop/model/no_such_module.py", 60) == []


def test_the_first_test_that_fails_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "test_x.py"
    file.write_text("def test_a(): pass\ndef test_b(): assert 0\n")
    assert noticed([f"{file}::test_a"], 60) is None
    assert (noticed([str(file)], 60) or "").endswith("test_b")
    file.write_text("import no_such_module_at_all\n")
    assert noticed([str(file)], 60) == ""


def test_every_equivalent_break_names_a_line_that_is_there() -> None:
    for path, line, operator in equivalents():
        files = (mutation.ROOT / "spotpop").rglob("*.py") if path == "*" else [mutation.ROOT / path]
        assert any(line in map(str.strip, file.read_text("utf-8").splitlines()) for file in files)
        assert operator in mutation.OPERATORS
