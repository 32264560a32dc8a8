"""Options with which a person states what no audio holds: audience, release, lyrics."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from spotpop.audience import RUNG_NAMES, Audience, RungName, rung_in
from spotpop.nearest import did_you_mean
from spotpop.track import ReleaseDate

Followers = Annotated[
    float | None, typer.Option("--followers", metavar="N", help="Spotify followers of the artist, as a number.")
]
AudienceName = Annotated[
    str | None,
    typer.Option("--audience", metavar="RUNG", help=f"Followers by size: {', '.join(RUNG_NAMES)}."),
]
UsualPopularity = Annotated[
    float | None,
    typer.Option("--usual-popularity", metavar="P", help="Popularity, 0 to 100, that the artist's other songs have."),
]
UsualSongs = Annotated[
    int | None, typer.Option("--usual-songs", metavar="N", help="On how many songs --usual-popularity rests.")
]
Released = Annotated[
    str | None,
    typer.Option("--released", metavar="DATE", help="The song is out: yes, no, or since when (2024, 2024-08-16)."),
]
Explicit = Annotated[
    bool | None, typer.Option("--explicit/--not-explicit", help="Whether the lyrics are explicit.", show_default=False)
]
FirstSong = Annotated[bool, typer.Option("--first-song", help="The artist has no other song out.", show_default=False)]
WholeSong = Annotated[
    bool, typer.Option("--whole-song", help="A file is the whole song, so that its length counts.", show_default=False)
]


def audience_of(
    followers: float | None,
    rung: str | None,
    usual_popularity: float | None,
    usual_songs: int | None,
    *,
    first_song: bool = False,
) -> Audience | None:
    """Return what was stated of the audience, None for nothing.

    Raises
    ------
    typer.BadParameter
        If something of it cannot be.
    """
    if first_song and (usual_popularity is not None or usual_songs):
        raise typer.BadParameter("a first song has no others beside it", param_hint="--first-song")
    step = None if rung is None else rung_in(rung)
    if rung is not None and step is None:
        asked = did_you_mean(rung, RUNG_NAMES)
        known = ", ".join(RUNG_NAMES)
        raise typer.BadParameter(f"one of {known}, or a number of followers.{asked}", param_hint="--audience")
    name: RungName | None = None if step is None else step.name
    try:
        stated = Audience(followers=followers, rung=name, usual_popularity=usual_popularity, usual_songs=usual_songs)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    return stated or None


def release_of(text: str | None) -> tuple[bool | None, ReleaseDate | None]:
    """Return whether the song is out, and since when, as far as it was stated.

    Raises
    ------
    typer.BadParameter
        If it is neither yes, no nor a date.
    """
    answers: dict[str, Literal[True, False]] = {"yes": True, "no": False}
    if text is None or text.lower() in answers:
        return (None if text is None else answers[text.lower()]), None
    date = ReleaseDate.parse(text)
    if date is None:
        raise typer.BadParameter("yes, no, or a date such as 2024 or 2024-08-16", param_hint="--released")
    return True, date
