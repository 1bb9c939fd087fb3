"""What a Rich Text file says of its fonts and its styles, before the text."""

import codecs
import re
from collections.abc import Mapping

from index.formats.symbols import is_of_symbols, symbol

# The code pages of fonts, by the number that Windows gives to character sets.
_CHARSETS: Mapping[int | None, str] = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_PLATFORMS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_UTF_8 = 65001

_HEADING = re.compile(r"heading ([1-9])\b", re.IGNORECASE)


class Fonts:
    """The code page of each font."""

    def __init__(self) -> None:
        self._file = "cp1252"
        self._default: int | None = None
        self._fonts: dict[int | None, str] = {}
        self._names: dict[int | None, str] = {}
        self._defined: int | None = None

    def define(self, word: str, number: int | None) -> None:
        """Take a word of the table of fonts."""
        if word == "f":
            self._defined = number
        elif word == "fcharset" and number in _CHARSETS:
            self._fonts[self._defined] = _CHARSETS[number]
        elif word == "cpg":
            self._fonts[self._defined] = _code_page(number) or self._file

    def name(self, text: str) -> None:
        """Take a part of the name of the font that is being defined."""
        self._names[self._defined] = self._names.get(self._defined, "") + text

    def choose(self, word: str, number: int | None) -> None:
        """Take a word about the whole file."""
        if word in _PLATFORMS:
            self._file = _PLATFORMS[word]
        elif word == "ansicpg":
            self._file = _code_page(number) or self._file
        elif word == "deff":
            self._default = number

    def decoded(self, content: bytes, font: int | None) -> str:
        """Return what bytes say in a font, or in the default one."""
        if self._is_of_symbols(font):
            return "".join(self.shown(0xF000 + byte, font) for byte in content)
        encoding = self._fonts.get(self._default if font is None else font, self._file)
        return content.decode(encoding, "replace")

    def shown(self, code: int, font: int | None) -> str:
        """Return the character of a number, which a font of symbols may show as another."""
        if self._is_of_symbols(font) and 0xF000 <= code <= 0xF0FF:
            return symbol(self._named(font), code) if code > 0xF020 else " "
        return chr(code)

    def _is_of_symbols(self, font: int | None) -> bool:
        """Return whether a font shows symbols for letters."""
        return is_of_symbols(self._named(font))

    def _named(self, font: int | None) -> str:
        """Return the name of a font, or of the default one."""
        return self._names.get(self._default if font is None else font, "").strip(" ;")


class Styles:
    """The level of the heading that each style of paragraphs makes.

    Attributes:
        name: As collected since a style ended.
    """

    def __init__(self) -> None:
        self.name = ""
        self._number = 0
        self._outline: int | None = None
        self._levels: dict[int, int] = {}

    def define(self, word: str, number: int | None) -> None:
        """Take a word of the table of styles."""
        if word == "s":
            self._number = number or 0
        elif word == "outlinelevel" and number is not None and 0 <= number < 9:
            self._outline = number + 1

    def end(self) -> None:
        """End a style."""
        name = self.name.strip().rstrip(";").strip()
        heading = _HEADING.match(name)
        if heading:
            self._levels[self._number] = int(heading[1])
        elif name.lower() == "title":
            self._levels[self._number] = 0
        elif self._outline is not None:
            self._levels[self._number] = self._outline
        self.name, self._number, self._outline = "", 0, None

    def level(self, number: int | None) -> int | None:
        """Return the level of a style's headings: 0 for the title, None for running text."""
        return self._levels.get(number or 0)


def _code_page(number: int | None) -> str:
    """Return Python's name of a code page; nothing where it has none."""
    name = "utf-8" if number == _UTF_8 else f"cp{number}"
    try:
        codecs.lookup(name)
    except LookupError:
        return ""
    return name
