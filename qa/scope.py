"""Questions that quoting cannot answer, told apart by their wording and named as such."""

import re

from qa.answer import Reason, Silence

_THINGS = r"(?:documents?|docs?|files?|texts?|passages?|sources?|articles?|pages?|papers?|reports?)"

_OUT_OF_SCOPE = [
    (
        Reason.COUNTING,
        "Quoth quotes; it does not count over the collection. Ask for a number that a document"
        " itself gives.",
        rf"\bhow (?:many|often)\b.*\b{_THINGS}\b.*\b(?:mention|contain|say|talk|discuss|refer|speak"
        r"|are there|do you have|have you|you have|did you read|in (?:the|this|your) (?:library|"
        rf"collection|index))|\bhow (?:many|often) (?:times|{_THINGS})\b.*\b(?:mention|contain"
        r"|occur|appear|are there|do you)|\bcount (?:all|the|how|every)\b|\blist (?:all|every)\b",
    ),
    (
        Reason.SUMMARY,
        "Quoth quotes; it does not summarise. Ask for one thing the documents may say.",
        r"\b(?:summari[sz]e|summary|sum up|tl;?dr|recap|outline|paraphrase)\b(?! (?:table|judg))"
        r"|\b(?:give|write|get|have) (?:me |us )?an? (?:\w+ )?overview\b"
        rf"|\b(?:main|key) (?:points|takeaways|ideas) (?:of|in|from) (?:the|this|these|all|your)\b"
        rf"|\bwhat (?:is|are) (?:the|this|these|all the|your) {_THINGS} about\b"
        r"|\btell me (?:everything|all)\b",
    ),
    (
        Reason.OPINION,
        "Quoth quotes; it has no opinions and gives no advice. Ask what the documents say, or who"
        " said it.",
        r"\b(?:do|would|did) you (?:think|believe|like|prefer|agree|feel|recommend|suggest)\b"
        r"|\byour (?:opinion|view|favou?rite|thoughts|advice)\b|\bwhat should (?:i|we|one)\b"
        r"|\bshould (?:i|we)\b|\bwho(?:'s| is| was) (?:right|wrong|to blame)\b"
        r"|\bis it (?:right|wrong|fair|good|bad|ethical) (?:that|to|for)\b",
    ),
]
_PATTERNS = [
    (reason, text, re.compile(rule, re.IGNORECASE)) for reason, text, rule in _OUT_OF_SCOPE
]


def out_of_scope(question: str) -> Silence | None:
    """Return the refusal of a question no quote can answer, or None for all others."""
    for reason, message, pattern in _PATTERNS:
        if pattern.search(question):
            return Silence(reason, message)
    return None
