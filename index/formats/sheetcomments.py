"""What people remarked on the cells of a spreadsheet, put into the lines of their rows.

    Item: Berth; Price: 900; Comment by Anna Berg on B2: Too high.; Reply by Bo: Agreed in May.

Old notes and threads are read, of Excel (XLSX, XLSM) and of OpenDocument.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.archive import member, open_archive
from index.formats.cellformats import cells_in
from index.formats.listnumbers import counted
from index.formats.packages import OLE, Package, open_package
from index.formats.remarks import introduced
from index.formats.rows import Line, shown
from index.formats.trees import tree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Comments = Mapping[int, Sequence[str]]
"""What is remarked on the cells of a sheet, by row, from 1."""

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PLACE = re.compile(r"[A-Z]{1,3}([0-9]{1,7})")
# Stands for the author of the note that old versions of Excel show instead of a thread.
_THREAD = "tc="


def comments_of(content: bytes, name: str) -> Mapping[int, Comments]:
    """Return the comments on the sheets, by their place in the workbook, from 0.

    Args:
        content: Of the spreadsheet, known to be sound.
        name: The file, for messages.

    Raises:
        UnreadableFile: What holds them is damaged.
    """
    if content.startswith(OLE):
        return {}
    archive = open_archive(content, name)
    if "content.xml" in archive.NameToInfo:
        part = member(archive, "content.xml", name)
        if b":annotation" not in part:
            return {}
        tables = tree(part, name).iterfind("{*}body/{*}spreadsheet/{*}table")
        return dict(enumerate(map(_annotated, tables)))
    try:
        package = open_package(content, name, "spreadsheet", ".xlsx", "a spreadsheet program")
    except UnreadableFile:
        # Odd: its cells are read all the same.
        return {}
    # Those of a binary workbook are no XML.
    return dict(_office(package)) if package.main.endswith(".xml") else {}


def with_comments(lines: Iterable[Line], comments: Comments) -> Iterator[Line]:
    """Yield the lines of a sheet, in each what is remarked on its row.

    What is remarked on a row that says nothing is a line of its own.
    """
    left = deque(sorted(comments.items()))
    for line in lines:
        while left and left[0][0] < line.number:
            yield _alone(*left.popleft())
        if left and left[0][0] == line.number:
            text = "; ".join([line.text, *left.popleft()[1]])
            yield Line(line.number, text, line.begins)
        else:
            yield line
    yield from (_alone(*each) for each in left)


def _alone(row: int, said: Sequence[str]) -> Line:
    """Return a line for a row with nothing but comments, apart from the rows above it."""
    return Line(row, "; ".join(said), begins=True)


def _office(package: Package) -> Iterator[tuple[int, Comments]]:
    """Yield place and comments of each sheet of a workbook of Excel."""
    people = {
        person.get("id", ""): person.get("displayName", "")
        for path in package.related(package.main, "person")
        for person in package.part(path).iterfind("{*}person")
    }
    targets = package.targets(package.main)
    for at, entry in enumerate(package.part(package.main).iterfind("{*}sheets/{*}sheet")):
        path, _ = targets.get(entry.get(f"{_RELATION}id", ""), ("", ""))

        def parts(kind: str, path: str = path) -> "list[Element]":
            return [package.part(each) for each in package.related(path, kind)] if path else []

        threads = parts("threadedComment")
        found: dict[int, list[str]] = defaultdict(list)
        for row, said in chain(
            chain.from_iterable(_notes(part, threaded=bool(threads)) for part in parts("comments")),
            chain.from_iterable(_threads(part, people) for part in threads),
        ):
            found[row].append(said)
        yield at, found


def _notes(root: "Element", *, threaded: bool) -> Iterator[tuple[int, str]]:
    """Yield the rows and texts of notes.

    Args:
        root: Of the part that holds them.
        threaded: Whether the threads are read from elsewhere.
    """
    authors = [
        shown("".join(author.itertext())) for author in root.iterfind("{*}authors/{*}author")
    ]
    for note in root.iterfind("{*}commentList/{*}comment"):
        number = note.get("authorId", "")
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        if author.startswith(_THREAD):
            if threaded:
                continue
            author = ""
        runs = chain(note.iterfind("{*}text/{*}t"), note.iterfind("{*}text/{*}r/{*}t"))
        text = shown("".join(run.text or "" for run in runs))
        # Excel writes the author into the note, too.
        text = text.removeprefix(f"{author}:").strip() if author else text
        if text:
            yield _placed(note.get("ref", ""), author, text)


def _threads(root: "Element", people: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Yield the rows and texts of comments, each followed by its replies.

    Args:
        root: Of the part that holds them.
        people: Who made them, by the ids of these.
    """
    comments = list(root.iterfind("{*}threadedComment"))
    order = {comment.get("id", ""): at for at, comment in enumerate(comments)}

    def thread(comment: "Element") -> int:
        own = comment.get("id", "")
        return order.get(comment.get("parentId", own), order[own])

    for comment in sorted(comments, key=thread):
        text = shown(comment.findtext("{*}text", ""))
        if text:
            author = people.get(comment.get("personId", ""), "")
            is_reply = comment.get("parentId") is not None
            yield _placed(comment.get("ref", ""), author, text, is_reply=is_reply)


def _annotated(table: "Element") -> Comments:
    """Return the comments on a sheet of OpenDocument."""
    found: dict[int, list[str]] = defaultdict(list)
    for rows, columns, cell in cells_in(table):
        for note in cell.iterfind("{*}annotation"):
            text = shown(" ".join("".join(each.itertext()) for each in note.iterfind("{*}p")))
            if text:
                place = f"{counted(columns[0] + 1).upper()}{rows[0] + 1}"
                row, said = _placed(place, shown(note.findtext("{*}creator", "")), text)
                found[row].append(said)
    return found


def _placed(place: str, author: str, text: str, *, is_reply: bool = False) -> tuple[int, str]:
    """Return the row of a cell, from 1, and what is remarked on it.

    Args:
        place: Of the cell, such as B2.
        author: Who remarked it, maybe nobody known.
        text: What was remarked, on one line.
        is_reply: Whether it answers what is remarked before it.
    """
    found = _PLACE.fullmatch(place)
    on = place if found and not is_reply else ""
    return int(found[1]) if found else 1, introduced(author, on, is_reply=is_reply) + text
