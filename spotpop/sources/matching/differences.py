"""What differs between a track and an entry of a store, and how much each difference weighs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from spotpop.sources.matching import classical, names, scripts, titles, version_markers
from spotpop.sources.matching.titles import Title
from spotpop.sources.matching.words import AND, fold, near_words, same_words, split_words
from spotpop.track import Track

EQUAL_LENGTH_S: Final = 0.5
"""Two lengths this near are one, to the accuracy of catalogues."""
NEAR_LENGTH_S: Final = 1.0
LENGTH_TOLERANCE_S: Final = 3.0
"""Silence at the end is counted differently; a true pair is 1.7 s apart."""
ISRC_LENGTH_TOLERANCE_S: Final = 10.0

_ALBUM_CODES: Final = re.compile(
    r"(?P<karaoke>karaoke|in the style of|made famous by|originally performed by|backing tracks?|sing ?along)"
    r"|(?P<cover>tribute|tributo|hommage|omaggio|lullaby renditions?|music box|covers? (?:versions?|of)|8[- ]bit)"
    r"|(?P<dj_mix>\bdj[- ]?mix\b|\bmixed by\b|continuous mix|\(mixed\)|\[mixed\])"
    r"|(?P<live>\(live\b|\blive (?:at|in|from|on)\b|\[live\b| - live\b|en vivo|ao vivo|en directo|dal vivo|en concert\b"
    r"|in concert\b|mtv unplugged|\bunplugged\b)"
    r"|(?P<rerecorded>re-?recorded|rerecording|new recordings?|taylors version|\b\w+s version\))"
    r"|(?P<instrumental>instrumentals?\b|instrumental versions?)"
    r"|(?P<sped_up>sped up|nightcore|speed up)|(?P<slowed>\bslowed\b)|(?P<commentary>commentary|track by track)"
)


class Weight(IntEnum):
    """What a difference does."""

    REMARK = 1
    """It is said."""
    DOUBT = 2
    """It is analysed with a warning."""
    REFUSAL = 3
    """It is not analysed: the person may choose it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a store has.

    Attributes
    ----------
    title : str
        With its version, where the store keeps that apart.
    artist : str
        The credit as the store shows it; may join several names.
    contributors : tuple of str
        Further names that the store names.
    exact : bool
        Whether the length is given in milliseconds; else in whole seconds.
    explicit : bool or None
        False only for the version without explicit words, where the store says so.
    key : str
        What distinguishes it from all other entries of this store, such as its id: the last word among equals.
    """

    title: str
    artist: str
    contributors: tuple[str, ...] = ()
    duration_s: float | None = None
    exact: bool = True
    explicit: bool | None = None
    cleaned: bool = False
    isrc: str | None = None
    album: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A track beside an entry, both taken apart."""

    track: Track
    entry: Entry
    by_isrc: bool
    ours: Title
    theirs: Title
    bare: tuple[str, str]
    apart_s: float
    found: dict[str, Weight] = field(default_factory=dict)

    @classmethod
    def of(cls, track: Track, entry: Entry, *, by_isrc: bool) -> Pairing:
        """Take both apart."""
        known = [artist.name for artist in track.artists] + [entry.artist, *entry.contributors]
        ours, theirs = titles.parse(track.title, known), titles.parse(entry.title, known)
        bare = [titles.without_artist(title, known) for title in (track.title, entry.title)]
        for one, two in ((track.title, entry.title), bare):
            strict = titles.with_one_origin(titles.parse(one, known), titles.parse(two, known))
            loose = titles.loosened(strict[0]), titles.loosened(strict[1])
            found = next((pair for pair in (strict, loose) if titles.same_title(*pair)), None)
            if found:
                ours, theirs = found
                break
        return cls(track, entry, by_isrc, ours, theirs, (bare[0], bare[1]), length_apart_s(track, entry))

    @property
    def equal_length(self) -> bool:
        """Whether the lengths are one, to the accuracy of catalogues."""
        return self.apart_s <= EQUAL_LENGTH_S

    @property
    def near_length(self) -> bool:
        """Whether the lengths speak for the same recording."""
        return self.apart_s <= NEAR_LENGTH_S

    @property
    def unless_isrc(self) -> Weight:
        """The weight of what only a common ISRC outweighs."""
        return Weight.DOUBT if self.by_isrc else Weight.REFUSAL

    @property
    def our_names(self) -> list[str]:
        """Artists of the track."""
        return [artist.name for artist in self.track.artists]

    @property
    def their_names(self) -> list[str]:
        """Everybody whom the store credits."""
        return list(dict.fromkeys(name for name in (*self.entry.contributors, self.entry.artist) if name.strip()))

    def add(self, code: str, weight: Weight) -> None:
        """Note a difference; the heavier of two weights stays."""
        self.found[code] = max(weight, self.found.get(code, weight))


