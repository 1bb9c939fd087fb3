"""What a program gave, checked: a text, a list of texts, a file, a part of the library."""

import base64
import binascii
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.errors import UserError

if TYPE_CHECKING:
    from index.selection import Selection

Names = Sequence[str] | None

# What leads to other folders, or is not allowed on one system or another.
_NEVER_IN_A_NAME = frozenset('/\\<>:"|?*')
_LONGEST_NAME = 200


def part(collections: Names, tags: Names, folders: Names, documents: Names) -> "Selection | None":
    """Return a part of the library, or None for the whole."""
    given = {
        "collections": collections,
        "tags": tags,
        "folders": folders,
        "documents": documents,
    }
    chosen = {name: tuple(texts(name, values)) for name, values in given.items() if values}
    if not chosen:
        return None
    from index.selection import Selection

    return Selection(**chosen)


def text(name: str, value: object) -> str:
    """Return a text that a program gave.

    Raises:
        UserError: It is none.
    """
    if not isinstance(value, str):
        raise UserError(f"{name} must be a text")
    return value.encode("utf-8", "replace").decode()


def texts(name: str, values: object) -> list[str]:
    """Return a list of texts that a program gave; None is an empty one.

    Raises:
        UserError: It is none.
    """
    if values is None:
        return []
    if not isinstance(values, list | tuple):
        raise UserError(f"{name} must be a list of texts")
    return [text(name, value) for value in values]


def content(plain: object, encoded: object, exact: object = None) -> bytes:
    """Return the bytes of a file that a program gave as text, in base64, or as they are.

    Raises:
        UserError: It gave none or several, or what is not base64.
    """
    if [plain, encoded, exact].count(None) != 2:
        raise UserError("give what the file holds, as text or as base64")
    if isinstance(exact, bytes):
        return exact
    if plain is not None:
        return text("text", plain).encode()
    try:
        return base64.b64decode(text("base64", encoded), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UserError(f"this is not base64 ({error})") from error


def file_name(value: object, kinds: Sequence[str]) -> str:
    """Return the name of a file of a kind that is taken.

    Args:
        value: What the program gave.
        kinds: Suffixes such as ".pdf"; empty for all that are read.

    Raises:
        UserError: It is no plain file name, or its kind is not taken.
    """
    from index.formats.table import SUFFIXES

    name = text("name", value)
    wrong = _wrong_in(name)
    if wrong:
        raise UserError(
            f"{name[:60]!a} will not do as a file name: {wrong}. Take one such as minutes-2026.pdf"
        )
    taken = tuple(kinds) or tuple(SUFFIXES)
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if suffix not in taken:
        raise UserError(
            f"files of the kind {suffix or name!r} are not taken. Kinds that are:"
            f" {', '.join(sorted(taken))}"
        )
    return name


def _wrong_in(name: str) -> str:
    """Return what is wrong in the name of a file; empty where nothing is."""
    signs = " ".join(sorted({*name} & _NEVER_IN_A_NAME))
    wrong = (
        (not name.strip(), "it is empty"),
        (len(name) > _LONGEST_NAME, f"it has more than {_LONGEST_NAME} characters"),
        (signs, f"it has {signs} in it"),
        (name.startswith("."), "it begins with a dot"),
        (not name.isprintable(), "it has a character in it that cannot be seen"),
    )
    return next((line for is_so, line in wrong if is_so), "")
