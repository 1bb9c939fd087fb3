"""Near misses, made from questions that a passage answers.

People who write questions without an answer change one thing: a word for another of its kind, a
name, a figure; or they deny what the passage says (Rajpurkar et al. 2018, table 2,
https://arxiv.org/abs/1806.03822). So does this module, on either side: in the question, or in the
passage, where the question reads as its author wrote it. And so that no trace of the change is
learned in its place, passages are changed in like ways that leave the answer standing.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from eval.training.examples import FIGURE, NAME, Example
from eval.training.kin import BARE, WORD, Kin, beside
from qa.sentences import pieces

OPPOSITES = {
    one: other
    for pair in (
        "first last, before after, largest smallest, biggest smallest, highest lowest, most least,"
        " more less, more fewer, increase decrease, increased decreased, increases decreases, north"
        " south, northern southern, east west, eastern western, oldest youngest, oldest newest, old"
        " new, early late, earlier later, earliest latest, begin end, began ended, start end,"
        " started ended, beginning ending, win lose, won lost, allowed forbidden, allow forbid,"
        " buy sell,"
        " bought sold, import export, imported exported, enter leave, entered left, open close,"
        " opened closed, rise fall, rose fell, longest shortest, long short, maximum minimum, best"
        " worst, better worse, good bad, majority minority, major minor, upper lower, top bottom,"
        " inside outside, public private, strong weak, stronger weaker, support oppose, supported"
        " opposed, accept reject, accepted rejected, succeed fail, successful unsuccessful, always"
        " never, include exclude, included excluded, legal illegal, male female, men women, man"
        " woman, husband wife, father mother, son daughter, brother sister, king queen, positive"
        " negative, active inactive, common uncommon, popular unpopular, possible impossible,"
        " advantage disadvantage, advantages disadvantages, strength weakness, strengths"
        " weaknesses, true false, above below, internal external, ancient modern, permanent"
        " temporary, direct indirect, formal informal, heavy light, heaviest lightest, hot cold,"
        " warm cool, rich poor, fast slow, fastest slowest, wide narrow, hard soft, easy difficult,"
        " future past, attack defend, attacked defended, gain lose, gained lost, create destroy,"
        " created destroyed, raise lower, raised lowered, love hate, loved hated, encourage"
        " discourage, encouraged discouraged, join leave, joined left, build demolish, built"
        " demolished, maintain abandon, appear disappear, appeared disappeared, urban rural,"
        " domestic foreign, odd even, wet dry, friend enemy, friends enemies, victory defeat,"
        " arrive depart, arrived departed, present absent, similar different, agree disagree,"
        " agreed disagreed, without with, younger older, near far, nearest farthest, cheap"
        " expensive, cheapest costliest, safe dangerous, save spend, give take, gave took"
    ).split(", ")
    for one, other in (pair.split(), reversed(pair.split()))
}

_AUXILIARY = re.compile(
    r"\b(did|does|do|was|were|is|are|can|could|would|should|will|has|have|had)\b"
)
_NO_SHORT = ("can", "will")
_DENIED = re.compile(r"\bnot\b|n't\b|\bnever\b")
_SUBJECT = re.compile(r"\s(?:[A-Z][\w'-]+|he|she|it|they|people)(?=\s[a-z])")


Trap = Callable[[Example, random.Random], Example | None]


def make(
    examples: Sequence[Example], wanted: Mapping[str, int], kin: Kin, chance: random.Random
) -> Iterator[Example]:
    """Yield so many near misses of each kind, and passages changed without harm.

    Args:
        examples: Whatever is learned from; only what has an answer is changed.
        wanted: How many of each; the kinds are this module's traps.
        kin: Words of a kind.
        chance: Draws.
    """
    answered = [one for one in examples if one.answers and len(one.passage) < 4000]
    names = [match.group() for one in answered for match in NAME.finditer(one.question)]
    figures = [match.group() for one in answered for match in FIGURE.finditer(one.question)]
    others = (names, figures)
    kinds: dict[str, Trap] = {
        "opposite": opposite,
        "denied": denied,
        "exchanged": lambda one, chance: exchanged(one, kin, chance),
        "renamed": lambda one, chance: renamed(one, others, chance),
        "renamed_both": lambda one, chance: renamed(one, others, chance, both=True),
        "taken_out": taken_out,
        "thinned": thinned,
        "shortened": shortened,
    }
    for kind, count in wanted.items():
        made = 0
        for one in chance.sample(answered, len(answered)):
            if made == count:
                break
            trap = kinds[kind](one, chance)
            if trap is not None:
                made += 1
                yield replace(trap, id=f"{one.id}+{kind}", first=0.0, last=1.0)


def _none(one: Example, *, weight: float, question: str = "", passage: str = "") -> Example:
    return replace(
        one,
        question=question or one.question,
        passage=passage or one.passage,
        answers=(),
        weight=weight,
    )


def opposite(one: Example, chance: random.Random) -> Example | None:
    """Return the question with a word turned into its opposite."""
    found = [match for match in WORD.finditer(one.question) if match.group() in OPPOSITES]
    if not found:
        return None
    match = chance.choice(found)
    other = OPPOSITES[match.group()]
    if re.search(rf"\b{other}\b", f"{one.passage} {one.question}", re.IGNORECASE):
        return None
    return _none(one, weight=0.8, question=_with(one.question, match, other))


def denied(one: Example, chance: random.Random) -> Example | None:
    """Return the question denied: "didn't" or "did not" for "did"."""
    found = list(_AUXILIARY.finditer(one.question))
    if len(found) != 1 or _DENIED.search(one.question):
        return None
    before, behind = one.question[: found[0].start()], one.question[found[0].end() :]
    verb = found[0].group()
    # "did Ada buy" becomes "did Ada not buy"; where the subject is longer, "didn't" is surer.
    subject = _SUBJECT.match(behind)
    apart = subject or before.strip().lower() in ("who", "what", "which")
    if not apart or (verb not in _NO_SHORT and chance.random() < 0.4):
        if verb in _NO_SHORT:
            return None
        return _none(one, weight=0.8, question=f"{before}{verb}n't{behind}")
    at = found[0].end() + (subject.end() if subject else 0)
    word = chance.choice(("not", "not", "never"))
    return _none(one, weight=0.8, question=f"{one.question[:at]} {word}{one.question[at:]}")


def exchanged(one: Example, kin: Kin, chance: random.Random) -> Example | None:
    """Return the question with a word exchanged for another of its kind.

    Only one that the passage has, too, for then the passage is about it.
    """
    lowered = one.passage.lower()
    found = [match for match in WORD.finditer(one.question) if match.group() not in BARE]
    held = [match for match in found if match.group()[:5] in lowered]
    for match in chance.sample(held, len(held)):
        around = beside(one.question[: match.start()], one.question[match.end() :])
        others = [
            other
            for other in kin.of(match.group(), *around)
            if other[:5] not in lowered and other not in one.question.lower()
        ]
        if others:
            other = chance.choice(others)
            return _none(one, weight=0.7, question=_with(one.question, match, other))
    return None


def renamed(
    one: Example,
    others: tuple[Sequence[str], Sequence[str]],
    chance: random.Random,
    *,
    both: bool = False,
) -> Example | None:
    """Return the passage with a name or figure of the question replaced wherever it stands.

    Args:
        one: An answered example.
        others: Names and figures to take instead.
        chance: Draws.
        both: Replace it in the question, too, so that the answer still stands.
    """
    if len(one.passage) > 1500:
        return None
    found = [
        (match.group(), pool)
        for pattern, pool in ((NAME, others[0]), (FIGURE, others[1]))
        for match in pattern.finditer(one.question)
        if len(match.group()) > 1 and match.group() in one.passage
    ]
    if not found:
        return None
    old, pool = chance.choice(found)
    alike = [
        new
        for new in chance.sample(pool, min(60, len(pool)))
        if new.count(" ") == old.count(" ")
        and (not old[0].isdigit() or len(new) == len(old))
        and new.lower() not in f"{one.passage} {one.question}".lower()
    ]
    if not alike:
        return None
    new = alike[0]
    places = [match.span() for match in re.finditer(rf"\b{re.escape(old)}\b", one.passage)]
    if not places or any(
        first < end and start < last for start, end in places for first, last in one.answers
    ):
        return None
    step = len(new) - len(old)
    passage = re.sub(rf"\b{re.escape(old)}\b", lambda _: new, one.passage)
    above = "" if old in one.above else one.above
    if not both:
        return replace(_none(one, weight=0.9, passage=passage), above=above)
    answers = tuple(
        (
            first + step * sum(end <= first for _, end in places),
            last + step * sum(end <= first for _, end in places),
        )
        for first, last in one.answers
    )
    return replace(
        one,
        question=re.sub(rf"\b{re.escape(old)}\b", lambda _: new, one.question),
        passage=passage,
        above=above,
        answers=answers,
    )


def taken_out(one: Example, chance: random.Random) -> Example | None:
    """Return the passage without the sentences that hold an answer."""
    del chance
    bounds = list(pieces(one.passage, wrapped=True))
    kept = [
        (start, end)
        for start, end in bounds
        if not any(first < end and start < last for first, last in one.answers)
    ]
    passage = " ".join(one.passage[start:end] for start, end in kept)
    texts = [one.passage[first:last].lower().strip(" .,;") for first, last in one.answers]
    if len(kept) == len(bounds) or len(passage) < 200:
        return None
    if any(text in passage.lower() for text in texts):
        return None
    # Without the answer's text it is surer that none is there than it was where one is.
    return _none(one, weight=min(1.0, one.weight + 0.1), passage=passage)


def thinned(one: Example, chance: random.Random) -> Example | None:
    """Return the passage without another sentence, so that the answer still stands."""
    bounds = list(pieces(one.passage, wrapped=True))
    # Each with the gap behind it.
    ends = [start for start, _ in bounds[1:]] + [len(one.passage)]
    free = [
        (start, end)
        for (start, _), end in zip(bounds, ends, strict=True)
        if not any(first < end and start < last for first, last in one.answers)
    ]
    if len(free) < 2:
        return None
    start, end = chance.choice(free)
    return replace(
        one,
        passage=one.passage[:start] + one.passage[end:],
        answers=tuple(
            (first - (end - start), last - (end - start)) if first >= end else (first, last)
            for first, last in one.answers
        ),
    )


def shortened(one: Example, chance: random.Random) -> Example | None:
    """Return one to three sentences round one of the answers."""
    bounds = list(pieces(one.passage, wrapped=True))
    first, last = chance.choice(one.answers)
    holds = [place for place, (start, end) in enumerate(bounds) if first < end and start < last]
    if not holds or len(bounds) < 3:
        return None
    low = max(0, holds[0] - chance.randint(0, 1))
    high = min(len(bounds) - 1, holds[-1] + chance.randint(0, 1))
    start, end = bounds[low][0], bounds[high][1]
    inside = tuple(
        (one_first - start, one_last - start)
        for one_first, one_last in one.answers
        if start <= one_first and one_last <= end
    )
    if not inside:
        return None
    return replace(one, passage=one.passage[start:end], answers=inside)


def _with(text: str, match: re.Match[str], other: str) -> str:
    return text[: match.start()] + other + text[match.end() :]
