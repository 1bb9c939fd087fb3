"""A question that leans on the turns before it, made to stand alone.

Pure, and without a language model: a pronoun is replaced by what it stands for, half a sentence
is completed from the question before. Every word of the result comes from the conversation, and
the result is shown to the person who asked.
"""

import re
from collections.abc import Sequence

from index.words import words
from qa.answer import Answer, Reason
from qa.grammar import (
    AUXILIARY,
    CALENDAR,
    CAPITAL,
    DETERMINERS,
    SILENT_VERBS,
    are_many,
    is_adjective,
    is_verb,
    names,
)
from qa.halves import PART, about, capital, changed, is_name, leans, without_added
from qa.kinds import Kind, kind_of
from qa.pointers import (
    THEY,
    Pointer,
    Points,
    agree,
    is_somebody,
    pointers,
)
from qa.topics import QUESTION_WORDS, named_in, topics, whole_topic
from qa.wording import unwrapped

# A question with so many words that carry meaning can stand alone, though one of them points
# nowhere.
_ENOUGH = 3

# What "it" and "he" stand for is looked for in so many turns.
_RECENT = 4

_OPENING = re.compile(
    r"^(?:and|but|so|or|also|then|ok(?:ay)?|well|now)\b[,]?\s+(?=\S)", re.IGNORECASE
)
_WHAT_ABOUT = re.compile(r"^(?:what|how) about\s+(?P<new>.+?)\s*\??$", re.IGNORECASE)

_WHY_SO = re.compile(
    r"(?:why (?:is|was) (?:it|this|that)(?: so)?|why so|how come|how so)\W*$", re.IGNORECASE
)
_WHEN_SO = re.compile(r"when (?:is|was|will) (?:that|this)(?: be)?\W*$", re.IGNORECASE)
# "How many times?", with no verb behind.
_HOW = re.compile(r"(?:\w+ )?how (?:many|much|long|often|far)\b|which\b", re.IGNORECASE)
_FOR_HOW_LONG = re.compile(
    r"(?:for )?how (?:long|often|many (?:times|hours|days|nights|weeks|months|years))",
    re.IGNORECASE,
)
_OWNS = re.compile(r"['’]s$")
# Of "what's the rent", but not of "what's been decided".
_IS = re.compile(r"^['’]s (?=(?:the|a|an|his|her|its|their)\b)", re.IGNORECASE)
# Of "what days does the choir sing" the choir is spoken of.
_TIMES = re.compile(
    r"^(?:days?|time|times|year|month|months|date|hours|weekdays?|part|place|town|city|room) (?="
    r"(?:is|are|was|were|do|does|did|can|will|has|have)\b)",
    re.IGNORECASE,
)
_BE = frozenset("is are was were".split())
# Subjects behind "do": "who do I have to ask", but "who did it".
_SUBJECTS = frozenset("i you we they he she people one".split())
# Before "there": what leads to a place already, and what moves.
_LED = re.compile(
    r"\b(?:in|at|on|from|to|near|of|around|through|outside|inside|behind|into) $", re.IGNORECASE
)
_MOVES = re.compile(r"\b(?:go|goes|going|went|gone|get|got|come|came|travel|move|moved) $", re.I)
_HE = re.compile(r"\b(?:he|him|his)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|hers?)\b", re.IGNORECASE)
_WHAT_DID = re.compile(r"\W*what (?:do|does|did)\b", re.IGNORECASE)
# What is put in place of "it" is at most so long, in characters.
_SHORT = 80
_AND_ASKS = re.compile(r",\s*(?:and )?(?:how|what|when|where|who|why|which)\b", re.IGNORECASE)
# A person's name has up to three words, and no "the" or "of" among them.
_PERSONS_NAME = re.compile(rf"(?!The\b){CAPITAL}(?: {CAPITAL}){{0,2}}")
_YOU = [
    (re.compile(rf"\b{you}\b", re.IGNORECASE), name)
    for you, name in [
        ("yours?", "Quoth's"),
        ("(?:are you|you are|you're)", "is Quoth"),
        ("were you", "was Quoth"),
        ("do you", "does Quoth"),
        ("(?:have you|you have)", "has Quoth"),
        ("you", "Quoth"),
    ]
]

_ASKS_QUOTH = re.compile(
    r"^\W*(?:(?:and|but|so) )?(?:"
    r"(?:who|what|how|where) (?:are|were) you\b|(?:are|were|can|could|have) you\b"
    r"|what(?: else)? can you (?:do|read|open|answer|understand|find)\b"
    r"|do you (?:use|read|open|keep|store|send|know|understand|support|learn|work)\b"
    r"|do you (?:need|have)\b(?! to\b)"
    r"|(?:what|which)(?: \w+){0,3} (?:do|can) you (?:use|read|open|understand|support|know)\b"
    r"|(?:who|what|which|where|how)(?:'s| is| are| was)? your\b"
    r"|(?:who|what) (?:made|built|wrote|trained|runs) you\b|how do you work\b)",
    re.IGNORECASE,
)


