"""What can be asked, and the one ranking of all rows."""

from dataclasses import dataclass

import pytest

from spotpop.question import Upload, ranked
from spotpop.stage_names import STAGES


@dataclass(frozen=True)
class Row:
    number: int
    score: float | None


def test_rows_stand_best_first_those_without_a_forecast_last_equals_as_they_came() -> None:
    rows = [Row(1, 10.0), Row(2, None), Row(3, 30.0), Row(4, 10.0), Row(5, None), Row(6, 0.0)]
    assert [row.number for row in ranked(rows)] == [3, 1, 4, 6, 2, 5]


def test_stages_stand_in_their_order() -> None:
    assert STAGES == ("resolve", "identify", "preview", "decode", "features", "model", "picture")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("My_Song.final.wav", "My Song.final"),
        ("C:\\a\\b.mp3", "b"),
        ("/a/b.mp3", "b"),
        (".hidden", ".hidden"),
        ("", ""),
    ],
)
def test_an_upload_is_called_by_its_file_and_its_bytes_stay_out_of_logs(name, stem) -> None:
    upload = Upload(b"secret", name)
    assert upload.stem == stem
    assert "secret" not in repr(upload)
    Upload(b"", "a\ud800").name.encode()
