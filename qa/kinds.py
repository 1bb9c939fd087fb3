"""What kind of answer a question wants, and where such answers stand in a sentence.

Rules of thumb over English words; no model. A kind only ever moves a score, so a question of an
unforeseen shape is a `THING` and is still answered.
"""

import re
from collections.abc import Iterator
from enum import Enum

from index.words import words


class Kind(Enum):
    """The kind of answer a question wants."""

    PERSON = "who"
    NUMBER = "how many"
    TIME = "when"
    PLACE = "where"
    REASON = "why"
    MANNER = "how"
    TRUTH = "yes/no"
    THING = "what"


# The first pattern that is found decides; the order goes from the particular to the general.
_QUESTIONS = [
    (
        Kind.TIME,
        r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|week|time|century|decade|season|era)\b"
        r"|\bwhat'?s the date\b|\bhow (?:long ago|soon|recently)\b",
    ),
    (
        Kind.NUMBER,
        r"\bhow (?:many|much|old|long|far|tall|large|big|often|high|deep|fast|wide|heavy|hot|cold"
        r"|thick|frequently)\b|\bwhat (?:number|percentage|percent|share|amount|age|size|price|cost"
        r"|temperature|distance|length|width|height|weight|fee)\b|\bhow \w+ (?:people|times)\b"
        r"|\bwhat (?:is|was|are|were) the (?:number|percentage|price|cost|age|population|size"
        r"|height|length|total|fee|budget)\b|\bwhat do(?:es)? .* cost\b",
    ),
    (
        Kind.PERSON,
        r"\bwho(?:m|se|'s)?\b|\b(?:what|which) (?:person|people|man|woman|player|actor|actress"
        r"|singer|president|minister|king|queen|author|writer|company|group|team|country's)\b",
    ),
    (
        Kind.PLACE,
        r"\bwhere\b|\b(?:what|which) (?:city|country|place|state|town|village|continent|location"
        r"|region|county|island|river|street|building|room|area)\b",
    ),
    (
        Kind.REASON,
        r"\bwhy\b|\bhow come\b|\bwhat (?:caused|reason|makes|made)\b|\bfor what reason\b",
    ),
    (Kind.MANNER, r"\bhow\b|\bin what way\b|\bby what means\b"),
    (
        Kind.TRUTH,
        r"^\W*(?:and |but |so )?(?:is|are|was|were|am|do|does|did|can|could|has|have|had|will|would"
        r"|should|may|might|must|shall|isn't|aren't|wasn't|don't|doesn't|didn't|can't)\b",
    ),
]
_QUESTION_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _QUESTIONS]


def kind_of(question: str) -> Kind:
    """Return the kind of answer a question wants."""
    for kind, pattern in _QUESTION_PATTERNS:
        if pattern.search(question):
            return kind
    return Kind.THING


_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundreds?|thousands?|millions?|billions?|dozens?|half|twice|once|several|both)"
)
_FIGURE = r"\d[\d,]*(?:\.\d+)?"
_AMOUNT = rf"(?:{_FIGURE}|{_NUMBER_WORD}(?:[ -](?:and )?{_NUMBER_WORD})*)"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s?"
_PERIOD = r"(?:second|minute|hour|day|night|week|month|year|decade|century|centurie|season)s?"
_CAPITAL = r"[A-Z][\w’'&.-]*[\w]|[A-Z]\.?"
_NAME = rf"(?:{_CAPITAL})(?:(?: (?:of|the|and|de|van|von|al|bin|for|&))* (?:{_CAPITAL}))*"

