"""The command table, light and complete, and what becomes of each thing that can end a command."""

import ast
import errno
import gc
import io
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from spotpop import __main__ as entry
from spotpop.errors import TooShort
from tools.import_graph import modules

HEAVY = ("numpy", "scipy", "tensorflow", "ai_edge_litert", "librosa", "PIL", "discord", "telegram", "celery")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "spotpop", *arguments], capture_output=True, text=True, check=False, timeout=60
    )


def test_help_lists_every_command_and_imports_none() -> None:
    code = f"""
import sys
from spotpop.__main__ import main
try:
    main(["--help"])
except SystemExit as end:
    assert end.code == 0, end.code
heavy = [name for name in {HEAVY!r} if name in sys.modules]
assert not heavy, heavy
assert not [name for name in sys.modules if name.startswith(("bot", "worker"))]
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    for name in entry.COMMANDS:
        assert name in done.stdout


def test_an_unknown_command_is_a_usage_error() -> None:
    done = _run("predcit")
    assert done.returncode == 2
    assert "predcit" in done.stderr
    assert "Did you mean 'predict'?" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_version_is_reported() -> None:
    done = _run("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("spotpop ")


def test_an_error_becomes_a_sentence_and_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.report_error(TooShort(duration_s=2.0, minimum_s=5.0)) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == (
        "This audio lasts only 2 s, and a forecast needs at least 5 s. "
        "Send a longer piece; 30 s of the song\u2019s strongest part is ideal.\n"
    )


@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-"])
def test_a_closed_stream_ends_no_command(redirection: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m spotpop --version {redirection}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_in_a_folder_that_is_gone_a_sentence_says_so(tmp_path) -> None:
    (tmp_path / "gone").mkdir()
    code = """
import os, sys
os.rmdir(os.getcwd())
sys.argv = ["spotpop", "bot", "terminal", "--ask", "x"]
from spotpop.entry import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path / "gone", capture_output=True, text=True, check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "REDIS_URL": "redis://127.0.0.1:1/0"},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "The folder that this terminal stands in is gone. Change to another one.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("command", [["--help"], ["links", "spotify:track:4uLU6hMCjMI75M1A2tKUQC"]])
def test_a_full_disk_behind_stdout_is_a_sentence(command, tmp_path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "spotpop", *command], stdout=full, stderr=subprocess.PIPE, text=True,
            check=False, timeout=60, env={**os.environ, "SPOTPOP_DATA_DIR": str(tmp_path)},
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "There is no space left where this writes to. Free some, or let it write somewhere else.\n"
    assert list(tmp_path.iterdir()) == []


def test_what_fails_because_of_ctrl_c_is_no_bug(monkeypatch, capsys) -> None:
    def fails(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt
        finally:
            [].pop()

    monkeypatch.setattr(entry, "app", fails)
    with pytest.raises(SystemExit) as end:
        entry.main([])
    assert end.value.code == 130
    assert capsys.readouterr().err == ""


def ended(monkeypatch, error):
    """Return the exit code of a command that ends by an error."""

    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(entry, "app", fails)
    with pytest.raises(SystemExit) as end:
        entry.main([])
    return end.value.code


@pytest.mark.parametrize("name", entry.COMMANDS)
def test_every_command_of_the_table_is_there(name) -> None:
    known = entry.COMMANDS[name]
    tree = ast.parse(modules()[known.module].read_text(encoding="utf-8"))
    wanted = "app" if known.group else name
    defined = [one.name for one in tree.body if isinstance(one, ast.FunctionDef)]
    defined += [one.targets[0].id for one in tree.body if isinstance(one, ast.Assign)]
    defined += [one.target.id for one in tree.body if isinstance(one, ast.AnnAssign)]
    assert wanted in defined
    assert known.summary.endswith(".")


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("'drak' is not one of 'dark', 'light'.", "'drak' is not one of 'dark', 'light'. Did you mean dark?"),
        ("'xyzzy' is not one of 'dark', 'light'", "'xyzzy' is not one of 'dark', 'light'."),
        ("-1 is not in the range 2<=x<=20.", "-1 is not in the range 2<=x<=20."),
    ],
)
def test_a_wrong_choice_is_reported_with_the_nearest(message, shown) -> None:
    assert entry._with_nearest(message) == shown


