"""Errors of a model, its files and its training data."""

from __future__ import annotations

from spotpop.errors.base import SpotpopError


class ModelError(SpotpopError):
    """The forecast cannot be made here."""

    code = "model"


class ModelMissing(ModelError):
    """No model of that name. Params: ``name``; ``nearest``: one that is there and nearly called so, if there is one."""

    code = "model-missing"
    sentence = "There is no model named “{name}”, so there is no forecast."
    hint = "`spotpop models` lists those that are there; set SPOTPOP_MODEL to one of them."

    @property
    def advice(self) -> str:
        """The hint, behind the nearest name."""
        near = self.params.get("nearest")
        return f"Did you mean {near}? {self.hint}" if near else self.hint


class ModelDamaged(ModelError):
    """The model's files do not match its manifest. Params: ``name``; ``problem``: which key or file, if known."""

    code = "model-damaged"
    sentence = "The model “{name}” is incomplete or was changed, so it is not used."
    hint = "Install it again; `spotpop models --check` shows which file differs."

    @property
    def advice(self) -> str:
        """The hint, behind what is wrong."""
        problem = self.params.get("problem")
        return f"{problem}. {self.hint}" if problem else self.hint


class RuntimeMissing(ModelError):
    """The runtime asked for is not installed. Params: ``runtime``, ``extra``."""

    code = "runtime-missing"
    sentence = "The {runtime} runtime is not installed."
    hint = (
        "Install it, from a checkout with `pip install -c constraints.txt '.[{extra}]'`, or choose another with "
        "SPOTPOP_RUNTIME. TensorFlow has no wheels for Python 3.14."
    )


class TableUnusable(ModelError):
    """A table of training data cannot be read or breaks its schema. Params: ``path``, ``problem``."""

    code = "table-unusable"
    sentence = "The table {path} cannot be used: {problem}."
    hint = "The columns, their units and ranges are listed in docs/model.md."


class TooFewRows(ModelError):
    """Too little data to learn or calibrate from. Params: ``found``, ``needed``, ``purpose``."""

    code = "too-few-rows"
    sentence = "There are only {found} usable rows, and {purpose} needs at least {needed}."
    hint = "Collect more tracks first; with fewer the result would be noise."


class ModelUnfit(ModelError):
    """What was asked cannot be done with this kind of model. Params: ``name``."""

    code = "model-unfit"
    sentence = (
        "The model “{name}” knows sound alone, so a table of descriptors can be neither judged nor fitted with it."
    )
    hint = "Judge it with the figures in its card; train with --kind descriptors for a model that can be calibrated."


class NothingToCompare(ModelError):
    """One of two that were to be compared is no music. Params: ``title``, ``found``."""

    code = "nothing-to-compare"
    sentence = "Nothing can be forecast of “{title}”, so there is nothing to compare."
    hint = "I know music only: speech, noise, a bare tone or silence have no score."
