r"""Rich Text (RTF) to text and headings.

A file is groups in braces, control words such as `\par`, and bytes in a code page that the
font chooses. Many groups are no text at all: pictures, tables of fonts, the file's properties.
"""

import re
from dataclasses import replace

from index.errors import UnreadableFile
from index.formats.content import REMEDY, Content, one_line
from index.formats.dates import day
from index.formats.rtfgroup import SETTINGS, Group
from index.formats.rtfpaper import Paper
from index.formats.rtftables import Fonts, Styles
from index.formats.titles import sensible

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?"  # a control word with its number
    rb"|\\'([0-9a-fA-F]{2})"  # a byte
    rb"|\\(.)"  # a control symbol
    rb"|([{}])"
    rb"|([^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)

# Groups that are no text even to programs that do not know their names.
_SKIPPED = frozenset(
    (
        "colortbl filetbl pict "
        "nonshppict shprslt xe tc tcn rxe upr nonesttables nesttableprops mmathPict private "
        "comment revtbl panose falt template sp ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn"
    ).split()
)
# Groups marked to be skipped by programs that do not know them, but which this one does.
_KNOWN = frozenset(
    "ud shpinst shppict moMath moMathPara nestrow do dptxbxtext fldinst footnote".split()
)
# What stands beside the text: it comes last.
_NOTES = frozenset("footnote header headerl headerr headerf footer footerl footerr footerf".split())
_LISTED = frozenset(["pntext", "listtext"])
_PROPERTIES = frozenset(["title", "creatim", "revtim"])
_GROUPS = _LISTED | _PROPERTIES | _NOTES | {"fonttbl", "stylesheet", "info", "fldinst"}

