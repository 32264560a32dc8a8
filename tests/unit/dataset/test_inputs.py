"""What is to be collected: links and tables are read, and what cannot be used is said with its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from spotpop.dataset.inputs import read_csv, read_inputs
from spotpop.errors import NothingFound, TableUnusable, UnsupportedLink

ID = "2plbrEY59IikOBgBGLjaoe"


def table(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "mine.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_links_are_kept_apart(tmp_path: Path) -> None:
    links = tmp_path / "links.txt"
    links.write_text(f"one spotify:track:{ID}\nhttps://open.spotify.com/playlist/{ID}\n")
    items_of, listings = read_inputs([str(links), f"https://open.spotify.com/album/{ID}", "https://spotify.link/abc"])
    assert [item.key for item in items_of] == [f"spotify:{ID}"]
    assert [listing.kind for listing in listings] == ["playlist", "album", "short"]


def test_what_cannot_be_collected_is_said() -> None:
    with pytest.raises(UnsupportedLink):
        read_inputs([f"spotify:show:{ID}"])
    with pytest.raises(NothingFound):
        read_inputs(["my song"])


def test_a_table_by_id(tmp_path: Path) -> None:
    text = f"\ufefftrack_id;Popularity;date;duration_ms;explicit;genre\n{ID};57.5;2026-03-01T10:00;201667;True;pop\n"
    [item] = read_csv(table(tmp_path, text))
    assert (item.id, item.popularity, item.date, item.duration_s, item.explicit, item.genre) == (
        ID, 57.5, "2026-03-01", 201.667, 1.0, "pop",
    )  # fmt: skip


@pytest.mark.parametrize("cell", [ID, f"spotify:track:{ID}", f"https://open.spotify.com/track/{ID}?si=1"])
def test_an_id_may_be_a_link(tmp_path: Path, cell: str) -> None:
    assert read_csv(table(tmp_path, f"id\n{cell}\n"))[0].id == ID


def test_a_table_by_file(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"x")
    [item] = read_csv(table(tmp_path, "file,streams,artist\na.wav,1200,Mira\n"))
    assert (item.file, item.plays, item.artist, item.source) == (str(tmp_path / "a.wav"), 1200, "Mira", "local")
    [both] = read_csv(table(tmp_path, f"id,file\n{ID},a.wav\n"))
    assert (both.id, both.file, both.key) == (ID, str(tmp_path / "a.wav"), f"spotify:{ID}")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id\n", "no rows"),
        ("", "no rows"),
        ("id\nabc\n", "row 2: “abc” is neither"),
        (f"id\n{ID}\nspotify:album:{ID}\n", "row 3:"),
        ("title\nRoad\n", "row 2: neither id nor file"),
        ("file\nnowhere.mp3\n", "row 2: there is no file"),
        (f"id,popularity\n{ID},101\n", "row 2: popularity is 101, not between 0 and 100"),
        (f"id,popularity\n{ID},lots\n", "row 2: popularity is “lots”, not a number"),
        (f"id,plays\n{ID},inf\n", "row 2: plays is inf"),
        (f"id,date\n{ID},yesterday\n", "row 2: date is “yesterday”"),
        (f"id,explicit\n{ID},maybe\n", "row 2: explicit is “maybe”"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(TableUnusable) as caught:
        read_csv(table(tmp_path, text))
    assert problem in caught.value.text


def test_a_table_must_be_there_and_be_text(tmp_path: Path) -> None:
    with pytest.raises(TableUnusable, match="cannot be read"):
        read_csv(tmp_path / "nowhere.csv")
    with pytest.raises(TableUnusable, match="not UTF-8"):
        read_csv(table(tmp_path, "id,title\nx,é\n", "latin-1"))
