"""Half a question asked of another part of the same, or of the same part of something else.

Pure. "And the width?" after "What is the height of the tower?" keeps the tower; "and of Bergen?"
after "What is the population of Oslo?" keeps the population.
"""

import re

from index.words import words
from qa.language.grammar import find_names
from qa.language.vocabulary import DETERMINERS
from qa.turns.instead import noun_of
from qa.turns.pointers import pointers
from qa.turns.runs import cut_of, parts_of
from qa.turns.topics import PARTS, named_in

# What one asks for of a flat, a firm or a person is none of what is spoken of next.
_PARTS = PARTS | frozenset("salary rent deposit width depth phone number email".split())
_THE_PART = re.compile(r"\bthe (?P<part>[\w-]+(?: [\w-]+)?) of ", re.IGNORECASE)
_OF = re.compile(r"\bof\s+(?!(?:course|what|which|whom?|whose)\b)(?=\S)", re.IGNORECASE)
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
    if not found and not of:
        return _of_how(asked, part)
    if len(found) != 1:
        return None
    start, whole = found[0].start(), found[0].end()
    end = _end_of_named(asked, whole)
    if end is None or _is_part(asked[whole:end]):
        # Of "the size of the deposit" it is not plain which one is a part.
        return None
    if of:
        return f"{asked[:start]}{_with_article(new)}{asked[end:]}?"
    return f"{asked[:start]}{_with_article(part)} of {asked[whole:]}?"


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


def _with_article(named: str) -> str:
    first = named.partition(" ")[0].lower()
    return named if first in DETERMINERS else f"the {named}"
