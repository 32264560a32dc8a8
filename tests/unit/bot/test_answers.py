"""Answers in words: the forecast, why, comparison, ranking, about."""

import json
import re
from dataclasses import replace

import pytest

from bot.messages import about, tables, why
from bot.messages import track as track_messages
from spotpop.errors import NothingFound, PreviewNotFound, error_classes
from spotpop.settings import load_settings
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from tests.unit.bot import samples

EN = words_for("en")


def text(message):
    lines = [message.title, message.lead]
    for section in message.sections:
        lines += [section.heading, *section.lines]
    return "\n".join(plain(line) for line in [*lines, message.footer])


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


def test_why_tells_everything_at_its_own_precision():
    said = text(why.why(samples.report(), EN))
    for part in (
        "Why 41 for Night Walk — Ada, The Loops?",
        "Starting from 36.0",
        "−0.3 explicit lyrics: not explicit",
        "+0.7 audience of the artist: 12,345 followers",
        "energy: 0.7 (above 64 % of the tracks)",
        "danceability: above average (above 70 % of the tracks)",
        "key: A minor",
        "electronic: 55 %",
        "Seconds 10 to 15 lift it most (+1.8).",
        "Seconds 0 to 5 weigh most (−0.4).",
        "… with more loudness differ by +2.0 points on average (+1.1 to +2.9).",
        "default 1.0 (litert). Compared with: tracks of 2019.",
        "Worked out in 0.1 s.",
    ):
        assert part in said, part


def test_keys_are_named_as_the_language_names_them():
    assert "Tonart: A Moll" in text(why.why(samples.report(), words_for("de")))
    assert "tonalidad: la menor" in text(why.why(samples.report(), words_for("es")))


def test_a_mode_that_could_be_either_is_left_open():
    descriptors = tuple(replace(one, value=0.5) if one.name == "mode" else one for one in samples.report().descriptors)
    said = text(why.why(samples.report(descriptors=descriptors), EN))
    assert "key: A\n" in said
    assert "mode: major or minor" in said


def test_a_comparison_says_who_is_ahead_and_by_how_much():
    said = text(tables.comparison(samples.comparison(), EN))
    assert "The second is ahead by 4.0 points. Eight of ten times the truth lies between 1.2 and 6.9." in said
    assert "1. Night Walk — Ada, The Loops: 41 (19 to 63)" in said
    behind = text(tables.comparison(samples.comparison(difference=-5.0, low=-8.0, high=-2.0), EN))
    assert "The first is ahead by 5.0 points. Eight of ten times the truth lies between 2.0 and 8.0." in behind


def test_no_reliable_difference_is_said_when_that_is_the_truth():
    said = text(tables.comparison(samples.comparison(difference=-1.0, low=-4.0, high=2.0, reliable=False), EN))
    assert "No reliable difference. Measured: −1.0 points for the second." in said
    assert "What makes the difference" not in said


def test_what_deezer_tells_is_said_as_a_fact_where_it_is_known():
    known = replace(samples.TRACK, deezer_rank=512_345, deezer_fans=20_417)
    said = text(why.why(samples.report(track=known), EN))
    assert "512,345 of 1,000,000" in said
    assert "Fans of Ada there: 20,417" in said
    assert "does not rest on them" in said
    german = text(why.why(samples.report(track=replace(known, deezer_rank=None)), words_for("de")))
    assert "20.417" in german
    assert "1.000.000" not in german
    assert "Told by Deezer" not in text(why.why(samples.report(), EN))


def test_a_ranking_says_what_is_missing_and_why():
    message = tables.listing(samples.listing(30, 2, 80), EN, picture=samples.PNG, limit=32)
    said = text(message)
    assert "30 tracks, ranked. Most end within 20 points" in said
    assert "1. 49 Song 1" in said, "its range stands in the picture"
    assert "11. 39" not in said
    in_words = text(tables.listing(samples.listing(30, 2, 80), EN, limit=32))
    assert "1. 49 (29 to 69) Song 1" in in_words
    assert "The ranking, page 1 of 3" in in_words
    assert [button.label for button in message.buttons] == []
    later = tables.listing(samples.listing(30, 2, 80), EN, page=1, state="job")
    assert "11. 39" in text(later)
    assert [(button.state, button.label) for button in later.buttons] == [("job.0", "◀"), ("job.2", "▶")]
    assert "Only the first 32 of 80 tracks were taken" in said
    assert "Lost 1: No 30-second preview of “Lost 1” could be found (tried: Deezer, Apple Music)." in said
    assert message.attachments[0].data.startswith(b"\xef\xbb\xbfnumber,title")
    assert message.picture.name == "spotpop-collected-walks.png"


