"""Entries are judged and ranked: the best is chosen whatever the order of a list."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from spotpop.sources.matching import Entry, judge, rank
from spotpop.track import Artist, Track


def track(title: str = "Lantern Road", *artists: str, **more: object) -> Track:
    credited = tuple(Artist(name=name) for name in artists or ("Mira Solberg",))
    return Track(**{"title": title, "artists": credited, "duration_s": 200.0, **more})  # type: ignore[arg-type]


def entry(title: str = "Lantern Road", artist: str = "Mira Solberg", **more: object) -> Entry:
    return Entry(**{"title": title, "artist": artist, "duration_s": 200.0, **more})  # type: ignore[arg-type]


def test_a_guest_whom_every_entry_of_a_store_names_belongs_to_the_song() -> None:
    asked = track("Lantern Road")
    mixed, duet = entry("Lantern Road (feat. Bo) [Mixed]"), entry("Lantern Road (feat. Bo)", duration_s=200.4)
    for order in ([mixed, duet], [duet, mixed]):
        best, verdict = rank(asked, order)[0]
        assert (best, verdict.decision, verdict.differences) == (duet, "unsure", ("guest",))
    for others in ([duet], [duet, mixed, entry("Lantern Road", duration_s=260.0)], [mixed, entry("Harbour")]):
        assert not any(verdict.usable for _, verdict in rank(asked, others))


def test_a_shared_code_outweighs_a_title_but_not_a_version() -> None:
    asked = track(isrc="USS1Z1234567")
    assert judge(asked, entry("Lantern Road (Berlin)")).decision == "refused"
    assert judge(asked, entry("Lantern Road (Berlin)", isrc="USS1Z1234567")).decision == "unsure"
    assert judge(asked, entry("Lantern Road (Berlin)"), by_isrc=True).decision == "unsure"
    for version in ("Live", "Karaoke", "Remix", "Sped Up", "Instrumental"):
        assert judge(asked, entry(f"Lantern Road ({version})"), by_isrc=True).decision == "refused"


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
