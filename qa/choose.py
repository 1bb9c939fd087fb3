"""From spans to quotes: whole sentences, no overlaps, no repeats, or a reason for silence.

Pure: spans in, quotes out; no model and no files.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from index.documents import Document
from index.words import words
from qa.answer import Quote, Silence
from qa.calibration import Calibration
from qa.figures import figures
from qa.language.kinds import FIGURES, Kind
from qa.lists import Wanted, led_to, list_round
from qa.reader import Span
from qa.sentences import is_question, sentences
from qa.silence import silence_of

# A further quote must be nearly as sure as the first.
_FOLLOWERS = 0.6

_MOST_QUOTES = 3

# What closes each bracket and mark, and what opens it.
_CLOSED = dict(zip('([{“«‘`"', ')]}”»’`"', strict=True))
_OPENED = {closes: opens for opens, closes in _CLOSED.items()}

# A sentence that begins so says nothing without the one before it.
_POINTS_BACK = re.compile(
    r"(?:(?:And|But|So|Yet|Or|Then|Here|Later|Now),? )?"
    r"(?:he|she|it|they|this|these|those|his|her|its|their|both|such|there|then"
    r"|for (?:this|that) reason|because of (?:this|that)|that is why|as a result|therefore|thus"
    r"|hence|consequently|otherwise|(?:after|before) (?:this|that)|(?:since|until|by|from) then"
    r"|in (?:this|that|such a) case|if (?:so|not))\b",
    re.IGNORECASE,
)

# Nor does a short one that ends so, such as "A faulty heater had started it."
_ENDS_BACK = re.compile(r".{,80} (?:it|them|him)[.!?]", re.DOTALL)

_BEGINS_EMPHASIS = re.compile(r"[*_]{1,3}(?=[^\s*_])")
_ENDS_EMPHASIS = re.compile(r"(?<=[^\s*_])[*_]{1,3}$")

_LED_TO = {Kind.THING, Kind.REASON, Kind.MANNER}

# A quote is not made longer than this for the sake of what it points back to.
_LONGEST = 600

# The share of words two sentences have in common from which the second says nothing new.
_SAME = 0.8


@dataclass(frozen=True, slots=True)
class Choice:
    """Quotes, or none with the reason why.

    Attributes:
        quotes: Best first; at most three.
        silence: Why there are none.
        withheld: With a silence, the quote that came nearest to being shown.
        differ: Whether quotes from different documents give different short answers.
    """

    quotes: tuple[Quote, ...]
    silence: Silence | None
    withheld: tuple[Quote, ...] = ()
    differ: bool = False


def choose(
    spans: Sequence[Span],
    calibration: Calibration,
    *,
    kind: Kind = Kind.THING,
    wanted: Wanted | None = None,
    asked: str = "",
    unknown_words: Sequence[str] = (),
) -> Choice:
    """Return the quotes for the best spans.

    Args:
        spans: In any order.
        calibration: What their scores stand for, and the least confidence of a quote shown.
        kind: Of the answer the question wants; yes or no is left to who reads, so that the whole
            sentence is marked which settles it.
        wanted: Lists that are quoted whole.
        asked: The question; a further quote of its words alone says nothing new.
        unknown_words: The question's words that occur nowhere in the library.
    """
    ordered = sorted(spans, key=lambda span: (-span.score, span.hit.document.id, span.start))
    sure = [calibration.confidence(span.score) for span in ordered]
    if not ordered or sure[0] < calibration.threshold:
        withheld = tuple(quote_of(span, sure[0]) for span in ordered[:1])
        return Choice((), silence_of(ordered, unknown_words), withheld=withheld)
    least = max(calibration.threshold, _FOLLOWERS * sure[0])
    known = _stems(asked)
    quotes: list[Quote] = []
    for span, confidence in zip(ordered, sure, strict=True):
        if len(quotes) == _MOST_QUOTES or confidence < least:
            break
        quote = quote_of(span, confidence)
        if kind is Kind.TRUTH:
            quote = _settling(quote)
        elif not span.cell:
            # "In 1893 he wrote:" says when.
            quote = _led_on(quote) if kind in _LED_TO else quote
            quote = _with_its_list(quote, wanted)
        if quotes and kind is not Kind.TRUTH and _stems(quote.text) <= known:
            continue
        if not any(_overlap(quote, other) or _repeats(quote, other) for other in quotes):
            quotes.append(quote)
    return Choice(tuple(quotes), None, differ=_differ(quotes, kind))


def quote_of(span: Span, confidence: float = 0.0) -> Quote:
    """Return the whole sentences round a span, and the one before if they lean on it.

    They do if they point back to it, or if it is the question they answer. Where no sentence is,
    as in a cell "???", it is the line.
    """
    document = span.hit.document
    around = sentences(document, span.start, span.end) or _line(document.text, span)
    first, last = _whole(document.text, span)
    start = min([first, *(start for start, _ in around)])
    end = max([last, *(end for _, end in around)])
    before = sentences(document, max(0, start - 2), start)
    if before and end - before[0][0] <= _LONGEST and _adjoin(document, before[-1][1], start):
        leans = (
            _POINTS_BACK.match(document.text, start)
            or _ENDS_BACK.fullmatch(document.text, start, end)
            or is_question(document.text[slice(*before[-1])])
        )
        start = before[-1][0] if leans else start
    start, end = _unmarked(document, start, end, (first, last))
    return Quote(
        document=document,
        start=start,
        end=end,
        highlight_start=first,
        highlight_end=last,
        confidence=confidence,
    )


def _unmarked(
    document: Document, start: int, end: int, highlight: tuple[int, int]
) -> tuple[int, int]:
    """Return a range of Markdown without the mark of emphasis at an end of it that has no other.

    A mark that is a part of the short answer stays.
    """
    if document.media_type == "text/markdown":
        said = document.text[start:end]
        begins, ends = _BEGINS_EMPHASIS.match(said), _ENDS_EMPHASIS.search(said)
        if begins and said.count(begins[0]) % 2 and start + begins.end() <= highlight[0]:
            return start + begins.end(), end
        if ends and said.count(ends[0]) % 2 and highlight[1] <= start + ends.start():
            return start, start + ends.start()
    return start, end


def _whole(text: str, span: Span) -> tuple[int, int]:
    """Return a span with the bracket or mark beside it whose other half it holds: `f(x` + `)`."""
    start, end = span.start, span.end
    opens, closes = text[start - 1 : start], text[end : end + 1]
    if closes in _OPENED and _unpaired(text[start:end], _OPENED[closes], closes):
        end += 1
    elif opens in _CLOSED and _unpaired(text[start:end], _CLOSED[opens], opens):
        start -= 1
    return start, end


def _unpaired(said: str, half: str, other: str) -> bool:
    """Return whether a text has one half of a pair more often than the other."""
    return said.count(half) % 2 == 1 if half == other else said.count(half) > said.count(other)


def _line(text: str, span: Span) -> list[tuple[int, int]]:
    """Return where the line of a span begins and ends; nothing where that is too long to quote."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    return [(start, end)] if end - start <= _LONGEST else []


