"""HTML pages to the text a browser shows, in reading order.

Left out is what no reader came for: scripts, hidden elements, navigation, form controls, and
the page's own footer. Nothing is fetched.
"""

import codecs
import re
from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING

from index.errors import UnreadableFile
from index.formats.content import Content, Writer, one_line, without_junk
from index.formats.plain import decode
from index.formats.webformulas import signs
from index.formats.webitems import Items, box
from index.formats.webseen import MAIN, is_label, is_seen, words
from index.formats.webtables import Grid

if TYPE_CHECKING:
    from lxml.html import HtmlElement


_BLOCKS = words(
    "address article aside blockquote body caption center details dialog dir div dl "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html main "
    "menu ol p pre section summary table ul"
)
_LINES = words("li dt dd tr legend")
_CELLS = words("td th")
_LISTS = words("ul ol dl menu dir")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}

# White space to a browser, and the no-break space, which means nothing outside of a browser.
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")

# Labels that styles keep apart: 2 cups, Serves 4, Time: 10 mins.
_APART = re.compile(r"(?:[^\W\d_]{2}|:)\0(?:[^\W\d_]{2}|\d)|\d\0[^\W\d_]")

# The parser stops there; a browser shows what follows, such as what a server adds to a mail.
_END = re.compile(r"</html\s*>", re.IGNORECASE)

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
# The HTML standard looks no further, and reads these labels as their supersets.
_DECLARED_WITHIN = 1024
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
# Python also has encodings that are no character sets, such as `unicode_escape`.
_CHARSETS = re.compile(
    r"utf-8|cp\d+|iso8859|gb|big5|euc_|shift_jis|koi8|mac-|tis-620|iso2022|johab"
)


def read_html(content: bytes, name: str) -> Content:
    """Return the text of an HTML page.

    Raises:
        UnreadableFile: It is not in the encoding it declares, or cannot be parsed.
    """
    from lxml import etree, html  # slow to import

    characters = _END.sub("", decode(content, name, _encoding(content, name)))
    # Bytes in a known encoding, because lxml refuses a string that declares one.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = html.document_fromstring(characters.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableFile(f"{name} is empty") from error
    for entry in parser.error_log:
        # The parser says so and stops: the rest of the page would be missing without a word.
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            raise UnreadableFile(f"{name} is nested too deep to read ({one_line(entry.message)})")
    writer = Writer()
    _write(root, writer)
    title = next((one_line(found.text_content()) for found in root.iter("title")), "")
    headings = tuple(writer.headings)
    if not title:
        title = next((heading.text for heading in headings if heading.level == 1), "")
    return Content(writer.text, title or None, headings=headings)


def _encoding(content: bytes, name: str) -> str:
    """Return the encoding that a page declares, by Python's name, else UTF-8."""
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8"
    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    if not found:
        return "utf-8"
    label = (found[1] or found[2]).decode()
    try:
        encoding = codecs.lookup(label).name
    except LookupError as error:
        raise UnreadableFile(f"{name} declares an unknown encoding ({label})") from error
    if encoding.startswith("utf-16"):
        # A declaration that can be read byte by byte is not UTF-16.
        return "utf-8"
    if not _CHARSETS.match(encoding):
        raise UnreadableFile(f"{name} declares an unknown encoding ({label})")
    return _SUPERSETS.get(encoding, encoding)


class _Event(Enum):
    """What is met on the way through a page."""

    BEGIN = "a seen element begins"
    END = "a seen element ends"
    UNSEEN = "an element that is not seen, with all inside it"


def _events(root: "HtmlElement", has_main: bool) -> Iterator[tuple["HtmlElement", _Event]]:
    """Yield what is met in reading order.

    A stack of our own, because pages nest deeper than Python may call.
    """
    stack = [(root, True)]
    while stack:
        element, begins = stack.pop()
        if not begins:
            yield element, _Event.END
        elif is_seen(element, has_main):
            yield element, _Event.BEGIN
            stack.append((element, False))
            stack += ((child, True) for child in element.iterchildren(reversed=True))
        else:
            yield element, _Event.UNSEEN


