"""Sentences that say the opposite of what is asked: the minimum where the maximum is wanted.

Such a sentence has all words of the question but one, and reads to a network almost as the answer
does. Pure: words alone are compared, nothing is understood.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping

from index.words import stem, words
from qa.language.kinds import Kind, kind_of

# Words that also mean other things are left out ("last" week, "left" the house), and so are two
# sides of one thing: who is before another has him after, who sells to another is bought from.
_PAIRS = (
    "maximum minimum, maximal minimal, most least, most fewest, more less, more fewer, high low,"
    " higher lower, highest lowest, large small, larger smaller, largest smallest, big small,"
    " bigger smaller, biggest smallest, long short, longer shorter, longest shortest, heavier"
    " lighter, heaviest lightest, thick thin, wide narrow, deep shallow, tall short, fast slow,"
    " faster slower, fastest slowest, quick slow, quickly slowly, rapid slow, rapidly slowly,"
    " majority minority, major minor, upper lower, expensive cheap, strong weak, stronger weaker,"
    " strongest weakest, strength weakness, strengthen weaken, increase decrease, rise fall, grow"
    " shrink, growth decline, gain lose, gain loss, profit loss, raise lower, expand contract,"
    " accelerate decelerate, acceleration deceleration, earlier later, earliest latest, old new,"
    " older younger, oldest youngest, oldest newest, ancient modern, past future, arrive depart,"
    " arrival departure, entrance exit, north south, northern southern, east west, eastern"
    " western, northeast southwest, northwest southeast, top bottom, above below, inside outside,"
    " indoor outdoor, internal external, inner outer, nearest farthest, front rear, vertical"
    " horizontal, summer winter, weekday weekend, upstream downstream, inbound outbound, ascend"
    " descend, urban rural, domestic foreign, permanent temporary, good bad, better worse, best"
    " worst, success failure, succeed fail, true false, positive negative, allow forbid, allow"
    " prohibit, permit prohibit, accept reject, approve reject, support oppose, include exclude,"
    " add remove, attack defend, create destroy, build demolish, encourage discourage, cause"
    " prevent, safe dangerous, easy difficult, easy hard, simple complex, simplicity complexity,"
    " soft hard, public private, innocent guilty, full empty, hot cold, warm cool, cheapest"
    " dearest, rich poor, alive dead, victory defeat, friend enemy, male female, men women, man"
    " woman, general specific, import export, input output, income expense, revenue expense, asset"
    " liability, superior inferior, remember forget, voluntary compulsory, optional mandatory,"
    " natural artificial, active passive, accurate inaccurate, active inactive, adequate"
    " inadequate, advantage disadvantage, appear disappear, appropriate inappropriate, approve"
    " disapprove, capable incapable, compatible incompatible, complete incomplete, connect"
    " disconnect, consistent inconsistent, continue discontinue, correct incorrect, dependent"
    " independent, direct indirect, effective ineffective, efficient inefficient, eligible"
    " ineligible, equality inequality, finite infinite, formal informal, frequent infrequent,"
    " honest dishonest, justice injustice, legal illegal, legitimate illegitimate, mature"
    " immature, perfect imperfect, possible impossible, probable improbable, proper improper,"
    " regular irregular, relevant irrelevant, responsible irresponsible, reversible irreversible,"
    " satisfied dissatisfied, secure insecure, sensitive insensitive, significant insignificant,"
    " sufficient insufficient, valid invalid, visible invisible, voluntary involuntary"
)
# What is put before a word that it denies. "Unless" and "unlike" deny nothing.
_DENIES = ("un", "non")
_DENIED = re.compile(rf"(?:{'|'.join(_DENIES)})(?=[a-z]{{4}})")
_OTHERWISE = frozenset({"less", "like"})

# How a bound is put that has no name: "up to three" is the maximum, "not closer than" the minimum.
_NO = r"\b(?:no|not|never)\b(?:\W+\w+){0,4}?\W+"
_MOST = r"more|longer|larger|bigger|higher|greater|further|farther|heavier|faster"
_LEAST = r"less|fewer|closer|nearer|shorter|smaller|lower|lighter|slower"
_NUMBER = "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty)"
_BOUNDS = {
    stem("maximum"): re.compile(
        rf"\bup to\b|\bat (?:the )?most\b|{_NO}(?:(?:{_MOST}) than\b|exceed)"
        rf"|\bas (?:far|high|long|many|much|old) as (?:an?\b|\d|{_NUMBER}\b)",
        re.IGNORECASE,
    ),
    stem("minimum"): re.compile(
        rf"\bat (?:the very )?least\b|{_NO}(?:{_LEAST}) than\b|\bor (?:more|over|above|older)\b"
        r"|\breached the age\b|\bstarts? at\b",
        re.IGNORECASE,
    ),
}

# How a bound is asked for without its name: "at least", "the shortest time I can have it for".
_MAY = r"^(?=.*\b(?:can|could|may|must|allowed|possible)\b).*\bthe "
_ASKED = {
    stem("maximum"): re.compile(
        r"\bat (?:the )?(?:most|highest|longest|maximum|max)\b"
        rf"|{_MAY}(?:biggest|furthest|heaviest|highest|largest|longest|oldest)\b",
        re.IGNORECASE,
    ),
    stem("minimum"): re.compile(
        r"\bat (?:the )?(?:least|lowest|shortest|minimum|min)\b"
        rf"|{_MAY}(?:fewest|lightest|lowest|shortest|smallest|youngest)\b",
        re.IGNORECASE,
    ),
}

# "How long" asks for a measure, of what is short, too.
_MEASURE = re.compile(r"\bhow\s+(\w+)", re.IGNORECASE)


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for pair in _PAIRS.split(", "):
        one, other = map(stem, pair.split())
        found[one].add(other)
        found[other].add(one)
    return {one: frozenset(others) for one, others in found.items()}


_OPPOSITES = _opposites()


def opposites(question: str) -> dict[str, frozenset[str]]:
    """Return the stems of a question's words, each with those of its opposites; none has none.

    A question of yes and no is answered by the opposite as well, and one that names both sides
    asks for neither.
    """
    if kind_of(question) is Kind.TRUTH:
        return {}
    measures = {match.start(1) for match in _MEASURE.finditer(question)}
    asked = words(question)
    said = {word.stem for word in asked}
    found = {}
    for word in asked:
        if word.start in measures:
            continue
        against = _OPPOSITES.get(word.stem, frozenset())
        if word.carries_meaning:
            against |= _denied(word.text.lower())
        if against and said.isdisjoint(against):
            found[word.stem] = against
    bounds = [bound for bound, how in _ASKED.items() if how.search(question)]
    if len(bounds) == 1:
        found[bounds[0]] = _OPPOSITES[bounds[0]]
    return found


def _denied(word: str) -> frozenset[str]:
    """Return the stem of a word without what denies it, or those with it."""
    if _DENIED.match(word):
        return frozenset({stem(_DENIED.sub("", word))})
    if len(word) < 4 or word in _OTHERWISE:
        return frozenset()
    return frozenset(stem(before + word) for before in _DENIES)


def opposed(asked: Mapping[str, frozenset[str]], sentence: str, passage: str) -> int:
    """Return whether a sentence has the opposite of a word that its passage lacks, as a number.

    Args:
        asked: Stems of the question, each with those of its opposites.
        sentence: A sentence of the passage.
        passage: All of it, title and headings with it.

    Returns:
        0 where it has none; 1; or 2 where it gives the other bound: who asks for the least gets
        the most.
    """
    if not _may_oppose(asked, sentence.lower()):
        return 0
    said = _said(sentence, asked)
    against = {word for word, opposite in asked.items() if not said.isdisjoint(opposite)}
    if against:
        against -= _said(passage, asked)
    return 2 if against & _BOUNDS.keys() else int(bool(against))


def _may_oppose(asked: Mapping[str, frozenset[str]], sentence: str) -> bool:
    """Return whether it is worth while to look at each word: a stem is how its words begin."""
    return not _BOUNDS.keys().isdisjoint(asked) or any(
        # "Easy" has the stem "easi".
        opposite.rstrip("i") in sentence
        for several in asked.values()
        for opposite in several
    )


def _said(text: str, asked: Collection[str]) -> set[str]:
    """Return the stems of a text, with the bounds it puts in other words where one is asked for."""
    said = {word.stem for word in words(text)}
    if not _BOUNDS.keys().isdisjoint(asked):
        said |= {bound for bound, how in _BOUNDS.items() if how.search(text)}
    return said
