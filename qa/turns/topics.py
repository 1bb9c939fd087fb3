"""What a question is about, in words that can stand for it in the next one.

Pure. "Which diseases does the new drug treat?" is about the diseases and about the drug.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.words import words
from qa.language.vocabulary import (
    AUXILIARY,
    BASE,
    DETERMINERS,
    Role,
    are_many,
    is_adjective,
    is_adverb,
    is_verb,
    role,
)
from qa.turns.runs import asks_for_subject, cut_of, helper_of, last_word, parts_of, without_verb

PARTS = frozenset(
    "price cost height length size age name number color colour weight population date purpose"
    " reason cause speed depth width value title author owner director meaning definition origin"
    " history role effect effects aim location address length duration area amount"
    " time times hours temperature capacity ingredients dimensions".split()
)
"""Of "the price of the drug" the drug is what is spoken of next."""

_PLACING = frozenset("near behind beside along around above below inside outside under".split())
# Behind these a verb follows.
_SUBJECTS = frozenset("i you we they he she".split())
_PREPOSITIONS = frozenset("for in on at with about of from by against".split())

# "Are there any huts on the trail?"
_THERE = re.compile(r"\bthere (?:(?:any|some|no) )?$", re.IGNORECASE)
_ARTICLE = re.compile(r" (?:the|an?) ", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\b(?:who|whom|whose|that|which|if|when|where|while|because|unless|although)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names that may give way to something else.

    Attributes:
        counted: "dogs" of "how many dogs do tenants keep".
        subject: Who or what does or is something; None where it is not known.
        others: What else there is behind the verb.
        acts: Whether it is asked what the subject does, not what it is.
    """

    counted: str | None = None
    subject: str | None = None
    others: tuple[str, ...] = ()
    acts: bool = False


def topics(asked: str) -> list[str]:
    """Return what a question is about, what it is likeliest about first.

    What was counted or picked; who or what does or suffers something; names and what has a "the";
    what stands behind a preposition.
    """
    word, rest, runs = parts_of(asked)
    if not runs:
        return []
    found = []
    if _counts(word, rest, runs):
        found.append(_counted(word, rest, runs))
    found += _subject(word, rest, runs)
    found += _marked(word, rest, runs)
    found += [
        without_verb(word, rest, start, end)
        for start, end in runs
        if start and last_word(rest[:start]) in _PREPOSITIONS
    ]
    return list(dict.fromkeys(found))


def asked_of(asked: str) -> str | None:
    """Return what the same could be asked of another: "bees" in "how much honey do bees make"."""
    word, rest, runs = parts_of(asked)
    if runs and _counts(word, rest, runs):
        subject = next(_subject(word, rest, runs[1:2]), None)
        return subject or rest[slice(*runs[0])]
    return next(iter(topics(asked)), None)


def named_in(asked: str) -> Named:
    """Return what a question names that may give way, as far as its grammar is understood."""
    word, rest, runs = parts_of(asked)
    if not runs:
        return Named()
    counts = _counts(word, rest, runs)
    counted = _countable(word, rest, runs) if counts else None
    runs = runs[1:] if counts else runs
    helper = helper_of(rest[: runs[0][0]]) if runs else ""
    if helper not in AUXILIARY:
        return Named(counted, subject=None if counts else asked_of(asked))
    if asks_for_subject(word, helper, words(rest[slice(*runs[0])])[0].text):
        return Named(counted, subject=asked_of(asked))
    cut = cut_of(word, rest, *runs[0])
    # "How much will mending the roof cost?"
    mending = helper in BASE and cut.end == runs[0][1] and _ARTICLE.match(rest[cut.end :])
    if mending or not cut.sure:
        return Named()
    subject = rest[runs[0][0] : cut.end] if counts else asked_of(asked)
    if subject and _says_nothing(subject) and (counts or not subject.endswith("ing")):
        # "How many wires are broken?", but "is smoking allowed?"
        subject = None
    others = [_thing(rest[cut.then : runs[0][1]]), *_others(word, rest, runs[1:])]
    found = tuple(thing for thing in dict.fromkeys(others) if thing and thing != subject)
    return Named(counted, subject, found, helper in BASE or helper in ("has", "have", "had"))


