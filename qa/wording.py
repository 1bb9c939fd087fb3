"""What a question is wrapped in - a greeting, thanks, "according to the documents" - taken off.

A reader looks for every word of a question; these are none of what is asked.
"""

import re

from qa.pointers import pointers

_ASKING = (
    r"(?:who(?:m|se)?|what|when|where|why|how|which|is|are|was|were|do|does|did|can|could|has|have"
    r"|had|will|would|should|may|might)\b"
)
_GREETING = (
    r"(?:(?:hi|hello|hey|dear|good (?:morning|day|afternoon|evening))(?: there| all| quoth)?|quoth"
    r"|ok(?:ay)?|please|thanks|thank you|(?:my |a )?(?:quick )?question|q)"
)
_GREETED = re.compile(rf"^(?:{_GREETING}\s*[,.!:;–-]+\s*)+(?={_ASKING})", re.I)
_POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|please|thanks|thank you)[,.! ]+)*"
    r"(?:(?:can|could|would|will) (?:you|someone) (?:please )?"
    r"(?:tell|show|explain to|remind) (?:me|us) (?=\w)"
    r"|(?:(?:can|could|would|will) you (?:please )?(?:find out|look up|check|say)"
    r"|(?:please )?(?:tell|remind|help) (?:me|us)(?: (?:see|understand|find out))?,?"
    r"|let me know|do you (?:happen to )?know|does any(?:one|body) know|any idea"
    r"|i(?: (?:want|would like|need)|['’]d like)(?: to (?:know|find out|understand))?,?"
    r"|i(?: wonder|(?:['’]m| am| was) wondering),?"
    r"|(?:my|the) question is(?: this)?:?)"
    r" (?=who|what|when|where|why|how|which|if|whether))",
    re.IGNORECASE,
)
# "I am writing a report. Who was Vask's wife?", but not "Britain sent troops. What came of it?",
# nor "My son is 13. What does a ticket cost?"
_LED_UP = re.compile(
    r"^(?:(?:hi|hello|hey)[,.! ]+)?"
    r"(?:I|we|my|our|sorry|excuse me|another|one more|here(?: i|')s)\b[^?\d]*[.!:]\s+"
    rf"(?P<question>{_ASKING}[^?]*\?)$",
    re.IGNORECASE,
)

_SOURCES = (
    r"(?:the|these|those|this|my|our|your) (?:documents?|docs?|files?|texts?|articles?|passages?"
    r"|sources?|library)"
)
_SAYS = r"(?:according to|based on|going by|judging by)"
_TOLD_BY = re.compile(rf"^(?:{_SAYS}|in|from) {_SOURCES}\b[,:]?\s+(?={_ASKING})", re.I)
_TOLD_BY_BEHIND = re.compile(rf",?\s+{_SAYS} {_SOURCES}(?=\W*$)", re.I)

_THANKS = re.compile(
    r"(?P<mark>[?.!,])\s*(?:please|(?:many )?thanks|thank you|thx|cheers)"
    r"(?: a lot| so much| very much| in advance)?[\s.!?)]*$",
    re.IGNORECASE,
)
# Looked at once, from where it begins: a question of nothing but marks is not slow to read.
_TAIL = re.compile(r"(?<![\s?!])[\s?!]+$")
# "who paid." is a question, and "Who led Standard Oil Co." one, too.
_FULL_STOP = re.compile(rf"^(?P<asked>{_ASKING}.*\w{{3}})(?:\.+|…)$", re.IGNORECASE)
_WITHOUT_MARK = re.compile(r"^(what|who|where|when|how)(s)(?= )", re.IGNORECASE)
_QUOTED = re.compile(r"^[\"“”„'‘’]([^\"“”„]*)[\"“”'’]$")


def unwrapped(question: str) -> str:
    """Return the question without what it is wrapped in; itself where it is wrapped in nothing.

    Args:
        question: White space collapsed.
    """
    bare = _QUOTED.sub(r"\1", question)
    bare = _THANKS.sub(_mark, bare)
    bare = _TAIL.sub(_one_mark, bare)
    bare = _TOLD_BY_BEHIND.sub("", bare)
    for wrapping in (_GREETED, _POLITE, _TOLD_BY):
        bare = wrapping.sub("", bare)
    led_up = _LED_UP.match(bare)
    if led_up and not pointers(led_up["question"]):
        bare = led_up["question"]
    bare = _FULL_STOP.sub(r"\g<asked>", bare)
    bare = _WITHOUT_MARK.sub(r"\1'\2", bare)
    if not any(map(str.isalnum, bare)):
        return question
    return bare if question.startswith(bare[:1]) else bare[:1].upper() + bare[1:]


def _mark(found: re.Match[str]) -> str:
    return "?" if "?" in found.group() else ""


def _one_mark(tail: re.Match[str]) -> str:
    """Return one question mark for "???" and for "?!"; a tail of one mark or none as it is."""
    marks = [mark for mark in tail.group() if not mark.isspace()]
    return "?" if len(marks) > 1 and "?" in marks else tail.group()
