"""What Discord's REST API takes: our own table of fields and limits, and the published OpenAPI description beside it.

The table is always held against what is sent (unknown fields are refused, limits kept). The published description is
looked for beside the checkout; where it is absent only that second check is left out.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

_PUBLISHED = Path(__file__).parents[3] / "shared" / "specs" / "discord-openapi.json"

_EMBED = {
    "type": None, "title": 256, "description": 4096, "url": 2048, "color": None, "timestamp": None, "flags": None,
    "footer": {"text": 2048}, "image": {"url": 2048}, "fields": [{"name": 256, "value": 1024, "inline": None}],
}  # fmt: skip
_BUTTON = {"type": None, "id": None, "style": None, "label": 80, "custom_id": 100, "disabled": None}
_ROW = {"type": None, "id": None, "components": [_BUTTON]}
_MESSAGE = {
    "content": 2000, "embeds": [_EMBED], "components": [_ROW], "flags": None, "tts": None,
    "allowed_mentions": {"parse": [None], "replied_user": None},
    "attachments": [{"id": None, "filename": 1024, "description": 1024}],
}  # fmt: skip
_BOX = {
    "custom_id": 100, "title": 45,
    "components": [{
        "type": None, "id": None, "label": 45, "description": 100,
        "component": {
            "type": None, "id": None, "style": None, "custom_id": 100, "max_length": None, "min_length": None,
            "placeholder": 100, "required": None, "value": None, "label": 45, "min_values": None, "max_values": None,
        },
    }],
}  # fmt: skip
_REFERENCE = {"message_id": None, "channel_id": None, "guild_id": None, "fail_if_not_exists": None, "type": None}

FIELDS: dict[str, Any] = {
    "POST /interactions/{id}/{token}/callback": {"type": None, "data": {**_MESSAGE, **_BOX, "components": None}},
    "PATCH /webhooks/{id}/{token}/messages/{id}": _MESSAGE,
    "POST /webhooks/{id}/{token}": _MESSAGE,
    "POST /channels/{id}/messages": {
        **_MESSAGE, "nonce": 25, "enforce_nonce": None, "message_reference": _REFERENCE,
    },
    "PATCH /channels/{id}/messages/{id}": _MESSAGE,
    "POST /channels/{id}/messages/{id}/threads": {
        "name": 100, "auto_archive_duration": None, "rate_limit_per_user": None,
    },
    "POST /users/@me/channels": {"recipient_id": None},
}  # fmt: skip
"""Fields of each request: a number is the most characters, None anything, a list holds the form of its items."""

_TEMPLATES = {
    "POST /interactions/{id}/{token}/callback": "/interactions/{interaction_id}/{interaction_token}/callback",
    "PATCH /webhooks/{id}/{token}/messages/{id}": "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
    "POST /webhooks/{id}/{token}": "/webhooks/{webhook_id}/{webhook_token}",
    "POST /channels/{id}/messages": "/channels/{channel_id}/messages",
    "PATCH /channels/{id}/messages/{id}": "/channels/{channel_id}/messages/{message_id}",
    "POST /channels/{id}/messages/{id}/threads": "/channels/{channel_id}/messages/{message_id}/threads",
    "POST /users/@me/channels": "/users/@me/channels",
    "PUT /applications/{id}/commands": "/applications/{application_id}/commands",
}

ALLOWED = (
    re.compile(r"^attachments/\d+/id$"),  # discord.py sends the index as an integer, which Discord takes
    re.compile(r"^data/attachments/\d+/id$"),
    re.compile(r"^recipient_id$"),  # likewise
    re.compile(r"^message_reference/(message|channel|guild)_id$"),
)
"""Where what discord.py sends differs from the description, and Discord takes it all the same."""


def problems(request: str, body: Any) -> list[str]:
    """Return what is wrong with a request's JSON, e.g. ``embeds/0/title: too long``."""
    found = list(_unfitting(FIELDS[request], body, "")) if request in FIELDS else []
    for embed in (body.get("embeds") or []) if isinstance(body, dict) else []:
        texts = [embed.get("title"), embed.get("description"), (embed.get("footer") or {}).get("text")]
        if sum(len(text or "") for text in texts) > 6000:
            found.append("embeds: more than 6000 characters")
    return found + list(_against_published(request, body))


def _unfitting(form: Any, value: Any, path: str) -> Any:
    if form is None or value is None:
        return
    if isinstance(form, dict):
        if not isinstance(value, dict):
            yield f"{path}: no object"
            return
        for name, part in value.items():
            if name not in form:
                yield f"{path}/{name}: unknown field"
            else:
                yield from _unfitting(form[name], part, f"{path}/{name}")
    elif isinstance(form, list):
        if len(value) > 10:
            yield f"{path}: more than 10"
        for index, part in enumerate(value):
            yield from _unfitting(form[0], part, f"{path}/{index}")
    elif not isinstance(value, str) or len(value) > form:
        yield f"{path}: no text of at most {form} characters"


@lru_cache(maxsize=1)
def published() -> dict[str, Any] | None:
    """Return Discord's own description, if it lies beside the checkout."""
    return json.loads(_PUBLISHED.read_text(encoding="utf-8")) if _PUBLISHED.is_file() else None


@lru_cache(maxsize=64)
def _validator(request: str) -> Draft202012Validator | None:
    description = published()
    if description is None or request not in _TEMPLATES:
        return None
    method = request.partition(" ")[0].lower()
    content = description["paths"][_TEMPLATES[request]][method]["requestBody"]["content"]
    schema = {**content["application/json"]["schema"], "components": description["components"]}
    return Draft202012Validator(schema)


def _against_published(request: str, body: Any) -> Any:
    validator = _validator(request)
    for error in validator.iter_errors(body) if validator else ():
        for one in _deepest(error):
            path = "/".join(str(part) for part in one.absolute_path)
            if not any(pattern.match(path) for pattern in ALLOWED):
                yield f"{path}: {one.message[:200]}"


def _deepest(error: ValidationError) -> list[ValidationError]:
    """Return what is really wrong: in a choice, what is wrong with the choice that fits best."""
    if not error.context:
        return [error]
    branches: dict[Any, list[ValidationError]] = {}
    for one in error.context:
        branches.setdefault(one.schema_path[0], []).append(one)
    best = min(branches.values(), key=lambda errors: (_misses(errors), -max(len(one.absolute_path) for one in errors)))
    return [deep for one in best for deep in _deepest(one)]


def _misses(errors: list[ValidationError]) -> int:
    """Count errors that tell that a branch is not meant at all: another type or another constant."""
    return sum(one.validator in {"enum", "const", "type"} and len(one.relative_path) <= 1 for one in errors)
