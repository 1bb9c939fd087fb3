"""A question taken apart: what it asks by, and the runs of words with meaning behind that.

Pure. "Does the old bridge open on Sundays" has the runs "the old bridge open" and "Sundays"; the
subject ends before "open".
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from index.words import words
from qa.language.grammar import base_verb, least_named, predicate
from qa.language.vocabulary import AUXILIARY, BASE, DETERMINERS, Role, are_many, is_adverb, role

QUESTION_WORDS = re.compile(
    r"^\W*(?P<asks>(?:(?:since|until|by|from|to|for|with|in|on|at) )?"
    r"(?:how (?:many|much|long|often|old|far|big|tall|high|large)(?: (?:of (?:them|these|those)))?"
    r"|(?:what|which) (?:times?|days?|dates?|years?|months?|weekdays?)"
    r"(?= (?:is|are|was|were|do|does|did|can|will)\b)"
    r"|who(?:m|se)? else|what else|where else|who(?:m|se)?|what|when|where|why|how|which))\b"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
# "Describe the bridge", but not "show times".
_ORDER = re.compile(
    r"^\W*(?:please )?(?:(?:summari[sz]e|describe|explain|define|translate|paraphrase|sum up)"
    r"|(?:tell|give|show)(?: me| us)?(?: about)?(?= (?:all|some|any|every|everything|{0})\b)"
    r"|(?:tell|give|show) (?:me|us)(?: about)?"
    r"|(?:compare|find|list|name|outline)(?= (?:all|some|any|every|{0})\b)) ".format(
        "|".join(sorted(DETERMINERS))
    ),
    re.IGNORECASE,
)
_EACH = re.compile(
    r"(?:an?|each|every) (?:second|minute|hour|day|night|week|month|year|season|person|head|piece)",
    re.IGNORECASE,
)
_SOME = frozenset("any some all no".split())
# "Fighters (the tunnels)": what is in brackets was put there to say which.
_EXPLAINED = re.compile(r" \([^)]*\)")
_DOES = frozenset("do does did".split())
_DENIED = {"can't": "can", "won't": "will", "shan't": "shall"}
# In "what does base editing do" the verb is not among the words with meaning.
_VERB_BEHIND = re.compile(r" (?:do|have|get|be|say|tell|know)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a subject ends.

    Attributes:
        end: Offset behind the subject.
        then: Offset behind its verb, if that is among the same words.
        sure: Whether it is known and not guessed.
    """

    end: int
    then: int
    sure: bool


def parts_of(asked: str) -> tuple[str, str, list[tuple[int, int]]]:
    """Return a question's own words in small letters, what follows them, and the runs in that."""
    # "Why: was the tunnel late?" is a half question with the one before it.
    whole = asked.rpartition(": ")[2]
    explained = _EXPLAINED.sub(" ,", whole)
    # "Who owns it (the mill)?" says nothing outside the brackets.
    said = explained if _runs(explained) else whole
    asks = QUESTION_WORDS.match(said)
    rest = asks["rest"] if asks else _ORDER.sub("", said)
    runs = _runs(rest)
    # "How many tablets a day can adults take?"
    telling = [run for run in runs if not _EACH.fullmatch(rest, *run)]
    return asks["asks"].lower() if asks else "", rest, telling or runs


def asks_for_subject(asks: str, helper: str, first: str) -> bool:
    """Return whether a verb follows at once: "who can terminate", but not "who can tenants ask"."""
    if helper in _DOES or asks not in ("who", "what"):
        return False
    return role(first) is Role.VERB or (asks == "who" and not are_many(first))


def without_verb(asks: str, rest: str, start: int, end: int) -> str:
    """Return "the bridge" for "the bridge opened" in "was the bridge opened"."""
    return rest[start : cut_of(asks, rest, start, end).end]


def cut_of(asks: str, rest: str, start: int, end: int) -> Cut:
    """Return where in a run of words the subject ends."""
    inside, helper, behind = words(rest[start:end]), helper_of(rest[:start]), rest[end:]
    least = least_named(inside)
    verb, sure = None, True
    if helper in AUXILIARY and not _VERB_BEHIND.match(behind):
        if helper in BASE:
            verb, sure = base_verb(inside, helper, words(behind))
        else:
            # "Was the tunnel late?" and "why was the tunnel late?" want something said of it.
            wanted = asks in ("", "why") and not behind.strip(" ?!.")
            verb, sure = predicate(inside, wanted=wanted, open_end=asks in ("", "why"))
    elif helper not in AUXILIARY and _waits(rest[:start]):
        # "How long does the ferry from Vik take?"
        later = range(least, len(inside))
        verb = next((at for at in later if role(inside[at].text) is Role.VERB), None)
        sure = verb is not None or len(inside) <= least
    last = len(inside) if verb is None else verb
    while last > least and is_adverb(inside[last - 1].text):
        last -= 1
    then = end if verb is None else start + inside[verb].end
    return Cut(start + inside[last - 1].end, then, sure)


def _waits(before: str) -> bool:
    """Return whether a helper's verb is still to come: "how long does the ferry from"."""
    found = words(before)
    said = [word.text.lower() for word in found]
    if BASE.isdisjoint(said):
        return False
    return not any(
        role(each) is Role.VERB and last not in DETERMINERS for last, each in pairwise(["", *said])
    )


def helper_of(before: str) -> str:
    """Return the word before a subject, "can" for "can't"."""
    said = last_word(before).replace("’", "'")
    return _DENIED.get(said) or said.removesuffix("n't")


def last_word(text: str) -> str:
    """Return the last word of a text that says more than how many."""
    found = [word.text.lower() for word in words(text)]
    return next((said for said in reversed(found) if said not in _SOME), "")


def _runs(text: str) -> list[tuple[int, int]]:
    """Return the stretches of words with meaning, each with the determiner before it."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    end = 0
    for word in words(text):
        determiner = word.text.lower() in DETERMINERS
        if word.carries_meaning and word.text.lower() not in AUXILIARY:
            # "off-target" is one word, though "off" alone is grammar.
            joined = re.search(r"\w+-$", text[: word.start])
            begin = joined.start() if joined else word.start
            start = begin if start is None else start
            end = word.end
            continue
        if start is not None and end > start:
            runs.append((start, end))
        start, end = (word.start, word.start) if determiner else (None, 0)
    if start is not None and end > start:
        runs.append((start, end))
    return runs
