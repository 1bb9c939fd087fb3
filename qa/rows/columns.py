"""Which column of a table a question asks for, and which one names the rows.

"How heavy is it?" asks for a weight, "who supplies it?" for a supplier. Pure.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from index.words import words
from qa.rows.tables import Cell, Row, stems

# "Which river", "what is the part number".
_NOUN = re.compile(r"\b(?:which|what)(?: (?:is|are|was|were) (?:the|its|their))? ([\w-]+)", re.I)

# What a question asks for without its name, and what columns of it are called.
_MEASURES = tuple(
    (re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), stems(called))
    for asked, called in (
        (
            r"how much(?!.*\b(?:weigh|earn)s?\b)|costs?|prices?|fees?|expensive|cheap",
            "price cost fee fare rate hire",
        ),
        ("earns?|paid|makes|salary|wages?", "salary wage pay income"),
        ("how heavy|weighs?|weights?", "weight mass"),
        ("how long|lengths?", "length duration time"),
        ("how (?:tall|high)", "height"),
        ("headroom|clearance", "headroom clearance"),
        ("how (?:deep|wide)", "depth width"),
        ("how (?:big|large)|floor ?space|(?<=most )space|(?<=least )space", "size area surface"),
        ("how fast", "speed"),
        ("how far", "distance"),
        ("how old", "age"),
        ("since when", "founded established since founding start opened built year"),
        ("how loud|noisy", "noise sound loudness volume"),
        (
            "(?:tele)?phones?|(?<=number )(?:do|can|should|must) (?:I|we|you) (?:call|ring|dial)",
            "phone telephone tel mobile",
        ),
        ("e-?mails?", "email mail"),
        (
            "seats?|capacity|(?:holds?|sleeps?|carry|carries|accommodates?|fits?)"
            r"(?:.*\b(?:people|persons|guests|passengers))?",
            "seats capacity places people persons guests passengers",
        ),
        ("scores?|points?|ratings?|stars?", "score points rating stars"),
        ("when", "date day time year"),
        ("where", "place location city country"),
        (
            r"who(?:'s| is)? (?:in charge|responsible|looks after|takes care of|runs|handles)",
            "owner contact manager keeper responsible",
        ),
        (
            r"who(?:'s| is| are)? (?:in (?:charge|command)|leads|heads|manages|the boss)",
            "manager head boss chief director leader lead chair captain",
        ),
    )
)

_HOW_MANY = re.compile(r"\bhow many\b(?: of (?:the|these|those)\b)?", re.IGNORECASE)

# How much a word of a header counts that the question has, that stands behind "which", and that
# the question only implies.
_SAID, _WANTED, _IMPLIED = 2, 4, 1

# Of what these ask for no column is implied but by what they begin with: "Who runs it?", but not
# "Why does it cost so much?"
_WHY = re.compile(r"^\W*(?:why|who|whom|whose)\b", re.IGNORECASE)
_WHEN = re.compile(r"^\W*(?:when|where)\b", re.IGNORECASE)

# What asks when something ends, and how long it lasts; what columns of such times are called.
_UNTIL = re.compile(
    r"\b(?:until|till?) (?:when|what|which)\b|\bhow late\b|\b(?:until|till?)(?: on \w+)?\W*$",
    re.IGNORECASE,
)
_LASTS = re.compile(r"\bhow long\b|\bfrom (?:when|what|which)\b", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:closes?|closing|ends?|until|till|shuts?|finish(?:es)?)\b", re.IGNORECASE)
_ONLY_BEGINS = re.compile(
    r"\b(?:opens|opening(?! (?:hour|time)s)|starts?|begins?)\b|\bfrom$", re.IGNORECASE
)
_BEGINS = re.compile(rf"\bopen\b(?! until| till)|{_ONLY_BEGINS.pattern}", re.IGNORECASE)

# What a column is called that numbers the rows of a table.
_NUMBERS = re.compile(r"#|\b(?:no|nr|number|id|code|sku|ref|pos|position)\b", re.IGNORECASE)
# "Place | Club" does, where it has figures.
_PLACES = re.compile(r"place|rank", re.IGNORECASE)


def naming(table: Sequence[Row]) -> str:
    """Return the header of the column that names the rows: the first that does not number them."""
    longest = max((row.cells for row in table if has_headers(row)), key=len, default=())
    return next((cell.header for cell in longest if not _numbers(cell)), "")


def _numbers(cell: Cell) -> bool:
    """Return whether a cell only numbers its row."""
    placed = cell.value and _PLACES.fullmatch(cell.header)
    return bool(placed or _NUMBERS.search(cell.header))


def counts_rows(question: str, table: Sequence[Row], names: str) -> bool:
    """Return whether a question is for the number of rows, which none of them tells.

    Args:
        question: "How many peaks are there?"
        table: Its rows.
        names: The header of the column which names them: "Peak".
    """
    asked = _HOW_MANY.search(question)
    behind = words(question[asked.end() :]) if asked else []
    counted = {word.stem for word in takewhile(lambda word: word.carries_meaning, behind)}
    others = (stems(cell.header) for row in table for cell in row.cells if cell.header != names)
    named = stems(names)
    return bool(named) and named <= counted and counted.isdisjoint(frozenset().union(*others))


def name_of(row: Row, header: str) -> Cell:
    """Return the cell that names a row; the first, where it has none of that column."""
    return next((cell for cell in row.cells if cell.header == header), row.cells[0])


def column_of(question: str, asked: frozenset[str], table: Sequence[Row], names: str) -> str | None:
    """Return the header that is asked for; None where none is, or several are.

    Of several that have as much of the question, the one counts of which it has all words.
    """
    headers = {
        header: stems(header)
        for header in dict.fromkeys(cell.header for row in table for cell in row.cells)
    }
    noun = _NOUN.search(question)
    wanted = stems(noun[1]) if noun else frozenset()
    meant = implied(question)
    # Of what names the rows it may speak without asking for it.
    called = {name_of(row, names).header for row in table}
    shares = {
        header: (
            _WANTED * len(wanted & words)
            + (header not in called) * (_SAID * len(asked & words) + _IMPLIED * len(meant & words)),
            bool(words) and words <= asked,
        )
        for header, words in headers.items()
    }
    most = max(shares.values(), default=(0, False))
    best = [header for header, share in shares.items() if share == most]
    return best[0] if most[0] and len(best) == 1 else None


def until(question: str, column: str | None, table: Sequence[Row]) -> str | None:
    """Return the column that is asked for where an end is: "how late" of what "Opens" at 9:00.

    None where no one column tells it, or how long it lasts: that takes a beginning and an end.

    Args:
        question: One question.
        column: The header that it names.
        table: Its rows.
    """
    lasts, ends = bool(_LASTS.search(question)), bool(_UNTIL.search(question))
    headers = dict.fromkeys(cell.header for row in table for cell in row.cells)
    last = [header for header in headers if _ENDS.search(header)]
    # "Open" alone may have "9:00 to 17:00".
    begins = column is not None and bool((_BEGINS if last else _ONLY_BEGINS).search(column))
    if not (lasts and (begins or column in last)) and not (ends and begins):
        return column
    return last[0] if len(last) == 1 and not lasts else None


def implied(question: str) -> frozenset[str]:
    """Return what a column may be called that a question asks for without its name."""
    first = _WHEN.match(question)
    asked = question[: first.end()] if first else question
    at_once = bool(_WHY.match(question))
    found = ((how.search(asked), called) for how, called in _MEASURES)
    return frozenset().union(
        *(called for match, called in found if match and (not at_once or not match.start()))
    )


def said_for(question: str, called: frozenset[str]) -> frozenset[str]:
    """Return the words by which a question asks for what is called so: "how much" of a price."""
    said = (
        stems(match.group())
        for how, names in _MEASURES
        for match in how.finditer(question)
        if names & called
    )
    return frozenset().union(*said)


def has_headers(row: Row) -> bool:
    """Return whether the table says what columns a row has."""
    return any(cell.header for cell in row.cells)
