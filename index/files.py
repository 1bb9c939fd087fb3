"""Files on disk, looked at from outside: whether they are there, and whether they have changed."""

import hashlib
import os
import stat
from pathlib import Path

from index.errors import UnreadableFile
from index.formats import table
from index.holdings import Stamp

# What SQLite holds: a time before 1677 or after 2262 is taken for the last one it knows.
_FIRST_NS, _LAST_NS = -(2**63), 2**63 - 1


def stamp_of(path: Path | str) -> Stamp:
    """Return the stamp of a file.

    Raises:
        UnreadableFile: It is not there, cannot be looked at, or has a name that cannot be stored.
    """
    if not is_utf8(str(path)):
        raise UnreadableFile(f"{str(path)!a} has a name that is not UTF-8. Rename it first")
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableFile(f"{path} cannot be read ({reason}). Check the path") from error
    return Stamp(status.st_size, min(max(status.st_mtime_ns, _FIRST_NS), _LAST_NS))


def sha256_of(path: Path, stamp: Stamp) -> str:
    """Return the sha256 of a file's bytes; empty where it is not one that is read whole.

    Raises:
        UnreadableFile: It cannot be read.
    """
    if not path.is_file() or stamp.size > table.MAX_BYTES:
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read ({error.strerror}). Check the path") from error


def is_gone(path: str) -> bool:
    """Return whether a file is no more, be it that a folder stands in its place.

    One that may not be looked at is not gone.
    """
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False


def is_utf8(name: str) -> bool:
    """Return whether a name can be stored; other bytes in it stand as lone surrogates."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
