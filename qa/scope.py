"""Questions that quoting cannot answer, and what is no question, told apart by their wording."""

import re

from qa.answer import Reason, Silence

_THINGS = r"(?:documents?|docs?|files?|texts?|passages?|sources?|articles?|pages?|papers?|reports?)"
_THESE = r"(?:the|this|these|all|all the|your|Quoth's)"
_QUOTH = r"(?:you|Quoth)"
_SAY = r"(?:mention|contain|say|talk|discuss|refer|speak)"
_VIEW = r"(?:opinion|view|favou?rite|thoughts|advice)"
_ALL = r"(?:count|list) (?:all|every)"
_SOMEBODY = rf"(?:{_QUOTH}|(?:some|any)(?:one|body))"
_PLEA = (
    rf"(?:(?:can|could|will|would) {_SOMEBODY}|(?:do|does) {_QUOTH}|(?:is it|would it be) possible"
    r"|(?:can|could|may) (?:I|we) (?:please )?(?:get|have|see|ask))\b"
)
_ASKS = (
    rf"\W{{0,9}}(?:(?:and|but|so|then) )?(?!{_PLEA})"
    r"(?:who(?:se|m)?|what|why|when|where|which|how|whether|is|are|was|were|am|do|does|did|has"
    r"|have|had|should|must|shall|may|might|can|could|will|would)\b"
)
# Not "Who wrote the summary of the report?" nor "Should it have a summary?", which ask.
_WISH = rf"(?:^|[?!]\s)(?!{_ASKS})(?:(?![,.:;]{_ASKS})[^?!])*\b"

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
            r"^\W*(?:count|list) how (?:many|often)\b",
            # "List all ingredients of the bread" may be one list in one document.
            rf"^\W*{_ALL} (?:of )?(?:{_THESE} )?{_THINGS}(?:\W*$| (?:about|you have)\b)",
            rf"^\W*{_ALL} .*\b{_THINGS} (?:(?:that|which) )?(?:\w+ )?{_SAY}\b",
            rf"^\W*{_ALL} .*\b(?:in|from|of|across) {_THESE} (?:{_THINGS}|library|collection)\b",
            rf"^\W*{_ALL} .*\b(?:(?:mention|occurrence)s? of|(?:is|are) mentioned)\b",
        ],
    ),
    (
        Reason.SUMMARY,
        "Quoth quotes; it does not summarise. Ask for one thing the documents may say.",
        [
            r"^\W*(?:please )?(?:summari[sz]e|sum up|recap|outline|paraphrase)\b",
            rf"{_WISH}(?:summari[sz]e|summary of {_THESE} {_THINGS}|tl;?dr)\b",
            r"^\W*what(?:['’]s| is| would be) (?:the|an?|your) (?:\w+ )?"
            rf"(?:summary of {_THESE} {_THINGS}|tl;?dr)\b",
            r"^\W*(?:an? )?(?:\w+ )?summary of\b",
            rf"{_WISH}(?:give|write|get|have) (?:me |us )?an? (?:\w+ )?(?:overview|summary)\b",
            rf"\b(?:main|key) (?:points|takeaways|ideas) (?:of|in|from) {_THESE}\b",
            rf"\bwhat (?:is|are) {_THESE} {_THINGS} about\b",
            r"\btell me (?:everything\b|all(?:\W*$| (?:about|you know|of it|(?:that|there) is)\b))",
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
            # "Who was right back for England?" asks for a player.
            r"\bwho(?:'s| is| was) (?:right|wrong)(?: here| then)?(?:\W*$|\s?[,:;–—]"
            r"| (?:about|if|that|to|between|and|or"
            r"|(?:in|on) (?:this|that|it|the(?! (?:front|left|right|middle))))\b)",
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
