"""`spotpop predict`: what is asked for, one after the other, and what becomes of each thing that can go wrong."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
import typer

from spotpop.__main__ import main
from spotpop.advice.reference_tracks import LOCAL, ReferenceStore
from spotpop.cli import predict as module
from spotpop.cli.arguments import Given
from spotpop.errors import (
    ModelMissing,
    NothingFound,
    PreviewNotFound,
    RecordingUnsure,
    SettingsError,
    SpotpopError,
    UnexpectedError,
)
from spotpop.links import parse_reference
from spotpop.question import Options
from spotpop.settings import load_settings
from spotpop.track import Listing, Track
from tests.unit.bot import samples

SONG, OTHER = (parse_reference(f"https://open.spotify.com/track/{digit * 22}") for digit in "12")
ALBUM = parse_reference(f"https://open.spotify.com/album/{'3' * 22}")
SHORT = parse_reference("https://spotify.link/abcDEF123")
UNSURE = RecordingUnsure(title="x", choices="[]")


class Pipeline:
    """Answers every question alike, except where it was set otherwise."""

    def __init__(self, settings, ends=None, leads_to=SONG):
        self.settings, self.ends, self.leads_to = settings, dict(ends or {}), leads_to
        self.asked, self.options = [], []

    def predict(self, question, *, options, progress=lambda stage: None):
        progress("model")
        self.asked.append(question)
        self.options.append(options)
        if question in self.ends:
            raise self.ends[question]
        return SimpleNamespace(report=samples.report(), picture=samples.PNG if options.picture else b"")

    def resolve(self, reference):
        self.asked.append(reference)
        return self.leads_to

    def listing(self, reference):
        return Listing(kind="album", id=reference.id, title="Walks", total=1, tracks=(Track(title="a"),))

    def draw_listing(self, title, rows, *, theme):
        return samples.PNG


class Output:
    """Takes answers and keeps what was said, in order."""

    def __init__(self):
        self.said = []

    def report(self, label, report, picture):
        self.said.append(("report", label, picture))

    def ranking(self, label, ranking, picture):
        self.said.append(("ranking", label, picture))

    def failure(self, label, error):
        self.said.append(("failure", label, type(error)))


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SPOTPOP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SPOTPOP_OPERATOR_LOG", str(tmp_path / "logs" / "x.log"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked_of(pipeline, *questions, alone=True, place=None, options=None):
    """Ask one question after the other; returns what asked, what was written, and which stages were shown."""
    reported, stages = Output(), []
    asking = module._Asking(pipeline, options or Options(), place, reported, alone=alone)
    for question in questions:
        given = question if isinstance(question, SpotpopError) else Given("x", lambda question=question: question)
        asking.answer("x", given, stages.append, lambda: stages.append("pause"))
    return asking, reported.said, stages


def test_an_answer_is_shown_where_its_picture_lies(home):
    asking, reported, stages = asked_of(Pipeline(load_settings()), SONG)
    assert [(kind, str(path)) for kind, _, path in reported] == [("report", "Night-Walk.spotpop.png")]
    assert (home / "Night-Walk.spotpop.png").read_bytes() == samples.PNG
    assert stages == ["model", "pause"]  # room is made on the terminal before anything is printed
    assert not asking.failed


def test_a_short_link_is_followed_before_it_is_asked(home):
    pipeline = Pipeline(load_settings(), leads_to=OTHER)
    _, reported, stages = asked_of(pipeline, SHORT, options=Options(picture=False))
    assert pipeline.asked == [SHORT, OTHER]
    assert stages[0] == "resolve"
    assert reported == [("report", "x", None)]
    asked_of(pipeline, SONG, options=Options(picture=False))
    assert pipeline.asked[2:] == [SONG]


@pytest.mark.parametrize("link", [ALBUM, SHORT, replace(ALBUM, kind="playlist")])
def test_a_list_of_songs_becomes_a_ranking(home, link):
    asking, reported, _ = asked_of(Pipeline(load_settings(), leads_to=ALBUM), link)
    assert [(kind, str(path)) for kind, _, path in reported] == [("ranking", "Walks.spotpop.png")]
    assert not asking.failed


def test_a_list_of_which_no_song_has_a_forecast_has_failed(home):
    pipeline = Pipeline(load_settings(), {Track(title="a"): PreviewNotFound(title="a", tried="deezer")})
    asking, reported, _ = asked_of(pipeline, ALBUM)
    assert reported[0][0] == "ranking"
    assert asking.failed


@pytest.mark.parametrize(("alone", "lead"), [(True, ""), (False, "x: ")])
def test_what_has_no_answer_is_reported_and_the_next_is_asked(home, capsys, alone, lead):
    asking, reported, stages = asked_of(Pipeline(load_settings()), NothingFound(), SONG, alone=alone)
    assert [kind for kind, *_ in reported] == ["failure", "report"]
    assert stages[0] == "pause"
    assert asking.failed
    assert capsys.readouterr().err.startswith(f"{lead}{NothingFound().text}")


@pytest.mark.parametrize("error", [ModelMissing(name="x", known=""), SettingsError(name="X", problem="is odd")])
def test_what_the_next_would_meet_as_well_ends_it_once_the_output_knows(home, error):
    reported, stages = Output(), []
    asking = module._Asking(Pipeline(load_settings(), {SONG: error}), Options(), None, reported, alone=False)
    with pytest.raises(type(error)):
        asking.answer("x", Given("x", lambda: SONG), stages.append, lambda: stages.append("pause"))
    assert reported.said == [("failure", "x", type(error))]
    assert stages[-1] == "pause"


def test_a_recording_that_is_not_sure_is_the_one_that_somebody_chooses(home, monkeypatch):
    monkeypatch.setattr(module, "choose", lambda error, words: OTHER)
    pipeline = Pipeline(load_settings(), {SONG: UNSURE})
    asking, reported, _ = asked_of(pipeline, SONG)
    assert pipeline.asked == [SONG, OTHER]
    assert [kind for kind, *_ in reported] == ["report"]
    assert not asking.failed


def test_a_recording_that_nobody_chooses_has_no_answer(home, monkeypatch):
    monkeypatch.setattr(module, "choose", lambda error, words: None)
    asking, reported, _ = asked_of(Pipeline(load_settings(), {SONG: UNSURE}), SONG)
    assert reported == [("failure", "x", RecordingUnsure)]
    assert asking.failed


@pytest.mark.parametrize("bug", [ValueError("odd"), KeyError("odd"), OSError("odd"), RuntimeError("odd")])
def test_a_bug_that_one_file_meets_does_not_take_the_others_answers_away(home, capsys, bug):
    asking, reported, _ = asked_of(Pipeline(load_settings(), {SONG: bug}), SONG, OTHER, alone=False)
    assert [kind for kind, *_ in reported] == ["failure", "report"]
    assert issubclass(reported[0][2], UnexpectedError)
    assert asking.failed
    assert "x: This should not have happened" in capsys.readouterr().err


def interrupted():
    error = RuntimeError("library")
    error.__cause__ = KeyboardInterrupt()
    return error


@pytest.mark.parametrize(
    ("alone", "bug"), [(True, ValueError("odd")), (False, BrokenPipeError()), (False, interrupted())]
)
def test_a_bug_alone_a_closed_pipe_and_ctrl_c_end_the_command(home, alone, bug):
    reported = Output()
    asking = module._Asking(Pipeline(load_settings(), {SONG: bug}), Options(), None, reported, alone=alone)
    with pytest.raises(type(bug)):
        asking.answer("x", Given("x", lambda: SONG), lambda _: None, lambda: None)
    assert reported.said == []


def test_a_picture_that_cannot_be_saved_costs_no_answer(home, capsys):
    (home / "file").write_text("x")
    asking, reported, _ = asked_of(Pipeline(load_settings()), SONG, place=home / "file" / "x.png")
    assert reported == [("report", "x", None)]
    assert asking.failed
    assert "could not be saved" in capsys.readouterr().err


@pytest.mark.parametrize(("genre", "near"), [("jaz", " Did you mean jazz?"), ("xyzzy", "")])
def test_a_genre_that_no_model_knows_is_refused_with_the_nearest(genre, near):
    with pytest.raises(typer.BadParameter) as refused:
        module._check_genre(genre)
    assert refused.value.message.startswith(f"{genre} is none that is known: ")
    assert refused.value.message.endswith(f".{near}")


@pytest.mark.parametrize("genre", [None, "jazz", "Indie Rock"])
def test_a_genre_of_any_catalogue_is_taken(genre):
    module._check_genre(genre)


def test_options_that_were_not_given_leave_the_settings_as_they_are(monkeypatch):
    monkeypatch.setenv("SPOTPOP_THEME", "light")
    assert module.settings_with(theme=None, model=None).theme == "light"
    assert module.settings_with(theme="dark", model=None).theme == "dark"


def test_references_are_all_sets_or_the_one_that_is_named(home):
    store = ReferenceStore(home / "data" / "references.db")
    for name in ("heroes", "mine"):
        store.add(LOCAL, name, "song", {"loudness": -9.0})
    settings = load_settings()
    assert [one.name for one in module._sets(settings, None)] == ["heroes", "mine"]
    assert [one.name for one in module._sets(settings, "heroes")] == ["heroes"]
    with pytest.raises(typer.BadParameter, match=r"you keep no set named heros\. Did you mean heroes\?"):
        module._sets(settings, "heros")


def test_without_references_none_are_compared(home):
    assert module._sets(load_settings(), None) == ()


def test_what_is_not_understood_keeps_its_place(home):
    wanted = module._understand([SONG.url, "hello", f"{OTHER.url} {ALBUM.url}"], load_settings())
    assert [label for label, _ in wanted] == [SONG.url, "hello", OTHER.url, ALBUM.url]
    assert isinstance(wanted[1][1], NothingFound)


@pytest.fixture
def run(home, monkeypatch, capsys):
    """Run the command; returns its exit code, what it printed, and the pipeline that it asked."""
    made = []

    def go(*arguments, ends=None):
        monkeypatch.setattr(module, "Pipeline", lambda settings: made.append(Pipeline(settings, ends)) or made[-1])
        with pytest.raises(SystemExit) as end:
            main(["predict", *arguments])
        reported = capsys.readouterr()
        return end.value.code or 0, reported.out, reported.err, made[-1] if made else None

    return go


def test_what_was_said_of_the_song_reaches_the_pipeline(run):
    code, _, _, pipeline = run(
        SONG.url, "--json", "--no-picture", "--start", "12", "--theme", "light", "--band", "full", "--genre", "jazz",
        "--followers", "5000", "--released", "2024-08", "--explicit", "--whole-song",
    )  # fmt: skip
    [options] = pipeline.options
    assert code == 0
    assert (options.start_s, options.theme, options.picture, options.band) == (12.0, "light", False, "full")
    assert (options.genre, options.audience.followers, options.explicit) == ("jazz", 5000.0, True)
    assert (options.released, str(options.release_date), options.whole_song) == (True, "2024-08", True)
    assert (options.language, options.first_song) == ("en", False)


def test_nothing_is_stated_that_was_not_said(run):
    [options] = run(SONG.url)[3].options
    assert options == Options(language="en", hear_changes=True)
    assert run(SONG.url, "--first-song")[3].options[0].first_song


def test_changes_are_heard_for_one_song_alone(run):
    assert [one.hear_changes for one in run(SONG.url)[3].options] == [True]
    assert [one.hear_changes for one in run(SONG.url, OTHER.url)[3].options] == [False, False]


def test_one_missing_answer_is_exit_code_1(run):
    code, said, _, _ = run(SONG.url, "hello", "--json", "--no-picture")
    assert code == 1
    assert ["error" in json.loads(line) for line in said.splitlines()] == [False, True]
    assert run(SONG.url, "--json", "--no-picture")[0] == 0


def test_answers_come_as_a_table_as_json_or_as_csv(run):
    assert "Night Walk" in run(SONG.url, "--no-picture")[1].splitlines()[1]
    assert json.loads(run(SONG.url, "--no-picture", "--json")[1])["input"] == SONG.url
    assert run(SONG.url, "--no-picture", "--csv")[1].startswith("input,title,")
    code, said, wrong, _ = run(SONG.url, "--json", "--csv")
    assert (code, said) == (2, "")
    assert "exclude each other" in " ".join(wrong.split())


@pytest.mark.parametrize(
    "wrong", [("--genre", "xyzzy"), ("--references", "none"), ("--released", "soon"), ("--picture", "no/such/x.png")]
)
def test_wrong_usage_is_reported_before_anybody_is_asked(run, wrong):
    code, said, _, pipeline = run(SONG.url, *wrong)
    assert (code, said) == (2, "")
    assert pipeline is None


def test_answers_are_in_the_language_of_the_settings(run, monkeypatch):
    english = run(SONG.url, "--no-picture")[1]
    monkeypatch.setenv("SPOTPOP_LOCALE", "de")
    _, german, _, pipeline = run(SONG.url, "--no-picture")
    assert pipeline.options[0].language == "de"
    assert ("Lautheit" in english, "Lautheit" in german) == (False, True)


def test_pictures_of_several_need_a_folder(run, home):
    several = (SONG.url, OTHER.url, "--json")
    assert run(*several, "--picture", "x.png")[0] == 2
    (home / "in").mkdir()
    assert run(*several, "--picture", "in")[0] == 0
    assert len(list((home / "in").iterdir())) == 2
    assert run(SONG.url, "--json", "--picture", "x.png")[0] == 0
    assert (home / "x.png").is_file()
