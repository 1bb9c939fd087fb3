"""Whether a full stop or another mark ends a sentence, or stands behind an abbreviation."""

import re

# A full stop behind these does not end a sentence.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr gen col lt sgt capt maj rep sen gov pres hon rev no nos vol fig mt"
    " figs eq sec ch pp vs etc inc ltd co corp dept est approx al cf e.g i.e eg ie a.m p.m jan"
    " feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun".split()
)
# Behind these a figure goes on: "max. 20 kg", "tel. +47 555"; but "He loves art. The end."
_BEFORE_FIGURES = frozenset("max min ca art arts para paras tel ref app ext".split())
_FIGURE = re.compile(r"\s*[(+]*\d")
# And behind these whatever does not begin as sentences do: "incl. VAT", but "incl. The shop".
_BEFORE_NAMES = frozenset("incl excl".split())

_STARTERS = frozenset(
    "The A An In On At It He She They We I This That These Those But And Its His Her Their"
    " There When While After Before If As For From With By".split()
)
_LAST_WORD = re.compile(r"[\w.]*\w$")
_SMALL_START = re.compile(r"\s*[(\[\"'“‘*_]*[a-z]")


def ends_sentence(text: str, start: int, mark: int, end: int) -> bool:
    """Return whether a mark ends a sentence.

    Args:
        text: Any.
        start: Offset where the sentence begins.
        mark: Offset of the mark, and of what closes with it: "?", '."'.
        end: Offset behind it.
    """
    if text[mark:end] != ".":
        # "Really?" she said: a small letter goes on with the sentence.
        return not _SMALL_START.match(text, end) or text[mark] == "."
    word = _LAST_WORD.search(text, start, mark)
    before = word.group().lower() if word else ""
    if _is_short(before) or (before in _BEFORE_FIGURES and _FIGURE.match(text, end)):
        return False
    dotted = "." in before and before.replace(".", "").isalpha() and len(before) <= 5
    if dotted or before in _BEFORE_NAMES:
        # "U.S. envoy" goes on; "in the U.S. The" ends, and so does "at 5 p.m. She".
        following = text[end:].split(None, 1)
        return bool(following) and following[0] in _STARTERS
    return not _SMALL_START.match(text, end)


def _is_short(before: str) -> bool:
    """Return whether a word is an abbreviation or a letter: "Dr", "J"."""
    return before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha())
