"""Files inside files, such as a mail's attachments: each gets a source, and all have a limit.

Nothing is written to disk. A name such as `../../secret` becomes a source below the file that
it was found in, and no more than a name.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

from index.documents import Document
from index.errors import UnreadableFile
from index.formats.archive import MAX_MEMBERS, MAX_TOTAL_BYTES

# A report, in a mail, in an archive; archives that hold archives without end go on for ever.
MAX_DEPTH = 3

_Take = Callable[["Inside", bytes, str, str, str, int], None]


class Inside:
    """What is found in one file on disk.

    Attributes:
        documents: In the order they were met.
        failed: Sources of the files that could not be read, each with the line that says why.
    """

    def __init__(self, suffixes: Mapping[str, str], largest: int, take: _Take) -> None:
        """Begin with a file on disk.

        Args:
            suffixes: Those of the kinds that are read.
            largest: The most bytes that one file may have.
            take: Reads a file found inside, given its bytes, name, name for messages, source,
                and in how many others it lies.
        """
        self.documents: list[Document] = []
        self.failed: list[tuple[str, str]] = []
        self._suffixes = suffixes
        self._largest = largest
        self._take = take
        # With the number of the last file that would have had the same.
        self._sources: dict[str, int] = {}
        self._bytes = 0
        self._files = 0

    def is_read(self, name: str) -> bool:
        """Return whether files of this name are of a kind that is read."""
        return PurePosixPath(_plain(name)).suffix.lower() in self._suffixes

    def take(
        self,
        files: Iterable[tuple[str, bytes | UnreadableFile]],
        name: str,
        source: str,
        depth: int,
    ) -> None:
        """Read the files found in a file, those of kinds that are read.

        Args:
            files: Name and bytes of each, or what is wrong with it.
            name: What messages call the file they are in.
            source: What that file's document is known by.
            depth: In how many others it lies.
        """
        for given, content in files:
            if not self.is_read(given):
                continue
            inner = _plain(given)
            its_source = self._unique(f"{source}/{inner}")
            its_name = f"{name}/{inner}"
            try:
                self._take(
                    self,
                    self._checked(content, its_name, depth),
                    PurePosixPath(inner).name,
                    its_name,
                    its_source,
                    depth + 1,
                )
            except UnreadableFile as error:
                self.failed.append((its_source, str(error)))
                if self._is_full:
                    return

    @property
    def _is_full(self) -> bool:
        """Whether nothing more is unpacked."""
        return self._bytes > MAX_TOTAL_BYTES or self._files > MAX_MEMBERS

    def _checked(self, content: bytes | UnreadableFile, name: str, depth: int) -> bytes:
        """Return the bytes of a file found inside, counted against the limits.

        Raises:
            UnreadableFile: It is empty or damaged, or lies beyond a limit.
        """
        if isinstance(content, UnreadableFile):
            raise content
        if depth >= MAX_DEPTH:
            raise UnreadableFile(
                f"{name} lies in {depth + 1} other files and is not read. Save it by itself"
            )
        if not content:
            raise UnreadableFile(f"{name} is empty")
        if len(content) > self._largest:
            raise UnreadableFile(
                f"{name} has {len(content) / 1e6:,.1f} MB; the largest file read has "
                f"{self._largest / 1e6:,.0f} MB. Split it first"
            )
        self._bytes += len(content)
        self._files += 1
        if self._is_full:
            raise UnreadableFile(
                f"{name} and what follows are not read: more than "
                f"{MAX_TOTAL_BYTES / 1e6:,.0f} MB or {MAX_MEMBERS:,} files lie inside of one "
                "file. Unpack or split it first"
            )
        return content

    def _unique(self, source: str) -> str:
        """Return a source that no other file inside has."""
        path = PurePosixPath(source)
        given = source
        while source in self._sources:
            self._sources[given] += 1
            source = str(path.with_name(f"{path.stem} ({self._sources[given]}){path.suffix}"))
        self._sources[source] = 1
        return source


def _plain(given: str) -> str:
    """Return the name of a file inside as folders and a name, none of which leads upwards."""
    parts = given.replace("\\", "/").split("/")
    kept = [
        "".join(letter if letter.isprintable() else "?" for letter in part).strip()
        for part in parts
        if part.strip() not in {"", ".", ".."}
    ]
    return "/".join(kept)
