"""Files that came without a path, kept in the library's folder: kept/SHA256/name.ext.

They are written and taken away only within a transaction that writes, so that no other process
takes away what has no row yet.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from index.errors import UnreadableFile

# The longest name that common file systems take.
_LONGEST_NAME = 255


class Kept:
    """The kept files of one library."""

    def __init__(self, folder: Path) -> None:
        """Take the folder they lie in; it is made with the first of them."""
        self.folder = folder

    def path(self, sha256: str, name: str) -> Path:
        """Return where a file is, or would be, kept."""
        return self.folder / sha256 / name

    def write(self, name: str, content: bytes) -> Path:
        """Keep a file, and return where; a kill leaves it whole or not there."""
        path = self.path(hashlib.sha256(content).hexdigest(), name)
        if path.is_file():
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        # Beside the others' folders, so that what a kill leaves is swept away like them.
        temporary = path.parent.with_suffix(".new")
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        return path

    def strays(self, wanted: Iterable[Path]) -> list[Path]:
        """Return what lies in the folder and is not wanted, sorted; empty folders too."""
        if not self.folder.is_dir():
            return []
        keep = set(wanted)
        homes = {path.parent for path in keep}
        found = [home for home in self.folder.iterdir() if home not in homes]
        for home in homes:
            found += [path for path in home.glob("*") if path not in keep]
        return sorted(found)

    def sweep(self, wanted: Iterable[Path]) -> None:
        """Take away what is not wanted."""
        for path in self.strays(wanted):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def checked_name(name: str) -> str:
    """Return the name a file without a path goes by: its own, without folders.

    Raises:
        UnreadableFile: It is no name for a file.
    """
    bare = name.replace("\\", "/").rpartition("/")[2]
    try:
        length = len(bare.encode())
    except UnicodeEncodeError:
        length = 0
    if bare in ("", ".", "..") or not 0 < length <= _LONGEST_NAME or not bare.isprintable():
        raise UnreadableFile(f"{name!a} is no name for a file. Give one such as notes.txt")
    return bare
