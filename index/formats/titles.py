"""The title that a file gives itself, and the headings it has."""

import re
from pathlib import Path

from index.documents import Heading
from index.formats.content import Content, Writer, is_blank, one_line

# What programs write where their user gave no title.
_NO_TITLE = re.compile(
    r"(untitled|unbenannt|unnamed|anonymous|\(anonymous\)|document|title|slide|sheet) ?\d*|"
    r"microsoft (word|powerpoint|excel) - .*|[a-z]:\\.*|file:.*|"
    r"powerpoint presentation|powerpoint-präsentation|présentation powerpoint|"
    r"presentación de powerpoint|"
    r".*\.(pdf|docx?|dotx?|odt|rtf|tex|dvi|txt|html?|xlsx?|pptx?|indd|qxd|ps|eps|wpd|pages)",
    re.IGNORECASE,
)


def sensible(given: str) -> str:
    """Return a title on one line; nothing where it says nothing of what the file is about."""
    title = one_line(given)
    return title if any(map(str.isalpha, title)) and not _NO_TITLE.fullmatch(title) else ""


def named_after(source: str) -> str:
    """Return the title of a file that gives itself none."""
    return one_line(printed(Path(source).stem))


def printed(name: str) -> str:
    """Return a name fit for a message of one line: a file's name can hold a newline."""
    return "".join(character if character.isprintable() else "?" for character in name)


def write_heading(writer: Writer, text: str, level: int = 1) -> int:
    """Write a heading with a gap round it.

    Args:
        writer: Where to.
        text: Of the heading, not empty.
        level: 1 for the outermost.

    Returns:
        The offset of its first character.
    """
    writer.gap("\n\n")
    writer.begin_heading(level)
    writer.write(text)
    writer.end_heading()
    writer.gap("\n\n")
    return writer.length - len(text)


def write_content(writer: Writer, content: Content, deeper: int = 0) -> int | None:
    """Write a text that was read by itself, with its headings.

    Args:
        writer: Where to.
        content: What was read.
        deeper: Added to the level of its headings.

    Returns:
        The offset of its first character, or None where it shows nothing.
    """
    if is_blank(content.text):
        return None
    writer.gap("\n\n")
    writer.write(content.text)
    writer.gap("\n\n")
    start = writer.length - len(content.text)
    writer.headings += (
        Heading(start + heading.start, start + heading.end, heading.level + deeper, heading.text)
        for heading in content.headings
    )
    return start
