"""Questions about what letters and a number name, such as a model or a form: "DH-20", "B12"."""

import re
from collections.abc import Sequence

from index.library import Hit

_NAMED = re.compile(r"(?<![\w-])([A-Za-z]{1,6})-?(\d{1,5}[A-Za-z]?)(?![\w-])")


def about_what_is_named(question: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits without those of documents that never name what a question names so.

    What the price of the DH-20 is, no document says that does not know of it. Where none of them
    names it, all stay: it may be written in another way.

    Args:
        question: What is asked.
        hits: Of any documents.
    """
    kept = list(hits)
    for letters, number in _NAMED.findall(question):
        # It begins with a capital where it is a name, "mid-1990" does not.
        there = re.compile(
            rf"(?<!\w){letters[0].upper()}(?i:{letters[1:]})[ -]?(?i:{number})(?!\w)"
        )
        texts = {hit.document.id: f"{hit.document.title}\n{hit.document.text}" for hit in kept}
        named = {key for key, text in texts.items() if there.search(text)}
        kept = [hit for hit in kept if hit.document.id in named] or kept
    return kept
