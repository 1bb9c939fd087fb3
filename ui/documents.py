"""What the commands about documents do: take in, keep in step, take out, put in order."""

import argparse
import glob
import json
import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UserError
from ui.opening import opened, within
from ui.terminal import ANSWERED, MENDABLE, agreed, bar, complain, printable, remark, say

if TYPE_CHECKING:
    from index.catalog import Entry
    from index.intake import Report
    from index.library import Library

# Documents named before somebody agrees to their removal; the rest is counted.
_SHOWN = 20


def add(options: argparse.Namespace) -> int:
    """Take in files, folders, what patterns stand for, and standard input."""
    named = [path for path in options.paths if path != "-"]
    if "-" in options.paths and options.name is None:
        raise UserError("say what comes on standard input, by its name: quoth add - --name a.md")
    if "-" not in options.paths and options.name is not None:
        raise UserError("--name goes with standard input: quoth add - --name a.md")
    files = matched(named)
    given = {"collection": options.to, "tags": tuple(options.tag)}
    content = _standard_input() if "-" in options.paths else None
    with opened(options, create=True) as library, bar() as progress:
        reports = [library.add(files, progress=progress, **given)] if files else []
        if content is not None:
            reports.append(library.add_bytes(options.name, content, **given))
    return told(reports, verbose=options.verbose)


def matched(paths: Sequence[str]) -> list[str]:
    """Return the paths that are there, patterns such as `**/*.pdf` replaced by what they match.

    Raises:
        UserError: There is no such path, or nothing that a pattern matches.
    """
    found: list[str] = []
    for path in paths:
        if os.path.lexists(path):
            found.append(path)
            continue
        if not glob.has_magic(path):
            raise UserError(f"there is no {path}. Check the path; nothing was added")
        matches = sorted(glob.glob(os.path.expanduser(path), recursive=True))
        if "**" in path:
            # What lies in its folders has been matched, too.
            matches = [match for match in matches if not os.path.isdir(match)]
        if not matches:
            raise UserError(f"no file matches {path}. Check the pattern; nothing was added")
        found += matches
    return list(dict.fromkeys(found))


def _standard_input() -> bytes:
    from index.formats.table import MAX_BYTES

    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise UserError(
            f"standard input is longer than {MAX_BYTES:,} bytes, the most that is read at once."
            " Split it"
        )
    return content


def sync(options: argparse.Namespace) -> int:
    """Keep in step with folders, or with all that were kept in step before."""
    check_folders(options.folders)
    with opened(options, create=bool(options.folders)) as library:
        return synced(library, options.folders, collection=options.to, verbose=options.verbose)


def check_folders(folders: Sequence[str]) -> None:
    """Look at the folders somebody gave, before a library is made for them.

    Raises:
        UserError: One of them is not there, or is a file.
    """
    for folder in folders:
        if not Path(folder).is_dir():
            raise UserError(f"{folder} is not a folder. Give the folder to keep in step with")


def synced(
    library: "Library", folders: Sequence[str], *, collection: str | None, verbose: bool
) -> int:
    """Bring the library in step with folders, or with all it remembers where none is given."""
    if not folders and not library.folders():
        raise UserError("no folder is kept in step yet. Give one: quoth sync FOLDER")
    roots = list(folders) or [kept.path for kept in library.folders()]
    with bar() as progress:
        report = library.sync_all(roots, collection=collection, progress=progress)
    # A folder that could not be gone through is no file to be counted.
    missed = [failed for failed in report.failed if failed[0] in roots]
    report.failed = [failed for failed in report.failed if failed not in missed]
    for _, line in missed:
        complain(line)
    status = MENDABLE if missed else ANSWERED
    return status if len(missed) == len(roots) else max(status, told([report], verbose=verbose))


def told(reports: Sequence["Report"], *, verbose: bool = False, failed: str = "not read") -> int:
    """Print what became of the files, and return the exit status."""
    from ui.tables import rows, summed

    for report in reports:
        for row in rows(report) if verbose else ():
            say(row)
        for path, line in report.failed:
            complain(line if failed != "not read" else _named(path, line))
    say(summed(reports, failed=failed))
    return MENDABLE if any(report.failed for report in reports) else ANSWERED


def _named(path: str, line: str) -> str:
    """Return the reason why a file was not read, with the file's path in it."""
    return line if path in line else f"{path}: {line}"


def folders(options: argparse.Namespace) -> int:
    """Show the folders that are kept in step, or forget some."""
    with opened(options) as library:
        for path in options.forget:
            library.forget_folder(path)
        kept = library.folders()
    from ui.tables import labels

    for folder in kept:
        say(f"{printable(folder.path)}{labels((folder.collection,), ())}")
    if not kept:
        say("no folder is kept in step yet. Give one: quoth sync FOLDER")
    return ANSWERED