_SAID = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "nestcell": " ",
    "nestrow": " ",
}
_SYMBOLS = {b"~": " ", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\t": "\t"}
_CELL_WORDS = frozenset(["trowd", "clvmrg", "cellx"])
_ENDS = frozenset(["par", "sect", "page", "column", "cell", "row"])


def read_rtf(content: bytes, name: str) -> Content:
    """Return the text of a Rich Text file; last its notes, and the heads and feet of its pages.

    Raises:
        UnreadableFile: It is none.
    """
    if not content.lstrip().startswith(b"{\\rtf"):
        raise UnreadableFile(f"{name} is not Rich Text (.rtf). {REMEDY}")
    reading = _Reading()
    reading.read(content)
    paper = reading.paper
    paper.end()
    headings = tuple(paper.writer.headings)
    first = next((heading.text for heading in headings if heading.level == 1), "")
    title = sensible(one_line(reading.properties.get("title", "")))
    date = reading.properties.get("revtim") or reading.properties.get("creatim")
    return Content(paper.writer.text, title or first or None, headings=headings, date=day(date))


class _Reading:
    """The state of a walk through the tokens of a file."""

    def __init__(self) -> None:
        self.paper = Paper()
        self.properties: dict[str, str] = {}
        self._group = Group()
        self._above: list[Group] = []
        self._styles = Styles()
        self._fonts = Fonts()
        self._bytes = bytearray()
        self._listed = ""
        self._left_out = 0
        self._starred = False

    def read(self, content: bytes) -> None:
        """Read all groups, to the end of the outermost."""
        at = 0
        while at < len(content):
            token = _TOKEN.match(content, at)
            if token is None:
                return
            at = token.end()
            word, number, byte, symbol, brace, run = token.groups()
            if run:
                self._take(run)
            elif byte:
                self._take(bytes.fromhex(byte.decode()))
            elif word == b"bin":
                at += max(int(number or 0), 0)
            else:
                self._decode()
                if word:
                    self._word(word.decode(), None if number is None else int(number))
                elif symbol:
                    self._symbol(symbol)
                elif brace and not self._brace(brace):
                    return
        self._decode()

    def _take(self, run: bytes) -> None:
        """Collect bytes of text, less those that stand for a character already said."""
        skipped = min(self._left_out, len(run))
        self._left_out -= skipped
        self._bytes += run[skipped:]

    def _decode(self) -> None:
        """Say the bytes collected."""
        if self._bytes:
            self._say(self._fonts.decoded(bytes(self._bytes), self._group.font))
            self._bytes.clear()

    def _say(self, text: str) -> None:
        """Put text where the group wants it."""
        group = self._group
        if group.kind in {"text", "note"}:
            if group.is_seen:
                self.paper.say(text, is_raised=group.raised)
        elif group.kind == "listed":
            self._listed += text
        elif group.kind == "fonttbl":
            self._fonts.name(text)
        elif group.kind == "fldinst" and "PAGE" in text.split():
            self.paper.counts_pages = True
        elif group.kind == "stylesheet":
            self._styles.name += text
        elif group.kind == "title":
            self.properties["title"] = self.properties.get("title", "") + text

    def _brace(self, brace: bytes) -> bool:
        """Begin or end a group; return whether the text goes on."""
        self._left_out, self._starred = 0, False
        if brace == b"{":
            self._above.append(self._group)
            self._group = replace(self._group)
            return True
        ended = self._group
        if ended.kind == "stylesheet":
            self._styles.end()
        if not self._above:
            return False
        self._group = self._above.pop()
        if ended.kind == "note" != self._group.kind:
            self.paper.end_note()
        if ended.kind == "listed" != self._group.kind:
            self._end_listed()
        return bool(self._above)

    def _end_listed(self) -> None:
        """Say what stands before an item of a list, but no bullet, which may be a letter."""
        said, self._listed = " ".join(self._listed.split()), ""
        if any(map(str.isdigit, said)) or (len(said) > 1 and any(map(str.isalpha, said))):
            self._say(f"{said} ")

    def _symbol(self, symbol: bytes) -> None:
        """Take a control symbol."""
        if symbol == b"*":
            self._starred = True
        elif self._left_out:
            self._left_out -= 1
        elif symbol in b"\r\n":
            self._end("par")
        elif symbol in _SYMBOLS:
            self._say(_SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        """Take a control word."""
        starred, self._starred = self._starred, False
        group = self._group
        if word in _SKIPPED or (starred and word not in _KNOWN):
            group.kind = "skipped"
        elif word == "ud":
            # The text once more, in Unicode.
            group.kind = "text"
        elif group.kind == "skipped":
            return
        elif self._left_out:
            self._left_out -= 1
        elif word == "u":
            # Numbers are signed, of 16 bits.
            self._say(self._fonts.shown((number or 0) % 0x10000, group.font))
            self._left_out = group.fallback
        elif word in _SAID:
            self._say(_SAID[word])
        elif word == "chpgn":
            self.paper.counts_pages = True
        elif word in _ENDS:
            self._end(word)
        elif word in _GROUPS:
            self._destination(word)
        else:
            self._setting(word, number)

    def _destination(self, word: str) -> None:
        """Let the group be what a word says."""
        group = self._group
        if word in _LISTED:
            group.kind = "listed"
            for above in self._above[-1:]:
                above.is_item = True
        elif word in _NOTES:
            group.kind = "note"
            self.paper.begin_note()
        elif word not in _PROPERTIES or group.kind == "info":
            group.kind = word

    def _end(self, word: str) -> None:
        """End a paragraph, a cell or a row."""
        group = self._group
        if group.kind == "note" or (group.kind == "text" and word not in {"cell", "row"}):
            self.paper.end_paragraph(group.level, is_item=group.is_item, in_cell=group.in_cell)
        elif group.kind == "text" and word == "cell":
            self.paper.end_cell()
        elif group.kind == "text":
            self.paper.end_row()

    def _setting(self, word: str, number: int | None) -> None:
        """Take a word that changes how what follows is read."""
        group = self._group
        if group.kind == "fonttbl":
            self._fonts.define(word, number)
        elif group.kind == "stylesheet":
            self._styles.define(word, number)
        elif group.kind in _PROPERTIES:
            self._date(word, number)
        elif word in SETTINGS:
            SETTINGS[word](group, number)
        elif word in _CELL_WORDS:
            self.paper.define(word)
        elif word == "s":
            group.level = self._styles.level(number)
        else:
            self._fonts.choose(word, number)

    def _date(self, word: str, number: int | None) -> None:
        """Collect year, month and day, which come in this order."""
        if word in {"yr", "mo", "dy"}:
            said = self.properties.get(self._group.kind, "")
            self.properties[self._group.kind] = f"{said}-{number or 0:02}".lstrip("-")
