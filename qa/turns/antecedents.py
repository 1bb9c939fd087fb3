"""What "it", "he", "they" and "there" stand for in a question, by the turns before it. Pure."""

import re
from collections.abc import Sequence

from index.words import words
from qa.answer import Answer
from qa.language.grammar import CALENDAR, CAPITAL, NAME, Time, find_names, names, time_named
from qa.language.kinds import Kind, kind_of
from qa.language.vocabulary import DETERMINERS, PEOPLE, are_many, is_person
from qa.turns.halves import OF_SOME, about, leans, without_added
from qa.turns.instead import noun_of
from qa.turns.pointers import THEY, Points, agree, is_somebody
from qa.turns.topics import spoken_of, topics

# What "it" and "he" stand for is looked for in so many turns.
_RECENT = 4
_HE = re.compile(r"\b(?:he|him|his)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|hers?)\b", re.IGNORECASE)
_FATHERS = (
    r"(?:father|dad|husband|son|brother|uncle|nephew|grandfather|granddad|grandson|boyfriend)"
)
_MOTHERS = r"(?:mother|mum|mom|wife|daughter|sister|aunt|niece|grandmother|granny|girlfriend)"
# Behind a name: "James' father", "Ada's mother".
_KIN = r"(?:(?<=['’]s)|['’]) {}\b"
_ANY_KIN = re.compile(_KIN.format(f"(?:{_FATHERS}|{_MOTHERS})"))
_OWNER = re.compile(r"['’]s?$")
_TITLES = frozenset(
    "duke duchess earl count countess baron baroness lord lady emperor empress bishop archbishop"
    " pope abbot abbess reverend captain general".split()
)
_GROUPS = frozenset(
    "firm company group team club society association council committee board family couple"
    " foundation union crew choir band government ministry police party army bank charity".split()
)
_ANYBODY = frozenset(
    "everything everybody everyone nothing nobody something somebody someone anything anybody"
    " anyone all both none".split()
)
# Of "can I get that repaired" nothing is named.
_POINTS = re.compile(r"(?:that|this|these|those) \w+(?:ed|en)\b", re.IGNORECASE)
# "In Oslo" is a place to come back to, "to Oslo" behind what moves.
_PLACED = r"(?:in|at|on|near|from|(?:get|go|come|travel|trip|way|bus|train|ferry|move|moving) to)"
_WHAT_DID = re.compile(r"\W*what (?:do|does|did)\b", re.IGNORECASE)
# "It" is "Nordlys", but neither "Germans" nor what one of these stands before.
_FOLK = re.compile(r"\w(?:ans|ers|ists|ites)$")
_SEVERAL = r"(?:how many|which|do|are|were|have|many|all|some|most|these|those|the|two|three|\d+)"
# What is put in place of "it" is at most so long, in characters.
SHORT = 80
# A person's name has up to three words, and no "the" or "of" among them.
_PERSONS_NAME = re.compile(rf"(?!The\b){CAPITAL}(?: {CAPITAL}){{0,2}}")


def meant_by(pointing: str, to: Points, history: Sequence[Answer]) -> str | None:
    """Return what a pronoun stands for; None where nobody knows."""
    if to is Points.PERSON:
        return _person(pointing.lower(), history)
    if to is Points.PLACE:
        return _place(history)
    if to is Points.KIND:
        return _kind(pointing.lower(), history)
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
        # Who is Ada Quill's father is not Ada Quill.
        for name in find_names(turn.asked)
        if not _ANY_KIN.match(turn.asked, name.end())
        for whole in [_OWNER.sub("", name.group())]
        for part in (whole, *whole.split())
    }
    quoted = [name for turn in recent for name in _people_quoted(turn)]
    full = [name for name in quoted if " " in name]
    somebody = filter(is_somebody, topics(history[-1].asked))
    said = " ".join(turn.asked for turn in recent)
    told = " ".join((said, *(turn.quotes[0].text for turn in recent if turn.quotes)))
    found = [_kin(pronoun, recent[0]), *asked, *full, *somebody, *quoted]
    people = [_OWNER.sub("", one) for one in found if one and not _dates(one, said)]
    people.sort(key=lambda one: _is_thing(one, told))
    return next((one for one in people if one not in never), None)


def _kin(pronoun: str, turn: Answer) -> str | None:
    """Return "Ada Quill's father", of whom something was asked, for "he"."""
    # "His father" - "his mother?": the same person's.
    kin = {"he": _FATHERS, "him": _FATHERS, "she": _MOTHERS}.get(pronoun)
    named = _PERSONS_NAME.fullmatch(short_answer(turn))
    told = kind_of(turn.asked) is Kind.PERSON and named
    if told or kin is None:
        return None
    behind = re.compile(_KIN.format(kin))
    found = ((name, behind.match(turn.asked, name.end())) for name in find_names(turn.asked))
    return next((turn.asked[name.start() : of.end()] for name, of in found if of), None)


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
        and " and " not in name
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
    return said[0].carries_meaning and not dated and said[0].text.lower() not in _ANYBODY


