"""What can be wrong with a library, each with its remedy."""

from collections.abc import Iterator

from index import inventory
from index.errors import LibraryError, UnreadableFile
from index.files import is_gone, leads_nowhere, stamp_of
from index.holdings import Finding, Stamp
from index.opened import VECTORS, Opened, is_kept
from index.vectors import Vectors


def check(library: Opened) -> list[Finding]:
    """Return what is wrong with a library; an empty list where all is well."""
    catalog = library.catalog
    catalog.read_facts()
    complaints = catalog.complaints(int(catalog.facts["width"]))
    if complaints:
        # What such a file says of the rest cannot be trusted.
        mend = (
            f"Put back a copy with quoth restore, or remove {library.folder} and add the documents"
            " again"
        )
        return [Finding(line, mend) for line in complaints]
    return [*_vectors(library), *_leftovers(library), *_files(library)]


def _vectors(library: Opened) -> Iterator[Finding]:
    try:
        library.checked_encoder()
    except LibraryError as error:
        yield Finding(str(error), "See the line itself")
    with library.lock, library.catalog.reading():
        library.refresh()
        should, holds = library.catalog.numbers(), library.vectors.numbers
        if should != holds or len(library.vectors) != len(holds):
            yield Finding(
                f"{VECTORS} does not hold the catalog's passages",
                f"Remove {library.folder / VECTORS}; it is made again",
            )
    waiting = len(library.catalog.without_vectors())
    if waiting:
        yield Finding(
            f"passages that have no vector yet and are found by words alone: {waiting}",
            "Go on with them: quoth retry, or make all anew: quoth rebuild",
        )


def _leftovers(library: Opened) -> Iterator[Finding]:
    if library.catalog.unscrubbed is not None:
        yield Finding(
            "what was taken out may still stand in free parts of the files",
            "The next change wipes it: quoth retry",
        )
    with library.catalog.writing():
        # No other process is writing such a file just now.
        found = Vectors.leftovers(library.folder / VECTORS)
        strays = library.kept.strays(library.wanted())
    for path in [*found, *strays]:
        yield Finding(
            f"{path.relative_to(library.folder)} is left from a change that was broken off",
            "The next change takes it away: quoth retry",
        )


def _files(library: Opened) -> Iterator[Finding]:
    for source, file in sorted(inventory.files(library.catalog).items()):
        if is_kept(source):
            if not library.kept.path(file.sha256, source).is_file():
                yield Finding(
                    f"the kept copy of {source} is gone; its text is still here",
                    f"Add it again, or quoth remove {source}",
                )
        elif is_gone(source):
            yield Finding(f"{source} is gone", f"quoth remove {source}")
        elif file.reason is None and leads_nowhere(source):
            yield Finding(
                f"{source} is a link to what is not there", f"Mend it, or quoth remove {source}"
            )
        elif _has_changed(source, file.stamp):
            yield Finding(f"{source} has changed", f"quoth add {source}")


def _has_changed(source: str, stamp: Stamp) -> bool:
    try:
        return stamp_of(source) != stamp
    except UnreadableFile:
        # It may not be looked at: nothing is known of it.
        return False
