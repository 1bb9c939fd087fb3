"""Zip archives of documents to their members, one at a time."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress

from index.errors import UnreadableFile
from index.formats.archive import member, open_archive

# What the systems of their makers put beside the documents.
_UNSEEN_FOLDERS = frozenset(["__MACOSX"])
_UTF8_NAME = 0x800


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
        parts = path.split("/")
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
