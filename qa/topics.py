"""What a question is about, in words that can stand for it in the next one.

Pure. "Which diseases does the new drug treat?" is about the diseases and about the drug.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from index.words import Word, words
from qa.grammar import AUXILIARY, DETERMINERS, is_verb
from qa.pointers import is_somebody

QUESTION_WORDS = re.compile(
    r"^\W*(?P<asks>(?:(?:since|until|by|from|to|for|with|in|on|at) )?"
    r"(?:how (?:many|much|long|often|old|far|big|tall|high|large)(?: (?:of (?:them|these|those)))?"
    r"|who(?:m|se)? else|what else|where else|who(?:m|se)?|what|when|where|why|how|which))\b"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
# Of "the price of the drug" the drug is what is spoken of next.
_PARTS = frozenset(
    "price cost height length size age name number color colour weight population date purpose"
    " reason cause speed depth width value title author owner director meaning definition origin"
    " history role effect effects aim location address length duration area amount".split()
)

# What follows a short subject: "does sleep help memory".
_VERBS = frozenset(
    "help make do get cause affect need use work mean cost take have give start begin end happen"
    " change become lead protect produce treat improve increase reduce influence contribute play"
    " form grow look live want say become keep prevent require support allow serve carry contain"
    " include differ depend belong come go turn move stop pay eat drink sell buy".split()
)

_SOME = frozenset("any some all no".split())
# "Fighters (the tunnels)": what is in brackets was put there to say which.
_EXPLAINED = re.compile(r" \([^)]*\)")
_PREPOSITIONS = frozenset("for in on at with about of from by against".split())

# In "what does base editing do" the verb is not among the words with meaning.
_VERB_BEHIND = re.compile(r" (?:do|have|get|be|say|tell|know)\b", re.IGNORECASE)


def topics(asked: str) -> list[str]:
    """Return what a question is about, what it is likeliest about first.

    What was counted or picked; who or what does or suffers something; names and what has a "the";
    what stands behind a preposition.
    """
    word, rest, runs = _parts_of(asked)
    if not runs:
        return []
    found = []
    if _counts(word, rest, runs):
        found.append(_counted(rest, runs))
    found += _subject(word, rest, runs)
    found += _marked(word, rest, runs)
    found += [
        rest[start:end] for start, end in runs if start and _last(rest[:start]) in _PREPOSITIONS
    ]
    return list(dict.fromkeys(found))


def asked_of(asked: str) -> str | None:
    """Return what the same could be asked of another: "bees" in "how much honey do bees make"."""
    word, rest, runs = _parts_of(asked)
    if runs and _counts(word, rest, runs):
        subject = next(_subject(word, rest, runs[1:2]), None)
        return subject or rest[slice(*runs[0])]
    return next(iter(topics(asked)), None)


def topic(asked: str) -> str | None:
    """Return what a question is likeliest about; failing all else, its last words with meaning."""
    _, rest, runs = _parts_of(asked)
    return next(iter(topics(asked)), rest[slice(*runs[-1])] if runs else None)


def _parts_of(asked: str) -> tuple[str, str, list[tuple[int, int]]]:
    """Return a question's own words in small letters, what follows them, and the runs in that."""
    # "Why: was the tunnel late?" is a half question with the one before it.
    whole = asked.rpartition(": ")[2]
    explained = _EXPLAINED.sub(" ,", whole)
    # "Who owns it (the mill)?" says nothing outside the brackets.
    said = explained if _runs(explained) else whole
    asks = QUESTION_WORDS.match(said)
    rest = asks["rest"] if asks else said
    return asks["asks"].lower() if asks else "", rest, _runs(rest)


def _counts(asks: str, rest: str, runs: Sequence[tuple[int, int]]) -> bool:
    return asks.startswith(("how many", "how much", "which")) and not rest[: runs[0][0]].strip()


def _counted(rest: str, runs: Sequence[tuple[int, int]]) -> str:
    first, *others = (rest[start:end] for start, end in runs)
    if others and rest[runs[0][1] : runs[1][0]] == " " and " " in first:
        # "Which company builds the trams?"
        first = first.rpartition(" ")[0]
    if " " in first or not others:
        return first
    # "people" alone says too little, and "voted" is not what was counted.
    more = [
        _without_verb("which", rest, *run) for run in runs[1:] if not _is_aside(rest[slice(*run)])
    ]
    if first.endswith("ed"):
        return ", ".join(more)
    return f"{first} ({', '.join(more)})" if more else first


