"""Options of how an answer is made and shown, alike for one song and for two: form, picture, model."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

Theme = Literal["dark", "light"]
Band = Literal["heard", "full"]
RuntimeName = Literal["litert", "tensorflow"]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON (see docs/json.md) instead of a table.")]
PicturePath = Annotated[
    str | None,
    typer.Option("--picture", metavar="PATH", help="File or folder for the picture; this folder if not said."),
]
NoPicture = Annotated[bool, typer.Option("--no-picture", help="Draw no picture.")]
PictureTheme = Annotated[Theme | None, typer.Option("--theme", help="Of the picture.")]
PictureBand = Annotated[
    Band, typer.Option("--band", help="Of the picture: what is listened to, or all up to half the rate.")
]
ModelName = Annotated[str | None, typer.Option("--model", metavar="NAME", help="Model to ask; see `spotpop models`.")]
Runtime = Annotated[RuntimeName | None, typer.Option("--runtime", help="What runs the model.")]
