"""``spotpop predict``: links, files and folders to forecasts, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from spotpop.cli import answer_options, console, song_options
from spotpop.cli.arguments import Given, read_input
from spotpop.cli.choosing import choose
from spotpop.cli.output import CsvOutput, JsonOutput, Output, TableOutput
from spotpop.cli.pictures import check_place, save_picture
from spotpop.cli.reference import open_store
from spotpop.errors import ModelError, NotSaved, RecordingUnsure, SettingsError, SpotpopError, UnexpectedError
from spotpop.findings import ReferenceSet
from spotpop.links import Reference
from spotpop.nearest import did_you_mean
from spotpop.pipeline import Options, Pipeline
from spotpop.settings import Settings, load_settings
from spotpop.wording import words_for


def predict(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help='Links, Spotify URIs, "artist - title", audio files, folders, or - for standard input.',
        ),
    ],
    as_json: answer_options.AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table for spreadsheets instead.")] = False,
    picture: answer_options.PicturePath = None,
    no_picture: answer_options.NoPicture = False,
    start: Annotated[float | None, typer.Option(metavar="S", help="Second at which the 30 s begin.")] = None,
    theme: answer_options.PictureTheme = None,
    band: answer_options.PictureBand = "heard",
    genre: Annotated[str | None, typer.Option(help="The genre, if you know it better than the catalogue.")] = None,
    references: Annotated[
        str | None, typer.Option(metavar="SET", help="Only this set of `spotpop reference`; all if not said.")
    ] = None,
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
    """Forecast the popularity of tracks: a score from 0 to 100, an interval, reasons, and a picture of the sound.

    An album or a playlist becomes a ranked table of its tracks; a folder stands for the audio files in it. Answers come
    in the order of the inputs, each as soon as it is there.
    """
    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv exclude each other", param_hint="--csv")
    _check_genre(genre)
    settings = settings_with(theme=theme, model=model, runtime=runtime)
    wanted = list(_understand(inputs, settings))
    alone = len(wanted) == 1
    place = check_place(picture, several=not alone)
    out, since = song_options.release_of(released)
    options = Options(
        start_s=start,
        theme=theme,
        picture=not no_picture,
        band=band,
        language=settings.locale,
        genre=genre,
        references=_sets(settings, references),
        hear_changes=alone,
        audience=song_options.audience_of(followers, audience, usual_popularity, usual_songs, first_song=first_song),
        released=out,
        release_date=since,
        explicit=explicit,
        first_song=first_song,
        whole_song=whole_song,
    )
    output: Output = _output_for(settings.locale, as_csv=as_csv, as_json=as_json, alone=alone)
    asking = _Asking(Pipeline(settings), options, place, output, alone=alone)
    with console.counting(len(wanted)) as count:
        for label, given in wanted:
            with count.one(label) as progress:
                asking.answer(label, given, progress, count.pause)
    if asking.failed:
        raise typer.Exit(1)


def _understand(inputs: Sequence[str], settings: Settings) -> list[tuple[str, Given | SpotpopError]]:
    """Return what is asked, in order: what could not be understood has its place too. No file is read yet."""
    found: list[tuple[str, Given | SpotpopError]] = []
    for text in inputs:
        try:
            found += [(given.label, given) for given in read_input(text, settings)]
        except SpotpopError as error:
            found.append((text, error))
    return found


def _check_genre(genre: str | None) -> None:
    """Refuse a genre that no model knows, for it would change nothing.

    Raises
    ------
    typer.BadParameter
    """
    from spotpop.model.genres import GENRES, context_genre

    if genre is None or context_genre([genre]) is not None:
        return
    asked = did_you_mean(genre, GENRES, cutoff=0.5)
    raise typer.BadParameter(f"{genre} is none that is known: {', '.join(GENRES)}.{asked}", param_hint="--genre")


def _sets(settings: Settings, name: str | None) -> tuple[ReferenceSet, ...]:
    """Return the references to compare with: one set if it is named, else all.

    Raises
    ------
    typer.BadParameter
        If there is no set of that name.
    """
    store = open_store(settings)
    found = store.sets("", name)
    if name is not None and not found:
        asked = did_you_mean(name, [kept.name for kept in store.sets("")])
        raise typer.BadParameter(f"you keep no set named {name}.{asked}", param_hint="--references")
    return found


def settings_with(**overrides: Any) -> Settings:
    """Read the settings; options that were not given leave them as they are."""
    return load_settings(**{name: value for name, value in overrides.items() if value is not None})


def _output_for(locale: str, *, as_csv: bool, as_json: bool, alone: bool) -> Output:
    if as_csv:
        return CsvOutput(locale)
    return JsonOutput(alone=alone, locale=locale) if as_json else TableOutput(locale)


class _Asking:
    """Answers one question after the other.

    Attributes
    ----------
    failed : bool
        Whether an input had no answer, or a picture could not be saved.
    """

    def __init__(
        self, pipeline: Pipeline, options: Options, place: Path | None, output: Output, *, alone: bool
    ) -> None:
        self.failed = False
        self._pipeline = pipeline
        self._options = options
        self._place = place
        self._output = output
        self._alone = alone
        self._words = words_for(pipeline.settings.locale)

    def answer(
        self, label: str, given: Given | SpotpopError, progress: Callable[[str], None], pause: Callable[[], None]
    ) -> None:
        """Answer, or say why not.

        Raises
        ------
        ModelError, SettingsError
            What the next question would meet as well; the output has it already.
        """
        try:
            if isinstance(given, SpotpopError):
                raise given
            question = given.read()
            if isinstance(question, Reference):
                if question.kind == "short":
                    progress("resolve")
                    question = self._pipeline.resolve(question)
                if question.kind in {"album", "playlist"}:
                    self._answer_listing(label, question, progress, pause)
                    return
            answer = self._pipeline.predict(question, options=self._options, progress=progress)
            pause()
            path = self._save(answer.picture, answer.report.track.title)
            self._output.report(label, answer.report, path)
        except (ModelError, SettingsError) as error:
            pause()
            self._output.failure(label, error)
            raise
        except RecordingUnsure as error:
            pause()
            chosen = choose(error, self._words)
            if chosen is None:
                self._fail(label, error)
            else:
                self.answer(label, Given(label, lambda: chosen), progress, pause)
        except SpotpopError as error:
            pause()
            self._fail(label, error)
        except (OSError, ArithmeticError, LookupError, TypeError, ValueError, RuntimeError) as error:
            from spotpop.cli.crash import interrupted, report_crash

            if self._alone or isinstance(error, BrokenPipeError) or interrupted(error):
                raise
            pause()  # a bug that one file meets must not take the others' answers away
            report_crash(error, about=label)
            self.failed = True
            self._output.failure(label, UnexpectedError())

    def _answer_listing(
        self, label: str, reference: Reference, say: Callable[[str], None], pause: Callable[[], None]
    ) -> None:
        from spotpop.cli.listing import answer_listing

        ranking = answer_listing(self._pipeline, reference, self._options, say)
        pause()
        path = self._save(ranking.picture, ranking.title)
        self._output.ranking(label, ranking, path)
        if not any(row.score is not None for row in ranking.rows):
            self.failed = True

    def _save(self, picture: bytes, title: str) -> Path | None:
        """Save the picture; the answer is worth more than it, so its failure is shown beside the answer."""
        try:
            return save_picture(picture, self._place, title)
        except NotSaved as error:
            console.complain(error, words=self._words)
            self.failed = True
            return None

    def _fail(self, label: str, error: SpotpopError) -> None:
        self.failed = True
        console.complain(error, "" if self._alone else label, self._words)
        self._output.failure(label, error)
