"""Half a question, asked of something else or of a part only, put into the one before it.

"And the crew?" after "Who paid the captain?" takes the captain's place, "On Mondays?" that of
Sundays; where no place is plain it stands behind: "Who paid the captain: the tea?"
"""

import re

from index.words import words
from qa.language.grammar import NAME, Time, is_name, names, time_named
from qa.language.kinds import Kind, kind_of
from qa.language.times import DAYS, MONTHS
from qa.language.vocabulary import AUXILIARY, Role, are_many, is_adjective, is_verb, role
from qa.turns.agreeing import agreed
from qa.turns.doing import acts, does_instead
from qa.turns.instead import both_people, gives_way, noun_of
from qa.turns.ofwhat import of_another, part_instead
from qa.turns.pointers import Pointer, pointers
from qa.turns.runs import QUESTION_WORDS, cut_of, helper_of, parts_of
from qa.turns.topics import named_in, topic

_NUMBERED = re.compile(r"[a-z] \d+$")
_WHEN = re.compile(r" (?:then|in \d{4})$", re.IGNORECASE)
# "For children?", which asks the same of a part only.
_LEADING = (
    r"(?:for|in|at|on|with|without|from|to|by|during|after|before|since|until|near|about|against)"
)
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
# What is put behind so names nothing to speak of next: "how much is it: if I'm a student?".
_SOMETHING = re.compile(r"(?:some|any)(?:thing|where|one|body)\b", re.IGNORECASE)
OF_SOME = re.compile(
    rf"(?:if|not|under|over|those|{_LEADING})\b|{_SOMETHING.pattern}", re.IGNORECASE
)
# "Did she wear gloves?", but not "and should I?".
_WHOLE = re.compile(
    r"(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should) "
    r"(?:he|she|it|they|this|that|these|those|the) \w+",
    re.IGNORECASE,
)
# "and encrypted ones?" after "can it read scanned files?", "and the second?" after "the first".
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|last)"
_ONES = re.compile(rf"(?:the )?(?:(?P<kind>[\w-]+) ones?|(?P<which>{_ORDINAL}))", re.IGNORECASE)
THOSE_WHO = re.compile(
    r"(?:those|the ones?) (?:who|that|which|with|without|from|in|on|of)\b", re.IGNORECASE
)
_DESCRIBED = re.compile(r"(?<!\S)(?P<kind>[\w'’-]+)(?= (?P<thing>\w[\w-]*))")

# "Why did it?", "who did?"
_DOES = frozenset("do does did".split())
_DID_SO = re.compile(
    r"^\W*(?:(?P<who>who )|(?:why|when|where|how(?: (?:often|long|much|many))?) )"
    r"(?P<does>do|does|did|can|could|will|would|should)(?:n['’]t)?"
    r"(?(who)| (?:he|she|it|they))(?: then)?\W*$",
    re.IGNORECASE,
)
_SELF = re.compile(r" (?:him|her|it|them)sel(?:f|ves)\b", re.IGNORECASE)


def leans(asked: str) -> list[Pointer]:
    """Return the pronouns of a question that stand in it still, for want of what they mean."""
    # "What was he called: the mayor?" says who is meant.
    return pointers(asked) if pointers(asked.rpartition(": ")[2]) else []


def left_out(question: str, asked: str) -> str | None:
    """Return "when?" for "when did it?", and "who did collect the medal?" for "who did?".

    None where the question before says nothing that was left out, or the question leaves out none.
    """
    so = _DID_SO.match(question)
    _, rest, runs = parts_of(asked)
    before = rest[: runs[0][0]] if runs else ""
    helper = helper_of(before)
    if so is None or not runs:
        return None
    said = so["does"].lower()
    alike = helper == said or {helper, said} <= _DOES
    if so["who"]:
        end = cut_of("", rest, *runs[0]).end
        done = _SELF.sub("", rest[end:]).rstrip(" ?!.")
        return f"who {said}{done}?" if alike and done else None
    if alike or (said in _DOES and helper not in AUXILIARY):
        return f"{question[: so.start('does')].rstrip()}?"
    return None


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
    if _SOMETHING.match(new):
        put = None
    elif (done := does_instead(previous, new)) or acts(new):
        put = done
    elif THOSE_WHO.match(new):
        put = _of_those(previous, new)
    else:
        # "And of the second?" after "the height of the first tower".
        put = _another_one(previous, re.sub(r"^[oO]f ", "", new))
        put = put or of_another(previous, new) or _replaced(previous, new)
    return put or f"{without_added(previous)}: {new}?"


