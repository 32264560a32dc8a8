"""A person's own songs as messages: versions side by side, what a release became, and the export. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Final

from bot.messages.message import Attachment, Block, Message
from bot.messages.track import points, whole_points
from spotpop.record.song_versions import LOOK_AFTER_S, Release, Song, Step, Unknown, Version
from spotpop.text import Text, Trusted
from spotpop.wording import Link, Words

SPOTIFY: Final = "spotify.popularity"
"""The measure on the forecast's own scale."""

StepOf = Callable[[Version, Version], Step | Unknown]


def nothing_kept(words: Words) -> Message:
    """Return what would be kept, and how to agree."""
    return _message(words, words.text("songs-ask"), (Block(lines=(words.text("songs-agree"),)),))


def overview(songs: Sequence[Song], step_of: StepOf, words: Words, *, done: Text = ()) -> Message:
    """Return all songs, each with its versions side by side.

    Parameters
    ----------
    step_of : callable
        Returns what the second version is expected to do beyond the first.
    done : Text
        What was just changed, said first.
    """
    if not songs:
        return _message(words, done or words.text("songs-empty"), (Block(lines=(words.text("songs-end"),)),))
    blocks = [song_block(song, step_of, words) for song in songs]
    usage = ("songs-out", "songs-join", "songs-rest")
    how = Block(heading=words.text("songs-how"), lines=tuple(words.text(key) for key in usage))
    return _message(words, done or words.text("songs-lead", count=len(songs)), (*blocks, how))


def exported(songs: Sequence[Song], since: float, words: Words) -> Message:
    """Return everything that is kept as a JSON file."""
    data = {
        "since": _moment(since),
        "songs": [
            {"number": song.number, "name": song.name, "versions": [_plain(one) for one in song.versions]}
            for song in songs
        ],
    }
    body = json.dumps(data, ensure_ascii=False, indent=2).encode()
    file = Attachment(name="spotpop-songs.json", data=body, media_type="application/json")
    return Message(
        title=words.text("songs-title"), lead=words.text("songs-exported"), attachments=(file,), private=True
    )


def tied(version: Version, words: Words) -> Block:
    """Return what is said with the forecast of a release that was tied to an upload."""
    assert version.release is not None
    details = words.text(
        "songs-tied", name=version.name, date=_date(version.release.tied_at + LOOK_AFTER_S),
        score=whole_points(version.score, words),
        low=whole_points(version.low, words), high=whole_points(version.high, words),
    )  # fmt: skip
    return Block(heading=words.text("songs-title"), lines=(details,))


def became(version: Version, words: Words) -> Message:
    """Return what became of a release, which is reported once."""
    assert version.release is not None
    lines = tuple(_became(version, version.release, words))
    return Message(
        title=words.text("songs-became-title", name=version.name),
        url=version.release.url or None,
        lead=words.text(
            "songs-became-lead", date=_date(version.made_at),
            score=whole_points(version.score, words),
            low=whole_points(version.low, words), high=whole_points(version.high, words),
        ),
        sections=(Block(lines=lines),),
        footer=words.text("songs-became-footer"),
        private=True,
    )  # fmt: skip


def _message(words: Words, lead: Text, sections: tuple[Block, ...]) -> Message:
    return Message(title=words.text("songs-title"), lead=lead, sections=sections, private=True)


def song_block(song: Song, step_of: StepOf, words: Words) -> Block:
    """Return one song: its versions, what each is expected to do beyond the one before, and what became of it."""
    lines = [_version(place, one, words) for place, one in enumerate(song.versions, start=1)]
    pairs = enumerate(pairwise(song.versions), start=1)
    lines += [_step(place, step_of(first, second), words) for place, (first, second) in pairs]
    if len(song.versions) > 2:
        lines.append(_step(1, step_of(song.versions[0], song.versions[-1]), words, last=len(song.versions)))
    released = song.released
    if released is not None and released.release is not None:
        lines += _released(released, released.release, words)
    return Block(heading=words.text("songs-song", number=song.number, name=song.name), lines=tuple(lines))


def _version(place: int, version: Version, words: Words) -> Text:
    return words.text(
        "songs-version", place=place, date=_date(version.made_at),
        score=whole_points(version.score, words),
        low=whole_points(version.low, words), high=whole_points(version.high, words),
    )  # fmt: skip


def _step(first: int, step: Step | Unknown, words: Words, *, last: int | None = None) -> Text:
    places = {"first": first, "second": last or first + 1}
    if not isinstance(step, Step):
        return words.text(f"songs-step-{step}", **places)
    key = "songs-step-reliable" if step.reliable else "songs-step-none"
    figures = {"low": points(step.low, words), "high": points(step.high, words)}
    if step.reliable:
        figures["points"] = points(step.points, words)
    return words.text(key, **places, **figures)


def _released(version: Version, release: Release, words: Words) -> Iterable[Text]:
    title = Link(release.title or release.url, release.url) if release.url else release.title
    yield words.text("songs-released", title=title, date=_date(release.tied_at))
    if release.became is None:
        yield words.text("songs-waiting", date=_date(release.tied_at + LOOK_AFTER_S))
    else:
        yield from _became(version, release, words)


def _became(version: Version, release: Release, words: Words) -> Iterable[Text]:
    assert release.became is not None
    values = release.became.values
    if not values:
        yield words.text("songs-became-unknown")
        return
    if (popularity := values.get(SPOTIFY)) is not None:
        where = "below" if popularity < version.low else "above" if popularity > version.high else "inside"
        yield words.text(
            f"songs-became-{where}", value=whole_points(popularity, words),
            low=whole_points(version.low, words), high=whole_points(version.high, words),
        )  # fmt: skip
    others = [name for name in values if name != SPOTIFY]
    for name in others:
        measure = Trusted(words.plain(f"record-measure-{name.replace('.', '-')}"))
        yield words.text("songs-became-other", measure=measure, value=whole_points(values[name], words))
    if others:
        yield words.text("songs-became-scale")


def _plain(version: Version) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(version.to_json())
    return {**data, "made_at": _moment(version.made_at)}


def _date(seconds: float) -> Trusted:
    return Trusted(datetime.fromtimestamp(seconds, UTC).date().isoformat())


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
