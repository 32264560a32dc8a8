"""Answers in words: the forecast, why, comparison, ranking, about."""

from dataclasses import replace

import pytest

from bot.messages import track as track_messages
from bot.messages import why
from spotpop.report import Reason
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from tests.unit.bot import samples
from tests.unit.bot.samples import text
from tests.unit.bot.test_buttons import report_of

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


def test_an_upload_is_reported_as_what_it_is():
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


def test_file_names_are_safe():
    assert track_messages.file_name("Übung: №1/../x", "png") == "spotpop-bung-1-x.png"
    assert track_messages.file_name("夜", "csv") == "spotpop.csv"


def reason(points, name="loudness", **more):
    return Reason(name=name, points=points, kind="sound", text="x", **more)


def reported(report):
    return [plain(line) for line in track_messages.answer(report, EN).sections[0].lines]


@pytest.mark.parametrize(("points", "shown"), [(0.5, True), (-0.5, True), (0.49, False), (-0.49, False)])
def test_half_a_point_is_worth_telling(points, shown):
    lines = reported(samples.report(reasons=(reason(points),), warnings=(), preview=samples.upload_report().preview))
    assert (lines == [EN.plain("answer-no-reasons")]) is not shown
    assert len(lines) == 1


def test_the_two_that_say_most_are_reported_whatever_their_sign():
    reasons = (reason(1.0), reason(-3.0, "valence"), reason(2.0, "energy"))
    lines = reported(samples.report(reasons=reasons, warnings=(), preview=samples.upload_report().preview))
    assert [line[:4] for line in lines] == ["−3.0", "+2.0"]


def test_an_age_is_no_reason_where_nothing_is_out():
    age = Reason(name="age", points=9.0, kind="context", text="released 2 years ago")
    for track, shown in ((samples.TRACK, True), (samples.upload_report().track, False)):
        lines = reported(samples.report(reasons=(age, reason(1.0)), track=track, warnings=()))
        assert any(line.startswith("+9.0") for line in lines) is shown


def test_one_doubt_is_reported_gravest_first_and_takes_room():
    lines = reported(samples.upload_report(warnings=("new-thing", "release-unknown", "speech")))
    assert lines[0] == EN.plain("warning-speech")
    assert EN.plain("warning-release-unknown") not in lines
    every = [plain(one) for one in track_messages.doubts(samples.upload_report(("new-thing", "speech")), EN)]
    assert every == [EN.plain("warning-speech"), EN.plain("warning-other", code="new-thing")]


def test_an_unsure_match_is_said_once():
    unsure = reported(samples.report())
    assert EN.plain("warning-match-unsure") not in unsure
    assert "93 %" in unsure[0]
    upload = reported(replace(samples.upload_report(), warnings=("match-unsure",)))
    assert upload[0] == EN.plain("warning-match-unsure")
    for how, shown in (("upload", False), ("id", False), ("isrc", False), ("search", True), ("oracle", True)):
        match = replace(samples.report().preview, how=how)
        lines = reported(samples.report(preview=match, warnings=()))
        assert any("Deezer" in line for line in lines) is shown, how
    differs = replace(samples.report().preview, how="id", differences=("live",))
    assert any("Deezer" in line for line in reported(samples.report(preview=differs, warnings=())))


@pytest.mark.parametrize(("percentile", "shown"), [(0.0, "1"), (1.0, "1"), (50.4, "50"), (99.0, "99"), (100.0, "99")])
def test_nobody_is_above_all_or_below_all(percentile, shown):
    assert str(track_messages.share_below(percentile, EN)) == shown


def test_an_answer_is_one_and_leads_to_its_track():
    message = track_messages.answer(samples.report(), EN, picture=samples.PNG)
    assert (message.tone, message.score, message.private) == ("answer", 41.2, False)
    assert message.url == samples.TRACK.url
    assert message.picture.name == "spotpop-night-walk.png"
    assert not message.picture.uncut
    assert message.buttons == ()
    assert track_messages.answer(samples.report(), EN, private=True).private
    assert track_messages.answer(samples.report(), EN).picture is None
    assert track_messages.answer(samples.report(), EN, picture=b"").picture is None


@pytest.mark.parametrize("missing", ["score", "interval"])
def test_what_is_no_music_has_no_number_and_says_why(missing):
    report = samples.report(**{missing: None}, warnings=("speech",))
    message = track_messages.answer(report, EN, picture=samples.PNG, private=True)
    assert plain(message.lead) == EN.plain("answer-cannot-tell")
    assert (message.tone, message.score, message.private) == ("answer", None, True)
    assert message.picture.alt == EN.plain("answer-alt-cannot-tell", title="Night Walk")
    assert [len(one.lines) for one in message.sections] == [1, 1]
    assert plain(message.sections[0].lines[0]) == EN.plain("warning-speech")
    assert len(track_messages.answer(replace(report, warnings=()), EN).sections) == 1


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("a" * 50, f"spotpop-{'a' * 40}.png"),
        ("-- A  B --", "spotpop-a-b.png"),
        ("", "spotpop.png"),
        ("1", "spotpop-1.png"),
    ],
)
def test_a_file_is_named_by_the_beginning_of_the_title(title, name):
    assert track_messages.file_name(title, "png") == name


def test_a_picture_is_described_in_a_thousand_letters():
    assert len(track_messages.shown(b"x", "a.png", "y" * 2000).alt) == 1000
    assert track_messages.shown(None, "a.png", "y") is None


def test_grouped_reasons_leave_room_for_what_a_change_is_worth():
    report = report_of("demo")
    lines = reported(replace(report, warnings=(), audience="reported"))
    doubtful = reported(replace(report, warnings=("speech",), audience="reported"))
    assert EN.plain("warning-speech") in doubtful
    assert len(doubtful) == 3
    assert 2 <= len(lines) <= 3
