"""Questions in other words that mean the same, so that a reader does not take these for a trap.

People seldom ask in the document's words, and near misses alone teach a reader to want them. So a
word that the passage has is exchanged for another by WordNet, in one of the two most usual meanings
of both; and because a word's meaning depends on the others, only what the encoder takes for the
same question is kept.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from eval.training.examples import Example
from eval.training.kin import BARE, WORD, Kin, beside
from index.encoder import Floats

# Two questions mean the same if the cosine of their vectors is at least so high. Of 60 made with it
# and read by eye, before units of time were left out, 53 did.
_SAME = 0.95

# A question gets a second word exchanged so often.
_TWICE = 0.3

# WordNet has a minute and a second both as "an indefinitely short time".
_UNITS = frozenset(
    "second seconds minute minutes hour hours day days week weeks month months year years time"
    " times world global".split()
)

_AT_ONCE = 1000


def reworded(
    examples: Sequence[Example],
    count: int,
    kin: Kin,
    encode: Callable[[Sequence[str]], Floats],
    chance: random.Random,
) -> Iterator[Example]:
    """Yield so many examples with one or two words of the question exchanged.

    Args:
        examples: With an answer, and then the passage still answers; or without, and then it still
            does not.
        count: How many at most.
        kin: Words that mean the same.
        encode: Texts to vectors of length 1, shape (texts, width).
        chance: Draws.
    """
    order = chance.sample(examples, len(examples))
    made = 0
    for start in range(0, len(order), _AT_ONCE):
        for one in _once(order[start : start + _AT_ONCE], kin, encode, chance):
            if made == count:
                return
            made += 1
            yield replace(one, id=f"{one.id}+reworded", weight=0.9 * one.weight)


def _once(
    examples: Sequence[Example],
    kin: Kin,
    encode: Callable[[Sequence[str]], Floats],
    chance: random.Random,
) -> list[Example]:
    """Return those examples that have a word to exchange, with it exchanged, some twice."""
    ways = [(one, list(_ways(one, kin))) for one in examples]
    ways = [(one, found) for one, found in ways if found]
    texts = [text for one, found in ways for text in (one.question, *found)]
    if not texts:
        return []
    vectors = encode(texts)
    done: list[Example] = []
    again: list[Example] = []
    at = 0
    for one, found in ways:
        nearness = vectors[at + 1 : at + 1 + len(found)] @ vectors[at]
        at += 1 + len(found)
        best = int(nearness.argmax())
        if nearness[best] >= _SAME:
            to = again if chance.random() < _TWICE else done
            to.append(replace(one, question=found[best]))
    if again:
        twice = {one.id: one for one in _once(again, kin, encode, chance)}
        done += [twice.get(one.id, one) for one in again]
    return done


def _ways(one: Example, kin: Kin) -> Iterator[str]:
    """Yield the question with one of its words exchanged; only one that the passage has."""
    lowered = one.passage.lower()
    for match in WORD.finditer(one.question):
        word = match.group()
        if word in BARE or word in _UNITS or word[:5] not in lowered:
            continue
        before, behind = one.question[: match.start()], one.question[match.end() :]
        for other in kin.same(word, *beside(before, behind)):
            if other not in lowered:
                yield before + other + behind
