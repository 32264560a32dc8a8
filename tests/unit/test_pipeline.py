"""From bytes to report and picture, with a model made by code; nothing here knows a network."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from spotpop.audio.tags import read_tags
from spotpop.demo import demo_song
from spotpop.errors import ModelMissing, SourcesOff, StartBeyondEnd, UnsupportedLink
from spotpop.links import Reference
from spotpop.model import model as model_module
from spotpop.pipeline import STAGES, Options, Pipeline, Upload
from spotpop.recordings import Recording
from spotpop.report import PreviewMatch
from spotpop.settings import Settings, load_settings
from spotpop.track import ReleaseDate, Track
from tests.models import LoudnessModel
from tests.tones import wav

ID = "4uLU6hMCjMI75M1A2tKUQC"


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    monkeypatch.chdir(tmp_path)
    return load_settings(preview_sources=())


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> LoudnessModel:
    made = LoudnessModel()
    monkeypatch.setattr(model_module, "load_model", lambda *_, **__: made)
    return made


def test_an_upload_becomes_a_report_and_a_picture(settings: Settings, model: LoudnessModel) -> None:
    shown: list[str] = []
    answer = Pipeline(settings).predict(Upload(demo_song().read_bytes(), "x.mp3"), progress=shown.append)
    report = answer.report
    assert (report.track.title, report.track.artist_line) == ("Feelings", "Sectoid")
    assert report.preview.source == "upload"
    assert report.section.duration_s == pytest.approx(30, abs=0.2)
    assert report.baseline + sum(reason.points for reason in report.reasons) == pytest.approx(report.score)
    assert answer.picture.startswith(b"\x89PNG")
    assert shown == ["decode", "features", "model", "picture"]
    assert list(report.timings_ms) == shown
    assert all(value > 0 for value in report.timings_ms.values())
    assert set(shown) <= set(STAGES)


def test_an_upload_counts_as_unreleased(settings: Settings, model: LoudnessModel) -> None:
    answer = Pipeline(settings).predict(Upload(wav(), "demo.wav"))
    assert not answer.report.track.released
    assert model.contexts[0].age_years == 0
    assert answer.report.warnings == ()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("C:\\Users\\me\\Desktop\\My Song.final.wav", "My Song.final"),
        ("/home/me/secret/mix.wav", "mix"),
        ("../../etc/passwd", "passwd"),
        (".hidden", ".hidden"),
        ("", ""),
    ],
)
def test_an_upload_without_tags_is_called_by_its_file_name_never_by_a_path(name: str, title: str) -> None:
    assert Upload(b"", name).stem == title


def test_tags_are_read_and_nonsense_has_none() -> None:
    assert read_tags(demo_song().read_bytes()).title == "Feelings"
    assert read_tags(wav()).title == ""
    assert read_tags(b"not audio at all").artist == ""


def test_the_section_can_be_chosen(settings: Settings, model: LoudnessModel) -> None:
    pipeline = Pipeline(settings)
    options = Options(start_s=25.0, picture=False, whole_song=True)
    report = pipeline.predict(Upload(wav(60), "x.wav"), options=options).report
    assert report.section.start_s == pytest.approx(25.0)
    assert report.track.duration_s == pytest.approx(60.0)
    with pytest.raises(StartBeyondEnd):
        pipeline.predict(Upload(wav(60), "x.wav"), options=Options(start_s=59.0))


def test_without_a_picture_none_is_drawn(settings: Settings, model: LoudnessModel) -> None:
    answer = Pipeline(settings).predict(Upload(wav(), "x.wav"), options=Options(picture=False))
    assert answer.picture == b""
    assert "picture" not in answer.report.timings_ms


def test_a_comparison_hears_each_once_in_one_batch(settings: Settings, model: LoudnessModel) -> None:
    answer = Pipeline(settings).compare(Upload(wav(gain=0.1), "quiet.wav"), Upload(wav(gain=0.8), "loud.wav"))
    assert model.batches == [2]
    assert answer.comparison.difference == pytest.approx(18.06, abs=0.1)
    assert answer.comparison.second.track.title == "loud"
    assert answer.comparison.reliable
    assert answer.picture.startswith(b"\x89PNG")


def test_an_injected_reader_is_asked_instead_of_the_model(settings: Settings, model: LoudnessModel) -> None:
    asked: list[Any] = []

    def read(analysis: Any) -> Any:
        asked.append(analysis)
        return LoudnessModel().read([analysis])[0]

    Pipeline(settings, read=read).predict(Upload(wav(), "x.wav"))
    assert len(asked) == 1
    assert model.batches == []


def test_many_threads_load_one_model(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[int] = []
    gate = threading.Barrier(4, timeout=10)

    def load(*_: Any, **__: Any) -> LoudnessModel:
        loads.append(1)
        return LoudnessModel()

    monkeypatch.setattr(model_module, "load_model", load)
    pipeline = Pipeline(settings)

    def ask(_: int) -> float:
        gate.wait()
        return pipeline.predict(Upload(wav(), "x.wav")).report.score

    with ThreadPoolExecutor(4) as pool:
        scores = set(pool.map(ask, range(4)))
    assert len(loads) == 1
    assert len(scores) == 1


def test_without_a_model_there_is_no_number(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        Pipeline(settings.model_copy(update={"model": "nowhere"})).predict(Upload(wav(), "x.wav"))


def test_with_every_source_off_links_are_refused_and_uploads_work(settings: Settings, model: LoudnessModel) -> None:
    pipeline = Pipeline(settings)
    with pytest.raises(SourcesOff):
        pipeline.predict(Reference("track", ID, f"https://open.spotify.com/track/{ID}"))
    assert pipeline.predict(Upload(wav(), "x.wav")).report.score > 0


def test_an_album_is_no_track(settings: Settings) -> None:
    with pytest.raises(UnsupportedLink):
        Pipeline(settings).predict(Reference("album", ID, f"https://open.spotify.com/album/{ID}"))


def test_a_stated_genre_reaches_the_model(settings: Settings, model: LoudnessModel) -> None:
    Pipeline(settings).predict(Upload(wav(), "x.wav"), options=Options(genre="hip hop", picture=False))
    assert model.contexts[0].genre == "rap"


def test_a_released_track_has_its_age(settings: Settings, model: LoudnessModel) -> None:
    track = Track(title="x", release_date=ReleaseDate.parse("2016"))
    prepared = Pipeline(settings).prepare(Upload(wav(), "x.wav"), options=Options(picture=False))
    released = Pipeline(settings)
    from dataclasses import replace

    answer = released.finish(replace(prepared, track=track), LoudnessModel().read([prepared.analysis])[0])
    assert model.contexts[0].age_years is not None
    assert model.contexts[0].age_years > 9
    assert answer.report.warnings == ()


@pytest.mark.parametrize(("confidence", "warnings"), [(0.89, ("match-unsure",)), (0.9, ()), (1.0, ())])
def test_a_match_that_is_unsure_is_reported(settings: Settings, confidence: float, warnings: tuple[str, ...]) -> None:
    class Found:
        def find(self, *_: Any) -> Recording:
            match = PreviewMatch(source="deezer", how="search", confidence=confidence)
            return Recording(Track(title="x"), wav(), match)

    pipeline = Pipeline(settings)
    pipeline._recordings = Found()  # type: ignore[assignment] # what the pipeline needs of it
    prepared = pipeline.prepare(Reference("track", ID, ""), options=Options(picture=False))
    assert prepared.warnings == warnings
