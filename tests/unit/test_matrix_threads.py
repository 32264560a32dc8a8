"""An answer's small sums are done by one thread; training's are shared."""

import subprocess
import sys

import pytest

from spotpop.matrix_threads import VARIABLES, one_thread


@pytest.mark.parametrize(("arguments", "set_to"), [(["predict", "a"], "1"), ([], "1"), (["train", "a"], None)])
def test_sums_are_shared_in_training_alone(arguments, set_to):
    environment = {}
    one_thread(environment, arguments)
    assert [environment.get(name) for name in VARIABLES] == [set_to] * 2


def test_what_the_operator_set_stays():
    environment = dict.fromkeys(VARIABLES, "3")
    one_thread(environment, ["worker"])
    assert environment == dict.fromkeys(VARIABLES, "3")


def test_the_command_line_sets_it_before_numpy_is_loaded():
    code = (
        "import os, sys\n"
        "sys.argv = ['spotpop', '--version']\n"
        "from spotpop.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "assert 'numpy' not in sys.modules\n"
        "print(os.environ['OPENBLAS_NUM_THREADS'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip().endswith("1")