_ANSWERS = {
    Kind.NUMBER: [
        rf"(?:(?:about|around|almost|nearly|over|under|at least|at most|up to|more than|less than"
        rf"|fewer than|only|some) )?(?:[$£€] ?)?\b{_AMOUNT}\b ?(?:%|percent\b|per cent\b)?"
        rf"(?: (?:of )?[a-z]+(?:ed|al|er)?\b)?",
        rf"\b(?:every|each|per|once an?|twice an?) {_PERIOD}\b",
    ],
    Kind.TIME: [
        rf"(?:(?:on|in|at|by|from|since|until|before|after|between|every) )?(?:the )?"
        rf"(?:(?:{_DAY},? )?(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?{_MONTH}\b"
        rf"(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? \d{{4}}\b)?)",
        rf"(?:(?:on|in|by|since|until|every|last|next|this) )?\b{_DAY}\b(?: (?:morning|afternoon"
        r"|evening|night)s?)?(?: to (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)?",
        r"(?:(?:in|by|since|until|before|after|from|around) )?(?:the )?(?:early |late |mid-)?"
        r"\b(?:1\d{3}|20\d\d)s?\b(?:[-–]\d{2,4}| (?:to|and|until) (?:1\d{3}|20\d\d))?",
        r"\b\d{1,2}(?:[:.]\d\d)? ?(?:a\.?m|p\.?m|o'clock)\b\.?|\b\d{1,2}:\d\d\b",
        r"\b(?:noon|midnight)\b",
        rf"\b(?:{_AMOUNT}|a|an|the same|the next|the last|every|each) (?:\w+ )?{_PERIOD}"
        r"(?: (?:ago|earlier|later|before|after)\b(?: [\w ]{3,30})?)?",
        r"\b(?:yesterday|today|tomorrow|tonight|now|soon|spring|summer|autumn|winter)\b",
    ],
    Kind.PERSON: [rf"(?:[Tt]he (?:[a-z.]+ )?)?\b{_NAME}"],
    Kind.PLACE: [
        r"\b(?:in|at|on|near|from|to|into|between|behind|beside|beneath|under|along|outside"
        r"|inside|off|through|across|around|above|below|opposite|towards?)\s"
        r"(?:(?:the|a|an|his|her|its|their|this|every|each|two|three) )?"
        r"(?:[\w’'-]+(?: (?!(?:and|who|which|that|where|is|was|were|are|has|had|have|will|would"
        r"|by|for|on|at|when|while|from|to|with|as)\b)[\w’'-]+){0,4})",
        rf"\b{_NAME}",
    ],
    Kind.REASON: [
        r"\b(?:because(?: of)?|since|as|due to|owing to|so that|so as to|in order to|on the ground"
        r"s? that|thanks to)\s[^.;:!?\n]+",
        r"\b(?:to|for|so|after)\s[^.,;:!?\n]+",
    ],
    Kind.MANNER: [
        r"\b(?:by|with|using|through|via|under|in)\s[^.,;:!?\n]+",
    ],
}
_ANSWER_PATTERNS = {
    kind: [re.compile(pattern) for pattern in patterns] for kind, patterns in _ANSWERS.items()
}
# A name at a sentence's start may be any word; these are none.
_NO_NAMES = re.compile(
    r"(?:The|A|An|In|On|At|It|He|She|They|We|I|This|That|These|Those|But|And|Or|So|Its|His|Her|"
    r"Their|There|When|While|After|Before|If|As|For|From|With|By|To|Under|Also|However|No|Not|"
    r"Both|All|Each|Every|Some|Since|Until|What|Who|How|Why|Where|Then|Here|You|Your|Our|My)$"
)


def answers_of(kind: Kind, sentence: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges in a sentence that could be an answer of a kind, likelier shapes first."""
    for pattern in _ANSWER_PATTERNS.get(kind, []):
        for match in pattern.finditer(sentence):
            text = match.group().strip()
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            if kind in (Kind.PERSON, Kind.PLACE) and _NO_NAMES.match(text):
                continue
            if text:
                yield start, start + len(text)


# Where a stretch of a sentence that names something begins or ends.
_BREAK = re.compile(r"[.,;:!?()\[\]\"“”|–—\n]|\s-\s")


def things_of(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of a sentence's words without grammar between them, in order."""
    run: list[tuple[int, int]] = []
    for word in words(sentence):
        broken = run and _BREAK.search(sentence, run[-1][1], word.start)
        if run and (broken or not word.carries_meaning):
            yield run[0][0], run[-1][1]
            run = []
        if word.carries_meaning:
            run.append((word.start, word.end))
    if run:
        yield run[0][0], run[-1][1]
