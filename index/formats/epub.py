"""Electronic books (EPUB) to the text of their chapters."""

import posixpath
import re
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from index.errors import UnreadableFile
from index.formats.archive import member, open_archive
from index.formats.content import REMEDY, Content, Writer, is_blank
from index.formats.dates import day
from index.formats.titles import sensible, write_content
from index.formats.trees import local, tree
from index.formats.web import read_html

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ZIP = b"PK"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset(["application/xhtml+xml", "text/html", "application/xml", "text/xml"])
_TAG = re.compile(rb"<[^>]*>")


def read_epub(content: bytes, name: str) -> Content:
    """Return the chapters of a book in reading order.

    Raises:
        UnreadableFile: It is no book, damaged, or its text is encrypted.
    """
    if not content.startswith(_ZIP):
        raise UnreadableFile(f"{name} is not an electronic book (.epub). {REMEDY}")
    archive = open_archive(content, name)
    place = _package(archive, name)
    package = tree(member(archive, place, name), name, place)
    locked = _locked(archive, name)
    writer = Writer()
    for path in _spine(package, posixpath.dirname(place)):
        if path not in archive.NameToInfo:
            raise UnreadableFile(
                f"{name} is damaged: its chapter {path} is missing. Get the book anew"
            )
        if path in locked:
            raise UnreadableFile(f"{name} is encrypted (DRM): only the shop's own reader opens it")
        chapter = member(archive, path, name)
        if _TAG.sub(b"", chapter).strip():
            write_content(writer, read_html(chapter, f"{name} ({path})"))
    if is_blank(writer.text):
        raise UnreadableFile(f"{name} has no text, only pictures")
    said = {
        local(element): "".join(element.itertext()).strip()
        for element in reversed(list(package.iterfind("{*}metadata//*")))
    }
    headings = tuple(writer.headings)
    first = next((heading.text for heading in headings if heading.level == 1), "")
    return Content(
        writer.text,
        sensible(said.get("title", "")) or first or None,
        headings=headings,
        date=day(said.get("date")) or _modified(package),
    )


def _package(archive: zipfile.ZipFile, name: str) -> str:
    """Return the path of the file that says what belongs to a book."""
    for entry in tree(member(archive, _CONTAINER, name), name, _CONTAINER).iter("{*}rootfile"):
        path = entry.get("full-path")
        if path:
            return str(path)
    raise UnreadableFile(f"{name} is damaged: {_CONTAINER} names no book. Get the book anew")


def _spine(package: "Element", folder: str) -> list[str]:
    """Return the paths of the chapters in reading order, those of pictures left out."""
    items = {item.get("id"): item for item in package.iterfind("{*}manifest/{*}item")}
    paths: list[str] = []
    for reference in package.iterfind("{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and item.get("media-type") in _PAGES:
            target = unquote(item.get("href") or "").partition("#")[0]
            paths.append(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
    return list(dict.fromkeys(paths))


def _locked(archive: zipfile.ZipFile, name: str) -> frozenset[str]:
    """Return the paths of what is encrypted, which fonts often are in books that are not."""
    if _ENCRYPTION not in archive.NameToInfo:
        return frozenset()
    root = tree(member(archive, _ENCRYPTION, name), name, _ENCRYPTION)
    return frozenset(unquote(entry.get("URI") or "") for entry in root.iter("{*}CipherReference"))


def _modified(package: "Element") -> str:
    """Return the day on which a book was last changed, maybe empty."""
    for entry in package.iterfind("{*}metadata/{*}meta"):
        if entry.get("property") == "dcterms:modified":
            return day(entry.text)
    return ""