def retry(options: argparse.Namespace) -> int:
    """Take again the files that could not be read before."""
    with opened(options) as library, bar() as progress:
        report = library.retry(progress=progress)
    return told([report], verbose=options.verbose)


def failures(options: argparse.Namespace) -> int:
    """Show the files that could not be read, each with its reason."""
    with opened(options) as library:
        found = library.failures()
    if options.json:
        lines = [{"path": failure.path, "reason": failure.reason} for failure in found]
        say(json.dumps(lines, ensure_ascii=False))
        return ANSWERED
    for failure in found:
        say(printable(_named(failure.path, failure.reason)))
    if not found:
        say("every file was read")
    return ANSWERED


def remove(options: argparse.Namespace) -> int:
    """Take documents out, once somebody agreed."""
    from ui.plain import counted
    from ui.tables import listed

    with opened(options) as library:
        # Looked up once: what comes while somebody reads this was not agreed to.
        found = library.paths(options.names)
        paths = [path for each in found.values() for path in each]
        going = library.named(paths)
        for entry in going[:_SHOWN]:
            remark(listed(entry))
        if len(going) > _SHOWN:
            remark(f"and {counted(len(going) - _SHOWN, 'document')} more")
        if going and not options.yes and not agreed(_question(going, set(paths))):
            say("nothing was removed")
            return ANSWERED
        unknown = [name for name, each in found.items() if not each]
        report = library.remove([*paths, *unknown], exactly=True)
        status = told([report], failed="not found")
        say(f"{counted(len(library.documents()), 'document')} left")
    return status


def _question(going: Sequence["Entry"], paths: Collection[str]) -> str:
    """Return what somebody is asked before paths, and the documents they lead to, are taken out."""
    from ui.plain import counted

    kept = [entry for entry in going if not set(entry.sources).issubset(paths)]
    named = sum(path in paths for entry in kept for path in entry.sources)
    parts = [
        counted(len(going) - len(kept), "document") if len(kept) < len(going) else "",
        f"{counted(named, 'path')} of what stays under another" if kept else "",
    ]
    return f"Take out {' and '.join(filter(None, parts))}?"


def list_(options: argparse.Namespace) -> int:
    """Show the documents, or the files that could not be read."""
    part = within(options)
    if options.failed:
        if part is not None:
            raise UserError("--failed shows all files that could not be read: give it alone")
        return failures(options)
    from ui.tables import entry_json, listed

    with opened(options) as library:
        entries = library.documents(part)
        is_empty = not len(library)
    if options.json:
        say(json.dumps([entry_json(entry) for entry in entries], ensure_ascii=False))
    elif entries:
        say("\n".join(map(listed, entries)))
    elif is_empty or part is None:
        say("no documents yet. Add some: quoth add PATH...")
    else:
        say("no documents there. See all: quoth list")
    return ANSWERED


def show(options: argparse.Namespace) -> int:
    """Show what is known of one document, or its text."""
    with opened(options) as library:
        entry = one(library, options.name)
        document = library.document(entry.id)
        versions = library.versions(entry.id)
    if options.text:
        say(document.text, end="" if document.text.endswith("\n") else "\n")
        return ANSWERED
    from ui.tables import shown, shown_json

    if options.json:
        say(json.dumps(shown_json(entry, document, versions), ensure_ascii=False))
    else:
        say("\n".join(shown(entry, document, versions)))
    return ANSWERED


def one(library: "Library", name: str) -> "Entry":
    """Return the document a name stands for.

    Raises:
        UserError: There is none, or several.
    """
    found = library.named([name])
    if not found:
        raise UserError(f"{name} is not in the library. See what is: quoth list")
    if len(found) > 1:
        ids = ", ".join(entry.id for entry in found[:3])
        raise UserError(f"{name} stands for {len(found)} documents. Give one by its id: {ids}")
    return found[0]


def tag(options: argparse.Namespace) -> int:
    """Give documents tags, or take tags from them."""
    if not options.add and not options.drop:
        raise UserError("say which tag: --add TAG or --drop TAG")
    with opened(options) as library:
        library.tag(options.names, add=options.add, remove=options.drop)
        return _put_in_order(library, options.names)


def move(options: argparse.Namespace) -> int:
    """Put documents into a collection."""
    with opened(options) as library:
        library.move(options.names, options.to)
        return _put_in_order(library, options.names)


def _put_in_order(library: "Library", names: Sequence[str]) -> int:
    from ui.tables import listed

    for entry in library.named(names):
        say(listed(entry))
    return ANSWERED
