"""Half a question asked of another part of the same, or of the same part of something else.

Pure. "And the width?" after "What is the height of the tower?" keeps the tower; "and of Bergen?"
after "What is the population of Oslo?" keeps the population; and nobody asks how long a price is
open: "and the price?" after "How long is the museum open?" is asked of the museum.
"""

import re

from index.words import words
from qa.language.grammar import find_names, is_name, time_named
from qa.language.kinds import Kind, kind_of
from qa.language.vocabulary import DETERMINERS, are_many, is_person
from qa.turns.instead import are_people, noun_of
from qa.turns.pointers import pointers
from qa.turns.runs import cut_of, parts_of
from qa.turns.topics import PARTS, named_in, topic

# What one asks for of a flat, a firm or a person is none of what is spoken of next.
_PARTS = PARTS | frozenset(
    "salary rent deposit width depth phone number email prices costs fee fees hours dimensions"
    " ingredients capacity temperature budget dose dosage website"
    " publisher architect designer editor founder inventor manager secretary treasurer"
    " captain".split()
)
# Of people one asks for these only: "the deposit" is none of the tenant's.
_OF_PEOPLE = frozenset("height weight age name address phone number email salary".split())
_BODIES = frozenset("board council committee team court jury police".split())
# What may be said of a price, a rent or a name as of anything else.
_SAID_OF_PARTS = re.compile(
    r"\b(?:due|paid|fixed|included?|high(?:er)?|low(?:er)?|raised|reduced|increased?|changed?|rise"
    r"|fall|drop|known|given|shown|stated|printed|measured|calculated|charged|agreed|set"
    r"|matter|depend|appl(?:y|ied)|var(?:y|ied)|differ|\w{3,}[ai]ble|refunded|returned"
    r"|approved|accepted|rejected|discussed|decided|adopted|announced|mentioned|listed|confirmed"
    r"|checked|waived|covered)\b",
    re.IGNORECASE,
)
_THE_PART = re.compile(r"\bthe (?P<part>[\w-]+(?: [\w-]+)?) of ", re.IGNORECASE)
_OF = re.compile(r"\bof\s+(?!(?:course|what|which|whom?|whose)\b)(?=\S)", re.IGNORECASE)
_OF_ONESELF = re.compile(r"\b(?:do|can|could|should|must|may) (?:I|we|you|one)\b", re.IGNORECASE)
_WHO_IS = re.compile(r"^who(?:['’]s| (?:is|are|was|were)) ", re.IGNORECASE)
_IS_THE = re.compile(r"^(?:who|what)(?:['’]s| is| are) $", re.IGNORECASE)
# Behind "how heavy is" or "what colour is", a whole whose height may be asked for, too.
_HOW = re.compile(
    r"^\W*(?:how [a-z]+|what (?:age|colou?r|depth|height|length|size|weight|width)) "
    r"(?:(?P<be>is|are|was|were) (?P<whole>.+)"
    r"|(?:do|does|did) (?P<measured>.+) (?:weigh|measure))$",
    re.IGNORECASE,
)


def part_instead(asked: str, new: str) -> str | None:
    """Return the question before asked for "the width", or for "the rent of the garage".

    None where it asks for no part of anything, or the new is no part.

    Args:
        asked: Without its question mark.
        new: What is asked now.
    """
    part, of, _ = new.partition(" of ")
    if not _is_part(part):
        return None
    found = [match for match in _THE_PART.finditer(asked) if _is_part(match["part"])]
    if not found:
        return (None if of else _of_how(asked, part)) or _of_whole(asked, new)
    if len(found) != 1:
        return None
    start, whole = found[0].start(), found[0].end()
    end = _end_of_named(asked, whole)
    if end is None or _is_part(asked[whole:end]):
        # Of "the size of the deposit" it is not plain which one is a part.
        return None
    if of:
        return f"{asked[:start]}{_with_article(new)}{asked[end:]}?"
    led = _IS_THE.sub(what_is(part), asked[:start])
    return f"{led}{_with_article(part)} of {asked[whole:]}?"


def of_another(asked: str, new: str) -> str | None:
    """Return the question before with "of Bergen" for its last "of Oslo"; None without any."""
    if not _OF.match(new):
        return None
    inside = [match.span() for match in find_names(asked)]
    found = [
        match
        for match in _OF.finditer(asked)
        # "The Port of Vik" is one name.
        if not any(first < match.start() < last for first, last in inside)
    ]
    end = _end_of_named(asked, found[-1].end()) if found else None
    return f"{asked[: found[-1].start()]}{new}{asked[end:]}?" if end else None


def _of_how(asked: str, part: str) -> str | None:
    """Return "what is the height of the D7" after "how heavy is the D7"."""
    how = _HOW.match(asked)
    whole = (how["whole"] or how["measured"]) if how else None
    if whole is None or pointers(asked) or whole != named_in(asked).subject or _is_part(whole):
        return None
    past = how is not None and how["be"] in ("was", "were")
    return f"What {'was' if past else 'is'} {_with_article(part)} of {whole}?"


def _of_whole(asked: str, new: str) -> str | None:
    """Return "what is the price of the museum" after "how long is the museum open".

    None where the same may be asked of a part: "when is the deposit due".
    """
    named, part = named_in(asked), new.partition(" of ")[0]
    # "Where can I buy tickets?" is about these.
    whole = named.subject or (topic(asked) if _OF_ONESELF.search(asked) else None)
    if whole is None or pointers(asked) or _SAID_OF_PARTS.search(asked):
        return None
    one = is_person(noun_of(part))
    if one and _WHO_IS.sub("", asked) == whole:
        # "Who is the project lead?" - "and the designer?"
        return f"{what_is(part)}{_with_article(new)}?"
    if one and is_name(whole):
        # "When was Ann Moe elected chair?" - "and treasurer?"
        return None
    led = one and noun_of(whole) in _BODIES
    fits = led or not are_people(whole) or noun_of(part) in _OF_PEOPLE
    apart = not fits or f"{whole} of " in asked or any(map(_is_part, (whole, *named.others)))
    # "Can tenants change the locks?" - "and the colour?"
    things = [other for other in named.others if time_named(other) is None]
    if apart or (kind_of(asked) is Kind.TRUTH and named.acts and things):
        return None
    told = new if part != new else f"{part} of {whole}"
    return f"{what_is(part)}{_with_article(told)}?"


def _end_of_named(asked: str, start: int) -> int | None:
    """Return where what is named ends that begins at an offset; None where nothing is."""
    asks, rest, runs = parts_of(asked)
    ahead = len(asked) - len(rest)
    run = next(((first, last) for first, last in runs if first + ahead == start), None)
    if run is None:
        return None
    end = cut_of(asks, rest, *run).end + ahead
    longer = [match.end() for match in find_names(asked) if match.start() < end < match.end()]
    return max([end, *longer])


def _is_part(named: str) -> bool:
    """Return whether "the width" or "the phone number" is named, and nothing more."""
    said = [word.text.lower() for word in words(named)]
    bare = said[1:] if said and said[0] in DETERMINERS else said
    return 0 < len(bare) <= 2 and noun_of(named) in _PARTS


def what_is(part: str) -> str:
    """Return "Who is " of an owner, "What are " of opening hours."""
    what = "Who" if is_person(noun_of(part)) else "What"
    return f"{what} {'are' if are_many(noun_of(part)) else 'is'} "


def _with_article(named: str) -> str:
    first = named.partition(" ")[0].lower()
    return named if first in DETERMINERS else f"the {named}"
