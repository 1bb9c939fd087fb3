"""Jupyter notebooks (IPYNB) to the text of their cells, and of what these put out."""

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from index.documents import Heading
from index.errors import UnreadableFile
from index.formats.content import Content, Writer, is_blank, one_line, without_junk
from index.formats.markdown import read_markdown
from index.formats.plain import decode
from index.formats.web import read_html

# Colours on a terminal.
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# What Python prints of a thing that has no words of its own, such as a table with colours.
_THING = re.compile(r"<[\w.]+ (?:object\b|at 0x)[^<>]*>")


def read_notebook(content: bytes, name: str) -> Content:
    """Return the cells of a notebook: Markdown as it is written, code, then its output.

    Raises:
        UnreadableFile: It is no notebook.
    """
    try:
        notebook = json.loads(decode(content, name))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(
            f"{name} is no notebook: no sound JSON ({one_line(str(error))})"
        ) from error
    cells = list(_cells(notebook))
    if not cells:
        raise UnreadableFile(f"{name} is no notebook, or one without cells")
    writer = Writer()
    pages: list[int] = []
    numbers: list[int] = []
    headings: list[Heading] = []
    for number, cell in enumerate(cells, start=1):
        for said in _said(cell, name):
            writer.gap("\n\n")
            writer.write(said)
            start = writer.length - len(said)
            if numbers[-1:] != [number]:
                pages.append(start)
                numbers.append(number)
            if cell.get("cell_type") == "markdown":
                headings += _headings(said, start, name)
    given = _at(notebook, "metadata", "title")
    title = one_line(given) if isinstance(given, str) else ""
    title = title or next((heading.text for heading in headings if heading.level == 1), "")
    return Content(
        writer.text,
        title or None,
        pages=tuple(pages),
        headings=tuple(headings),
        unit="cell",
        numbers=tuple(numbers),
    )


def _cells(notebook: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the cells of a notebook, those of the third format too."""
    sheets = _at(notebook, "worksheets")
    for holder in [notebook, *(sheets if isinstance(sheets, list) else [])]:
        cells = _at(holder, "cells")
        for cell in cells if isinstance(cells, list) else []:
            if isinstance(cell, dict):
                yield cell


def _at(value: Any, *keys: str) -> Any:
    """Return what stands under keys in objects inside each other, or None."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _said(cell: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield the source of a cell and each of its outputs, as far as they show something."""
    source = cell.get("source", cell.get("input"))
    outputs = cell.get("outputs")
    outputs = outputs if isinstance(outputs, list) else []
    for text in [_text(source), *(_output(output, name) for output in outputs)]:
        if not is_blank(text):
            yield text.strip("\n\ufeff")


def _output(output: Any, name: str) -> str:
    """Return the text of an output: what was printed, a value, or an error's last line.

    A page is read where the value is no more than a thing.
    """
    kind = _at(output, "output_type")
    if kind in {"error", "pyerr"}:
        return f"{_text(_at(output, 'ename'))}: {_text(_at(output, 'evalue'))}"
    for value in (
        _at(output, "text"),
        _at(output, "data", "text/markdown"),
        _at(output, "data", "text/plain"),
    ):
        text = "\n".join(map(_left, _text(value).split("\n")))
        if not is_blank(text) and not _THING.fullmatch(text.strip()):
            return text
    page = _text(_at(output, "data", "text/html"))
    try:
        # The mark in front says that it is UTF-8.
        return read_html(codecs.BOM_UTF8 + page.encode(), name).text
    except UnreadableFile:
        # It is empty, or says nothing.
        return ""


def _left(line: str) -> str:
    """Return what is left of a line that is written over, as a bar of progress is."""
    return line.rstrip("\r").rpartition("\r")[2]


def _text(value: Any) -> str:
    """Return a text that is stored whole or as its lines."""
    lines = value if isinstance(value, list) else [value]
    text = "".join(line for line in lines if isinstance(line, str))
    return without_junk(_COLOURS.sub("", text))


def _headings(text: str, start: int, name: str) -> Iterator[Heading]:
    """Yield the headings of a cell of Markdown that begins at `start`."""
    for heading in read_markdown(text.encode(), name).headings:
        yield Heading(start + heading.start, start + heading.end, heading.level, heading.text)