def find_differences(pairing: Pairing) -> dict[str, Weight]:
    """Return all that differs, by code."""
    _compare_lengths(pairing)
    _compare_versions(pairing)
    native = _compare_words(pairing)
    _compare_credits(pairing, native_title=native)
    _compare_albums(pairing)
    _compare_marks(pairing)
    return pairing.found


def length_apart_s(track: Track, entry: Entry) -> float:
    """Return the difference of two lengths in seconds; whole seconds may stand for anything that is cut or rounded."""
    if not track.duration_s or not entry.duration_s:
        return float("inf")
    apart = track.duration_s - entry.duration_s
    if entry.exact:
        return abs(apart)
    return max(0.0, apart - 1.0, -0.5 - apart)


def _compare_lengths(pairing: Pairing) -> None:
    if pairing.apart_s > ISRC_LENGTH_TOLERANCE_S:
        pairing.add("length", Weight.REFUSAL)
    elif pairing.apart_s > LENGTH_TOLERANCE_S:
        pairing.add("length", pairing.unless_isrc)


def _compare_versions(pairing: Pairing) -> None:
    for code in pairing.ours.other_recording ^ pairing.theirs.other_recording:
        same = code == "clean" and pairing.track.explicit is False and pairing.near_length
        pairing.add(code, Weight.REMARK if same else Weight.REFUSAL)
    for code in pairing.ours.remarks ^ pairing.theirs.remarks:
        pairing.add(code, Weight.REMARK if pairing.equal_length else pairing.unless_isrc)


def _compare_words(pairing: Pairing) -> bool:
    """Compare what is left of the titles; return whether they are the same in a script that is not Latin."""
    track, entry = pairing.track, pairing.entry
    one, two = pairing.ours.words, pairing.theirs.words
    if not titles.same_origin(pairing.ours, pairing.theirs):
        pairing.add("words", pairing.unless_isrc)
    if not one or not two:
        one, two = split_words(track.title), split_words(entry.title)
    if not one and not two:  # of signs alone
        if not track.title.strip() or fold(track.title).split() != fold(entry.title).split():
            pairing.add("title", Weight.REFUSAL)
        return False
    if titles.same_title(pairing.ours, pairing.theirs) or same_words(one, two):
        return not scripts.is_latin(one)
    if not scripts.is_latin(one) and not scripts.is_latin(two) and scripts.reads_as(one, two):
        pairing.add("script", Weight.REMARK if pairing.near_length else pairing.unless_isrc)
        return True
    if scripts.unlike(one, two):
        return _compare_scripts(pairing, one, two)
    if near_words(one, two):
        pairing.add("spelling", Weight.DOUBT if pairing.equal_length else pairing.unless_isrc)
    elif _without_article(one, two):
        pairing.add("spelling", Weight.REMARK if pairing.near_length else Weight.REFUSAL)
    elif _is_classical(pairing) and classical.same_movement(*pairing.bare):
        pairing.add("wording", Weight.REMARK if pairing.near_length else pairing.unless_isrc)
    else:
        _compare_leftover(pairing)
    return False