class _Reading:
    """The state of a walk through a page: what is open, and what was written."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        # Each as deep as the elements that are open; None for tables that lay out a page.
        self._preformatted = 0
        self._cells = 0
        self._tables: list[Grid | None] = []
        self._items = Items()

    def begin(self, element: "HtmlElement") -> None:
        """Take note of an element that begins."""
        tag = element.tag
        grid = self._grid()
        self._items.begin(element)
        if tag == "table":
            self._tables.append(Grid(self._writer) if _is_grid(element) else None)
        if tag in _HEADINGS:
            self._writer.gap("\n\n")
            self._writer.begin_heading(_HEADINGS[tag])
        elif tag in _CELLS and grid:
            grid.begin_cell()
            self._cells += 1
        elif tag == "br":
            self._writer.gap(" " if self._cells else "\n")
        else:
            self._writer.gap(self._gap(element))
        if tag == "tr" and grid:
            grid.begin_row()
        self._preformatted += tag == "pre"
        if is_label(element) and _APART.search(f"{self._writer.end}\0{element.text_content()[:2]}"):
            self._writer.gap(" ")
        self._sign(signs(element, self._writer.end)[0])
        self.text(f"{box(element)}{element.text or ''}")

    def end(self, element: "HtmlElement") -> None:
        """Take note of an element that ends."""
        tag = element.tag
        grid = self._grid()
        self._items.end(element)
        self._sign(signs(element)[1])
        self._preformatted -= tag == "pre"
        if tag == "tr" and grid:
            grid.end_row()
        if tag in _HEADINGS:
            self._writer.end_heading()
            self._writer.gap("\n\n")
        elif tag in _CELLS and grid:
            grid.end_cell(element)
            self._cells -= 1
        else:
            self._writer.gap(self._gap(element))
        if tag == "table":
            self._tables.pop()

    def text(self, text: str | None) -> None:
        """Write a run of text, its white space collapsed unless it is preformatted."""
        text = without_junk(text or "")
        if not text:
            return
        if self._preformatted:
            self._writer.write(self._items.number() + text)
            return
        words = _SPACE.sub(" ", text)
        if words.startswith(" ") and not self._writer.at_line_start:
            self._writer.gap(" ")
        if words.strip(" "):
            self._writer.write(self._items.number() + words.strip(" "))
            self._writer.gap(" " * words.endswith(" "))

    def _sign(self, sign: str) -> None:
        """Write a sign, if there is any."""
        if sign:
            self._writer.write(sign)

    def _grid(self) -> Grid | None:
        """Return the innermost table, if it holds values in rows."""
        return self._tables[-1] if self._tables else None

    def _gap(self, element: "HtmlElement") -> str:
        """Return the gap that an element other than a heading makes round it."""
        tag = element.tag
        if self._cells:
            return " " if tag in _BLOCKS or tag in _LINES else ""
        if tag in _CELLS or (tag == "tr" and self._grid() is None):
            return "\n\n"
        if tag in _LINES or (tag in _LISTS and _is_inner_list(element)):
            return "\n"
        return "\n\n" if tag in _BLOCKS else ""


def _write(root: "HtmlElement", writer: Writer) -> None:
    """Write what is seen of the page under `root`."""
    reading = _Reading(writer)
    for element, event in _events(root, next(root.iter(*MAIN), None) is not None):
        if event is _Event.BEGIN:
            reading.begin(element)
            continue
        if event is _Event.END:
            reading.end(element)
        if element is not root:
            reading.text(element.tail)


def _is_inner_list(element: "HtmlElement") -> bool:
    """Return whether a list stands inside an item of another."""
    parent = element.getparent()
    return parent is not None and parent.tag in _LINES


def _is_grid(table: "HtmlElement") -> bool:
    """Return whether a table holds values in rows, rather than laying out a page."""
    if next(table.iterdescendants("table", *_HEADINGS), None) is not None:
        return False
    rows = list(table.iter("tr"))
    return any(len(row) > 1 and all(len(cell.findall("p")) < 2 for cell in row) for row in rows)
