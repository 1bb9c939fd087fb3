"""A question that leans on the turns before it, made to stand alone.

Pure, and without a language model: a pronoun is replaced by what it stands for, half a sentence
is completed from the question before. Every word of the result comes from the conversation, and
the result is shown to the person who asked.
"""

import re
from collections.abc import Sequence

from index.words import stem, words
from qa.answer import Answer, Reason
from qa.grammar import (
    AUXILIARY,
    CALENDAR,
    CAPITAL,
    DETERMINERS,
    NAME,
    SILENT_VERBS,
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
from qa.pointers import (
    THEY,
    Pointer,
    Points,
    agree,
    is_somebody,
    pointers,
)
from qa.topics import QUESTION_WORDS, Named, named_in, topic, topics, whole_topic
from qa.wording import unwrapped

# A question with so many words that carry meaning can stand alone, though one of them points
# nowhere.
_ENOUGH = 3

# What "it" and "he" stand for is looked for in so many turns.
_RECENT = 4

_OPENING = re.compile(
    r"^(?:and|but|so|or|also|then|ok(?:ay)?|well|now)\b[,]?\s+(?=\S)", re.IGNORECASE
)
_WHAT_ABOUT = re.compile(r"^(?:what|how) about\s+(?P<new>.+?)\s*\??$", re.IGNORECASE)

_NUMBERED = re.compile(r"[a-z] \d+$")
_WHEN = re.compile(r" (?:then|in \d{4})$", re.IGNORECASE)
_WHY_SO = re.compile(
    r"(?:why (?:is|was) (?:it|this|that)(?: so)?|why so|how come|how so)\W*$", re.IGNORECASE
)
_WHEN_SO = re.compile(r"when (?:is|was|will) (?:that|this)(?: be)?\W*$", re.IGNORECASE)
# "How many times?", with no verb behind.
_HOW = re.compile(r"(?:\w+ )?how (?:many|much|long|often|far)\b|which\b", re.IGNORECASE)
# "For children?", which asks the same of a part only.
_LEADING = r"(?:for|in|at|on|with|without|from|during|after|before|since|until|near)"
_PART = re.compile(rf"(?P<led>{_LEADING})\b", re.I)
# Before a time any of these may stand, before a place some of them.
_TIMED = r"(?:in|at|on|from|during|after|before|since|until|by|every|each|between)"
_PLACED = r"(?:in|at|near)"
# Of two such parts the later takes the place of the earlier.
_OPPOSED = ("(?:with|without)", "(?:before|after|since|until|during)")
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?: (?:morning|afternoon|evening|night)s?)?"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_MONTH = (
    r"(?:\d{1,2} )?(?:january|february|march|april|may|june|july|august|september|october|november"
    rf"|december)(?: \d{{1,2}}\b)?(?:,? {_YEAR})?"
)
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
_OWNS = re.compile(r"['’]s$")
# Of "what's the rent", but not of "what's been decided".
_IS = re.compile(r"^['’]s (?=(?:the|a|an|his|her|its|their)\b)", re.IGNORECASE)
# Of "what days does the choir sing" the choir is spoken of.
_TIMES = re.compile(
    r"^(?:days?|time|times|year|month|months|date|hours|weekdays?|part|place|town|city|room) (?="
    r"(?:is|are|was|were|do|does|did|can|will|has|have)\b)",
    re.IGNORECASE,
)
# "Did she wear gloves?", but not "and should I?".
_WHOLE = re.compile(
    r"(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should) "
    r"(?:he|she|it|they|this|that|these|those|the) \w+",
    re.IGNORECASE,
)
# Subjects behind "do": "who do I have to ask", but "who did it".
_SUBJECTS = frozenset("i you we they he she people one".split())
# Before "there": what leads to a place already, and what moves.
_LED = re.compile(
    r"\b(?:in|at|on|from|to|near|of|around|through|outside|inside|behind|into) $", re.IGNORECASE
)
_MOVES = re.compile(r"\b(?:go|goes|going|went|gone|get|got|come|came|travel|move|moved) $", re.I)
_HE = re.compile(r"\b(?:he|him|his)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|hers?)\b", re.IGNORECASE)
_WHAT_DID = re.compile(r"\W*what (?:do|does|did)\b", re.IGNORECASE)
# What is put in place of "it" is at most so long, in characters.
_SHORT = 80
_AND_ASKS = re.compile(r",\s*(?:and )?(?:how|what|when|where|who|why|which)\b", re.IGNORECASE)
# "and encrypted ones?" after "can it read scanned files?"
_ONES = re.compile(r"(?:the )?(?P<kind>[\w-]+) ones?", re.IGNORECASE)
_DESCRIBED = re.compile(r"(?<!\S)(?P<kind>[\w'’-]+)(?= (?P<thing>\w[\w-]*))")
# A person's name has up to three words, and no "the" or "of" among them.
_PERSONS_NAME = re.compile(rf"(?!The\b){CAPITAL}(?: {CAPITAL}){{0,2}}")
_YOU = [
    (re.compile(rf"\b{you}\b", re.IGNORECASE), name)
    for you, name in [
        ("yours?", "Quoth's"),
        ("(?:are you|you are|you're)", "is Quoth"),
        ("were you", "was Quoth"),
        ("do you", "does Quoth"),
        ("(?:have you|you have)", "has Quoth"),
        ("you", "Quoth"),
    ]
]

