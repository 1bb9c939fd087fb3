"""What people gave a file, handed on to the path that it has by now."""

import json
import os
from collections.abc import Iterable, Iterator

from index import inventory
from index.database import Database
from index.files import is_gone
from index.opened import is_kept

_ALIKE = """
SELECT file.path, sha256, file.collection, coalesce(folder.collection, '')
FROM file LEFT JOIN folder ON folder.path = file.folder
WHERE sha256 <> '' AND sha256 IN
    (SELECT sha256 FROM file WHERE path IN (SELECT value FROM json_each(?)))
ORDER BY file.path
"""


def hand_on(
    database: Database, new: Iterable[str], *, leaving: Iterable[str] = (), collection: bool
) -> None:
    """Give files the tags of those that had the same bytes and are gone: they were only renamed.

    Of several that are gone it is the one whose path ends most alike, so that in a folder that
    was moved each file has its own again.

    Args:
        database: The library's.
        new: Files that were just taken in, and whose bytes were here before.
        leaving: Files that count as gone, too, since they are about to be taken out.
        collection: Whether they also go where those were, unless these are in the collection of
            their folder and those were in that of theirs.
    """
    fresh, gone = set(new), set(leaving)
    if not fresh:
        return
    rows = database.execute(_ALIKE, (json.dumps(list(fresh)),))
    before = [row for row in rows if row[0] not in fresh and (row[0] in gone or _is_gone(row[0]))]
    # The first by its path wins.
    nearest = {(row[1], end): row for row in reversed(before) for end in _ends(row[0])}
    with database.writing():
        for path, sha256, here, _ in rows:
            ends = ((sha256, end) for end in _ends(path))
            found = next((nearest[end] for end in ends if end in nearest), None)
            if path not in fresh or found is None:
                continue
            old, _, place, usual = found
            tagged = database.execute("SELECT name FROM tag WHERE file = ?", (old,))
            inventory.tag(database, [path], add=[name for (name,) in tagged], remove=())
            if collection and (place != usual or not here):
                inventory.move(database, [path], place)


def _is_gone(path: str) -> bool:
    return not is_kept(path) and is_gone(path)


def _ends(path: str) -> Iterator[str]:
    """Yield how a path ends, the longest end first, the empty one last."""
    parts = path.split(os.sep)
    for start in range(len(parts) + 1):
        yield os.sep.join(parts[start:])
