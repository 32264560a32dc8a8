"""A short slice of the fuzzer, other inputs than the long runs': the whole of it is `python -m tools.fuzz_audio`."""

import pytest

from tools import fuzz_audio


def test_a_slice_of_mutations_ends_in_answers_or_our_own_errors(tmp_path, capsys):
    found = fuzz_audio.run(600, seed=1, part=0, parts=1, keep=tmp_path, whole_way=150)
    assert found.failures == 0, capsys.readouterr().out
    assert found.outcomes["heard"] > 60
    assert len(found.outcomes) > 4
    assert found.slowest_s < fuzz_audio.HANG_S


def test_what_is_no_error_of_ours_is_a_failure_and_kept(tmp_path, monkeypatch):
    def broken(data, **_):
        raise ZeroDivisionError("in a parser")

    monkeypatch.setattr(fuzz_audio, "decode", broken)
    found = fuzz_audio.run(3, seed=1, part=0, parts=1, keep=tmp_path, whole_way=0)
    assert found.failures == 3
    assert len(list(tmp_path.glob("failure-1-*.bin"))) == 3


@pytest.mark.parametrize("samples", [float("nan"), 5.0])
def test_a_clip_that_holds_what_none_may_hold_is_a_failure(monkeypatch, samples):
    import numpy as np

    from spotpop.audio.clip import Clip

    monkeypatch.setattr(fuzz_audio, "decode", lambda data, **_: Clip(np.full(100, samples, np.float32), 0.0, 1.0))
    with pytest.raises(ValueError, match="no clip may hold"):
        fuzz_audio.hear(b"", None)
