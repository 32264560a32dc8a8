"""``spotpop compare``: two mixes of one song, or two songs."""

from __future__ import annotations

from typing import Annotated

import typer

from spotpop.cli import answer_options, console, song_options
from spotpop.cli.arguments import Given, read_input
from spotpop.cli.choosing import choose
from spotpop.cli.pictures import check_place, save_picture
from spotpop.cli.predict import settings_with
from spotpop.errors import NotSaved, RecordingUnsure
from spotpop.links import Reference
from spotpop.pipeline import Options, Pipeline
from spotpop.question import ComparisonAnswer, Upload
from spotpop.settings import Settings
from spotpop.wording import words_for


def compare(
    first: Annotated[str, typer.Argument(metavar="A", help="A link, a file, or - for standard input.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Likewise.")],
    as_json: answer_options.AsJson = False,
    picture: answer_options.PicturePath = None,
    no_picture: answer_options.NoPicture = False,
    start: Annotated[float | None, typer.Option(metavar="S", help="Second at which the 30 s of both begin.")] = None,
    theme: answer_options.PictureTheme = None,
    band: answer_options.PictureBand = "heard",
    followers: song_options.Followers = None,
    audience: song_options.AudienceName = None,
    usual_popularity: song_options.UsualPopularity = None,
    usual_songs: song_options.UsualSongs = None,
    released: song_options.Released = None,
    explicit: song_options.Explicit = None,
    first_song: song_options.FirstSong = False,
    whole_song: song_options.WholeSong = False,
    model: answer_options.ModelName = None,
    runtime: answer_options.Runtime = None,
) -> None:
    """Compare two mixes of one song, or two songs: the difference with an interval of its own."""
    settings = settings_with(theme=theme, model=model, runtime=runtime)
    place = check_place(picture, several=False)
    pair = [_only(text, settings) for text in (first, second)]
    out, since = song_options.release_of(released)
    options = Options(
        start_s=start,
        theme=theme,
        picture=not no_picture,
        band=band,
        language=settings.locale,
        audience=song_options.audience_of(followers, audience, usual_popularity, usual_songs, first_song=first_song),
        released=out,
        release_date=since,
        explicit=explicit,
        first_song=first_song,
        whole_song=whole_song,
    )
    answer = _answer(Pipeline(settings), [one.read() for one in pair], options)
    comparison = answer.comparison
    title = f"{comparison.first.track.title} vs {comparison.second.track.title}"
    unsaved = None
    try:
        path = save_picture(answer.picture, place, title)
    except NotSaved as error:  # the answer is worth more than its picture
        path, unsaved = None, error
    if as_json:
        data = {"inputs": [one.label for one in pair], **comparison.to_json(), "picture": str(path) if path else None}
        console.print_json(data, indent=2)
    else:
        from spotpop.cli.tables import show_comparison

        show_comparison(console.people(), comparison, path, words_for(settings.locale))
    if unsaved is not None:
        raise unsaved


def _answer(pipeline: Pipeline, pair: list[Reference | Upload], options: Options) -> ComparisonAnswer:
    """Compare; where it is not sure which recording is meant, the person may choose once for each side.

    Raises
    ------
    SpotpopError
    """
    for _ in pair:
        try:
            with console.spinner() as progress:
                return pipeline.compare(pair[0], pair[1], options=options, progress=progress)
        except RecordingUnsure as error:
            chosen = choose(error, words_for(pipeline.settings.locale))
            if chosen is None:
                raise
            pair[int(error.params.get("side", 0))] = chosen
    with console.spinner() as progress:
        return pipeline.compare(pair[0], pair[1], options=options, progress=progress)


def _only(text: str, settings: Settings) -> Given:
    """Read one side; of several links in a text the first counts."""
    return read_input(text, settings)[0]
