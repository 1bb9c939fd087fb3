"""What the options of the command line take: each a function for `argparse`."""

from argparse import ArgumentTypeError


def probability(text: str) -> float:
    """Return a number from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"{text} is no probability; give 0 to 1")
    return value


def at_least_one(text: str) -> int:
    """Return a whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} will not do; give a whole number from 1")
    return int(text)


def tag(text: str) -> str:
    """Return a tag that can be seen, without white space round it."""
    if not text.strip():
        raise ArgumentTypeError("an empty tag could not be seen; give a word")
    return text.strip()


def kinds(text: str) -> tuple[str, ...]:
    """Return suffixes such as ".pdf", also where they were written without the dot."""
    from index.formats.table import SUFFIXES

    found = tuple(f".{kind.strip().lstrip('.').lower()}" for kind in text.split(","))
    unread = [kind for kind in found if kind not in SUFFIXES]
    if unread:
        taken = ", ".join(sorted(SUFFIXES))
        raise ArgumentTypeError(f"files of the kind {unread[0]} are not read. Read are: {taken}")
    return found
