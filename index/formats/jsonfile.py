"""JSON and JSON Lines to a block of text for every record.

    {"name": "Ada", "born": {"year": 1815}, "fields": ["logic", "machines"]}

    name: Ada
    born.year: 1815
    fields: logic, machines

Order stays, and so do numbers as they are written; what is empty or null is left out.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from index.errors import UnreadableFile
from index.formats.content import Content, Writer, is_blank, without_junk
from index.formats.plain import decode
from index.formats.rows import shown
from index.formats.titles import write_heading

# Deeper than any record that a person reads.
_DEEPEST = 100


# As in JSON Lines; other line ends may stand in a string.
_LINE_END = re.compile(r"\r?\n")


def read_json(content: bytes, name: str) -> Content:
    """Return the records of a JSON file: the items of a list, or of the lists in an object.

    Raises:
        UnreadableFile: It is no JSON.
    """
    text = decode(content, name)
    try:
        whole = _parsed(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and error.lineno > 1:
            # JSON Lines under the name of JSON, as many programs export it.
            return _written(_records_of_lines(text, name), name)
        raise UnreadableFile(
            f"{name} is no JSON ({error.msg} at line {error.lineno}, column {error.colno})"
        ) from error
    except RecursionError as error:
        raise UnreadableFile(_too_deep(name)) from error
    return _written(_records(whole), name)


def read_json_lines(content: bytes, name: str) -> Content:
    """Return the records of a JSON Lines file, one a line.

    Raises:
        UnreadableFile: A line is no JSON.
    """
    return _written(_records_of_lines(decode(content, name), name), name)


@dataclass(frozen=True, slots=True)
class _Record:
    """What becomes a block of text.

    Attributes:
        heading: What the record stands under, or nothing.
        number: Of the record under its heading, or of its line.
        value: As JSON has it.
    """

    heading: str
    number: int
    value: Any


def _parsed(text: str) -> Any:
    """Return what JSON says, its numbers as they are written, an object as tuple of its pairs."""
    return json.loads(
        text, object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=str
    )


def _records(whole: Any) -> Iterator[_Record]:
    """Yield the records of a parsed file.

    A list of objects in an object, and an object in an object of nothing else, has its key as
    heading; what else an object holds is one record.
    """
    if not isinstance(whole, tuple):
        for number, value in enumerate(whole if isinstance(whole, list) else [whole], start=1):
            yield _Record("", number, value)
        return
    around, whole = _unwrapped(whole)
    all_objects = len(whole) > 1 and all(isinstance(value, tuple) for _, value in whole)
    rest = tuple((key, value) for key, value in whole if not _is_table(value))
    if all_objects:
        for key, value in whole:
            yield _Record(key, 1, value)
        return
    if rest:
        yield _Record(around, 1, rest)
    for key, value in whole:
        if _is_table(value):
            for number, item in enumerate(value, start=1):
                yield _Record(f"{around}.{key}" if around else key, number, item)


def _unwrapped(whole: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    """Return the object with lists of objects that an object is a mere wrapper of, and its keys.

    One that is none is returned as it is, without keys.
    """
    keys: list[str] = []
    inner = whole
    while len(inner) == 1 and isinstance(inner[0][1], tuple):
        keys.append(inner[0][0])
        inner = inner[0][1]
    has_tables = any(_is_table(value) for _, value in inner)
    return (".".join(keys), inner) if has_tables else ("", whole)


def _is_table(value: Any) -> bool:
    """Return whether a value is a list of objects."""
    return isinstance(value, list) and bool(value) and all(isinstance(v, tuple) for v in value)


def _records_of_lines(text: str, name: str) -> Iterator[_Record]:
    """Yield the records of JSON Lines, numbered by their lines."""
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if not line.strip():
            continue
        try:
            value = _parsed(line)
        except json.JSONDecodeError as error:
            raise UnreadableFile(
                f"{name} has a line that is no JSON: line {number} ({error.msg} at column "
                f"{error.colno}). Mend or delete it"
            ) from error
        except RecursionError as error:
            raise UnreadableFile(_too_deep(name)) from error
        yield _Record("", number, value)


def _written(records: Iterable[_Record], name: str) -> Content:
    """Return records as text."""
    writer = Writer()
    pages: list[int] = []
    numbers: list[int] = []
    heading = ""
    for record in records:
        lines = "\n".join(_lines(record.value, "", name))
        if is_blank(lines):
            continue
        start = None
        above = shown(record.heading)
        if above not in {"", heading}:
            start = write_heading(writer, above)
        heading = above
        writer.gap("\n\n")
        writer.write(lines)
        pages.append(writer.length - len(lines) if start is None else start)
        numbers.append(record.number)
    return Content(
        writer.text,
        pages=tuple(pages),
        headings=tuple(writer.headings),
        unit="record",
        numbers=tuple(numbers),
    )


def _lines(value: Any, key: str, name: str, depth: int = 0) -> Iterator[str]:
    """Yield the lines of a value under a dotted key; nothing for what is empty."""
    if depth > _DEEPEST:
        raise UnreadableFile(_too_deep(name))
    if isinstance(value, tuple):
        for inner, held in value:
            yield from _lines(held, f"{key}.{inner}" if key else inner, name, depth + 1)
    elif isinstance(value, list) and any(isinstance(item, tuple | list) for item in value):
        for number, item in enumerate(value, start=1):
            yield from _lines(item, f"{key}.{number}" if key else str(number), name, depth + 1)
    else:
        items = map(_said, value if isinstance(value, list) else [value])
        text = ", ".join(item for item in items if not is_blank(item))
        if text:
            yield f"{without_junk(key)}: {text}" if key else text


def _said(value: Any) -> str:
    """Return a value without parts as JSON writes it; nothing for null."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else without_junk(value)


def _too_deep(name: str) -> str:
    """Return the message for objects inside each other without end."""
    return f"{name} is nested more than {_DEEPEST} deep, which no record is"
