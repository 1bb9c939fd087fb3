"""What answers of each kind look like, and where they stand in a sentence. Rules of thumb."""

import re
from collections.abc import Container, Iterator

from index.words import Word, words
from qa.language.kinds import FIGURES, Kind

_NUMBER_WORD = (
    r"(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
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
# What stands behind "in" or "on" here is a time, not a place.
_NO_PLACE = (
    rf"(?!(?:the )?(?:{_DAY}|{_MONTH}|\d|{_AMOUNT} {_PERIOD}|last|next|time|order|case|part))"
)
_STEP = (
    r"(?: (?!(?:and|who|which|that|where|is|was|were|are|has|had|have|will|would|by|for|on|at|when"
    r"|while|from|to|with|as|because|in)\b)[\w’'-]+)"
)
_CLAUSE = r"\s[^.;:!?\n]+"
_SHORT_CLAUSE = r"\s[^.,;:!?\n]+"

# For each kind the shapes of an answer: how likely one is, and what it looks like.
_ABOUT = (
    r"(?:(?i:about|around|almost|nearly|over|under|at least|at most|up to|more than|less than"
    r"|fewer than|only|some) )?"
)
_QUANTITY = rf"{_ABOUT}(?<![\w.,]){_AMOUNT}"
_UNIT = (
    r"(?:milli|centi|kilo)?met(?:er|re)s?|[cmk]?m|feet|foot|ft|inch(?:es)?|miles?|yards?|acres?"
    r"|hectares?|square \w+|cubic \w+|lit(?:er|re)s?|gallons?|(?:kilo|milli)?grams?|[km]?g|kilos?"
    r"|tonn?es?|tons?|pounds?|lbs?|ounces?|degrees?|knots|kilobytes|megabytes|gigabytes|[kmg]b|km/h|mph"
)
_CURRENCY = (
    r"dollars?|euros?|pounds?|crowns?|krone[nr]?|kronor|francs?|marks?|yen|yuan|rupees?|pesos?"
    r"|roubles?|rubles?|lira|shekels?|dirhams?|dinars?|cents?|pence|shillings?|million|billion"
)
_ANSWERS = {
    Kind.AGE: [
        (1.0, rf"\b(?:aged?|age of) {_AMOUNT}\b|{_QUANTITY}[ -]years?(?:[ -]olds?)?\b"),
        (0.5, r"\bborn (?:in|on)\b[^.;]+"),
    ],
    Kind.DURATION: [
        (1.0, rf"{_QUANTITY}(?:[ -]\w+)?[ -]{_PERIOD}\b|\b(?:an?|one|the whole) {_PERIOD}\b"),
        (1.0, r"\bfrom [^.;]{3,30} (?:to|until) [^.;,]{3,20}"),
        (0.5, rf"{_QUANTITY}[ -](?:{_UNIT})\b|\b(?:since|until) [^.;,]+"),
    ],
    Kind.SIZE: [
        (1.0, rf"{_QUANTITY}[ -]?(?:(?:million|billion) )?(?:{_UNIT})\b(?: \w+ly)?"),
        (0.5, rf"{_QUANTITY}(?: [a-z]+)?\b"),
    ],
    Kind.MONEY: [
        (
            1.0,
            rf"{_ABOUT}[$£€¥] ?{_AMOUNT}(?: (?:million|billion))?"
            rf"|{_QUANTITY}(?: (?:{_CURRENCY}))+\b",
        ),
        (0.5, r"\b(?:free(?: of charge)?|nothing|nobody pays)\b"),
    ],
    Kind.FREQUENCY: [
        (
            1.0,
            rf"\b(?:every|each|once|twice|{_AMOUNT} times) (?:\w+ ){{0,3}}?(?:{_PERIOD}|{_DAY})\b",
        ),
        (
            1.0,
            r"\b(?:hourly|daily|nightly|weekly|monthly|yearly|annually|quarterly|never|always)\b",
        ),
    ],
    Kind.NUMBER: [
        (
            1.0,
            rf"{_ABOUT}(?:[$£€] ?)?(?<![\w.,]){_AMOUNT}\b"
            r"(?: ?%| per ?cent\b)?(?: (?:of )?(?!(?:a|an|the|of|and|or|to|in|on|at|by|for|from|is"
            r"|are|was|were|had|has|have|that|which|who|with|as|but|per|after|before)\b)[a-z]+\b)?",
        ),
        (1.0, rf"\b(?:every|each|per|once an?|twice an?) {_PERIOD}\b"),
    ],
    Kind.TIME: [
        (
            1.0,
            rf"(?:(?:on|in|at|by|from|since|until|before|after|between|every) )?(?:the )?"
            rf"(?:(?:{_DAY},? )?(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?{_MONTH}\b"
            rf"(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? \d{{4}}\b)?)",
        ),
        (
            1.0,
            rf"(?:(?:on|in|by|since|until|every|last|next|this) )?\b{_DAY}\b(?: (?:morning"
            rf"|afternoon|evening|night)s?)?(?: to {_DAY})?",
        ),
        (
            1.0,
            r"(?:(?:in|by|since|until|before|after|from|around) )?(?:the )?(?:early |late |mid-)?"
            r"\b(?:1\d{3}|20\d\d)s?\b(?:[-–]\d{2,4}| (?:to|and|until) (?:1\d{3}|20\d\d))?",
        ),
        (1.0, r"\b\d{1,2}(?:[:.]\d\d)? ?(?:a\.?m|p\.?m|o'clock)\b\.?|\b\d{1,2}:\d\d\b"),
        (1.0, r"\b(?:noon|midnight)\b"),
        (
            0.5,
            rf"\b(?:{_AMOUNT}|a|an|the same|the next|the last|every|each) (?:\w+ )?{_PERIOD}"
            r"(?: (?:ago|earlier|later|before|after)\b(?: [\w ]{3,30})?)?",
        ),
        (0.5, r"\b(?:yesterday|today|tomorrow|tonight|now|soon|spring|summer|autumn|winter)\b"),
    ],
    Kind.PERSON: [
        (1.0, rf"(?:[Tt]he (?:[a-z.]+ )?)?\b{_NAME}"),
        (
            0.5,
            r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir) (?:[a-z-]+ )?(?:[a-z]+(?:er|or|ist|ian|man"
            r"|men|woman|women|ers|ors|ists)|people|president|king|queen|committee|council|board"
            r"|government|company|team|crew|town|region|police|army)\b",
        ),
    ],
    Kind.PLACE: [
        (
            1.0,
            r"\b(?:in|at|on|near|between|behind|beside|beneath|under|along|outside|inside|opposite"
            rf"|above|below|across|off) {_NO_PLACE}(?:(?:the|a|an|his|her|its|their) )?"
            rf"[\w’'-]+{_STEP}{{0,4}}(?: of(?: the)? [\w’'-]+{_STEP}{{0,2}})?",
        ),
        (
            0.5,
            rf"\b(?:from|to|into|through|towards?|around) {_NO_PLACE}(?:(?:the|a|an) )?[\w’'-]+"
            rf"{_STEP}{{0,4}}",
        ),
        (0.5, rf"\b{_NAME}"),
    ],
    Kind.REASON: [
        (
            1.0,
            r"\b(?:because(?: of)?|due to|owing to|so that|so as to|in order to|thanks to|caused by"
            rf"|on the grounds? that|as a result of){_CLAUSE}",
        ),
        (0.5, rf"\b(?:to|for|so|after|since|as){_SHORT_CLAUSE}"),
    ],
    Kind.MANNER: [
        (1.0, rf"\b(?:by|with|using|through|via|on|without){_SHORT_CLAUSE}"),
        (0.5, rf"\b(?:under|in|as|from){_SHORT_CLAUSE}"),
    ],
}
_ANSWER_PATTERNS = {
    kind: [(likely, re.compile(pattern)) for likely, pattern in patterns]
    for kind, patterns in _ANSWERS.items()
}
# A name at a sentence's start may be any word; these are none.
_NO_NAMES = re.compile(
    r"(?:The|A|An|In|On|At|It|He|She|They|We|I|This|That|These|Those|But|And|Or|So|Its|His|Her|"
    r"Their|There|When|While|After|Before|If|As|For|From|With|By|To|Under|Also|However|No|Not|"
    r"Both|All|Each|Every|Some|Since|Until|What|Who|How|Why|Where|Then|Here|You|Your|Our|My)$"
    rf"|(?:[Tt]he )?(?:{_DAY}|{_MONTH})$"
)


def answers_of(
    kind: Kind, sentence: str, asked: Container[str] = ()
) -> Iterator[tuple[int, int, float]]:
    """Yield the ranges in a sentence that could be an answer of a kind, likelier shapes first.

    With each comes how likely its shape is, above 0 and at most 1.

    Args:
        kind: What the question wants.
        sentence: Where to look.
        asked: Stems of the question's words; what says nothing beyond them is no answer.
    """
    for likely, pattern in _ANSWER_PATTERNS.get(kind, ()):
        for match in pattern.finditer(sentence):
            text = match.group().strip()
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            if kind in (Kind.PERSON, Kind.PLACE) and _NO_NAMES.match(text):
                continue
            if any(_is_news(kind, word, asked) for word in words(text)):
                yield start, start + len(text), likely


def _is_news(kind: Kind, word: Word, asked: Container[str]) -> bool:
    # "One" and "both" are grammar elsewhere, but they are numbers here.
    return word.stem not in asked and (kind in FIGURES or word.carries_meaning)
