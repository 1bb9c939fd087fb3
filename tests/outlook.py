"""E-mails as Outlook saves them, small ones: a file with streams and folders of its own (OLE)."""

import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

SECTOR = 512
SMALL = 64
END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
FAT = 0xFFFFFFFD

Tree = dict[str, "bytes | Tree"]


def msg(subject: str, body: str = "", **rest: Any) -> bytes:
    """Return the bytes of an e-mail; the rest is what `mail` takes."""
    return ole(mail(subject, body, **rest))


def mail(
    subject: str,
    body: str = "",
    *,
    html: str = "",
    sender: str = "",
    address: str = "",
    sent: datetime | None = None,
    headers: str = "",
    recipients: Sequence[tuple[str, str]] = (),
    attachments: Mapping[str, bytes | Tree] | None = None,
    header: int = 32,
) -> Tree:
    """Return the streams of an e-mail; the numbers are those of Outlook's properties.

    Args:
        attachments: Files by name, and mails, whose `header` is 24.
    """
    strings = {
        0x001A: "IPM.Note",
        0x0037: subject,
        0x1000: body,
        0x0C1A: sender,
        0x0C1F: address,
        0x007D: headers,
    }
    binaries = {0x1013: html.encode("cp1252")} if html else {}
    numbers = {0x3FDE: 1252} if html else {}
    tree = properties(header, {k: v for k, v in strings.items() if v}, binaries, numbers, sent)
    for number, (name, address) in enumerate(recipients):
        person = properties(8, {0x3001: name, 0x39FE: address})
        tree[f"__recip_version1.0_#{number:08X}"] = person
    for number, (name, content) in enumerate((attachments or {}).items()):
        if isinstance(content, bytes):
            attached = properties(8, {0x3707: name}, {0x3701: content}, {0x3705: 1})
        else:
            attached = properties(8, {0x3001: name}, {}, {0x3705: 5})
            attached["__substg1.0_3701000D"] = content
        tree[f"__attach_version1.0_#{number:08X}"] = attached
    return tree


def properties(
    header: int,
    strings: Mapping[int, str],
    binaries: Mapping[int, bytes] | None = None,
    numbers: Mapping[int, int] | None = None,
    sent: datetime | None = None,
) -> Tree:
    entries = bytes(header)
    streams: Tree = {}
    for kind, values in (
        (0x001F, {key: text.encode("utf-16-le") for key, text in strings.items()}),
        (0x0102, binaries or {}),
    ):
        for key, value in values.items():
            entries += struct.pack("<HHIII", kind, key, 6, len(value), 0)
            streams[f"__substg1.0_{key:04X}{kind:04X}"] = value
    for key, number in (numbers or {}).items():
        entries += struct.pack("<HHIII", 0x0003, key, 6, number, 0)
    if sent is not None:
        # Tenths of microseconds since 1601.
        since = sent - datetime(1601, 1, 1, tzinfo=UTC)
        ticks = (since.days * 86_400 + since.seconds) * 10_000_000
        entries += struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks)
    streams["__properties_version1.0"] = entries
    return streams


def ole(tree: Tree) -> bytes:
    """Return a file with these streams and folders."""
    entries: list[list[object]] = []
    small: list[bytes] = []
    small_fat: list[int] = []
    large: list[bytes] = []
    large_fat: list[int] = []

    def chain(content: bytes, size: int, sectors: list[bytes], fat: list[int]) -> int:
        first = len(sectors)
        pieces = [content[at : at + size].ljust(size, b"\0") for at in range(0, len(content), size)]
        sectors += pieces
        fat += [first + number + 1 for number in range(len(pieces) - 1)] + [END]
        return first

    def add(name: str, value: bytes | Tree) -> int:
        number = len(entries)
        # Name, kind, child, next, first sector, size.
        entries.append([name, 1, FREE, FREE, 0, 0])
        if isinstance(value, dict):
            children = [add(*each) for each in value.items()]
            for child, following in pairwise(children):
                entries[child][3] = following
            entries[number][2] = children[0] if children else FREE
        else:
            is_small = len(value) < 4096
            where = (small, small_fat) if is_small else (large, large_fat)
            first = chain(value, SMALL if is_small else SECTOR, *where) if value else END
            entries[number][1:2] = [2]
            entries[number][4:6] = [first, len(value)]
        return number

    add("Root Entry", tree)
    mini = b"".join(small)
    entries[0][1] = 5
    entries[0][4] = chain(mini, SECTOR, large, large_fat) if mini else END
    entries[0][5] = len(mini)
    folder = b""
    for name, kind, child, following, first, size in entries:
        encoded = f"{name}\0".encode("utf-16-le")
        folder += encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
        folder += struct.pack("<III", FREE, following, child) + bytes(36)
        folder += struct.pack("<IQ", first, size)
    folder += bytes(-len(folder) % SECTOR)
    folder_at = chain(folder, SECTOR, large, large_fat)
    table = struct.pack(f"<{len(small_fat)}I", *small_fat)
    table += b"\xff" * (-len(table) % SECTOR)
    table_at = chain(table, SECTOR, large, large_fat) if table else END
    sectors = 1
    while (len(large_fat) + sectors) * 4 > sectors * SECTOR:
        sectors += 1
    fat_at = len(large)
    fat = [*large_fat, *[FAT] * sectors]
    packed = struct.pack(f"<{len(fat)}I", *fat)
    packed += b"\xff" * (sectors * SECTOR - len(packed))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<IIIIIIIII", 0, sectors, folder_at, 0, 4096, table_at, len(table) // SECTOR, END, 0
    )
    header += struct.pack(
        "<109I", *[fat_at + at for at in range(sectors)], *[FREE] * (109 - sectors)
    )
    return header + b"".join(large) + packed
