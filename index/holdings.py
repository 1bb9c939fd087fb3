"""What a library tells of the files and documents in it. Values only."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stamp:
    """Size in bytes and time of last change in nanoseconds: equal stamps, unread file."""

    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was when it was last looked at.

    Attributes:
        stamp: Its size and time then.
        sha256: Of its bytes; empty where they were not read.
        reason: The line that says why it could not be read, or None.
    """

    stamp: Stamp
    sha256: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in a listing, without its text.

    Attributes:
        id: The document's.
        title: The title the file gives itself, else its name.
        media_type: For example `text/markdown`.
        sources: Paths it is known by, sorted.
        characters: Length of its text.
        passages: How many it is cut into.
        unit: What its parts are: "page", "slide", "row", "cell", "record" or "second".
        date: Day it gives itself, as YYYY-MM-DD; empty if it gives none.
        added: When its first file was taken in, as YYYY-MM-DDTHH:MM:SS+00:00; empty where the
            library is older than such notes.
        collections: Those its files are in, sorted; the empty name is never listed.
        tags: Those its files have, sorted.
    """

    id: str
    title: str
    media_type: str
    sources: tuple[str, ...]
    characters: int
    passages: int
    unit: str = "page"
    date: str = ""
    added: str = ""
    collections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder the library is kept in step with.

    Attributes:
        path: Absolute.
        collection: Where its files go; empty for none.
        added: When it was first kept in step with, as YYYY-MM-DDTHH:MM:SS+00:00.
    """

    path: str
    collection: str
    added: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a file inside one, that could not be read, with the line that says why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a library holds.

    Attributes:
        documents: Different texts.
        passages: What they are cut into.
        characters: Of all texts.
        files: Paths that lead to them.
        bytes: On disk, by file of the library.
        without_vectors: Passages that are found by words alone until their vectors are made.
        failures: Files that could not be read.
        collections: Documents in each; the empty name counts those in none.
    """

    documents: int
    passages: int
    characters: int
    files: int
    bytes: dict[str, int] = field(default_factory=dict)
    without_vectors: int = 0
    failures: int = 0
    collections: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found wrong.

    Attributes:
        what: What is wrong, one line.
        mend: What to do about it.
    """

    what: str
    mend: str
