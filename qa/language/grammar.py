"""What little of English grammar the rules for follow-ups need: names, times, where verbs stand."""

import re
from collections.abc import Sequence
from enum import Enum
from itertools import takewhile

from index.words import Word, words
from qa.language.times import DAYS, MONTHS
from qa.language.vocabulary import (
    DETERMINERS,
    Role,
    are_many,
    is_adjective,
    is_adverb,
    is_person,
    is_verb,
    role,
)

_PLACING = frozenset("in at on of from near for by under behind with".split())
_FIGURES = frozenset("two three four five six seven eight nine ten hundred thousand".split())

CAPITAL = r"(?!I\b)[A-Z](?:[\w’'-]*\w)?(?:(?<=\b[A-Z])\.)?"
NAME = re.compile(rf"{CAPITAL}(?:(?: (?:of|the|and|de|van|von|al|bin))* {CAPITAL})*")

# No person's name consists of these.
CALENDAR = frozenset((*DAYS, *MONTHS))
_SOME_TIME = frozenset(
    "winter summer spring autumn season morning afternoon evening night noon midnight"
    " holiday easter christmas day week month year hour term".split()
)


class Time(Enum):
    """What kind of time is named."""

    DAY = "Monday"
    MONTH = "July"
    YEAR = "2016"
    SOME = "winter"


def time_named(named: str) -> Time | None:
    """Return what kind of time a text's last word names, if any."""
    last = next((word.text.lower() for word in reversed(words(named))), "")
    if re.fullmatch(r"1[5-9]\d\d|20\d\d", last):
        return Time.YEAR
    one = last.removesuffix("s")
    if one in {*DAYS, "weekend", "weekday"}:
        return Time.DAY
    if last in MONTHS:
        return Time.MONTH
    return Time.SOME if one in _SOME_TIME or last in _SOME_TIME else None


def names(text: str) -> list[str]:
    """Return the names in a text; a capital at its very start may be any word."""
    return [match.group() for match in find_names(text)]


def find_names(text: str) -> list[re.Match[str]]:
    """Return where names stand in a text."""
    first = words(text)[:1]
    begin = first[0].end if first and not first[0].carries_meaning else 0
    found = list(NAME.finditer(text, begin))
    return [match for match in found if match.start() > 0 or " " in match.group()]


def least_named(inside: Sequence[Word]) -> int:
    """Return with how many words at least something is named: "the bridge", "bridges"."""
    return 2 if inside[0].text.lower() in DETERMINERS else 1


def base_verb(
    inside: Sequence[Word], helper: str, behind: Sequence[Word]
) -> tuple[int | None, bool]:
    """Return which word of "the bridge open" is the verb that "does" waits for.

    None where it is not among them. And whether that is sure; if not, it is a guess.

    Args:
        inside: Some words, a subject first.
        helper: The word before them.
        behind: The words behind them.
    """
    least = least_named(inside)
    if helper == "do" and (at := _behind_plural(inside)):
        return at, True
    roles = {at: _role_of(word) for at, word in enumerate(inside) if at >= least}
    # "Did the old pump in the cellar break?"
    later = least + _only_describes(inside[least - 1].text)
    verbs = [at for at, found in roles.items() if found is Role.VERB]
    if verbs:
        return next((at for at in verbs if at >= later), verbs[0]), True
    named = list(takewhile(lambda word: word.text[0].isupper() or word.text.isdigit(), inside))
    if named:
        return (len(named) if len(named) < len(inside) else None), True
    others = [at for at, found in roles.items() if found is not Role.OTHER and at >= later]
    if others and _still_waits(len(others), roles[others[0]], behind):
        return None, False
    if len(others) < 2 or roles[others[0]] is Role.MAYBE:
        return (others[0] if others else None), len(others) < 3
    if least == 1:
        return 2, False
    return (len(inside) - 1 if len(inside) == 4 else None), False


def _behind_plural(inside: Sequence[Word]) -> int | None:
    """Return which word is the verb of "sooty hares live": what follows the first plural."""
    plural = next((at for at, word in enumerate(inside) if are_many(word.text)), len(inside))
    following = range(plural + 1, len(inside))
    verbs = (at for at in following if not are_many(inside[at].text))
    return next((at for at in verbs if not is_adverb(inside[at].text)), None)


def _still_waits(candidates: int, first: Role, behind: Sequence[Word]) -> bool:
    """Return whether a verb behind is likelier than the only word that may be one."""
    said = [word.text.lower() for word in behind]
    if candidates > 1 or not said:
        return False
    if first is Role.MAYBE:
        # "When will the skate park in Vik open?", but not "does it cover damage when I drive?"
        return said[0] in _PLACING and role(said[-1]) is Role.VERB
    return any(role(each) is Role.VERB or each in ("do", "have", "get", "be") for each in said)


def _only_describes(said: str) -> bool:
    """Return whether a word wants a noun behind it: "old", but not "light"."""
    return is_adjective(said) and role(said) is Role.OTHER


def _role_of(word: Word) -> Role:
    found = role(word.text)
    noun = are_many(word.text) or is_person(word.text)
    return Role.OTHER if noun and found is not Role.VERB else found


def predicate(inside: Sequence[Word], *, wanted: bool, open_end: bool) -> tuple[int | None, bool]:
    """Return which word of "the tunnel late" is said of the others, behind "is" or "has".

    None where there is none. And whether that is sure.

    Args:
        inside: Some words, a subject first.
        wanted: Whether it must be among them.
        open_end: Whether it may be among them or behind them.
    """
    least = least_named(inside)
    if len(inside) <= least:
        return None, True
    length = _length(inside, least)
    if length:
        return length, True
    last = inside[-1].text
    if wanted or is_adjective(last):
        return len(inside) - 1, True
    # The last one: "the newly built bridge opened".
    verbs = [
        at
        for at, word in enumerate(inside)
        # "Base editing" is no verb, "is the child running" has one.
        if at >= least and is_verb(word.text) and (word is inside[-1] or word.text[-3:] != "ing")
    ]
    noun = not open_end or are_many(last) or is_adjective(inside[least - 1].text)
    return (verbs[-1], True) if verbs else (None, noun)


def _length(inside: Sequence[Word], least: int) -> int | None:
    """Return where "two miles" stands in "the tunnel two miles long"; "Vik 3 tests" is a name."""
    for at in range(least, len(inside) - 1):
        said = inside[at].text
        figure = said[0].isdigit() or said.lower() in _FIGURES
        if figure and are_many(inside[at + 1].text) and inside[at - 1].text[0].islower():
            return at
    return None


def is_name(new: str) -> bool:
    """Return whether half a question is a name, with or without "the"."""
    return NAME.match(re.sub(r"^the ", "", new, flags=re.IGNORECASE)) is not None
