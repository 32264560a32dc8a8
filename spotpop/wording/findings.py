"""Findings in words: a block of lines for each question that a musician asks. Pure; chats and command line share it."""

from __future__ import annotations

from typing import Final

from spotpop.findings import WITHOUT_FIGURE, Changes, Corridor, Findings, Measured, ServiceGain, SoundsLike, Standing
from spotpop.text import Text, Trusted
from spotpop.wording import Words
from spotpop.wording.values import genre_name

FEW_SERVICES: Final = ("spotify", "apple_music", "youtube", "tidal", "deezer")
"""What a short answer names; the whole table is shown where there is room."""

SURE_KEY: Final = 0.8
"""Fit with a key's profile from which it is called probable: below that half of the keys are wrong on 195 previews."""

LEAST_SHARE: Final = 1.0
"""Per cent of the power from which a band is named."""

_MIDDLE: Final = (45.0, 55.0)
_STEP: Final = 5
"""Percentiles are stated to the nearest 5: the values under them are not known better than that."""


def measured_lines(measured: Measured, words: Words) -> tuple[Text, ...]:
    """Return levels, tempo and key as facts."""
    peak = measured.peak_dbfs if measured.true_peak_dbtp is None else measured.true_peak_dbtp
    lines = [
        words.text(
            "measured-loudness",
            lufs=words.number(measured.loudness_lufs, 1),
            range=words.number(measured.loudness_range_lu, 1),
            peak=words.number(peak, 1),
        )
    ]
    lines.append(words.text("measured-crest", crest=words.number(measured.crest_db, 1)))
    if measured.tempo_bpm is not None:
        others = [words.number(bpm) for bpm in measured.other_tempos_bpm]
        other = others[0] if len(others) == 1 else None
        if len(others) > 1:
            other = Trusted(words.plain("measured-or", first=others[0], second=others[1]))
        bpm = words.number(measured.tempo_bpm)
        lines.append(
            words.text("measured-tempo", bpm=bpm)
            if other is None
            else words.text("measured-tempo-or", bpm=bpm, others=other)
        )
    if measured.key is not None:
        sure = measured.major is not None and (measured.key_confidence or 0.0) >= SURE_KEY
        lines.append(words.text("measured-key" if sure else "measured-key-unsure", tonic=key_name(measured, words)))
    if bands := _bands_said(measured, words):
        lines.append(words.text("measured-bands", bands=bands))
    return (*lines, words.text("measured-units"))


def _bands_said(measured: Measured, words: Words) -> Trusted:
    """Return how the power is spread over the bands, those with a hundredth of it and more."""
    shares = [(one.name, 100 * 10 ** (one.share_db / 10)) for one in measured.bands]
    return Trusted(
        ", ".join(
            words.plain("measured-band", band=Trusted(words.plain(f"band-{name}")), percent=words.number(share))
            for name, share in shares
            if share >= LEAST_SHARE
        )
    )


def key_name(measured: Measured, words: Words) -> Trusted:
    """Return the key and, where it is known, the mode."""
    tonic = words.plain(f"key-{measured.key}")
    if measured.major is None:
        return Trusted(tonic)
    mode = words.plain(f"mode-{int(measured.major)}")
    return Trusted(words.plain("key-and-mode", tonic=Trusted(tonic), mode=Trusted(mode)))


def service_lines(findings: Findings, words: Words, *, every: bool = False) -> tuple[Text, ...]:
    """Return what services do to the level, and that it is no target.

    Parameters
    ----------
    every : bool
        Whether all services are shown, or those that most people use.
    """
    other = [one for one in findings.services if every or one.service in FEW_SERVICES]
    if not other:
        return ()
    return (*(_service_line(one, words) for one in other), words.text("services-note"))


def _service_line(one: ServiceGain, words: Words) -> Text:
    key = "down" if one.gain_db < 0 else "same"
    if one.gain_db > 0:
        key = "up-held" if one.held_by_peak else "up-limited" if one.limited else "up"
    elif one.held_by_peak:
        key = "held"
    name = Trusted(words.plain(f"service-{one.service}")) if words.has(f"service-{one.service}") else one.service
    values: dict[str, str] = {"service": name}
    if one.gain_db:
        values["gain"] = words.number(abs(one.gain_db), 1)
    return words.text(f"services-{key}", **values)


def corridor_heading(corridor: Corridor, words: Words) -> Text:
    """Say among whom a song stands."""
    size = corridor.size
    if corridor.kind == "own":
        return words.text("corridor-own", name=corridor.name, size=size)
    if corridor.kind == "genre":
        return words.text("corridor-genre", genre=genre_name(corridor.name, words), size=size)
    return words.text("corridor-all", size=size)


