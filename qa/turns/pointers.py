"""Which words of a question point to what was said before it.

Pure. "Who designed it?" points back; in "Why did the woman sell her hives?" the question itself
says who is meant. Rules of thumb over English words, after what binding theory says of pronouns
(Chomsky 1981): one may stand for what is named before it in another clause, and for what is named
in its own clause only where it owns something.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from index.words import STOPWORDS, Word, words
from qa.language.grammar import find_names
from qa.language.vocabulary import (
    AUXILIARY,
    DETERMINERS,
    PEOPLE,
    are_many,
    is_adjective,
    is_person,
    is_verb,
)


class Points(Enum):
    """What a pointing word stands for."""

    PERSON = "he"
    PLACE = "there"
    MATTER = "it"
    THING = "that area"
    KIND = "a new one"


@dataclass(frozen=True, slots=True)
class Pointer:
    """A word of a question that points back.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last one.
        to: What it stands for.
        owns: Whether it is "its" or "his", not "it" or "he".
    """

    start: int
    end: int
    to: Points
    owns: bool = False


_PERSON = re.compile(
    r"\b(?:(?P<one>he|him|she|her(?!\s+[a-z]))|(?P<own>his|hers|her(?=\s+[a-z])))\b", re.I
)
_MATTER = re.compile(
    r"\b(?:(?P<one>it|this|these|those|they|them|such|the ones?)|(?P<own>its|their|theirs))\b", re.I
)
# "After that?" and, behind a helping verb, "when is that?"; but not "the man that came".
_THAT = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(AUXILIARY))})|['’]s) (?P<one>that)\b|\b(?P<last>that)(?=\W*$)", re.I
)
_THAT_THING = re.compile(r"\b(?P<which>this|that|these|those) (?P<thing>[a-z]{3,})\b", re.I)
# Of "how much is a new one" only the noun is wanted.
_KIND = re.compile(
    r"\b(?:another|(?:another|an?|the) (?!only )[a-z][\w-]*) (?P<one>ones?)\b"
    r"(?! (?:of|who|whom|whose|that|which|with)\b)",
    re.I,
)
# "In the ordinary ones?" is half a question, and put into the one before.
_LEADS = re.compile(r"\W*(?:(?:what|how) about|for|in|at|on|with|without|from|to|by|of)?\W*", re.I)
_THERE = re.compile(r"\bthere\b", re.I)

# "is there", "that the force", "this week", "one year", "does it get dark": none points backwards.
_NOT_BACK = re.compile(
    r"(?<!else )\b(?:is|are|was|were|will be|has|have) there\b|\bthere (?:is|are|was|were|be|any)\b"
    r"|\b(?:said|say|says|think|thinks|know|mean|means|sure|so) that\b"
    r"|\bthat (?:the|a|an|he|she|it|they|was|were|had|has|is|are|will|would|can|could)\b"
    r"|\bone (?:of|year|month|week|day|hour|minute|person|hundred|thousand|million)\b"
    r"|\bno one\b|\bthis (?:year|month|week|day|time|season|century)\b|\bsuch (?:a|an|as)\b"
    r"|\b(?:these|those) (?:who|whom|whose|that|which|of|in|on|at|with|from|where)\b"
    r"|\bthe ones? (?:who|whom|whose|that|which|of|in|on|at|with|from|where)\b"
    r"|\b(?:does|did|is|was|will|can) it (?:take(?= \w)|rain|snow|get (?:dark|light|cold|hot))\b"
    r"|\bit (?:rains|snows)\b|\bit mean (?:to|that|if|when)\b"
    r"|\bit (?:(?:is|was|be|will be|has been) )?(?:clear|true|possible|impossible|difficult|hard"
    r"|easy|important|necessary|common|likely|legal|illegal|safe|dangerous|strange|good|bad|better|best"
    r"|easier|harder|cheaper|wrong|right|time|allowed|permitted|forbidden|prohibited|required"
    r"|compulsory|mandatory|advisable|usual|normal|okay|ok|fine)"
    r" (?:how|that|to|if|for\b[^?]* to)\b",
    re.I,
)

# Between these and a pronoun behind them lies the end of a clause.
_BREAK = re.compile(
    r"\b(?:when|after|before|because|if|unless|while|since|until|though|although|whether|as|that"
    r"|which|who|whom|where|how|why|what|and|or|but|so|says?|said|thinks?|thought|believed?"
    r"|claim(?:ed|s)?|know|knew|hoped?|feared?|realized?)\b|[,;:]",
    re.I,
)
_ASKS = re.compile(r"^\W*(?:how (?:many|much)|which|what|whose)$", re.I)
_WHO = re.compile(r"^\W*who\s+(?P<next>\w+)", re.I)
# These stand between "the" and what is named.
_BETWEEN = frozenset("only same other most more very own".split())
_DOES = frozenset("do does did will would can could should".split())
_ORDERS = frozenset("name describe explain give list show find compare define".split())
THEY = ("they", "them", "their", "theirs")
MANY = ("they", "these", "those")
"""Behind or before these stands a verb for many: "are they", "how much do these"."""


def pointers(question: str) -> list[Pointer]:
    """Return the words that point back, in the order of what they stand for."""
    rest = _NOT_BACK.sub(lambda match: "\0" * len(match.group()), question)
    found = [*_things(rest), *_kinds(question)]
    for to, pattern in ((Points.PERSON, _PERSON), (Points.PLACE, _THERE), (Points.MATTER, _MATTER)):
        for match in pattern.finditer(rest):
            owns = to is not Points.PLACE and match["own"] is not None
            if not _meant_inside(question, match.start(), match.end(), owns=owns):
                found.append(Pointer(match.start(), match.end(), to, owns))
    those = (match.span("one" if match["one"] else "last") for match in _THAT.finditer(rest))
    return found + [Pointer(start, end, Points.MATTER) for start, end in those]


def _things(rest: str) -> Iterator[Pointer]:
    """Yield where "that area" stands."""
    for match in _THAT_THING.finditer(rest):
        if match["thing"].lower() in STOPWORDS:
            continue
        before = rest[: match.start()]
        last = words(before)[-1:]
        helper = last[0].text.lower() if last else ""
        ends = not rest[match.end() :].strip(" ?!.")
        # "Is that safe?" and "How much does that cost?" ask of no safe and no cost.
        if ends and (helper in _DOES or (helper in AUXILIARY and len(words(before)) == 1)):
            continue
        # "When's that open?"
        if ends and is_adjective(match["thing"]) and before.endswith(("'s ", "’s ")):
            continue
        # "The fruit that floats": a clause about what stands before it.
        relative = match["which"].lower() == "that" and (
            not ends or any(end == last[0].end for _, end, _ in _antecedents(before) if last)
        )
        if not relative:
            yield Pointer(*match.span(), Points.THING)


def _kinds(question: str) -> Iterator[Pointer]:
    """Yield where "one" stands for a noun that the question itself does not name."""
    for match in _KIND.finditer(question):
        before = question[: match.start()]
        if not _LEADS.fullmatch(before) and not any(_antecedents(before)):
            yield Pointer(*match.span("one"), Points.KIND)


def _meant_inside(question: str, start: int, end: int, *, owns: bool) -> bool:
    """Return whether a question itself names what one of its pronouns stands for."""
    before, pronoun = question[:start], question[start:end].lower()
    if owns and question[end:].lower().startswith(" own "):
        return True
    asks = _WHO.match(before)
    if asks and asks["next"].lower() not in AUXILIARY and pronoun in ("his", "her"):
        # "Who gained fame for her actions?", but "Who wrote her story?"
        return sum(word.carries_meaning for word in words(before)) > 1
    for first, last, asked in _antecedents(before):
        between = before[last:]
        if not agree(before[first:last], pronoun):
            continue
        if owns:
            helper = [word for word in words(before[:first]) if word.text.lower() in AUXILIARY]
            is_ = bool(helper) and helper[-1].text.lower() in ("is", "are", "was", "were")
            part = r"\s*(?:of|for|in|on|about|behind|to)\s*" if is_ else r"\s*of\s*"
            if not re.fullmatch(part, between):
                return True
        elif _BREAK.search(between) and not (asked and pronoun not in ("they", "them")):
            return True
    return False


def _antecedents(before: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where something is named that a pronoun behind may stand for.

    And whether it is what is asked for: "which bridge".
    """
    for match in find_names(before):
        yield match.start(), match.end(), False
    found = [word for word in words(before) if word.text.lower() not in _BETWEEN]
    for place, word in enumerate(found[:-1]):
        following = found[place + 1]
        if not following.carries_meaning:
            continue
        said = word.text.lower()
        asked = bool(_ASKS.match(before[: word.end]))
        helped = said in AUXILIARY and not is_verb(following.text)
        if said in DETERMINERS or said.isdigit() or helped or asked:
            run = _run(before, found[place + 1 :])
            yield run[0].start, run[-1].end, asked
            for owner in run:
                if before.startswith(("'s", "’s"), owner.end):
                    yield run[0].start, owner.end, False
    if found and found[0].carries_meaning and found[0].text.lower() not in _ORDERS:
        run = _run(before, found)
        yield run[0].start, run[-1].end, False


def _run(text: str, found: list[Word]) -> list[Word]:
    """Return the words with meaning at the beginning, with nothing but space between them."""
    run = found[:1]
    for word in found[1:]:
        apart = not re.fullmatch(r"['’s]*[\s-]+", text[run[-1].end : word.start])
        # "The bell unless it rings": for search "unless" is a word like any other.
        if apart or not word.carries_meaning or _BREAK.fullmatch(word.text):
            break
        run.append(word)
    return run


def agree(named: str, pronoun: str) -> bool:
    """Return whether a pronoun can stand for what is named, what stands in brackets aside."""
    named = named.partition(" (")[0]
    if pronoun in ("it", "its"):
        return not are_many(named) and PEOPLE.isdisjoint(map(str.lower, named.split()))
    if pronoun in ("this", "that"):
        return True
    if pronoun in ("these", "those"):
        return are_many(named)
    return pronoun in THEY or not are_many(named)


def is_somebody(named: str) -> bool:
    """Return whether a person is named by a noun: "the night watchman"."""
    found = [word.text.lower() for word in words(named)]
    return bool(found) and found[0] in DETERMINERS and is_person(found[-1])
