"""A question with what its pronouns stand for in their place: "how long is the bridge". Pure."""

import re
from collections.abc import Sequence

from qa.answer import Answer
from qa.language.grammar import is_name
from qa.language.vocabulary import DETERMINERS, are_many, is_person
from qa.turns.agreeing import agreed
from qa.turns.antecedents import meant_by, short_answer
from qa.turns.halves import about
from qa.turns.instead import noun_of
from qa.turns.ofwhat import what_is
from qa.turns.pointers import MANY, Pointer, Points, pointers

_OWNED = re.compile(r"(?i:his|her|its|their) (?:[\w-]+ )??(?P<noun>[\w-]+)\W*")
_OWNS = re.compile(r"['’]s$")
# Before "there": what leads to a place already, and what moves.
_LED = re.compile(
    r"\b(?:in|at|on|from|to|near|of|around|through|outside|inside|behind|into) $", re.IGNORECASE
)
_MOVES = re.compile(r"\b(?:go|goes|going|went|gone|get|got|come|came|travel|move|moved) $", re.I)


def resolved(question: str, pointing: Sequence[Pointer], history: Sequence[Answer]) -> str | None:
    """Return a question with what its pronouns stand for in their place.

    Args:
        question: One question.
        pointing: Its pronouns.
        history: The answers before it, at least one, oldest first.

    Returns:
        None where nobody knows what any of them stands for.
    """
    before = history[-1]
    owned = _OWNED.fullmatch(question)
    if owned:
        # "And her deputy?"
        question = f"{what_is(owned['noun'])}{question}"
        pointing = pointers(question)
    if any(pointer.to is Points.THING for pointer in pointing):
        # "that area" stays and is explained.
        meant = short_answer(before) if before.quotes else about(before.asked)
        return f"{question.rstrip(' ?!.')}: {meant}?" if meant else question
    # Nobody is named twice: "Did he say that he paid?".
    put: dict[str, tuple[Pointer, str]] = {}
    for pointer in pointing:
        said = question[pointer.start : pointer.end]
        stands_for = meant_by(said, pointer.to, history)
        # "Where did they find them?" asks where somebody found the coins.
        found = said.lower() == "them" and not _are_people(stands_for or "")
        if stands_for and (found or stands_for not in put):
            put[stands_for] = pointer, _in_place_of(pointer, stands_for, question)
    for pointer, text in sorted(put.values(), key=lambda one: -one[0].start):
        question = _put_for(pointer, text, question)
    return question if put else None


def _put_for(pointer: Pointer, text: str, question: str) -> str:
    """Return a question with a text in place of a pronoun, and the verb that goes with it."""
    start, end = pointer.start, pointer.start + len(text)
    many = question[start : pointer.end].lower() in MANY
    question = f"{question[:start]}{text}{question[pointer.end :]}"
    changes = many or (are_many(text) and pointer.to is Points.MATTER)
    return agreed(question, start, end) if changes and not pointer.owns else question


def _are_people(named: str) -> bool:
    """Return whether a noun names people, what stands in brackets aside."""
    return is_person(noun_of(named.partition(" (")[0]))


def _in_place_of(pointer: Pointer, named: str, question: str) -> str:
    """Return a name as it is put: of "its" as an owner, of "there" behind "in", "at" or "to"."""
    if pointer.to is Points.PLACE:
        return f"{_leading(question[: pointer.start], named)}{named}"
    if not pointer.owns:
        return _OWNS.sub("", named)
    # "fighters' (the tunnels)" for "fighters (the tunnels)".
    head, bracket, more = _OWNS.sub("", named).partition(" (")
    many = head.endswith("s") and are_many(noun_of(head)) and not is_name(head)
    owner = "'" if many else "'s"
    return f"{head}{owner}{bracket}{more}"


def _leading(before: str, place: str) -> str:
    """Return what is wanted between a question's beginning and a place instead of "there"."""
    first = place.partition(" ")[0]
    bare = first.lower() in DETERMINERS or is_name(place)
    if not bare or _LED.search(before):
        return ""
    if _MOVES.search(before):
        return "to "
    return "in " if first[0].isupper() else "at "
