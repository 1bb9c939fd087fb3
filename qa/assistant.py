"""The assistant: a question in, an answer out; the steps, and no logic of its own."""

import time
from collections.abc import Sequence

from index.errors import QuestionError
from index.library import Hit, Library
from index.words import words
from qa.answer import Answer, Reason, Seconds, Silence
from qa.choose import THRESHOLD, choose
from qa.followup import stand_alone
from qa.kinds import kind_of
from qa.reader import Reader, SentenceReader
from qa.scope import out_of_scope

# A question longer than this is a document pasted by mistake.
LONGEST_QUESTION = 1000

# How many passages are found for a question, and how many of them are shown as the nearest.
_HITS = 10
_NEAREST = 3


class Assistant:
    """Answers questions over one library. Threads may share one."""

    def __init__(
        self, library: Library, *, reader: Reader | None = None, threshold: float = THRESHOLD
    ) -> None:
        """Answer over a library.

        Args:
            library: Where to look.
            reader: What finds the answers in the passages; None takes the default one.
            threshold: The least confidence, 0 to 1, of a quote that is shown.
        """
        self.library = library
        self._reader = reader or SentenceReader(library)
        self._threshold = threshold

    def warm(self) -> None:
        """Load now what the first question would otherwise wait for."""
        if len(self.library):
            self._reader.read("ready?", self.library.search("ready?", top=1))

    def ask(self, question: str, *, history: Sequence[Answer] = ()) -> Answer:
        """Return quotes that answer a question, or say why there are none.

        Args:
            question: One question in plain words.
            history: The answers before this one, oldest first; a question that leans on them is
                made to stand alone.

        Raises:
            QuestionError: The question is empty or far too long.
        """
        began = time.perf_counter()
        asked = stand_alone(_checked(question), history)
        refusal = out_of_scope(asked)
        if refusal is None and not len(self.library):
            refusal = Silence(
                Reason.EMPTY_LIBRARY, "The library is empty. Add documents: quoth add PATH..."
            )
        if refusal is not None:
            total = time.perf_counter() - began
            return Answer(question, asked, (), refusal, seconds=Seconds(0.0, 0.0, total))
        hits = self.library.search(asked, top=_HITS)
        searched = time.perf_counter()
        spans = self._reader.read(asked, hits)
        choice = choose(
            spans,
            kind=kind_of(asked),
            unknown_words=self._unknown_words(asked),
            threshold=self._threshold,
        )
        done = time.perf_counter()
        return Answer(
            question=question,
            asked=asked,
            quotes=choice.quotes,
            silence=choice.silence,
            nearest=_nearest(hits),
            differ=choice.differ,
            seconds=Seconds(searched - began, done - searched, done - began),
        )

    def _unknown_words(self, question: str) -> list[str]:
        """Return the question's words that carry meaning and occur nowhere in the library."""
        meaning = dict.fromkeys(word.text for word in words(question) if word.carries_meaning)
        return [word for word in meaning if not self.library.frequency(word)]


def _nearest(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    return tuple(hits[:_NEAREST])


def _checked(question: str) -> str:
    bare = " ".join(question.split())
    if not any(map(str.isalnum, bare)):
        raise QuestionError("the question is empty. Ask in plain words, for example: Who paid?")
    if len(bare) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(bare):,} characters; the longest Quoth takes has"
            f" {LONGEST_QUESTION:,}. Ask for one thing at a time"
        )
    return bare
