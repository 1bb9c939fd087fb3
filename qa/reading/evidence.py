"""How much each sentence speaks for holding the answer, in numbers between -1 and 1.

    meaning            cosine of question and sentence, the sentence read in its passage
    words              share of the question's words in the sentence, rare words counting more
    likeness           how near the question's words come to their nearest token in the sentence
                       (late interaction: Khattab & Zaharia 2020, https://arxiv.org/abs/2004.12832)
    ..._lead           the same, less the best sentence's: 0 for the best, negative for the others
    ..._near           the same for the sentence together with the one before it
    ..._passage        the same for the whole passage with its title and headings

All is computed from what one question found; only the passages that were read are kept.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.encoder import Encoder, Floats, Tokens
from index.library import Hit
from index.passages import encoded_text
from index.words import Word, stem, words
from qa.language.kinds import Kind, kind_of
from qa.language.shapes import answers_of
from qa.sentences import sentences

FEATURES = (
    "meaning",
    "meaning_lead",
    "meaning_near",
    "meaning_passage",
    "words",
    "words_lead",
    "words_near",
    "words_passage",
    "likeness",
    "likeness_lead",
    "likeness_near",
    "likeness_least",
    "likeness_passage",
    "names",
    "pairs",
    "kind",
    "news",
    "first",
    "length",
    "terms",
    "unknown",
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, ready to be compared.

    Attributes:
        kind: Of the answer it wants.
        stems: Of its words that carry meaning, each once, in order.
        weights: How rare each is in the library; they add up to 1.
        names: Which of them are names or figures, shape (stems,).
        unknown: Which of them occur nowhere in the library, shape (stems,).
        vector: Its meaning, length 1, shape (width,).
        vectors: What each stem means in it, length 1, shape (stems, width).
    """

    kind: Kind
    stems: tuple[str, ...]
    weights: Floats
    names: np.ndarray[tuple[int], np.dtype[np.bool_]]
    unknown: np.ndarray[tuple[int], np.dtype[np.bool_]]
    vector: Floats
    vectors: Floats


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage.

    Attributes:
        start: Offset in the document's text.
        end: Offset behind it.
        text: Between the two.
        stems: Of its words, in order.
        rows: Of the passage's tokens, those that lie in it.
        vector: Its meaning in its surroundings, length 1, shape (width,).
    """

    start: int
    end: int
    text: str
    stems: tuple[str, ...]
    rows: slice
    vector: Floats


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage, read.

    Attributes:
        sentences: Those the encoder read at least in part, in order.
        above: Stems of its title and headings.
        tokens: Vectors of length 1, shape (tokens, width).
        vector: Meaning of the whole, length 1, shape (width,).
    """

    sentences: tuple[Sentence, ...]
    above: frozenset[str]
    tokens: Floats
    vector: Floats


def understand(
    text: str, encoder: Encoder, frequency: Callable[[str], int], passages: int
) -> Question:
    """Return a question with what comparing needs.

    Args:
        text: As it was asked.
        encoder: Gives the vectors.
        frequency: How many passages hold a word.
        passages: How many there are.
    """
    found = words(text)
    terms = {word.stem: word for word in reversed(found) if word.carries_meaning}
    terms = terms or {word.stem: word for word in reversed(found)}
    chosen = list(reversed(terms.values()))
    counts = [frequency(word.text) for word in chosen]
    rarity = np.array(
        [max(0.1, math.log((passages + 1) / (count + 0.5))) for count in counts], np.float32
    )
    (tokens,) = encoder.encode_tokens([text])
    return Question(
        kind=kind_of(text),
        stems=tuple(word.stem for word in chosen),
        weights=rarity / max(float(rarity.sum()), 1e-9),
        names=np.array([_is_name(word) for word in chosen], dtype=np.bool_),
        unknown=np.array([count == 0 for count in counts], dtype=np.bool_),
        vector=_mean(tokens.vectors),
        vectors=_rows(
            [_mean(tokens.vectors[_within(tokens, word.start, word.end)]) for word in chosen],
            tokens.vectors.shape[1],
        ),
    )


def read_passages(hits: Sequence[Hit], encoder: Encoder) -> list[Reading]:
    """Return the hits' passages as the encoder reads them, title and headings before them."""
    texts = [encoded_text(hit.document, hit.passage) for hit in hits]
    return [
        _reading(hit, text, tokens)
        for hit, text, tokens in zip(hits, texts, encoder.encode_tokens(texts), strict=True)
    ]


def _reading(hit: Hit, text: str, tokens: Tokens) -> Reading:
    above = len(text) - len(hit.text)
    found = []
    for start, end in sentences(hit.document, hit.passage.start, hit.passage.end):
        shift = above - hit.passage.start
        rows = _within(tokens, max(above, start + shift), end + shift)
        if rows.start < rows.stop:
            sentence = hit.document.text[start:end]
            stems = _stems(sentence)
            vector = _mean(tokens.vectors[rows])
            found.append(Sentence(start, end, sentence, stems, rows, vector))
    lengths = np.linalg.norm(tokens.vectors, axis=1, keepdims=True)
    return Reading(
        sentences=tuple(found),
        above=frozenset(word.stem for word in words(text[:above])),
        tokens=tokens.vectors / np.maximum(lengths, 1e-9),
        vector=_mean(tokens.vectors),
    )


