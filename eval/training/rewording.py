"""Other words for the same, so that a reader does not take them for a trap.

People seldom ask in the document's words. Near misses alone teach a reader to want them: it then
says that nothing answers "Why is Mill Street no good?" where the street is said to be too narrow.
So questions and passages are put in other words that mean the same, and questions are asked so
that yes or no would do; whatever answers them still does.
"""

import random
import re
from dataclasses import replace

from eval.training.examples import Example
from eval.training.kin import BARE, WORD, Kin

# At most so many words of a question and of a passage are exchanged.
_IN_QUESTION, _IN_PASSAGE = 2, 10
# Words so long at least are mistyped.
_MISTYPED = 5

_TIME = "When|Where|(?:In )?(?:[Ww]hat|[Ww]hich) year"
_IS = re.compile(rf"(?:({_TIME})|Who|What|Which \w+|What \w+) (is|was|are|were) (.+?)\s*\?*$")
_DID = re.compile(
    rf"(?:({_TIME})|Who|What|How many \w+|Which \w+|What \w+)"
    r" (did|does|do) (.+?)\s*\?*$"
)
# What stands before an answer of place or time, and stays before it.
_AT = re.compile(r"\b(in|on|at|from|to|by|for|with|of)(?: the)? $", re.IGNORECASE)
_ASKED = re.compile(r"[\w'’. -]{1,40}")


def reworded(one: Example, kin: Kin, chance: random.Random) -> Example | None:
    """Return the question with one or two words exchanged for others that mean the same."""
    count = chance.randint(1, _IN_QUESTION)
    question, _ = _exchanged(one.question, (), kin, chance, count)
    return None if question == one.question else replace(one, question=question)


def retold(one: Example, kin: Kin, chance: random.Random) -> Example | None:
    """Return the passage with words exchanged for others that mean the same; no answer changes."""
    passage, steps = _exchanged(one.passage, one.answers, kin, chance, _IN_PASSAGE)
    if len(steps) < 2:
        return None

    def moved(offset: int) -> int:
        return offset + sum(step for place, step in steps if place < offset)

    answers = tuple((moved(first), moved(last)) for first, last in one.answers)
    return replace(one, passage=passage, answers=answers)


def yes_or_no(one: Example, chance: random.Random) -> Example | None:
    """Return a question that the answer's sentence settles: "Was it built in 1954?"."""
    if not one.answers:
        return None
    first, last = chance.choice(one.answers)
    answer = one.passage[first:last].strip(" .,;:")
    if not _ASKED.fullmatch(answer):
        return None
    match = _IS.match(one.question) or _DID.match(one.question)
    if not match:
        return None
    of_time, verb, rest = match.groups()
    if rest.endswith(" do"):
        return None
    if of_time:
        answer = _placed(one.passage[:first], answer)
    behind = of_time or verb in ("did", "does", "do")
    asked = f"{rest} {answer}" if behind else f"{answer} {rest}"
    asked = f"{verb.capitalize()} {asked}?"
    return replace(one, question=asked)


def mistyped(one: Example, chance: random.Random) -> Example | None:
    """Return the question with a slip in one word: a letter missing, doubled or out of place."""
    found = [match for match in WORD.finditer(one.question) if len(match.group()) >= _MISTYPED]
    if not found:
        return None
    match = chance.choice(found)
    word = match.group()
    at = chance.randrange(1, len(word) - 1)
    other = chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    if other == word:
        return None
    question = one.question[: match.start()] + other + one.question[match.end() :]
    return replace(one, question=question)


def _placed(before: str, answer: str) -> str:
    """Return an answer of place or time with the word it has before it in the passage."""
    if _AT.match(f"{answer.split(' ')[0]} "):
        return answer
    found = _AT.search(before)
    return f"{found.group().lower()}{answer}" if found else answer


def _exchanged(
    text: str,
    kept: tuple[tuple[int, int], ...],
    kin: Kin,
    chance: random.Random,
    count: int,
) -> tuple[str, list[tuple[int, int]]]:
    """Return a text with so many words exchanged, and where by how much it became longer.

    Args:
        text: A question or passage.
        kept: Parts that stay as they are.
        kin: Knows what means the same.
        chance: Draws.
        count: The most that are exchanged.
    """
    found = [
        match
        for match in WORD.finditer(text)
        if match.group() not in BARE
        and not any(match.start() < end and start < match.end() for start, end in kept)
    ]
    chosen: dict[int, tuple[re.Match[str], str]] = {}
    for match in chance.sample(found, len(found)):
        if len(chosen) == count:
            break
        before, behind = text[: match.start()][-40:], text[match.end() :][:40]
        others = kin.same(match.group(), before, behind)
        if others:
            chosen[match.start()] = match, chance.choice(others)
    steps = []
    parts, done = [], 0
    for start, (match, other) in sorted(chosen.items()):
        parts += [text[done:start], other]
        done = match.end()
        steps.append((start, len(other) - len(match.group())))
    return "".join([*parts, text[done:]]), steps