def _compare_leftover(pairing: Pairing) -> None:
    rest = titles.leftover(pairing.ours, pairing.theirs)
    if rest is None:
        pairing.add("title", Weight.REFUSAL)
        return
    if titles.on_album(rest, pairing.entry.album, pairing.track.album or ""):
        return
    credited = {word for name in (*pairing.their_names, *pairing.theirs.guests) for word in split_words(name)}
    both = credited & {word for name in (*pairing.our_names, *pairing.ours.guests) for word in split_words(name)}
    if both and set(rest) - {AND} <= both and (pairing.near_length or "remix" in pairing.ours.codes):
        pairing.add("words", Weight.REMARK)  # a remixer, or a partner, whom both credit
    else:
        numbered = any(word.isdigit() for word in rest)
        pairing.add("words", Weight.REFUSAL if numbered else pairing.unless_isrc)


def _compare_scripts(pairing: Pairing, one: list[str], two: list[str]) -> bool:
    """Compare titles in different scripts; return whether one holds the other as it is."""
    sides = ((pairing.ours, pairing.theirs), (pairing.theirs, pairing.ours))
    if any(_is_translated(both, native) for both, native in sides):
        pairing.add("script", Weight.REMARK if pairing.near_length else pairing.unless_isrc)
        return True
    latin_one, latin_two = scripts.latin_part(one), scripts.latin_part(two)
    if latin_one and latin_two and len(latin_one) + len(latin_two) < len(one) + len(two):
        foreign = [word for word in [*one, *two] if not word.isascii()]
        one_sided = len(one) == len(latin_one) or len(two) == len(latin_two)
        is_version = scripts.names_version("".join(foreign)) or bool(version_markers.codes_in(foreign) - {""})
        same: bool | None = same_words(latin_one, latin_two) and one_sided and not is_version
    else:
        same = scripts.reads_as(one, two)
    if same:
        pairing.add("script", Weight.REMARK if pairing.near_length else pairing.unless_isrc)
    else:
        equal = same is None and pairing.apart_s <= EQUAL_LENGTH_S / 5
        pairing.add("script", Weight.DOUBT if equal else pairing.unless_isrc)
    return same is True and pairing.entry.exact and pairing.apart_s <= EQUAL_LENGTH_S / 5


def _is_translated(both: Title, native: Title) -> bool:
    """Whether one title is the other in its own script beside its Latin reading or translation: ``Sunny Day (晴天)``.

    A translation must be the core: in a bracket behind the native title it could be a version that no table knows.
    """
    core, tail = list(both.core), list(both.tail)
    if not tail or scripts.is_latin(native.words):
        return False
    if scripts.is_latin(core):
        return same_words(tail, native.words)
    return same_words(core, native.words) and scripts.is_latin(tail) and scripts.reads_as(core, tail) is True


def _compare_credits(pairing: Pairing, *, native_title: bool) -> None:
    ours, theirs = pairing.our_names, pairing.their_names
    if not ours:
        pairing.add("artist", Weight.REFUSAL)
        return
    composed = _is_classical(pairing)
    if composed or (names.has_composer(ours) and len(ours) > 1):
        players = names.performers(ours), names.performers(theirs)
        if players[0] and players[1]:
            ours, theirs = players
        elif players[0] or players[1]:
            pairing.add("artist", pairing.unless_isrc)
            return
    if _imitators(pairing.entry.artist) - _imitators(pairing.our_names[0]):
        pairing.add("karaoke", Weight.REFUSAL)
    compared = names.compare([*ours, *pairing.ours.guests], [*theirs, *pairing.theirs.guests])
    if compared.shared:
        if not composed:
            _compare_guests(pairing, compared, ours, theirs)
    elif all(names.is_everybody(name) for name in theirs):
        pairing.add("artist", Weight.REMARK if pairing.by_isrc else Weight.REFUSAL)
    elif compared.other_script and native_title:
        sure = compared.other_script == "likely"
        enough = pairing.near_length if sure else pairing.equal_length
        pairing.add("script", Weight.REFUSAL if not enough else Weight.REMARK if sure else Weight.DOUBT)
    else:
        pairing.add("artist", pairing.unless_isrc)


