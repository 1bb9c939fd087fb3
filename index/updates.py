"""Changes of a library: files taken in, tried again, taken out."""

import os
import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from index import inventory
from index.catalog import AS_IT_IS, Placing
from index.errors import UnreadableFile, UserError
from index.files import is_alone, is_gone, is_met
from index.intake import Intake, Progress, Report, make_vectors
from index.kept import checked_name
from index.opened import Opened, is_kept
from index.renames import hand_on
from index.trouble import told_as_trouble
from index.walking import is_readable_kind, walk

# After so many new passages the index of words is merged: else the next change of one file, which
# has to merge it, takes seconds more.
_MANY = 5_000

# Said of a file that was read once, and is away with all that lay beside it.
_AWAY = (
    "{0} is not there, nor is anything beside it; what was read of it stays. Is its disk mounted?"
    " If it is meant to go: quoth remove {0}"
)


def add(
    library: Opened, paths: Iterable[Path | str], placing: Placing, progress: Progress | None
) -> Report:
    """Take in files and folders; see `Library.add`."""
    report = Report()
    files: list[str] = []
    for path in map(Path, paths):
        if os.path.isdir(path):
            found = walk(path)
            files += found.files
            report.ignored += found.ignored
            report.failed += found.failed
        else:
            files.append(os.fspath(path))
    take(library, files, report, placing, progress, again=True)
    hand_on(library.catalog, report.also, collection=placing.collection is None)
    finish(library, progress)
    return report


def add_bytes(library: Opened, name: str, content: bytes, placing: Placing) -> Report:
    """Take in a file without a path; see `Library.add_bytes`."""
    report = Report()
    try:
        name = checked_name(name)
        if not is_readable_kind(name):
            raise UnreadableFile(f"{name}: not a kind Quoth reads")
    except UnreadableFile as error:
        report.failed.append((name, str(error)))
        return report

    def keep() -> bool:
        library.kept.write(name, content)
        return True

    intake = _intake(library, 1, report, placing, None, again=True)
    # Not read where it is kept: another process may replace it meanwhile.
    elsewhere = Path(tempfile.gettempdir(), name)
    with told_as_trouble(elsewhere), tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        intake.take(path, source=name, keep=keep)
    finish(library, None)
    return report


def retry(library: Opened, progress: Progress | None) -> Report:
    """Take again what could not be read; see `Library.retry`."""
    with library.catalog.reading():
        files = inventory.files(library.catalog)
        failed = [failure.path for failure in inventory.failures(library.catalog)]
        owners = dict(library.catalog.execute("SELECT source, file FROM member_failed"))
        holding = {path for (path,) in library.catalog.execute("SELECT file FROM source")}
    chosen = dict.fromkeys(owners.get(path, path) for path in failed)
    report = Report()
    intake = _intake(library, len(chosen), report, AS_IT_IS, progress, anew=True)
    for path in chosen:
        place = library.kept.path(files[path].sha256, path) if is_kept(path) else Path(path)
        if is_gone(str(place)):
            if path in holding and is_alone(place):
                report.failed.append((path, _AWAY.format(path)))
            else:
                report.removed.append(path)
        else:
            # What is kept may be replaced while it is read.
            intake.take(place, source=path, keep=partial(is_met, place))
    library.catalog.forget(report.removed)
    finish(library, progress)
    return report


def read_as_renamed(library: Opened, report: Report) -> None:
    """Read again, by the kind their name says now, files that took the place of ones of others.

    Args:
        library: The files that are gone are not in it any more.
        report: Which files were found here under another name, and which are gone. Told what
            cannot be read.
    """
    suffixes = {os.path.splitext(path)[1].lower() for path in report.removed}
    other = [path for path in report.also if os.path.splitext(path)[1].lower() not in suffixes]
    if not suffixes or not other:
        return
    again = Report()
    intake = _intake(library, len(other), again, AS_IT_IS, None, anew=True)
    for path in other:
        intake.take(path, source=path)
    report.failed += again.failed


def remove(library: Opened, names: Iterable[str], *, exactly: bool = False) -> Report:
    """Take out documents; see `Library.remove`."""
    report = Report()
    for name, paths in named(library, names, exactly=exactly).items():
        if not paths:
            line = f"{name} is not in the library. See what is: quoth list"
            report.failed.append((name, line))
        report.removed += paths
    report.removed = list(dict.fromkeys(report.removed))
    # What others have not done yet is not waited for.
    waiting = library.catalog.without_vectors()
    library.catalog.forget(report.removed)
    finish(library, None, encode=not waiting)
    return report


def named(library: Opened, names: Iterable[str], *, exactly: bool = False) -> dict[str, list[str]]:
    """Return for each name the paths it stands for, and those of all files inside them."""
    with library.catalog.reading():
        found = library.paths_named(names, exactly=exactly)
        inside: dict[str, list[str]] = {}
        for path, file in library.catalog.execute("SELECT path, file FROM source ORDER BY path"):
            inside.setdefault(file, []).append(path)
    return {
        name: list(dict.fromkeys(each for path in paths for each in [path, *inside.get(path, [])]))
        for name, paths in found.items()
    }


def files_named(library: Opened, names: Iterable[str]) -> list[str]:
    """Return the files that names stand for.

    Raises:
        UserError: A name stands for nothing.
    """
    found = library.paths_named(names)
    for name, paths in found.items():
        if not paths:
            raise UserError(f"{name} is not in the library. See what is: quoth list")
    return inventory.files_of(library.catalog, [path for each in found.values() for path in each])


def original(library: Opened, source: str) -> Path | None:
    """Return where the file is that a source is from; see `Library.original`."""
    rows = library.catalog.execute(
        "SELECT path, sha256 FROM file"
        " WHERE path = coalesce((SELECT file FROM source WHERE path = ?1), ?1)",
        (source,),
    )
    for file, sha256 in rows:
        path = library.kept.path(sha256, file) if is_kept(file) else Path(file)
        # Not path.is_file(): that raises where a folder above may not be entered.
        if os.path.isfile(path):
            return path
    return None


def take(
    library: Opened,
    files: list[str],
    report: Report,
    placing: Placing,
    progress: Progress | None,
    *,
    again: bool = False,
) -> list[str]:
    """Take in files, and return what they are known by."""
    intake = _intake(library, len(files), report, placing, progress, again=again)
    sources = list(map(os.path.abspath, files))
    for path, source in zip(files, sources, strict=True):
        intake.take(path, source=source)
    return sources


def _intake(
    library: Opened,
    files: int,
    report: Report,
    placing: Placing,
    progress: Progress | None,
    *,
    again: bool = False,
    anew: bool = False,
) -> Intake:
    return Intake(
        library.catalog,
        library.checked_encoder,
        report,
        progress,
        files=files,
        read=library.read,
        placing=placing,
        again=again,
        anew=anew,
    )


def finish(library: Opened, progress: Progress | None, *, encode: bool = True) -> None:
    """Bring all that follows from a change to an end, what others left unfinished too."""
    if encode:
        made = make_vectors(library.catalog, library.checked_encoder, progress)
        if made >= _MANY:
            library.catalog.merge_words()
    library.tidy()
    mark = library.catalog.unscrubbed
    if mark is not None:
        library.scrub(mark)
    elif not library.is_saved():
        library.save_vectors()
