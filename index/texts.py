"""What the library's SQLite file holds of documents, passages, vectors and words: looking up."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from index.database import Database
from index.documents import Document, Heading
from index.encoder import Floats
from index.errors import LibraryError
from index.passages import Passage, joined
from index.trouble import is_of_the_disk
from index.words import words as words_of

# Words of a title or heading count half: they stand for every passage below them.
_HEADING_WEIGHT = 0.5

# In so many passages with some inflection of a word it is looked for as it is spelled.
_LOOKED_AT = 20

# SQLite takes at most 32,766 values in one statement.
_AT_ONCE = 10_000


class Texts(Database):
    """Documents and passages, looked up."""

    def has(self, sha256: str) -> bool:
        """Return whether a document with these bytes is here."""
        return bool(self.execute("SELECT 1 FROM document WHERE sha256 = ?", (sha256,)))

    def document(self, document_id: str) -> Document:
        """Return one document.

        Raises:
            KeyError: No document has this id.
        """
        with self.reading():
            rows = self.execute(
                "SELECT title, media_type, sha256, text, pages, headings, unit, numbers, date"
                " FROM document WHERE id = ?",
                (document_id,),
            )
            if not rows:
                raise KeyError(document_id)
            sources = self.execute(
                "SELECT path FROM source WHERE document_id = ? ORDER BY path", (document_id,)
            )
        title, media_type, sha256, text, pages, headings, unit, numbers, date = rows[0]
        return Document(
            title=title,
            sources=tuple(path for (path,) in sources),
            media_type=media_type,
            sha256=sha256,
            text=text,
            pages=tuple(json.loads(pages)),
            headings=tuple(Heading(*heading) for heading in json.loads(headings)),
            unit=unit,
            numbers=tuple(json.loads(numbers)),
            date=date,
        )

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """Return the passages with these numbers; a number that is gone is left out."""
        rows = self.execute(
            "SELECT number, document_id, start, end FROM passage"
            " WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
        return {number: Passage(*rest) for number, *rest in rows}

    def passage_texts(self, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Return of passages the text and what stands above it; what is gone is left out."""
        rows = self.execute(
            "SELECT rowid, text, heading FROM words"
            " WHERE rowid IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
        return {number: (text, heading) for number, text, heading in rows}

    def numbers(self) -> set[int]:
        """Return the numbers of all passages that have a vector."""
        # Both from indexes alone: the rows themselves are large.
        every = {row[0] for row in self.execute("SELECT number FROM passage")}
        return every.difference(self.without_vectors())

    def numbers_of(self, documents: Iterable[str]) -> list[int]:
        """Return the numbers of all passages of documents."""
        rows = self.execute(
            "SELECT number FROM passage WHERE document_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(documents)),),
        )
        return [number for (number,) in rows]

    def without_vectors(self) -> list[int]:
        """Return the numbers of all passages that have no vector yet."""
        return [row[0] for row in self.execute("SELECT number FROM passage WHERE vector IS NULL")]

    def still_without(self, numbers: Sequence[int]) -> list[int]:
        """Return which of these passages have no vector yet, in the order given."""
        rows = self.execute(
            "SELECT number FROM passage WHERE vector IS NULL"
            " AND number IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
        left = {number for (number,) in rows}
        return [number for number in numbers if number in left]

    def vectors(self, numbers: Sequence[int], width: int) -> Floats:
        """Return the vectors of passages, shape (numbers, width).

        Raises:
            KeyError: No passage has one of the numbers, or it has no vector yet.
        """
        found = np.empty((len(numbers), width), dtype=np.float32)
        for start in range(0, len(numbers), _AT_ONCE):
            part = numbers[start : start + _AT_ONCE]
            marks = ",".join("?" * len(part))
            blobs = dict(
                self.execute(f"SELECT number, vector FROM passage WHERE number IN ({marks})", part)
            )
            for row, number in enumerate(part, start):
                blob = blobs.get(number)
                if blob is None:
                    raise KeyError(number)
                found[row] = np.frombuffer(blob, dtype=np.float16)
        return found

    def vectors_of(self, documents: Iterable[str]) -> dict[str, bytes]:
        """Return the vectors of documents' passages, as float16, by what each was made of."""
        rows = self.execute(
            "SELECT heading, text, vector FROM passage JOIN words ON words.rowid = number"
            " WHERE document_id IN (SELECT value FROM json_each(?)) AND vector IS NOT NULL",
            (json.dumps(list(documents)),),
        )
        return {joined(heading, text): vector for heading, text, vector in rows}

    def search_words(
        self, words: Iterable[str], top: int, documents: Collection[str] | None = None
    ) -> list[int]:
        """Return the numbers of the passages the words speak for most (BM25), best first.

        Args:
            words: Any one of them is enough.
            top: How many; fewer come back where fewer have one of the words.
            documents: The ids of those to look in; None for all.
        """
        query = " OR ".join(_phrase(word) for word in words)
        if not query:
            return []
        # The plus keeps SQLite from asking the index once for every passage of the documents.
        part = (
            ""
            if documents is None
            else " AND +rowid IN (SELECT number FROM passage"
            " WHERE document_id IN (SELECT value FROM json_each(?)))"
        )
        chosen = [] if documents is None else [json.dumps(list(documents))]
        rows = self.execute(
            f"SELECT rowid FROM words WHERE words MATCH ?{part}"
            " ORDER BY bm25(words, 1.0, ?), rowid LIMIT ?",
            (query, *chosen, _HEADING_WEIGHT, top),
        )
        return [number for (number,) in rows]

    def passages_with(self, word: str) -> int:
        """Return how many passages hold a word, in any of its inflections."""
        query = "SELECT count(*) FROM words WHERE words MATCH ?"
        return int(self.execute(query, (_phrase(word),))[0][0])

    def spelled(self, spellings: Iterable[str], *, names: bool = False) -> dict[str, int]:
        """Return which words stand in the passages as they are spelled, each as it stands there.

        Args:
            spellings: In lower case; a word matches in any case.
            names: Only those that stand with a capital letter.

        Returns:
            How many passages have each of them, in any of its inflections.
        """
        found = {}
        query = "SELECT text, heading FROM words WHERE words MATCH ? LIMIT ?"
        for spelling in spellings:
            rows = self.execute(query, (_phrase(spelling), _LOOKED_AT))
            texts = (word.text for row in rows for text in row for word in words_of(text))
            there = next(
                (
                    text
                    for text in texts
                    if text.lower() == spelling and not (names and text.islower())
                ),
                None,
            )
            if there is not None:
                found[there] = self.passages_with(spelling)
        return found

    def count(self) -> int:
        """Return how many passages there are."""
        return int(self.execute("SELECT count(*) FROM passage")[0][0])

    def complaints(self, width: int) -> list[str]:
        """Return what is wrong inside the file, one line each; empty where all is well."""
        found = []
        try:
            with self.reading():
                lines = [str(line) for (line,) in self.execute("PRAGMA integrity_check(10)")]
                # One row can tell of all pages, a line each.
                parts = [part for line in lines for part in line.splitlines() if part != "ok"]
                found += [part for part in parts if not part.startswith("***")][:3]
                for name, question in {**_RULES, **_vector_rule(width)}.items():
                    ((count,),) = self.execute(question)
                    if count:
                        found.append(f"{name}: {count}")
        except LibraryError as error:
            found.append(f"{self.path} is damaged ({_cause(error)})")
        return found or self._complaints_of_words()

    def _complaints_of_words(self) -> list[str]:
        """Return whether the full-text index disagrees with the texts it was made of."""
        try:
            with self.writing():
                self.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 0)")
        except LibraryError as error:
            return [f"the index of words does not fit the passages ({_cause(error)})"]
        return []


def _cause(error: LibraryError) -> BaseException:
    """Return what SQLite says of a file.

    Raises:
        LibraryError: It is trouble with the disk, which says nothing of the file.
    """
    cause = error.__cause__
    if not isinstance(cause, sqlite3.Error) or is_of_the_disk(cause):
        raise error
    return cause


_RULES = {
    "document without a source": "SELECT count(*) FROM document WHERE id NOT IN"
    " (SELECT document_id FROM source)",
    "source without a document": "SELECT count(*) FROM source WHERE document_id NOT IN"
    " (SELECT id FROM document)",
    "source without a file": "SELECT count(*) FROM source WHERE file NOT IN"
    " (SELECT path FROM file)",
    "passage without a document": "SELECT count(*) FROM passage WHERE document_id NOT IN"
    " (SELECT id FROM document)",
    "passage without its words": "SELECT count(*) FROM passage WHERE number NOT IN"
    " (SELECT rowid FROM words)",
    "words without a passage": "SELECT count(*) FROM words WHERE rowid NOT IN"
    " (SELECT number FROM passage)",
    "passage outside its document": "SELECT count(*) FROM passage JOIN document"
    " ON document.id = document_id WHERE start < 0 OR end > characters OR start >= end",
}


def _vector_rule(width: int) -> dict[str, str]:
    return {
        "vector of a wrong width": "SELECT count(*) FROM passage"
        f" WHERE vector IS NOT NULL AND length(vector) <> {2 * width}"
    }


def _phrase(word: str) -> str:
    """Return a word as FTS5 takes it: in quotes, so that none is an operator."""
    return '"' + word.replace('"', '""') + '"'
