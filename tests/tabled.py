"""Two tables, and the rows of a document, that several tests share."""

from dataclasses import replace

from index.documents import Document
from qa.rows.extremes import extremes
from qa.rows.tables import Row, row_at
from tests.fakes import document

RIVERS = """\
Five rivers drain it.

| River | Length of its course | Flows into |
|---|---|---|
| Ulla | 214 km | Vastra |
| Brenn | 97 km | Ulla |
| Sil |  | Tove |"""
STAFF = """\
Name: Siri Dahl; Role: Head of finance; Salary: 87000; Manager: Rita Moe
Name: Rita Moe; Role: Director; Salary: 120000
Name: Jonas Vik; Role: Accountant; Salary: 49000; Manager: Siri Dahl"""
SHEET = replace(document(STAFF), unit="row")


def rows(found: Document) -> list[Row]:
    lines = [0, *(at + 1 for at, letter in enumerate(found.text) if letter == "\n")]
    return [row for line in lines if (row := row_at(found, line)) is not None]


def written(*lines: str) -> Document:
    """Return a document with a table: "Employee | Age", "Ann | 34"."""
    head, *others = (f"| {line} |" for line in lines)
    return document("\n".join([head, f"|{'---|' * (head.count('|') - 1)}", *others]))


def named(question: str, found: Document) -> list[str]:
    """Return the cells that answer a question."""
    pairs = extremes(question, rows(found), {found.id: found})
    return [found.text[cell.start : cell.end] for _, cell in pairs]
