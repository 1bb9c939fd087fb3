"""Questions that quoting cannot answer, and what is no question, told apart by their wording."""

import re

from qa.answer import Reason, Silence

_THINGS = r"(?:documents?|docs?|files?|texts?|passages?|sources?|articles?|pages?|papers?|reports?)"
_THESE = r"(?:the|this|these|all|all the|your|Quoth's)"
_QUOTH = r"(?:you|Quoth)"
_SAY = r"(?:mention|contain|say|talk|discuss|refer|speak)"
_VIEW = r"(?:opinion|view|favou?rite|thoughts|advice)"
# "Who wrote the summary of the report?" asks, and wishes for none.
_WISH = r"^(?!\W*(?:why|who(?:se)?|when|where|which|how)\b)"

_OUT_OF_SCOPE = [
    (
        Reason.NO_QUESTION,
        "Quoth answers questions about your documents. Ask one.",
        [
            r"^\W*(?!quoth\W*$)(?:(?:hi|hello|hey|thanks?|thank you|cheers|(?:good)?bye"
            r"|good (?:day|morning|afternoon|evening)|ok(?:ay)?|great|nice|cool|perfect|got it|yes"
            r"|no|please|so much|very much|a lot|there|again|quoth)(?!\w)\W*)+$",
        ],
    ),
    (
        Reason.COUNTING,
        "Quoth quotes; it does not count over the collection. Ask for a number that a document"
        " itself gives.",
        [
            rf"^\W*how many (?:of )?(?:{_THESE} )?{_THINGS} (?:\w+ )?{_SAY}\b",
            rf"^\W*how often .*\b{_THESE} {_THINGS}\b.*\b{_SAY}\b",
            rf"^\W*how many {_THINGS} (?:are there\W*$|does? {_QUOTH} have\b|has Quoth\b)",
            rf"^\W*how many {_THINGS} .*\bin {_THESE} (?:library|collection|index)\b",
            # "How often do earthquakes occur?" is no question of counting words.
            r"^\W*how many times (?:does|do) .*\b(?:occur|appear)\W*$",
            rf"^\W*how (?:many times|often) .*\b(?:occur|appear)s? in {_THESE} {_THINGS}\b",
            r"^\W*how (?:many times|often) (?:is|are) .*\bmentioned\b",
            r"^\W*(?:count|list) (?:all|every|how)\b",
        ],
    ),
    (
        Reason.SUMMARY,
        "Quoth quotes; it does not summarise. Ask for one thing the documents may say.",
        [
            r"^\W*(?:please )?(?:summari[sz]e|sum up|recap|outline|paraphrase)\b",
            rf"{_WISH}.*\b(?:summari[sz]e|summary of {_THESE} {_THINGS}|tl;?dr)\b",
            r"^\W*(?:an? )?(?:\w+ )?summary of\b",
            rf"{_WISH}.*\b(?:give|write|get|have) (?:me |us )?an? (?:\w+ )?(?:overview|summary)\b",
            rf"\b(?:main|key) (?:points|takeaways|ideas) (?:of|in|from) {_THESE}\b",
            rf"\bwhat (?:is|are) {_THESE} {_THINGS} about\b",
            r"\btell me (?:everything|all)\b",
        ],
    ),
    (
        Reason.OPINION,
        "Quoth quotes; it has no opinions. Ask what the documents say, or who said it.",
        [
            rf"\b(?:do|does|would|did) {_QUOTH} (?:think(?! you)|believe|prefer|agree|feel about"
            r"|recommend|suggest)\b",
            r"\b(?:do|does|would|did) Quoth (?:like|feel)\b",
            rf"\b(?:what(?:'s| is| are)|give) (?:me |us )?(?:your|Quoth's) {_VIEW}\b",
            rf"\bin (?:your|Quoth's) {_VIEW}\b",
            r"\bwho(?:'s| is| was) (?:right|wrong)\b",
            r"^\W*(?:and |so )?is it (?:right|wrong|fair|ethical) (?:that|to|for)\b",
        ],
    ),
]
_PATTERNS = [
    (reason, message, [re.compile(pattern, re.IGNORECASE) for pattern in patterns])
    for reason, message, patterns in _OUT_OF_SCOPE
]


def out_of_scope(question: str) -> Silence | None:
    """Return the refusal of a question no quote can answer, or None for all others."""
    for reason, message, patterns in _PATTERNS:
        if any(pattern.search(question) for pattern in patterns):
            return Silence(reason, message)
    return None