def _settling(quote: Quote) -> Quote:
    """Return the quote with all sentences of its short answer marked."""
    around = sentences(quote.document, quote.highlight_start, quote.highlight_end)
    start = min([quote.highlight_start, *(start for start, _ in around)])
    end = max([quote.highlight_end, *(end for _, end in around)])
    return replace(quote, highlight_start=start, highlight_end=end)


def _led_on(quote: Quote) -> Quote:
    """Return a quote with the list or paragraph that it leads to, if any, which answers then."""
    begin, end = led_to(quote.document.text, quote.start, quote.end) or (0, 0)
    if not end:
        return quote
    return replace(quote, end=end, highlight_start=begin, highlight_end=end)


def _with_its_list(quote: Quote, wanted: Wanted | None) -> Quote:
    """Return the list round a quote, all of it marked; the quote itself if none is wanted."""
    if wanted is None:
        return quote
    whole = list_round(quote.document.text, quote.start, quote.end, wanted)
    if whole is None:
        return quote
    start, end = whole
    return replace(quote, start=start, end=end, highlight_start=start, highlight_end=end)


def _adjoin(document: Document, end: int, start: int) -> bool:
    """Return whether two sentences stand in one paragraph, one behind the other."""
    between = document.text[end:start]
    return not between.strip() and between.count("\n") < 2


def _overlap(one: Quote, other: Quote) -> bool:
    same = one.document.id == other.document.id
    return same and one.start < other.end and other.start < one.end


def _repeats(one: Quote, other: Quote) -> bool:
    """Return whether two quotes say the same in nearly the same words.

    A figure that differs is never a repeat: it may be what the documents disagree about.
    """
    if figures(one.text) != figures(other.text):
        return False
    stems, others = _stems(one.text), _stems(other.text)
    return len(stems & others) >= _SAME * len(stems | others)


def _stems(text: str) -> set[str]:
    return {word.stem for word in words(text)}


def _differ(quotes: Sequence[Quote], kind: Kind) -> bool:
    """Return whether documents answer a question for a figure differently.

    "In 2016" and "on 12 May 2016" do not: one says more than the other.
    """
    if kind not in FIGURES:
        return False
    answers = {quote.document.id: figures(quote.highlight) for quote in reversed(quotes)}
    return all(answers.values()) and any(
        not (one <= other or other <= one) for one, other in combinations(answers.values(), 2)
    )
