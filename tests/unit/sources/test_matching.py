"""The same recording or not: what differs is seen, named and weighed, and the best of many is chosen."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotpop.sources import matching
from spotpop.sources.matching import Entry, judge, names, rank, scripts, titles, versions
from spotpop.sources.matching.words import same_word, words_of
from spotpop.track import Artist, Track
from tests.unit.sources import blind_recordings
from tests.unit.sources.recordings import OTHER, SAME, Pair, pair


def track(title: str = "Lantern Road", *artists: str, **more: object) -> Track:
    credited = tuple(Artist(name=name) for name in artists or ("Mira Solberg",))
    return Track(**{"title": title, "artists": credited, "duration_s": 200.0, **more})  # type: ignore[arg-type]


def entry(title: str = "Lantern Road", artist: str = "Mira Solberg", **more: object) -> Entry:
    return Entry(**{"title": title, "artist": artist, "duration_s": 200.0, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("one", SAME, ids=str)
def test_the_same_recording_in_other_words(one: Pair) -> None:
    verdict = judge(one.track, one.entry)
    assert verdict.heard, verdict
    assert verdict.confidence >= 0.9 or verdict.differences


@pytest.mark.parametrize("one", OTHER, ids=str)
def test_another_recording_is_refused(one: Pair) -> None:
    verdict = judge(one.track, one.entry)
    assert not verdict.heard, verdict
    assert verdict.differences


def test_a_guest_whom_every_entry_of_a_store_names_belongs_to_the_song() -> None:
    asked = track("Lantern Road")
    mixed, duet = entry("Lantern Road (feat. Bo) [Mixed]"), entry("Lantern Road (feat. Bo)", duration_s=200.4)
    for order in ([mixed, duet], [duet, mixed]):
        best, verdict = rank(asked, order)[0]
        assert (best, verdict.decision, verdict.differences) == (duet, "unsure", ("guest",))
    for others in ([duet], [duet, mixed, entry("Lantern Road", duration_s=260.0)], [mixed, entry("Harbour")]):
        assert not any(verdict.heard for _, verdict in rank(asked, others))


def test_pairs_that_nobody_had_tuned_on() -> None:
    heard = {str(one) for one in blind_recordings.OTHER if judge(one.track, one.entry).heard}
    missed = {str(one) for one in blind_recordings.SAME if not judge(one.track, one.entry).heard}
    assert not heard
    assert not missed
    assert not any(judge(one.track, one.entry).heard for one in blind_recordings.REFUSED)


@pytest.mark.parametrize(
    ("one", "differences"),
    [
        (pair("Road", "Ann", 200.0, "Road", "Ann", 200.0), ()),
        (pair("Road", "Ann", 200.0, "Road (Live)", "Ann", 200.0), ("live",)),
        (pair("Road", "Ann", 200.0, "Road (Karaoke)", "Ann", 200.0), ("karaoke",)),
        (pair("Road", "Ann", 200.0, "Road (2011 Remaster)", "Ann", 200.3), ("remaster",)),
        (pair("Road - Radio Edit", "Ann", 200.0, "Road", "Ann", 200.3), ("edit",)),
        (pair("Road", "Ann", 200.0, "Road (feat. Bo)", "Ann", 200.3), ("guest",)),
        (pair("Road", "Ann", 200.0, "Road (Berlin)", "Ann", 200.0), ("words",)),
        (pair("Road", "Ann", 200.0, "Street", "Bo", 210.0), ("artist", "length", "title")),
        (pair("Кино", "Ann", 200.0, "Kino", "Ann", 200.0), ("script",)),
        (pair("Road", "Ann", 200.0, "Road", "Ann", 205.0, isrc="USS1Z1234567"), ("length",)),
    ],
)  # fmt: skip
def test_what_differs_is_named(one: Pair, differences: tuple[str, ...]) -> None:
    assert judge(one.track, one.entry).differences == differences


def test_a_shared_code_outweighs_a_title_but_not_a_version() -> None:
    asked = track(isrc="USS1Z1234567")
    assert judge(asked, entry("Lantern Road (Berlin)")).decision == "refused"
    assert judge(asked, entry("Lantern Road (Berlin)", isrc="USS1Z1234567")).decision == "unsure"
    assert judge(asked, entry("Lantern Road (Berlin)"), by_isrc=True).decision == "unsure"
    for version in ("Live", "Karaoke", "Remix", "Sped Up", "Instrumental"):
        assert judge(asked, entry(f"Lantern Road ({version})"), by_isrc=True).decision == "refused"


@pytest.mark.parametrize("length_s", [None, 0.0])
def test_an_unknown_length_is_doubtful(length_s: float | None) -> None:
    assert not judge(track(duration_s=length_s), entry()).heard
    assert not judge(track(), entry(duration_s=length_s)).heard


@pytest.mark.parametrize(
    ("ours", "theirs", "exact", "apart"),
    [(200.0, 200.4, True, 0.4), (200.9, 200, False, 0.0), (200.0, 200.0, False, 0.0), (199.4, 200, False, 0.1),
     (203.0, 200, False, 2.0)],
)  # fmt: skip
def test_whole_seconds_may_stand_for_a_fraction(ours: float, theirs: float, exact: bool, apart: float) -> None:
    measured = matching.length_apart_s(track(duration_s=ours), entry(duration_s=theirs, exact=exact))
    assert measured == pytest.approx(apart)


def test_a_track_without_artists_matches_nothing() -> None:
    assert not judge(Track(title="Lantern Road", duration_s=200), entry()).heard


def test_names_of_signs_alone_are_compared_by_their_signs() -> None:
    assert judge(track("???", "!!!"), entry("???", "!!!")).heard
    assert not judge(track("Road", "!!!"), entry("Road", "???")).heard
    assert not judge(track("!?"), entry("??")).heard
    assert not judge(track(""), entry("")).heard


def test_an_album_tells_what_a_title_does_not() -> None:
    assert judge(track(album="Karaoke Hits"), entry(album="Karaoke Hits")).heard
    assert not judge(track(), entry(album="Karaoke Hits")).heard
    assert not judge(track(), entry(album="Live at Home")).heard
    assert judge(track("Lantern Road (Live)"), entry("Lantern Road (Live)", album="Live at Home")).heard
    assert not judge(track(album="Lantern Road"), entry(album="Live at Home")).heard
    assert judge(track("Karaoke"), entry("Karaoke", album="Karaoke - Single")).heard


# Ranking


def test_the_letter_for_letter_equal_one_is_chosen() -> None:
    right = entry(key="right")
    for wrong in (
        entry("Lantern Road (Mira's Version)"), entry("Lantern Road (2011 Remaster)"), entry(duration_s=200.4),
        entry("LANTERN ROAD", key="other"), entry("Lantern Road (feat. Bo)"),
    ):  # fmt: skip
        for order in itertools.permutations([wrong, right]):
            assert rank(track(), order)[0][0] is right


def test_the_explicit_one_is_chosen_for_an_explicit_track() -> None:
    clean, explicit = entry(explicit=False, cleaned=True), entry(explicit=True)
    assert rank(track(explicit=True), [clean, explicit])[0][0] is explicit
    assert rank(track(explicit=False), [explicit, clean])[0][0] is clean


def test_the_same_album_and_the_same_code_decide_between_equals() -> None:
    asked = track(album="Roads", isrc="USS1Z1234567")
    assert rank(asked, [entry(album="Hits"), entry(album="Roads")])[0][0].album == "Roads"
    by_code = rank(asked, [entry(album="Roads"), entry(album="Hits", isrc="US-S1Z-12-34567")])
    assert by_code[0][0].album == "Hits"


ENTRIES = st.builds(
    entry,
    title=st.sampled_from(
        ["Lantern Road", "Lantern Road (Live)", "LANTERN ROAD", "Lantern Road (feat. Bo)", "Lantern Road - Radio Edit",
         "Lantern Road (Remastered)", "Lantern Street", "Фонарь", "Lantern Road (Clean)"]
    ),
    artist=st.sampled_from(["Mira Solberg", "Mira Solberg & Bo", "Mira", "Various Artists"]),
    duration_s=st.sampled_from([200.0, 200.4, 201.0, 230.0, None]),
    exact=st.booleans(),
    explicit=st.sampled_from([None, True, False]),
    album=st.sampled_from(["", "Roads", "Live at Home"]),
    isrc=st.sampled_from([None, "USS1Z1234567"]),
    key=st.sampled_from(["1", "2", "3", "4"]),
)  # fmt: skip


@given(
    st.lists(ENTRIES, min_size=1, max_size=6), st.randoms(use_true_random=False), st.sampled_from([None, True, False])
)
@settings(max_examples=200)
def test_no_permutation_of_a_list_changes_the_pick(entries: list[Entry], random: object, explicit: bool | None) -> None:
    asked = track(explicit=explicit, isrc="USS1Z1234567", album="Roads")
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random
    assert rank(asked, entries)[0] == rank(asked, shuffled)[0]


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
@settings(max_examples=300)
def test_any_names_are_judged_without_an_error(one: str, two: str, artist: str) -> None:
    asked = track(one, artist or "x")
    verdict = judge(asked, entry(two, artist, album=two))
    assert verdict.heard or verdict.differences
    if words_of(one):
        assert judge(asked, entry(one, artist or "x")).decision != "accepted" or matching.song_key(asked)


@given(st.text(max_size=60))
def test_a_title_is_its_own_equal(title: str) -> None:
    if title.strip():
        assert judge(track(title), entry(title)).heard


# Parts


@pytest.mark.parametrize(
    ("title", "core", "codes", "guests"),
    [
        ("Creep", ("creep",), set(), ()),
        ("Creep - Live, 2009 Remaster", ("creep",), {"live", "remaster"}, ()),
        ("Road (feat. Ann & Bo) [Remix]", ("road",), {"remix"}, ("Ann & Bo",)),
        ("Road ft. Ann (Acoustic)", ("road",), {"acoustic"}, ("Ann",)),
        ("(I Can't) Go", ("i", "cant", "go"), set(), ()),
        ("Road (Prod. by Bo)", ("road",), set(), ()),
        ('Road (From "Frozen")', ("road",), set(), ()),
        ("Road【ライブ】", ("road",), {"live"}, ()),
        ("Road (", ("road",), set(), ()),
    ],
)  # fmt: skip
def test_a_title_is_taken_apart(title: str, core: tuple[str, ...], codes: set[str], guests: tuple[str, ...]) -> None:
    read = titles.parse(title)
    assert (read.core, read.codes - {""}, read.guests) == (core, codes, guests)


def test_with_somebody_names_a_guest_only_if_somebody_is_credited() -> None:
    assert titles.parse("Road (with Bo)", ["Bo"]).guests == ("Bo",)
    assert titles.parse("Road (with Strings)", ["Bo"]).guests == ()


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (["Daryl Hall & John Oates"], ["Hall & Oates"], True), (["Prince"], ["Prince Royce"], False),
        (["Earth, Wind & Fire"], ["Earth Wind and Fire"], True), (["Tyler, The Creator"], ["Tyler the Creator"], True),
        (["The Beatles"], ["Beatles"], True), (["JAY-Z"], ["JAŸ-Z"], True), (["Die Ärzte"], ["Die Aerzte"], True),
        (["Utada Hikaru"], ["Hikaru Utada"], True), (["The Weeknd"], ["The Weekend"], False),
        (["Michael Jackson"], ["Micheal Jackson"], True), (["Dave Brubeck"], ["The Dave Brubeck Quartet"], True),
        (["Ann"], ["Various Artists", "Ann"], True), (["Кино"], ["Kino"], True),
    ],
)  # fmt: skip
def test_names_are_compared_one_by_one(one: list[str], two: list[str], same: bool) -> None:
    assert names.compare(one, two).shared is same
    assert names.compare(two, one).shared is same


@pytest.mark.parametrize(
    ("native", "latin", "same"),
    [
        ("Группа крови", "Gruppa krovi", True), ("ギミチョコ", "gimi choco", None), ("きらり", "kirari", True),
        ("봄날", "bom nal", True), ("告白氣球", "gao bai qi qiu", True), ("夜に駆ける", "yoru ni kakeru", True),
        ("夜に駆ける", "gunjou", False), ("حبيبي", "habibi", True), ("Звезда", "peremen", False),
        ("アイドル", "idol", None),
    ],
)  # fmt: skip
def test_other_scripts_read_as_latin_ones(native: str, latin: str, same: bool | None) -> None:
    read = scripts.reads_as(words_of(native), words_of(latin))
    assert read is same or (same is None and read is not False)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [("f**k", "fuck", True), ("f*ck", "f**k", True), ("f*ck", "d**k", False), ("f**k", "f**k", True),
     ("sh*t", "shut", True), ("lovin", "loving", True),
     ("in", "ing", False), ("road", "roads", False)],
)  # fmt: skip
def test_words_in_other_spellings(one: str, two: str, same: bool) -> None:
    assert same_word(one, two) is same


def test_every_phrase_of_the_vocabulary_is_read() -> None:
    for table in (versions.OTHER_RECORDING, versions.SAME_IF_EQUALLY_LONG):
        for code, phrases in table.items():
            for phrase in phrases:
                assert versions.read_tail(phrase)[0] - {""}, f"{code}: {phrase}"


# What collecting lives on


def test_one_song_has_one_key() -> None:
    key = matching.song_key(track("Road (Remastered 2011)", "The Lanterns"))
    assert key == matching.song_key(track("ROAD", "Lanterns"))
    assert key != matching.song_key(track("Road (Live)", "Lanterns"))
    assert matching.song_key(track("Road - Live")) == matching.song_key(track("Road Live"))


@pytest.mark.parametrize(
    ("title", "core"),
    [("Road (feat. Ann) [Remix]", "Road"), ("Road - Live", "Road"), ("(Live)", "(Live)"), ("Road ft. Ann", "Road")],
)
def test_a_search_asks_for_the_core_of_a_title(title: str, core: str) -> None:
    assert matching.core_title(title) == core


@pytest.mark.parametrize(
    ("code", "valid"),
    [("USUM72409273", True), ("usum72409273", False), ("", False), (None, False), ("USUM7240927/", False)],
)
def test_an_isrc_has_its_form(code: str | None, valid: bool) -> None:
    assert matching.is_isrc(code) is valid


@pytest.mark.parametrize(("theirs", "agrees"), [(203, True), (203.1, False), (196.9, False), (None, False), (0, False)])
def test_lengths_agree_within_three_seconds(theirs: float | None, agrees: bool) -> None:
    assert matching.duration_agrees(track(), theirs) is agrees
