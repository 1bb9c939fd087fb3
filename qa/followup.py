"""A question that leans on the turns before it, made to stand alone.

Pure, and without a language model: a pronoun is replaced by what it stands for, half a sentence
is completed from the question before. Every word of the result comes from the conversation, but
for those of grammar and other forms of its verbs, and is shown to the person who asked.
"""

import re
from collections.abc import Sequence

from index.words import stem, words
from qa.answer import Answer, Reason
from qa.language.kinds import Kind, kind_of
from qa.language.vocabulary import (
    AUXILIARY,
    DETERMINERS,
    SILENT_VERBS,
    is_adjective,
    is_verb,
)
from qa.turns.antecedents import SHORT, short_answer
from qa.turns.doing import as_done, wants_subject, who_did
from qa.turns.halves import PART, THOSE_WHO, about, capital, changed, leans, left_out
from qa.turns.measured import AT_WHAT, HOW_IS, at_what, how_is
from qa.turns.pointers import Pointer, Points, pointers
from qa.turns.resolving import resolved
from qa.turns.runs import QUESTION_WORDS
from qa.turns.topics import named_in, spoken_of, topics, whole_topic
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
_WHO_DID = re.compile(r"\W*who did (?:it|that|this|so)\W*$", re.IGNORECASE)
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
_REFUSED = (Reason.COUNTING, Reason.SUMMARY, Reason.OPINION)
# What such a question is about, if nothing else: "your opinion", "a summary of the documents".
_OF_ASKING = frozenset(
    stem(said)
    for said in "quoth document doc file text source library collection index summary overview"
    " opinion view thought favourite advice main key point takeaway idea everything all short"
    " brief".split()
)
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
    history = [turn for turn in history if not _says_nothing(turn)]
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
        told = resolved(opened, pointing, history)
        return capital(told or _unresolved(opened, pointing, before))
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
    if _WHO_DID.match(question) and (done := who_did(asked)):
        return done
    if _WHEN_SO.match(question) and (named_in(asked).acts or _was_done(asked) or who_did(asked)):
        return "when?"
    return left_out(question, asked) or question


def _before_why(history: Sequence[Answer]) -> Answer:
    """Return the last answer to more than "why?", of which something else may be asked."""
    told = (turn for turn in reversed(history) if not _WHY.fullmatch(turn.question))
    return next(told, history[-1])


def _says_nothing(turn: Answer) -> bool:
    """Return whether a turn was refused at once and names nothing: "hello", "sum it all up"."""
    reason = turn.silence.reason if turn.silence is not None else None
    if reason not in _REFUSED:
        return reason is Reason.NO_QUESTION
    named = " ".join(spoken_of(turn.asked))
    return {word.stem for word in words(named) if word.carries_meaning} <= _OF_ASKING


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
    half = question.rstrip(" ?!.")
    if not meaning or AT_WHAT.fullmatch(half) or HOW_IS.fullmatch(half):
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


def _unresolved(question: str, pointing: Sequence[Pointer], before: Answer) -> str:
    """Return a question of which nobody knows what its pronouns stand for.

    What says much by itself is better asked as it is.
    """
    enough = sum(word.carries_meaning for word in words(question)) >= _ENOUGH
    ones = all(pointer.to is Points.KIND for pointer in pointing)
    alone = enough or ones or leans(before.asked)
    return question if alone else _completed(question, before)


def _inside(named: str) -> str:
    """Return a name as it stands within a sentence: "the landlord" for "The landlord"."""
    first = named.partition(" ")[0].lower()
    return named[:1].lower() + named[1:] if first in DETERMINERS else named


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
    if measured := how_is(half, previous, matter) or at_what(half, previous):
        return measured
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
    if rest.partition(" ")[0].lower() in AUXILIARY:
        return _helped(half, rest, before, who=earlier["asks"].lower() == "who")
    # "Who paid?" - "and when?": what was asked for is known by now, so it can be named.
    named = before.quotes if kind_of(previous) is Kind.PERSON else ()
    subject = named[0].highlight if named else ""
    if earlier["asks"].lower() == "how":
        # "How hot is the oven?" - "for how long?"
        return f"{half}: {previous}?"
    if half.lower() in _CIRCUMSTANCES and (done := as_done(rest, subject)):
        return f"{half} {done}?"
    return f"{half}: {subject}{' ' if subject else ''}{rest}?"


def _helped(half: str, rest: str, before: Answer, *, who: bool) -> str:
    """Return half a question with what followed another question word: "was the bridge late".

    Args:
        half: "Why".
        rest: A helping verb, and what stood behind it.
        before: The answer to the question before.
        who: Whether that asked who.
    """
    helper, _, more = rest.partition(" ")
    previous = before.asked.rstrip(" ?!.")
    if who and more.partition(" ")[0].lower() not in _SUBJECTS:
        unsaid = wants_subject(helper, more)
        if before.quotes and (unsaid or not topics(previous)):
            # "Who is exempt?" - "why?"
            return f"{half} {helper} {_inside(before.quotes[0].highlight)} {more}?"
        if unsaid:
            return f"{half}: {previous}?"
    elif not who and _was_done(previous):
        # "What was stolen from the sheds?" - "when?"
        known = short_answer(before)
        more = f"{known if 0 < len(known) <= SHORT else 'it'} {more}"
    return f"{half} {helper.lower()} {more}?"
