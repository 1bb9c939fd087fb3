"""Half a question, asked of something else or of a part only, put into the one before it.

"And the crew?" after "Who paid the captain?" takes the captain's place, "On Mondays?" that of
Sundays; where no place is plain it stands behind: "Who paid the captain: the tea?"
"""

import re

from index.words import stem, words
from qa.grammar import (
    DETERMINERS,
    NAME,
    Role,
    Time,
    are_many,
    is_adjective,
    is_person,
    is_verb,
    names,
    role,
    time_named,
)
from qa.kinds import Kind, kind_of
from qa.pointers import Pointer, pointers
from qa.times import DAYS, MONTHS
from qa.topics import QUESTION_WORDS, Named, named_in, topic

_NUMBERED = re.compile(r"[a-z] \d+$")
_WHEN = re.compile(r" (?:then|in \d{4})$", re.IGNORECASE)
# "For children?", which asks the same of a part only.
_LEADING = r"(?:for|in|at|on|with|without|from|during|after|before|since|until|near)"
PART = re.compile(rf"(?P<led>{_LEADING})\b", re.I)
# Before a time any of these may stand, before a place some of them.
_TIMED = r"(?:in|at|on|from|during|after|before|since|until|by|every|each|between)"
_PLACED = r"(?:in|at|near)"
_TIMES_APART = re.compile(rf" (?={_TIMED} )", re.IGNORECASE)
# Of two such parts the later takes the place of the earlier.
_OPPOSED = ("(?:with|without)", "(?:before|after|since|until|during)")
_DAY = rf"(?:(?:{'|'.join(DAYS)})s?(?: (?:morning|afternoon|evening|night)s?)?|weekends?|weekdays?)"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_MONTH = rf"(?:\d{{1,2}} )?(?:{'|'.join(MONTHS)})(?: \d{{1,2}}\b)?(?:,? {_YEAR})?"
# "On Sundays and Mondays" gives way whole.
_TIMES_NAMED = {
    Time.DAY: rf"{_DAY}(?:(?: and|,| or| to) {_DAY})*",
    Time.MONTH: rf"{_MONTH}(?:(?: and|,| or| to) {_MONTH})*",
    Time.YEAR: rf"(?:[a-z]+ )?{_YEAR}",
}
# "Can tenants keep dogs: cats?" was put so, because it is not plain what cats are.
_ADDED = re.compile(r"^(?P<asked>.+): (?P<new>[^:]+)$")
# Who may be asked of in place of somebody: "the customer" for "the supplier".
_PEOPLE = tuple(
    "adult child children kid teenager teen baby pensioner senior tenant landlord lodger resident"
    " citizen supplier buyer seller employer employee contractor client lender borrower applicant"
    " candidate trustee shareholder neighbour parent volunteer youth subscriber holder dealer agent"
    " tourist cyclist pedestrian hiker climber runner relative graduate newcomer foreigner"
    " staff crew family families couple group member".split()
)
# "Did she wear gloves?", but not "and should I?".
_WHOLE = re.compile(
    r"(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should) "
    r"(?:he|she|it|they|this|that|these|those|the) \w+",
    re.IGNORECASE,
)
# "and encrypted ones?" after "can it read scanned files?"
_ONES = re.compile(r"(?:the )?(?P<kind>[\w-]+) ones?", re.IGNORECASE)
_DESCRIBED = re.compile(r"(?<!\S)(?P<kind>[\w'’-]+)(?= (?P<thing>\w[\w-]*))")


def leans(asked: str) -> list[Pointer]:
    """Return the pronouns of a question that stand in it still, for want of what they mean."""
    # "What was he called: the mayor?" says who is meant.
    return pointers(asked) if pointers(asked.rpartition(": ")[2]) else []


def about(asked: str) -> str | None:
    """Return what a question is about; None where only a pronoun says it."""
    return None if leans(asked) else topic(asked)


def changed(new: str, previous: str) -> str:
    """Return the question before asked of something else, or of a part only."""
    if _WHOLE.match(new):
        # "Was she paid?", whoever she may be.
        return f"{capital(new)}: {about(previous) or previous}?"
    part = PART.match(new)
    # "And Before Dawn?" is the name of a film.
    if part and not (new[0].isupper() and is_name(new) and not time_named(new)):
        times = _TIMES_APART.split(new)
        if not all(map(time_named, times)):
            return _with_part(previous, part["led"].lower(), new[part.end() :])
        # "On Sunday in May?"
        for time in times:
            led, _, named = time.partition(" ")
            previous = _with_part(previous, led.lower(), f" {named}").rstrip("?")
        return f"{previous}?"
    put = _another_one(previous, new) or _replaced(previous, new)
    return put or f"{without_added(previous)}: {new}?"


