"""Answers in words: the forecast, why, comparison, ranking, about."""

import re
from dataclasses import replace

import pytest

from bot.messages import track as track_messages
from bot.messages import why
from spotpop.errors import NothingFound, PreviewNotFound, error_classes
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from tests.unit.bot import samples
from tests.unit.bot.samples import text

EN = words_for("en")


def test_a_forecast_in_words_a_musician_understands():
    said = text(track_messages.answer(samples.report(), EN))
    for part in (
        "Night Walk — Ada, The Loops",
        "Around 41 of 100. Eight of ten tracks like this end between 19 and 63.",
        "\n+3.1 loudness: −7 dB\n+2.2 time since release: released August 16, 2024\n",
        "Heard at Deezer: Night Walk — Ada, 93 % sure.",
    ):
        assert part in said, part
    assert "length" not in said, "other reasons wait behind the button"
    behind = text(why.why(samples.report(), EN))
    for part in (
        "More popular than 58 % of the 26,000 tracks it is compared with.",
        "Without listening, the best guess would be 36, with eight of ten between 11 and 64.",
        "Spotify itself says 47 of 100 today.",
        "+0.9 length: 3:07 min",
        "−1.4 cheerfulness: below average",
        "Found by name at Deezer: Night Walk — Ada. 93 % sure that it is the same recording.",
        "It is not certain that the preview is this very recording.",
        "A forecast from the sound, not a verdict on the music.",
    ):
        assert part in behind, part


def test_an_upload_is_told_as_what_it_is():
    said = text(track_messages.answer(samples.upload_report(), EN))
    assert "not released yet" not in said, "that is no reason"
    assert "Spotify itself" not in said


def test_a_sound_without_reasons_is_said():
    assert "Nothing in the sound stands out" in text(track_messages.answer(samples.report(reasons=()), EN))


@pytest.mark.parametrize(
    "code", ["speech", "noise", "tone", "classical", "silence", "short", "quiet", "release-unknown"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_warning_has_a_sentence(code, language):
    words = words_for(language)
    said = text(track_messages.answer(samples.upload_report(warnings=(code,)), words))
    assert words.plain(f"warning-{code}") in said
    assert words.plain(f"warning-{code}") in text(why.why(samples.report(warnings=(code,)), words))
    assert f"({code})" not in said


def test_an_unknown_warning_still_warns():
    assert "(new-thing)" in text(track_messages.answer(samples.report(warnings=("new-thing",)), EN))


@pytest.mark.parametrize(
    ("source", "how", "said"),
    [
        ("spotify", "id", "The preview of this very track from Spotify."),
        ("deezer", "isrc", "same recording (same ISRC) from Deezer: Night Walk — Ada."),
        ("itunes", "search", "at Apple Music: Night Walk — Ada"),
        ("new-shop", "oracle", "A preview from new-shop: Night Walk — Ada."),
    ],
)
def test_it_says_what_was_matched(source, how, said):
    match = replace(samples.report().preview, source=source, how=how)
    assert said in text(why.why(samples.report(preview=match), EN))
    shown = said in text(track_messages.answer(samples.report(preview=match), EN))
    assert shown == (how in {"search", "oracle"}), "what is sure stands in the picture alone"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(error_classes()), ids=lambda kind: kind.code)
def test_every_error_is_told_in_every_language(kind, language):
    names = set(re.findall(r"{(\w+)", kind.sentence + kind.hint))
    params = {
        name: 7.25 if name.endswith(("_s", "_mib")) else 7 if name == "waiting" else f"<{name}>" for name in names
    }
    message = track_messages.failure(kind(**{name: params[name] for name in names}), words_for(language))
    sentence, hint = plain(message.lead), plain(message.sections[0].lines[0])
    assert len(sentence) > 10
    assert len(hint) > 10
    for name in re.findall(r"{(\w+)}", kind.sentence):
        if name not in {"kind", "waiting"}:
            assert f"<{name}>" in sentence


def test_sources_are_named_as_people_know_them():
    error = PreviewNotFound(title="x", tried="spotify, deezer, itunes")
    assert "(tried: Spotify, Deezer, Apple Music)" in plain(track_messages.failure(error, EN).lead)
    assert "<b>" in plain(track_messages.failure(PreviewNotFound(title="x", tried="<b>"), EN).lead)


def test_an_error_from_the_future_is_told_as_ours():
    error = NothingFound()
    error.code = "from-the-future"
    message = track_messages.failure(error, EN)
    assert plain(message.lead) == "Something went wrong on our side."


def test_file_names_are_safe():
    assert track_messages.file_name("Übung: №1/../x", "png") == "spotpop-bung-1-x.png"
    assert track_messages.file_name("夜", "csv") == "spotpop.csv"
