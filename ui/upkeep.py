"""What the commands that look after a library do: count, check, make anew, keep a copy."""

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from index.errors import UserError
from ui.opening import folder_of, opened
from ui.terminal import ANSWERED, MENDABLE, bar, printable, say

if TYPE_CHECKING:
    from index.library import Finding


def stats(options: argparse.Namespace) -> int:
    """Show how much the library holds."""
    from dataclasses import asdict

    with opened(options) as library:
        found = asdict(library.stats())
    if options.json:
        say(json.dumps(found, ensure_ascii=False))
        return ANSWERED
    # Every file that was sent in is kept: they would be a screen full.
    found["bytes"] = _summed(found["bytes"])
    for name, value in found.items():
        say(f"{name.replace('_', ' '):<16}  {_figure(value)}")
    return ANSWERED


def _summed(sizes: Mapping[str, int]) -> dict[str, int]:
    """Return the sizes of a library's files, those of a folder together."""
    summed: Counter[str] = Counter()
    for path, size in sizes.items():
        summed[path.partition("/")[0]] += size
    return dict(summed)


def _figure(value: object) -> str:
    if value == {}:
        return "none"
    if isinstance(value, dict):
        return ", ".join(
            f"{printable(name) or '(none)'} {count:,}" for name, count in value.items()
        )
    return f"{value:,}" if isinstance(value, int) else printable(str(value))


def doctor(options: argparse.Namespace) -> int:
    """Check the library for damage, or for traces of a file that was taken out."""
    from ui.plain import counted

    with opened(options) as library:
        if options.gone is not None:
            found = library.traces(options.gone)
            well = f"nothing of {options.gone} is left in the library"
        else:
            found, well = library.check(), ""
            # Of one that is damaged nothing more can be asked.
            if not found:
                documents = counted(len(library.documents()), "document")
                well = f"all is well: {documents}, {counted(len(library), 'passage')}"
    return _told(found, well)


def _told(findings: Iterable["Finding"], well: str) -> int:
    status = ANSWERED
    for finding in findings:
        say(printable(f"{finding.what}. {finding.mend}"))
        status = MENDABLE
    if status == ANSWERED:
        say(printable(well))
    return status


def rebuild(options: argparse.Namespace) -> int:
    """Make vectors, and where asked for passages, anew from the stored texts."""
    from index.library import Library
    from ui.plain import counted

    with Library.open(folder_of(options)) as library, bar("passages") as progress:
        library.rebuild(characters=options.characters, encoder=options.encoder, progress=progress)
    with opened(options) as library:
        say(f"made anew: {counted(len(library), 'passage')}")
    return ANSWERED


def backup(options: argparse.Namespace) -> int:
    """Write a copy of the library into one file, also while it is in use."""
    if os.path.lexists(options.file):
        raise UserError(f"{options.file} is already there. Give the copy another name")
    with opened(options) as library:
        library.backup(options.file)
    say(f"kept in {printable(str(options.file))}: {options.file.stat().st_size:,} bytes")
    return ANSWERED


def restore(options: argparse.Namespace) -> int:
    """Make a library of a copy."""
    from index.library import Library
    from ui.plain import counted

    folder = folder_of(options)
    Library.restore(options.file, folder)
    with Library.open(folder) as library:
        documents = counted(len(library.documents()), "document")
    say(f"restored to {printable(str(folder))}: {documents}")
    return ANSWERED