def corridor_lines(corridor: Corridor, words: Words, *, all_lines: bool = True) -> tuple[Text, ...]:
    """Return where a song stands, one line a number.

    Parameters
    ----------
    all_lines : bool
        False leaves out what lies inside the corridor, except loudness.
    """
    other = [one for one in corridor.standings if all_lines or one.place != "inside" or one.name == "loudness"]
    return tuple(_standing_line(one, corridor, words) for one in other)


def _standing_line(one: Standing, corridor: Corridor, words: Words) -> Text:
    text = words.plain(f"name-{one.name}")
    name = Trusted(text[:1].upper() + text[1:])
    values: dict[str, str] = {"name": name}
    bare = one.name in WITHOUT_FIGURE
    if not bare:
        values |= {key: shown_value(one.name, getattr(one, key), words) for key in ("value", "low", "high")}
    if corridor.kind == "own" or one.percentile is None:
        return words.text(f"corridor-own-{one.place}{'-bare' if bare else ''}", **values)
    return words.text("corridor-line-bare" if bare else "corridor-line", rank=rank_words(one, words), **values)


def standing_said(one: Standing, corridor: Corridor, words: Words) -> str:
    """Return a standing in one line for a picture, which draws the corridor itself."""
    name = words.plain(f"name-{one.name}")
    name = Trusted(name[:1].upper() + name[1:])
    own = corridor.kind == "own" or one.percentile is None
    rank = Trusted(words.plain(f"picture-place-{one.place}")) if own else rank_words(one, words)
    if one.name in WITHOUT_FIGURE:
        return words.plain("picture-standing-bare", name=name, rank=rank)
    return words.plain("picture-standing", name=name, value=shown_value(one.name, one.value, words), rank=rank)


def rank_words(one: Standing, words: Words) -> Trusted:
    """Return a percentile as a comparison with others: “quieter than 85 % of them”."""
    rank = 50.0 if one.percentile is None else one.percentile
    if _MIDDLE[0] < rank < _MIDDLE[1]:
        return Trusted(words.plain("rank-middle"))
    side, share = ("more", rank) if rank > 50 else ("less", 100 - rank)
    percent = min(95, _STEP * round(share / _STEP))
    return Trusted(words.plain(f"rank-{one.name}-{side}", percent=words.number(percent)))


def shown_value(name: str, value: float, words: Words) -> Trusted:
    """Return a value with its unit, no more precise than it is known."""
    if name == "loudness":
        return Trusted(words.plain("value-lufs", value=words.number(value, 1)))
    if name == "tempo":
        return Trusted(words.plain("value-tempo", value=words.number(value)))
    if name == "duration":
        minutes, seconds = divmod(round(value), 60)
        return Trusted(words.plain("value-duration", minutes=Trusted(str(minutes)), seconds=Trusted(f"{seconds:02d}")))
    return words.number(value, 1)


def alike_lines(like: SoundsLike, words: Words) -> tuple[Text, ...]:
    """Return the tracks that sound alike, and how far apart they end."""
    if not like.tracks:
        return ()
    popularity = [track.popularity for track in like.tracks]
    lines = [
        words.text("alike-line", title=one.title, artist=one.artist, popularity=words.number(one.popularity))
        for one in like.tracks
    ]
    note = words.text(
        "alike-note",
        low=words.number(min(popularity)),
        high=words.number(max(popularity)),
        year=Trusted(str(like.year)),
    )
    return (*lines, note)


def change_lines(changes: Changes, words: Words) -> tuple[Text, ...]:
    """Return what differs for sure between two sounds, or that nothing does."""
    if changes.sameness == "identical":
        return (words.text("changes-identical"),)
    lines = [words.text("changes-level")] if changes.sameness == "level" else []
    for one in changes.changes:
        side = "more" if one.difference > 0 else "less"
        digits = 0 if one.name in {"tempo", "length"} else 1
        size = words.number(abs(one.difference), digits)
        if one.name.startswith("band_"):
            band = Trusted(words.plain(f"band-{one.name.removeprefix('band_')}"))
            lines.append(words.text(f"change-band-{side}", band=band, size=size))
        else:
            lines.append(words.text(f"change-{one.name}-{side}", size=size))
    return tuple(lines) if lines else (words.text("changes-none"),)


def finding_blocks(
    findings: Findings, words: Words, *, every: bool = False
) -> tuple[tuple[Text, tuple[Text, ...]], ...]:
    """Return all findings as blocks of a heading and its lines.

    Parameters
    ----------
    every : bool
        Whether there is room for all services and for what lies inside the corridors.
    """
    blocks = [(words.text("measured-heading"), measured_lines(findings.measured, words))]
    blocks += [
        (corridor_heading(one, words), corridor_lines(one, words, all_lines=every)) for one in findings.corridors
    ]
    blocks.append((words.text("services-heading"), service_lines(findings, words, every=every)))
    if findings.sounds_like is not None:
        blocks.append((words.text("alike-heading"), alike_lines(findings.sounds_like, words)))
    return tuple(block for block in blocks if block[1])
