"""From a form to a job in the queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.conversation import File, Intent, Understood, job_for, understand
from bot.web.answers import FRONT_END, Answers
from bot.web.security import Session
from bot.web.uploads import Form
from spotpop.audience import RUNG_NAMES
from spotpop.model.genres import GENRES
from spotpop.settings import Settings
from spotpop.track import ReleaseDate
from spotpop.wording import Words
from worker.queue.client import Client
from worker.queue.protocol import Job, ReplyAddress, Requester, Theme

LONGEST_START_S: Final = 86_400.0


def question_of(form: Form) -> Understood:
    """Return what was asked: a link or a file, and perhaps a second one to compare it with."""
    first = _side(form, "link", "file")
    second = _side(form, "other_link", "other_file")
    if not second.text and not second.files:
        return first
    intent: Intent = "compare"
    return Understood(intent=intent, text=first.text, files=first.files, second=second)


def _side(form: Form, link: str, file: str) -> Understood:
    files: tuple[File, ...] = (form.files[file][0],) if file in form.files else ()
    text = "" if files else form.fields.get(link, "").strip()
    return Understood(text=text, files=files)


async def submit(
    question: Understood,
    form: Form,
    client: Client,
    answers: Answers,
    *,
    settings: Settings,
    session: Session,
    address: str,
    words: Words,
) -> Job:
    """Hand a question to the queue; returns its job.

    Raises
    ------
    SpotpopError, WrongIntent
        Why it was not taken.
    """
    ask = understand(question, max_upload_mib=settings.max_upload_mib)
    theme: Theme = "light" if form.fields.get("theme") == "light" else "dark"
    job, files = job_for(
        ask,
        reply=ReplyAddress(front_end=FRONT_END),
        requester=Requester(user=session.user, server=f"web:{address}"),
        locale=words.language,
        theme=theme,
        start_s=_start(form.fields.get("start", "")),
    )
    job = job.model_copy(update={"options": stated(form.fields)})
    uploads = {name: await form.content(file.handle) for name, file in files.items()}
    await answers.expect(job)
    await client.submit(job, uploads)
    return job


def stated(fields: Mapping[str, str]) -> dict[str, Any]:
    """Return what a visitor told about the song, as `worker.queue.options` reads it; what is no choice is left out."""
    found: dict[str, Any] = {}
    if fields.get("audience") in RUNG_NAMES:
        found["audience"] = {"rung": fields["audience"]}
    if fields.get("genre") in GENRES:
        found["genre"] = fields["genre"]
    if fields.get("explicit") in {"yes", "no"}:
        found["explicit"] = fields["explicit"] == "yes"
    released = ReleaseDate.parse(fields.get("released", ""))
    if released is not None:
        found["release_date"] = {"day": released.day.isoformat(), "precision": released.precision}
    return found


def _start(text: str) -> float | None:
    """Return where the section begins, told as seconds or as minutes and seconds; None for anything else."""
    minutes, _, seconds = text.strip().replace(",", ".").rpartition(":")
    try:
        found = float(seconds or 0) + 60 * float(minutes or 0)
    except ValueError:
        return None
    return found if text.strip() and 0 <= found <= LONGEST_START_S else None
