"""A library kept in step with folders."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from unicodedata import normalize

from index import inventory
from index.catalog import Placing
from index.errors import UnreadableFile, UserError
from index.files import is_gone, is_utf8
from index.intake import Progress, Report
from index.opened import Opened
from index.renames import hand_on
from index.updates import finish, named, read_as_renamed, take
from index.walking import is_passed_over, walk


@dataclass(frozen=True, slots=True)
class _Step:
    """A folder whose files were taken in, while those that are gone are still in the library.

    Attributes:
        folder: Absolute.
        known: What was in the library from there, each with the folder it came by.
        taken: What is in the folder.
        report: What became of it.
    """

    folder: str
    known: dict[str, str]
    taken: list[str]
    report: Report


def sync(
    library: Opened, folder: Path | str, collection: str | None, progress: Progress | None
) -> Report:
    """Bring the library in step with a folder; see `Library.sync`."""
    step = _begin(library, folder, collection, progress)
    _end(library, [step], collection, progress)
    return step.report


def sync_all(
    library: Opened,
    folders: Iterable[Path | str] | None,
    collection: str | None,
    progress: Progress | None,
) -> Report:
    """Bring the library in step with several folders; see `Library.sync_all`."""
    if folders is None:
        folders = [folder.path for folder in inventory.folders(library.catalog)]
    report, steps = Report(), []
    for folder in folders:
        try:
            steps.append(_begin(library, folder, collection, progress))
        except UnreadableFile as error:
            report.failed.append((str(folder), str(error)))
    _end(library, steps, collection, progress)
    for step in steps:
        for each in fields(Report):
            getattr(report, each.name).extend(getattr(step.report, each.name))
    return report


def follow(
    library: Opened, folder: Path | str, changed: Iterable[str], gone: Iterable[str]
) -> Report:
    """Bring some files of a folder to what they are now; see `Library.follow`."""
    absolute = os.path.abspath(folder)
    usual = {kept.path: kept.collection for kept in inventory.folders(library.catalog)}
    report = Report()
    # A file that was put elsewhere by hand stays there; a new one goes where the folder's go.
    placing = Placing(at_first=usual.get(absolute, ""))
    taken = take(library, list(changed), report, placing, None, again=True)
    if absolute in usual:
        inventory.adopt(library.catalog, absolute, taken)
    hand_on(library.catalog, report.also, collection=True)
    going = named(library, gone, exactly=True).values()
    # Of a folder that is gone the files in it are named, too.
    report.removed = list(dict.fromkeys(path for paths in going for path in paths))
    library.catalog.forget(report.removed)
    read_as_renamed(library, report)
    finish(library, None)
    return report


def forget_folder(library: Opened, path: Path | str) -> None:
    """Keep in step with a folder no more; see `Library.forget_folder`."""
    if not inventory.forget_folder(library.catalog, os.path.abspath(path)):
        known = ", ".join(folder.path for folder in inventory.folders(library.catalog))
        raise UserError(f"{path} is not kept in step with. These are: {known or 'none'}")


def _begin(
    library: Opened, given: Path | str, collection: str | None, progress: Progress | None
) -> _Step:
    """Take in what is in a folder."""
    if not os.fspath(given):
        # Of an unset variable: as a path it would be the folder one is in.
        raise UnreadableFile("'' is not a folder. Give the folder to keep in step with")
    folder = Path(given)
    is_empty = _is_empty(folder)
    absolute = os.path.abspath(folder)
    if not is_utf8(absolute):
        raise UnreadableFile(
            f"{absolute!a} is not UTF-8 and cannot be stored. Give it another name"
        )
    inside = os.path.join(absolute, "")
    paths = library.catalog.execute("SELECT path, folder FROM file ORDER BY path")
    known = {path: folder for path, folder in paths if path.startswith(inside)}
    if known and is_empty:
        raise UnreadableFile(
            f"{folder} is empty, but {len(known)} files of the library are from there. Is its"
            f" disk mounted? If they are meant to go: quoth remove {folder}"
        )
    usual = inventory.remember(library.catalog, absolute, collection)
    found = walk(folder)
    report = Report(ignored=found.ignored, failed=found.failed)
    taken = take(library, found.files, report, Placing(collection, at_first=usual), progress)
    inventory.adopt(library.catalog, absolute, taken)
    return _Step(absolute, known, taken, report)


def _end(
    library: Opened, steps: list[_Step], collection: str | None, progress: Progress | None
) -> None:
    """Take out what is gone from folders, once all of them were gone through.

    What was moved from one to another is still known by then.
    """
    seen = {path for step in steps for path in step.taken}
    gone: set[str] = set()
    for step in steps:
        unseen = [path for path in step.known if path not in seen and path not in gone]
        step.report.removed += _leaving(step, unseen)
        gone.update(step.report.removed)
    for step in steps:
        hand_on(library.catalog, step.report.also, leaving=gone, collection=collection is None)
    library.catalog.forget(path for step in steps for path in step.report.removed)
    for step in steps:
        read_as_renamed(library, step.report)
    if steps:
        finish(library, progress)


def _leaving(step: _Step, unseen: list[str]) -> list[str]:
    """Return which files that are not in a folder any more are to be taken out."""
    renamed = _renamed(unseen, step.taken) if unseen else set()
    return [
        path
        for path in unseen
        if path in renamed
        or is_gone(path)
        # What was added by its own name stays, though the folder does not offer it.
        or (step.known[path] == step.folder and is_passed_over(path, step.folder))
    ]


def _renamed(unseen: Iterable[str], taken: Iterable[str]) -> set[str]:
    """Return which paths lead to a file that has another name by now.

    Some disks find a file under its old name, too, where the new one differs in capitals or in
    how accents are written.
    """
    alike = {normalize("NFC", path).casefold(): path for path in taken}
    pairs = ((path, alike.get(normalize("NFC", path).casefold())) for path in unseen)
    found = set()
    for path, other in pairs:
        with suppress(OSError):
            if other is not None and os.path.samefile(path, other):
                found.add(path)
    return found


def _is_empty(folder: Path) -> bool:
    """Return whether a folder holds nothing.

    Raises:
        UnreadableFile: It is none, or may not be looked into.
    """
    try:
        with os.scandir(folder) as inside:
            return next(inside, None) is None
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UnreadableFile(
            f"{folder} is not a folder. Give the folder to keep in step with"
        ) from error
    except OSError as error:
        raise UnreadableFile(
            f"{folder} cannot be read ({error.strerror}). Check the path"
        ) from error