def test_a_wrong_choice_of_a_command_is_reported_with_the_nearest(monkeypatch, capsys) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as end:
        entry.main(["predict", "x", "--theme", "drak"])
    assert end.value.code == 2
    assert "Did you mean dark?" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("missing", "extra"),
    [("tensorflow", "train"), ("keras.src.ops", "train"), ("psycopg", "postgres"), ("sklearn", "train")],
)
def test_a_package_that_the_base_install_lacks_is_reported_with_the_extra_that_brings_it(
    monkeypatch, capsys, missing, extra
) -> None:
    assert ended(monkeypatch, ModuleNotFoundError("none", name=missing)) == 1
    shown = capsys.readouterr().err
    assert shown.startswith(f"The {missing.partition('.')[0]} runtime is not installed. ")
    assert f"'.[{extra}]'" in shown


@pytest.mark.parametrize(
    "error",
    [ModuleNotFoundError("none", name="spotpop.nowhere"), ImportError("odd", name="keras"), ValueError("odd"),
     OSError(errno.EIO, "odd"), FileNotFoundError(errno.ENOENT, "odd")],
)  # fmt: skip
def test_anything_else_is_a_bug_whose_story_is_kept(monkeypatch, capsys, tmp_path, error) -> None:
    monkeypatch.setenv("SPOTPOP_OPERATOR_LOG", str(tmp_path / "worker.log"))
    assert ended(monkeypatch, error) == 1
    assert "This should not have happened" in capsys.readouterr().err
    assert (tmp_path / "spotpop-errors.log").is_file()


def test_whoever_looks_for_a_bug_gets_the_traceback(monkeypatch) -> None:
    monkeypatch.setenv("SPOTPOP_LOG_LEVEL", "debug")
    with pytest.raises(ValueError, match="odd"):
        ended(monkeypatch, ValueError("odd"))


def test_ctrl_c_has_its_own_exit_code_and_no_words(monkeypatch, capsys) -> None:
    assert ended(monkeypatch, KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == ""


def test_a_refusal_is_exit_code_1(monkeypatch, capsys) -> None:
    assert ended(monkeypatch, TooShort(duration_s=2.0, minimum_s=5.0)) == 1
    assert capsys.readouterr().err.startswith("This audio lasts only 2 s")


@pytest.mark.parametrize("full", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_or_a_used_up_share_of_it_is_a_sentence(monkeypatch, capsys, full) -> None:
    assert ended(monkeypatch, OSError(full, "full")) == 1
    assert capsys.readouterr().err.startswith("There is no space left")


def test_a_title_that_a_narrow_terminal_cannot_show_ends_no_command(monkeypatch) -> None:
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)
    monkeypatch.setattr(entry, "app", lambda *_, **__: narrow.write("Größe"))
    entry.main([])
    narrow.flush()
    assert narrow.buffer.getvalue() == b"Gr??e"


def test_a_stream_that_was_closed_is_written_to_nowhere(monkeypatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    entry._open_what_is_closed()
    with sys.stderr as opened:
        assert opened.name == os.devnull
    kept = sys.stdout
    entry._open_what_is_closed()
    assert sys.stdout is kept


def test_ctrl_c_that_a_launcher_held_back_is_let_through(monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(entry, "app", lambda *_, **__: seen.append(signal.pthread_sigmask(signal.SIG_BLOCK, ())))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        entry.main([])
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    assert signal.SIGINT not in seen[0]


def test_garbage_is_collected_again_once_the_command_is_loaded(capsys) -> None:
    gc.disable()
    try:
        with pytest.raises(SystemExit):
            entry.main(["links", "spotify:track:4uLU6hMCjMI75M1A2tKUQC"])
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0  # what was imported stays, and is not looked through again
    finally:
        gc.enable()
        gc.unfreeze()
    assert "4uLU6hMCjMI75M1A2tKUQC" in capsys.readouterr().out


def test_a_process_of_its_own_holds_back_numpys_threads_and_garbage_while_it_loads() -> None:
    code = """
import gc, os, sys
import spotpop.__main__ as entry
sys.argv = ["spotpop", "predict", "x"]
entry.app = lambda argv, **_: print(argv, gc.isenabled(), os.environ.get("OPENBLAS_NUM_THREADS"))
entry.main()
"""
    environ = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["None", "False", "1"]


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_alone_it_shows_what_there_is(arguments, capsys) -> None:
    with pytest.raises(SystemExit) as end:
        entry.main(arguments)
    assert end.value.code == 0
    shown = capsys.readouterr().out
    assert [heading for heading in ("Ask", "Run it for others", "Make models") if heading not in shown] == []
