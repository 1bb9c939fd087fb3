"""What the library's SQLite file holds of documents and their passages: put in and taken out."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, replace

import numpy as np

from index.documents import Document
from index.encoder import Floats
from index.formats.titles import named_after
from index.holdings import Failure
from index.passages import Passage, above, encoded_text
from index.signature import signature
from index.texts import Texts


class Contents(Texts):
    """Documents with their passages, looked up and changed.

    But for the vectors, a change is a part of a transaction of the caller.
    """

    def put(
        self,
        document: Document,
        passages: Sequence[Passage],
        failed: Sequence[Failure],
        known: Mapping[str, bytes],
    ) -> str:
        """Put in a document if it is new, or read in another way than the one that is here.

        Args:
            document: It, with its one source.
            passages: What it is cut into; vectors that are not known are made later.
            failed: The files inside its file that could not be read.
            known: Vectors by what they were made of; see `vectors_of`.

        Returns:
            What it is now: "added", "replaced" or "unchanged".
        """
        if not self.has(document.sha256):
            self._insert(document, passages, known)
            return "added"
        old = self.document(document.id)
        # No other file leads to it: it is of the kind that its name says by now.
        other_kind = not old.sources and document.media_type != old.media_type
        if not other_kind and not is_better(document, old, failed):
            return "unchanged"
        self._clear(document.id)
        self._insert(document, passages, known)
        # The files lead to the same document as before: nothing else tells of the change.
        self.changed()
        return "replaced"

    def take_out(self, document_id: str) -> None:
        """Take out a document with its passages."""
        self._clear(document_id)
        self.execute("DELETE FROM document WHERE id = ?", (document_id,))

    def retitle(self, document_id: str, lost: Collection[str]) -> None:
        """Call a document after a file that is still there, if its title is the name of one lost.

        What a file gives itself as a title stays. The vectors of its passages are made later.

        Args:
            document_id: Of a document that has sources.
            lost: The sources it had till now.
        """
        ((title,),) = self.execute("SELECT title FROM document WHERE id = ?", (document_id,))
        # All that leads to a document is looked up only where it matters: it can be much.
        if title not in map(named_after, lost):
            return
        document = self.document(document_id)
        own = {heading.text for heading in document.headings}
        if title in own | set(map(named_after, document.sources)):
            return
        rows = self.execute(
            "SELECT document_id, start, end FROM passage WHERE document_id = ? ORDER BY number",
            (document_id,),
        )
        self._clear(document_id)
        renamed = replace(document, title=named_after(document.source))
        self._insert(renamed, [Passage(*row) for row in rows], {})

    def insert_passage(self, document: Document, passage: Passage, vector: bytes | None) -> None:
        """Put in a passage with its words.

        Args:
            document: Its document.
            passage: Its range.
            vector: As float16; None where it is made later.
        """
        number = self.insert(
            "INSERT INTO passage (document_id, start, end, vector) VALUES (?, ?, ?, ?)",
            (document.id, passage.start, passage.end, vector),
        )
        self.insert(
            "INSERT INTO words (rowid, text, heading) VALUES (?, ?, ?)",
            (number, document.text[passage.start : passage.end], above(document, passage)),
        )

    def set_vectors(self, numbers: Sequence[int], vectors: Floats) -> None:
        """Give passages their vectors; those that are gone or have one are left as they are.

        All are where another process has rebuilt the library meanwhile: they may be of the
        encoder before.
        """
        with self.writing():
            build = self.build
            self.read_facts()
            if self.build != build:
                return
            given = self.many(
                "UPDATE passage SET vector = ? WHERE number = ? AND vector IS NULL",
                [
                    (vector.astype(np.float16).tobytes(), number)
                    for number, vector in zip(numbers, vectors, strict=True)
                ],
            )
            if given > 0:
                self.changed()

    def _insert(
        self, document: Document, passages: Sequence[Passage], known: Mapping[str, bytes]
    ) -> None:
        self.execute(
            "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.id,
                document.sha256,
                document.title,
                document.media_type,
                len(document.text),
                document.unit,
                document.date,
                signature(document.text),
                json.dumps([astuple(heading) for heading in document.headings]),
                json.dumps(document.pages),
                json.dumps(document.numbers),
                document.text,
            ),
        )
        for passage in passages:
            self.insert_passage(document, passage, known.get(encoded_text(document, passage)))

    def _clear(self, document_id: str) -> None:
        """Take out a document's passages with their vectors and words."""
        self.execute(
            "DELETE FROM words WHERE rowid IN (SELECT number FROM passage WHERE document_id = ?)",
            (document_id,),
        )
        self.execute("DELETE FROM passage WHERE document_id = ?", (document_id,))
        self.mark_unscrubbed(whole=False)


def is_better(new: Document, old: Document, failed: Sequence[Failure]) -> bool:
    """Return whether a reading of some bytes is to take the place of the one before.

    Under a name of another kind the same bytes are another text: there the first one stays, as
    long as its file does. A
    reading that lacks parts, as where OCR is not installed any more, takes nothing away that was
    read; one that lacks none may be the shorter one.

    Args:
        new: As the bytes are read now.
        old: As they were read before, by whatever name.
        failed: What cannot be read now; the parts of the document are below its source.
    """
    if new.media_type != old.media_type or _content(new) == _content(old):
        return False
    below = f"{new.source}/"
    lacking = any(failure.path.startswith(below) for failure in failed)
    return not lacking or len(new.text) >= len(old.text)


def _content(document: Document) -> tuple[object, ...]:
    """Return what comes from the bytes alone, whatever the file is called."""
    return document.text, document.headings, document.pages, document.numbers
