"""The pictures say what the report says, in both themes, for any title."""

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from spotpop.picture import ListingRow, Theme, draw, draw_comparison, draw_listing, scales
from spotpop.picture.canvas import Canvas
from spotpop.picture.parts import titled
from spotpop.picture.themes import HEAT_FIRST, HEAT_LEVELS, INK_LEVELS, INKS, palette
from spotpop.report import Interval
from spotpop.track import Artist, Track
from spotpop.wording import LANGUAGES, words_for
from spotpop.wording.values import name_of
from tests.reports import Sound, make_comparison, make_report

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
        row = pixels[192]
        return float(np.flatnonzero(row == _ink("accent")).mean())

    assert dot_x(50.0) == pytest.approx(500, abs=2)
    assert dot_x(25.0) == pytest.approx(40 + 920 * 0.25, abs=2)


def test_the_band_spans_the_interval() -> None:
    report = make_report(score=50.0, interval=Interval(low=20.0, high=80.0), baseline=90.0)
    row = _open(draw(report, SOUND.mel(), SOUND.samples))[192]
    band = np.flatnonzero(row == _ink("band"))
    assert band.min() == pytest.approx(40 + 920 * 0.2, abs=12)
    assert band.max() == pytest.approx(40 + 920 * 0.8, abs=12)


@pytest.mark.parametrize("band", [20, 100])
def test_a_loud_band_is_bright_at_its_frequency(band: int) -> None:
    pixels = _open(draw(make_report(), SOUND.mel(band), SOUND.samples))
    column = pixels[382:682, 500]
    brightest = int(column.argmax())
    assert column.max() >= HEAT_FIRST + HEAT_LEVELS * 0.8
    assert 300 - brightest == pytest.approx(300 * (band + 0.5) / 128, abs=4)


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
    first = many[156 + 33]
    last = many[156 + 9 * 66 + 33]
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
    assert [text for _, text in scales.frequency_ticks(0.0, 11_025.0)] == ["500 Hz", "1 kHz", "2 kHz", "4 kHz", "8 kHz"]


@pytest.mark.parametrize(("hz", "mel"), [(0.0, 0.0), (1000.0, 15.0), (6400.0, 42.0)])
def test_the_mel_scale_is_slaneys(hz: float, mel: float) -> None:
    assert scales.hz_to_mel(hz) == pytest.approx(mel)


def test_a_doubt_is_said_in_the_picture() -> None:
    plain = _open(draw(make_report(), SOUND.mel(), SOUND.samples))
    doubtful = _open(draw(make_report(warnings=("classical", "release-unknown")), SOUND.mel(), SOUND.samples))
    assert doubtful.shape[0] > plain.shape[0]
    assert (doubtful[296:324] == _ink("weigh")).sum() > 100
    assert not (plain[296:308] == _ink("weigh")).any()


def drawn_words(monkeypatch: pytest.MonkeyPatch, language: str) -> list[str]:
    """Return every line of words that a report's picture holds in a language."""
    said: list[str] = []
    write = Canvas.text

    def listening(self: Canvas, at: tuple[float, float], content: object, *args: object, **kwargs: object) -> float:
        said.append(content if isinstance(content, str) else "".join(run.text for run in content.runs))  # type: ignore[attr-defined]
        return write(self, at, content, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Canvas, "text", listening)
    draw(make_report(warnings=("match-unsure",)), SOUND.mel(), SOUND.samples, words=words_for(language))
    return said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_speaks_the_language_and_the_words_of_its_answer(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    said, words = drawn_words(monkeypatch, language), words_for(language)
    for key in ("answer-lifts", "answer-weighs", "picture-lifts", "warning-match-unsure"):
        assert words.plain(key) in said
    reasons = [reason for reason in make_report().reasons if abs(reason.points) >= 0.05]
    assert any(line.startswith(str(name_of(reason.name, words))) for reason in reasons for line in said)
    if language != "en":
        monkeypatch.undo()
        assert set(said).isdisjoint(words_for("en").plain(key) for key in ("answer-lifts", "picture-nothing"))


@pytest.mark.parametrize("title", ["", "\u3164\u3164", "  "])
def test_a_title_of_which_nothing_is_seen_is_named_so(title: str) -> None:
    assert titled(title, words_for("fr")) == "Sans titre"
