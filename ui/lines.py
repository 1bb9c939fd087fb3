"""Where the lines of a text stay apart when it is shown; pure, read before `ui.answers`."""

import re

from qa.lists import of_lines

# Markdown's fences round code.
_FENCE = re.compile(r"^\s*(?:```|~~~)", re.MULTILINE)
# Code without fences, from anywhere in its first line on; not an item of several lines.
_INDENTED = re.compile(r"(?!\s*(?:[-*+•]|\d+[.)])\s).*(?:\n(?: {4}|\t).*)+")


def is_code(text: str) -> bool:
    """Return whether a text has lines of code in it; those of a list are none."""
    return bool(_FENCE.search(text) or (_INDENTED.fullmatch(text.rstrip()) and not of_lines(text)))


def paragraphs(text: str) -> str:
    """Return each paragraph, row and item on a line, so that no heading runs into its text.

    Code keeps its lines and how far they are indented.
    """
    lines: list[str] = []
    for part in re.split(r"\n(?:[^\S\n]*\n)+", text.strip()):
        if is_code(part):
            lines += [line.rstrip() for line in part.splitlines()]
        else:
            some = part.splitlines() if of_lines(part) else [part]
            lines += [" ".join(line.split()) for line in some]
    return "\n".join(lines)
