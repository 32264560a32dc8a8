"""References of one's own in words: only to whom they belong, and only what was measured."""

from bot.messages import reference_tracks as wording
from spotpop.text import plain
from spotpop.wording import words_for
from spotpop.wording.findings import shown_value

EN = words_for("en")


def lines(message):
    return [plain(line) for block in message.sections for line in block.lines]


def test_all_that_is_said_of_references_is_private():
    for message in (
        wording.consent_text(EN),
        wording.list_text({}, EN),
        wording.list_text({"mine": {}}, EN),
        wording.list_text({"mine": {"A": {"loudness": -9.5}}}, EN),
        wording.kept_text("A", "mine", 1, EN),
    ):
        assert message.private
        assert plain(message.lead)
    assert lines(wording.consent_text(EN)) == [EN.plain("reference-agree")]
    assert lines(wording.kept_text("A", "mine", 1, EN)) == [EN.plain("reference-use")]


def test_without_songs_there_are_none():
    for nothing in ({}, {"mine": {}, "b": {}}):
        message = wording.list_text(nothing, EN)
        assert plain(message.lead) == EN.plain("reference-none")
        assert message.sections == ()


def test_sets_and_songs_stand_in_the_order_of_their_names():
    songs = {"B": {"tempo": 120.0, "loudness": -9.5, "energy": 0.5}, "A": {"tempo": 90.0}, "C": {"energy": 0.1}}
    message = wording.list_text({"two": songs, "empty": {}, "one": {"D": {"loudness": -7.0}}}, EN)
    assert [plain(block.heading) for block in message.sections] == [
        EN.plain("reference-set", name=name) for name in ("one", "two")
    ]
    assert plain(message.lead) == EN.plain("reference-use")
    loudness, tempo = (str(shown_value(*one, EN)) for one in (("loudness", -9.5), ("tempo", 120.0)))
    assert [plain(line) for line in message.sections[1].lines] == [
        f"A ({shown_value('tempo', 90.0, EN)})",
        f"B ({loudness} · {tempo})",
        "C ()",
    ]


def test_how_many_are_kept_is_reported():
    lead = plain(wording.kept_text("Night Walk", "mine", 7, EN).lead)
    assert "Night Walk" in lead
    assert "7" in lead