_ASKS_QUOTH = re.compile(
    r"^\W*(?:(?:and|but|so) )?(?:"
    r"(?:who|what|how|where) (?:are|were) you\b|(?:are|were|can|could|have) you\b"
    r"|what(?: else)? can you (?:do|read|open|answer|understand|find)\b"
    r"|do you (?:use|read|open|keep|store|send|know|understand|support|learn|work)\b"
    r"|do you (?:need|have)\b(?! to\b)"
    r"|(?:what|which)(?: \w+){0,3} (?:do|can) you (?:use|read|open|understand|support|know)\b"
    r"|(?:who|what|which|where|how)(?:'s| is| are| was)? your\b"
    r"|(?:who|what) (?:made|built|wrote|trained|runs) you\b|how do you work\b)",
    re.IGNORECASE,
)


def stand_alone(question: str, history: Sequence[Answer], *, on_quoth: bool = True) -> str:
    """Return the question as it is to be searched.

    Args:
        question: One question, white space collapsed.
        history: The answers before it, oldest first.
        on_quoth: Whether the documents tell of Quoth, so that "you" may be it.

    Returns:
        The question itself where it leans on nothing.
    """
    bare = unwrapped(question)
    history = [turn for turn in history if not _is_courtesy(turn)]
    named = _to_quoth(bare) if on_quoth else bare
    bare = named if named == bare else _capital(named)
    if not history:
        return bare
    before = history[-1]
    opened = _OPENING.sub("", bare)
    if _WHY_SO.match(opened):
        opened = "why?"
    elif _WHEN_SO.match(opened) and named_in(before.asked).acts:
        opened = "when?"
    changed = _WHAT_ABOUT.match(opened)
    if changed and _AND_ASKS.search(changed["new"]):
        # "What about the region, how much does it pay?"
        return _capital(f"{opened.rstrip(' ?!.')}: {_whole_about(before.asked)}?")
    if changed and not pointers(changed["new"]):
        return _completed(changed["new"], before)
    pointing = pointers(opened)
    if pointing:
        return _capital(_resolved(opened, pointing, history))
    if _is_half(opened, opened != bare):
        if opened == bare and _PART.match(opened):
            # At the very beginning a capital says nothing: "In July?"
            opened = opened[0].lower() + opened[1:]
        return _completed(opened, before)
    return _capital(opened) if opened != bare else bare


def _is_courtesy(turn: Answer) -> bool:
    return turn.silence is not None and turn.silence.reason is Reason.NO_QUESTION


def _to_quoth(question: str) -> str:
    """Let "you" be Quoth where Quoth is asked about itself.

    "How do you become a governor?" is asked of nobody.
    """
    if _ASKS_QUOTH.search(question):
        for pattern, name in _YOU:
            question = pattern.sub(name, question)
    return question