def stand_alone(question: str, history: Sequence[Answer], *, on_quoth: bool = True) -> str:
    """Return the question as it is to be searched.

    Args:
        question: One question, white space collapsed.
        history: The answers before it, oldest first.
        on_quoth: Whether the documents tell of Quoth, so that "you" may be it.

    Returns:
        The question itself where it leans on nothing.
    """
    bare = unwrapped(question)
    history = [turn for turn in history if not _is_courtesy(turn)]
    named = _to_quoth(bare) if on_quoth else bare
    bare = named if named == bare else capital(named)
    if not history:
        return bare
    before = history[-1]
    opened = _OPENING.sub("", bare)
    if _WHY_SO.match(opened):
        opened = "why?"
    elif _WHEN_SO.match(opened) and (named_in(before.asked).acts or _was_done(before.asked)):
        opened = "when?"
    instead = _WHAT_ABOUT.match(opened)
    if instead and _AND_ASKS.search(instead["new"]):
        # "What about the region, how much does it pay?"
        return capital(f"{opened.rstrip(' ?!.')}: {_whole_about(before.asked)}?")
    if instead and not pointers(instead["new"]):
        return _completed(instead["new"], before)
    pointing = pointers(opened)
    if pointing:
        return capital(_resolved(opened, pointing, history))
    if _is_half(opened, opened != bare):
        if opened == bare and PART.match(opened):
            # At the very beginning a capital says nothing: "In July?"
            opened = opened[0].lower() + opened[1:]
        return _completed(opened, before)
    return capital(opened) if opened != bare else bare


def _is_courtesy(turn: Answer) -> bool:
    return turn.silence is not None and turn.silence.reason is Reason.NO_QUESTION


def _to_quoth(question: str) -> str:
    """Let "you" be Quoth where Quoth is asked about itself.

    "How do you become a governor?" is asked of nobody.
    """
    if _ASKS_QUOTH.search(question):
        for pattern, name in _YOU:
            question = pattern.sub(name, question)
    return question


def _is_half(question: str, opened: bool) -> bool:
    """Return whether a question is too short to stand alone."""
    meaning = [word for word in words(question) if word.carries_meaning]
    asks = QUESTION_WORDS.match(question)
    if not meaning:
        return True
    if asks and (opened or _HOW.match(asks["asks"]) or "else" in asks["asks"].lower()):
        helped = any(word.text.lower() in AUXILIARY for word in words(asks["rest"]))
        return len(meaning) <= 1 and (opened or not helped)
    led = opened or bool(PART.match(question))
    return not asks and kind_of(question) is Kind.THING and len(meaning) <= 3 and led


def _resolved(question: str, pointing: Sequence[Pointer], history: Sequence[Answer]) -> str:
    """Return the question with what its pronouns stand for in their place."""
    before = history[-1]
    if any(pointer.to is Points.THING for pointer in pointing):
        # "that area" stays and is explained.
        meant = _highlight(before) if before.quotes else about(before.asked)
        return f"{question.rstrip(' ?!.')}: {meant}?" if meant else question
    # Nobody is named twice: "Did he say that he paid?".
    put: dict[str, tuple[Pointer, str]] = {}
    for pointer in pointing:
        stands_for = _meant(question[pointer.start : pointer.end], pointer.to, history)
        if stands_for and stands_for not in put:
            put[stands_for] = pointer, _in_place_of(pointer, stands_for, question)
    if not put:
        # What says much by itself is better asked as it is.
        enough = sum(word.carries_meaning for word in words(question)) >= _ENOUGH
        alone = enough or leans(before.asked)
        return question if alone else _completed(question, before)
    for pointer, text in sorted(put.values(), key=lambda one: -one[0].start):
        question = question[: pointer.start] + text + question[pointer.end :]
    return question


def _in_place_of(pointer: Pointer, named: str, question: str) -> str:
    """Return a name as it is put: of "its" as an owner, of "there" behind "in", "at" or "to"."""
    if pointer.to is Points.PLACE:
        return f"{_leading(question[: pointer.start], named)}{named}"
    if not pointer.owns:
        return _OWNS.sub("", named)
    # "fighters's (the tunnels)" for "fighters (the tunnels)".
    head, bracket, more = named.partition(" (")
    return f"{_OWNS.sub('', head)}'s{bracket}{more}"


