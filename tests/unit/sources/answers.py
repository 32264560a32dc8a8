"""The way to the network as an adapter sees it, with answers that a test wrote down; it keeps what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import strategies as st


class Answers:
    """Answers by the end of the address; an exception is raised, a list is answered one by one."""

    def __init__(self, **answers: Any) -> None:
        self.answers = {name.replace("_", "/"): value for name, value in answers.items()}
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.options: list[dict[str, Any]] = []
        """How each was asked, beside what for: statuses that mean something, headers, how long it is kept."""

    def get_json(self, url: str, *, source: str, params: Any = None, payload: Any = None, **options: Any) -> Any:
        self.options.append(options)
        return self._answer(url, dict(params or payload or {}))

    def get_text(self, url: str, **options: Any) -> Any:
        self.options.append(options)
        return self._answer(url, {})

    @contextmanager
    def question(self, *_: Any) -> Iterator[None]:
        yield

    def _answer(self, url: str, asked: dict[str, Any]) -> Any:
        self.asked.append((url, asked))
        for end, answer in self.answers.items():
            if url.endswith(end):
                found = answer.pop(0) if isinstance(answer, list) and end == "search" else answer
                if isinstance(found, Exception):
                    raise found
                return found
        return None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["name", "title", "artists", "album", "duration_ms", "id", "images", "external_ids", "isrc"]
            ),
            inner,
        )
    ),
    max_leaves=20,
)
"""Any JSON, with the names that Spotify's answers have."""
