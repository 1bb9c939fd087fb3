"""Files on disk, looked at from outside: whether they are there, and whether they have changed."""

import errno
import hashlib
import os
import stat
from pathlib import Path

from index.errors import UnreadableFile
from index.formats import table
from index.holdings import Stamp

# What SQLite holds: a time before 1677 or after 2262 is taken for the last one it knows.
_FIRST_NS, _LAST_NS = -(2**63), 2**63 - 1

UNSEEN = Stamp(-1, 0)
"""What a file is noted with that cannot be looked at; no file that can be has this stamp."""

_NOWHERE = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG}


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
        if leads_nowhere(path):
            raise UnreadableFile(
                f"{path} is a link to what is not there. Mend the link, or take it away"
            ) from error
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

    One that may not be looked at is not gone, nor is a link whose file is.
    """
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return not os.path.islink(path)
    except (OSError, ValueError):
        return False


def is_alone(path: Path) -> bool:
    """Return whether the folder of a path is not there, or is empty as that of a disk taken out."""
    try:
        with os.scandir(path.parent) as inside:
            return next(inside, None) is None
    except OSError:
        return True


def is_met(path: Path | str) -> bool:
    """Return whether something is at a path, be it a link to what is not there.

    What lies in a folder that may not be entered is taken to be there.
    """
    try:
        os.lstat(path)
    except OSError as error:
        return error.errno not in _NOWHERE
    except ValueError:
        return False
    return True


def leads_nowhere(path: Path | str) -> bool:
    """Return whether a path is a link to what is not there, or to itself."""
    try:
        if os.path.islink(path):
            os.stat(path)
    except OSError as error:
        return error.errno in _NOWHERE
    return False


def is_utf8(name: str) -> bool:
    """Return whether a name can be stored; other bytes in it stand as lone surrogates."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