def _is_aside(run: str) -> bool:
    return is_verb(run) or run.lower() in (
        "now",
        "today",
        "currently",
        "left",
        "already",
        "altogether",
    )


def _is_marked(rest: str, run: tuple[int, int]) -> bool:
    first = rest[slice(*run)].split()[0]
    return first.lower() in DETERMINERS or first[0].isupper()


def _marked(asks: str, rest: str, runs: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield names and what has a determiner, the whole before its part."""
    parts = []
    for start, end in runs:
        run = rest[start:end]
        if not _is_marked(rest, (start, end)):
            continue
        part = rest[end:].lower().startswith(" of ") and words(run)[-1].text.lower() in _PARTS
        if part:
            parts.append(run)
        elif run[0].isupper():
            yield from _named(asks, rest, start, end)
        else:
            yield _without_verb(asks, rest, start, end)
    yield from parts


def _named(asks: str, rest: str, start: int, end: int) -> Iterator[str]:
    """Yield "Ada Quill" and "base editing" for "Ada Quill invented base editing"."""
    run = rest[start:end]
    inside = words(run)
    verbs = [at for at, word in enumerate(inside) if at and is_verb(word.text)]
    if not verbs or not inside[verbs[0]].text[0].islower():
        yield _without_verb(asks, rest, start, end)
        return
    yield run[: inside[verbs[0] - 1].end]
    if verbs[0] + 1 < len(inside):
        yield run[inside[verbs[0] + 1].start :]


def _subject(asks: str, rest: str, runs: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield "lorries" for "do lorries have to pay", "base editing" for "invented base editing"."""
    if not runs or _is_marked(rest, runs[0]):
        return
    start, end = runs[0]
    run, helper = rest[start:end], _last(rest[:start])
    inside = words(run)
    if helper in ("do", "does", "did"):
        short = len(inside) < 3 or _acts(inside[1])
        yield run if _VERB_BEHIND.match(rest[end:]) else run[: inside[0 if short else 1].end]
    elif helper in AUXILIARY and asks != "who":
        # "What is coral bleaching?" asks of no coral.
        yield run if asks == "what" else _without_verb(asks, rest, start, end)
    elif asks == "who" and not helper and len(inside) > 1:
        yield run[inside[1].start :]


def _without_verb(asks: str, rest: str, start: int, end: int) -> str:
    """Return "the bridge" for "the bridge opened" in "was the bridge opened"."""
    run, helper = rest[start:end], _last(rest[:start])
    inside: list[Word] = words(run)
    if _VERB_BEHIND.match(rest[end:]):
        return run
    if helper in ("do", "does", "did"):
        # Behind these the subject is followed by its verb: "did the bridge open". A longer run may
        # go on with what the verb is about.
        if inside[0].text.lower() in DETERMINERS:
            verb = next((at for at, word in enumerate(inside) if at > 1 and _acts(word)), None)
            if verb is not None:
                return run[: inside[verb - 1].end]
            short = len(inside) in (3, 4) and not is_somebody(run)
            return run[: inside[-2].end] if short else run
        named = list(takewhile(lambda word: word.text[0].isupper(), inside))
        return run[: named[-1].end] if named else run
    # "Was the tunnel late?" asks of no late tunnel.
    if not asks and helper in AUXILIARY and len(inside) > 2 and not rest[end:].strip(" ?!."):
        return run[: inside[-2].end]
    least = 2 if inside[0].text.lower() in DETERMINERS else 1
    # The last one: "the newly built bridge opened".
    verbs = [
        at
        for at, word in enumerate(inside)
        # "Base editing" is no verb, "is the child running" has one.
        if at >= least and is_verb(word.text) and (word is inside[-1] or word.text[-3:] != "ing")
    ]
    return run[: inside[verbs[-1] - 1].end] if verbs and helper in AUXILIARY else run


def _acts(word: Word) -> bool:
    return word.text.lower() in _VERBS


def _last(text: str) -> str:
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
