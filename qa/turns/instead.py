"""In place of what in a question something else can be asked: "the crew" of "the captain". Pure."""

import re

from index.words import stem, words
from qa.language.grammar import NAME, is_name, time_named
from qa.language.vocabulary import DETERMINERS, are_many, is_person, is_verb
from qa.turns.runs import QUESTION_WORDS
from qa.turns.topics import Named, named_in

# Who may be asked of in place of somebody: "the customer" for "the supplier".
_PEOPLE = tuple(
    "adult child children kid teenager teen baby pensioner senior tenant landlord lodger resident"
    " citizen supplier buyer seller employer employee contractor trainee client lender borrower"
    " applicant candidate trustee shareholder neighbour parent volunteer youth subscriber holder"
    " dealer agent tourist cyclist pedestrian hiker climber runner relative graduate newcomer"
    " foreigner staff crew family families couple group member".split()
)


_WHAT_DOES = re.compile(r"\W*what (?:do|does|did|can|will|must|should)\b", re.IGNORECASE)
_WHO = re.compile(r"\W*who\b", re.IGNORECASE)


def gives_way(asked: str, new: str) -> str | None:
    """Return what "alcohol" is asked of in place of: "coffee" in "does coffee help".

    None where it may as well be something else: "does the drug treat the flu" - "the vaccine".
    """
    said, article = words(new), _has_article(new)
    if not said or is_verb(said[-1].text) or not (article or said[0].carries_meaning):
        return None
    named = named_in(asked)
    options = _options(named, new)
    left = _most_alike(new, options)
    if _WHAT_DOES.match(asked) and not (article or is_name(new) or are_people(new)):
        # "What does the insurance cover?" - "theft?"
        left = [old for old in left if old != named.subject or not _has_article(old)]
    if _WHO.match(asked) and are_people(new):
        # "Who should take the tablets?" - "the children?"
        left = [old for old in left if are_people(old)]
    if len(left) > 1:
        left = _likeliest(asked, named, left, article=article)
    return next((old for old in left if _may_replace(old, new, named, options)), None)


def corrected(meant: str, asked: str) -> str | None:
    """Return the question before asked of "the ship" that was meant by "the plane".

    None where it is not plain what was not meant. What is put right takes a place in any case.
    """
    named = named_in(asked)
    found = [each for each in (named.subject, *named.others) if each and _article(each) == "the"]
    if _article(meant) != "the" or len(found) != 1 or found[0] not in asked:
        return None
    return asked.replace(found[0], meant, 1)


def _may_replace(old: str, new: str, named: Named, options: list[str]) -> bool:
    """Return whether something new can be asked of like something old, for all that is known."""
    alike = _article(old) == _article(new)
    if is_name(new) and not is_name(old):
        # "When does the museum open?" - "what about Oslo?"
        return len(options) == 1 and alike and old != named.counted
    if old in named.others:
        alike = alike and are_many(old) == are_many(new)
        return (alike or _same_noun(old, new)) and both_people(old, new)
    if old == named.counted:
        # "How many eggs does the cake need?" - "flour?"
        alone = not _article(new) and [each for each in options if not _article(each)] == [old]
        return (
            (alone and both_people(old, new))
            or are_many(old) == are_many(new)
            or (are_people(old) and are_people(new))
        )
    # "Would a lawyer sign the lease?" is asked of a notary, but not of a cheque.
    plain = alike and (len(options) == 1 or not named.acts)
    return plain or both_people(old, new)


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
    peopled = both_people if are_people(new) or not _article(new) else _same_noun
    for alike in (_same_noun, peopled, _both_any):
        options = [each for each in options if alike(each, new)] or options
    return options


def _same_noun(one: str, other: str) -> bool:
    return stem(noun_of(one)) == stem(noun_of(other))


def both_people(one: str, other: str) -> bool:
    """Return whether both of two things named are people, or neither is."""
    return are_people(one) == are_people(other)


def are_people(named: str) -> bool:
    """Return whether people are named: "the night watchman", "tenants"."""
    noun = noun_of(named)
    return any(is_person(each) or each.endswith(_PEOPLE) for each in (noun, noun.removesuffix("s")))


def noun_of(named: str) -> str:
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
