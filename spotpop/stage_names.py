"""The stages of a forecast by name, in their order: in progress, timings and metrics, here and in every front-end."""

from __future__ import annotations

from typing import Final, Literal, get_args

Stage = Literal["resolve", "identify", "preview", "decode", "features", "model", "picture"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
