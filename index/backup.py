"""A copy of a library in one file, and a library from such a copy.

The file is a zip archive, which any program can open and whose every member has a checksum:
the database, the kept files, and the other files that stand openly in the library's folder, such
as labelled questions. The vectors' index is left out, since it is made again from the database;
so is what others put there, such as `.DS_Store` or a folder.
"""

import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path, PurePosixPath

from index.catalog import Catalog
from index.errors import LibraryError
from index.files import is_utf8
from index.opened import DATABASE, FILES, KEPT, VECTORS, Opened
from index.trouble import is_of_the_disk, is_there, told_as_trouble

_MARK = b"quoth library"

# Members are read and written in pieces of this many bytes.
_PIECE = 1 << 20


def backup(library: Opened, path: Path) -> None:
    """Write a copy of a library, also while it is in use; others go on to write meanwhile.

    Raises:
        LibraryError: The file cannot be written, or lies in the library's own folder.
    """
    if library.folder.resolve() in path.resolve().parents:
        raise LibraryError(f"{path} lies in the library itself. Choose another place for the copy")
    with told_as_trouble(library.catalog.path), _told_of(path), _apart(path) as folder:
        part = folder / "part"
        if not _is_packed(library, folder / DATABASE, part):
            # What was sent in was taken out before it was copied; nobody takes out more now.
            with library.catalog.writing():
                _is_packed(library, folder / DATABASE, part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)


@contextmanager
def _apart(path: Path) -> Iterator[Path]:
    """Make a folder for what is to become a file, on the same disk; each time another one."""
    with tempfile.TemporaryDirectory(prefix=f"{path.name}.", dir=path.parent) as folder:
        yield Path(folder)


def _is_packed(library: Opened, database: Path, part: Path) -> bool:
    """Write a copy, and return whether all kept files that its database leads to are in it.

    These never change, so that those that are there belong to the database, whoever has written
    since it was copied.

    Args:
        library: Is copied.
        database: Where its database goes meanwhile.
        part: Where the copy goes.
    """
    database.unlink(missing_ok=True)
    library.catalog.copy_to(database)
    with closing(sqlite3.connect(database)) as copy:
        kept = library.wanted_by(copy.execute(FILES))
    beside = [path for path in library.folder.iterdir() if path.is_file()]
    missing = set()
    with zipfile.ZipFile(part, "w", strict_timestamps=False) as archive:
        archive.comment = _MARK
        archive.write(database, DATABASE)
        for path in sorted([*beside, *kept]):
            name = path.relative_to(library.folder).as_posix()
            if _is_ours(name):
                try:
                    archive.write(path, name)
                except FileNotFoundError:
                    # Taken away just now, or a kept file that somebody took away by hand.
                    missing.add(path)
    return missing.isdisjoint(kept)


@contextmanager
def _emptied(folder: Path) -> Iterator[Path]:
    """Make a folder anew, and let nothing of it be left in the end."""
    with suppress(OSError):
        # What a kill left; an older version of Quoth left a file.
        folder.unlink() if folder.is_file() else shutil.rmtree(folder)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """Tell trouble with a copy as that of the copy, rather than of the library.

    Raises:
        LibraryError: In place of what the system or SQLite raises.
    """
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise LibraryError(
            f"no copy can be written to {path} ({reason}). See to the disk, or choose another place"
        ) from error


def restore(path: Path, folder: Path) -> None:
    """Make a library in a folder from a copy. The database comes last: a kill leaves none.

    What a library has no use for is passed over: older copies have it. Until all is unpacked and
    looked through, nothing that is in the folder is touched.

    Raises:
        LibraryError: The folder holds a library, or the copy is none or is damaged.
    """
    database, apart = folder / DATABASE, folder / f"{DATABASE}.restored"
    if is_there(database) and not Catalog.is_blank(database):
        raise LibraryError(
            f"{folder} holds a library already. Restore into another folder: --library FOLDER"
        )
    try:
        with closing(_opened(path)) as archive, _emptied(apart) as fresh:
            names = [name for name in archive.namelist() if _is_ours(name)]
            for name in [*names, DATABASE]:
                _unpack(archive, name, fresh / name)
            _check(path, fresh / DATABASE)
            # What a library left there would be taken for this one's: whole documents come back
            # from its log, and its vectors have the numbers of other passages.
            for left in (*_logs(database), folder / VECTORS):
                left.unlink(missing_ok=True)
            for name in names:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).replace(folder / name)
            (fresh / DATABASE).replace(database)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise LibraryError(f"{path} is damaged ({error}). Take another copy") from error
    except OSError as error:
        raise LibraryError(f"{path} cannot be restored to {folder} ({error.strerror})") from error


def _logs(database: Path) -> list[Path]:
    """Return the files that SQLite keeps beside a database."""
    return [database.with_name(f"{database.name}-{kind}") for kind in ("wal", "shm")]


def _is_ours(name: str) -> bool:
    """Return whether a file beside the database belongs in a copy, by its name."""
    if name.endswith("/") or not is_utf8(name):
        return False
    parts = PurePosixPath(name).parts
    if len(parts) == 3:
        return parts[0] == KEPT
    # The log of another database would spoil this one.
    return len(parts) == 1 and not name.startswith((".", DATABASE, VECTORS))


def _opened(path: Path) -> zipfile.ZipFile:
    """Return the copy, once its names are known to stay inside a folder."""
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise LibraryError(f"there is no {path}. Give the file that quoth backup wrote") from error
    except zipfile.BadZipFile as error:
        raise LibraryError(
            f"{path} is no copy of a library, or is cut off. Give a file that quoth backup wrote"
        ) from error
    names = archive.namelist()
    if archive.comment != _MARK or DATABASE not in names or not all(map(_is_safe, names)):
        archive.close()
        raise LibraryError(f"{path} is no copy of a library. Give a file that quoth backup wrote")
    return archive


def _is_safe(name: str) -> bool:
    """Return whether a name stays inside the folder it is unpacked to."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _unpack(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as member, path.open("wb") as file:
        shutil.copyfileobj(member, file, _PIECE)
        file.flush()
        os.fsync(file.fileno())


def _check(path: Path, fresh: Path) -> None:
    """Look through an unpacked database.

    Raises:
        LibraryError: It is damaged, or the disk is full.
    """
    try:
        with closing(Catalog(fresh)) as catalog:
            complaints = catalog.complaints(int(catalog.facts["width"]))
    except LibraryError as error:
        if isinstance(error.__cause__, sqlite3.Error) and is_of_the_disk(error.__cause__):
            # That says nothing of the copy.
            raise
        complaints = [str(error)]
    if complaints:
        raise LibraryError(f"{path} holds a damaged library ({complaints[0]}). Take another copy")
