"""Reading lines from a person at a terminal: Up brings back what was typed, Tab completes paths."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.patch_stdout import patch_stdout

from bot.commands import BY_NAME

OWN_WORDS: Final = ("why", "quit")


class LineCompleter(Completer):
    """Completes the first word to a command and any other to a path."""

    def __init__(self) -> None:
        self._paths = PathCompleter(expanduser=True)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Yield what the word before the cursor may become."""
        before, _, word = document.text_before_cursor.rpartition(" ")
        if not before and word:
            yield from (
                Completion(name, -len(word)) for name in (*BY_NAME, *OWN_WORDS) if name.startswith(word.lower())
            )
        yield from self._paths.get_completions(Document(word), complete_event)


def make_session() -> PromptSession[str]:
    """Return what reads lines; what was typed is kept for as long as the chat is open, and written nowhere."""
    return PromptSession(history=InMemoryHistory(), completer=LineCompleter(), complete_while_typing=False)


async def typed_lines(session: PromptSession[str] | None = None) -> AsyncIterator[str]:
    """Yield what is typed until Ctrl-D; Ctrl-C ends the chat.

    Raises
    ------
    KeyboardInterrupt
    """
    session = session or make_session()
    while True:
        try:
            with patch_stdout(raw=True):
                line = await session.prompt_async("> ")
        except EOFError:
            return
        yield line