def _leading(before: str, place: str) -> str:
    """Return what is wanted between a question's beginning and a place instead of "there"."""
    first = place.partition(" ")[0]
    bare = first.lower() in DETERMINERS or is_name(place)
    if not bare or _LED.search(before):
        return ""
    if _MOVES.search(before):
        return "to "
    return "in " if first[0].isupper() else "at "


def _meant(pointing: str, to: Points, history: Sequence[Answer]) -> str | None:
    if to is Points.PERSON:
        return _person(pointing.lower(), history)
    if to is Points.PLACE:
        return _place(history[-1])
    return _matter(pointing.lower(), history)


def _highlight(before: Answer) -> str:
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
        short = _highlight(turn)
        return short if _PERSONS_NAME.fullmatch(short) and _says_something(short) else None
    full = [name for name in named if last or " " in name]
    return full[-1] if full else None


def _people_quoted(turn: Answer) -> list[str]:
    """Return who may be meant in a turn's first quote, the likeliest first."""
    quote = turn.quotes[0].text if turn.quotes else ""
    found = names(_highlight(turn)) + names(" " + quote)
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
    return _highlight(before) or None if kind_of(before.asked) is Kind.PLACE else None


def _matter(pronoun: str, history: Sequence[Answer]) -> str | None:
    """Return what a pronoun stands for: a topic of the last turn, or of one before, that agrees.

    None after "when does it open?" where nobody knows what "it" is.
    """
    recent = list(reversed(history[-_RECENT:]))
    people = {_highlight(turn) for turn in recent if kind_of(turn.asked) is Kind.PERSON}
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


def _whole_about(asked: str) -> str:
    return (whole_topic(asked) if about(asked) else None) or asked


def _object(turn: Answer) -> list[str]:
    """Return "a folding sledge" where it was asked what somebody invented."""
    found = _highlight(turn).rstrip(" .,;")
    first = next(iter(words(found)), None)
    named = first is not None and (
        first.carries_meaning or first.text.lower() in DETERMINERS or first.text[0].isdigit()
    )
    return [found] if named and len(found) <= _SHORT and _WHAT_DID.match(turn.asked) else []


def _opens(rest: str) -> bool:
    """Return whether somebody does something behind a question word: "do we stay in Oslo"."""
    helper, _, more = rest.strip().partition(" ")
    return helper.lower() in ("do", "does", "did") and bool(more)


def _was_done(asked: str) -> bool:
    """Return whether a question wants to know what was done or so, or what happened."""
    asks = QUESTION_WORDS.match(asked)
    if asks is None or asks["asks"].lower() != "what":
        return False
    first, _, more = asks["rest"].strip(" ?").partition(" ")
    said = more.partition(" ")[0]
    return is_verb(said) or is_adjective(said) if first.lower() in _BE else is_verb(first)


def _completed(question: str, before: Answer) -> str:
    """Return half a question with the rest of the question before it."""
    half = capital(question.rstrip(" ?!."))
    previous = before.asked.rstrip(" ?!.")
    asks, earlier = QUESTION_WORDS.match(half), QUESTION_WORDS.match(previous)
    if asks is None:
        return changed(question.rstrip(" ?!."), previous)
    matter = about(previous)
    said = words(asks["rest"])
    if _FOR_HOW_LONG.fullmatch(half) and earlier and _opens(earlier["rest"]):
        return f"{half} {earlier['rest'].strip()}?"
    # "Who won?" has a verb, though search takes no heed of it.
    if any(word.carries_meaning or word.text.lower() in SILENT_VERBS for word in said):
        return f"{half}?" if leans(previous) else f"{half}: {matter or previous}?"
    if earlier is None:
        return f"{half}: {previous}?"
    rest = _TIMES.sub("", _IS.sub("is ", earlier["rest"].strip(" :")))
    helper, _, more = rest.partition(" ")
    if helper.lower() in AUXILIARY:
        led = more.partition(" ")[0].lower() in _SUBJECTS
        if earlier["asks"].lower() == "who" and not led and before.quotes and not topics(previous):
            # "Who is exempt?" - "why?"
            return f"{half} {helper} {before.quotes[0].highlight} {more}?"
        if not led and _was_done(previous):
            # "What was stolen from the sheds?" - "when?"
            known = _highlight(before)
            more = f"{known if 0 < len(known) <= _SHORT else 'it'} {more}"
        return f"{half} {helper.lower()} {more}?"
    # "Who paid?" - "and when?": what was asked for is known by now, so it can be named.
    subject = kind_of(previous) is Kind.PERSON and before.quotes
    return f"{half}: {before.quotes[0].highlight + ' ' if subject else ''}{rest}?"
