"""What stands before a remark that people leave in the margin of a text or in a cell."""

from index.formats.content import Writer, one_line

ENOUGH = 200
"""More characters of the words that a remark is on need not be looked at."""

# Enough to know the words again; they stand above in full.
_WORDS_CHARACTERS = 80


def introduced(author: str, on: str = "", *, is_reply: bool = False) -> str:
    """Return what stands before a remark: `Comment by Anna Berg on “the fee”: `.

    Args:
        author: Who made it, maybe nobody known.
        on: What it is on, maybe nothing.
        is_reply: Whether it answers another one.
    """
    kind = "Reply" if is_reply else "Comment"
    author = one_line(author)
    return f"{kind}{author and f' by {author}'}{on and f' on {on}'}: "


def quoted(words: str) -> str:
    """Return words on one line, in quotation marks, the last ones left out where they are many."""
    words = " ".join(words.split())
    if len(words) > _WORDS_CHARACTERS:
        first = words[:_WORDS_CHARACTERS]
        words = (first.rpartition(" ")[0] or first).rstrip(",;:.") + "…"
    return words and f"“{words}”"


def write_remarks(writer: Writer, remarks: list[str]) -> None:
    """Write what was remarked as a paragraph, and empty the list."""
    writer.gap("\n\n")
    for remark in remarks:
        writer.write(remark)
        writer.gap("\n")
    writer.gap("\n\n")
    remarks.clear()
