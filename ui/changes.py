"""What has changed in folders, and what is to be done about it; read before `ui.watching`."""

import os
import stat
import threading
from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from index.errors import UserError

# Milliseconds without a change before files are read: most programs have written a file by then.
_QUIET = 500
# Milliseconds after which they are read though changes go on.
_AT_LAST = 5000
# Milliseconds between two looks at whether to stop, or to go through the folders.
_TICK = 500

# With more changes than this at once, the folder is gone through whole.
_MANY = 500

Ticks = Generator[list[str], None, None]


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


def present(roots: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return the folders that are there, each with what tells it from another in its place.

    Where a disk was mounted, or a folder made anew, the watch is still on what was there before.
    """
    found = {}
    for root in roots:
        with suppress(OSError):
            status = os.stat(root)
            if stat.S_ISDIR(status.st_mode):
                found[root] = (status.st_dev, status.st_ino)
    return found


def changed(roots: Sequence[str], apart: str, stop: threading.Event) -> Ticks:
    """Yield the paths that changed, sorted, at each tick until told to stop; often none.

    It ends earlier where one of the folders goes before it is watched.

    Args:
        roots: Folders; none where none is there.
        apart: The library's own folder, where nothing is looked at.
        stop: Ends it when set.

    Raises:
        UserError: The system does not tell of changes in them.
    """
    import watchfiles

    while not roots:
        if stop.wait(_TICK / 1000):
            return
        yield []
    try:
        for changes in watchfiles.watch(
            *roots,
            watch_filter=lambda _, path: is_ours(path, roots, apart),
            debounce=_AT_LAST,
            step=_QUIET,
            stop_event=stop,
            rust_timeout=_TICK,
            yield_on_timeout=True,
        ):
            yield sorted({path for _, path in changes})
    except FileNotFoundError:
        stop.wait(_TICK / 1000)
    except OSError as error:
        raise UserError(
            f"folders cannot be watched ({error}). Keep in step with them now and then: quoth sync"
        ) from error


def seen(paths: Sequence[str], root: str, suffixes: Iterable[str]) -> Seen:
    """Return what is to be done after changes at some paths, by what is there now.

    Args:
        paths: All below the folder. Those that a walk through it would leave out are not read.
        root: The folder.
        suffixes: Of the files that are read, in small letters.
    """
    from index.walking import is_left_out

    if len(paths) > _MANY or not os.path.isdir(root):
        return Seen(whole=True)
    there = [path for path in paths if os.path.lexists(path) and not is_left_out(path, root)]
    if any(map(os.path.isdir, there)):
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
        and below(os.path.realpath(path), home)
    )
    return Seen(files, gone)


def below(path: str, root: str) -> bool:
    """Return whether a path is a folder's, or the folder itself."""
    return path == root or path.startswith(os.path.join(root, ""))


def is_ours(path: str, roots: Sequence[str], apart: str) -> bool:
    """Return whether a path is neither hidden nor the library's own."""
    if below(path, apart):
        return False
    return any(
        not any(part.startswith(".") for part in os.path.relpath(path, root).split(os.sep))
        for root in roots
        if below(path, root) and path != root
    )
