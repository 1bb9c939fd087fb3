"""What somebody did, asked about in another way: "when was it signed", "can tenants keep a dog".

Pure. "When?" after "Who signed the truce?" asks when it was signed, and "and keep a dog?" after
"Can tenants sublet the flat?" keeps the tenants.
"""

import re

from index.words import words
from qa.language.grammar import NAME
from qa.language.vocabulary import (
    BASE,
    DETERMINERS,
    Role,
    are_many,
    is_adjective,
    is_adverb,
    is_verb,
    role,
)
from qa.turns.runs import cut_of, helper_of, parts_of

# Where the participle is another word than the past: "who wrote it", "when was it written".
_PARTICIPLES = dict(
    pair.split("/")
    for pair in "began/begun bore/born broke/broken chose/chosen drank/drunk drew/drawn"
    " drove/driven ate/eaten forgot/forgotten gave/given grew/grown hid/hidden knew/known"
    " overthrew/overthrown ran/run rang/rung sang/sung saw/seen shook/shaken spoke/spoken"
    " stole/stolen swam/swum threw/thrown took/taken tore/torn won/won wore/worn"
    " wrote/written".split()
)
_NAMED = r"(?: (?:the|an?))?(?: [\w'’-]+){1,2}"
_PLACED = rf"(?P<placed>(?: (?:in|at|on|for|from|to|with){_NAMED})?)"
# "signed the truce with the north", "wrote Sultana": where it stands goes behind what was done.
_DID_IT = re.compile(
    r"(?P<did>[a-z]+) (?P<thing>(?:(?:the|an?|his|her|its|their|this|that|these|those)"
    rf"(?: [\w'’-]+){{,2}}? (?P<noun>[\w'’-]+)|{NAME.pattern})(?: of{_NAMED})?){_PLACED}"
)
_SUBJECT = r"(?:I|you|we|they|he|she|one|people|someone|somebody|anyone)"
_CAN_I = re.compile(
    rf"^\W*(?:\w+ ){{0,3}}?(?:{'|'.join(sorted(BASE))})(?:n['’]t)? {_SUBJECT}\b", re.IGNORECASE
)


def as_done(rest: str, by: str) -> str | None:
    """Return "was the truce signed by Ada Holm" for "signed the truce"; None where it is not so.

    "Happened in the fire" is "did it happen in the fire".
    """
    if rest.startswith("happened"):
        return f"did it happen{rest.removeprefix('happened')}"
    match = _DID_IT.fullmatch(rest)
    done = _participle(match["did"]) if match else None
    if match is None or done is None:
        return None
    was = "were" if match["noun"] and are_many(match["noun"]) else "was"
    return f"{was} {match['thing']} {done}{f' by {by}' if by else ''}{match['placed']}"


def who_did(asked: str) -> str | None:
    """Return "who repaired the roof" for "who did it" after "when was the roof repaired"."""
    asks, rest, runs = parts_of(asked)
    if not runs or helper_of(rest[: runs[0][0]]) not in ("was", "were", "been"):
        return None
    cut = cut_of(asks, rest, *runs[0])
    named, done = rest[runs[0][0] : cut.end], rest[cut.end : cut.then].strip()
    pasts = {participle: past for past, participle in _PARTICIPLES.items()}
    plain = cut.then > cut.end and is_verb(done) and not done.endswith("ing")
    return (
        f"who {pasts.get(done, done)} {named}{rest[cut.then :].rstrip(' ?!.')}?" if plain else None
    )


def _participle(past: str) -> str | None:
    """Return "written" for "wrote" and "signed" for "signed"; None for what is no past."""
    if past in _PARTICIPLES:
        return _PARTICIPLES[past]
    return past if is_verb(past) and not past.endswith("ing") else None


def wants_subject(helper: str, more: str) -> bool:
    """Return whether what follows "who will" or "who was" has no subject: "write the report"."""
    said = (word.text for word in words(more))
    first = next((each for each in said if each != "not" and not is_adverb(each)), "")
    if not first.islower():
        return False
    if helper.lower() in BASE:
        return role(first) is Role.VERB or (role(first) is Role.MAYBE and not are_many(first))
    return is_verb(first) or is_adjective(first)


def acts(new: str) -> bool:
    """Return whether half a question plainly says what one does: "keep a dog"."""
    said = words(new)[:2]
    verb = len(said) > 1 and role(said[0].text) in (Role.VERB, Role.MAYBE)
    return verb and said[1].text.lower() in DETERMINERS


def does_instead(asked: str, new: str) -> str | None:
    """Return "can tenants keep a dog" after "can tenants sublet the flat" for "keep a dog".

    None where the new begins with no verb, or the question before has none of that form.

    Args:
        asked: Without its question mark.
        new: What is asked now.
    """
    said = words(new)
    # "Take photos", but neither "plan B" nor "open fires".
    plain = len(said) > 1 and role(said[0].text) is Role.VERB and not is_adjective(said[0].text)
    if not (plain or acts(new)):
        return None
    led = _CAN_I.match(asked)
    if led is not None:
        return f"{led.group()} {new}?"
    asks, rest, runs = parts_of(asked)
    helper = helper_of(rest[: runs[0][0]]) if runs else ""
    if helper not in BASE or not asked.endswith(rest):
        return None
    cut = cut_of(asks, rest, *runs[0])
    apart = cut.sure and cut.then > cut.end
    return f"{asked[: len(asked) - len(rest)]}{rest[: cut.end]} {new}?" if apart else None
