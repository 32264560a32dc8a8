"""Errors of what is kept on this machine: the record, references of one's own, pictures and tables."""

from __future__ import annotations

from spotpop.errors.base import SpotpopError


class RecordUnavailable(SpotpopError):
    """The database of the track record does not answer, or was made by a newer version."""

    code = "record-unavailable"
    sentence = "The track record's database cannot be used at the moment."
    hint = "Forecasts go on without it; `spotpop doctor` and docs/record.md say what to look at."


class ReferencesUnusable(SpotpopError):
    """The file with one's references cannot be read or written. Params: ``name``."""

    code = "references-unusable"
    sentence = "The file with your references, {name}, cannot be used."
    hint = "See whether the data folder can be written and is not full."


class ReferenceSetFull(SpotpopError):
    """A set of references holds as many as it may. Params: ``name``, ``most``."""

    code = "reference-set-full"
    sentence = "The set “{name}” holds {most} references already, which is the most."
    hint = "Remove one, or begin another set."


class NotSaved(SpotpopError):
    """A picture or a table cannot be written. Params: ``path``, ``reason``."""

    code = "not-saved"
    sentence = "{path} could not be saved: {reason}."
    hint = "Make room, or choose a folder that can be written."
