"""What the page needs of an assistant, and how it is asked; read before `ui.talking`."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from index.errors import UserError
from index.library import Hit
from index.selection import Selection
from qa.answer import Answer
from ui.chats import Chat, Trouble, Turn
from ui.retrieval import Explanation

Part = tuple[tuple[str, ...], tuple[str, ...]]
"""Collections and documents that a question is limited to."""


class Asks(Protocol):
    """What the page needs of an assistant. It is called from several threads, one at a time.

    It may also have `steps(question, *, history)`, an iterator that yields what was found, a
    `Found`, before it yields the answer; and `explain(question)`, which returns an
    `Explanation`.
    """

    def ask(self, question: str, *, history: Sequence[Answer] = ()) -> Answer:
        """Return the answer to a question.

        Args:
            question: As it was typed.
            history: The answers of this conversation so far, oldest first.

        Raises:
            UserError: The question cannot be asked as it stands; the page shows the message.
        """
        ...


class Found(Protocol):
    """What an assistant tells before it has read."""

    @property
    def hits(self) -> Sequence[Hit]:
        """The places that will be read, best first."""


class OneAtATime:
    """An assistant asked by many. Two questions at once would only share the same cores."""

    def __init__(self, assistant: Asks) -> None:
        """Ask an assistant, which nobody else asks."""
        self._assistant = assistant
        self._lock = threading.Lock()

    def steps(self, question: str, chat: Chat, part: Part | None = None) -> Iterator[Found | Turn]:
        """Yield what the assistant finds and what it answers, or why it cannot be asked.

        Args:
            question: As it was typed.
            chat: What was asked before.
            part: The collections and the documents to look in; None for all.
        """
        options: dict[str, Any] = {
            "history": [turn for turn in chat.turns if isinstance(turn, Answer)]
        }
        if part is not None:
            options["within"] = Selection(collections=part[0], documents=part[1])
        steps = self._all_steps(question, options)
        try:
            while True:
                with self._lock:
                    step = next(steps, None)
                if step is None:
                    return
                yield step
        except UserError as error:
            yield Trouble(question, str(error))

    def _all_steps(self, question: str, options: Mapping[str, Any]) -> Iterator[Found | Answer]:
        if hasattr(self._assistant, "steps"):
            yield from self._assistant.steps(question, **options)
        else:
            yield self._assistant.ask(question, **options)

    @property
    def explains(self) -> bool:
        """Whether a question can be tried."""
        return hasattr(self._assistant, "explain")

    def explain(self, question: str) -> Explanation:
        """Return everything that is found for a question.

        Raises:
            UserError: The question cannot be asked as it stands.
        """
        with self._lock:
            found: Explanation = self._assistant.explain(question)  # type: ignore[attr-defined]
        return found
