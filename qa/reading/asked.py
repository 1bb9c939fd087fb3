"""What each passage is asked: a table in its own words, a list by the name of what it lists."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from index.library import Hit
from index.passages import above
from qa.language.times import dates, named, retold, spanned
from qa.lists import needed
from qa.reader import Span
from qa.reading.finding import LOOKED_UP, Found, Limited
from qa.rows.extremes import extremes
from qa.rows.lookup import limits
from qa.rows.ranges import figures, with_spans
from qa.rows.tables import Row, row_at, rows_in, stems


def under_its_title(hit: Hit) -> tuple[str, int]:
    """Return a passage with title and headings above it, and the offset where it begins."""
    title = above(hit.document, hit.passage)
    prefix = f"{title}\n" if title else ""
    return prefix + hit.text, len(prefix)


def rows_of(
    hits: Sequence[Hit], bounds: Sequence[Sequence[tuple[int, int]]]
) -> dict[tuple[str, int], Row]:
    """Return the rows of tables, by the document and the start of a sentence in them."""
    return {
        (hit.document.id, first): row
        for hit, found in zip(hits, bounds, strict=True)
        for first, _ in found
        if (row := row_at(hit.document, first)) is not None
    }


def rows_beside(
    question: str, hits: Sequence[Hit], rows: Mapping[tuple[str, int], Row]
) -> Mapping[tuple[str, int], Row]:
    """Return the rows, and for a question with a figure or a date the others of their tables.

    Neither meaning nor words find "5 to 10 kg" for 7 kg.
    """
    if not any(figures(question)) and not any(dates(question)):
        return rows
    tables = {row.table for row in rows.values()}
    known = {(row.table, row.start) for row in rows.values()}
    documents = {hit.document.id: hit.document for hit in hits}
    others = {
        (name, row.start): row
        for name in {table[0] for table in tables}
        for row in rows_in(documents[name])
        if row.table in tables and (row.table, row.start) not in known
    }
    return {**rows, **others}


def asked_of_each(
    question: str,
    hits: Sequence[Hit],
    bounds: Sequence[Sequence[tuple[int, int]]],
    rows: Mapping[tuple[str, int], Row],
) -> tuple[str, list[str]]:
    """Return a question in the words of the table that has its days, and what each hit is asked.

    A list is asked by the name of what it lists.
    """
    documents = {hit.document.id: hit.document.text for hit in hits}
    told, table = as_told(question, rows.values(), documents)
    held = [
        {rows[place].table for first, _ in found if (place := (hit.document.id, first)) in rows}
        for hit, found in zip(hits, bounds, strict=True)
    ]
    lists = [needed(question, _headings(hit)) for hit in hits]
    # Where such a list comes first, all else is to answer the same question.
    return told, [
        told if table in tables else put if put != question else lists[0]
        for tables, put in zip(held, lists, strict=True)
    ]


def as_told(
    question: str, rows: Iterable[Row], documents: Mapping[str, str]
) -> tuple[str, tuple[str, int] | None]:
    """Return a question with days, months and figures as a table calls the spans they lie in.

    "When does it close on a Thursday in July?" is "on a Tue, Thu in July to September" where the
    table has these: then a row can be recognised by the words. It is the first table that has most
    of them.

    Args:
        question: One question.
        rows: Of one or more tables.
        documents: The text of each table's document, by its id.

    Returns:
        The question as it is to be asked of that table, and the table; None where none has any.
    """
    tables: dict[tuple[str, int], dict[frozenset[str], str]] = defaultdict(dict)
    spans: dict[tuple[str, int], set[tuple[str, str]]] = defaultdict(set)
    for row in rows if named(question) or any(figures(question)) else ():
        text = documents[row.table[0]]
        for cell in row.cells:
            tables[row.table].setdefault(cell.times, text[cell.start : cell.end])
            tables[row.table].setdefault(spanned(cell.header), cell.header)
            if cell.span:
                spans[row.table].add((cell.header, text[cell.start : cell.end]))
    best, told, most = None, question, 0
    for table, called in tables.items():
        put, count = retold(question, called)
        put, more = with_spans(put, spans[table])
        if count + more > most:
            best, told, most = table, put, count + more
    return told, best


def lists_first(question: str, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Return the hits, those first that list what one needs for what is asked for.

    Their heading says so, or else they are of the best hit's document.
    """
    asked = stems(question)

    def listed(hit: Hit) -> bool:
        above = hit.document.heading_path(hit.passage.start)
        named = any(asked & stems(heading) for heading in above if heading != hit.document.title)
        meant = named or hit.document.id == hits[0].document.id
        return meant and needed(question, _headings(hit)) != question

    return sorted(hits, key=lambda hit: not listed(hit))


