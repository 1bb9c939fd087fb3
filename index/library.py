"""The library: documents in, hits out. The one door to everything below it.

    with Library.open("shelf", create=True) as library:
        library.add([Path("reports")])
        hits = library.search("Who signed the lease?")

What goes wrong for a reason that a person can mend is a `UserError` of one line.
"""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from types import TracebackType

from index import backup, doctor, rebuild, search, syncing, traces, updates
from index.catalog import Catalog, Placing
from index.encoder import DEFAULT_ENCODER, Encoder, SentenceEncoder
from index.errors import LibraryError
from index.holdings import Entry, Finding
from index.intake import Progress, Report
from index.opened import DATABASE, VECTORS
from index.search import Hit
from index.selection import Selection
from index.shelves import Shelves
from index.trouble import is_there

__all__ = ["DATABASE", "VECTORS", "Entry", "Finding", "Hit", "Library", "Report", "Selection"]


class Library(Shelves):
    """Documents on disk, ready to be searched. Threads may share one."""

    @classmethod
    def open(
        cls, folder: Path | str, *, encoder: Encoder | str | None = None, create: bool = False
    ) -> "Library":
        """Return the library in a folder.

        Args:
            folder: Holds `library.db`, or will.
            encoder: What it is to be searched with; None takes what it was made with.
            create: Make the library if the folder holds none.

        Raises:
            LibraryError: The folder holds no library, a damaged one, or one that was made with
                another encoder; or it may not be looked into.
            EncoderError: The encoder cannot be loaded (only where a library is made).
        """
        folder = Path(folder)
        database = folder / DATABASE
        exists = is_there(database)
        if not exists and not create:
            raise LibraryError(
                f"{folder} holds no library (no {DATABASE} in it)."
                f" Make one first: quoth add DOCUMENTS --library {folder}"
            )
        if isinstance(encoder, str):
            encoder = SentenceEncoder(encoder)
        if exists and not (create and Catalog.is_blank(database)):
            catalog = Catalog(database)
            made_with = catalog.facts["encoder"]
            if encoder is not None and encoder.name != made_with:
                catalog.close()
                raise LibraryError(
                    f"{folder} was made with the encoder {made_with!r}, not {encoder.name!r}."
                    f" Open it with --encoder {made_with}, or make it anew:"
                    f" quoth rebuild --encoder {encoder.name}"
                )
            return cls(folder, catalog, encoder or SentenceEncoder(made_with))
        encoder = encoder or SentenceEncoder(DEFAULT_ENCODER)
        facts = {
            "encoder": encoder.name,
            "encoder_sha256": encoder.fingerprint,
            "width": str(encoder.width),
            "normalised": "yes",
        }
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"no library can be made in {folder} ({error.strerror})."
                " Choose another folder with --library"
            ) from error
        return cls(folder, Catalog(database, facts=facts), encoder)

    @staticmethod
    def restore(path: Path | str, folder: Path | str) -> None:
        """Make a library in a folder from a copy that `backup` wrote.

        Raises:
            LibraryError: The folder holds a library, or the copy is none or is damaged.
        """
        backup.restore(Path(path), Path(folder))

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files."""
        self.catalog.close()

    @property
    def identity(self) -> str:
        """32 hexadecimal digits that tell this library from every other one."""
        return self.catalog.identity.hex()

    @property
    def generation(self) -> int:
        """How often what can be found has changed, in whichever process."""
        return self.catalog.generation

    def __len__(self) -> int:
        """How many passages there are."""
        return self.catalog.count()

    # -- documents in ----------------------------------------------------------------------

    def add(
        self,
        paths: Iterable[Path | str],
        *,
        collection: str | None = None,
        tags: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> Report:
        """Take in files, and all files inside folders.

        A file that cannot be read is reported and the rest goes on. A file that changed takes
        the place of its older version; one that did not is not even opened. One that was only
        renamed, or moved with its folder, has the tags and the collection it had.

        Args:
            paths: Files and folders.
            collection: Where they go; None leaves them where they are.
            tags: To be added to those they have.
            progress: Told when a file is done, then of passages.
        """
        return updates.add(self, paths, Placing(collection, tags=tuple(tags)), progress)

    def add_bytes(
        self, name: str, content: bytes, *, collection: str | None = None, tags: Sequence[str] = ()
    ) -> Report:
        """Take in a file that has no path, such as an upload; its bytes are kept.

        Args:
            name: What it is known by from then on, without folders. Its suffix says how it is
                read. Another one of that name takes its place.
            content: Its bytes.
            collection: Where it goes.
            tags: To be added to those it has.
        """
        return updates.add_bytes(self, name, content, Placing(collection, tags=tuple(tags)))

    def sync(
        self,
        folder: Path | str,
        *,
        collection: str | None = None,
        progress: Progress | None = None,
    ) -> Report:
        """Make the library hold just what a folder holds, among what came from that folder.

        The folder is remembered for `sync_all`. A file that could not be read before and has not
        changed is not tried again: see `retry`. One that is named in a `.quothignore` by now, or
        that a link leads out to, goes like one that is gone, unless it was added by its own name.
        One that was only renamed, or moved with its folder, keeps its tags and its collection.

        Args:
            folder: Where to look.
            collection: Where all its files go; None leaves them where they are, new ones go where
                the folder's went before.
            progress: Told when a file is done, then of passages.

        Raises:
            UnreadableFile: There is no such folder, or it is empty all of a sudden, as where a
                disk is not mounted.
        """
        return syncing.sync(self, folder, collection, progress)

    def sync_all(
        self,
        folders: Iterable[Path | str] | None = None,
        *,
        collection: str | None = None,
        progress: Progress | None = None,
    ) -> Report:
        """Keep in step with several folders, or all remembered ones; see `sync`.

        One that is not there is reported. What was moved from one to another keeps its tags.
        """
        return syncing.sync_all(self, folders, collection, progress)

    def follow(self, folder: Path | str, changed: Iterable[str], gone: Iterable[str]) -> Report:
        """Bring to what they are now some files of a folder that is kept in step with.

        Args:
            folder: It.
            changed: Files in it, each of them one that `sync` would take in.
            gone: Absolute paths that are no more; what was never taken in is not missed.
        """
        return syncing.follow(self, folder, changed, gone)

    def retry(self, *, progress: Progress | None = None) -> Report:
        """Take again all files that could not be read, and make the vectors that are missing."""
        return updates.retry(self, progress)

    # -- documents out ---------------------------------------------------------------------

    def remove(self, names: Iterable[str], *, exactly: bool = False) -> Report:
        """Take out documents by id, path, folder, pattern such as `*.pdf`, or file name.

        Nothing of them is left on disk then, unless they have other sources.

        Args:
            names: What they are called.
            exactly: By id or whole path alone; of a folder or an archive, all that is in it.
        """
        return updates.remove(self, names, exactly=exactly)

    # -- hits out --------------------------------------------------------------------------

    def search(
        self,
        question: str,
        *,
        top: int = 10,
        within: Selection | None = None,
        spoken_of: Collection[str] = (),
    ) -> list[Hit]:
        """Return the passages nearest to a question, by meaning and by words, best first.

        Args:
            question: Plain words.
            top: How many; fewer come back where fewer are found.
            within: The part of the library to look in; None for all.
            spoken_of: Ids of documents that are likelier to be meant than others; those that are
                gone by now are not missed.

        Raises:
            UserError: Something in the selection is not there.
        """
        return search.search(self, question, top=top, within=within, spoken_of=spoken_of)

    # -- looked after ----------------------------------------------------------------------

    def check(self) -> list[Finding]:
        """Return what is wrong with the library; an empty list where all is well."""
        return doctor.check(self)

    def traces(self, path: Path | str) -> list[Finding]:
        """Return what is left of a file that was taken out; an empty list where nothing is.

        Raises:
            UnreadableFile: The file cannot be read, so that nobody knows what to look for.
        """
        return traces.traces(self, Path(path))

    def rebuild(
        self,
        *,
        characters: int | None = None,
        encoder: Encoder | str | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Make all vectors anew from the stored texts, and put them in place all at once.

        Args:
            characters: Length of the longest passage; another one than before cuts all texts
                anew.
            encoder: What it is to be searched with from now on; another one cuts all anew too.
            progress: Told how many passages are done.
        """
        if isinstance(encoder, str):
            encoder = SentenceEncoder(encoder)
        rebuild.rebuild(self, characters=characters, encoder=encoder, progress=progress)

    def backup(self, path: Path | str) -> None:
        """Write a copy of the library into one file, also while it is in use.

        Raises:
            LibraryError: The file cannot be written.
        """
        backup.backup(self, Path(path))
