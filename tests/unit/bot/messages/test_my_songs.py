"""One's own songs in words: side by side, honest about what no figure can tell, in every language."""

import json
from dataclasses import replace

import pytest

from bot.messages import my_songs as wording
from spotpop.record.song_versions import Release, ReleaseOutcome, Step, songs_of
from spotpop.text import plain
from spotpop.wording import LANGUAGES, words_for
from tests.unit.record.test_song_versions import NOW, version

RELEASE = Release(track_id="4uLU6hMCjMI75M1A2tKUQC", url="https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC",
                  title="Night Drive", tied_at=NOW)  # fmt: skip
STEPS = [Step(points=3.0, low=1.0, high=5.0, reliable=True), Step(points=0.4, low=-2.0, high=3.0, reliable=False),
         "model", "same", "unmeasured"]  # fmt: skip


def whole(message):
    lines = [line for block in message.sections for line in (block.heading, *block.lines)]
    return "\n".join(plain(text) for text in (message.title, message.lead, *lines, message.footer))


def kept(**values):
    return replace(version(1), release=replace(RELEASE, became=ReleaseOutcome(values=values, read_at=NOW)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
def test_versions_stand_side_by_side_in_every_language(language, step):
    songs = songs_of([version(1), version(2, day=1, score=44.0)], NOW)
    message = wording.overview(songs, lambda first, second: step, words_for(language))
    shown = whole(message)
    assert message.private
    assert "v1 → v2" in shown
    assert "2026-01-01" in shown
    assert "1. Night Drive v2" in shown
    assert "44" in shown


def test_of_three_the_first_and_the_last_are_compared_too():
    songs = songs_of([version(1), version(2, day=1), version(3, day=2)], NOW)
    shown = whole(wording.overview(songs, lambda first, second: "same", words_for("en")))
    assert [pair in shown for pair in ("v1 → v2", "v2 → v3", "v1 → v3")] == [True] * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_became_is_reported_with_the_miss(language):
    words = words_for(language)
    inside, below, above = (
        whole(wording.became(kept(**{"spotify.popularity": value}), words)) for value in (40.0, 10.0, 90.0)
    )
    assert len({inside, below, above}) == 3
    assert "90" in above


def test_another_scale_proves_nothing():
    shown = whole(wording.became(kept(**{"listenbrainz.listens": 1234.0}), words_for("en")))
    assert "listens counted by ListenBrainz: 1" in shown
    assert "neither right nor wrong" in shown
    assert "within 20" not in shown


def test_nobody_knew_it():
    assert "nothing can be said" in whole(wording.became(kept(), words_for("en")))


def test_a_hostile_title_stays_text():
    song = songs_of([version(1, name="<b>x</b> @everyone")], NOW)
    message = wording.overview(song, lambda first, second: "same", words_for("en"))
    assert any(span.untrusted for span in message.sections[0].heading)


def test_the_export_holds_everything_as_json():
    songs = songs_of([kept(**{"spotify.popularity": 41.0}), version(2, day=1)], NOW)
    message = wording.exported(songs, NOW, words_for("en"))
    data = json.loads(message.attachments[0].data)
    assert data["since"].startswith("2026-01-01")
    first = data["songs"][0]["versions"][0]
    assert (first["score"], first["release"]["became"]["values"]) == (40.0, {"spotify.popularity": 41.0})
