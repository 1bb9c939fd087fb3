"""First questions to ask, drawn from the documents' own headings; pure, read before `ui.app`."""

import re
from collections.abc import Iterable

from index.documents import Document

_MOST = 4

# A heading says little below three letters, and is a sentence beyond this many characters.
_LONGEST = 60

# Numbers and signs a heading is counted with: "2.3", "IV.", "§ 5", "#".
_COUNT = re.compile(
    r"^(?:[#§\s]+|[0-9]+(?:\.[0-9]+)+[.):]?\s+|(?:[0-9]+|[IVXLC]+|[A-Za-z])[.):]\s+)+"
)

# Headings that name a part of any document, not a thing.
_FORMS = re.compile(
    r"(?i)^(?:(?:table of )?contents|introduction|overview|summary|abstract|conclusions?|notes?"
    r"|references|bibliography|appendix.*|index|chapter.*|part.*|section.*|slide.*|sheet.*|page.*"
    r"|see also|external links|further reading|sources|general|other|miscellaneous|history"
    r"|background|faq|about\b.*|[^a-zA-Z]*)$"
)

# A heading that asks, without the sign for it.
_ASKS = re.compile(
    r"(?i)^(?:who|what|which|when|where|why|how)"
    r" (?:may|can|must|should|shall|will|is|are|was|were|do|does|did|has|have)\b.*\w$"
)

# A word, unlike the parts of a key such as 2cdda5c8-e50e-4db4.
_WORD = re.compile(r"\b[^\W\d_]{3,}\b")

# So many words in a row, none of them as short as "of" or "und", are the head of a table.
_ROW = re.compile(r"\w{4,}(?: \w{4,}){5,}")

# What begins a heading in large only because it is the first word.
_SMALL = re.compile(r"(?:The|An?|Our|Your) (?=[a-z])|(?:Who|What|When|Where|Why|How) ")


def suggested(documents: Iterable[Document], *, most: int = _MOST) -> list[str]:
    """Return questions the documents may answer, no two from one document while there are others.

    A heading that is a question is taken as it stands; one that names a thing asks what it is.

    Args:
        documents: Those to draw from, best first.
        most: How many.
    """
    each = [_of(document) for document in documents]
    found: dict[str, None] = {}
    for turn in range(max(map(len, each), default=0)):
        found.update((questions[turn], None) for questions in each if turn < len(questions))
        if len(found) >= most:
            break
    return list(found)[:most]


def _of(document: Document) -> list[str]:
    asked, named = [], []
    headings = document.headings
    # The first one of the outermost level is the title again, also where the file says another.
    if len(headings) > 1 and headings[0].level < headings[1].level:
        headings = headings[1:]
    for heading in headings:
        text = _COUNT.sub("", " ".join(heading.text.split())).strip()
        if not 3 <= len(text) <= _LONGEST or not text.isprintable() or _FORMS.match(text):
            continue
        if text.endswith("?") or _ASKS.match(text):
            asked.append(f"{text.removesuffix('?')}?")
        elif text != document.title and _names(text):
            named.append(f"What do the documents say about {_lowered(text)}?")
    return [*asked, *named]


def _names(heading: str) -> bool:
    return bool(heading[-1].isalnum() and _WORD.search(heading) and not _ROW.fullmatch(heading))


def _lowered(heading: str) -> str:
    """Return a heading as it stands inside a sentence; names and abbreviations keep their case."""
    words = heading.split()
    plain = all(word.islower() or not word.isalpha() for word in words[1:])
    if _SMALL.match(heading) or (len(words) > 1 and plain and words[0].istitle()):
        return heading[0].lower() + heading[1:]
    return heading
