"""A question whose verb agrees with what was put into it: "are the showers heated".

Pure. Only "is", "was", "has", "does" and the like right before a subject are looked at, or right
behind it where a clause begins with it; and only where it is plain how many are named.
"""

import re

from index.words import words
from qa.language.grammar import is_name
from qa.language.vocabulary import AUXILIARY, DETERMINERS, are_many

# Each with what it is for many.
_PAIRS = (("is", "are"), ("was", "were"), ("does", "do"), ("has", "have"))
_FOR_ONE = {said: one for one, many in _PAIRS for said in (one, many)}
_FOR_MANY = {said: many for one, many in _PAIRS for said in (one, many)}
_HELPER = r"(?P<helper>is|are|was|were|does|do|has|have)(?P<denied>n['’]t)?"
_BEFORE = re.compile(rf"\b{_HELPER}(?P<there> there)?(?P<any> any| some)? $", re.IGNORECASE)
_BEHIND = re.compile(rf" {_HELPER}\b", re.IGNORECASE)
_COUNTS = re.compile(r"\bhow (?P<much>many|much) $", re.IGNORECASE)
_IS_BEHIND = re.compile(
    rf" (?P<helper>is|are|was|were)\b(?! (?:{'|'.join(sorted(DETERMINERS))})\b)", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"\b(?:if|when|while|because|unless|until|before|after|that|whether|which|what) $", re.I
)
# Here what is named ends, and something follows that says which: "the price of tickets".
_WHICH = re.compile(r" (?:of|in|at|on|for|from|to|with|near|by|behind|under|who|that|which)\b")
# They look like many or like one, and may be either.
_EITHER = frozenset(
    "all asbestos both couple crew data family fish half means media most none news part pair"
    " percent police committee council board team staff sheep series species headquarters diabetes"
    " measles atlas canvas lens physics mathematics economics politics gymnastics athletics cattle"
    " feet teeth mice geese any some gas others other christmas".split()
)


def agreed(question: str, start: int, end: int) -> str:
    """Return a question with the verb that goes with what is named from one offset to another."""
    many = _are_several(question[start:end])
    if many is None:
        return question
    counts = _COUNTS.search(question, 0, start)
    if counts is not None:
        return _counted(question, counts.start("much"), start, end, many=many)
    before = _BEFORE.search(question, 0, start)
    if before is not None and not _is_helped(question[: before.start()]):
        helper = _form(before["helper"], many=many)
        head = f"{question[: before.start()]}{helper}{before['denied'] or ''}"
        named = question[start:end]
        if before["there"]:
            named = _any(named, many=many)
        some = "" if named.lower().startswith(("a ", "an ", "the ")) else before["any"]
        return f"{head}{before['there'] or ''}{some or ''} {named}{question[end:]}"
    behind = _BEHIND.match(question, end)
    if behind is not None and _CLAUSE.search(question, 0, start):
        helper = _form(behind["helper"], many=many)
        return f"{question[:end]} {helper}{behind['denied'] or ''}{question[behind.end() :]}"
    return question


def _are_several(named: str) -> bool | None:
    """Return whether more than one is named; None where it is not plain."""
    if " and " in named:
        return True
    if named.lower().startswith(("a ", "an ", "one ", "each ", "every ")):
        return False
    head = words(_WHICH.split(named.partition(" (")[0])[0])
    if not head or is_name(named) or head[-1].text.lower() in _EITHER:
        return None
    return are_many(head[-1].text)


def _counted(question: str, at: int, start: int, end: int, *, many: bool) -> str:
    """Return "how much flour is in it" for "how many flour are in it"."""
    behind = _IS_BEHIND.match(question, end)
    last = end
    helper = ""
    if behind is not None:
        helper, last = f" {_form(behind['helper'], many=many)}", behind.end()
    much = "many" if many else "much"
    return f"{question[:at]}{much} {question[start:end]}{helper}{question[last:]}"


def _is_helped(before: str) -> bool:
    """Return whether another helping verb stands there: "does the museum" before "have"."""
    return any(word.text.lower() in AUXILIARY for word in words(before))


def _form(helper: str, *, many: bool) -> str:
    """Return a helping verb for many or for one, with the capital that it had."""
    form = (_FOR_MANY if many else _FOR_ONE)[helper.lower()]
    return form.capitalize() if helper[0].isupper() else form


def _any(named: str, *, many: bool) -> str:
    """Return "a shop" for "the shop" and "shops" for "the shops": what is there is not known."""
    first, _, rest = named.partition(" ")
    if first.lower() != "the" or not rest:
        return named
    if many:
        return rest
    return f"{'an' if rest[0].lower() in 'aeiou' else 'a'} {rest}"
