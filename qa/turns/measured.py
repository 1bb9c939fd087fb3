"""Half a question for how tall or on which days, which another verb does not suit. Pure.

"And how tall?" after "Where does the tower stand?" asks how tall the tower is; "on which days?"
after "Is the museum open in May?" asks on which days it is open then.
"""

import re

from qa.language.vocabulary import AUXILIARY
from qa.turns.agreeing import agreed
from qa.turns.doing import wants_subject
from qa.turns.pointers import pointers
from qa.turns.runs import QUESTION_WORDS

HOW_IS = re.compile(
    r"how (?:old|big|tall|high|large|heavy|deep|wide|thick|steep|fast|loud|hot|cold|warm|strong"
    r"|expensive|dangerous|difficult|common)",
    re.IGNORECASE,
)
"""Matches a half that asks how something is."""
# Nothing starts or ends for long.
_HOW_LONG = re.compile(r"how long", re.IGNORECASE)
_AT_ONCE = re.compile(r"\b(?:starts?|begins?|ends?|finish(?:es)?|lies?|located)$", re.IGNORECASE)
_TIME = r"(?:days?|times?|hours?|dates?|weekdays?|months?|seasons?|years?)"
AT_WHAT = re.compile(
    r"(?:(?:at|in|on|for|from|by|with|since|until|during) (?:what|which)"
    rf"(?! (?:{'|'.join(sorted(AUXILIARY))})\b)(?: [\w-]+){{1,2}}|(?:what|which) {_TIME})",
    re.IGNORECASE,
)
"""Matches a half whose verb is left out: "at what temperature", "which days"."""


def how_is(half: str, asked: str, matter: str | None) -> str | None:
    """Return "how tall is the tower" for "how tall"; None where it asks for something else.

    Args:
        half: Without its question mark.
        asked: The question before, without its own.
        matter: What that is about.
    """
    short = _HOW_LONG.fullmatch(half) and _AT_ONCE.search(asked)
    if not matter or pointers(asked) or not (short or HOW_IS.fullmatch(half)):
        return None
    if short and re.search(r"\bdid\b", asked, re.IGNORECASE):
        question = f"{half} was {matter}?"
        return agreed(question, len(half) + 5, len(question) - 1)
    question = f"{half} is {matter}?"
    return agreed(question, len(half) + 4, len(question) - 1)


def at_what(half: str, asked: str) -> str | None:
    """Return "at what temperature does the bread bake" for "at what temperature"."""
    asks = QUESTION_WORDS.match(asked)
    rest = (asks["rest"] if asks else asked).strip()
    helper, _, more = rest.partition(" ")
    if not AT_WHAT.fullmatch(half) or helper.lower() not in AUXILIARY or not more:
        return None
    if asks and asks["asks"].lower() == "who" and wants_subject(helper, more):
        return None
    return f"{half} {helper.lower()} {more}?"
