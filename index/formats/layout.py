"""Lines of print to running text, with where each page starts and the headings."""

from collections.abc import Sequence

from index.documents import Heading
from index.formats.content import Content
from index.formats.lines import Bookmark, Line, rows, with_hyphens, without_running
from index.formats.paragraphs import gaps as gaps_between
from index.formats.printed import Head, outlined, printed_large, title


def read_pages(pages: Sequence[Sequence[Line]], bookmarks: Sequence[Bookmark] = ()) -> Content:
    """Return the running text of printed pages, with where each starts and the headings.

    The title is the largest line of the first page, if it is larger than the body.
    """
    kept = [rows(page) for page in without_running(pages, bookmarks)]
    page_of = [number for number, page in enumerate(kept) for _ in page]
    lines = with_hyphens([line for page in kept for line in page])
    heads = outlined(lines, page_of, bookmarks)
    gaps = list(gaps_between(lines, page_of, heads))
    if 2 * len(heads) < len(bookmarks) or not bookmarks:
        heads = printed_large(lines, gaps)
    return _assemble(len(pages), lines, page_of, gaps, heads)


def _assemble(
    count: int,
    lines: Sequence[Line],
    page_of: Sequence[int],
    gaps: Sequence[str],
    heads: Sequence[Head],
) -> Content:
    """Return the text of all lines, with the offsets that the places need."""
    parts: list[str] = []
    starts: list[int] = []
    pages: list[int] = []
    length = 0
    for line, page, gap in zip(lines, page_of, gaps, strict=True):
        length += len(gap)
        # A page without text starts where the next text does.
        pages += [length] * (page + 1 - len(pages))
        starts.append(length)
        parts += (gap, line.text)
        length += len(line.text)
    pages += [length] * (count - len(pages))
    headings = tuple(
        Heading(
            starts[head.first],
            starts[head.last] + len(lines[head.last].text),
            head.level,
            head.text,
        )
        for head in heads
    )
    return Content("".join(parts), title(lines, page_of), tuple(pages), headings)
