"""Zip archives, which most office files are, opened with limits on what they unpack to.

An archive of a few kilobytes can announce petabytes, or announce little and hold much. Nothing
is ever written to disk, so that a member named `../../secret` is only oddly named.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress

from index.errors import UnreadableFile
from index.formats.content import one_line

# As much as a file may have that stands on disk by itself; see `index.formats.table`.
MAX_MEMBER_BYTES = 200_000_000
# All of it may be in memory together.
MAX_TOTAL_BYTES = 500_000_000
MAX_MEMBERS = 20_000

# Text and XML shrink to a tenth, at most to a hundredth; what shrinks further and is large
# repeats itself to no end but that of filling a memory.
_MAX_RATIO = 250
_RATIO_MATTERS_FROM = 50_000_000

# The most that deflate makes of one byte; see https://zlib.net/zlib_tech.html.
_DEFLATE_RATIO = 1032

_ENTRY = b"PK\x01\x02"
_LOCAL = struct.Struct("<26xHH")
_ENCRYPTED = 0x1
_STEP = 1 << 20

# What the systems of their makers put beside the documents.
_UNSEEN_FOLDERS = frozenset(["__MACOSX"])
_UTF8_NAME = 0x800

# What `zipfile` raises for the many ways in which an archive can be damaged.
_DAMAGES = (
    zipfile.BadZipFile,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    EOFError,
    OverflowError,
    KeyError,
    IndexError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)


def open_archive(content: bytes, name: str) -> zipfile.ZipFile:
    """Return the archive that the bytes are, when it is safe to unpack.

    Args:
        content: The file's bytes.
        name: The file, for messages.

    Raises:
        UnreadableFile: They are none, it is damaged or encrypted, has too many members, or
            unpacks to too much, whatever it announces.
    """
    # An entry that is stored may be an archive with entries itself, hence ten times the limit.
    if content.count(_ENTRY) > 10 * MAX_MEMBERS:
        raise UnreadableFile(_crowded(name))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGES as error:
        raise UnreadableFile(_damaged(name, error)) from error
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise UnreadableFile(_crowded(name))
    if any(info.flag_bits & _ENCRYPTED for info in members):
        raise UnreadableFile(
            f"{name} is encrypted. Unpack it with its password, or save it without one"
        )
    _check_sizes(content, members, name)
    return archive


def member(archive: zipfile.ZipFile, path: str | zipfile.ZipInfo, name: str) -> bytes:
    """Return the bytes of one member.

    Args:
        archive: From `open_archive`.
        path: As the archive names it; an entry where several have one name.
        name: The archive's file, for messages.

    Raises:
        UnreadableFile: It is missing, damaged or too large.
    """
    shown = _shown(path if isinstance(path, str) else path.filename)
    try:
        info = archive.getinfo(path) if isinstance(path, str) else path
    except KeyError as error:
        raise UnreadableFile(
            f"{name} is damaged: it has no {shown}. Save it anew from the program that made it"
        ) from error
    if info.file_size > MAX_MEMBER_BYTES:
        raise UnreadableFile(
            f"{name} holds {shown} with {info.file_size / 1e6:,.0f} MB; the largest read has "
            f"{MAX_MEMBER_BYTES / 1e6:,.0f} MB. Split it first"
        )
    try:
        with archive.open(info) as file:
            # `zipfile` reads no more than announced; the limit holds should it ever change.
            return file.read(MAX_MEMBER_BYTES)
    except _DAMAGES as error:
        raise UnreadableFile(_damaged(name, error, f" at {shown}")) from error


def members(
    content: bytes, name: str, is_read: Callable[[str], bool]
) -> Iterator[tuple[str, bytes | UnreadableFile]]:
    """Yield name and bytes of the members of an archive, in its order.

    Args:
        content: The archive.
        name: The file, for messages.
        is_read: Says from a member's name whether it is wanted; others are not unpacked.

    Yields:
        A name, with `/` between folders, and the bytes; what is wrong where there are none.

    Raises:
        UnreadableFile: The archive as a whole cannot be read.
    """
    archive = open_archive(content, name)
    for info in archive.infolist():
        path = _path(info)
        # Blanks around a name are no part of it for who reads the member.
        parts = [part.strip() for part in path.split("/")]
        if (
            info.is_dir()
            or not is_read(path)
            or any(part.startswith(".") and part.strip(".") for part in parts)
            or _UNSEEN_FOLDERS.intersection(parts)
        ):
            continue
        try:
            yield path, member(archive, info, name)
        except UnreadableFile as error:
            yield path, error


def _path(info: zipfile.ZipInfo) -> str:
    """Return the name of a member as its author saw it.

    Without the mark for UTF-8 a name is in the code page of DOS, says the format; most are UTF-8
    all the same.
    """
    path = info.filename
    if not info.flag_bits & _UTF8_NAME:
        with suppress(UnicodeError):
            path = path.encode("cp437").decode("utf-8")
    return path.replace("\\", "/")


def _check_sizes(content: bytes, members: list[zipfile.ZipInfo], name: str) -> None:
    """Raise where an archive unpacks to too much."""
    for info in members:
        if (
            info.file_size > _RATIO_MATTERS_FROM
            and info.file_size > _MAX_RATIO * info.compress_size
        ):
            raise UnreadableFile(
                f"{name} is no honest archive: {_shown(info.filename)} in it unpacks from "
                f"{info.compress_size:,} bytes to {info.file_size / 1e6:,.0f} MB. It is left alone"
            )
    announced = sum(info.file_size for info in members)
    if announced > MAX_TOTAL_BYTES:
        raise UnreadableFile(
            f"{name} unpacks to {announced / 1e6:,.0f} MB; the most that is unpacked is "
            f"{MAX_TOTAL_BYTES / 1e6:,.0f} MB. Split it first"
        )
    if sum(info.compress_size for info in members) * _DEFLATE_RATIO > MAX_TOTAL_BYTES:
        for info in members:
            if _unpacks_to_more(content, info):
                raise UnreadableFile(
                    f"{name} is no honest archive: {_shown(info.filename)} in it unpacks to more "
                    f"than the {info.file_size:,} bytes it announces. It is left alone"
                )


def _unpacks_to_more(content: bytes, info: zipfile.ZipInfo) -> bool:
    """Return whether a member holds more than it announces.

    `zipfile` stops at what is announced; other libraries that read the same bytes do not.
    """
    if info.compress_type != zipfile.ZIP_DEFLATED:
        return False
    try:
        name_length, extra_length = _LOCAL.unpack_from(content, info.header_offset)
    except struct.error:
        return False
    begin = info.header_offset + _LOCAL.size + name_length + extra_length
    packed = memoryview(content)[begin : begin + info.compress_size]
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    length = 0
    try:
        for at in range(0, len(packed), _STEP):
            rest: bytes | memoryview = packed[at : at + _STEP]
            while rest and not unpacker.eof:
                length += len(unpacker.decompress(rest, _STEP))
                if length > info.file_size:
                    return True
                rest = unpacker.unconsumed_tail
    except zlib.error:
        # Whoever reads it will say so.
        return False
    return False


def _crowded(name: str) -> str:
    """Return the message about too many members."""
    return f"{name} has more than {MAX_MEMBERS:,} files in it. Unpack it and add the folder"


def _damaged(name: str, error: Exception, where: str = "") -> str:
    """Return the message about an archive that is none, or not a sound one."""
    reason = one_line(str(error))[:120] or type(error).__name__
    return (
        f"{name} is damaged{where}: it cannot be unpacked ({reason}). Save it anew from the "
        "program that made it"
    )


def _shown(path: str) -> str:
    """Return a member's name fit for a message of one line."""
    return "".join(letter if letter.isprintable() else "?" for letter in path)[:200]