def _another_one(previous: str, new: str) -> str | None:
    """Return the question before about "encrypted ones" in place of "scanned files"."""
    ones = _ONES.fullmatch(new)
    found = [
        match
        for match in _DESCRIBED.finditer(previous)
        if _describes(match["kind"]) and any(word.carries_meaning for word in words(match["thing"]))
    ]
    if ones is None or not found or not _describes(ones["kind"]):
        return None
    start, end = found[-1].span("kind")
    return f"{previous[:start]}{ones['kind']}{previous[end:]}?"


def _describes(said: str) -> bool:
    return is_adjective(said) or is_verb(said)


def without_added(previous: str) -> str:
    """Return "can tenants keep dogs" for "can tenants keep dogs: cats"."""
    added = _ADDED.match(previous)
    if added is None or kind_of(added["new"]) is not Kind.THING:
        return previous
    asks = QUESTION_WORDS.match(added["asked"])
    # Of "why: the bridge was late" nothing was added.
    asked = asks["rest"] if asks else added["asked"]
    return added["asked"] if any(word.carries_meaning for word in words(asked)) else previous


def _with_part(previous: str, led: str, named: str) -> str:
    """Return a question with "for groups" at its end or in place of a part like it."""
    new = f" {led}{named}"
    like = _like_it(led, named.strip())
    if like:
        found = list(re.finditer(like, previous))
        if found:
            return f"{previous[: found[-1].start()]}{new}{previous[found[-1].end() :]}?"
    # "And for groups?" asks nothing of the children of "for children".
    others = rf"(?!{_LEADING}\b)\S+"
    alike = next((leads for leads in _OPPOSED if re.fullmatch(leads, led)), led)
    parts = re.finditer(
        rf"(?i) {alike}(?P<named>(?: {others}){{1,4}})(?= {_LEADING}\b|$)", previous
    )
    for part in reversed(list(parts)):
        if not _ends_in_verb(part["named"]) and _alike(part["named"], named):
            # "In the ordinary ones" for "in the amber rooms".
            new = re.sub(r"\bones?$", _noun(part["named"]), new)
            return f"{previous[: part.start()]}{new}{previous[part.end() :]}?"
    return f"{previous}{new}?"


def _alike(one: str, other: str) -> bool:
    """Return whether two parts are both people, or times of a kind, "winter" and "July"."""
    times = {time_named(one), time_named(other)}
    timed = len(times) == 1 or times.isdisjoint({None, Time.YEAR})
    return timed and bool(words(other)) and _both_people(one, other)


def _like_it(led: str, named: str) -> str | None:
    """Return a pattern of what a time or a name behind a preposition takes the place of."""
    time = time_named(named)
    if time in _TIMES_NAMED:
        return rf"(?i) {_TIMED} (?:(?:the|an?) )?{_TIMES_NAMED[time]}(?![\w-])"
    if time or not is_name(named):
        return None
    alike = _PLACED if re.fullmatch(_PLACED, led) else led
    calendar = rf"(?!(?i:{_DAY}|{_MONTH})\b)"
    return rf" (?i:{alike} )(?:the )?{calendar}{NAME.pattern}"


def _ends_in_verb(named: str) -> bool:
    """Return whether a part holds what its question cannot do without: "in Finland take"."""
    said = words(named)
    last = said[-1].text if len(said) > 1 else ""
    return role(last) is Role.VERB or _describes(last)


def is_name(new: str) -> bool:
    """Return whether half a question is a name, with or without "the"."""
    return NAME.match(re.sub(r"^the ", "", new, flags=re.IGNORECASE)) is not None


def _replaced(asked: str, new: str) -> str | None:
    """Return the question before asked of something else; None where its grammar is not plain."""
    time = time_named(new)
    if time in _TIMES_NAMED:
        return _at_another_time(asked, new, time)
    old = _name_in(asked, new) if is_name(new) else None
    old = old or _gives_way(asked, new)
    return _put_in(asked, old, new) if old else None


def _put_in(asked: str, old: str, new: str) -> str | None:
    pattern = rf"(?<!\w){re.escape(old)}(?!\w)"
    changed, times = re.subn(pattern, lambda _: new, asked, count=1)
    return f"{changed}?" if times else None


