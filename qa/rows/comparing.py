"""What a question compares: the longest, the second or the three longest, longer than 200 km.

Pure; `qa.rows.extremes` looks for it in tables.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.words import words
from qa.language.kinds import FIGURES, Kind, kind_of
from qa.language.times import MONTH
from qa.language.vocabulary import is_verb
from qa.rows.ranges import NUMBERS
from qa.rows.superlatives import (
    FIRST_AND_LAST,
    PRICE,
    RANK,
    SCORE,
    SINCE,
    SUPERLATIVES,
    UNITS_OF,
    WARMTH,
)
from qa.rows.tables import stems
from qa.rows.worth import Worth, worth

# "Which team scored the most goals?"
_DOES = re.compile(r"(\w+) (?:the )?(?:most|least|fewest)\b", re.IGNORECASE)
_RANKS = "first second third".split()
_RANKED = re.compile(
    rf"\b(?P<rank>{'|'.join(_RANKS)}|[123](?:st|nd|rd))[ -](?=(?:most|least|\w+est)\b)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?P<count>two|three|[23]) (?=(?:most|least|\w+est)\b)"
    r"|(?<=est |top )(?P<behind>two|three|[23])\b(?! (?:most|least))",
    re.IGNORECASE,
)

# "Longer than 200 km", "under £5", "before 1500"; whether more is wanted, and whether the figure
# itself will do.
_FIGURE = (
    rf"(?P<figure>\d{{4}}-\d\d-\d\d|\d{{1,2}} (?:{MONTH}) \d{{4}}|(?:{MONTH}) \d{{4}}"
    r"|(?:[£$€¥]\s?)?\d[\d,]*(?:\.\d+)?(?:\s?(?!and\b|or\b|in\b)[a-z%°²³£$€¥]+(?:/[a-z]+)?)?"
    r"|an? [a-z]+)(?![-:/.]?\d)"
)
_BOUNDS = tuple(
    (re.compile(rf"\b{said} {_FIGURE}", re.IGNORECASE), more, closed)
    for said, more, closed in (
        (r"(?P<than>(?!fewer\b)\w+er|more expensive|less expensive) than", True, False),
        (r"(?:(?<!no )more than|over|above|exceeding|after)", True, False),
        (r"(?:at least|since)", True, True),
        (r"(?:less than|fewer than|under|below|before)", False, False),
        (r"(?:at most|up to|no more than|until)", False, True),
    )
)
# What a figure of a unit may be the figure of, where the question does not say.
_OF_UNIT = {
    "g": "weight mass",
    "m": "length height depth width distance",
    "l": "volume capacity",
    "second": "time duration",
    "°c": WARMTH,
}
_YEAR = re.compile(r"1\d{3}|20\d\d")
_WHEN = re.compile(r"after|before|since|until", re.IGNORECASE)
# "First climbed before 1870" is not the first of them.
_ONCE = re.compile(r"(?<!the )\b(?:first|last) \w+ed (?:before|after|since|until)\b", re.IGNORECASE)
OTHERWISE = re.compile(
    r"\bat (?:the )?(?:very )?(?:latest|earliest)\b|\bmost of\b"
    r"|\b(?:other|rather) than\b|\bthan (?:the|his|her|its|their)\b"
    r"|\b(?:except|besides|but|not|never|no(?!\.| more)|without|average|total|both|and|or|if)\b"
    r"|n['’]t\b"
    r"|\b(?:fourth|fifth|next|last|\d+th)[ -](?:most|least|\w+est)\b",
    re.IGNORECASE,
)
"""Finds where something else is wanted, or of something else than all rows."""
OPEN = stems(
    "give gives gave make makes made take takes took charge charges charged come comes came go goes"
    " went arrive arrives arrived fall falls fell happen happened money see buy find need want use"
    " choose rent book used pay paid run runs ran last lasts lasted weigh weighs cost costs called"
    " name per across along near via among within towards inside outside around"
)
"""Words that say nothing which a column, or what stands above a table, would have to say."""
_KINDS = FIGURES | {Kind.THING, Kind.PERSON, Kind.PLACE}


@dataclass(frozen=True, slots=True)
class Bound:
    """What is asked for is more than a figure, or less.

    Attributes:
        more: Whether more.
        closed: Whether the figure itself will do.
        worth: The figure.
    """

    more: bool
    closed: bool
    worth: Worth


@dataclass(frozen=True, slots=True)
class Compared:
    """What a question compares.

    Attributes:
        question: The question.
        most: Whether the most is wanted, or the least.
        columns: What the column may be called.
        behind: The word behind that which asks for the most.
        does: The word before "the most", as in "Which team scored the most goals?".
        words: The question's other words with meaning.
        verbs: Those of them that may be verbs: "climbed".
        rank: 1 for the longest, 2 for the second longest.
        count: How many are wanted: 3 for the three longest.
        bound: Where all are wanted that are more or less than a figure.
        within: Words of a figure that must be of the column, as in "the fastest over 100 m".
    """

    question: str
    most: bool
    columns: frozenset[str]
    behind: frozenset[str]
    does: frozenset[str]
    words: frozenset[str]
    verbs: frozenset[str]
    rank: int = 1
    count: int = 1
    bound: Bound | None = None
    within: frozenset[str] = frozenset()

    @property
    def judged(self) -> bool:
        """Whether the best or the worst is wanted, as a rank or a score tells."""
        return bool(self.columns) and self.columns <= stems(f"{RANK} {SCORE}")

    @property
    def units(self) -> frozenset[str]:
        """The units of which the column may be, where its name does not tell."""
        if self.bound is not None:
            return frozenset({self.bound.worth.unit} - {""})
        found = (units for word, units in UNITS_OF.items() if word in self.columns)
        return frozenset().union(*found)


def compared(question: str) -> Compared | None:
    """Return what a question compares; None where it compares nothing."""
    if kind_of(question) not in _KINDS or OTHERWISE.search(question):
        return None
    first = None if _ONCE.search(question) else _extreme(question)
    return first or _beyond(question)


def _extreme(question: str) -> Compared | None:
    found = _asked(question, SUPERLATIVES) or _asked(question, FIRST_AND_LAST)
    if not found:
        return None
    # "The most expensive" is not "the most".
    said, most, columns = max(found, key=lambda one: len(one[0].group()))
    verb = _DOES.search(question)
    does = stems(verb[1]) if verb else frozenset()
    ranked, several = _RANKED.search(question), _SEVERAL.search(question)
    counted = f"{ranked.group() if ranked else ''} {several.group() if several else ''}"
    rest = stems(question) - stems(f"{said.group()} {counted}") - does - OPEN
    place = ranked["rank"] if ranked else said.groupdict().get("rank")
    rank = _number(place) if place else 1
    count = _number(several["count"] or several["behind"]) if several else 1
    behind = _behind(question[said.end() :])
    bounds = (how.search(question) for how, _, _ in _BOUNDS)
    within = frozenset().union(*(stems(bound["figure"]) for bound in bounds if bound))
    verbs = _verbs(question)
    return Compared(question, most, columns, behind, does, rest, verbs, rank, count, within=within)


def _asked(
    question: str, forms: Sequence[tuple[re.Pattern[str], bool, frozenset[str]]]
) -> list[tuple[re.Match[str], bool, frozenset[str]]]:
    """Return which of some forms a question has, each with what belongs to it."""
    return [
        (match, most, columns) for form, most, columns in forms if (match := form.search(question))
    ]


def _beyond(question: str) -> Compared | None:
    """Return what is compared where all are wanted that are more or less than a figure."""
    if kind_of(question) in FIGURES:
        return None
    found = ((how.search(question), more, closed) for how, more, closed in _BOUNDS)
    said, more, closed = next((one for one in found if one[0]), (None, False, False))
    if said is None:
        return None
    value = worth(re.sub(r"^an? ", "1 ", said["figure"]))
    if value is None:
        return None
    columns = stems(_meant_by(said, value))
    than = said.groupdict().get("than") or ""
    if than:
        extreme = re.sub("^more", "most", re.sub("^less", "least", than.lower()))
        extreme = re.sub("er$", "est", extreme)
        known = [one for one in SUPERLATIVES[:-2] if one[0].fullmatch(extreme)]
        if not known:
            return None
        (_, more, columns), *_ = known
    # Of "more than 5 places" the places are a column.
    counted = stems(value.unit) if value.unit in said["figure"].lower() else frozenset()
    behind = frozenset() if columns else counted
    rest = stems(question) - stems(said.group()) - OPEN | behind
    bound = Bound(more, closed, value)
    return Compared(
        question, more, columns, behind, frozenset(), rest, _verbs(question), bound=bound
    )


def _meant_by(said: re.Match[str], value: Worth) -> str:
    """Return what columns the figure of a bound may be of: a year, a price, a weight."""
    if value.unit[:1] in tuple("£$€¥"):
        return f"{PRICE} amount total sum"
    # "More than 1900" need not be of a year.
    year = _WHEN.match(said.group()) and _YEAR.fullmatch(said["figure"])
    dated = value.unit == "date" or year
    return SINCE if dated else _OF_UNIT.get(value.unit, "")


def _verbs(question: str) -> frozenset[str]:
    return frozenset(word.stem for word in words(question) if is_verb(word.text))


def _behind(text: str) -> frozenset[str]:
    """Return the first word of a text that carries meaning."""
    return frozenset([word.stem for word in words(text) if word.carries_meaning][:1])


def _number(said: str) -> int:
    """Return 2 for "second", "2nd", "two" and "2"."""
    small = said.lower()
    if small[0].isdigit():
        return int(small[0])
    return (_RANKS if small in _RANKS else NUMBERS).index(small) + 1
