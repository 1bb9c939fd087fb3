"""Files whose every version can be told from all others, by any paragraph of it."""

import hashlib
import random
import re
from pathlib import Path

_PARAGRAPHS = 12

_FIRST_LINE = re.compile(r"This is (\w+) as it was written the (\d+)th time\.\n")


def text(name: str, version: int) -> str:
    """Return what a file holds the nth time it is written."""
    chance = random.Random(f"{name} {version}")
    lines = [f"This is {name} as it was written the {version}th time."]
    for number in range(chance.randint(1, _PARAGRAPHS)):
        words = chance.choices(("cat", "dog", "cow", "bee", "owl", "elk"), k=40)
        lines.append(f"{' '.join(words)} {mark(name, version, number)}.")
    return "\n\n".join(lines) + "\n"


def mark(name: str, version: int, paragraph: int) -> str:
    """Return the word that stands in one paragraph and nowhere else."""
    digest = hashlib.sha256(f"{name} {version} {paragraph}".encode()).hexdigest()
    return "zq" + digest[:16].translate(str.maketrans("0123456789", "ghijklmnop")) + "qz"


def was_written(found: str) -> bool:
    """Return whether a file held just this at some time."""
    first = _FIRST_LINE.match(found)
    return first is not None and found == text(first[1], int(first[2]))


def put(path: Path, content: str, turn: object) -> None:
    """Write a file elsewhere first, as any careful program does.

    Args:
        path: Where it is to be in the end.
        content: What it is to hold.
        turn: Another one for each who writes at the same time.
    """
    fresh = path.with_name(f".{path.name}.{turn}")
    fresh.write_text(content)
    fresh.replace(path)