def _compare_guests(pairing: Pairing, compared: names.Credits, ours: list[str], theirs: list[str]) -> None:
    missing, added = compared.only_first, compared.only_second
    if pairing.by_isrc:
        if (missing or added) and not pairing.entry.contributors:
            pairing.add("guest", Weight.REMARK)
        return
    backing = Weight.REMARK if pairing.near_length else Weight.REFUSAL
    if missing and added:
        pairing.add("artist", Weight.REFUSAL)
    elif missing:
        named = {piece for name in pairing.ours.guests for piece in names.pieces_of(name)}
        first_is_there = not set(names.pieces_of(ours[0])) & set(missing)
        if named & set(missing):
            pairing.add("guest", Weight.REFUSAL)
        elif all(names.is_backing_band(piece, ours) for piece in missing):
            pairing.add("artist", backing)
        else:
            pairing.add("artist", Weight.DOUBT if pairing.near_length and first_is_there else Weight.REFUSAL)
    elif added:
        if all(names.is_backing_band(piece, theirs) for piece in added):
            pairing.add("artist", backing)
        else:
            named = {piece for name in pairing.theirs.guests for piece in names.pieces_of(name)}
            # A title that names the guest mostly means the duet, which is as long as the song to some tenths.
            enough_s = EQUAL_LENGTH_S * 0.3 if named & set(added) else EQUAL_LENGTH_S
            equal = pairing.entry.exact and pairing.apart_s <= enough_s
            # Songs of films are credited to whoever wrote them as well, on one side or on both.
            written = pairing.near_length and not named and bool(pairing.ours.origin or pairing.theirs.origin)
            pairing.add("guest", Weight.DOUBT if equal or written else Weight.REFUSAL)


def _compare_albums(pairing: Pairing) -> None:
    """Look for what only the album says: a live record, a DJ's mix, a karaoke series."""
    titles_of = _album_codes(pairing.entry.album, pairing.theirs) - _album_codes(
        pairing.track.album or "", pairing.ours
    )
    for code in titles_of - pairing.ours.other_recording - pairing.theirs.other_recording:
        pairing.add(code, Weight.REFUSAL)


def _compare_marks(pairing: Pairing) -> None:
    wanted, entry = pairing.track.explicit, pairing.entry
    if wanted is None:
        return
    if (wanted and entry.cleaned) or (not wanted and entry.explicit):
        pairing.add("explicit", Weight.REFUSAL)
    elif wanted and entry.explicit is False:
        pairing.add("explicit", Weight.DOUBT)


def _is_classical(pairing: Pairing) -> bool:
    titles_of = (pairing.track.title, pairing.entry.title)
    if any(map(classical.is_classical, titles_of)):
        return True
    return names.has_composer([*pairing.our_names, *pairing.their_names]) and any(map(classical.is_scene, titles_of))


def _album_codes(album: str, title: Title) -> frozenset[str]:
    text = fold(album)
    own = " ".join(title.core)
    if own:
        text = text.replace(own, " ")  # "Cover Me Up - Single" is no cover
    return frozenset((found.lastgroup or "").replace("_", "-") for found in _ALBUM_CODES.finditer(text))


def _imitators(name: str) -> frozenset[str]:
    return frozenset(split_words(name)) & {
        "karaoke", "tribute", "tributo", "cover", "covers", "singalong", "instrumental", "lullaby",
    }  # fmt: skip


def _without_article(first: list[str], second: list[str]) -> bool:
    """Whether titles differ by an article in front."""
    articles = {"the", "a", "an", "el", "la", "le", "die", "der", "das", "les", "los", "las", "o", "il"}
    return any(
        one and one[0] in articles and len(one) > 2 and same_words(one[1:], two)
        for one, two in ((first, second), (second, first))
    )
