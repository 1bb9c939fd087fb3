"""A part of a library: what a search is to look in."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass

from index import inventory
from index.database import Database
from index.errors import UserError
from index.naming import Names

# Names told to somebody who gave one that is not there.
_TOLD = 10


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

    Raises:
        UserError: A name stands for nothing; the line says what there is.
    """
    with database.reading():
        rows = database.execute(
            "SELECT source.path, document_id, file, collection FROM source"
            " JOIN file ON file.path = file"
        )
        kept = {path for path, *_ in rows}
        if selection.collections:
            _check("collection", selection.collections, inventory.collections(database))
            kept &= {path for path, _, _, name in rows if name in selection.collections}
        if selection.tags:
            _check("tag", selection.tags, inventory.tags(database))
            tagged = database.execute(
                "SELECT file FROM tag WHERE name IN (SELECT value FROM json_each(?))",
                (json.dumps(selection.tags),),
            )
            files = {file for (file,) in tagged}
            kept &= {path for path, _, file, _ in rows if file in files}
    if selection.folders:
        inside: set[str] = set()
        for folder in selection.folders:
            start = os.path.join(os.path.abspath(folder), "")
            found = {path for path, *_ in rows if path.startswith(start)}
            if not found:
                known = [each.path for each in inventory.folders(database)]
                raise _missing(f"nothing in the library is from the folder {folder}", known)
            inside |= found
        kept &= inside
    if selection.documents:
        names = Names({path: document_id for path, document_id, *_ in rows})
        chosen: set[str] = set()
        for name in selection.documents:
            paths = names.find(name)
            if not paths:
                raise UserError(f"{name} is not in the library. See what is: quoth list")
            chosen.update(paths)
        kept &= chosen
    return frozenset(document_id for path, document_id, *_ in rows if path in kept)


def _check(kind: str, names: Iterable[str], known: Iterable[str]) -> None:
    there = set(known)
    for name in names:
        if name not in there:
            raise _missing(f"there is no {kind} {name!r}", sorted(filter(None, there)))


def _missing(what: str, known: list[str]) -> UserError:
    if not known:
        return UserError(f"{what}, and none at all yet")
    more = f" and {len(known) - _TOLD} more" if len(known) > _TOLD else ""
    return UserError(f"{what}. There is: {', '.join(known[:_TOLD])}{more}")