def _others(asks: str, rest: str, runs: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield what is named behind a verb, as far as the next clause."""
    clause = _CLAUSE.search(rest)
    for start, end in runs:
        cut = cut_of(asks, rest, start, end)
        if cut.sure and (clause is None or start < clause.start()):
            yield _thing(rest[start : cut.end])


def _countable(asks: str, rest: str, runs: Sequence[tuple[int, int]]) -> str | None:
    """Return "wild bees" for "wild bees died"; None where it is not plain what is counted."""
    first, behind = rest[slice(*runs[0])], rest[runs[0][1] :]
    inside = words(first)
    many = [word.end for word in inside if are_many(word.text)]
    if asks.startswith("which") and len(inside) > 1:
        # "Which company builds the trams?" and "which animals prey on hares?"
        verb = behind.startswith(" the ") or (many and many[0] < inside[-1].end)
        return first[: inside[-2].end] if verb else None
    if many:
        return first[: many[-1]]
    # "How many came in April?"
    verbal = last_word(behind[:4]) in _PREPOSITIONS
    return None if len(inside) > 1 or verbal or role(first) is Role.VERB else first


def _thing(named: str) -> str:
    """Return "tolls" for "pay tolls" and nothing for "closed", "free" or "pay"."""
    inside = words(named)
    if inside and role(inside[0].text) is Role.VERB:
        inside = inside[1:]
    while inside and is_adverb(inside[-1].text):
        inside.pop()
    found = named[inside[0].start : inside[-1].end] if inside else ""
    return "" if _says_nothing(found) else found


def _says_nothing(named: str) -> bool:
    """Return whether words only describe: "broken", "wide open"."""
    return all(is_verb(word.text) or is_adjective(word.text) for word in words(named))


def topic(asked: str) -> str | None:
    """Return what a question is likeliest about; failing all else, its last words with meaning."""
    _, rest, runs = parts_of(asked)
    last = rest[slice(*runs[-1])] if runs else ""
    # Of "what do I need to bring" nothing is spoken of.
    return next(iter(spoken_of(asked)), None if role(last) is Role.VERB else last or None)


def spoken_of(asked: str) -> list[str]:
    """Return a question's topics, and last what is done something to: "how do I renew tickets"."""
    _, rest, runs = parts_of(asked)
    found = topics(asked)
    for start, end in runs:
        inside = [word for word in words(rest[start:end]) if not is_adverb(word.text)]
        before = last_word(rest[:start])
        if len(inside) < 2:
            continue
        if before in _SUBJECTS or (before == "to" and role(inside[0].text) is Role.VERB):
            found.append(rest[start + inside[1].start : end])
    return list(dict.fromkeys(found))


def whole_topic(asked: str) -> str | None:
    """Return a question's topic with the verb behind it: "the bridge open"."""
    about = topic(asked)
    _, rest, runs = parts_of(asked)
    whole = (rest[start:end] for start, end in runs)
    return next((run for run in whole if about and run.startswith(about)), about)


def _counts(asks: str, rest: str, runs: Sequence[tuple[int, int]]) -> bool:
    # Of "which days" the days are no topic.
    counts = asks == "which" or asks.startswith(("how many", "how much"))
    return counts and not rest[: runs[0][0]].strip()


def _counted(asks: str, rest: str, runs: Sequence[tuple[int, int]]) -> str:
    first, *others = (rest[start:end] for start, end in runs)
    inside = words(first)
    if asks.startswith("which") and len(inside) > 1 and _does(inside[-1].text, rest[runs[0][1] :]):
        # "Which bus goes to Vik?"
        first, inside = first[: inside[-2].end], inside[:-1]
    many = [at for at, word in enumerate(inside) if are_many(word.text)]
    if many and inside[many[-1]] is not inside[-1]:
        # "How many children took part?", but "how many meadows near Vik were lit?"
        following = inside[many[-1] + 1].text
        first = first if following in _PLACING else first[: inside[many[-1]].end]
    if others and rest[runs[0][1] : runs[1][0]] == " " and " " in first:
        # "Which company builds the trams?"
        first = first.rpartition(" ")[0]
    if " " in first or not others:
        return first
    # "people" alone says too little, and "voted" is not what was counted.
    more = [
        without_verb("which", rest, *run) for run in runs[1:] if not _is_aside(rest[slice(*run)])
    ]
    if first.endswith("ed"):
        return ", ".join(more)
    return f"{first} ({', '.join(more)})" if more else first


def _does(said: str, behind: str) -> bool:
    """Return whether a word is a verb of what does something: "goes", "stops" before "at"."""
    base = said.removesuffix("es") if said.endswith("oes") else said.removesuffix("s")
    following = next((word.text.lower() for word in words(behind)), "")
    return base != said and role(base) is Role.VERB and following not in AUXILIARY


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
        part = rest[end:].lower().startswith(" of ") and words(run)[-1].text.lower() in PARTS
        if part:
            parts.append(run)
        elif run[0].isupper():
            yield from _named(asks, rest, start, end)
        else:
            yield without_verb(asks, rest, start, end)
    yield from parts


def _named(asks: str, rest: str, start: int, end: int) -> Iterator[str]:
    """Yield "Ada Quill" and "base editing" for "Ada Quill invented base editing"."""
    run = rest[start:end]
    inside = words(run)
    verbs = [at for at, word in enumerate(inside) if at and is_verb(word.text)]
    if not verbs or not inside[verbs[0]].text[0].islower():
        yield without_verb(asks, rest, start, end)
        return
    yield run[: inside[verbs[0] - 1].end]
    if verbs[0] + 1 < len(inside):
        yield run[inside[verbs[0] + 1].start :]


def _subject(asks: str, rest: str, runs: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield "lorries" for "do lorries have to pay", "base editing" for "invented base editing"."""
    if not runs or _is_marked(rest, runs[0]):
        return
    start, end = runs[0]
    run, helper = rest[start:end], helper_of(_THERE.sub("", rest[:start]))
    inside = words(run)
    if helper in BASE:
        if not asks_for_subject(asks, helper, inside[0].text):
            yield without_verb(asks, rest, start, end)
    elif helper in AUXILIARY and asks != "who":
        # "What is coral bleaching?" asks of no coral, "what was decided?" of nothing.
        done = asks == "what" and len(inside) == 1 and is_verb(run) and not run.endswith("ing")
        if not done:
            yield run if asks == "what" else without_verb(asks, rest, start, end)
    elif asks == "who" and not helper and len(inside) > 1:
        yield run[inside[1].start :]
