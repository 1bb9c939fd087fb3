"""Compound files (OLE), as XLS is one: whether they are sound enough to be read.

Such a file is a small disk: a table says of each sector which one comes next. The library that
reads them follows it without end where a damaged table leads back to where it was, and makes room
for every cell up to one that lies outside of any sheet. The format is [MS-CFB], that of the
records of a workbook [MS-XLS].
"""

import struct
from array import array
from collections.abc import Iterator, Sequence

from index.errors import UnreadableFile

_HEADER = struct.Struct("<30xHH10xII8xIIII109I")
_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Sectors of 512 bytes, or of 4096.
_SHIFTS = (9, 12)
# Numbers from here on are no sectors but mean the end, or nothing.
_NO_SECTOR = 0xFFFFFFFA

_ENTRY = 128
_WORKBOOKS = frozenset(["Workbook", "Book"])

# The records that hold cells begin with row and column; no sheet has more than 256 of the latter.
_CELLS = frozenset([0x06, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E])
_COLUMNS = 256


def refuse_unsound(content: bytes, name: str) -> None:
    """Raise where a compound file is damaged in a way that its readers do not survive.

    Raises:
        UnreadableFile: A chain of its sectors has no end, or a cell lies outside of any sheet.
    """
    try:
        stream = workbook(content)
    except (struct.error, ValueError, IndexError) as error:
        raise UnreadableFile(
            f"{name} is damaged: its sectors do not hang together ({error}). Save it anew from "
            "the program that made it"
        ) from error
    for kind, record in records(stream):
        if (
            kind in _CELLS
            and len(record) >= 4
            and struct.unpack_from("<H", record, 2)[0] >= _COLUMNS
        ):
            raise UnreadableFile(
                f"{name} is damaged: it has a cell in a column that no sheet has. Save it anew "
                "from the program that made it"
            )


def workbook(content: bytes) -> bytes:
    """Return the records of the workbook in a compound file; nothing if it has none.

    Raises:
        ValueError: A chain of sectors has no end.
    """
    if not content.startswith(_SIGNATURE):
        raise ValueError("wrong first bytes")
    shift, _, _, directory, mini, _, more, _, *tables = _HEADER.unpack_from(content)
    if shift not in _SHIFTS:
        raise ValueError("odd sectors")
    size = 1 << shift

    def sector(number: int) -> bytes:
        """Return the bytes of a sector."""
        start = (number + 1) * size
        return content[start : start + size]

    seen = set()
    while more < _NO_SECTOR:
        if more in seen:
            raise ValueError("the table of tables has no end")
        seen.add(more)
        numbers = _numbers(sector(more))
        if not numbers:
            raise ValueError("the table of tables is cut short")
        tables += numbers[:-1]
        more = numbers[-1]
    following = _numbers(b"".join(sector(number) for number in tables if number < _NO_SECTOR))
    _refuse_circles(following)
    _refuse_circles(_numbers(b"".join(map(sector, _chain(following, mini)))))
    entries = b"".join(map(sector, _chain(following, directory)))
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        called = entries[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
        if called in _WORKBOOKS:
            start, length = struct.unpack_from("<II", entries, at + 116)
            return b"".join(map(sector, _chain(following, start)))[:length]
    return b""


def _numbers(table: bytes) -> Sequence[int]:
    """Return the numbers in a table."""
    return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])


def _chain(following: Sequence[int], first: int) -> Iterator[int]:
    """Yield the sectors of a chain, of a table without circles."""
    while first < len(following):
        yield first
        first = following[first]


def _refuse_circles(following: Sequence[int]) -> None:
    """Raise where following a table from anywhere does not come to an end."""
    # The walk that came by, so that each sector is visited once; 0 for none.
    visited = array("L", bytes(array("L").itemsize * len(following)))
    for walk, start in enumerate(range(len(following)), start=1):
        at = start
        while at < len(following) and not visited[at]:
            visited[at] = walk
            at = following[at]
        if at < len(following) and visited[at] == walk:
            raise ValueError("a chain has no end")


def records(stream: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records of a workbook, from one on."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
