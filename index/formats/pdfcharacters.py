"""The characters on a page, as PDFium gives them, to lines of print."""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from types import ModuleType
from typing import TYPE_CHECKING

from index.formats.pdfcells import cell_begins, in_columns
from index.formats.pdfletters import clean, is_spaced_out
from index.formats.pdflines import CELLS, Line
from index.formats.pdfpens import Pens

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

# PDFium ends lines with the first; instead of a hyphen at a line's end it gives one of the rest.
_LINE_END = re.compile("\r\n|[\x02\ufffe]")
_HYPHENS = "\x02\ufffe"

_Shown = tuple[str, list[int]]


def lines_of(page: "PdfPage", raw: ModuleType) -> list[Line]:
    """Return the lines of a page in PDFium's order, which is mostly that of reading.

    Args:
        page: Of an opened PDF.
        raw: The functions of PDFium.
    """
    with closing(page.get_textpage()) as characters:
        pens = Pens(characters, raw)
        units = pens.units()
        runs = list(_runs(units, pens))
        gaps = [pens.gaps(shown, line) for line, shown in runs]
        begins = [
            cell_begins(units, shown, its_gaps, line.size)
            for (line, shown), its_gaps in zip(runs, gaps, strict=True)
        ]
        aligned = in_columns([line for line, _ in runs], gaps, begins)
        return [
            replace(line, text=CELLS.join(text for text, _ in _cells(units, shown, line, at, pens)))
            for (line, shown), at in zip(runs, aligned, strict=True)
        ]


def pieces_of(page: "PdfPage", raw: ModuleType) -> list[list[Line]]:
    """Return the lines of a page as `lines_of`, each as the lines that its cells are.

    PDFium takes for one line what was filled in at several places. They are parted here, too.

    Args:
        page: Of an opened PDF.
        raw: The functions of PDFium.
    """
    with closing(page.get_textpage()) as characters:
        pens = Pens(characters, raw)
        units = pens.units()
        return [
            [
                pens.line(text, at, hyphenated=False)
                for part in pens.level(shown)
                for text, at in _parted(units, part, pens)
            ]
            for _, shown in _runs(units, pens)
        ]


def _runs(units: str, pens: Pens) -> Iterator[tuple[Line, list[int]]]:
    """Yield the lines in PDFium's text, each with where in it its visible characters are."""
    begin = 0
    for end in [*(match.start() for match in _LINE_END.finditer(units)), len(units)]:
        shown = [at for at in range(begin, end) if units[at] > " " and units[at] != "\xa0"]
        text = clean(units[begin:end])
        if shown and text:
            hyphenated = units[end : end + 1] in _HYPHENS and end < len(units)
            yield pens.line(text, shown, hyphenated=hyphenated), shown
        begin = end + (2 if units[end : end + 1] == "\r" else 1)


def _parted(units: str, shown: list[int], pens: Pens) -> Iterator[_Shown]:
    """Yield the text of each cell of a part of a line, with where its visible characters are."""
    line = pens.line("", shown, hyphenated=False)
    begins = cell_begins(units, shown, pens.gaps(shown, line), line.size)
    return _cells(units, shown, line, begins, pens)


def _cells(
    units: str, shown: list[int], line: Line, begins: Sequence[int], pens: Pens
) -> Iterator[_Shown]:
    """Yield the text of each cell of a line, with where its visible characters are.

    Args:
        units: PDFium's text.
        shown: Where the line's visible characters are.
        line: The line.
        begins: Where in the text its cells begin, but for the first.
        pens: Tell how it is written.
    """
    spaced_out = is_spaced_out(units[shown[0] : shown[-1] + 1])
    if spaced_out and (words := pens.words(shown, line)):
        yield clean(" ".join("".join(units[at] for at in word) for word in words)), shown
        return
    for begin, end in pairwise([shown[0], *begins, shown[-1] + 1]):
        text = clean(pens.with_powers(units, begin, end, line))
        if text:
            yield text, [at for at in shown if begin <= at < end]
