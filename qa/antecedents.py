"""What "it", "he", "they" and "there" stand for in a question, by the turns before it. Pure."""

import re
from collections.abc import Sequence

from index.words import words
from qa.answer import Answer
from qa.grammar import CALENDAR, CAPITAL, names
from qa.halves import about, leans, without_added
from qa.kinds import Kind, kind_of
from qa.pointers import THEY, Points, agree, is_somebody
from qa.topics import topics
from qa.vocabulary import DETERMINERS, are_many

# What "it" and "he" stand for is looked for in so many turns.
_RECENT = 4
_HE = re.compile(r"\b(?:he|him|his)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|hers?)\b", re.IGNORECASE)
_WHAT_DID = re.compile(r"\W*what (?:do|does|did)\b", re.IGNORECASE)
# What is put in place of "it" is at most so long, in characters.
SHORT = 80
# A person's name has up to three words, and no "the" or "of" among them.
_PERSONS_NAME = re.compile(rf"(?!The\b){CAPITAL}(?: {CAPITAL}){{0,2}}")


def meant_by(pointing: str, to: Points, history: Sequence[Answer]) -> str | None:
    """Return what a pronoun stands for; None where nobody knows."""
    if to is Points.PERSON:
        return _person(pointing.lower(), history)
    if to is Points.PLACE:
        return _place(history[-1])
    return _matter(pointing.lower(), history)


def short_answer(before: Answer) -> str:
    """Return the short answer of a turn; nothing where there was none."""
    return before.quotes[0].highlight if before.quotes else ""


def _person(pronoun: str, history: Sequence[Answer]) -> str | None:
    """Return the person the last turns were about: who was asked for or after, or else quoted.

    Without a name in full it may be somebody that the question names by a noun.
    """
    recent = list(reversed(history[-_RECENT:]))
    asked = (_person_asked(turn, last=turn is recent[0]) for turn in recent)
    # Who was "he" before is not "she" now.
    others = _SHE if pronoun in ("he", "him", "his") else _HE
    never = {
        part
        for turn in recent
        if others.search(turn.question)
        for name in names(turn.asked)
        for part in (name, *name.split())
    }
    quoted = [name for turn in recent for name in _people_quoted(turn)]
    full = [name for name in quoted if " " in name]
    somebody = filter(is_somebody, topics(history[-1].asked))
    found = [*asked, *full, *somebody, *quoted]
    said = " ".join(turn.asked for turn in recent)
    return next((one for one in found if one and one not in never and not _dates(one, said)), None)


def _dates(name: str, text: str) -> bool:
    """Return whether a name stands in a text as that of a month or day: "16 June"."""
    when = rf"(?:\d|\b(?:before|after|until|since|by|during)) {re.escape(name)}\b"
    return name.lower() in CALENDAR and re.search(when, text, re.IGNORECASE) is not None


def _person_asked(turn: Answer, *, last: bool) -> str | None:
    """Return the person a question asked for or named; in an earlier turn, named in full."""
    found = _asked_names(turn.asked, turn.quotes[0].text if turn.quotes else "")
    named = [name for name in found if not _is_place(name, turn.asked)]
    if named and _is_only(turn.asked, named[0]):
        return named[0]
    if kind_of(turn.asked) is Kind.PERSON:
        short = short_answer(turn)
        return short if _PERSONS_NAME.fullmatch(short) and _says_something(short) else None
    full = [name for name in named if last or " " in name]
    return full[-1] if full else None


def _people_quoted(turn: Answer) -> list[str]:
    """Return who may be meant in a turn's first quote, the likeliest first."""
    quote = turn.quotes[0].text if turn.quotes else ""
    found = names(short_answer(turn)) + names(" " + quote)
    people = [name for name in found if " " in name and _PERSONS_NAME.fullmatch(name)]
    single = [
        name
        for name in names(" " + quote)
        if agree(name, "he")
        and _says_something(name)
        and not _is_place(name, quote)
        # "On the Norwegian coast": nobody is called that.
        and re.search(rf"(?<!\bthe )(?<!\ba )(?<!\ban ){re.escape(name)}\b", quote)
    ]
    named = [name for name in _asked_names(turn.asked, quote) if not _is_place(name, turn.asked)]
    return [*people, *named, *single, *_titled(turn)]


