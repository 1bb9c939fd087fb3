"""Numbers in lines of print that count the pages on which the lines stand.

Page 3 of 12      counts pages where the next one says "Page 4 of 12"
Invoice No. 1040  counts none, even where the next page says "Invoice No. 1041"
2024-03-15        is a date, and 119.75 an amount
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# No part of a date, an amount, a time or a word; "3/12" may be the third of twelve pages.
_ARABIC = re.compile(
    r"(?<![^\W_])(?<!\d[.,:/'’–-])(?<![$€£¥])\d{1,5}"
    r"(?:(?=/\d{1,3}(?![\d./-]))|(?![^\W_]|[.,:/'’–-]\d|\s?[%‰$€£¥°]))"
)
# Manuals count the pages of each chapter: "3-12".
_IN_CHAPTER = re.compile(r"(?:\d{1,2}|[A-Z])[-–](\d{1,3})")
# Page numbers are Roman in front matter.
_ROMAN = re.compile(
    r"(?<![\w.'’-])(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?![\w'’-])", re.IGNORECASE
)
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

# Set alone on each page, the years of a chronicle look like page numbers.
_YEARS = range(1900, 2100)
# The day of a date: "15 March 2024", "March 15, 2024".
_DAY = re.compile(r"(?:st|nd|rd|th)?\.?,?\s(?:[^\W\d_]+\.?,?\s)?(?:19|20)\d\d\b")

_PAGE = re.compile(
    r"\b(?:pages?|pp?|pg|seiten?|s|página|pág|pagina|pag|strana|str|sida|side|стр)[.:]?"
    r"\s*(?:(?:no|nr|number)[.:]?\s*)?\Z",
    re.IGNORECASE,
)
_OTHER_THING = re.compile(
    r"(?:[:#№§]|n[°º]|\b(?:no|nr|num|number|nummer|numéro|número|numero|id|ref)\.?)\s*\Z",
    re.IGNORECASE,
)
# Three spaces part two cells; see `index.formats.pdflines`.
_SET_APART_BEFORE = re.compile(r"(?:\A|\s{3}|[|·•–—-])\W*\Z")
_SET_APART_BEHIND = re.compile(r"\W*(?:\Z|\s{3}|[|·•–—-])")


@dataclass(frozen=True, slots=True)
class Count:
    """A number that counts pages, as far as its line alone tells.

    Attributes:
        around: What else the line says, as `squeezed`.
        ahead: How much the number is more than the place of the page, from 0; the same on all
            pages that are counted together.
        at_end: Whether the line begins or ends with it.
    """

    around: str
    ahead: int
    at_end: bool


def counts(text: str, page: int) -> Iterator[Count]:
    """Yield the numbers in a line that may count the pages of its document.

    Args:
        text: The line.
        page: Where it stands, from 0.
    """
    for start, end, value in _numbers(text):
        before, behind = text[:start], text[end:]
        if _may_count(before, behind, value, page, is_roman=text[start].isalpha()):
            at_end = not any(map(str.isalnum, before)) or not any(map(str.isalnum, behind))
            yield Count(squeezed(f"{before}#{behind}"), value - page, at_end)


def squeezed(text: str) -> str:
    """Return `text` in small letters and without white space, as lines are compared."""
    return "".join(text.casefold().split())


def _numbers(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield where each number in a line begins and ends, with its value."""
    in_chapter = _IN_CHAPTER.fullmatch(text)
    if in_chapter:
        yield *in_chapter.span(1), int(in_chapter[1])
    for match in _ARABIC.finditer(text):
        yield *match.span(), int(match[0])
    for match in _ROMAN.finditer(text):
        yield *match.span(), _value(match[0].lower())


def _value(roman: str) -> int:
    """Return the value of a Roman number in small letters."""
    digits = [_DIGITS[letter] for letter in roman]
    following = [*digits[1:], 0]
    return sum(
        -digit if digit < after else digit for digit, after in zip(digits, following, strict=True)
    )


def _may_count(before: str, behind: str, value: int, page: int, *, is_roman: bool) -> bool:
    """Return whether a number with this text before and behind it may count pages.

    One larger than the pages of its file so far counts those of a larger work, or something else
    altogether: only how it is set tells, and a page number is called one, begins its line, or
    stands apart from the words in it.
    """
    if _PAGE.search(before):
        return True
    if _OTHER_THING.search(before) or _DAY.match(behind):
        return False
    if value <= page + 1 and not is_roman:
        return True
    if value in _YEARS:
        return False
    is_apart = _SET_APART_BEFORE.search(before) and _SET_APART_BEHIND.match(behind)
    return not before.strip() or bool(is_apart)
