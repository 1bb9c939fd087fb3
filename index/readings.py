"""Which of two readings of the same bytes is kept."""

from collections.abc import Sequence

from index.documents import Document
from index.holdings import Failure


def is_better(new: Document, old: Document, failed: Sequence[Failure]) -> bool:
    """Return whether a reading of some bytes is to take the place of the one before.

    Under a name of another kind the same bytes are another text: there the first one stays. A
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