def _titled(turn: Answer) -> list[str]:
    """Return whom the quoted document is about, if its title is a name."""
    title = turn.quotes[0].document.title if turn.quotes else ""
    return [title] if " " in title and _PERSONS_NAME.fullmatch(title) else []


def _says_something(name: str) -> bool:
    said = words(name)
    dated = all(word.text.lower() in CALENDAR or word.text.isdigit() for word in said)
    return said[0].carries_meaning and not dated


def _is_place(name: str, text: str) -> bool:
    return re.search(rf"\b(?:in|on|at|to|from|near) {re.escape(name)}\b", text) is not None


def _is_only(asked: str, name: str) -> bool:
    """Return whether a question asks for nothing but who somebody is."""
    stems = {word.stem for word in words(name)}
    return all(word.stem in stems for word in words(asked) if word.carries_meaning)


def _asked_names(asked: str, quote: str) -> list[str]:
    """Return the names in a question, also those typed without capitals, as the quote has them."""
    typed = {word.text.lower() for word in words(asked)}
    known = [
        name
        for name in names(" " + quote)
        if all(word.text.lower() in typed for word in words(name) if word.carries_meaning)
        and any(word.carries_meaning for word in words(name))
    ]
    return list(dict.fromkeys([*known, *names(asked)]))


def _place(before: Answer) -> str | None:
    return short_answer(before) or None if kind_of(before.asked) is Kind.PLACE else None


def _matter(pronoun: str, history: Sequence[Answer]) -> str | None:
    """Return what a pronoun stands for: a topic of the last turn, or of one before, that agrees.

    None after "when does it open?" where nobody knows what "it" is.
    """
    recent = list(reversed(history[-_RECENT:]))
    people = {short_answer(turn) for turn in recent if kind_of(turn.asked) is Kind.PERSON}
    people |= {name for turn in recent for name in names(turn.asked) if _is_only(turn.asked, name)}
    found = [
        (turn, each)
        for turn in recent
        for each in (*_matters(turn.asked, pronoun), *(() if pronoun in THEY else _object(turn)))
        if each not in people
    ]
    agreeing = [(turn, each) for turn, each in found if agree(each, pronoun)]
    if pronoun in THEY:
        agreeing.sort(key=lambda one: (one[0] is not history[-1], not are_many(one[1])))
    last = history[-1]
    turn, meant = next(iter([*agreeing, *found]), (last, about(last.asked)))
    if meant and re.match(rf"\W*which {re.escape(meant)}\b", turn.asked, re.IGNORECASE):
        # After "which model is used?" it is the model that "it" stands for.
        return f"the {meant}"
    return meant


def _matters(asked: str, pronoun: str) -> list[str]:
    """Return what a pronoun may stand for; nothing where the same pronoun stands there already."""
    many = pronoun in THEY
    leaning = [asked[each.start : each.end].lower() in THEY for each in leans(asked)]
    head, _, added = asked.rstrip(" ?!.").rpartition(": ")
    # "Can tenants keep dogs: cats?"
    news = [added] if without_added(asked) == head else []
    return [] if many in leaning else [*news, *topics(asked)]


def _object(turn: Answer) -> list[str]:
    """Return "a folding sledge" where it was asked what somebody invented."""
    found = short_answer(turn).rstrip(" .,;")
    first = next(iter(words(found)), None)
    named = first is not None and (
        first.carries_meaning or first.text.lower() in DETERMINERS or first.text[0].isdigit()
    )
    return [found] if named and len(found) <= SHORT and _WHAT_DID.match(turn.asked) else []
