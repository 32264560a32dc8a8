"""The command line in this process, against counterparts of every service and a model made by code."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image

from spotpop.__main__ import main
from spotpop.demo import demo_song
from spotpop.errors import ModelMissing
from spotpop.model import model as model_module
from spotpop.model.registry import find_model
from spotpop.settings import settings
from tests.counterparts.world import MusicWorld, Shelf, Song, start_music_world
from tests.models import LoudnessModel
from tests.tones import wav

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "output.schema.json").read_text(encoding="utf-8"))
SONG = Song(title="Lantern Road", artists=("Mira Solberg", "Bo"))
EVIL = Song(title="[bold red]\x1b[31mEvil\x07\u202e[/] {x}", artists=("[link=http://x]A[/link]",))
LOST = Song(title="Nowhere", previews=frozenset(), isrc="QZTST2600009")
ALBUM = Shelf("album", "First [b]Light[/b]", (SONG, EVIL, LOST))
LONG = Shelf("playlist", "Evening", tuple(Song(title=f"Song {number}") for number in range(3)))
SHORT = "https://spotify.link/abcDEF123"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture(scope="module")
def world() -> Iterator[MusicWorld]:
    with start_music_world([SONG, EVIL, LOST], [ALBUM, LONG], {SHORT: SONG.url}) as world:
        yield world


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> LoudnessModel:
    made = LoudnessModel()
    monkeypatch.setattr(model_module, "load_model", lambda *_, **__: made)
    return made


@pytest.fixture
def run(
    world: MusicWorld,
    model: LoudnessModel,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Run:
    for name, value in world.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    def go(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        settings.cache_clear()  # a command reads them once, in a process of its own
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        code = end.value.code
        assert isinstance(code, int)
        assert "Traceback" not in told.err
        return Done(code, told.out, told.err)

    return go


def _valid(data: Any) -> Any:
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    return data


# One track


def test_a_link_becomes_a_forecast_and_a_picture(run: Run, tmp_path: Path) -> None:
    done = run("predict", SONG.url, "--json")
    assert done.code == 0, done.err
    report = _valid(done.json)
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
    tagged = _valid(run("predict", demo_song(), "--json").json)
    assert (tagged["track"]["title"], tagged["track"]["artist_line"]) == ("Feelings", "Sectoid")
    assert tagged["track"]["released"] is False
    assert tagged["input"] == str(demo_song())
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "My mix.wav").write_bytes(wav())
    plain = _valid(run("predict", tmp_path / "deep" / "My mix.wav", "--json").json)
    assert plain["track"]["title"] == "My mix"
    assert plain["input"] == str(tmp_path / "deep" / "My mix.wav")
    assert "deep" not in json.dumps({name: value for name, value in plain.items() if name != "input"})


def test_standard_input_holds_a_file_or_a_text(run: Run) -> None:
    heard = run("predict", "-", "--json", "--no-picture", stdin=demo_song().read_bytes())
    assert _valid(heard.json)["preview"]["source"] == "upload"
    asked = run("predict", "-", "--json", "--no-picture", stdin=f"what of {SONG.url} ?".encode())
    assert _valid(asked.json)["track"]["id"] == SONG.id


def test_a_short_link_is_followed(run: Run, world: MusicWorld) -> None:
    report = _valid(run("predict", SHORT, "--json", "--no-picture").json)
    assert report["track"]["id"] == SONG.id
    assert next(iter(report["timings_ms"])) == "identify"


def test_the_picture_goes_where_it_is_told(run: Run, tmp_path: Path) -> None:
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
    lines = [_valid(json.loads(line)) for line in done.out.splitlines()]
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
    listing = _valid(run("predict", ALBUM.url, "--json", "--no-picture").json)
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
    comparison = _valid(done.json)
    assert comparison["difference"] == pytest.approx(12.04, abs=0.1)
    assert comparison["inputs"] == ["quiet.wav", "loud.wav"]
    assert (tmp_path / "quiet-vs-loud.spotpop.png").exists()
    told = run("compare", "quiet.wav", "quiet.wav", "--no-picture")
    assert "This is the same recording twice." in told.out


# What goes wrong


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", "no Spotify link"),
        ("hello", "no Spotify link"),
        ("missing.mp3", "There is no file “missing.mp3”"),
        ("/etc/shadow.d/x", "There is no file “x”"),
        (".", "no audio file in the folder"),
        ("https://open.spotify.com/artist/4uLU6hMCjMI75M1A2tKUQC", "artist"),
        ("https://open.spotify.com/episode/4uLU6hMCjMI75M1A2tKUQC", "episode"),
        ("https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC", "does not know this track"),
        ("https://open.spotify.com/playlist/4uLU6hMCjMI75M1A2tKUQC", "playlist"),
        (LOST.url, "No 30-second preview of “Nowhere”"),
        ("a" * 5000, "no Spotify link"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(run: Run, given: str, words: str) -> None:
    done = run("predict", given)
    assert done.code == 1
    assert done.out == ""
    assert words in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty"),
        (b"just text\n" * 100, "This file is not audio"),
        (b"\x00" * 5000, "empty"),
        (wav(1.0), "lasts only 1.0 s"),
        (wav(8.0, gain=0.0), "silent"),
        (wav(8.0)[:60], "lasts only 0.0 s"),
        (demo_song().read_bytes()[:3000], "lasts only"),
        (b"ID3\x04\x00\x00" + b"\x7f" * 4000, "This file is"),
    ],
    ids=["empty", "text", "zeros", "short", "silent", "cut", "cut mp3", "nothing but tags"],
)
def test_bad_audio_is_said_in_one_line(run: Run, tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "song.mp3").write_bytes(data)
    done = run("predict", "song.mp3")
    assert done.code == 1
    assert words in done.err
    assert len(done.err.splitlines()) == 1


def test_a_file_that_is_too_large_is_not_even_read(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTPOP_MAX_UPLOAD_MIB", "0.1")
    (tmp_path / "big.wav").write_bytes(b"x" * 200_000)
    done = run("predict", "big.wav")
    assert done.code == 1
    assert "at most 0 MiB" in done.err or "MiB are accepted" in done.err
    assert run("predict", "-", stdin=b"\xff" * 200_000).code == 1


def test_a_file_name_that_is_no_text_does_no_harm(run: Run, tmp_path: Path) -> None:
    name = b"caf\xe9 \xff.wav".decode(errors="surrogateescape")
    (tmp_path / name).write_bytes(wav())
    report = _valid(run("predict", name, "--json", "--no-picture").json)
    assert report["input"] == "café ÿ.wav"
    assert run("predict", name).code == 0


def test_a_start_behind_the_end_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "song.wav").write_bytes(wav(8))
    done = run("predict", "song.wav", "--start", "7")
    assert done.code == 1
    assert "7.0 s" in done.err


def test_a_bad_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTPOP_THREADS", "many")
    done = run("predict", SONG.url)
    assert done.code == 1
    assert "SPOTPOP_THREADS" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("predict",),
        ("compare", "a"),
        ("predict", "a", "--start", "soon"),
        ("predict", "a", "--theme", "pink"),
        ("compare",),
    ],
)
def test_wrong_usage_ends_with_two(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--theme", "drak"), "Did you mean dark?"),
        (("--genre", "rokc"), "Did you mean rock?"),
        (("--audience", "over_10"), "Did you mean over_10m?"),
        (("--references", "mien"), "you keep no set named mien."),
        (("--thmee", "dark"), "--theme"),
    ],
)
def test_a_misspelt_value_is_told_with_the_nearest(run: Run, arguments: tuple[str, str], words: str) -> None:
    done = run("predict", demo_song(), "--no-picture", *arguments)
    assert done.code == 2
    assert words in " ".join(done.err.replace("│", " ").split())


def test_a_misspelt_model_is_told_with_the_nearest() -> None:
    with pytest.raises(ModelMissing) as missing:
        find_model("defualt")
    assert missing.value.advice.startswith("Did you mean default? ")


def test_a_bug_of_ours_is_told_to_who_runs_the_command(
    run: Run, model: LoudnessModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(model, "read", lambda *_, **__: 1 / 0)
    done = run("predict", demo_song())
    assert done.code == 1
    assert "ZeroDivisionError: division by zero" in done.err
    log = tmp_path / "data" / "logs" / "spotpop-errors.log"
    assert str(log) in done.err
    assert "`spotpop doctor`" in done.err
    assert "operator" not in done.err
    assert "Traceback" in log.read_text("utf-8")
    assert log.stat().st_mode & 0o077 == 0


def test_a_bug_that_one_input_meets_leaves_the_others_their_answers(
    run: Run, model: LoudnessModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    read, calls = model.read, []

    def once(*arguments: Any, **options: Any) -> Any:
        calls.append(1)
        return 1 / 0 if len(calls) == 1 else read(*arguments, **options)

    monkeypatch.setattr(model, "read", once)
    done = run("predict", demo_song(), demo_song(), "--json", "--no-picture")
    first, second = (_valid(json.loads(line)) for line in done.out.splitlines())
    assert done.code == 1
    assert first["error"]["code"] == "unexpected"
    assert "operator" not in done.out + done.err
    assert "`spotpop doctor`" in first["error"]["hint"]
    assert second["score"]


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
    assert _valid(done.json)["picture"] is None
    assert done.err.startswith("/proc/1/picture.png could not be saved: ")
    assert len(done.err.splitlines()) == 1
    assert not list(tmp_path.glob("*.png"))


def test_a_folder_for_pictures_that_is_not_there_is_no_file_name(run: Run, tmp_path: Path) -> None:
    assert run("predict", demo_song(), "--picture", "sub/").code == 2
    assert not (tmp_path / "sub").exists()


def test_a_failure_is_told_to_programs_too(run: Run) -> None:
    done = run("predict", "nosuch.mp3", "--json")
    assert done.code == 1
    assert _valid(done.json)["error"]["code"] == "file-unreadable"
    assert done.json["input"] == "nosuch.mp3"


def test_a_genre_that_nobody_knows_names_the_nearest(run: Run) -> None:
    done = run("predict", demo_song(), "--genre", "rokc", "--no-picture")
    assert done.code == 2
    assert "Did you mean rock?" in " ".join(done.err.split())


def test_a_table_for_spreadsheets_runs_no_strangers_formula(run: Run, tmp_path: Path) -> None:
    (tmp_path / "=HYPERLINK(1).wav").write_bytes(wav(6))
    done = run("predict", demo_song(), "=HYPERLINK(1).wav", "nosuch.mp3", "--csv", "--no-picture")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["title"] for row in rows] == ["Feelings", "'=HYPERLINK(1)", ""]
    assert rows[1]["input"] == "'=HYPERLINK(1).wav"
    assert 0 <= float(rows[0]["low"]) <= float(rows[0]["score"]) <= float(rows[0]["high"])
    assert rows[2]["error"] == "file-unreadable"


# Doctor


def test_the_doctor_tells_what_works(run: Run) -> None:
    done = run("doctor", "--json", "--offline")
    checks = {check["name"]: check for check in done.json["checks"]}
    assert {"settings", "data folder", "model", "picture", "queue"} <= set(checks)
    assert done.code == (0 if done.json["healthy"] else 1)


def test_the_doctor_asks_every_source(run: Run) -> None:
    done = run("doctor", "--json")
    checks = {check["name"]: check["state"] for check in done.json["checks"]}
    assert checks["Deezer"] == checks["iTunes"] == checks["Spotify's embed page"] == "ok"
    assert checks["Spotify"] in {"ok", "broken"}


def test_the_doctor_never_shows_a_secret(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "MTIzNDU2Nzg5MDEyMzQ1Njc4.secret-part.more-secret")
    monkeypatch.setenv("TELEGRAM_TOKEN", "42:very-secret")
    monkeypatch.setenv("SPOTPOP_DISCORD_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("SPOTPOP_TELEGRAM_API_URL", "http://127.0.0.1:9")
    done = run("doctor")
    assert done.code == 1
    assert "secret" not in done.out + done.err
    assert "Discord does not answer." in done.out


# What a musician can do with it


def test_references_are_kept_as_numbers_and_a_song_is_put_beside_them(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "loud.wav").write_bytes(wav(gain=0.8))
    (tmp_path / "quiet.wav").write_bytes(wav(gain=0.05))

    added = run("reference", "add", "--set", "heroes", "loud.wav", SONG.url)
    listed = run("reference", "list", "--json").json
    report = _valid(run("predict", "quiet.wav", "--references", "heroes", "--json", "--no-picture").json)
    table = run("predict", "quiet.wav", "--references", "heroes", "--no-picture").out
    removed = run("reference", "remove", "--set", "heroes")

    assert added.code == 0, added.err
    assert {one["label"] for one in listed} == {"loud", "Lantern Road — Mira Solberg, Bo"}
    assert all(one["numbers"]["loudness"] < 0 for one in listed)
    own, everybody = report["findings"]["corridors"]
    assert (own["kind"], own["name"], own["size"]) == ("own", "heroes", 2)
    loudness = next(one for one in own["standings"] if one["name"] == "loudness")
    assert loudness["place"] == "below"
    assert loudness["value"] == report["findings"]["measured"]["loudness_lufs"]
    assert everybody["kind"] == "all"
    assert "below your references" in table
    assert "2 removed" in removed.err
    assert run("reference", "list", "--json").json == []
    assert not [path for path in (tmp_path / "data").rglob("*") if path.suffix != ".db"]


def test_a_reference_that_cannot_be_heard_is_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    done = run("reference", "add", "no such thing")
    assert (done.code, run("reference", "list", "--json").json) == (1, [])
    assert run("reference", "add").code == 1


def test_the_same_file_twice_is_named_as_that(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(wav(gain=0.3))
    (tmp_path / "b.wav").write_bytes(wav(gain=0.6))

    same = _valid(run("compare", "a.wav", "a.wav", "--json", "--no-picture").json)
    louder = _valid(run("compare", "a.wav", "b.wav", "--json", "--no-picture").json)

    assert same["changes"] == {"sameness": "identical", "changes": []}
    assert louder["changes"]["sameness"] == "level"
    assert louder["changes"]["changes"][0]["name"] == "loudness"
    assert louder["changes"]["changes"][0]["difference"] == pytest.approx(6.02, abs=0.1)
    assert "same recording twice" in run("compare", "a.wav", "a.wav", "--no-picture").out
