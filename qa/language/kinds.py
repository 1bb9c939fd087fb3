"""What kind of answer a question wants.

Rules of thumb over English words; no model. A kind only ever moves a score, so a question of an
unforeseen shape is a `THING` and is still answered.
"""

import re
from enum import Enum


class Kind(Enum):
    """The kind of answer a question wants."""

    PERSON = "who"
    NUMBER = "how many"
    AGE = "how old"
    DURATION = "how long"
    SIZE = "how big"
    MONEY = "how much money"
    FREQUENCY = "how often"
    TIME = "when"
    PLACE = "where"
    REASON = "why"
    MANNER = "how"
    TRUTH = "yes/no"
    THING = "what"


FIGURES = frozenset(
    {Kind.NUMBER, Kind.TIME, Kind.AGE, Kind.DURATION, Kind.SIZE, Kind.MONEY, Kind.FREQUENCY}
)
"""The kinds whose answers hold a figure."""

_AUXILIARY = (
    # "Was" is "what" in German; "war" and "hat" behind it may be English.
    r"(?:is|are|was(?! (?:ist|sind|waren|wird|wurde|haben|kann|heißt|bedeutet|kostet|macht|passiert"
    r"|sagt)\b)|were|am|do|does|did|can|could|has|have|had|will|would|should|may|might|must|shall"
    r"|isn't|aren't|wasn't|don't|doesn't|didn't|can't)\b"
)
_ASKED = r"(?:who(?:m|se|'s)?|what|which|when|where|why|how)\b"
# "When I cancel, can I get a refund?" asks for no time; "When in May, or June, does it open?" does.
_LED_IN = (
    rf"(?:when|where) (?!{_AUXILIARY}|(?:in|on|at|during|before|after|exactly|else)\b)"
    rf"[^?]*, (?:then )?(?={_ASKED}|{_AUXILIARY})"
)
# "Do you know when it opens?" wants the time.
_TELL_ME = (
    r"(?!(?:do|does|did|can|could|will|would|may|are|is)"
    r" (?:you|I|we|any(?:one|body)|some(?:one|body)|it)"
    r" (?:please |happen to |able to )?(?:know|known|have any idea|ask|say|check|explain|describe"
    r"|remember|find out|look up|let (?:me|us) know|(?:tell|show|remind|explain to) (?:me|us))"
    rf",? {_ASKED})"
)
# "Is it open on Friday and, if so, when?" wants it, too.
_ASKED_ON = r"(?:who(?:m|se|'s)?|when|where|why|how)\b"
_ASKS_ON = (
    rf"(?!(?s:.)*(?:(?:[?.!;]|\bif (?:yes|so|not),?) (?:(?:and|or|then) )*{_ASKED_ON}"
    rf"|\b(?:and|or|but) (?:{_ASKED_ON}|how \w+(?: \w+)?) {_AUXILIARY}"
    rf"|\b{_ASKED_ON}\W*$))"
)
# "What do I do when I lose my key?" asks for no time: "what" comes first. "Who" and "where" do only
# at the start, for elsewhere they may lead in: "In the town where he was born, when ...?"
_FIRST = (
    r"(?:^|[?.!;:]\s)(?:(?!\b(?:what|which|why|how)\b|(?:^|(?<=^and ))(?:who(?:m|se)?|where)\b"
    r"|[?.!;:]\s)(?s:.))*?\b"
)
_OF = r"\b(?:about|as to|by) "
_NAME_OF = r"\bnames? (?:of|is) (?:[\w'’-]+ ){1,4}"

_PLACE = (
    r"(?:city|country|place|state|town|village|continent|location|region|county|island|river|street"
    r"|building|room|area)"
)
_PLACES = rf"(?:{_PLACE}s?|cities|countries|counties|territor(?:y|ies))"

# The first pattern that is found decides; the order goes from the particular to the general.
_QUESTIONS = [
    (
        Kind.TRUTH,
        # "I am on a diet. May I eat this?", but not "Where in the U.S. is it?"
        rf"(?:^|(?<=[.!]\s)(?-i:(?=[A-Z])))\W*(?:(?:and|but|so) )?(?:{_LED_IN})?{_TELL_ME}"
        rf"{_AUXILIARY}{_ASKS_ON}",
    ),
    (
        Kind.TIME,
        rf"(?:{_FIRST}|{_OF})(?!{_LED_IN})when\b"
        r"|\bwhat (?:is|was) the (?:\w+ )?(?:year|date|day|month|week|century|decade|season) when\b"
        r"|\b(?:what|which) (?:year|date|day|month|week|time|century|decade|season|era)\b"
        r"|\bwhat'?s the date\b|\bhow (?:long ago|soon|recently)\b",
    ),
    (Kind.AGE, r"\bhow old\b|\b(?:what|which) age\b|\bwhat (?:is|was) .* age\b"),
    (Kind.FREQUENCY, r"\bhow (?:often|frequently|many times an?)\b"),
    (
        Kind.MONEY,
        r"\bhow (?:much|many) .*\b(?:costs?|pays?|paid|spend|spent|rent|fee|price|fine|earn|charge"
        r"|worth)\b|\bhow much (?:is|are|was|were|did|does|do)\b(?!.*\b(?:weigh|rain|honey))"
        r"|\bwhat do(?:es)? .* cost\b|\bwhat (?:is|was|are|were) the .*(?:price|cost|fee|rent|fine"
        r"|budget|salary)\b|\bwhat (?:price|cost|fee|rent)\b",
    ),
    (
        Kind.SIZE,
        r"\bhow (?:far|tall|large|big|high|deep|fast|wide|heavy|hot|cold|thick|loud|steep)\b"
        r"|\bhow much .*weigh|\bwhat (?:size|temperature|distance|length|width|height|weight|depth"
        r"|speed)\b|\bwhat (?:is|was) the (?:size|height|length|width|weight|depth|distance)\b",
    ),
    (Kind.DURATION, r"\bhow long\b|\bhow many (?:years|months|weeks|days|hours|minutes)\b"),
    (
        Kind.NUMBER,
        r"\bhow (?:many|much)\b|\bwhat (?:number|percentage|percent|share|amount)\b"
        r"|\bhow \w+ (?:people|times)\b|\bwhat (?:is|was|are|were) the (?:number|percentage"
        r"|population|total)\b",
    ),
    (
        Kind.PERSON,
        rf"(?:{_FIRST}|{_OF}|{_NAME_OF})who(?:m|se|'s)?\b"
        r"|\b(?:what|which) (?:person|people|man|woman|player|actor|actress|singer|president"
        r"|minister|king|queen|author|writer|company|group|team|country's)\b",
    ),
    (
        Kind.PLACE,
        rf"(?:{_FIRST}|{_OF}|{_NAME_OF})(?!{_LED_IN})where\b"
        rf"|\b(?:what|which) {_PLACE}\b|\bwhat (?:is|are|was|were) [^,]*\b{_PLACES} where\b",
    ),
    (
        Kind.REASON,
        r"\bwhy\b|\bhow come\b|\bwhat (?:caused|reason|makes|made)\b|\bfor what reason\b",
    ),
    (
        Kind.MANNER,
        # "Sad" answers "How did she feel?", and "by" or "with" stands before no such word.
        r"\bhow\b(?! (?:do|does|did|will|would)\b.*\bfeel\b)|\bin what way\b|\bby what means\b",
    ),
]
_QUESTION_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _QUESTIONS]


def kind_of(question: str) -> Kind:
    """Return the kind of answer a question wants."""
    for kind, pattern in _QUESTION_PATTERNS:
        if pattern.search(question):
            return kind
    return Kind.THING
