"""The records of an old workbook (XLS) that say how the numbers in its cells show.

See [MS-XLS], 2.4. Strings are those of Excel 97 and later; before, they were in the code page of
the machine.
"""

import struct
from collections.abc import Iterator, Mapping

from index.formats.compound import records

_BEGIN, _END, _SHEET, _STYLE, _FORMAT = 0x809, 0x0A, 0x85, 0xE0, 0x41E
# What Excel 97 and later call their version.
_EXCEL_97 = 0x600
# Formula, number and the same in few bytes; then several of the last in a row.
_NUMBERS, _SEVERAL = frozenset([0x06, 0x203, 0x27E]), 0xBD
# A style, and a number in few bytes.
_STEP = 6


def codes_of(stream: bytes, known: Mapping[str, str]) -> list[str]:
    """Return the code by which each style shows numbers; nothing where there is none.

    Args:
        stream: The records of a workbook.
        known: The codes that no file says, by their numbers.
    """
    styles: list[str] = []
    codes = dict(known)
    is_new = True
    for kind, record in records(stream):
        if kind == _BEGIN:
            is_new = struct.unpack_from("<H", record)[0] == _EXCEL_97
        elif kind == _STYLE:
            styles.append(str(struct.unpack_from("<2xH", record)[0]))
        elif kind == _FORMAT:
            number = str(struct.unpack_from("<H", record)[0])
            codes[number] = _string(record[2:], is_new=is_new)
        elif kind == _END:
            break
    return [codes.get(number, "") for number in styles]


def _string(record: bytes, *, is_new: bool) -> str:
    """Return a string with its length before it."""
    if not is_new:
        return record[1 : 1 + record[0]].decode("cp1252", "replace")
    length, is_wide = struct.unpack_from("<HB", record)
    if is_wide & 1:
        return record[3 : 3 + 2 * length].decode("utf-16-le", "replace")
    return record[3 : 3 + length].decode("latin-1")


def sheets_of(stream: bytes) -> list[int]:
    """Return where each sheet begins in the records of a workbook."""
    return [
        struct.unpack_from("<I", record)[0] for kind, record in records(stream) if kind == _SHEET
    ]


def cells_of(stream: bytes, sheet: int) -> Iterator[tuple[int, int, int]]:
    """Yield row and column of each number on a sheet, from 0, and its style.

    Args:
        stream: The records of a workbook.
        sheet: Where those of the sheet begin.
    """
    # A chart on a sheet begins and ends within it.
    depth = 0
    for kind, record in records(stream, sheet):
        depth += (kind == _BEGIN) - (kind == _END)
        if not depth:
            return
        if kind in _NUMBERS and depth == 1:
            yield struct.unpack_from("<3H", record)
        elif kind == _SEVERAL and depth == 1:
            row, first = struct.unpack_from("<2H", record)
            for at, place in enumerate(range(4, len(record) - _STEP, _STEP), start=first):
                yield row, at, struct.unpack_from("<H", record, place)[0]