def test_an_album_without_any_forecast_says_so():
    assert "None of the tracks gave a forecast." in text(tables.listing(samples.listing(0, 2), EN))


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


def test_about_takes_its_figures_from_the_models_own_files(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    reference = {"name": "tracks of 2019", "size": 26_000}
    manifest = {
        "format": 1,
        "name": "mine",
        "version": "2",
        "parts": {"popularity": {"reference": reference}},
        "files": {},
    }
    (folder / "model.json").write_text(json.dumps(manifest))
    settings = load_settings(model="mine", models_dir=tmp_path, operator_contact="a@b.org", privacy_url="https://p.org")
    bare = text(about.about(about.read_facts(settings), settings, EN))
    assert "mine 2. Compared with: tracks of 2019." in bare
    assert "No figures come with this model." in bare
    assert "Operated by a@b.org." in bare
    assert "https://p.org" in bare
    headline = {"rows": 26_000, "skill": 0.101, "spearman": 0.33, "coverage": 0.803}
    figures = {"table": {"skill": 0.9}, "headline": headline}
    (folder / "metrics.json").write_text(json.dumps(figures))
    said = text(about.about(about.read_facts(settings), settings, EN))
    assert "10.1 % smaller" in said
    assert "80.3 % do" in said
    assert "0.33" in said


def test_about_quotes_what_holds_in_collections_that_were_never_seen(tmp_path):
    (tmp_path / "mine").mkdir()
    manifest = {"format": 1, "name": "mine", "version": "2", "parts": {}, "files": {}}
    (tmp_path / "mine" / "model.json").write_text(json.dumps(manifest))
    unseen = {"unseen_skill": 0.021, "unseen_spearman": 0.2, "unseen_coverage": 0.79, "audience_skill": 0.22}
    headline = {"rows": 9, "skill": 0.105, "spearman": 0.33, "coverage": 0.84, "population": "unseen", **unseen}
    (tmp_path / "mine" / "metrics.json").write_text(json.dumps({"headline": headline}))
    settings = load_settings(model="mine", models_dir=tmp_path)
    said = text(about.about(about.read_facts(settings), settings, EN))
    assert "79 of 100 ranges held the truth" in said
    assert "2.1 % smaller" in said
    assert "10.5 %" in said
    assert "22 %" in said
    assert "84" not in said


def test_about_tells_the_networks_own_figures_and_not_a_yardsticks(tmp_path):
    (tmp_path / "mine").mkdir()
    pipes = {"reference": {"name": "my own 500 songs", "size": 500}}
    manifest = {"format": 1, "name": "mine", "version": "1", "parts": {"audio": {}, "pipes": pipes}, "files": {}}
    (tmp_path / "mine" / "model.json").write_text(json.dumps(manifest))
    own = {"mae": 10.0, "skill": 0.31, "spearman": 0.6, "coverage": 0.8}
    metrics = {"two_pipes": own, "ridge": {"skill": 0.02, "spearman": 0.1}}
    (tmp_path / "mine" / "metrics.json").write_text(json.dumps(metrics, sort_keys=True))
    settings = load_settings(model="mine", models_dir=tmp_path)
    said = text(about.about(about.read_facts(settings), settings, EN))
    assert "my own 500 songs" in said
    assert "31.0 % smaller" in said


@pytest.mark.parametrize("content", ["", "[]", '{"overall": {"skill": "good"}}', "no json"])
def test_about_does_without_figures_that_it_cannot_read(tmp_path, content):
    manifest = {"format": 1, "name": "mine", "version": "2", "parts": {}, "files": {}}
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "model.json").write_text(json.dumps(manifest))
    (tmp_path / "mine" / "metrics.json").write_text(content)
    settings = load_settings(model="mine", models_dir=tmp_path)
    assert "No figures come with this model." in text(about.about(about.read_facts(settings), settings, EN))


def test_about_works_without_a_model():
    settings = load_settings(model="no-such-model")
    assert about.read_facts(settings) is None
    assert "What it cannot know" in text(about.about(None, settings, EN))


def test_help_names_the_limits():
    said = text(
        about.help_text(load_settings(listing_limit=50), EN, max_upload_mib=25, examples={"album": "/album LINK"})
    )
    assert "up to 50 tracks" in said
    assert "Up to 25 MiB." in said
