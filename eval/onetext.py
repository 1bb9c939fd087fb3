"""A library of a single text, for questions that are asked of the one they were written about."""

from collections.abc import Iterable
from pathlib import Path

from index.documents import Document
from index.encoder import DEFAULT_ENCODER, SentenceEncoder
from index.library import Hit
from index.passages import Passage
from index.words import words


class OneText:
    """Holds a text that is found whole by any question."""

    def __init__(self, document: Document, folder: Path) -> None:
        """Hold a document; the folder has no calibration of its own."""
        self.folder = folder
        self.encoder = SentenceEncoder(DEFAULT_ENCODER)
        self._document = document

    def search(self, question: str, **_: object) -> list[Hit]:
        """Return the whole text, whatever is asked for; it has no parts to look within."""
        return [Hit(self._document, Passage(self._document.id, 0, len(self._document.text)), 1.0)]

    def frequency(self, word: str) -> int:
        """Return whether the text holds a word, or some that follow each other."""
        return int(word.lower() in self._document.text.lower().replace("-", " "))

    def spelled(self, spellings: Iterable[str], *, names: bool = False) -> dict[str, int]:
        """Return which words the text holds as they are spelled; see `Library.spelled`."""
        wanted = set(spellings)
        found = (word.text for word in words(self._document.text))
        return {
            text: 1 for text in found if text.lower() in wanted and not (names and text.islower())
        }

    def __len__(self) -> int:
        return 1
