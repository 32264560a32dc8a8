"""The pictures say what the report says, in both themes, for any title."""

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from spotpop.audio.analysis import analyse
from spotpop.audio.clip import Clip
from spotpop.findings import Standing
from spotpop.picture import ListingRow, Theme, draw, draw_comparison, draw_listing, scales
from spotpop.picture.corridor import x_of
from spotpop.picture.decibels import RANGE_DB, dbfs
from spotpop.picture.parts import titled
from spotpop.picture.themes import HEAT_FIRST, HEAT_LEVELS, INK_LEVELS, INKS, palette
from spotpop.report import Interval, Reason, Report
from spotpop.text import plain
from spotpop.track import Artist, Track
from spotpop.wording import LANGUAGES, words_for
from spotpop.wording.expectation import ladder_notes_in_short, reason_blocks
from spotpop.wording.findings import corridor_heading
from spotpop.wording.values import name_of
from tests.golden.answers import situations
from tests.noting import Noting
from tests.reports import RATE_HZ, Sound, make_comparison, make_report

SOUND = Sound()


def _open(png: bytes) -> np.ndarray:
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    assert image.mode == "P"
    return np.asarray(image)


def _ink(name: str) -> int:
    return (INKS.index(name) + 1) * INK_LEVELS


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_report_becomes_a_png_for_chats(theme: Theme) -> None:
    png = draw(make_report(), SOUND.mel(), SOUND.samples, theme=theme)
    pixels = _open(png)
    height, width = pixels.shape
    assert width == 1000
    assert width + height <= 10_000  # Telegram's limit on sides
    assert len(png) < 1_000_000
    corner = Image.open(io.BytesIO(png)).convert("RGB").getpixel((2, 2))
    assert corner == tuple(palette(theme)[0])


def test_the_dot_stands_where_the_score_is() -> None:
    def dot_x(score: float) -> float:
        pixels = _open(draw(make_report(score=score), SOUND.mel(), SOUND.samples))
        row = pixels[172]
        return float(np.flatnonzero(row == _ink("accent")).mean())

    assert dot_x(50.0) == pytest.approx(500, abs=2)
    assert dot_x(25.0) == pytest.approx(40 + 920 * 0.25, abs=2)


def test_the_band_spans_the_interval() -> None:
    report = make_report(score=50.0, interval=Interval(low=20.0, high=80.0), baseline=90.0)
    row = _open(draw(report, SOUND.mel(), SOUND.samples))[172]
    band = np.flatnonzero(row == _ink("band"))
    assert band.min() == pytest.approx(40 + 920 * 0.2, abs=12)
    assert band.max() == pytest.approx(40 + 920 * 0.8, abs=12)


PLOT = slice(400, 800)
"""Columns well inside the spectrogram."""


def _spectrogram_rows(pixels: np.ndarray) -> tuple[int, int]:
    """Return first and last row of the spectrogram: all of it is in the colours of the heat map."""
    heat = (pixels[:, PLOT] >= HEAT_FIRST).all(axis=1)
    rows = np.flatnonzero(heat)
    return int(rows[0]), int(rows[-1]) + 1


@pytest.mark.parametrize("band", [20, 100])
def test_a_loud_band_is_bright_at_its_frequency(band: int) -> None:
    mel = SOUND.mel(band)
    pixels = _open(draw(make_report(), mel, SOUND.samples))
    top, bottom = _spectrogram_rows(pixels)
    column = pixels[top:bottom, 500]
    share = 1 - (int(column.argmax()) + 0.5) / len(column)
    edges = np.linspace(0, scales.hz_to_mel(mel.fmax_hz), 130)
    low, high = scales.mel_to_hz(edges[band]), scales.mel_to_hz(edges[band + 2])
    assert low < scales.FrequencyAxis.of(mel.fmax_hz).hz_at(share) < high


def test_a_sine_of_full_scale_reads_0_dbfs_at_any_frequency() -> None:
    for hz in (110.0, 440.0, 3000.0, 9000.0):
        samples = np.sin(2 * np.pi * hz * np.arange(3 * RATE_HZ) / RATE_HZ).astype(np.float32)
        mel = analyse(Clip(samples, start_s=0.0, audio_duration_s=3.0)).mel
        assert dbfs(mel)[:, 40].max() == pytest.approx(0.0, abs=3.0), hz  # a filter's slope takes up to 3 dB


def test_what_is_softer_is_darker_beside_what_is_louder() -> None:
    loud, soft = (replace(SOUND.mel(), db=SOUND.mel().db + np.float32(db)) for db in (35.0, 23.0))
    pixels = _open(draw_comparison(make_comparison(), (loud, SOUND.samples), (soft, SOUND.samples * 0.25)))
    heat = np.where(pixels[:, 500] >= HEAT_FIRST, pixels[:, 500], 0)
    heat = heat[np.flatnonzero(heat)[0] :]  # both spectrograms stand below the names
    brightest = [int(column.max()) for column in np.array_split(heat, 2)]
    assert brightest[0] - brightest[1] == pytest.approx(12 / RANGE_DB * HEAT_LEVELS, abs=3)
    alone = _open(draw(make_report(), soft, SOUND.samples * 0.25))
    assert int(alone[:, 500].max()) == pytest.approx(brightest[1], abs=3)


