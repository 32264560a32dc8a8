"""``spotpop predict``: links or files to forecasts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from spotpop.cli import console
from spotpop.cli.inputs import Given, read_input
from spotpop.cli.pictures import check_place, save_picture
from spotpop.cli.reference import open_store
from spotpop.errors import ModelError, SettingsError, SpotpopError
from spotpop.links import Reference
from spotpop.pipeline import Options, Pipeline
from spotpop.settings import Settings, load_settings
from spotpop.wording import words_for

Theme = Literal["dark", "light"]
RuntimeName = Literal["litert", "tensorflow"]


def predict(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT", help="Links, Spotify URIs, audio files, or - for standard input.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON (see docs/json.md) instead of a table.")] = False,
    picture: Annotated[
        Path | None, typer.Option(metavar="PATH", help="File or folder for the picture; this folder if not said.")
    ] = None,
    no_picture: Annotated[bool, typer.Option("--no-picture", help="Draw no picture.")] = False,
    start: Annotated[float | None, typer.Option(metavar="S", help="Second at which the 30 s begin.")] = None,
    theme: Annotated[Theme | None, typer.Option(help="Of the picture.")] = None,
    genre: Annotated[str | None, typer.Option(help="The genre, if you know it better than the catalogue.")] = None,
    references: Annotated[
        str | None, typer.Option(metavar="SET", help="Only this set of `spotpop reference`; all if not said.")
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="Model to ask; see `spotpop models`.")] = None,
    runtime: Annotated[RuntimeName | None, typer.Option(help="What runs the model.")] = None,
) -> None:
    """Forecast the popularity of tracks: a score from 0 to 100, an interval, reasons, and a picture of the sound.

    An album or a playlist becomes a ranked table of its tracks.
    """
    settings = settings_with(theme=theme, model=model, runtime=runtime)
    check_place(picture, several=len(inputs) > 1)
    options = Options(
        start_s=start,
        theme=theme,
        picture=not no_picture,
        genre=genre,
        references=open_store(settings).sets("", references),
    )
    asking = _Asking(Pipeline(settings), options, picture, as_json=as_json, locale=settings.locale)
    failed = False
    given: list[Given] = []
    for text in inputs:
        try:
            given += read_input(text, settings)
        except SpotpopError as error:
            asking.tell_failure(text, error, alone=len(inputs) == 1)
            failed = True
    asking.alone = len(given) + failed == 1
    for one in given:
        failed |= not asking.answer(one)
    if failed:
        raise typer.Exit(1)


def settings_with(**overrides: Any) -> Settings:
    """Read the settings; options that were not given leave them as they are."""
    return load_settings(**{name: value for name, value in overrides.items() if value is not None})


class _Asking:
    """Answers one question after the other in the form that was asked for."""

    def __init__(
        self, pipeline: Pipeline, options: Options, place: Path | None, *, as_json: bool, locale: str = "en"
    ) -> None:
        self._locale = locale
        self.alone = True
        self._pipeline = pipeline
        self._options = options
        self._place = place
        self._as_json = as_json

    def answer(self, given: Given) -> bool:
        """Answer, or say why not; False then.

        Raises
        ------
        ModelError, SettingsError
            What the next question would meet as well.
        """
        try:
            with console.waiting() as progress:
                question = given.question
                if isinstance(question, Reference):
                    if question.kind == "short":
                        progress("resolve")
                        question = self._pipeline.resolve(question)
                    if question.kind in {"album", "playlist"}:
                        return self._answer_listing(given, question, progress)
                answer = self._pipeline.predict(question, options=self._options, progress=progress)
        except (ModelError, SettingsError):
            raise
        except SpotpopError as error:
            self.tell_failure(given.label, error, alone=self.alone)
            return False
        path = save_picture(answer.picture, self._place, answer.report.track.title)
        if self._as_json:
            self._print_json({"input": given.label, **answer.report.to_json(), "picture": _text(path)})
        else:
            from spotpop.cli.tables import show_report

            show_report(console.people(), answer.report, path, words_for(self._locale))
        return True

    def _answer_listing(self, given: Given, reference: Reference, say: Callable[[str], None]) -> bool:
        from spotpop.cli.listing import answer_listing

        ranking = answer_listing(self._pipeline, reference, self._options, say)
        path = save_picture(ranking.picture, self._place, ranking.title)
        if self._as_json:
            self._print_json({"input": given.label, **ranking.to_json(), "picture": _text(path)})
        else:
            from spotpop.cli.tables import show_ranking

            show_ranking(console.people(), ranking, path)
        return any(row.score is not None for row in ranking.rows)

    def tell_failure(self, label: str, error: SpotpopError, *, alone: bool) -> None:
        """Say on stderr why there is no answer; among several JSON lines also there."""
        console.complain(error, "" if alone else label)
        if self._as_json and not alone:
            told = {**error.to_json(), "sentence": error.text, "hint": error.advice}
            self._print_json({"input": label, "error": told})

    def _print_json(self, data: dict[str, Any]) -> None:
        indent = 2 if self.alone and "error" not in data else None
        console.tell_programs(data, indent=indent)


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
