"""A library made anew from the texts it holds.

All is made beside the library, in memory and in a file without a name that goes with the process.
Then one transaction puts it in place: whoever searches, and whoever opens the library after a
kill, finds the old or the new, never a part.
"""

import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

import numpy as np

from index import schema
from index.catalog import Catalog
from index.documents import Document
from index.encoder import Encoder
from index.errors import LibraryError
from index.intake import ENCODE_AT_ONCE, ENCODING, Progress, characters_of
from index.opened import Opened
from index.passages import Passage, encoded_text, split_for
from index.trouble import told_as_trouble

# Passages that are put in order of length together.
_WINDOW = 4096


@dataclass(frozen=True, slots=True)
class _Made:
    """What goes in place of what is there.

    Attributes:
        encoder: What the vectors are of.
        characters: Length of the longest passage.
        build: What the library's was when it began.
        documents: By id the number of the first passage they had. A number is never given again,
            so one that goes meanwhile, or is read in another way, has another or none.
        passages: All their passages.
        numbers: The numbers they have already; None where they were cut anew.
    """

    encoder: Encoder
    characters: int
    build: bytes
    documents: dict[str, int]
    passages: list[Passage]
    numbers: list[int] | None

    def cut(self, document: Document) -> list[Passage]:
        """Return the passages of a document."""
        return split_for(self.encoder, document, characters=self.characters)


def rebuild(
    library: Opened,
    *,
    characters: int | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> None:
    """Make all vectors anew; the passages too where their length or the encoder changes.

    Args:
        library: Is rebuilt, and searched with the new encoder from then on.
        characters: Length of the longest passage; None for the present one.
        encoder: Any; None for the present one, with the weights it has now.
        progress: Told how many passages have their vectors.

    Raises:
        LibraryError: Another process has rebuilt it meanwhile, or the disk is full.
    """
    made = _begin(library, characters, encoder or library.encoder)
    # The file is of the library's own disk, which may be full.
    with (
        told_as_trouble(library.catalog.path),
        tempfile.TemporaryFile(dir=library.folder) as file,
    ):
        _encode(library, made, file, progress)
        with library.lock, _facts_kept(library.catalog), library.catalog.writing():
            library.catalog.read_facts()
            if library.catalog.build != made.build:
                raise LibraryError(
                    f"{library.folder} was rebuilt by another process at the same time, and is as"
                    " that one made it. Look at it, and do it again if that is still wanted"
                )
            file.seek(0)
            _put(library.catalog, made, _vectors(made, file))
            library.catalog.set_facts(
                encoder=made.encoder.name,
                encoder_sha256=made.encoder.fingerprint,
                width=str(made.encoder.width),
                passage_characters=str(made.characters),
                vectors=uuid.uuid4().hex,
            )
            library.catalog.changed()
            library.encoder = made.encoder
    # All passages are in it, often larger than the database.
    library.catalog.empty_log()
    library.save_vectors()


def _begin(library: Opened, characters: int | None, encoder: Encoder) -> _Made:
    catalog = library.catalog
    with catalog.reading():
        catalog.read_facts()
        facts = catalog.facts
        present = characters_of(catalog)
        same = (encoder.name, encoder.fingerprint, characters or present) == (
            facts["encoder"],
            facts["encoder_sha256"],
            present,
        )
        made = _Made(
            encoder=encoder,
            characters=characters or present,
            build=catalog.build,
            documents=_first_numbers(catalog),
            passages=[],
            numbers=[] if same else None,
        )
        if made.numbers is not None:
            rows = catalog.execute(
                "SELECT number, document_id, start, end FROM passage ORDER BY document_id, start"
            )
            for number, *rest in rows:
                made.numbers.append(number)
                made.passages.append(Passage(*rest))
    if made.numbers is None:
        for document in _here(catalog, made.documents):
            made.passages.extend(made.cut(document))
    return made


def _first_numbers(catalog: Catalog) -> dict[str, int]:
    """Return by id of all documents, in its order, the number of the first of their passages."""
    return dict(
        catalog.execute(
            "SELECT document_id, min(number) FROM passage GROUP BY document_id ORDER BY document_id"
        )
    )


def _here(catalog: Catalog, documents: Iterable[str]) -> Iterator[Document]:
    """Yield the documents that are still there."""
    for key in documents:
        try:
            yield catalog.document(key)
        except KeyError:
            # Taken out meanwhile.
            continue


def _encode(library: Opened, made: _Made, file: IO[bytes], progress: Progress | None) -> None:
    """Write the vectors of all passages, in their order."""
    every = len(made.passages)
    for start in range(0, every, _WINDOW):
        window = made.passages[start : start + _WINDOW]
        texts = [_text(library, passage) for passage in window]
        found = np.empty((len(window), made.encoder.width), dtype=np.float16)
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for at in range(0, len(order), ENCODE_AT_ONCE):
            if progress is not None:
                progress(start + at, every, ENCODING)
            rows = order[at : at + ENCODE_AT_ONCE]
            found[rows] = made.encoder.encode_passages([texts[row] for row in rows])
        file.write(found.tobytes())
    if progress is not None:
        progress(every, every, ENCODING)


def _text(library: Opened, passage: Passage) -> str:
    try:
        return encoded_text(library.document(passage.document_id), passage)
    except KeyError:
        # Taken out meanwhile: its vector will not be put in, even if it comes back.
        return ""


def _vectors(made: _Made, file: IO[bytes]) -> Iterator[bytes]:
    for _ in made.passages:
        yield file.read(2 * made.encoder.width)


def _put(catalog: Catalog, made: _Made, vectors: Iterator[bytes]) -> None:
    if made.numbers is not None:
        # Numbers that are gone change nothing; what came meanwhile is of the same encoder.
        catalog.many(
            "UPDATE passage SET vector = ? WHERE number = ?",
            list(zip(vectors, made.numbers, strict=True)),
        )
        return
    as_made = {
        key for key, first in _first_numbers(catalog).items() if made.documents.get(key) == first
    }
    catalog.execute("DELETE FROM passage")
    # Far faster than to take out word by word.
    catalog.execute("DROP TABLE words")
    catalog.execute(schema.WORDS)
    document = None
    for passage, vector in zip(made.passages, vectors, strict=True):
        if passage.document_id not in as_made:
            continue
        if document is None or document.id != passage.document_id:
            document = catalog.document(passage.document_id)
        catalog.insert_passage(document, passage, vector)
    every = [key for (key,) in catalog.execute("SELECT id FROM document ORDER BY id")]
    for document in _here(catalog, [key for key in every if key not in as_made]):
        # Their vectors are made with the next change.
        for passage in made.cut(document):
            catalog.insert_passage(document, passage, None)


@contextmanager
def _facts_kept(catalog: Catalog) -> Iterator[None]:
    """Let the facts in memory be those on disk, also where a change of them fails."""
    try:
        yield
    except BaseException:
        catalog.read_facts()
        raise
