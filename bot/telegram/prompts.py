"""“Send me a link or a file”: what the bot asked back, and what the next message or the reply to it is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast, get_args

from bot.conversation import File, Intent, Understood
from worker.queue.client import Client

KEPT_S: Final = 3600.0
"""How long a prompt waits for its reply."""

NEXT_KEPT_S: Final = 600.0
"""How long the next message in a private chat counts as the reply, though it is none."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is still missing.

    Attributes
    ----------
    intent : Intent
        What the answer to the prompt is for.
    text : str
        A link that was given before, for a comparison.
    files : tuple of File
        Likewise a file.
    """

    intent: Intent
    text: str = ""
    files: tuple[File, ...] = ()

    def completed(self, text: str, files: tuple[File, ...]) -> Understood:
        """Return the question with what was missing."""
        return Understood(intent=self.intent, text=f"{self.text}\n{text}", files=(*self.files, *files))


class Prompts:
    """Remembers open prompts; ``/forget`` deletes them too."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def remember(
        self, chat_id: int, message_id: int, user: str, question: Understood, *, next_counts: bool
    ) -> None:
        """Note what a prompt asked for.

        Parameters
        ----------
        next_counts : bool
            The person's next message answers it even if it is no reply: in a private chat.

        Raises
        ------
        QueueUnavailable
        """
        held = [[file.handle, file.name, file.size_bytes, file.media_type] for file in question.files[:1]]
        note = {"intent": question.intent, "text": question.text[:500], "files": held, "message": message_id}
        await self._client.note_set(_key(chat_id, message_id), note, KEPT_S, user=user)
        if next_counts:
            await self._client.note_set(_key(chat_id, "next"), note, NEXT_KEPT_S, user=user)

    async def of(self, chat_id: int, replied_id: int | None) -> Prompt | None:
        """Return the prompt that a message answers, by replying to it or by being the next one; None if there is none.

        Raises
        ------
        QueueUnavailable
        """
        for which in ([replied_id] if replied_id is not None else []) + ["next"]:
            note: Any = await self._client.note_get(_key(chat_id, which))
            if isinstance(note, dict) and note.get("intent") in get_args(Intent):
                files = tuple(
                    File(handle=handle, name=name, size_bytes=size, media_type=kind)
                    for handle, name, size, kind in note["files"]
                )
                return Prompt(cast("Intent", note["intent"]), note["text"], files)
        return None

    async def close(self, chat_id: int) -> None:
        """Let the next message in a private chat be a question of its own.

        Raises
        ------
        QueueUnavailable
        """
        await self._client.note_set(_key(chat_id, "next"), None, None)


def _key(chat_id: int, which: int | str) -> str:
    return f"telegram:prompt:{chat_id}:{which}"