def _headings(hit: Hit) -> list[str]:
    """Return what may stand above a list: headings, the passage's first line, lines with a colon.

    Of the latter the last ones come first.
    """
    first, *others = hit.text.split("\n")
    labels = [line for line in others if line.rstrip().endswith(":")]
    return [*hit.document.heading_path(hit.passage.start), first, *reversed(labels)]


def limited_in(
    question: str,
    hits: Sequence[Hit],
    bounds: Sequence[Sequence[tuple[int, int]]],
    rows: Mapping[tuple[str, int], Row],
) -> Limited:
    """Return the rows of tables in which the question says where the answer stands."""
    told = {
        rows[place].table: stems(above(hit.document, hit.passage))
        for hit, found in zip(hits, bounds, strict=True)
        for first, _ in found
        if (place := (hit.document.id, first)) in rows
    }
    limited = limits(question, rows.values(), {row: told[row.table] for row in rows.values()})
    return {place: (row, limited[row]) for place, row in rows.items() if row in limited}


def with_looked_up(
    best: Mapping[tuple[str, int], Found], hits: Sequence[Hit], named: Limited
) -> dict[tuple[str, int], Found]:
    """Return what was found, and what the question surely names in rows that no passage has."""
    first = _first_of_each(hits)
    passages = {(hit.document.id, hit.passage.start, hit.passage.end) for hit in hits}
    others = {
        place: _in_row(hits, first[row.table[0]], row, limit.start, limit.end)
        for place, (row, limit) in named.items()
        if limit.sure
        and not any(
            row.table[0] == name and start <= row.start < end for name, start, end in passages
        )
    }
    return {**best, **others}


def _first_of_each(hits: Sequence[Hit]) -> dict[str, int]:
    """Return the rank of each document's first hit, by the document's id."""
    return {hit.document.id: rank for rank, hit in reversed(list(enumerate(hits)))}


def _in_row(hits: Sequence[Hit], rank: int, row: Row, start: int, end: int) -> Found:
    """Return a cell of a row that need not be in any passage that was found."""
    hit = hits[rank]
    whole = replace(hit, passage=replace(hit.passage, start=row.start, end=row.end))
    span = Span(whole, start, end, LOOKED_UP, cell=True)
    return Found(span, (row.start, row.end), sharp=0.0, evidence=0.0, rank=rank, known=True)


def with_extremes(
    best: Mapping[tuple[str, int], Found],
    question: str,
    hits: Sequence[Hit],
    rows: Mapping[tuple[str, int], Row],
) -> dict[tuple[str, int], Found]:
    """Return what was found, in a document that has the most or the least only what has it.

    Such a row need not be in any passage that was found.
    """
    first = _first_of_each(hits)
    documents = {name: hits[rank].document for name, rank in first.items()}
    found = extremes(question, rows.values(), documents)
    compared = {row.table[0] for row, _ in found}
    kept = {place: one for place, one in best.items() if place[0] not in compared}
    for order, (row, cell) in enumerate(found, 1):
        rank = first[row.table[0]]
        one = _in_row(hits, rank, row, cell.start, cell.end)
        span = replace(one.span, order=order)
        kept[row.table[0], row.start] = replace(one, span=span)
    return kept
