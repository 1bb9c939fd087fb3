"""The tables, charts and diagrams of a presentation to lines of text."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from index.formats.content import raised, without_junk
from index.formats.listnumbers import repeated, roman
from index.formats.numberformats import written
from index.formats.packages import Package
from index.formats.rows import Row, lines, shown
from index.formats.trees import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# How a run looks, and what old versions of PowerPoint show instead.
_UNSEEN = frozenset(["rPr", "pPr", "endParaRPr", "Fallback"])
# The lines and places of a diagram, which have no words of their own.
_UNSAID = frozenset(["pres", "parTrans", "sibTrans"])

# The code of a format for days, which are counted from the first one on, to the year 9999.
_DAY = re.compile(r"[^0#]*(?:d[^0#]*m|m[^0#]*[dy]|y[^0#]*m)[^0#]*", re.IGNORECASE)
_WRITTEN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_FIRST_DAY, _MOST_DAYS = date(1899, 12, 30), 2_958_466


def paragraphs(body: "Element") -> Iterator[str]:
    """Yield the paragraphs of a text, those without text too, with the numbers before them."""
    counts: dict[int, tuple[str, int]] = {}
    for paragraph in body.iter("{*}p"):
        text = _text(paragraph)
        yield _number(paragraph, counts) + text if text.strip() else text


def _text(paragraph: "Element") -> str:
    """Return what a paragraph says."""
    parts: list[str] = []
    stack = list(paragraph.iterchildren(reversed=True))
    while stack:
        element = stack.pop()
        kind = local(element)
        if kind == "t":
            parts.append(element.text or "")
        elif kind == "br":
            parts.append("\n")
        elif kind not in _UNSEEN and element.get("type") != "slidenum" and not _is_struck(element):
            parts.append(_power(element, parts))
            stack += element.iterchildren(reversed=True)
    return without_junk("".join(parts))


def _number(paragraph: "Element", counts: dict[int, tuple[str, int]]) -> str:
    """Return the number before a paragraph, maybe none.

    Args:
        paragraph: With text.
        counts: Kind and number of the last item at each level, which are brought up to date.
    """
    look = paragraph.find("{*}pPr")
    numbered = None if look is None else look.find("{*}buAutoNum")
    level = _whole(None if look is None else look.get("lvl"), 0)
    for deeper in [each for each in counts if each > level]:
        del counts[deeper]
    if numbered is None:
        counts.pop(level, None)
        return ""
    kind, start = numbered.get("type", ""), _whole(numbered.get("startAt"), 1)
    last, count = counts.get(level, ("", 0))
    count = count + 1 if last == kind else start
    counts[level] = kind, count
    if kind.startswith(("alpha", "roman")):
        said = repeated(count) if kind.startswith("alpha") else roman(count)
        said = said.upper() if "Uc" in kind else said
    else:
        said = str(count)
    before = "(" * kind.endswith("ParenBoth")
    return f"{before}{said}{'.' * kind.endswith('Period')}{')' * ('Paren' in kind)} "


def _whole(said: str | None, otherwise: int) -> int:
    """Return the number that an attribute says."""
    return int(said) if said and said.isdecimal() and len(said) < 9 else otherwise


def _is_struck(run: "Element") -> bool:
    """Return whether a run is struck out."""
    look = run.find("{*}rPr")
    return look is not None and look.get("strike", "noStrike") != "noStrike"


def _power(run: "Element", parts: list[str]) -> str:
    """Return the sign for a run that is raised behind some text."""
    look = run.find("{*}rPr")
    if look is None or not look.get("baseline", "").strip("0%").isdecimal():
        return ""
    before = next(filter(None, reversed(parts)), "")
    return raised(before, "".join(text.text or "" for text in run.iter("{*}t")))


def frame_lines(frame: "Element", package: Package, path: str) -> Iterator[str]:
    """Yield the lines of what stands in a frame.

    Args:
        frame: Of a slide.
        package: The presentation.
        path: Of the slide in it.
    """
    for table in frame.iter("{*}tbl"):
        yield from _said(_table(table))
    for reference in frame.iter("{*}chart", "{*}relIds"):
        named = "id" if local(reference) == "chart" else "dm"
        target, _ = package.targets(path).get(reference.get(f"{_RELATION}{named}", ""), ("", ""))
        if target and named == "id":
            yield from _chart(package.part(target))
        elif target:
            yield from _diagram(package.part(target))


def _said(rows: list[list[str]]) -> Iterator[str]:
    """Yield a line for every row."""
    for line in lines(Row(number, tuple(row)) for number, row in enumerate(rows, start=1)):
        yield line.text


def _table(table: "Element") -> list[list[str]]:
    """Return the cells of a table; what is merged down several rows is in each of them."""
    rows: list[list[str]] = []
    for row in table.iterchildren("{*}tr"):
        cells = []
        for column, cell in enumerate(row.iterchildren("{*}tc")):
            if cell.get("vMerge") in {"1", "true"} and rows and column < len(rows[-1]):
                cells.append(rows[-1][column])
            else:
                cells.append(shown(" ".join(paragraphs(cell))))
        rows.append(cells)
    return rows


def _chart(root: "Element") -> Iterator[str]:
    """Yield the title of a chart, then the values of its series by category."""
    for title in root.iterfind("{*}chart/{*}title"):
        yield from filter(None, [shown(" ".join(paragraphs(title)))])
    series = [
        (_name(one), _points(one, "val", "yVal"), _points(one, "cat", "xVal"))
        for one in root.iter("{*}ser")
    ]
    # Series that share what stands along the axis are told together.
    while series:
        categories: dict[int, str] = {}
        together, others = [], []
        for one in series:
            if _agree(categories, one[2]):
                together.append(one)
                categories |= one[2]
            else:
                others.append(one)
        for place in sorted({place for _, values, _ in together for place in values}):
            said = [f"{name}: {values[place]}" for name, values, _ in together if place in values]
            yield "; ".join(filter(None, [categories.get(place, ""), *said]))
        series = others


def _agree(categories: Mapping[int, str], others: Mapping[int, str]) -> bool:
    """Return whether two series have the same at each place along the axis that both have."""
    return all(categories.get(place, said) == said for place, said in others.items())


def _name(series: "Element") -> str:
    """Return the name of a series of a chart."""
    values = series.iterfind("{*}tx//{*}v")
    return shown(" ".join(value.text or "" for value in values)) or "Value"


def _points(series: "Element", *names: str) -> dict[int, str]:
    """Return the values of a series under the first of these names, by their place."""
    found = {}
    for name in names:
        for point in series.iterfind(f"{{*}}{name}//{{*}}pt"):
            place = point.get("idx", "")
            if place.isdecimal():
                code = point.get("formatCode") or point.getparent().findtext("{*}formatCode", "")
                found[int(place)] = shown(_in_format("".join(point.itertext()), code))
    return found


def _in_format(value: str, code: str) -> str:
    """Return a value as its format shows it, else with the fifteen digits of office programs."""
    try:
        number = float(value)
    except ValueError:
        return value
    if _DAY.fullmatch(_WRITTEN.sub("", code)) and 0 < number < _MOST_DAYS:
        return (_FIRST_DAY + timedelta(days=int(number))).isoformat()
    return written(number, code) or f"{number:.15g}"


def _diagram(root: "Element") -> Iterator[str]:
    """Yield the texts of a diagram."""
    for point in root.iter("{*}pt"):
        if point.get("type") not in _UNSAID:
            yield from filter(None, (shown(text) for text in paragraphs(point)))
