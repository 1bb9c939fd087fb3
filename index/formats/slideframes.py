"""The tables, charts and diagrams of a presentation to lines of text."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.formats.content import raised, without_junk
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


def paragraphs(body: "Element") -> Iterator[str]:
    """Yield the paragraphs of a text, those without text too."""
    for paragraph in body.iter("{*}p"):
        parts = []
        stack = list(paragraph.iterchildren(reversed=True))
        while stack:
            element = stack.pop()
            kind = local(element)
            if kind == "t":
                parts.append(element.text or "")
            elif kind == "br":
                parts.append("\n")
            elif kind not in _UNSEEN and element.get("type") != "slidenum":
                parts.append(_power(element, parts))
                stack += element.iterchildren(reversed=True)
        yield without_junk("".join(parts))


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
    series = [(_name(one), _points(one, "val", "yVal")) for one in root.iter("{*}ser")]
    categories: dict[int, str] = {}
    for one in root.iter("{*}ser"):
        categories |= _points(one, "cat", "xVal")
    for place in sorted({place for _, values in series for place in values}):
        said = [f"{name}: {values[place]}" for name, values in series if place in values]
        yield "; ".join(filter(None, [categories.get(place, ""), *said]))


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
                found[int(place)] = shown(_rounded("".join(point.itertext())))
    return found


def _rounded(value: str) -> str:
    """Return a number with the fifteen digits that office programs count with."""
    try:
        return f"{float(value):.15g}"
    except ValueError:
        return value


def _diagram(root: "Element") -> Iterator[str]:
    """Yield the texts of a diagram."""
    for point in root.iter("{*}pt"):
        if point.get("type") not in _UNSAID:
            yield from filter(None, (shown(text) for text in paragraphs(point)))