def test_a_soft_song_has_a_small_waveform() -> None:
    def swing(gain: float) -> int:
        pixels = _open(draw(make_report(ladder=()), SOUND.mel(), SOUND.samples * np.float32(gain)))
        top, _ = _spectrogram_rows(pixels)
        return int((pixels[top - 60 : top - 4, 860] == _ink("muted")).sum())

    assert swing(1.0) > 25
    assert swing(0.1) < 10


def test_louder_means_brighter_to_the_eye_all_along_the_map() -> None:
    colours = palette("dark")[HEAT_FIRST : HEAT_FIRST + HEAT_LEVELS] / 255
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    lightness = np.where(luminance > 0.008856, 116 * np.cbrt(luminance) - 16, 903.3 * luminance)  # CIE L*
    steps = np.diff(lightness)
    assert steps.min() > 0
    assert steps.max() < 3 * steps.mean()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_text_has_contrast_enough(theme: Theme) -> None:
    def luminance(colour: np.ndarray) -> float:
        value = colour / 255
        linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
        return float(linear @ np.array([0.2126, 0.7152, 0.0722]))

    colours = palette(theme)
    ground = luminance(colours[0])
    for ink in ("text", "muted", "accent", "lift", "weigh"):
        light, dark = sorted((luminance(colours[_ink(ink)]), ground), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, ink  # WCAG 2.2, level AA


def test_moments_appear_only_when_there_are_some() -> None:
    with_them = _open(draw(make_report(), SOUND.mel(), SOUND.samples))
    without = _open(draw(make_report(moments=None), SOUND.mel(), SOUND.samples))
    assert with_them.shape[0] > without.shape[0]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200), st.text(max_size=100))
def test_any_title_can_be_drawn(title: str, artist: str) -> None:
    track = Track(title=title, artists=(Artist(name=artist),))
    assert _open(draw(make_report(track=track), SOUND.mel(), SOUND.samples)).shape[1] == 1000


def test_colour_emoji_keep_their_colour() -> None:
    report = make_report(track=Track(title="🔥🟩"))
    pixels = np.asarray(Image.open(io.BytesIO(draw(report, SOUND.mel(), SOUND.samples))).convert("RGB")).astype(int)
    title = pixels[30:90, 40:150]
    green = (title[..., 1] > 120) & (title[..., 0] < 140) & (title[..., 2] < 120)
    orange = (title[..., 0] > 200) & (title[..., 1] > 80) & (title[..., 2] < 90)
    assert green.sum() > 200
    assert orange.sum() > 100


def test_extremes_stay_inside() -> None:
    for score, low, high in ((0.0, 0.0, 0.0), (100.0, 100.0, 100.0), (0.4, 0.0, 100.0)):
        report = make_report(score=score, interval=Interval(low=low, high=high), baseline=low, reasons=())
        assert _open(draw(report, SOUND.mel(), np.zeros(22_050, np.float32))).shape[1] == 1000


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_comparison_becomes_a_png(theme: Theme) -> None:
    sound = (SOUND.mel(), SOUND.samples)
    pixels = _open(draw_comparison(make_comparison(), sound, sound, theme=theme))
    assert pixels.shape[1] == 1000
    middle = pixels[164]
    assert np.flatnonzero(middle == _ink("accent")).mean() > 500  # B is ahead: right of the middle
    behind = replace(make_comparison(), difference=-2.0)
    assert np.flatnonzero(_open(draw_comparison(behind, sound, sound))[164] == _ink("accent")).mean() < 500


def test_a_listing_is_ranked_and_counts_what_it_leaves_out() -> None:
    rows = [ListingRow(title=f"Track {number}", artists="Somebody", score=float(number)) for number in range(60)]
    rows.append(ListingRow(title="Lost", problem="preview-not-found"))
    many = _open(draw_listing("Album", rows))
    few = _open(draw_listing("Album", rows[:3], theme="light"))
    assert many.shape[0] > few.shape[0]
    assert sum(many.shape) <= 10_000
    first = many[156 + 30]
    last = many[156 + 9 * 60 + 30]
    assert np.flatnonzero(first == _ink("accent")).min() > np.flatnonzero(last == _ink("accent")).min()


