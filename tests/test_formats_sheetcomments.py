import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import made
import pytest
from test_formats_cellformats import open_document

from index.errors import UnreadableFile
from index.formats.content import Content
from index.formats.sheets import read_sheets

FEES: list[list[object]] = [["Item", "Price"], ["Berth", 900.0], ["Crane", 50.0]]
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def notes(*said: tuple[str, str, str]) -> str:
    """The part with old notes: cell, author and text of each."""
    authors = "".join(f"<author>{author}</author>" for _, author, _ in said)
    entries = "".join(
        f'<comment ref="{place}" authorId="{at}"><text><r><t>{escape(text)}</t></r></text>'
        "</comment>"
        for at, (place, _, text) in enumerate(said)
    )
    return (
        f'<comments xmlns="{made.SHEET}"><authors>{authors}</authors>'
        f"<commentList>{entries}</commentList></comments>"
    )


def thread(*said: tuple[str, str, str, str]) -> str:
    """The part with threads: cell, person, text and what it answers, by its place from 0."""
    entries = "".join(
        f'<threadedComment ref="{place}" personId="{person}" id="c{at}"'
        f"{parent and f' parentId={chr(34)}c{parent}{chr(34)}'}><text>{escape(text)}</text>"
        "</threadedComment>"
        for at, (place, person, text, parent) in enumerate(said)
    )
    return f'<ThreadedComments xmlns="{THREADED}">{entries}</ThreadedComments>'


PEOPLE = (
    f'<personList xmlns="{THREADED}"><person displayName="Anna Berg" id="a"/>'
    '<person displayName="Bo" id="b"/></personList>'
)


def commented(rows: Sequence[Sequence[object]], **parts: str) -> Content:
    """What is read of a workbook whose one sheet has further parts by their kinds."""
    file = io.BytesIO(made.workbook({"Fees": made.sheet(rows)}))
    book = [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]
    with zipfile.ZipFile(file) as old:
        members = {path: old.read(path) for path in old.namelist()}
    members["xl/_rels/workbook.xml.rels"] = made.relations(
        *book, ("person", "persons/person.xml")
    ).encode()
    kinds = [(kind, f"../{kind}1.xml") for kind in parts]
    more = {f"xl/{kind}1.xml": text for kind, text in parts.items()}
    return read_sheets(
        made.zipped(
            {
                **members,
                "xl/persons/person.xml": PEOPLE,
                "xl/worksheets/_rels/sheet1.xml.rels": made.relations(*kinds),
                **more,
            }
        ),
        "a.xlsx",
    )


def test_a_note_stands_in_its_row_with_its_author_and_its_cell() -> None:
    content = commented(
        FEES, comments=notes(("B2", "Anna", "Anna:\nToo high."), ("A1", "", "Of 2024"))
    )
    assert content.text == (
        "Fees\n\nItem | Price; Comment on A1: Of 2024\n"
        "Item: Berth; Price: 900; Comment by Anna on B2: Too high.\nItem: Crane; Price: 50"
    )
    assert content.numbers == (1, 2, 3)


def test_a_thread_stands_in_its_row_each_reply_behind_what_it_answers() -> None:
    content = commented(
        FEES,
        threadedComment=thread(
            ("B2", "a", "Too high.", ""),
            ("B2", "c", "Why so?", ""),
            ("B2", "b", "Agreed in May.", "0"),
        ),
        # What old versions of Excel show instead.
        comments=notes(
            ("B2", "tc={1}", "[Threaded comment] Comment: Too high."), ("A3", "Bo", "Old.")
        ),
    )
    assert content.text.splitlines()[3:] == [
        "Item: Berth; Price: 900; Comment by Anna Berg on B2: Too high.; "
        "Reply by Bo: Agreed in May.; Comment on B2: Why so?",
        "Item: Crane; Price: 50; Comment by Bo on A3: Old.",
    ]


def test_a_thread_that_is_missing_reads_as_old_versions_show_it() -> None:
    content = commented(FEES[:1], comments=notes(("A1", "tc={1}", "[Threaded comment] High.")))
    assert content.text == "Fees\n\nItem | Price; Comment on A1: [Threaded comment] High."


def test_comments_on_rows_that_say_nothing_are_lines_of_their_own() -> None:
    rows: list[list[object]] = [[None], ["Item", "Price"], ["Berth", 900.0], [None], ["Crane", 50]]
    content = commented(
        rows,
        comments=notes(
            *(("A1", "Bo", "First."), ("B4", "Bo", "Empty."), ("C4", "Bo", "Again.")),
            *(("D9", "Bo", "Below."), ("E9", "Bo", " ")),
        ),
    )
    assert content.text == (
        "Fees\n\nComment by Bo on A1: First.\n\nItem | Price\nItem: Berth; Price: 900\n\n"
        "Comment by Bo on B4: Empty.; Comment by Bo on C4: Again.\n\nCrane | 50\n\n"
        "Comment by Bo on D9: Below."
    )
    assert content.numbers == (1, 2, 3, 4, 5, 9)


def test_a_sheet_of_comments_alone_is_read() -> None:
    content = commented([], comments=notes(("A1", "Bo", "Fish.")))
    assert (content.text, content.pages) == ("Fees\n\nComment by Bo on A1: Fish.", (0,))


def test_odd_places_and_authors_lose_no_comment() -> None:
    said = notes(("X", "Bo", "Fish.")).replace('authorId="0"', 'authorId="7"')
    assert commented(FEES[:1], comments=said).text == "Fees\n\nItem | Price; Comment: Fish."


def test_comments_of_an_open_document_stand_in_their_rows() -> None:
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'

    def cell(text: str, more: str = "") -> str:
        said = f"{more}<text:p>{text}</text:p>"
        return f'<table:table-cell office:value-type="string">{said}</table:table-cell>'

    note = (
        f"<office:annotation><dc:creator {dc}>Anna</dc:creator><text:p>Too</text:p>"
        "<text:p>high.</text:p></office:annotation>"
    )
    empty = '<table:table-cell table:number-columns-repeated="26"/>'
    rows = [cell("Item"), cell("Berth", note), empty + cell("Crane", note)]
    content = open_document("".join(f"<table:table-row>{row}</table:table-row>" for row in rows))
    assert read_sheets(content, "a.ods").text == (
        "S\n\nItem\nBerth; Comment by Anna on A2: Too high.\n"
        "Crane; Comment by Anna on AA3: Too high."
    )


def test_damaged_comments_are_told_in_one_line() -> None:
    with pytest.raises(UnreadableFile) as caught:
        commented(FEES, comments="<comments")
    assert str(caught.value).startswith("a.xlsx is damaged: no sound XML in xl/comments1.xml (")
    assert len(str(caught.value).splitlines()) == 1
    with pytest.raises(UnreadableFile, match=r"^a\.xlsx declares entities of its own in xl/comm"):
        commented(FEES, comments='<!DOCTYPE a [<!ENTITY x "ha">]><a>&x;</a>')


def test_many_comments_on_many_rows_are_read_in_no_time() -> None:
    rows: list[list[object]] = [["Berth", number] for number in range(5000)]
    said = notes(*((f"A{2 * number}", "Bo", "?") for number in range(1, 4001)))
    text = commented(rows, comments=said).text
    assert text.count("Comment by Bo") == 4000
    assert text.endswith("\n\nComment by Bo on A8000: ?")
