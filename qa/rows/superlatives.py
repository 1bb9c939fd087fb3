"""Words that ask for the most or the least, and what columns of a table they are said of."""

import re

from index.words import stem
from qa.rows.tables import stems

PRICE = "price cost fee fare rate rent hire"
"""What a column of prices may be called."""
_PAY = "salary wage pay income"
_SIZE = "size area surface diameter population capacity amount total sum"
_SPEED = "speed time"
WARMTH = "temperature temp"
"""What one of temperatures may be."""
_RAIN = "rain rainfall precipitation"
SINCE = "age year date born founded established since built opened start"
"""What one of dates may be."""
SCORE = "score point rating star"
"""What one of scores may be: the best has the most."""
RANK = "rank ranking place placing position"
"""What one of ranks may be: the best has the least."""
_BEST = f"{RANK} {SCORE}"
_CAME = "came|come|comes|finished|placed|ranked|was placed"
_PLACED = "(?P<rank>first|second|third)"
_GAVE = "(?:paid|pays?|spent|spends?|gave|gives?|donated|donates?)"
SUPERLATIVES = tuple(
    (re.compile(rf"\b(?:{said})\b", re.IGNORECASE), most, stems(columns))
    for said, most, columns in (
        ("most expensive|dearest|priciest|costliest|costs? (?:the )?most", True, PRICE),
        ("cheapest|least expensive|costs? (?:the )?least", False, PRICE),
        ("earns? (?:the )?most|(?:best|highest)[ -]paid", True, _PAY),
        ("earns? (?:the )?least|(?:worst|lowest)[ -]paid", False, _PAY),
        (rf"{_GAVE} (?:the )?most(?: money)?", True, f"{_PAY} total amount sum spent"),
        (rf"{_GAVE} (?:the )?least(?: money)?", False, f"{_PAY} total amount sum spent"),
        ("heaviest|weighs? (?:the )?most", True, "weight mass"),
        ("lightest|weighs? (?:the )?least", False, "weight mass"),
        ("longest", True, "length duration distance"),
        ("takes? (?:the )?longest", True, "time duration"),
        ("shortest", False, "length duration distance height"),
        ("tallest", True, "height"),
        ("highest", True, "height elevation altitude"),
        ("lowest", False, "height elevation altitude"),
        ("deepest", True, "depth"),
        ("shallowest", False, "depth"),
        ("widest", True, "width"),
        ("narrowest", False, "width"),
        ("nearest|closest", False, "distance"),
        ("farthest|furthest", True, "distance"),
        ("largest|biggest|greatest", True, _SIZE),
        ("smallest", False, _SIZE),
        ("fastest|quickest", True, _SPEED),
        ("slowest", False, _SPEED),
        ("loudest|noisiest", True, "noise loudness"),
        ("quietest", False, "noise loudness"),
        ("warmest|hottest", True, WARMTH),
        ("coldest|coolest", False, WARMTH),
        ("wettest|rainiest", True, _RAIN),
        ("driest", False, _RAIN),
        ("sunniest", True, "sunshine sun"),
        ("oldest|earliest", False, SINCE),
        ("youngest|newest|latest|most recent(?:ly)?", True, SINCE),
        (r"(?<!at )best(?!-| before)|top(?= (?:two|three|[23])\b)", True, _BEST),
        ("worst", False, _BEST),
        ("(?:best|highest|top)[ -](?:rated|scoring)", True, SCORE),
        ("(?:worst|lowest)[ -](?:rated|scoring)", False, SCORE),
        (rf"(?:(?:{_CAME}|won) (?:in )?)?(?:the )?{_PLACED} (?:place|prize)", True, RANK),
        (rf"(?:{_CAME}) {_PLACED}|won(?= the\b|\W*$)|winner", True, RANK),
        (rf"(?:{_CAME}) (?:in )?last(?: place)?", False, RANK),
        ("(?<!at )most", True, ""),
        ("(?<!at )least|fewest", False, ""),
    )
)
"""What asks for an extreme, whether for the most, and what columns it is said of.

"The most" is said of the one that is named behind it.
"""
UNITS_OF = {
    stem(name): frozenset(units.split())
    for name, units in (
        ("price", "£ € $ ¥"),
        ("salary", "£ € $ ¥"),
        ("weight", "g"),
        ("duration", "second"),
        ("speed", "second clock km/h"),
        ("temperature", "°c"),
    )
}
"""Of which units a column is that such names mean, if only one of the table is."""
FIRST_AND_LAST = (
    (
        re.compile(r"\bfirst (?:to be )?\w+ed\b|\b\w+ed first\b", re.IGNORECASE),
        False,
        stems(SINCE),
    ),
    (re.compile(r"\blast (?:to be )?\w+ed\b|\b\w+ed last\b", re.IGNORECASE), True, stems(SINCE)),
)
"""Where no word of those asks for it: "Which peak was the first to be climbed?"."""