def _is_thing(name: str, text: str) -> bool:
    """Return whether a name has "the" before it: "the Pargeter Cup", but not "the Duke of York"."""
    first = name.partition(" ")[0].lower()
    titled = first in _TITLES or is_person(first)
    the = rf"\b(?:the|an?) {re.escape(name)}\b"
    return not titled and re.search(the, text, re.IGNORECASE) is not None


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
        and name.lower() not in _ANYBODY
    ]
    return list(dict.fromkeys([*known, *names(asked)]))


def _place(history: Sequence[Answer]) -> str | None:
    """Return the place that the last turns asked for, or where they asked what is."""
    return next(filter(None, map(_place_told, reversed(history[-_RECENT:]))), None)


def _place_told(turn: Answer) -> str | None:
    if kind_of(turn.asked) is Kind.PLACE and turn.quotes:
        return short_answer(turn)
    found = _asked_names(turn.asked, turn.quotes[0].text if turn.quotes else "")
    placed = (re.search(rf"(?i)\b{_PLACED} {re.escape(name)}\b", turn.asked) for name in found)
    named = (name for name, match in zip(found, placed, strict=True) if match)
    return next((name for name in named if time_named(name) is None), None)


def _kind(pronoun: str, history: Sequence[Answer]) -> str | None:
    """Return "filter" where "a new one" was said of the filters before."""
    meant = _matter(pronoun, history) or ""
    noun = noun_of(meant)
    # "A new Vik" is none.
    if noun in _GROUPS or is_person(noun) or noun not in meant:
        return None
    one = pronoun == "one" and are_many(noun) and noun.endswith("s")
    return (noun[:-1] if one else noun) or None


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
        if each not in people and each.lower() not in _ANYBODY and not _POINTS.match(each)
    ]
    agreeing = [(turn, each) for turn, each in found if _agrees(each, pronoun, turn.asked)]
    if pronoun in THEY:
        agreeing.sort(key=lambda one: (one[0] is not history[-1], not are_many(one[1])))
    last = history[-1]
    if pronoun in THEY and not any(are_many(each) or noun_of(each) in _GROUPS for _, each in found):
        # "Who runs the hostel?" - "where are they from?"
        found = [(last, each) for each in _they(last)]
        agreeing = found + agreeing
    turn, meant = next(iter([*agreeing, *found]), (last, about(last.asked)))
    if (meant or "").lower() in _ANYBODY:
        return None
    if meant and re.match(rf"\W*which {re.escape(meant)}\b", turn.asked, re.IGNORECASE):
        # After "which model is used?" it is the model that "it" stands for.
        return f"the {meant}"
    return meant


def _agrees(named: str, pronoun: str, asked: str) -> bool:
    """Return whether a pronoun can stand for what a question names: "it" also for "Nordlys"."""
    if agree(named, pronoun):
        return True
    called = NAME.fullmatch(named) is not None and PEOPLE.isdisjoint(named.lower().split())
    if pronoun not in ("it", "its") or not called or time_named(named) or _FOLK.search(named):
        return False
    return not re.search(rf"(?i)\b{_SEVERAL} {re.escape(named)}\b", asked)


def _they(turn: Answer) -> list[str]:
    """Return who was asked for, if that is more than one or a firm or such."""
    short = short_answer(turn).partition(" who ")[0] if kind_of(turn.asked) is Kind.PERSON else ""
    said = [word.text.lower() for word in words(short)]
    many = " and " in short or any(map(are_many, said)) or not _GROUPS.isdisjoint(said)
    return [short] if many and len(short) <= SHORT else []


def _matters(asked: str, pronoun: str) -> list[str]:
    """Return what a pronoun may stand for; nothing where the same pronoun stands there already."""
    many = pronoun in THEY
    leaning = [asked[each.start : each.end].lower() in THEY for each in leans(asked)]
    head, _, added = asked.rstrip(" ?!.").rpartition(": ")
    if head and OF_SOME.match(added):
        return _matters(head, pronoun)
    # "Can tenants keep dogs: cats?"
    news = [added] if without_added(asked) == head else []
    found = [each for each in (*news, *spoken_of(asked)) if not (many and _is_date(each))]
    return [] if many in leaning else found


def _is_date(named: str) -> bool:
    """Return whether "Fridays" or "May" is named, of which nobody says "they"."""
    return time_named(named) in (Time.DAY, Time.MONTH, Time.YEAR)


def _object(turn: Answer) -> list[str]:
    """Return "a folding sledge" where it was asked what somebody invented."""
    found = short_answer(turn).rstrip(" .,;")
    first = next(iter(words(found)), None)
    named = first is not None and (
        first.carries_meaning or first.text.lower() in DETERMINERS or first.text[0].isdigit()
    )
    one = named and " and " not in found and len(found) <= SHORT
    return [found] if one and _WHAT_DID.match(turn.asked) else []
