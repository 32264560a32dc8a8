"""`spotpop collect`: whose rules apply, what is said at the end, and which network hears."""

import json
import signal

import pytest

from spotpop.__main__ import main
from spotpop.cli import collect as module
from spotpop.dataset.collector import CollectionSummary
from spotpop.errors import ModelMissing, NothingFound
from spotpop.settings import settings
from tests.counterparts.songs import tone_wav


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run the command in a folder of its own, with nobody to ask."""
    monkeypatch.setenv("SPOTPOP_PREVIEW_SOURCES", "none")
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    before = signal.getsignal(signal.SIGTERM)

    def go(*arguments):
        with pytest.raises(SystemExit) as end:
            main(["collect", *arguments, "--model", "none"])
        shown = capsys.readouterr()
        return end.value.code or 0, shown.out, shown.err

    yield go
    signal.signal(signal.SIGTERM, before)
    settings.cache_clear()


def summary(counts, reasons=None, pause_s=0.0, file=None):
    return CollectionSummary(counts, reasons or {}, pause_s, file)


def test_ones_own_files_become_a_data_set(run, tmp_path):
    for number in (1, 2):
        (tmp_path / f"{number}.wav").write_bytes(tone_wav(5.5, 200.0 + number))
    (tmp_path / "3.wav").write_text("words")
    (tmp_path / "mine.csv").write_text("file,popularity\n1.wav,10\n2.wav,\n3.wav,7\n")
    code, said, shown = run("mine.csv", "--json")
    assert code == 0
    assert json.loads(said) == {
        "counts": {"done": 1, "failed": 1, "unlabelled": 1}, "reasons": {"no-label": 1, "not-audio": 1},
        "pause_s": 0.0, "file": "dataset/clips.parquet",
    }  # fmt: skip
    assert shown.startswith(module.POLICY)
    assert "3/3" in shown
    assert signal.getsignal(signal.SIGTERM) == signal.default_int_handler  # what is asked to stop writes what there is
    (tmp_path / "3.wav").write_bytes(tone_wav(5.5, 300.0))
    assert json.loads(run("--json")[1])["counts"]["failed"] == 1
    code, said, _ = run("--retry", "--unlabelled")
    assert said == "     3  in the data set\nWritten: dataset/clips.parquet\n"


def test_without_anything_to_collect_that_is_said(run):
    code, said, shown = run()
    assert (code, said) == (1, "")
    assert shown.endswith(f"{NothingFound().text} {NothingFound().advice}\n")
    assert run("--into", "other")[0] == 1  # and the folder was let go


def test_nothing_written_is_exit_code_1(run, tmp_path):
    (tmp_path / "bad.wav").write_text("words")
    (tmp_path / "mine.csv").write_text("file,popularity\nbad.wav,10\n")
    code, said, _ = run("mine.csv")
    assert code == 1
    assert said.splitlines() == [
        "     1  left out: could not be collected",
        "        1 × not-audio",
        "Nothing was collected, so nothing was written.",
    ]


def test_the_end_is_reported_state_by_state_and_reasons_beside_what_has_a_line_already(tmp_path):
    counts = {"waiting": 4, "done": 10, "duplicate": 2, "unlabelled": 3, "failed": 1}
    shown = module._as_text(summary(counts, {"no-label": 3, "silent-audio": 1}, 600.0, tmp_path / "x"))
    assert shown.splitlines() == [
        "    10  in the data set",
        "     2  left out: the same recording is there already",
        "     3  left out: neither popularity nor plays known",
        "     1  left out: could not be collected",
        "     4  still to be collected: give the same command again",
        "        1 × silent-audio",
        "A source wants a pause of 10 min; go on after that.",
        f"Written: {tmp_path / 'x'}",
    ]


def test_programs_get_null_for_a_file_that_was_not_written():
    assert module._as_json(summary({"failed": 1}, {"x": 1}, 3.0)) == {
        "counts": {"failed": 1}, "reasons": {"x": 1}, "pause_s": 3.0, "file": None,
    }  # fmt: skip


def test_titles_steer_no_terminal_and_move_no_bar():
    assert module._short("") == ""
    assert len(module._short("x" * 99)) == len(module._short("x")) == 32
    assert module._short("[bold]a\x1b[31m").startswith(r"\[bold]a[31m")


def test_a_pause_is_reported_with_its_end(capsys):
    module._say("Deezer", 6.6)
    assert capsys.readouterr().err == "Deezer wants a pause; going on in 7 s.\n"


def test_a_network_that_was_named_has_to_be_there(monkeypatch, capsys):
    with pytest.raises(ModelMissing):
        module._embedder("nowhere")
    monkeypatch.setenv("SPOTPOP_MODEL", "nowhere")
    settings.cache_clear()
    try:
        assert module._embedder(None) is None
    finally:
        settings.cache_clear()
    shown = capsys.readouterr().err
    assert "nowhere" in shown
    assert shown.endswith("Features alone are kept: no descriptors, and nothing for the spectrogram branch.\n")
    assert module._embedder("none") is None
