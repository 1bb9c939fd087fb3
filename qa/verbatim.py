"""Where a text stands word for word in a document, or what comes nearest to it.

Only white space may differ: a quote copied from a page is broken into lines elsewhere than in the
file. What comes back is always a range of the document, so the stored characters count.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.documents import Document
from index.words import words

# Scripts that put no space between words, by ranges of letters: Thai to Burmese, Khmer, Japanese
# and Chinese. What stands beside such a letter does not make another word of it.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_LETTER = rf"[^\W_{_UNSPACED}]"
_FIRST_LETTER, _LAST_LETTER = re.compile(_LETTER), re.compile(rf"{_LETTER}\Z")
# These go on with a figure: "900.50", "9:30", "30-35"; in a thousand also a space that never
# breaks.
_GOES_ON = r"[.,:'’/–\u00a0\u202f-]"
# Behind what may be thousands any space goes on with it: "50" is not in "50 000".
_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?: \d{3})*\Z")
_LAST_STOP = re.compile(rf"\d{_GOES_ON}\Z")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a document.

    Attributes:
        document: Where it stands.
        start: Offset of its first character in `document.text`.
        end: Offset behind its last character.
    """

    document: Document
    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse ranges that are empty, out of order or outside the document."""
        if not 0 <= self.start < self.end <= len(self.document.text):
            raise ValueError(
                f"no stretch: {self.start}..{self.end} in {len(self.document.text)} characters"
            )

    @property
    def text(self) -> str:
        """Its characters, exactly as they stand in the document."""
        return self.document.text[self.start : self.end]


def find(
    text: str,
    document: Document,
    *,
    start: int = 0,
    end: int | None = None,
    whole: bool = False,
) -> list[Stretch]:
    """Return the places where a document says a text, in order, none overlapping.

    Places with the same white space come alone; only where there are none does any white space
    stand for any other. White space round the text is not looked at.

    Args:
        text: What is looked for; a blank one is nowhere.
        document: Where to look.
        start: Offset in the document's text from where to look.
        end: Offset up to where; None for the end of the text.
        whole: Whether only whole words and figures count, so that "a rent of 900" is neither in
            "a rent of 9000" nor in "a rent of 900.50".
    """
    parts = text.split()
    if not parts:
        return []
    end = len(document.text) if end is None else end
    before, behind = _ends(text.strip()) if whole else ("", "")
    for pattern in (re.escape(text.strip()), r"\s+".join(map(re.escape, parts))):
        matches = re.compile(f"{before}{pattern}{behind}").finditer(document.text, start, end)
        found = [Stretch(document, *match.span()) for match in matches]
        if found:
            return found
    return []


def _ends(text: str) -> tuple[str, str]:
    """Return patterns for what may stand before a text and behind it, if it is to be whole."""
    before = behind = ""
    if _FIRST_LETTER.match(text):
        before = rf"(?<!{_LETTER})"
    if text[0].isdigit():
        before += r"(?<!\d[.,])"
    if _LAST_LETTER.search(text):
        behind = rf"(?!{_LETTER})"
    if text[-1].isdigit():
        behind += rf"(?!{_GOES_ON}\d)"
        behind += r"(?! \d{3}(?!\d))" if _THOUSANDS.search(text) else ""
    elif _LAST_STOP.search(text):
        behind = r"(?!\d)"
    return before, behind


def nearest(text: str, among: Iterable[Stretch]) -> Stretch | None:
    """Return the stretch that shares most words with a text, or None where none shares any.

    Shared words are counted by their stems, twice over all words of both (Dice's coefficient);
    of equals the first comes back.
    """
    wanted = {word.stem for word in words(text)}
    best, most = None, 0.0
    for stretch in among:
        said = {word.stem for word in words(stretch.text)}
        share = 2 * len(wanted & said) / max(1, len(wanted) + len(said))
        if share > most:
            best, most = stretch, share
    return best
