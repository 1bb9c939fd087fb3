"""A library kept in step with its folders while they change."""

import argparse
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import UserError
from ui.documents import synced
from ui.opening import opened
from ui.terminal import ANSWERED, complain, say

if TYPE_CHECKING:
    from index.intake import Report
    from index.library import Library

# Milliseconds without a change before files are read: most programs have written a file by then.
_QUIET = 500
# Milliseconds after which they are read though changes go on.
_AT_LAST = 5000
# Milliseconds between two looks at whether to stop, or to go through the folders.
_TICK = 500

# Seconds between two times the folders are gone through whole: a network drive tells of no
# changes, and of too many at once the system forgets some.
_SWEEP = 900.0
# Seconds to wait after a folder could not be gone through.
_PAUSE = 30.0

# With more changes than this at once, the folder is gone through whole.
_MANY = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be done after some changes in a folder.

    Attributes:
        files: To be read, whether new or changed.
        gone: Paths that are no more.
        whole: Whether the folder is better gone through whole.
    """

    files: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    whole: bool = False


def watch(options: argparse.Namespace) -> int:
    """Keep in step with folders until Ctrl+C."""
    with opened(options, create=bool(options.folders)) as library:
        try:
            synced(library, options.folders, collection=options.to, verbose=options.verbose)
            roots = options.folders or [folder.path for folder in library.folders()]
            say("watching; Ctrl+C ends it")
            follow(library, roots, _Teller())
        except KeyboardInterrupt:
            say("stopped watching")
    return ANSWERED


@contextmanager
def watching(library: "Library", *, wanted: bool) -> Iterator[None]:
    """Keep in step with the remembered folders in the background, if that is wanted.

    Raises:
        UserError: No folder is remembered.
    """
    if not wanted:
        yield
        return
    roots = [folder.path for folder in library.folders()]
    if not roots:
        raise UserError("no folder is kept in step yet. Give one first: quoth sync FOLDER")
    stop = threading.Event()
    thread = threading.Thread(
        target=follow, args=(library, roots, _Teller()), kwargs={"stop": stop}, daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def follow(
    library: "Library",
    folders: Sequence[str],
    tell: Callable[["Report"], None],
    *,
    stop: threading.Event | None = None,
) -> None:
    """Keep a library in step with folders until told to stop, or by Ctrl+C.

    Args:
        library: Remembers the folders; its own folder may lie in one of them.
        folders: Gone through whole at the beginning and from time to time, else on each change.
        tell: Told what became of files.
        stop: Ends it when set.

    Raises:
        UserError: None of the folders is there.
    """
    import watchfiles

    roots = [os.path.abspath(folder) for folder in folders if os.path.isdir(folder)]
    if not roots:
        raise UserError(f"{', '.join(folders)}: no such folder. Is its disk mounted?")
    apart = os.path.abspath(library.folder)
    due, complained = 0.0, [""]
    for changes in watchfiles.watch(
        *roots,
        watch_filter=lambda _, path: _is_ours(path, roots, apart),
        debounce=_AT_LAST,
        step=_QUIET,
        stop_event=stop,
        rust_timeout=_TICK,
        yield_on_timeout=True,
    ):
        # The first time round all is gone through: what changed before the watch was set up, too.
        whole = time.monotonic() >= due
        if not changes and not whole:
            continue
        paths = sorted({path for _, path in changes})
        trouble = [
            line
            for root in roots
            if (line := _kept(library, root, None if whole else paths, tell)) is not None
        ]
        for line in trouble:
            if line not in complained:
                complain(line)
        complained = trouble
        if trouble or whole:
            due = time.monotonic() + (_PAUSE if trouble else _SWEEP)


def _kept(
    library: "Library", root: str, paths: Sequence[str] | None, tell: Callable[["Report"], None]
) -> str | None:
    """Bring the library in step with a folder, and return the line that says why it is not.

    Args:
        library: Is brought in step.
        root: The folder.
        paths: Where there were changes, in any folder; None for anywhere.
        tell: Told what became of files.
    """
    try:
        if paths is None:
            tell(library.sync(root))
        else:
            _step(library, root, [path for path in paths if _below(path, root)], tell)
    except UserError as error:
        return str(error)
    return None


def seen(paths: Sequence[str], root: str, suffixes: Iterable[str]) -> Seen:
    """Return what is to be done after changes at some paths, by what is there now.

    Args:
        paths: All below the folder.
        root: The folder.
        suffixes: Of the files that are read, in small letters.
    """
    there = [path for path in paths if os.path.lexists(path)]
    if len(paths) > _MANY or any(map(os.path.isdir, there)) or not os.path.isdir(root):
        return Seen(whole=True)
    gone = tuple(path for path in paths if not os.path.lexists(path))
    if gone and not os.listdir(root):
        # An emptied folder may be a disk that is not mounted any more: `sync` decides.
        return Seen(whole=True)
    home = os.path.realpath(root)
    files = tuple(
        path
        for path in there
        if os.path.splitext(path)[1].lower() in set(suffixes)
        and _below(os.path.realpath(path), home)
    )
    return Seen(files, gone)


def _step(
    library: "Library", root: str, paths: Sequence[str], tell: Callable[["Report"], None]
) -> None:
    from index.formats.table import SUFFIXES

    if not paths:
        return
    what = seen(paths, root, SUFFIXES)
    if what.whole:
        tell(library.sync(root))
        return
    if what.files:
        collections = {folder.path: folder.collection for folder in library.folders()}
        known = {failure.path for failure in library.failures()}
        known.update(source for entry in library.documents() for source in entry.sources)
        # A file that was put elsewhere by hand stays there; a new one goes where the folder's go.
        for files, collection in (
            ([path for path in what.files if path in known], None),
            ([path for path in what.files if path not in known], collections.get(root)),
        ):
            if files:
                tell(library.add(files, collection=collection))
    if what.gone:
        report = library.remove(what.gone)
        # What was never taken in, such as another program's temporary file, is not missed.
        report.failed.clear()
        tell(report)


def _below(path: str, root: str) -> bool:
    return path == root or path.startswith(os.path.join(root, ""))


def _is_ours(path: str, roots: Sequence[str], apart: str) -> bool:
    """Return whether a path is neither hidden nor the library's own."""
    if _below(path, apart):
        return False
    return any(
        not any(part.startswith(".") for part in os.path.relpath(path, root).split(os.sep))
        for root in roots
        if _below(path, root) and path != root
    )


class _Teller:
    """Prints what became of files, a row each; the same failure is told once."""

    def __init__(self) -> None:
        self._failed: set[tuple[str, str]] = set()

    def __call__(self, report: "Report") -> None:
        from ui.tables import rows

        clock = time.strftime("%H:%M:%S")
        for row in rows(report, leaving_out=("unchanged", "ignored")):
            say(f"{clock}  {row}")
        for path, line in report.failed:
            if (path, line) not in self._failed:
                complain(line if path in line else f"{path}: {line}")
        self._failed.update(report.failed)
