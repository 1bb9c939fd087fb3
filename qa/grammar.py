"""What little of English grammar the rules for follow-ups need."""

import re

from index.words import words

AUXILIARY = frozenset(
    "is are was were do does did can could has have had will would should may might must shall"
    " be been being".split()
)
DETERMINERS = frozenset("the a an his her its their this that these those".split())

# Forms of verbs behind a subject: "was the bridge opened", "is the child running", "was it bought".
_REGULAR = re.compile(r"(?:ed|ing)$")
_IRREGULAR = frozenset(
    "begun bought brought broken built caught chosen cut done drawn driven drunk eaten fallen felt"
    " found fought given gone grown heard held hidden hit hung kept known laid led left lent lost"
    " made meant met overthrown paid put read run said seen sent shot shown shut sold spent"
    " spoken stolen struck sung sunk swept taken taught thrown told torn withdrawn won worn"
    " written".split()
)

CAPITAL = r"(?!I\b)[A-Z](?:[\w’'-]*\w)?(?:(?<=\b[A-Z])\.)?"
NAME = re.compile(rf"{CAPITAL}(?:(?: (?:of|the|and|de|van|von|al|bin))* {CAPITAL})*")
# No person's name consists of these.
CALENDAR = frozenset(
    "january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday".split()
)


def is_verb(said: str) -> bool:
    """Return whether a word may be a verb's participle: "opened", "built", "running"."""
    return bool(_REGULAR.search(said.lower())) or said.lower() in _IRREGULAR


def names(text: str) -> list[str]:
    """Return the names in a text; a capital at its very start may be any word."""
    return [match.group() for match in find_names(text)]


def find_names(text: str) -> list[re.Match[str]]:
    """Return where names stand in a text."""
    first = words(text)[:1]
    begin = first[0].end if first and not first[0].carries_meaning else 0
    found = list(NAME.finditer(text, begin))
    return [match for match in found if match.start() > 0 or " " in match.group()]