def _at_another_time(asked: str, new: str, time: Time) -> str:
    """Return the question before with another day, month or year."""
    bare = re.sub(r"^(?:in|on) ", "", new, flags=re.IGNORECASE)
    found = list(re.finditer(rf"(?i)(?<= ){_TIMED} (?:the )?(?P<time>{_TIMES_NAMED[time]})", asked))
    if found:
        start, end = found[-1].span("time")
        return f"{asked[:start]}{bare}{asked[end:]}?"
    named = next((name for name in names(asked) if time_named(name) is time), None)
    instead = _put_in(asked, named, bare) if named else None
    # "What about 2016?"
    led = "on" if time is Time.DAY else "in"
    return instead or f"{_WHEN.sub('', asked)} {led} {bare}?"


def _name_in(asked: str, new: str) -> str | None:
    """Return the name that another takes the place of."""
    named = next((name for name in names(asked) if time_named(name) not in _TIMES_NAMED), None)
    if named is None:
        return None
    # "the Emirates" gives way whole to "Egypt".
    old = f"the {named}" if f"the {named}" in asked else named
    # "Year 7" gives way whole to "Year 10".
    numbered = _NUMBERED.search(new) and re.search(rf"{re.escape(old)} \d+\b(?![.,]\d)", asked)
    return numbered.group() if numbered else old


def _gives_way(asked: str, new: str) -> str | None:
    """Return what "alcohol" is asked of in place of: "coffee" in "does coffee help".

    None where it may as well be something else: "does the drug treat the flu" - "the vaccine".
    """
    said, article = words(new), _has_article(new)
    if not said or is_verb(said[-1].text) or not (article or said[0].carries_meaning):
        return None
    named = named_in(asked)
    options = _options(named, new)
    left = _most_alike(new, options)
    if len(left) > 1:
        left = _likeliest(asked, named, left, article=article)
    return next((old for old in left if _may_replace(old, new, named, options)), None)


def _may_replace(old: str, new: str, named: Named, options: list[str]) -> bool:
    """Return whether something new can be asked of like something old, for all that is known."""
    alike = _article(old) == _article(new)
    if is_name(new) and not is_name(old):
        # "When does the museum open?" - "what about Oslo?"
        return len(options) == 1 and alike and old != named.counted
    if old in named.others:
        alike = alike and are_many(old) == are_many(new)
        return (alike or _same_noun(old, new)) and _both_people(old, new)
    if old == named.counted:
        return are_many(old) == are_many(new) or (_are_people(old) and _are_people(new))
    # "Would a lawyer sign the lease?" is asked of a notary, but not of a cheque.
    plain = alike and (len(options) == 1 or not named.acts)
    return plain or _both_people(old, new)


def _options(named: Named, new: str) -> list[str]:
    """Return what of a question something new may stand in place of."""
    found = [named.subject, *(each for each in named.others if not NAME.match(each))]
    if named.subject and NAME.match(named.subject) and not is_name(new):
        found = []
    if not _has_article(new):
        found.append(named.counted)
    timed = time_named(new) is not None
    return [
        each
        for each in found
        if each and (time_named(each) is not None) is timed and not each[0].isdigit()
    ]


def _likeliest(asked: str, named: Named, left: list[str], *, article: bool) -> list[str]:
    """Return the subject, where what is asked of another is rather asked of another subject."""
    # "Can dogs eat grapes?" says of neither "nuts" nor "cats" which they are.
    plain = not named.acts or (not article and QUESTION_WORDS.match(asked))
    same = [each for each in left if each == named.subject and _has_article(each) is article]
    return same if plain else []


def _most_alike(new: str, options: list[str]) -> list[str]:
    """Return which of some things another is most like: in its noun, as a person, as bare."""
    # Who is no known person may be one: "the notary".
    peopled = _both_people if _are_people(new) or not _article(new) else _same_noun
    for alike in (_same_noun, peopled, _both_any):
        options = [each for each in options if alike(each, new)] or options
    return options


def _same_noun(one: str, other: str) -> bool:
    return stem(_noun(one)) == stem(_noun(other))


def _both_people(one: str, other: str) -> bool:
    return _are_people(one) == _are_people(other)


def _are_people(named: str) -> bool:
    noun = _noun(named)
    return any(is_person(each) or each.endswith(_PEOPLE) for each in (noun, noun.removesuffix("s")))


def _noun(named: str) -> str:
    """Return the last word of what is named."""
    return next((word.text.lower() for word in reversed(words(named))), "")


def _both_any(one: str, other: str) -> bool:
    """Return whether both are any of a kind: "theft" and "fire", "a cafe" and "a shop"."""
    return _article(one) == _article(other) in ("", "a")


def _article(named: str) -> str:
    """Return "the" of "the bridge", "a" of "an island"; nothing of "bridges"."""
    first = next((word.text.lower() for word in words(named)), "")
    return {"an": "a"}.get(first, first) if first in DETERMINERS else ""


def _has_article(named: str) -> bool:
    return bool(_article(named))


def capital(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]
