"""A part of a library: what a search is to look in."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from index import inventory
from index.database import Database
from index.errors import UserError
from index.naming import Names

# Names told to somebody who gave one that is not there.
_TOLD = 10

# Paths, each with the document that it leads to.
_Links = set[tuple[Any, ...]]

# How a label's paths are found, and all labels of its kind.
_LABELS: dict[str, tuple[str, Callable[[Database], Iterable[str]]]] = {
    "collection": (
        "SELECT collection, source.path, document_id FROM source JOIN file ON file.path = file"
        " WHERE collection IN (SELECT value FROM json_each(?))",
        inventory.collections,
    ),
    "tag": (
        "SELECT name, path, document_id FROM source JOIN tag USING (file)"
        " WHERE name IN (SELECT value FROM json_each(?))",
        inventory.tags,
    ),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of a library, by what its documents must be in.

    Names within a field widen it, fields narrow one another: two collections and a tag are the
    documents of either collection that have the tag. An empty field leaves all in.

    Attributes:
        collections: Names of collections; the empty name is what is in none.
        tags: Names of tags.
        folders: Paths of folders; all that came from a folder or below it.
        documents: Documents by id, path, file name or pattern.
    """

    collections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.collections or self.tags or self.folders or self.documents)


def selected(database: Database, selection: Selection) -> frozenset[str]:
    """Return the ids of the documents in a part of a library.

    A document with several files is in it where one and the same file is in all that is asked.

    Args:
        database: The library's.
        selection: Leaves something out.

    Raises:
        UserError: A name stands for nothing; the line says what there is.
    """
    with database.reading():
        parts = list(_parts(database, selection))
    return frozenset(document_id for _, document_id in set.intersection(*parts))


def _parts(database: Database, selection: Selection) -> Iterator[_Links]:
    """Yield what each field of a selection leaves in."""
    if selection.collections:
        yield _labelled(database, "collection", selection.collections)
    if selection.tags:
        yield _labelled(database, "tag", selection.tags)
    if selection.folders:
        yield set().union(*(_in_folder(database, folder) for folder in selection.folders))
    if selection.documents:
        yield _named(database, selection.documents)


def _labelled(database: Database, kind: str, names: tuple[str, ...]) -> _Links:
    """Return what is in some collections, or has some tags."""
    query, known = _LABELS[kind]
    rows = database.execute(query, (json.dumps(names),))
    there = {name for name, *_ in rows}
    for name in names:
        if name not in there:
            raise _missing(f"there is no {kind} {name!r}", sorted(filter(None, known(database))))
    return {(path, document_id) for _, path, document_id in rows}


def _in_folder(database: Database, folder: str) -> _Links:
    inside = os.path.join(os.path.abspath(folder), "")
    # What begins so comes, in the order of bytes, before the next name a folder could have.
    behind = inside[:-1] + chr(ord(os.sep) + 1)
    rows = database.execute(
        "SELECT path, document_id FROM source WHERE path >= ? AND path < ?", (inside, behind)
    )
    if not rows:
        known = [each.path for each in inventory.folders(database)]
        raise _missing(f"nothing in the library is from the folder {folder}", known)
    return set(rows)


def _named(database: Database, names: tuple[str, ...]) -> _Links:
    sources = inventory.sources(database)
    known = Names(sources)
    found: _Links = set()
    for name in names:
        paths = known.find(name)
        if not paths:
            raise UserError(f"{name} is not in the library. See what is: quoth list")
        found |= {(path, sources[path]) for path in paths}
    return found


def _missing(what: str, known: list[str]) -> UserError:
    if not known:
        return UserError(f"{what}, and none at all yet")
    more = f" and {len(known) - _TOLD} more" if len(known) > _TOLD else ""
    return UserError(f"{what}. There is: {', '.join(known[:_TOLD])}{more}")
