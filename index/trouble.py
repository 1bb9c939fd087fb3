"""What goes wrong with the disk under a library, told in one line."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import LibraryError, UserError

# What SQLite says of the disk, not of how it was asked; and of the file.
_DISK = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
}
_TROUBLE = _DISK | {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}

# Bytes without which no library is opened: two files are made beside the database then.
_LEAST_ROOM = 100_000


@contextmanager
def told_as_trouble(path: Path) -> Iterator[None]:
    """Tell trouble with the disk or the file in one line.

    Raises:
        LibraryError: In place of what SQLite raises then, and where there is no room for a file
            or no right to write one.
        UserError: A name is to be stored that is not UTF-8.
    """
    try:
        yield
    except sqlite3.Error as error:
        if _kind(error) not in _TROUBLE:
            raise
        raise trouble(path, error) from error
    except OSError as error:
        if error.errno not in _NO_ROOM | _NO_RIGHT:
            raise
        raise trouble(path, error) from error
    except UnicodeEncodeError as error:
        raise UserError(
            f"{error.object!a} is not UTF-8 and cannot be stored. Give it another name"
        ) from error


def is_there(database: Path) -> bool:
    """Return whether a library's file is there.

    Raises:
        LibraryError: Its folder may not be looked into.
    """
    try:
        return database.exists()
    except OSError as error:
        raise LibraryError(
            f"{database.parent} cannot be looked into ({error.strerror}). Give yourself the right"
            " to, or choose another folder with --library"
        ) from error


class Whereabouts:
    """Where a file is that is held open: what is written to one that is there no more is lost."""

    def __init__(self, path: Path) -> None:
        """Take the path, which may be from a folder that is left later."""
        self._path = path
        self._absolute = os.path.abspath(path)
        self._file: os.stat_result | None = None

    def take(self) -> None:
        """Note which file is there."""
        self._file = os.stat(self._absolute)

    def check(self) -> None:
        """Look whether the file that was noted is still there.

        Raises:
            LibraryError: It was taken away, or another was put in its place.
        """
        if self._file is None:
            return
        try:
            if os.path.samestat(os.stat(self._absolute), self._file):
                return
        except OSError:
            pass
        raise LibraryError(
            f"{self._path} was moved, removed or replaced while it was in use. Open it again"
        )


def _kind(error: BaseException) -> int:
    # The low byte is the kind of the error, the others its details.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def is_busy(error: sqlite3.Error) -> bool:
    """Return whether another process has what is needed, which passes."""
    return _kind(error) == sqlite3.SQLITE_BUSY


def is_of_the_disk(error: sqlite3.Error) -> bool:
    """Return whether SQLite says something of the disk, and nothing of what is in the file."""
    return _kind(error) in _DISK


def _is_for_want_of_right(path: Path, error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in _NO_RIGHT
    if _kind(error) == sqlite3.SQLITE_CANTOPEN:
        # So it says of the files that it cannot make on a disk that is only to be read.
        return path.parent.is_dir() and not os.access(path.parent, os.W_OK)
    return _kind(error) == sqlite3.SQLITE_READONLY


def trouble(path: Path, error: Exception) -> LibraryError:
    """Return the line that tells of trouble with a file."""
    if _is_for_want_of_right(path, error):
        reason = error.strerror if isinstance(error, OSError) else error
        return LibraryError(
            f"{path.parent} may not be written to ({reason}). Give yourself the right to, and do it"
            " again"
        )
    full = isinstance(error, OSError) or _kind(error) == sqlite3.SQLITE_FULL
    # Of a file it cannot make beside the database SQLite only says that it failed.
    if full or shutil.disk_usage(path.parent).free < _LEAST_ROOM:
        return LibraryError(
            f"the disk of {path} is full. Make room there and do it again; what was in the library"
            " is still in it"
        )
    return LibraryError(
        f"{path} cannot be used ({error}). See to the disk, or look for damage: quoth doctor"
    )
