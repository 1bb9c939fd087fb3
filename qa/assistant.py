"""The assistant: a question in, an answer out; the steps, and no logic of its own."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from index.errors import LibraryError, QuestionError
from index.library import Library
from index.words import words
from qa.answer import Answer, Found, Reason, Seconds, Silence
from qa.calibration import FILE, Calibration
from qa.choose import choose
from qa.explain import Explanation, explained
from qa.followup import stand_alone
from qa.language.compounds import rejoined
from qa.language.kinds import Kind, kind_of
from qa.language.spelling import load_dictionary, respelled
from qa.lists import list_wanted
from qa.reader import Reader
from qa.reading.untrained import SentenceReader
from qa.scope import out_of_scope

if TYPE_CHECKING:
    from index.selection import Selection
    from qa.reading.pairs import OwnPairs

# A question longer than this is a document pasted by mistake.
LONGEST_QUESTION = 1000

DEFAULT_READER = "default"
NO_READER = "none"

# How many passages are found for a question.
_HITS = 10

# A conversation is on the document that was quoted last, if that was at most so many turns ago.
_STAYS = 4

# How many are shown to whoever wants to know why it was answered in this way.
_EXPLAINED = 20


def reader_named(name: str, library: Library) -> Reader:
    """Return a reader.

    Args:
        name: "default", the one that comes with Quoth; "none", the untrained one; else the name or
            folder of an extractive question-answering model of `transformers`.
        library: What is read.

    Raises:
        EncoderError: There is no such model, or its weights are damaged.
    """
    if name == NO_READER:
        return SentenceReader(library)
    from qa.reading.foreign import ForeignPairs
    from qa.reading.judging import UNFITTED
    from qa.reading.spans import SpanReader

    if name != DEFAULT_READER:
        return SpanReader(ForeignPairs(name), calibration=UNFITTED)
    return SpanReader(_own_pairs(), sentences=SentenceReader(library))


@cache
def _own_pairs() -> "OwnPairs":
    """Return the network that comes with Quoth; one is enough for all assistants."""
    from qa.reading.pairs import OwnPairs

    return OwnPairs()


class Assistant:
    """Answers questions over one library. Threads may share one."""

    def __init__(
        self,
        library: Library,
        *,
        reader: Reader | str = DEFAULT_READER,
        threshold: float | None = None,
    ) -> None:
        """Answer over a library.

        Args:
            library: Where to look.
            reader: What finds the answers in the passages, or its name.
            threshold: The least confidence, 0 to 1, of a quote that is shown; None takes that of
                the library's own calibration, or else the reader's.

        Raises:
            EncoderError: There is no reader of this name.
            LibraryError: The library's calibration is damaged, or was fitted to another reader.
        """
        self.library = library
        self.reader = reader_named(reader, library) if isinstance(reader, str) else reader
        self.calibration = _calibration(library, self.reader)
        if threshold is not None:
            self.calibration = replace(self.calibration, threshold=threshold)

    def warm(self) -> None:
        """Load now what the first question would otherwise wait for."""
        load_dictionary()
        if len(self.library):
            self.reader.read("ready?", self.library.search("ready?", top=1))

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Answer] = (),
        within: "Selection | None" = None,
    ) -> Answer:
        """Return quotes that answer a question, or say why there are none.

        Args:
            question: One question in plain words.
            history: The answers before this one, oldest first; a question that leans on them is
                made to stand alone.
            within: The part of the library to look in; None for the whole.

        Raises:
            QuestionError: The question is empty or far too long.
            UserError: Something in the library's part is not there.
        """
        steps = self.steps(question, history=history, within=within)
        return next(step for step in steps if isinstance(step, Answer))

    def steps(
        self,
        question: str,
        *,
        history: Sequence[Answer] = (),
        within: "Selection | None" = None,
    ) -> Iterator[Found | Answer]:
        """Yield what was found for a question, if it is one to look for, and then its answer.

        Args:
            question: As for `ask`.
            history: As for `ask`.
            within: As for `ask`.

        Raises:
            QuestionError: The question is empty or far too long.
            UserError: Something in the library's part is not there.
        """
        began = time.perf_counter()
        on_quoth = bool(self.library.frequency("Quoth"))
        asked = respelled(rejoined(_checked(question), self.library), self.library)
        asked = stand_alone(asked, history, on_quoth=on_quoth)
        refusal = out_of_scope(asked)
        if refusal is None and not len(self.library):
            refusal = Silence(
                Reason.EMPTY_LIBRARY, "The library is empty. Add documents: quoth add PATH..."
            )
        if refusal is not None:
            total = time.perf_counter() - began
            yield Answer(question, asked, (), refusal, seconds=Seconds(0.0, 0.0, total))
            return
        hits = self.library.search(asked, top=_HITS, within=within, spoken_of=_spoken_of(history))
        searched = time.perf_counter()
        yield Found(asked, tuple(hits))
        reading = time.perf_counter()
        kind = kind_of(asked)
        choice = choose(
            self.reader.read(asked, hits),
            self.calibration,
            kind=kind,
            wanted=list_wanted(asked),
            asked=asked,
            unknown_words=self._unknown_words(asked),
        )
        done = time.perf_counter()
        yield Answer(
            question=question,
            asked=asked,
            quotes=choice.quotes,
            silence=choice.silence,
            hits=tuple(hits),
            withheld=choice.withheld,
            differ=choice.differ,
            settles=bool(choice.quotes) and kind is Kind.TRUTH,
            seconds=Seconds(searched - began, done - reading, searched - began + done - reading),
        )

    def explain(self, question: str) -> Explanation:
        """Return all that was found for a question, with what the reader makes of each passage.

        Raises:
            QuestionError: The question is empty or far too long.
        """
        answer = self.ask(question)
        hits = self.library.search(answer.asked, top=_EXPLAINED) if len(self.library) else []
        spans = self.reader.read(answer.asked, hits)
        rows = explained(hits, spans, self.calibration)
        return Explanation(answer, rows, self.calibration.threshold)

    def _unknown_words(self, question: str) -> list[str]:
        """Return the question's words that carry meaning and occur nowhere in the library."""
        meaning = dict.fromkeys(word.text for word in words(question) if word.carries_meaning)
        return [word for word in meaning if not self.library.frequency(word)]


def _spoken_of(history: Sequence[Answer]) -> tuple[str, ...]:
    """Return the document that a conversation is on: what was quoted last, if not long ago."""
    for turn in reversed(history[-_STAYS:]):
        if turn.quotes:
            return (turn.quotes[0].document.id,)
    return ()


def _calibration(library: Library, reader: Reader) -> Calibration:
    """Return the library's own calibration if there is one, else the reader's."""
    path = library.folder / FILE
    if not path.exists():
        return reader.calibration
    found = Calibration.load(path)
    if found.reader not in ("", reader.fingerprint):
        raise LibraryError(
            f"{path} was fitted to another reader. Remove it, or make it again:"
            " python -m eval calibrate RUN --out FILE"
        )
    return found


def _checked(question: str) -> str:
    # A lone surrogate is no character, and no tokenizer takes it.
    bare = " ".join(question.encode("utf-8", "replace").decode().split())
    if not any(map(str.isalnum, bare)):
        raise QuestionError("the question is empty. Ask in plain words, for example: Who paid?")
    if len(bare) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(bare):,} characters; the longest Quoth takes has"
            f" {LONGEST_QUESTION:,}. Ask for one thing at a time"
        )
    return bare