def _another_one(previous: str, new: str) -> str | None:
    """Return the question before about "encrypted ones" in place of "scanned files"."""
    ones = _ONES.fullmatch(new)
    kind = ones["kind"] or ones["which"] if ones else ""
    alike = _is_ordinal if _is_ordinal(kind) else _describes
    found = [
        match
        for match in _DESCRIBED.finditer(previous)
        if alike(match["kind"]) and _is_thing(match["thing"])
    ]
    if not found or not alike(kind):
        return None
    start, end = found[-1].span("kind")
    return f"{previous[:start]}{kind}{previous[end:]}?"


def _is_thing(said: str) -> bool:
    """Return whether a word may be described: "light", but not "mean" or "with"."""
    return role(said) is not Role.VERB and any(word.carries_meaning for word in words(said))


def _of_those(previous: str, new: str) -> str | None:
    """Return the question before about "those who came by car" in place of "the children"."""
    subject = named_in(previous).subject
    return _put_in(previous, subject, new) if subject and are_many(subject) else None


def _is_ordinal(said: str) -> bool:
    return re.fullmatch(_ORDINAL, said, re.IGNORECASE) is not None


def _describes(said: str) -> bool:
    return is_adjective(said) or is_verb(said)


def without_added(previous: str) -> str:
    """Return "can tenants keep dogs" for "can tenants keep dogs: cats"."""
    added = _ADDED.match(previous)
    if added and OF_SOME.match(added["new"]):
        return added["asked"]
    if added is None or kind_of(added["new"]) is not Kind.THING:
        return previous
    asks = QUESTION_WORDS.match(added["asked"])
    # Of "why: the bridge was late" nothing was added.
    asked = asks["rest"] if asks else added["asked"]
    return added["asked"] if any(word.carries_meaning for word in words(asked)) else previous


def _with_part(previous: str, led: str, named: str) -> str:
    """Return a question with "for groups" at its end or in place of a part like it."""
    if not words(named):
        return _opposed(previous, led) or f"{previous} {led}?"
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
        kept = _verb_at_end(part["named"])
        replaced = part["named"].removesuffix(kept)
        if _alike(replaced, named):
            # "In the ordinary ones" for "in the amber rooms".
            new = re.sub(r"\bones?$", noun_of(replaced), new)
            return f"{previous[: part.start()]}{new}{kept}{previous[part.end() :]}?"
    return f"{previous}{new}?"


def _opposed(previous: str, led: str) -> str | None:
    """Return "how much is it without breakfast" for "without", where "with breakfast" was said."""
    leads = next(
        (leads for leads in (*_OPPOSED, "(?:for|against)") if re.fullmatch(leads, led)), ""
    )
    found = list(re.finditer(rf"(?i) {leads}(?= \S)", previous)) if leads else []
    if not found:
        return None
    return f"{previous[: found[-1].start()]} {led}{previous[found[-1].end() :]}?"


def _alike(one: str, other: str) -> bool:
    """Return whether two parts are both people, or times of a kind, "winter" and "July"."""
    times = {time_named(one), time_named(other)}
    timed = len(times) == 1 or times.isdisjoint({None, Time.YEAR})
    return timed and bool(words(other)) and both_people(one, other)


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


def _verb_at_end(named: str) -> str:
    """Return what of a part its question cannot do without: " take" of " Finland take"."""
    said = words(named)
    last = said[-1].text if len(said) > 1 else ""
    return f" {last}" if role(last) is Role.VERB or _describes(last) else ""


def _replaced(asked: str, new: str) -> str | None:
    """Return the question before asked of something else; None where its grammar is not plain."""
    time = time_named(new)
    if time in _TIMES_NAMED:
        return _at_another_time(asked, new, time)
    if part := part_instead(asked, new):
        return part
    old = _name_in(asked, new) if is_name(new) else None
    old = old or gives_way(asked, new)
    return _put_in(asked, old, new) if old else None


def _put_in(asked: str, old: str, new: str) -> str | None:
    pattern = rf"(?<!\w){re.escape(old)}(?!\w)"
    found = re.search(pattern, asked)
    if found is None:
        return None
    changed = f"{asked[: found.start()]}{new}{asked[found.end() :]}?"
    return agreed(changed, found.start(), found.start() + len(new))


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


def capital(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]
