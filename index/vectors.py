"""The FAISS index: a cache of the catalog's vectors, which can always be made again.

Rows are numbered by the catalog's passage numbers, and hold 16 bits a value, as the catalog does:
with 32 the file and the memory are twice as large, and a search is slower (100,000 passages: 14 ms
in place of 11). The file is what FAISS writes, followed by a trailer that says which library and
which generation of it the vectors are from, with a checksum; FAISS itself reads the file as if the
trailer were not there.
"""

import os
import struct
import zlib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, BinaryIO

import faiss
import numpy as np

from index.encoder import Floats

_TRAILER = struct.Struct("<8s16sQ")
_CHECKSUM = struct.Struct("<I")
_MAGIC = b"quothv16"

# Read and written in pieces of so many bytes: 100,000 vectors have 77 MB. With all of it in memory
# as bytes, too, loading took twice as long, and saving three times.
_PIECE = 1 << 20

# What reads and writes by piece is not among the types that FAISS declares.
_untyped: Any = faiss


class Vectors:
    """Exact search for the vectors nearest to a question's."""

    def __init__(self, width: int) -> None:
        """Make an index that holds nothing.

        Args:
            width: Length of every vector.
        """
        self.width = width
        # Of the catalog: what is held, and what is in the file.
        self.generation = self.saved = -1
        self.numbers: set[int] = set()
        rows = faiss.IndexScalarQuantizer(
            width, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        # Such an index renumbers its rows when one is removed; the map keeps their numbers.
        self._index: Any = faiss.IndexIDMap2(rows)

    @classmethod
    def load(cls, path: Path, width: int, library: bytes) -> "Vectors":
        """Return the index in the file, or an empty one where the file is of no use.

        A missing, damaged or foreign file is no loss: what it should hold is in the catalog.

        Args:
            path: The file.
            width: Length of every vector.
            library: The 16 bytes that name the library the vectors must be from.
        """
        vectors = cls(width)
        try:
            with path.open("rb") as file:
                generation = _generation(file, library)
                if generation is None:
                    return vectors
                file.seek(0)
                index = faiss.read_index(_untyped.PyCallbackIOReader(file.read, _PIECE))
        except (OSError, RuntimeError):
            return vectors
        if index.d == width:
            vectors._index = index
            vectors.generation = vectors.saved = generation
            vectors.numbers = set(faiss.vector_to_array(vectors._index.id_map).tolist())
        return vectors

    def save(self, path: Path, library: bytes) -> None:
        """Write the index so that a reader finds the old file or the new one, never a part."""
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        checksum = 0
        try:
            with temporary.open("wb") as file:

                def write(part: bytes) -> int:
                    nonlocal checksum
                    checksum = zlib.crc32(part, checksum)
                    return file.write(part)

                faiss.write_index(self._index, _untyped.PyCallbackIOWriter(write, _PIECE))
                write(_TRAILER.pack(_MAGIC, library, self.generation))
                file.write(_CHECKSUM.pack(checksum))
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
            self.saved = self.generation
        finally:
            # Of a disk that is full; else it is not there any more.
            temporary.unlink(missing_ok=True)

    @staticmethod
    def leftovers(path: Path) -> list[Path]:
        """Return the temporary files that were to become this file, sorted.

        Those of a process that was killed stay until somebody takes them away; only who keeps
        all others from saving can tell that none is being written just now.
        """
        return sorted(path.parent.glob(f"{path.name}.*"))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def remove(self, numbers: Iterable[int]) -> None:
        """Take out the passages with these numbers."""
        chosen = np.fromiter(numbers, dtype=np.int64)
        if len(chosen):
            self._index.remove_ids(chosen)
            self.numbers.difference_update(chosen.tolist())

    def add(self, numbers: Iterable[int], vectors: Floats) -> None:
        """Put in vectors, shape (numbers, width), each of length 1; float16 is what is kept.

        Raises:
            ValueError: The vectors have another width.
        """
        if vectors.ndim != 2 or vectors.shape[1] != self.width:
            raise ValueError(f"vectors of shape {vectors.shape} in an index {self.width} wide")
        if len(vectors):
            chosen = np.fromiter(numbers, dtype=np.int64)
            self._index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), chosen)
            self.numbers.update(chosen.tolist())

    def search(
        self, question: Floats, top: int, *, among: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the numbers and cosines of the nearest passages, nearest first.

        Of equal cosines the lower number comes first.

        Args:
            question: One vector of length 1, shape (width,).
            top: How many; fewer come back where fewer are held.
            among: The numbers of the passages to look at, held or not; None for all.

        Raises:
            ValueError: The question's vector has another width.
        """
        if question.shape != (self.width,):
            raise ValueError(f"a question of shape {question.shape}, not ({self.width},)")
        top = min(top, len(self) if among is None else len(among))
        if top < 1:
            return []
        part: Any = None
        if among is not None:
            chosen = np.fromiter(among, dtype=np.int64)
            part = faiss.SearchParameters()
            # Kept in a name: FAISS does not own it.
            selector = faiss.IDSelectorBatch(chosen)
            part.sel = selector
        rows = question[None, :].astype(np.float32)
        cosines, numbers = self._index.search(rows, top, params=part)
        found = zip(numbers[0].tolist(), cosines[0].tolist(), strict=True)
        # Asked for more than there are, FAISS pads with the number -1.
        return sorted(
            (each for each in found if each[0] >= 0), key=lambda each: (-each[1], each[0])
        )


def _generation(file: BinaryIO, library: bytes) -> int | None:
    """Return which generation of a library the vectors in a file are from.

    None where the file is damaged, or of another library. FAISS trusts what it reads: a flipped bit
    gives other neighbours, or a MemoryError.
    """
    left = file.seek(0, os.SEEK_END) - _CHECKSUM.size
    if left < _TRAILER.size:
        return None
    file.seek(0)
    checksum = 0
    while left and (piece := file.read(min(_PIECE, left))):
        checksum = zlib.crc32(piece, checksum)
        left -= len(piece)
    if file.read(_CHECKSUM.size) != _CHECKSUM.pack(checksum):
        return None
    file.seek(-_TRAILER.size - _CHECKSUM.size, os.SEEK_END)
    magic, found, generation = _TRAILER.unpack(file.read(_TRAILER.size))
    return int(generation) if (magic, found) == (_MAGIC, library) else None