def test_axes_name_the_songs_own_seconds() -> None:
    assert [text for _, text in scales.time_ticks(0.0, 29.98)] == ["0 s", "5 s", "10 s", "15 s", "20 s", "25 s", "30 s"]
    assert [text for _, text in scales.time_ticks(58.0, 12.0)] == [
        "58 s",
        "1:00",
        "1:02",
        "1:04",
        "1:06",
        "1:08",
        "1:10",
    ]
    axis = scales.FrequencyAxis.of(11_025.0)
    assert [text for _, text in axis.ticks()][:3] == ["30 Hz", "60 Hz", "125 Hz"]
    assert [text for _, text in axis.ticks(room=7)] == ["30 Hz", "125 Hz", "500 Hz", "2 kHz", "8 kHz"]
    full = scales.FrequencyAxis.of(22_050.0)
    assert [text for _, text in full.ticks()] == ["4 kHz", "8 kHz", "12 kHz", "16 kHz", "20 kHz"]
    assert full.hz_at(0.5) == pytest.approx(11_025.0)


@pytest.mark.parametrize(("hz", "mel"), [(0.0, 0.0), (1000.0, 15.0), (6400.0, 42.0)])
def test_the_mel_scale_is_slaneys(hz: float, mel: float) -> None:
    assert scales.hz_to_mel(hz) == pytest.approx(mel)
    assert scales.mel_to_hz(mel) == pytest.approx(hz)


def test_a_doubt_is_said_in_the_picture() -> None:
    plain = _open(draw(make_report(), SOUND.mel(), SOUND.samples))
    doubtful = _open(draw(make_report(warnings=("classical", "release-unknown")), SOUND.mel(), SOUND.samples))
    assert doubtful.shape[0] > plain.shape[0]
    assert (doubtful[-100:] == _ink("weigh")).sum() > 100
    assert not (plain[-100:] == _ink("weigh")).any()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_speaks_the_language_and_the_words_of_its_answer(noted: Noting, language: str) -> None:
    words = words_for(language)
    draw(make_report(warnings=("match-unsure",)), SOUND.mel(), SOUND.samples, words=words)
    for key in ("answer-lifts", "answer-weighs", "picture-lifts", "warning-match-unsure"):
        assert words.plain(key) in noted.said
    reasons = [reason for reason in make_report().reasons if abs(reason.points) >= 0.5]
    assert any(line.startswith(str(name_of(reason.name, words))) for reason in reasons for line in noted.said)
    if language != "en":
        assert set(noted.said).isdisjoint(words_for("en").plain(key) for key in ("answer-lifts", "picture-nothing"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name, found in situations().items() if isinstance(found, Report)])
def test_a_picture_says_what_its_message_says(noted: Noting, language: str, name: str) -> None:
    report, words = situations()[name], words_for(language)
    assert isinstance(report, Report)
    draw(report, SOUND.mel(), SOUND.samples, words=words)
    drawn = " ".join(" ".join(noted.said).split())
    assert "…" not in drawn.replace(report.track.title, "")
    for rung in report.ladder:
        assert words.plain(f"rung-{rung.name}") in noted.said
        assert scales.whole_points(rung.score) in noted.said
    assert noted.said.count(words.plain("picture-own")) == sum(rung.chosen for rung in report.ladder)
    for note in ladder_notes_in_short(report, words):
        assert " ".join(note.split()) in drawn
    for heading, lines in reason_blocks(report, words):
        assert " ".join(plain(heading).split()) in drawn
        for line in lines:  # the same whole points, or the same sentence
            figures = [figure for figure in re.findall(r"\d+", plain(line)) if figure != "1"]
            assert all(figure in drawn for figure in figures)
    if report.score is not None:
        assert report.findings is not None
        heading = plain(corridor_heading(report.findings.corridors[0], words))
        assert " ".join(heading.split()) in drawn
    tenths = [line for line in noted.said if re.search(r"[+\N{MINUS SIGN}]\d+[.,]\d(?! LUFS)", line)]
    assert [line for line in tenths if "LUFS" not in line] == []
    assert words.plain("answer-lifts") not in noted.said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rung_that_was_stated_is_not_called_a_number_of_followers(noted: Noting, language: str) -> None:
    report = situations()["small artist"]
    assert isinstance(report, Report)
    followers = Reason(name="followers", points=-4.0, kind="context", text="3162 followers", group="context")
    shown = replace(report, reasons=(*report.reasons, followers), track=replace(report.track, followers=None))
    draw(shown, SOUND.mel(), SOUND.samples, words=words_for(language))
    assert not any("3162" in line or "3,162" in line or "3.162" in line for line in noted.said)


def test_the_place_in_a_corridor_is_drawn_where_it_is() -> None:
    inside = Standing(name="tempo", value=100.0, low=80.0, high=120.0, place="inside", percentile=50.0)
    assert x_of(inside) == pytest.approx(500)
    assert x_of(replace(inside, value=80.0)) == pytest.approx(340)
    assert x_of(replace(inside, value=1e6)) < 960
    assert x_of(replace(inside, value=-1e6)) > 40


@pytest.mark.parametrize("title", ["", "\u3164\u3164", "  "])
def test_a_title_of_which_nothing_is_seen_is_named_so(title: str) -> None:
    assert titled(title, words_for("fr")) == "Sans titre"
