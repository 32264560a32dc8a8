"""`spotpop predict` and `compare` in this process, against counterparts of every service: answers, tables, pictures."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from spotpop.demo import demo_song
from tests.counterparts.world import MusicWorld
from tests.integration.cli.command import ALBUM, EVIL, SHORT, SONG, Run, valid
from tests.tones import wav

# One track


def test_a_link_becomes_a_forecast_and_a_picture(run: Run, tmp_path: Path) -> None:
    done = run("predict", SONG.url, "--json")
    assert done.code == 0, done.err
    report = valid(done.json)
    assert report["input"] == SONG.url
    assert report["track"]["title"] == "Lantern Road"
    assert report["track"]["release_date"] == "2024-08-16"
    assert report["preview"]["source"] == "embed"  # the preview of this very id beats one that was matched
    assert report["preview"]["how"] == "id"
    assert report["interval"]["low"] <= report["score"] <= report["interval"]["high"]
    assert report["model"]["name"] == "loudness"
    assert list(report["timings_ms"]) == ["identify", "preview", "decode", "features", "model", "picture"]
    assert report["picture"] == "Lantern-Road.spotpop.png"
    with Image.open(tmp_path / report["picture"]) as image:
        assert image.width == 1000
    assert done.err == ""


@pytest.mark.parametrize(
    "text",
    [
        f"spotify:track:{SONG.id}",
        f"{SONG.url}?si=x",
        f"https://open.spotify.com/intl-de/track/{SONG.id}",
        f"listen: <{SONG.url}>!",
    ],
)
def test_every_form_of_a_link_is_understood(run: Run, text: str) -> None:
    assert run("predict", text, "--json", "--no-picture").json["track"]["id"] == SONG.id


def test_a_song_is_found_by_its_name_or_candidates_are_listed_with_what_differs(run: Run) -> None:
    found = run("predict", "Mira Solberg - Lantern Road", "--json", "--no-picture")
    assert found.code == 0, found.err
    assert found.json["track"]["title"] == "Lantern Road"

    unsure = run("predict", "Mira Solberg - Lantern", "--no-picture")
    assert unsure.code == 1
    assert "Is it one of these?" in unsure.err
    assert re.search(r"Lantern Road \(\d:\d\d\)  \(differs: .*words.*\)\n", unsure.err), unsure.err


def test_people_get_sentences(run: Run) -> None:
    done = run("predict", SONG.url)
    assert done.code == 0
    title, said = ("Lantern Road", "Mira Solberg, Bo"), ("of 100", "Eight of ten", "What you could change", "LUFS")
    for words in (*title, *said, "The preview of this very track", "Picture"):
        assert words in done.out
    assert "\x1b" not in done.out


def test_hostile_titles_steer_nothing(run: Run, tmp_path: Path) -> None:
    done = run("predict", EVIL.url)
    assert done.code == 0
    assert "[bold red]" in done.out
    assert "{x}" in done.out
    assert not {"\x1b", "\x07", "\u202e"} & set(done.out)
    assert [path.name for path in tmp_path.iterdir()] == ["bold-red-31mEvil-x.spotpop.png"]


def test_a_file_is_an_unreleased_song_named_by_its_tags_or_its_name(run: Run, tmp_path: Path) -> None:
    tagged = valid(run("predict", demo_song(), "--json").json)
    assert (tagged["track"]["title"], tagged["track"]["artist_line"]) == ("Feelings", "Sectoid")
    assert tagged["track"]["released"] is False
    assert tagged["input"] == str(demo_song())
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "My mix.wav").write_bytes(wav())
    plain = valid(run("predict", tmp_path / "deep" / "My mix.wav", "--json").json)
    assert plain["track"]["title"] == "My mix"
    assert plain["input"] == str(tmp_path / "deep" / "My mix.wav")
    assert "deep" not in json.dumps({name: value for name, value in plain.items() if name != "input"})


def test_standard_input_holds_a_file_or_a_text(run: Run) -> None:
    heard = run("predict", "-", "--json", "--no-picture", stdin=demo_song().read_bytes())
    assert valid(heard.json)["preview"]["source"] == "upload"
    asked = run("predict", "-", "--json", "--no-picture", stdin=f"what of {SONG.url} ?".encode())
    assert valid(asked.json)["track"]["id"] == SONG.id


def test_a_short_link_is_followed(run: Run, world: MusicWorld) -> None:
    report = valid(run("predict", SHORT, "--json", "--no-picture").json)
    assert report["track"]["id"] == SONG.id
    assert next(iter(report["timings_ms"])) == "identify"


def test_the_picture_goes_where_it_shall(run: Run, tmp_path: Path) -> None:
    assert run("predict", SONG.url, "--picture", tmp_path / "x.png", "--json").json["picture"] == str(
        tmp_path / "x.png"
    )
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    assert run("predict", SONG.url, "--no-picture", "--json").json["picture"] is None
    wrong = run("predict", SONG.url, "--picture", tmp_path / "nowhere" / "x.png")
    assert wrong.code == 2
    assert "--picture" in wrong.err


def test_the_section_and_the_theme_can_be_chosen(run: Run, tmp_path: Path) -> None:
    (tmp_path / "long.wav").write_bytes(wav(50))
    done = run("predict", "long.wav", "--start", "20", "--theme", "light", "--json")
    assert done.json["section"]["start_s"] == pytest.approx(20)
    with Image.open(tmp_path / done.json["picture"]) as image:
        assert sum(image.convert("RGB").getpixel((1, 1))) > 700  # type: ignore[arg-type] # a pixel of RGB is a tuple


# Several


def test_several_inputs_give_one_json_object_a_line(run: Run) -> None:
    done = run("predict", SONG.url, "nothing here", demo_song(), "--json", "--no-picture")
    assert done.code == 1
    lines = [valid(json.loads(line)) for line in done.out.splitlines()]
    assert len(lines) == 3
    assert [line["input"] for line in lines] == [SONG.url, "nothing here", str(demo_song())], (
        "in the order of the inputs"
    )
    failed = next(line for line in lines if "error" in line)
    assert failed["error"]["code"] == "nothing-found"
    assert "nothing here" in done.err


def test_several_inputs_need_a_folder_for_pictures(run: Run, tmp_path: Path) -> None:
    assert run("predict", SONG.url, demo_song(), "--picture", tmp_path / "one.png").code == 2
    done = run("predict", SONG.url, demo_song(), "--picture", tmp_path)
    assert done.code == 0
    assert {path.name for path in tmp_path.glob("*.png")} == {"Lantern-Road.spotpop.png", "Feelings.spotpop.png"}


def test_an_album_becomes_a_ranked_table(run: Run, tmp_path: Path) -> None:
    done = run("predict", ALBUM.url)
    assert done.code == 0, done.err
    assert "First [b]Light[/b]" in done.out
    assert "No 30-second preview" in done.out
    assert (tmp_path / "First-b-Light-b.spotpop.png").exists()


def test_an_album_as_json_is_ranked_and_keeps_what_failed(run: Run) -> None:
    listing = valid(run("predict", ALBUM.url, "--json", "--no-picture").json)
    scores = [row["score"] for row in listing["tracks"]]
    assert len(scores) == 3
    assert scores[-1] is None
    assert listing["tracks"][-1]["error"]["code"] == "preview-not-found"
    assert scores[:2] == sorted(scores[:2], reverse=True)


# Comparison


def test_two_mixes_are_compared(run: Run, tmp_path: Path) -> None:
    (tmp_path / "quiet.wav").write_bytes(wav(gain=0.2))
    (tmp_path / "loud.wav").write_bytes(wav(gain=0.8))
    done = run("compare", "quiet.wav", "loud.wav", "--json")
    assert done.code == 0, done.err
    comparison = valid(done.json)
    assert comparison["difference"] == pytest.approx(12.04, abs=0.1)
    assert comparison["inputs"] == ["quiet.wav", "loud.wav"]
    assert (tmp_path / "quiet-vs-loud.spotpop.png").exists()
    shown = run("compare", "quiet.wav", "quiet.wav", "--no-picture")
    assert "This is the same recording twice." in shown.out


def test_a_folder_stands_for_the_audio_in_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "songs" / "deep").mkdir(parents=True)
    for name in ("b.wav", "a.wav", "deep/c.wav", "notes.txt", ".hidden.wav"):
        (tmp_path / "songs" / name).write_bytes(wav(6))
    done = run("predict", "songs", "--json", "--no-picture")
    assert [json.loads(line)["input"] for line in done.out.splitlines()] == [
        "songs/a.wav",
        "songs/b.wav",
        "songs/deep/c.wav",
    ]
    (tmp_path / "empty").mkdir()
    assert "no audio file in the folder “empty”" in run("predict", "empty").err


def test_no_picture_overwrites_another(run: Run, tmp_path: Path) -> None:
    done = run("predict", demo_song(), demo_song(), "--json")
    names = [json.loads(line)["picture"] for line in done.out.splitlines()]
    assert names == ["Feelings.spotpop.png", "Feelings-2.spotpop.png"]
    assert all((tmp_path / name).is_file() for name in names)


def test_a_picture_that_cannot_be_saved_costs_no_answer(run: Run, tmp_path: Path) -> None:
    if not Path("/proc/1").exists():
        pytest.skip("no folder here in which root itself cannot write")
    done = run("predict", demo_song(), "--json", "--picture", "/proc/1/picture.png")
    assert done.code == 1
    assert valid(done.json)["picture"] is None
    assert done.err.startswith("/proc/1/picture.png could not be saved: ")
    assert len(done.err.splitlines()) == 1
    assert not list(tmp_path.glob("*.png"))


def test_a_folder_for_pictures_that_is_not_there_is_no_file_name(run: Run, tmp_path: Path) -> None:
    assert run("predict", demo_song(), "--picture", "sub/").code == 2
    assert not (tmp_path / "sub").exists()


def test_a_table_for_spreadsheets_runs_no_strangers_formula(run: Run, tmp_path: Path) -> None:
    (tmp_path / "=HYPERLINK(1).wav").write_bytes(wav(6))
    done = run("predict", demo_song(), "=HYPERLINK(1).wav", "nosuch.mp3", "--csv", "--no-picture")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["title"] for row in rows] == ["Feelings", "'=HYPERLINK(1)", ""]
    assert rows[1]["input"] == "'=HYPERLINK(1).wav"
    assert 0 <= float(rows[0]["low"]) <= float(rows[0]["score"]) <= float(rows[0]["high"])
    assert rows[2]["error"] == "file-unreadable"


def test_the_same_file_twice_is_named_as_that(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(wav(gain=0.3))
    (tmp_path / "b.wav").write_bytes(wav(gain=0.6))

    same = valid(run("compare", "a.wav", "a.wav", "--json", "--no-picture").json)
    louder = valid(run("compare", "a.wav", "b.wav", "--json", "--no-picture").json)

    assert same["changes"] == {"sameness": "identical", "changes": []}
    assert louder["changes"]["sameness"] == "level"
    assert louder["changes"]["changes"][0]["name"] == "loudness"
    assert louder["changes"]["changes"][0]["difference"] == pytest.approx(6.02, abs=0.1)
    assert "same recording twice" in run("compare", "a.wav", "a.wav", "--no-picture").out
