"""What a library holds, and in which order: listings, folders, collections, tags."""

import json
import os
from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from index.catalog import now
from index.database import Database
from index.holdings import Entry, Failure, File, Folder, Stamp, Stats


def files(database: Database) -> dict[str, File]:
    """Return all files that were ever offered and not taken out, by path."""
    rows = database.execute("SELECT path, size, modified_ns, sha256, reason FROM file")
    return {path: File(Stamp(*stamp), sha256, reason) for path, *stamp, sha256, reason in rows}


def sources(database: Database) -> dict[str, str]:
    """Return which document each path leads to."""
    return dict(database.execute("SELECT path, document_id FROM source"))


def entries(database: Database, documents: Collection[str] | None = None) -> list[Entry]:
    """Return documents, by title.

    Args:
        database: The library's.
        documents: Their ids; None for all.
    """
    wanted = "" if documents is None else " WHERE id IN (SELECT value FROM json_each(?))"
    chosen = () if documents is None else (json.dumps(list(documents)),)
    with database.reading():
        rows = database.execute(
            "SELECT id, title, media_type, characters, unit, date FROM document"
            f"{wanted} ORDER BY title, id",
            chosen,
        )
        where = "" if documents is None else wanted.replace("id IN", "document_id IN")
        counts = dict(
            database.execute(
                f"SELECT document_id, count(*) FROM passage{where} GROUP BY document_id", chosen
            )
        )
        linked = database.execute(
            "SELECT document_id, source.path, collection, added, file"
            f" FROM source JOIN file ON file.path = file{where} ORDER BY source.path",
            chosen,
        )
        tags = defaultdict(set)
        for file, name in database.execute("SELECT file, name FROM tag"):
            tags[file].add(name)
    links = defaultdict(list)
    for document_id, *link in linked:
        links[document_id].append(link)
    return [
        Entry(
            id=key,
            title=title,
            media_type=media_type,
            sources=tuple(path for path, _, _, _ in links[key]),
            characters=characters,
            passages=counts.get(key, 0),
            unit=unit,
            date=date,
            added=min((added for _, _, added, _ in links[key]), default=""),
            collections=tuple(sorted({name for _, name, _, _ in links[key] if name})),
            tags=tuple(sorted(set().union(*(tags.get(file, ()) for *_, file in links[key])))),
        )
        for key, title, media_type, characters, unit, date in rows
    ]


def failures(database: Database) -> list[Failure]:
    """Return the files, and the files inside files, that could not be read, by path."""
    rows = database.execute(
        "SELECT path, reason FROM file WHERE reason IS NOT NULL"
        " UNION ALL SELECT source, reason FROM member_failed ORDER BY 1"
    )
    return [Failure(path, reason) for path, reason in rows]


def stats(database: Database, folder: Path) -> Stats:
    """Return how much the library in a folder holds."""
    with database.reading():
        ((documents, characters),) = database.execute(
            "SELECT count(*), coalesce(sum(characters), 0) FROM document"
        )
        ((passages,),) = database.execute("SELECT count(*) FROM passage")
        ((waiting,),) = database.execute("SELECT count(*) FROM passage WHERE vector IS NULL")
        ((read,),) = database.execute("SELECT count(DISTINCT file) FROM source")
        counts = collections(database)
        unread = len(failures(database))
    sizes: dict[str, int] = {}
    found = [Path(inside, name) for inside, _, names in os.walk(folder) for name in names]
    for path in sorted(found):
        # Another process may have taken it away just now.
        with suppress(FileNotFoundError):
            sizes[path.relative_to(folder).as_posix()] = path.stat().st_size
    return Stats(
        documents=documents,
        passages=passages,
        characters=characters,
        files=read,
        bytes=sizes,
        without_vectors=waiting,
        failures=unread,
        collections=counts,
    )


# -- folders -------------------------------------------------------------------------------


def folders(database: Database) -> list[Folder]:
    """Return the folders the library is kept in step with, by path."""
    rows = database.execute("SELECT path, collection, added FROM folder ORDER BY path")
    return [Folder(*row) for row in rows]


def remember(database: Database, path: str, collection: str | None) -> str:
    """Keep the library in step with a folder from now on, and return its collection."""
    with database.writing():
        database.execute(
            "INSERT INTO folder VALUES (?1, coalesce(?2, ''), ?3)"
            " ON CONFLICT (path) DO UPDATE SET collection = coalesce(?2, collection)",
            (path, collection, now()),
        )
        ((kept,),) = database.execute("SELECT collection FROM folder WHERE path = ?", (path,))
    return str(kept)


def adopt(database: Database, path: str, files: Iterable[str]) -> None:
    """Note of files that they came by a folder that is kept in step with."""
    with database.writing():
        rows = database.execute("SELECT path FROM file WHERE folder <> ?", (path,))
        new = {file for (file,) in rows}.intersection(files)
        database.many("UPDATE file SET folder = ? WHERE path = ?", [(path, file) for file in new])


def forget_folder(database: Database, path: str) -> bool:
    """Keep in step with a folder no more; return whether it was. Its documents stay."""
    with database.writing():
        database.execute("UPDATE file SET folder = '' WHERE folder = ?", (path,))
        return database.many("DELETE FROM folder WHERE path = ?", [(path,)]) > 0


# -- collections and tags ------------------------------------------------------------------


def collections(database: Database) -> dict[str, int]:
    """Return how many documents each collection has; the empty name is for those in none."""
    rows = database.execute(
        "SELECT collection, count(DISTINCT document_id)"
        " FROM source JOIN file ON file.path = file GROUP BY collection ORDER BY collection"
    )
    return dict(rows)


def tags(database: Database) -> dict[str, int]:
    """Return how many documents have each tag."""
    rows = database.execute(
        "SELECT name, count(DISTINCT document_id) FROM tag JOIN source USING (file)"
        " GROUP BY name ORDER BY name"
    )
    return dict(rows)


def tag(
    database: Database, paths: Iterable[str], *, add: Iterable[str], remove: Iterable[str]
) -> None:
    """Give files tags, and take others from them."""
    paths, add, remove = list(paths), list(add), list(remove)
    with database.writing():
        # A file that another process took out meanwhile gets none.
        put = "INSERT OR IGNORE INTO tag SELECT path, ?2 FROM file WHERE path = ?1"
        gone = "DELETE FROM tag WHERE file = ?"
        changed = database.many(put, [(path, name) for path in paths for name in add]) > 0
        pairs = [(path, name) for path in paths for name in remove]
        changed |= database.many(f"{gone} AND name = ?", pairs) > 0
        if changed:
            database.changed()


def move(database: Database, paths: Iterable[str], collection: str) -> None:
    """Put files into a collection."""
    with database.writing():
        moved = database.many(
            "UPDATE file SET collection = ?1 WHERE path = ?2 AND collection <> ?1",
            [(collection, path) for path in paths],
        )
        if moved > 0:
            database.changed()


def files_of(database: Database, paths: Iterable[str]) -> list[str]:
    """Return the files that paths, perhaps inside files, belong to; each once."""
    owners = dict(database.execute("SELECT path, file FROM source"))
    return list(dict.fromkeys(owners.get(path, path) for path in paths))
