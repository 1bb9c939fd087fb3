"""A library kept in step with its folders while they change."""

import argparse
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from index.errors import UserError
from ui.changes import below, changed, present, seen
from ui.documents import check_folders, synced
from ui.opening import opened
from ui.terminal import ANSWERED, complain, say

if TYPE_CHECKING:
    from index.intake import Report
    from index.library import Library

# Seconds between two times the folders are gone through whole: a network drive tells of no
# changes, and of too many at once the system forgets some.
_SWEEP = 900.0
# Seconds to wait after a folder could not be gone through.
_PAUSE = 30.0

_FORGOTTEN = "{0} is kept in step with no more, and is not followed. To begin again: quoth sync {0}"


def watch(options: argparse.Namespace) -> int:
    """Keep in step with folders until Ctrl+C."""
    check_folders(options.folders)
    with opened(options, create=bool(options.folders)) as library:
        try:
            roots = options.folders or _remembered(library)
            # One that is not there is told by `follow`, which looks for it again.
            there = [root for root in roots if os.path.isdir(root)]
            if there:
                synced(library, there, collection=options.to, verbose=options.verbose)
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
    stop = threading.Event()
    thread = threading.Thread(
        target=_follow_or_tell, args=(library, _remembered(library), stop), daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _remembered(library: "Library") -> list[str]:
    """Return the paths of the folders the library is kept in step with.

    Raises:
        UserError: There is none.
    """
    roots = [folder.path for folder in library.folders()]
    if not roots:
        raise UserError("no folder is kept in step yet. Give one first: quoth sync FOLDER")
    return roots


def _follow_or_tell(library: "Library", roots: Sequence[str], stop: threading.Event) -> None:
    """Follow folders until told to stop; what ends it earlier is told in one line."""
    try:
        follow(library, roots, _Teller(), stop=stop)
    except UserError as error:
        complain(str(error))
    except Exception as error:
        # The last that is done in its thread: nobody waits there for what it raises.
        what = " ".join(f"{type(error).__name__}: {error}".split())
        complain(f"folders are not followed any more ({what}). Start quoth serve --watch again")


def follow(
    library: "Library",
    folders: Sequence[str],
    tell: Callable[["Report"], None],
    *,
    stop: threading.Event | None = None,
) -> None:
    """Keep a library in step with folders until told to stop, or by Ctrl+C.

    A folder that is not there is told once, and followed when it is there.

    Args:
        library: Remembers the folders; its own folder may lie in one of them.
        folders: Gone through whole at the beginning and from time to time, else on each change.
        tell: Told what became of files.
        stop: Ends it when set.

    Raises:
        UserError: The system does not tell of changes in them.
    """
    roots = [os.path.abspath(folder) for folder in folders]
    stop = stop or threading.Event()
    rounds = _Rounds(library, roots, tell)
    while not stop.is_set():
        there = present(roots)
        # All is gone through: what changed before the watch is set up, too.
        rounds.due = 0.0
        with closing(changed(list(there), os.path.abspath(library.folder), stop)) as ticks:
            for paths in ticks:
                if present(roots) != there:
                    break
                rounds.go(paths)


class _Rounds:
    """Rounds over folders, each time what changed or all; the same trouble is told once."""

    def __init__(
        self, library: "Library", roots: Sequence[str], tell: Callable[["Report"], None]
    ) -> None:
        self._library = library
        self._roots = roots
        self._tell = tell
        self._told: dict[str, str | None] = {}
        self._known = self._remembered()
        self.due = 0.0
        """When all is to be gone through whole, in seconds of `time.monotonic`."""

    def go(self, paths: Sequence[str]) -> None:
        """Bring the library in step with what changed at some paths, or with all when it is due."""
        whole = time.monotonic() >= self.due
        near = {root: [path for path in paths if below(path, root)] for root in self._roots}
        # What was moved from one to another is taken in there before it is taken out here.
        roots = sorted(self._roots, key=lambda root: not any(map(os.path.lexists, near[root])))
        forgotten = self._known - self._remembered()
        trouble = {
            root: _FORGOTTEN.format(root)
            if root in forgotten
            else _kept(self._library, root, None if whole else near[root], self._tell)
            for root in roots
            if whole or near[root]
        }
        # `sync` remembers those that were given and were not there before.
        self._known |= self._remembered()
        for root, line in trouble.items():
            if line is not None and line != self._told.get(root):
                complain(line)
        self._told.update(trouble)
        # One that is not there is looked for at each tick, without going through the others.
        again = any(
            line is not None and root not in forgotten and os.path.isdir(root)
            for root, line in trouble.items()
        )
        if again or whole:
            self.due = time.monotonic() + (_PAUSE if again else _SWEEP)

    def _remembered(self) -> set[str]:
        return {folder.path for folder in self._library.folders()}


def _kept(
    library: "Library", root: str, paths: Sequence[str] | None, tell: Callable[["Report"], None]
) -> str | None:
    """Bring the library in step with a folder, and return the line that says why it is not.

    Args:
        library: Is brought in step.
        root: The folder.
        paths: Where there were changes in it; None for anywhere.
        tell: Told what became of files.
    """
    if not os.path.isdir(root):
        return f"{root} is not there, and is followed once it is. Is its disk mounted?"
    try:
        if paths is None:
            tell(library.sync(root))
        else:
            _step(library, root, paths, tell)
    except BrokenPipeError:
        # Nobody reads any more what is told.
        raise
    except UserError as error:
        return str(error)
    except OSError as error:
        return f"{root} cannot be kept in step with ({error}). Is its disk mounted?"
    return None


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
    if what.files or what.gone:
        tell(library.follow(root, what.files, what.gone))


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
