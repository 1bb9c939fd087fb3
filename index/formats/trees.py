"""XML to a tree, with nothing fetched and no entity put in."""

import re
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.content import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# Entities can only be declared between the brackets of a document type.
_DECLARES = re.compile(rb"<!DOCTYPE[^>\[]*\[.*?<!ENTITY", re.DOTALL)


def tree(content: bytes, name: str, part: str = "") -> "Element":
    """Return the root of an XML document.

    Args:
        content: The XML.
        name: The file, for the message.
        part: Where in the file it stands, for the message.

    Raises:
        UnreadableFile: It is no XML, or declares entities of its own.
    """
    from lxml import etree  # slow to import

    refuse_entities(content, name, part)
    where = f" in {part}" if part else ""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(
            f"{name} is damaged: no sound XML{where} ({one_line(str(error))[:120]}). Save it anew "
            "from the program that made it"
        ) from error


def refuse_entities(content: bytes, name: str, part: str = "") -> None:
    """Raise where XML declares entities of its own.

    A few of those, each made of ten others, unpack to gigabytes, and no program writes them.

    Args:
        content: The XML.
        name: The file, for the message.
        part: Where in the file it stands, for the message.

    Raises:
        UnreadableFile: It does.
    """
    # UTF-16 has a zero in every letter.
    if _DECLARES.search(content.replace(b"\0", b"")):
        raise UnreadableFile(
            f"{name} declares entities of its own{f' in {part}' if part else ''}, which can unpack "
            "without end. Save it anew from the program that made it"
        )


def local(element: "Element") -> str:
    """Return an element's name without its namespace; nothing for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
