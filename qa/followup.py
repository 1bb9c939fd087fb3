"""A question that leans on the turns before it, made to stand alone.

Pure, and without a language model: a pronoun is replaced by what it stands for, half a sentence
is completed from the question before. Every word of the result comes from the conversation, and
the result is shown to the person who asked.
"""

import re
from collections.abc import Sequence

from index.words import words
from qa.answer import Answer, Reason
from qa.language.grammar import is_name
from qa.language.kinds import Kind, kind_of
from qa.language.vocabulary import (
    AUXILIARY,
    DETERMINERS,
    SILENT_VERBS,
    is_adjective,
    is_person,
    is_verb,
)
from qa.turns.antecedents import SHORT, meant_by, short_answer
from qa.turns.halves import PART, THOSE_WHO, about, as_done, capital, changed, leans, left_out
from qa.turns.instead import noun_of
from qa.turns.pointers import Pointer, Points, pointers
from qa.turns.runs import QUESTION_WORDS
from qa.turns.topics import named_in, topics, whole_topic
from qa.turns.wording import put_right, unwrapped

# A question with so many words that carry meaning can stand alone, though one of them points
# nowhere.
_ENOUGH = 3
_OPENING = re.compile(
    r"^(?:(?:and|but|so|or|also|then|ok(?:ay)?|well|now)\b[,]?\s+(?=\S))+", re.IGNORECASE
)
_WHAT_ABOUT = re.compile(r"^(?:what|how) about\s+(?P<new>.+?)\s*\??$", re.IGNORECASE)

_WHY_SO = re.compile(
    r"(?:why(?: is| was|['’]?s) (?:it|this|that)(?: so)?|why so|how come|how so)\W*$", re.IGNORECASE
)
_WHY = re.compile(
    r"\W*(?:(?:and|but|so) )?(?:why(?: (?:so|not))?|how (?:come|so))\W*", re.IGNORECASE
)
_WHEN_SO = re.compile(r"when (?:is|was|will) (?:that|this)(?: be)?\W*$", re.IGNORECASE)
# "How many times?", with no verb behind.
# What can be asked of whatever was done: "when was it signed?", but not "how many".
_CIRCUMSTANCES = frozenset("when where why how".split())
_HOW = re.compile(r"(?:\w+ )?how (?:many|much|long|often|far)\b|which\b", re.IGNORECASE)
_FOR_HOW_LONG = re.compile(
    r"(?:for )?how (?:long|often|many (?:times|hours|days|nights|weeks|months|years))",
    re.IGNORECASE,
)
_ASKS_ITSELF = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|has|have|will|would|should|must)\b", re.IGNORECASE
)
_ONE = re.compile(
    r"(?:some|any)(?:thing|where)\b|the (?:first|second|third|last|other)(?: ones?)?\W*$", re.I
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
_AND_ASKS = re.compile(r",\s*(?:and )?(?:how|what|when|where|who|why|which)\b", re.IGNORECASE)
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
    opened = _in_full(put_right(_OPENING.sub("", bare), before.asked), before.asked)
    instead = _WHAT_ABOUT.match(opened)
    if instead and _AND_ASKS.search(instead["new"]):
        # "What about the region, how much does it pay?"
        return capital(f"{opened.rstrip(' ?!.')}: {_whole_about(before.asked)}?")
    if instead and not pointers(instead["new"]):
        return _completed(instead["new"], _before_why(history))
    pointing = pointers(opened)
    if pointing:
        return capital(_resolved(opened, pointing, history))
    if _is_half(opened, opened != bare):
        if opened == bare and PART.match(opened):
            # At the very beginning a capital says nothing: "In July?"
            opened = opened[0].lower() + opened[1:]
        return _completed(opened, before if QUESTION_WORDS.match(opened) else _before_why(history))
    return capital(opened) if opened != bare else bare


def _in_full(question: str, asked: str) -> str:
    """Return "why?" for "how come?", "when?" for "when did it?", others as they are."""
    if _WHY_SO.match(question):
        return "why?"
    if _WHEN_SO.match(question) and (named_in(asked).acts or _was_done(asked)):
        return "when?"
    return left_out(question, asked) or question


def _before_why(history: Sequence[Answer]) -> Answer:
    """Return the last answer to more than "why?", of which something else may be asked."""
    told = (turn for turn in reversed(history) if not _WHY.fullmatch(turn.question))
    return next(told, history[-1])


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
    if THOSE_WHO.match(question):
        return True
    # "To join, do I need a card?" stands alone.
    part = PART.match(question) or _ONE.match(question)
    led = opened or (part and not _ASKS_ITSELF.search(question))
    return not asks and kind_of(question) is Kind.THING and len(meaning) <= 3 and bool(led)


def _resolved(question: str, pointing: Sequence[Pointer], history: Sequence[Answer]) -> str:
    """Return the question with what its pronouns stand for in their place."""
    before = history[-1]
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
    if not put:
        # What says much by itself is better asked as it is.
        enough = sum(word.carries_meaning for word in words(question)) >= _ENOUGH
        ones = all(pointer.to is Points.KIND for pointer in pointing)
        alone = enough or ones or leans(before.asked)
        return question if alone else _completed(question, before)
    for pointer, text in sorted(put.values(), key=lambda one: -one[0].start):
        question = question[: pointer.start] + text + question[pointer.end :]
    return question


def _are_people(named: str) -> bool:
    """Return whether a noun names people, what stands in brackets aside."""
    return is_person(noun_of(named.partition(" (")[0]))


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


def _whole_about(asked: str) -> str:
    return (whole_topic(asked) if about(asked) else None) or asked


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
    if asks["rest"].lower().startswith(" if "):
        return f"{half}: {previous}?"
    # "Who won?" has a verb, though search takes no heed of it.
    tells = any(word.carries_meaning or word.text.lower() in SILENT_VERBS for word in said)
    if tells or any(pointer.to is not Points.PLACE for pointer in leans(half)):
        return f"{half}?" if leans(previous) else f"{half}: {matter or previous}?"
    if earlier is None:
        return f"{half}: {previous}?"
    rest = _TIMES.sub("", _IS.sub("is ", earlier["rest"].strip(" :")))
    # "Where is the firm moving to?" - "when?"
    rest = rest.removesuffix(" to" if earlier["asks"].lower() == "where" else "")
    helper, _, more = rest.partition(" ")
    if helper.lower() in AUXILIARY:
        led = more.partition(" ")[0].lower() in _SUBJECTS
        if earlier["asks"].lower() == "who" and not led and before.quotes and not topics(previous):
            # "Who is exempt?" - "why?"
            return f"{half} {helper} {before.quotes[0].highlight} {more}?"
        if not led and _was_done(previous):
            # "What was stolen from the sheds?" - "when?"
            known = short_answer(before)
            more = f"{known if 0 < len(known) <= SHORT else 'it'} {more}"
        return f"{half} {helper.lower()} {more}?"
    # "Who paid?" - "and when?": what was asked for is known by now, so it can be named.
    named = before.quotes if kind_of(previous) is Kind.PERSON else ()
    subject = named[0].highlight if named else ""
    if half.lower() in _CIRCUMSTANCES and (done := as_done(rest, subject)):
        return f"{half} {done}?"
    return f"{half}: {subject}{' ' if subject else ''}{rest}?"
