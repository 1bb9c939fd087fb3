"""Cut documents into passages that still know where they came from.

A passage is a slice of its document, never a rewritten copy of it:

    passage.text == document.text[passage.start:passage.end]

Everything shown as a quotation rests on that line, so nothing here strips, joins or
normalises text. Clean-up for searching belongs to the encoder, on its own copy.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.documents import Document
from index.encoder import Encoder

# About 150 word pieces of English: with title and headings inside the 256 that
# all-MiniLM-L6-v2 reads, and small enough for one meaning.
PASSAGE_CHARACTERS = 700

# From the coarsest cut to the finest; the last one always cuts. First where a paragraph has ended:
# a line without a stop announces the next, as the term that a definition follows.
_SEPARATORS = [r"(?<=[.!?…。！？\"”’)\]*|])\n\s*\n", r"\n\s*\n", r"\n"]
_SEPARATORS += [r"(?<=[.!?…。！？])\s+", r"(?<=[;:,])\s+", r"\s+", ""]

# The most characters of title and headings that are encoded with a passage.
_ABOVE_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a document.

    Attributes:
        document_id: The document's `id`.
        start: Offset of the first character in `document.text`.
        end: Offset behind the last character.
    """

    document_id: str
    start: int
    end: int


def split(
    document: Document,
    *,
    characters: int = PASSAGE_CHARACTERS,
    fits: Callable[[Passage], bool] = lambda _: True,
) -> list[Passage]:
    """Return the passages of `document`, in order and without overlap.

    No passage crosses the start of a heading, so that all of it stands under the same
    headings. White space alone makes no passage.

    Args:
        document: What is cut.
        characters: Length of the longest passage.
        fits: Whether the encoder can read a passage whole; what does not fit is cut in half
            until it does.
    """
    bounds = sorted({0, len(document.text), *(heading.start for heading in document.headings)})
    return [
        passage
        for start, end in pairwise(bounds)
        for passage in _cut(document, Passage(document.id, start, end), characters, fits)
    ]


def split_for(
    encoder: Encoder, document: Document, *, characters: int = PASSAGE_CHARACTERS
) -> list[Passage]:
    """Return the passages of `document` that an encoder is to read; see `split`."""
    return split(
        document,
        characters=characters,
        fits=lambda passage: encoder.fits(encoded_text(document, passage)),
    )


def _cut(
    document: Document, whole: Passage, characters: int, fits: Callable[[Passage], bool]
) -> Iterator[Passage]:
    """Yield the parts of a passage, each at most `characters` long."""
    # Half a second to import, and only adding needs it.
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=characters,
        chunk_overlap=0,
        add_start_index=True,
    )
    for piece in splitter.create_documents([document.text[whole.start : whole.end]]):
        # The splitter drops white space itself, but not where it cuts to single characters.
        if not piece.page_content.strip():
            continue
        start = whole.start + piece.metadata["start_index"]
        passage = Passage(document.id, start, start + len(piece.page_content))
        if characters > 1 and not fits(passage):
            yield from _cut(document, passage, (passage.end - passage.start + 1) // 2, fits)
        else:
            yield passage


def above(document: Document, passage: Passage) -> str:
    """Return the title and headings above a passage, on one line."""
    path = [document.title, *document.heading_path(passage.start)]
    return " > ".join(dict.fromkeys(path))[:_ABOVE_CHARACTERS]


def encoded_text(document: Document, passage: Passage) -> str:
    """Return what is encoded for a passage; see `joined`."""
    return joined(above(document, passage), document.text[passage.start : passage.end])


def joined(heading: str, text: str) -> str:
    """Return what is encoded for a passage: what stands above it, then its own text.

    Never stored and never shown.
    """
    return f"{heading}\n{text}"
