"""A library in order: its listings, its folders, collections and tags."""

from collections.abc import Iterable
from pathlib import Path

from index import inventory, syncing, updates, versions
from index.holdings import Entry, Failure, Folder, Stats
from index.opened import Opened
from index.selection import Selection, selected


class Shelves(Opened):
    """What a library holds, and where."""

    def folders(self) -> list[Folder]:
        """Return the folders the library is kept in step with, by path."""
        return inventory.folders(self.catalog)

    def forget_folder(self, path: Path | str) -> None:
        """Keep in step with a folder no more; its documents stay.

        Raises:
            UserError: It is none of the remembered ones.
        """
        syncing.forget_folder(self, path)

    def tag(
        self, names: Iterable[str], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> None:
        """Give the files of documents tags, and take others from them.

        Raises:
            UserError: A name stands for nothing in the library.
        """
        files = updates.files_named(self, names)
        inventory.tag(self.catalog, files, add=add, remove=remove)

    def move(self, names: Iterable[str], collection: str) -> None:
        """Put the files of documents into a collection, the empty name for none.

        Raises:
            UserError: A name stands for nothing in the library.
        """
        inventory.move(self.catalog, updates.files_named(self, names), collection)

    def collections(self) -> dict[str, int]:
        """Return how many documents are in each collection; the empty name is for none."""
        return inventory.collections(self.catalog)

    def tags(self) -> dict[str, int]:
        """Return how many documents have each tag."""
        return inventory.tags(self.catalog)

    def paths(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Return for each name the paths `remove` would take out; none for what is not here."""
        return updates.named(self, names)

    def named(self, names: Iterable[str]) -> list[Entry]:
        """Return the documents `remove` would take out, by title; unknown names add none.

        A document with other sources than those named stays under these.
        """
        paths = updates.named(self, names)
        leads_to = inventory.sources(self.catalog)
        found = {leads_to[path] for each in paths.values() for path in each if path in leads_to}
        return inventory.entries(self.catalog, found)

    def documents(self, selection: Selection | None = None) -> list[Entry]:
        """Return all documents, or those of a part, by title, without their text.

        Raises:
            UserError: Something in the selection is not there.
        """
        chosen = selected(self.catalog, selection) if selection else None
        return inventory.entries(self.catalog, chosen)

    def versions(self, document_id: str) -> list[Entry]:
        """Return the documents that are nearly the same as one, the likest first.

        Raises:
            KeyError: No document has this id.
        """
        found = versions.versions(self.catalog, document_id)
        entries = {entry.id: entry for entry in inventory.entries(self.catalog, found)}
        return [entries[key] for key in found if key in entries]

    def failures(self) -> list[Failure]:
        """Return the files, and the files inside files, that could not be read, by path."""
        return inventory.failures(self.catalog)

    def stats(self) -> Stats:
        """Return how much the library holds."""
        return inventory.stats(self.catalog, self.folder)

    def original(self, source: str) -> Path | None:
        """Return where the file is that a source is from, or None where there is none now."""
        return updates.original(self, source)
