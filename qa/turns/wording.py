"""What a question is wrapped in - a greeting, thanks, "according to the documents" - taken off.

A reader looks for every word of a question; these are none of what is asked.
"""

import re

from index.words import stem, words
from qa.turns.instead import corrected
from qa.turns.pointers import Points, pointers

_DOES = r"(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|may|might)\b"
_ASKING = rf"(?:(?:who(?:m|se)?|what|when|where|why|how|which)\b|{_DOES})"
_GREETING = (
    r"(?:(?:hi|hello|hey|dear|good (?:morning|day|afternoon|evening))(?: there| all| quoth)?|quoth"
    r"|ok(?:ay)?|oh|i see|got it|great|cool|nice|perfect|alright|all right|please|thanks|thank you"
    r"|(?:my |a )?(?:quick )?question|q)"
)
_JOINED = r"(?:and|but|so|or)\b"
_GREETED = re.compile(
    rf"^(?:{_GREETING}\s*[,.!:;–-]+\s*)+(?={_ASKING}|{_JOINED})"
    # Typed without a mark: "thanks how old is it", but not "Great is the mountain".
    rf"|^(?:(?:hi|hello|hey|ok(?:ay)?|oh|great|cool|thanks|thank you)[,.!]*\s+)+"
    rf"(?=(?:who|what|when|where|why|how|which|whats)\b|{_JOINED})",
    re.I,
)
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
# "I am writing a report. Who was Vask's wife?", but not "Britain sent troops. What came of it?"
_LED_UP = re.compile(
    r"^(?:(?:hi|hello|hey)[,.! ]+)?"
    r"(?P<lead>(?:I|we|my|our|sorry|pardon|excuse me|just|another|one more|here(?: i|['’])s)\b"
    rf"[^?\d]*[.!:])\s+(?P<question>{_ASKING}[^?]*\?)$",
    re.IGNORECASE,
)
_MY_NAME = re.compile(r"\bmy name(?: is|['’]s)(?: [A-Z][\w'’-]*){1,3}", re.IGNORECASE)
# A lead-in of such words only is about the asking. "My son is small. What does a ticket cost?"
# says for whom.
_OF_ASKING = frozenset(
    stem(said)
    for said in "advice again another answer ask asking bother bothering clear confused curious"
    " disturb excuse figure find found first hand have help hope hoping idea info information know"
    " last learn like little look looked looking luck me more moment name need new next one other"
    " pardon please point problem question questions quick quickly right search searched searching"
    " simple something sorry stupid sure tell thanks thing time trouble troubling try trying"
    " understand unsure want wanted wonder wondering yet".split()
)
# What one writes or reads matters no more than that.
_WRITES = frozenset(
    map(stem, "write writing read reading prepare preparing study studying".split())
)
_WRITTEN = frozenset(
    stem(said)
    for said in "article blog book class document documents essay exam file homework letter paper"
    " presentation project report research school story talk test text thesis university work"
    " working".split()
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
# "No, I meant the ship", "not the plane, the ship".
_MEANT = re.compile(
    r"^(?:(?:no|nope|sorry|actually|oh|well|and|but)\b[,.!]*\s+)*(?:"
    r"I (?:meant?|was asking about|am asking about)[,:]?\s+(?P<meant>.+?)"
    r"|not (?!(?:if|when|only|all|every)\b)[^,?]+,\s*(?:but )?(?P<but>(?:the|in|at|on|for)\s[^,?]+)"
    r"|(?P<behind>the \S+(?: \S+)?),? I meant?)\W*$",
    re.I,
)
# At most so much is only put right: "no, the ship in the harbour".
_NO = re.compile(r"^no[,.!]?\s+(?P<meant>(?:the|in|at|on|for)(?: [\w'’-]+){1,4})\W*$", re.I)
# "I'm a student" says of whom the question before is asked.
_I_AM = re.compile(
    r"^(?:I['’]?m|I am|we['’]?re|we are) (?:not )?(?:an?|under|over|only|\d+)\b"
    rf"(?!.*\b{_ASKING})(?! (?:bit|little)\b)(?: [\w'’-]+){{0,4}}\W*$",
    re.I,
)
# "The bar, when does it open?", "what about dogs, do they pay?", but not "In 2009, what was it?".
_MORE = r"(?: [\w'’-]+){0,3}"
_LEADS = r"(?:I|In|On|At|By|To|For|From|With|After|Before|Since|During|If|When|While|As|And|But|So)"
_NAMED_FIRST = re.compile(
    rf"^(?:(?P<named>(?i:the|our|(?!during)\w+ing(?= the)){_MORE}"
    rf"|(?!{_LEADS}\b)[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){{1,3}}),"
    rf" (?i:and )?(?P<asked>(?i:{_ASKING})(?: |['’]s).*)"
    rf"|(?i:(?:what|how) about )(?P<about>[\w'’-]+{_MORE}), (?i:and )?(?P<does>(?i:{_DOES}).*))$"
)
_NAMED = (Points.MATTER, Points.PERSON)
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
    if led_up and _only_leads(led_up["lead"], led_up["question"]):
        bare = led_up["question"]
    bare = _FULL_STOP.sub(r"\g<asked>", bare)
    bare = _WITHOUT_MARK.sub(r"\1'\2", bare)
    if not any(map(str.isalnum, bare)):
        return question
    return bare if question.startswith(bare[:1]) else bare[:1].upper() + bare[1:]


def _only_leads(lead: str, question: str) -> bool:
    """Return whether what stands before a question says nothing that it does not say itself."""
    if pointers(question):
        return False
    said = {word.stem for word in words(_MY_NAME.sub("", lead)) if word.carries_meaning}
    told = _OF_ASKING | {word.stem for word in words(question)}
    if said & _WRITES:
        told |= _WRITES | _WRITTEN
    return said <= told


def put_right(question: str, asked: str) -> str:
    """Return as a question what puts another right, or says for whom it is asked: "no, the ship".

    Args:
        question: One without "and" before it; what is none of these comes back as it is.
        asked: The one before it, as it was searched.
    """
    if _I_AM.match(question):
        return f"if {question}"
    said = _MEANT.match(question) or _NO.match(question)
    if said:
        meant: str = next(filter(None, said.groups()))
        if re.match(_ASKING, meant, re.I):
            return meant
        # "I mean that it is old" is not put in place of anything.
        told = re.search(rf"\b{_DOES}", meant, re.I)
        return question if told else corrected(meant, asked) or f"what about {meant}?"
    return _named_behind(question)


def _named_behind(question: str) -> str:
    """Return "when does the bar open" for "the bar, when does it open"."""
    first = _NAMED_FIRST.match(question)
    if first is None:
        return question
    named, asked = first["named"] or first["about"], first["asked"] or first["does"]
    pointing = [one for one in pointers(asked) if one.to in _NAMED]
    if len(pointing) != 1 or pointing[0].owns:
        return question
    start, end = pointing[0].start, pointing[0].end
    return f"{asked[:start]}{re.sub('^The ', 'the ', named)}{asked[end:]}"


def _mark(found: re.Match[str]) -> str:
    return "?" if "?" in found.group() else ""


def _one_mark(tail: re.Match[str]) -> str:
    """Return one question mark for "???" and for "?!"; a tail of one mark or none as it is."""
    marks = [mark for mark in tail.group() if not mark.isspace()]
    return "?" if len(marks) > 1 and "?" in marks else tail.group()
