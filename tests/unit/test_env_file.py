"""A `.env` file says what it sets, or which line sets nothing."""

import pytest

from spotpop.env_file import read_env_file
from spotpop.errors import SettingsError


def test_values_comments_and_quotes_are_read(tmp_path):
    (tmp_path / ".env").write_text("# mine\nexport A=1\nB='two words'\nEMPTY=\nBARE\n\n")
    assert read_env_file(tmp_path / ".env") == {"A": "1", "B": "two words"}
    assert read_env_file(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"A=1\nNAME=caf\xe9\n", "line 2 is no UTF-8 text"),
        (b'A=1\n\n\nB="open\nC=2\n', "line 4 is not NAME=value, or a quote"),
        (b"\nA='open\n", "line 2 is not NAME=value"),
    ],
)
def test_a_line_that_sets_nothing_is_named(tmp_path, content, words):
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(SettingsError, match=words):
        read_env_file(tmp_path / ".env")
