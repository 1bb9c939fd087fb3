"""Search: hits for a question, by meaning and by words, each text once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from index.documents import Document
from index.opened import Opened
from index.passages import Passage
from index.selection import Selection, selected
from index.words import words

# How many passages each search finds before they are fused.
_POOL = 50

# Reciprocal-rank fusion: a hit scores weight / (_FUSION + rank) in each search that found it
# (Cormack, Clarke & Büttcher 2009, https://doi.org/10.1145/1571941.1572114). Theirs is 60; with 10
# the first places count for more. Chosen with six collections in view, see
# `eval/RETRIEVAL.md`: the passage with the answer is among the first eight never less often, and
# in stories 81 % of the time instead of 77. Words win where a question was written over the text,
# meaning where it was put to a search engine; equal weights lose little in either.
_FUSION = 10
_MEANING_WEIGHT = 1.0
_WORDS_WEIGHT = 1.0

# The passages of a document that was spoken of just before have a ranking of their own, by meaning.
# By this weight the best of them comes sixth where no other search finds it and the others agree.
# Figures: `eval/RETRIEVAL.md`.
_SPOKEN_OF = 5
_SPOKEN_WEIGHT = 1.4


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    Attributes:
        document: The document it is a slice of.
        passage: Its range.
        score: Reciprocal-rank fusion of meaning, words and what was spoken of, above 0; higher is
            nearer.
        meaning_rank: Its place, from 1, among the nearest by meaning, or None. Passages that
            other documents have too count once.
        words_rank: Its place, from 1, among those with the question's words, or None.
        cosine: Of question and passage, -1 to 1, or None where only the words found it.
        also: Other documents that were found with a passage of the same text.
    """

    document: Document
    passage: Passage
    score: float
    meaning_rank: int | None = None
    words_rank: int | None = None
    cosine: float | None = None
    also: tuple[Document, ...] = ()

    @property
    def text(self) -> str:
        """The passage, exactly as it stands in the document."""
        return self.document.text[self.passage.start : self.passage.end]


def search(
    library: Opened,
    question: str,
    *,
    top: int,
    within: Selection | None,
    spoken_of: Collection[str] = (),
) -> list[Hit]:
    """Return the passages nearest to a question; see `Library.search`."""
    vector = library.checked_encoder().encode_question(question)
    asked = _search_words(question)
    catalog = library.catalog
    with library.lock, catalog.reading():
        library.refresh()
        # Another process may have rebuilt the library with another encoder just now.
        library.checked_encoder()
        documents = selected(catalog, within) if within else None
        among = None if documents is None else catalog.numbers_of(documents)
        near = frozenset(spoken_of) if documents is None else documents & frozenset(spoken_of)
        spoken = library.vectors.search(vector, _SPOKEN_OF, among=catalog.numbers_of(near))
        pool = max(top, _POOL)
        while True:
            meaning = library.vectors.search(vector, pool, among=among)
            by_words = catalog.search_words(asked, pool, documents)
            found = _Found(library, meaning, by_words, spoken)
            # Many versions of a document can fill a pool: then a larger one is needed.
            if len(found.groups) >= top or max(len(meaning), len(by_words)) < pool:
                return found.hits(top)
            pool *= 2


class _Found:
    """What the searches found, each text of several documents once."""

    def __init__(
        self,
        library: Opened,
        meaning: Sequence[tuple[int, float]],
        by_words: Sequence[int],
        spoken: Sequence[tuple[int, float]],
    ) -> None:
        """Put together the passages that say the same.

        Args:
            library: Where they were found.
            meaning: Numbers and cosines, nearest first.
            by_words: Numbers, best first.
            spoken: The same of the documents spoken of alone.
        """
        self._library = library
        self._cosines = dict([*meaning, *spoken])
        numbers = list(dict.fromkeys([*self._cosines, *by_words]))
        self._passages = library.catalog.passages(numbers)
        self.groups = self._grouped(numbers)
        key_of = {number: key for key, group in self.groups.items() for number in group}
        self._meaning_ranks = _ranks(key_of[number] for number, _ in meaning)
        self._words_ranks = _ranks(key_of[number] for number in by_words)
        self._spoken_ranks = _ranks(key_of[number] for number, _ in spoken)

    def _grouped(self, numbers: list[int]) -> dict[tuple[str, int], list[int]]:
        """Return the passages by text.

        A text that a document repeats is in one group the first time, in another the second, so
        that only different documents meet in a group.
        """
        texts = self._library.catalog.passage_texts(numbers)
        times: dict[tuple[str, str], int] = {}
        keys = {}
        for number in sorted(numbers):
            text = " ".join(texts[number][0].split())
            repeated = (text, self._passages[number].document_id)
            times[repeated] = times.get(repeated, -1) + 1
            keys[number] = (text, times[repeated])
        groups: dict[tuple[str, int], list[int]] = {}
        for number in numbers:
            groups.setdefault(keys[number], []).append(number)
        return groups

    def hits(self, top: int) -> list[Hit]:
        """Return the best, at most `top`."""
        scores = dict.fromkeys(self.groups, 0.0)
        for weight, ranks in (
            (_MEANING_WEIGHT, self._meaning_ranks),
            (_WORDS_WEIGHT, self._words_ranks),
            (_SPOKEN_WEIGHT, self._spoken_ranks),
        ):
            for key, rank in ranks.items():
                scores[key] += weight / (_FUSION + rank)
        # Equal scores fall to the older passage, so that a search repeats itself.
        best = sorted(scores, key=lambda key: (-scores[key], self.groups[key][0]))[:top]
        return [self._hit(key, scores[key]) for key in best]

    def _hit(self, key: tuple[str, int], score: float) -> Hit:
        first, *others = self.groups[key]
        return Hit(
            document=self._document(first),
            passage=self._passages[first],
            score=score,
            meaning_rank=self._meaning_ranks.get(key),
            words_rank=self._words_ranks.get(key),
            cosine=self._cosines.get(first),
            also=tuple(self._document(number) for number in others),
        )

    def _document(self, number: int) -> Document:
        return self._library.document(self._passages[number].document_id)


def _ranks(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Return the place of each key, from 1, where it comes first."""
    return {key: rank for rank, key in enumerate(dict.fromkeys(keys), 1)}


def _search_words(question: str) -> list[str]:
    """Return the question's words that carry meaning, each once, or all where none does."""
    found = words(question)
    return list(dict.fromkeys(w.text for w in found if w.carries_meaning)) or list(
        dict.fromkeys(w.text for w in found)
    )
