"""Office Open XML packages (DOCX, PPTX, XLSX) to their parts."""

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.archive import member, open_archive
from index.formats.content import REMEDY
from index.formats.dates import day
from index.formats.titles import sensible
from index.formats.trees import local, tree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# An encrypted file is wrapped in an OLE file, and so are the formats of old.
OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"

# The strict variant of the standard differs in its namespaces alone.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_COMMON = rb"http://schemas.openxmlformats.org/\1/2006/\2"

# When the empty files were made that python-docx and python-pptx begin with.
_TEMPLATES = frozenset(["2013-12-23T23:15:00Z", "2013-01-27T09:14:16Z", "2013-01-27T09:15:58Z"])


@dataclass(frozen=True, slots=True)
class Package:
    """An opened package.

    Attributes:
        archive: Its parts.
        name: The file, for messages.
        main: Path of the part with the text itself.
        title: The title among its properties, maybe empty.
        date: The day it was last changed, else made, as YYYY-MM-DD; maybe empty.
    """

    archive: zipfile.ZipFile
    name: str
    main: str
    title: str
    date: str

    def part(self, path: str) -> "Element":
        """Return the XML of a part.

        Raises:
            UnreadableFile: It is missing or damaged.
        """
        return _part(self.archive, path, self.name)

    def related(self, path: str, kind: str) -> list[str]:
        """Return the paths of the parts that a part refers to as `kind`, those that exist."""
        return [target for target, its_kind in self.targets(path).values() if its_kind == kind]

    def targets(self, path: str) -> dict[str, tuple[str, str]]:
        """Return path and kind of the parts that a part refers to, by the reference's id."""
        return _targets(self.archive, path, self.name)


def open_package(content: bytes, name: str, kind: str, suffix: str, program: str) -> Package:
    """Return the package that the bytes are.

    Args:
        content: The file's bytes.
        name: The file, for messages.
        kind: What the file should be, such as `Word document`.
        suffix: Of such files, such as `.docx`.
        program: What opens them, such as `a word processor`.

    Raises:
        UnreadableFile: They are none, or it is encrypted or damaged.
    """
    if content.startswith(OLE):
        raise UnreadableFile(
            f"{name} is encrypted or an old {suffix[:-1]}. Open it in {program} and save it as "
            f"{suffix} without a password"
        )
    if not content.startswith(_ZIP):
        raise UnreadableFile(f"{name} is not a {kind} ({suffix}). {REMEDY}")
    archive = open_archive(content, name)
    targets = _targets(archive, "", name)
    mains = [path for path, its_kind in targets.values() if its_kind == "officeDocument"]
    if not mains:
        raise UnreadableFile(
            f"{name} is damaged: it cannot be opened as a {kind} (it names no main part). "
            "Save it anew from the program that made it"
        )
    title, date = "", ""
    for path, its_kind in targets.values():
        if its_kind == "core-properties":
            title, date = properties(_part(archive, path, name))
    return Package(archive, name, mains[0], title, date)


def properties(root: "Element") -> tuple[str, str]:
    """Return title and date among the properties of an office file, each maybe empty.

    Args:
        root: Of the XML in which Office or OpenDocument keep them.
    """
    said = {local(element): "".join(element.itertext()) for element in root.iter()}
    said = {name: text for name, text in said.items() if text not in _TEMPLATES}
    changed = day(said.get("modified")) or day(said.get("date"))
    made = day(said.get("created")) or day(said.get("creation-date"))
    return sensible(said.get("title", "")), changed or made


def _part(archive: zipfile.ZipFile, path: str, name: str) -> "Element":
    """Return the XML of a part."""
    return tree(_STRICT.sub(_COMMON, member(archive, path, name)), name, path)


def _targets(archive: zipfile.ZipFile, path: str, name: str) -> dict[str, tuple[str, str]]:
    """Return path and kind of the existing parts that the part at `path` refers to, by id."""
    folder, file = posixpath.split(path)
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    present = archive.NameToInfo
    if relations not in present:
        return {}
    found = {}
    for relation in _part(archive, relations, name):
        target = (relation.get("Target") or "").replace("\\", "/")
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if relation.get("TargetMode") != "External" and target in present:
            kind = (relation.get("Type") or "").rpartition("/")[2]
            found[relation.get("Id") or ""] = (target, kind)
    return found
