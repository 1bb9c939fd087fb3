"""Which library a command is about, and which part of it."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.library import Library
    from index.selection import Selection

LIBRARY_VARIABLE = "QUOTH_LIBRARY"


def folder_of(options: argparse.Namespace) -> Path:
    """Return the library's folder: the one given, the variable's, or that in the user's data."""
    if options.library is not None:
        return Path(options.library)
    if os.environ.get(LIBRARY_VARIABLE):
        return Path(os.environ[LIBRARY_VARIABLE])
    from platformdirs import user_data_path

    return user_data_path("quoth") / "library"


def is_usual(options: argparse.Namespace) -> bool:
    """Return whether the library is that in the user's data, because no other one is named."""
    return options.library is None and not os.environ.get(LIBRARY_VARIABLE)


def opened(options: argparse.Namespace, *, create: bool = False) -> "Library":
    """Return the library a command is about.

    Raises:
        LibraryError: There is none and none is to be made, or it cannot be opened.
    """
    from index.library import Library

    encoder = getattr(options, "encoder", None)
    return Library.open(folder_of(options), encoder=encoder, create=create)


def within(options: argparse.Namespace) -> "Selection | None":
    """Return the part of the library a command is about, or None for the whole."""
    parts = (options.collection, options.tag, options.folder, options.document)
    if not any(parts):
        return None
    from index.selection import Selection

    return Selection(*map(tuple, parts))
