"""The files in a folder and below it."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from index.formats import table

IGNORED = ".quothignore"
"""A file in a folder that names what is not to be read there."""


@dataclass(slots=True)
class Walk:
    """What was met in a folder and below it.

    Attributes:
        files: Of kinds Quoth reads, in a fixed order.
        ignored: Paths of other kinds; links that lead out of the folder, with a word on that.
        failed: Folders that cannot be read, each with the line that says why.
    """

    files: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


def walk(folder: Path) -> Walk:
    """Return what is in a folder and below it; hidden files and folders are passed over.

    A link is followed where it stays inside the folder and does not lead back to a folder it
    lies in. One that leads out is not: what it shows was not offered. What a file `.quothignore`
    in a folder names there, one name or pattern a line, is ignored; so is a library.
    """
    found = Walk()
    home = os.path.realpath(folder)
    for path in _paths(os.fspath(folder), home, found):
        if is_readable_kind(path):
            found.files.append(path)
        else:
            found.ignored.append(path)
    return found


def is_left_out(path: str, root: str) -> bool:
    """Return whether a walk passes over a path by its name, by a list of a folder, or in a library.

    Args:
        path: Below the root, whether it is there or not; of links nothing is known here.
        root: Where the walk begins: neither its own name nor what lies above it counts.
    """
    folder = root
    for name in os.path.relpath(path, root).split(os.sep):
        left_out = _left_out(folder, Walk())
        folder = os.path.join(folder, name)
        if _is_hidden(name) or _is_named(name, left_out) or _is_library(folder):
            return True
    return False


def is_passed_over(path: str, root: str) -> bool:
    """Return whether a walk passes over a path that is there: left out, or led out to by a link.

    Args:
        path: Below the root.
        root: Where the walk begins.
    """
    return is_left_out(path, root) or not _is_inside(os.path.realpath(path), os.path.realpath(root))


def is_readable_kind(path: str | Path) -> bool:
    """Return whether a path ends like a kind of file Quoth reads."""
    return os.path.splitext(path)[1].lower() in table.SUFFIXES


def _paths(folder: str, home: str, found: Walk) -> Iterator[str]:
    """Yield all paths of files. A stack of our own: folders nest deeper than Python may call.

    Args:
        folder: Where to look.
        home: The same, without links.
        found: Told of what is not gone into.
    """
    # The folders that the walk lies in, or was led through; no link back to them is followed.
    over = [home]
    walk = [_entries(folder, home, home, found)]
    while walk:
        path, real = next(walk[-1], ("", ""))
        if not path:
            walk.pop()
            over.pop()
        elif not real:
            yield path
        elif real not in over:
            over.append(real)
            walk.append(_entries(path, real, home, found))


def _entries(folder: str, here: str, home: str, found: Walk) -> Iterator[tuple[str, str]]:
    """Yield the paths of files and folders right in a folder, with a folder's without links.

    Args:
        folder: Where to look.
        here: The same, without links.
        home: The folder the walk began in, without links.
        found: Told of what is not gone into.
    """
    try:
        with os.scandir(folder) as inside:
            entries = sorted(inside, key=lambda entry: entry.name)
    except OSError as error:
        line = f"{folder} cannot be read ({error.strerror}). Check the path"
        found.failed.append((folder, line))
        return
    left_out = _left_out(folder, found)
    for entry in entries:
        if _is_hidden(entry.name):
            continue
        is_link = entry.is_symlink()
        # Not entry.is_dir() of a link: that raises where what it leads to may not be looked at.
        is_folder = os.path.isdir(entry.path) if is_link else entry.is_dir(follow_symlinks=False)
        if _is_named(entry.name, left_out) or (is_folder and _is_library(entry.path)):
            found.ignored.append(entry.path)
            continue
        real = os.path.join(here, entry.name)
        if is_link:
            real = os.path.realpath(entry.path)
            if not _is_inside(real, home):
                found.ignored.append(f"{entry.path} (a link that leads out of the folder)")
                continue
        yield entry.path, real if is_folder else ""


def _left_out(folder: str, found: Walk) -> list[str]:
    """Return the names and patterns that a folder's own list says to ignore."""
    path = os.path.join(folder, IGNORED)
    try:
        # Some editors put a byte order mark at the start.
        with open(path, encoding="utf-8-sig") as lines:
            names = [line.strip().rstrip("/") for line in lines]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        found.failed.append((path, f"{path} cannot be read ({error}). Save it as UTF-8 text"))
        return []
    return [name for name in names if name and not name.startswith("#")]


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _is_named(name: str, left_out: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in left_out)


def _is_library(path: str) -> bool:
    return os.path.isfile(os.path.join(path, "library.db"))


def _is_inside(real: str, home: str) -> bool:
    return real == home or real.startswith(os.path.join(home, ""))