def weigh(question: Question, readings: Sequence[Reading]) -> Floats:
    """Return the features of every sentence, shape (sentences of all readings, FEATURES)."""
    rows = [
        row
        for rank, reading in enumerate(readings)
        for row in _features(question, reading, first=rank == 0)
    ]
    table = _rows(rows, len(FEATURES))
    for name in ("meaning", "words", "likeness"):
        column = table[:, FEATURES.index(name)]
        table[:, FEATURES.index(f"{name}_lead")] = column - column.max(initial=-1.0)
    return table


def _features(question: Question, reading: Reading, *, first: bool) -> list[Floats]:
    nearness = question.vectors @ reading.tokens.T
    of_passage = nearness.max(axis=1, initial=0.0)
    everywhere = reading.above.union(*(sentence.stems for sentence in reading.sentences))
    in_passage = _holds(question, everywhere)
    names_there = in_passage[question.names]
    shared = {
        "meaning_passage": float(reading.vector @ question.vector),
        "words_passage": float(question.weights[in_passage].sum()),
        "likeness_passage": float(of_passage @ question.weights),
        "names": float(names_there.mean()) if len(names_there) else 1.0,
        "first": float(first),
        "terms": min(1.0, len(question.stems) / 8),
        "unknown": float(question.weights[question.unknown].sum()),
    }
    pairs = set(pairwise(question.stems))
    rows = []
    before: Sentence | None = None
    for sentence in reading.sentences:
        here = _holds(question, set(sentence.stems))
        near = _holds(question, reading.above.union(before.stems if before else (), sentence.stems))
        likeness = nearness[:, sentence.rows].max(axis=1)
        likeness_near, vector_near = likeness, sentence.vector
        if before is not None:
            likeness_near = np.maximum(likeness, nearness[:, before.rows].max(axis=1))
            vector_near = _mean(np.stack([sentence.vector, before.vector]))
        features = shared | {
            "meaning": float(sentence.vector @ question.vector),
            "meaning_near": float(vector_near @ question.vector),
            "words": float(question.weights[here].sum()),
            "words_near": float(question.weights[near].sum()),
            "likeness": float(likeness @ question.weights),
            "likeness_near": float(likeness_near @ question.weights),
            "likeness_least": float(likeness.min(initial=1.0)),
            "pairs": len(pairs & _pairs(sentence.stems)) / max(1, len(pairs)),
            "kind": _could_answer(question, sentence.text),
            "news": min(1.0, len(set(sentence.stems) - set(question.stems)) / 12),
            "length": math.log1p(len(sentence.stems)) / 4,
        }
        rows.append(np.array([features.get(name, 0.0) for name in FEATURES], dtype=np.float32))
        before = sentence
    return rows


def _holds(
    question: Question, stems: frozenset[str] | set[str]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([stem in stems for stem in question.stems], dtype=np.bool_)


def _stems(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words; "cease-fire" also counts as "ceasefire"."""
    found = words(text)
    joined = [
        stem(one.text + other.text)
        for one, other in pairwise(found)
        if text[one.end : other.start] == "-"
    ]
    return (*(word.stem for word in found), *joined)


def _pairs(stems: Sequence[str]) -> set[tuple[str, str]]:
    """Return the pairs of words that stand together or with one word between them."""
    return {*pairwise(stems), *zip(stems, stems[2:], strict=False)}


def _could_answer(question: Question, sentence: str) -> float:
    """Return how well a sentence suits the wanted kind, 0 to 1.

    What it holds of that kind counts only where it is more than the question says itself. A
    number counts whole where it stands with a word that was asked for: "How many fighters?" is
    answered by "about 200 fighters", perhaps by "hundreds of them", hardly by "two years".
    """
    if question.kind in (Kind.THING, Kind.TRUTH):
        return 0.5
    suits = [0.0]
    for _, end, likely in answers_of(question.kind, sentence, question.stems):
        beside = (word.stem for word in words(sentence[max(0, end - _BESIDE) : end + _BESIDE]))
        counts = question.kind is not Kind.NUMBER or not set(question.stems).isdisjoint(beside)
        suits.append(likely if counts else likely / 2)
    return max(suits)


# How many characters before and behind a number's end may hold what it counts.
_BESIDE = 20


def _is_name(word: Word) -> bool:
    """Return whether a question's word is a name or a figure; its first word rarely is."""
    return (word.start > 0 and word.text[0].isupper()) or any(map(str.isdigit, word.text))


def _within(tokens: Tokens, start: int, end: int) -> slice:
    """Return the rows of the tokens that lie in a range of characters; they are in order."""
    first = int(np.searchsorted(tokens.offsets[:, 0], start, side="left"))
    last = int(np.searchsorted(tokens.offsets[:, 1], end, side="right"))
    return slice(first, max(first, last))


def _mean(vectors: Floats) -> Floats:
    """Return the mean direction of vectors, length 1; zeros where there are none."""
    if not len(vectors):
        return np.zeros(vectors.shape[1], dtype=np.float32)
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


def _rows(rows: Sequence[Floats], width: int) -> Floats:
    return np.stack(rows) if rows else np.zeros((0, width), dtype=np.float32)