def _is_half(question: str, opened: bool) -> bool:
    """Return whether a question is too short to stand alone."""
    meaning = [word for word in words(question) if word.carries_meaning]
    asks = QUESTION_WORDS.match(question)
    if not meaning:
        return True
    if asks and (opened or _HOW.match(asks["asks"]) or "else" in asks["asks"].lower()):
        helped = any(word.text.lower() in AUXILIARY for word in words(asks["rest"]))
        return len(meaning) <= 1 and (opened or not helped)
    led = opened or bool(_PART.match(question))
    return not asks and kind_of(question) is Kind.THING and len(meaning) <= 3 and led


def _resolved(question: str, pointing: Sequence[Pointer], history: Sequence[Answer]) -> str:
    """Return the question with what its pronouns stand for in their place."""
    before = history[-1]
    if any(pointer.to is Points.THING for pointer in pointing):
        # "that area" stays and is explained.
        meant = _highlight(before) if before.quotes else _about(before.asked)
        return f"{question.rstrip(' ?!.')}: {meant}?" if meant else question
    # Nobody is named twice: "Did he say that he paid?".
    put: dict[str, tuple[Pointer, str]] = {}
    for pointer in pointing:
        stands_for = _meant(question[pointer.start : pointer.end], pointer.to, history)
        if stands_for and stands_for not in put:
            put[stands_for] = pointer, _in_place_of(pointer, stands_for, question)
    if not put:
        # What says much by itself is better asked as it is.
        enough = sum(word.carries_meaning for word in words(question)) >= _ENOUGH
        alone = enough or _leans(before.asked)
        return question if alone else _completed(question, before)
    for pointer, text in sorted(put.values(), key=lambda one: -one[0].start):
        question = question[: pointer.start] + text + question[pointer.end :]
    return question


def _in_place_of(pointer: Pointer, named: str, question: str) -> str:
    """Return a name as it is put: of "its" as an owner, of "there" behind "in", "at" or "to"."""
    if pointer.to is Points.PLACE:
        return f"{_leading(question[: pointer.start], named)}{named}"
    if not pointer.owns:
        return _OWNS.sub("", named)
    # "fighters's (the tunnels)" for "fighters (the tunnels)".
    head, bracket, more = named.partition(" (")
    return f"{_OWNS.sub('', head)}'s{bracket}{more}"


def _leading(before: str, place: str) -> str:
    """Return what is wanted between a question's beginning and a place instead of "there"."""
    first = place.partition(" ")[0]
    bare = first.lower() in DETERMINERS or _is_name(place)
    if not bare or _LED.search(before):
        return ""
    if _MOVES.search(before):
        return "to "
    return "in " if first[0].isupper() else "at "


def _meant(pointing: str, to: Points, history: Sequence[Answer]) -> str | None:
    if to is Points.PERSON:
        return _person(pointing.lower(), history)
    if to is Points.PLACE:
        return _place(history[-1])
    return _matter(pointing.lower(), history)


def _highlight(before: Answer) -> str:
    return before.quotes[0].highlight if before.quotes else ""


def _person(pronoun: str, history: Sequence[Answer]) -> str | None:
    """Return the person the last turns were about: who was asked for or after, or else quoted.

    Without a name in full it may be somebody that the question names by a noun.
    """
    recent = list(reversed(history[-_RECENT:]))
    asked = (_person_asked(turn, last=turn is recent[0]) for turn in recent)
    # Who was "he" before is not "she" now.
    others = _SHE if pronoun in ("he", "him", "his") else _HE
    never = {
        part
        for turn in recent
        if others.search(turn.question)
        for name in names(turn.asked)
        for part in (name, *name.split())
    }
    quoted = [name for turn in recent for name in _people_quoted(turn)]
    full = [name for name in quoted if " " in name]
    somebody = filter(is_somebody, topics(history[-1].asked))
    found = [*asked, *full, *somebody, *quoted]
    return next((name for name in found if name and name not in never), None)


def _person_asked(turn: Answer, *, last: bool) -> str | None:
    """Return the person a question asked for or named; in an earlier turn, named in full."""
    found = _asked_names(turn.asked, turn.quotes[0].text if turn.quotes else "")
    named = [name for name in found if not _is_place(name, turn.asked)]
    if named and _is_only(turn.asked, named[0]):
        return named[0]
    if kind_of(turn.asked) is Kind.PERSON:
        short = _highlight(turn)
        return short if _PERSONS_NAME.fullmatch(short) and _says_something(short) else None
    full = [name for name in named if last or " " in name]
    return full[-1] if full else None


def _people_quoted(turn: Answer) -> list[str]:
    """Return who may be meant in a turn's first quote, the likeliest first."""
    quote = turn.quotes[0].text if turn.quotes else ""
    found = names(_highlight(turn)) + names(" " + quote)
    people = [name for name in found if " " in name and _PERSONS_NAME.fullmatch(name)]
    single = [
        name
        for name in names(" " + quote)
        if agree(name, "he")
        and _says_something(name)
        and not _is_place(name, quote)
        # "On the Norwegian coast": nobody is called that.
        and re.search(rf"(?<!\bthe )(?<!\ba )(?<!\ban ){re.escape(name)}\b", quote)
    ]
    named = [name for name in _asked_names(turn.asked, quote) if not _is_place(name, turn.asked)]
    return [*people, *named, *single, *_titled(turn)]


def _titled(turn: Answer) -> list[str]:
    """Return whom the quoted document is about, if its title is a name."""
    title = turn.quotes[0].document.title if turn.quotes else ""
    return [title] if " " in title and _PERSONS_NAME.fullmatch(title) else []


def _says_something(name: str) -> bool:
    said = words(name)
    dated = all(word.text.lower() in CALENDAR or word.text.isdigit() for word in said)
    return said[0].carries_meaning and not dated


def _is_place(name: str, text: str) -> bool:
    return re.search(rf"\b(?:in|on|at|to|from|near) {re.escape(name)}\b", text) is not None


def _is_only(asked: str, name: str) -> bool:
    """Return whether a question asks for nothing but who somebody is."""
    stems = {word.stem for word in words(name)}
    return all(word.stem in stems for word in words(asked) if word.carries_meaning)


def _asked_names(asked: str, quote: str) -> list[str]:
    """Return the names in a question, also those typed without capitals, as the quote has them."""
    typed = {word.text.lower() for word in words(asked)}
    known = [
        name
        for name in names(" " + quote)
        if all(word.text.lower() in typed for word in words(name) if word.carries_meaning)
        and any(word.carries_meaning for word in words(name))
    ]
    return list(dict.fromkeys([*known, *names(asked)]))


def _place(before: Answer) -> str | None:
    return _highlight(before) or None if kind_of(before.asked) is Kind.PLACE else None


def _matter(pronoun: str, history: Sequence[Answer]) -> str | None:
    """Return what a pronoun stands for: a topic of the last turn, or of one before, that agrees.

    None after "when does it open?" where nobody knows what "it" is.
    """
    recent = list(reversed(history[-_RECENT:]))
    people = {_highlight(turn) for turn in recent if kind_of(turn.asked) is Kind.PERSON}
    people |= {name for turn in recent for name in names(turn.asked) if _is_only(turn.asked, name)}
    found = [
        (turn, each)
        for turn in recent
        for each in (*_matters(turn.asked, pronoun), *(() if pronoun in THEY else _object(turn)))
        if each not in people
    ]
    agreeing = [(turn, each) for turn, each in found if agree(each, pronoun)]
    if pronoun in THEY:
        agreeing.sort(key=lambda one: (one[0] is not history[-1], not are_many(one[1])))
    last = history[-1]
    turn, meant = next(iter([*agreeing, *found]), (last, _about(last.asked)))
    if meant and re.match(rf"\W*which {re.escape(meant)}\b", turn.asked, re.IGNORECASE):
        # After "which model is used?" it is the model that "it" stands for.
        return f"the {meant}"
    return meant


def _matters(asked: str, pronoun: str) -> list[str]:
    """Return what a pronoun may stand for; nothing where the same pronoun stands there already."""
    many = pronoun in THEY
    leaning = [asked[each.start : each.end].lower() in THEY for each in _leans(asked)]
    head, _, added = asked.rstrip(" ?!.").rpartition(": ")
    # "Can tenants keep dogs: cats?"
    news = [added] if _without_added(asked) == head else []
    return [] if many in leaning else [*news, *topics(asked)]


def _leans(asked: str) -> list[Pointer]:
    """Return the pronouns of a question that stand in it still, for want of what they mean."""
    # "What was he called: the mayor?" says who is meant.
    return pointers(asked) if pointers(asked.rpartition(": ")[2]) else []


def _about(asked: str) -> str | None:
    """Return what a question is about; None where only a pronoun says it."""
    return None if _leans(asked) else topic(asked)


def _whole_about(asked: str) -> str:
    return (whole_topic(asked) if _about(asked) else None) or asked


def _object(turn: Answer) -> list[str]:
    """Return "a folding sledge" where it was asked what somebody invented."""
    found = _highlight(turn).rstrip(" .,;")
    first = next(iter(words(found)), None)
    named = first is not None and (
        first.carries_meaning or first.text.lower() in DETERMINERS or first.text[0].isdigit()
    )
    return [found] if named and len(found) <= _SHORT and _WHAT_DID.match(turn.asked) else []


def _completed(question: str, before: Answer) -> str:
    """Return half a question with the rest of the question before it."""
    half = _capital(question.rstrip(" ?!."))
    previous = before.asked.rstrip(" ?!.")
    asks, earlier = QUESTION_WORDS.match(half), QUESTION_WORDS.match(previous)
    if asks is None:
        return _changed(question.rstrip(" ?!."), previous)
    about = _about(previous)
    said = words(asks["rest"])
    # "Who won?" has a verb, though search takes no heed of it.
    if any(word.carries_meaning or word.text.lower() in SILENT_VERBS for word in said):
        return f"{half}?" if _leans(previous) else f"{half}: {about or previous}?"
    if earlier is None:
        return f"{half}: {previous}?"
    rest = _TIMES.sub("", _IS.sub("is ", earlier["rest"].strip(" :")))
    helper, _, more = rest.partition(" ")
    if helper.lower() in AUXILIARY:
        led = more.partition(" ")[0].lower() in _SUBJECTS
        if earlier["asks"].lower() == "who" and not led and before.quotes and not topics(previous):
            # "Who is exempt?" - "why?"
            return f"{half} {helper} {before.quotes[0].highlight} {more}?"
        return f"{half} {helper.lower()} {more}?"
    # "Who paid?" - "and when?": what was asked for is known by now, so it can be named.
    subject = kind_of(previous) is Kind.PERSON and before.quotes
    return f"{half}: {before.quotes[0].highlight + ' ' if subject else ''}{rest}?"


def _changed(new: str, previous: str) -> str:
    """Return the question before asked of something else, or of a part only."""
    if _WHOLE.match(new):
        # "Was she paid?", whoever she may be.
        return f"{_capital(new)}: {_about(previous) or previous}?"
    part = _PART.match(new)
    # "And Before Dawn?" is the name of a film.
    if part and not (new[0].isupper() and _is_name(new) and not time_named(new)):
        return _with_part(previous, part["led"].lower(), new[part.end() :])
    changed = _another_one(previous, new) or _replaced(previous, new)
    return changed or f"{_without_added(previous)}: {new}?"


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


def _without_added(previous: str) -> str:
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
        return rf"(?i) {_TIMED} (?:the )?{_TIMES_NAMED[time]}(?![\w-])"
    if time or not _is_name(named):
        return None
    alike = _PLACED if re.fullmatch(_PLACED, led) else led
    calendar = rf"(?!(?i:{_DAY}|{_MONTH})\b)"
    return rf" (?i:{alike} )(?:the )?{calendar}{NAME.pattern}"


def _ends_in_verb(named: str) -> bool:
    """Return whether a part holds what its question cannot do without: "in Finland take"."""
    said = words(named)
    last = said[-1].text if len(said) > 1 else ""
    return role(last) is Role.VERB or _describes(last)


def _is_name(new: str) -> bool:
    return NAME.match(re.sub(r"^the ", "", new, flags=re.IGNORECASE)) is not None


def _replaced(asked: str, new: str) -> str | None:
    """Return the question before asked of something else; None where its grammar is not plain."""
    time = time_named(new)
    if time in _TIMES_NAMED:
        return _at_another_time(asked, new, time)
    old = _name_in(asked, new) if _is_name(new) else None
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
    if _is_name(new) and not _is_name(old):
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
    if named.subject and NAME.match(named.subject) and not _is_name(new):
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
