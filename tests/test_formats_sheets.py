import struct

import made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents import Document, Heading
from index.errors import UnreadableFile
from index.formats import sheets
from index.formats.content import REMEDY
from index.formats.sheets import read_sheets

PETS = [["Name", "Age", "Colour"], ["Tom", 5.0, "black"], [None, None, None], ["Kit", 7.5, "red"]]


def refusal(content: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_sheets(content, name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_workbook_reads_row_by_row_with_the_name_of_each_sheet_above() -> None:
    about = made.properties("Pets", modified="2024-05-01T10:00:00Z", created="2023-01-01T00:00:00Z")
    content = read_sheets(
        made.workbook({"Cats": made.sheet(PETS), "Hidden dogs": made.sheet([["Rex", 3]])}, about),
        "pets.xlsx",
    )
    assert content.text == (
        "Cats\n\nName | Age | Colour\nName: Tom; Age: 5; Colour: black\n\n"
        "Name: Kit; Age: 7.5; Colour: red\n\nHidden dogs\n\nRex | 3"
    )
    assert content.headings == (Heading(0, 4, 1, "Cats"), Heading(94, 105, 1, "Hidden dogs"))
    assert (content.unit, content.numbers) == ("row", (1, 2, 4, 1))
    # The first row of a sheet begins where its name does.
    assert content.pages == (0, 26, 60, 94)
    assert (content.title, content.date) == ("Pets", "2024-05-01")


def test_a_place_names_the_row_and_the_sheet() -> None:
    content = read_sheets(made.workbook({"Cats": made.sheet(PETS)}), "pets.xlsx")
    document = Document(
        "Pets",
        ("pets.xlsx",),
        "x",
        "0" * 64,
        content.text,
        content.pages,
        content.headings,
        content.unit,
        content.numbers,
    )
    place = document.place(content.text.index("Kit"))
    assert (place.part, place.heading) == ("row 4", ("Cats",))


def test_values_read_as_a_spreadsheet_shows_them() -> None:
    row = [1.0, 0.1 + 0.2, 1e20, True, "#N/A", " two\nlines ", "date:45413", "date:45413.5"]
    content = read_sheets(made.workbook({"S": made.sheet([row])}), "a.xlsx")
    assert content.text == "S\n\n1 | 0.3 | 1e+20 | TRUE | two lines | 2024-05-01 | 2024-05-01 12:00"


def test_what_is_merged_down_several_rows_is_in_each_of_them() -> None:
    rows = [
        ["Land", "Town", "People"],
        ["Italy", "Rome", 3],
        [None, "Pisa", 1],
        ["Malta", "Mdina", 2],
    ]
    content = read_sheets(made.workbook({"S": made.sheet(rows, merged="A2:A3")}), "a.xlsx")
    assert content.text.splitlines()[2:] == [
        "Land | Town | People",
        "Land: Italy; Town: Rome; People: 3",
        "Land: Italy; Town: Pisa; People: 1",
        "Land: Malta; Town: Mdina; People: 2",
    ]


def test_an_old_workbook_is_read() -> None:
    tom, kit = [(2, 0, "Tom"), (2, 1, 1.5)], [(3, 0, "Kit"), (3, 1, 2.0)]
    content = read_sheets(made.old_workbook([(0, 0, "Name"), (0, 1, "Größe"), *tom, *kit]), "a.xls")
    assert (content.text, content.numbers) == (
        "Old\n\nName | Größe\n\nTom | 1.5\nKit | 2",
        (1, 3, 4),
    )


def test_an_open_document_sheet_is_read_with_its_repeated_cells() -> None:
    body = (
        '<table:table table:name="Cats">'
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Name</text:p>'
        '</table:table-cell><table:table-cell office:value-type="string"><text:p>Born</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="2"/>'
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Tom</text:p>'
        '</table:table-cell><table:table-cell office:value-type="date" '
        'office:date-value="2024-05-01"><text:p>1.5.24</text:p></table:table-cell>'
        "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    content = read_sheets(
        made.zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": (
                    f'<m:manifest xmlns:m="{made.OPEN}:manifest:1.0"><m:file-entry '
                    'm:full-path="/" '
                    'm:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
                    "</m:manifest>"
                ),
                "content.xml": (
                    f"<office:document-content {made.ODF_NAMES}><office:body><office:spreadsheet>"
                    f"{body}</office:spreadsheet></office:body></office:document-content>"
                ),
                "meta.xml": (
                    f'<office:document-meta {made.ODF_NAMES} xmlns:dc="dc"><office:meta>'
                    "<dc:title>Pets</dc:title><dc:date>2024-06-02T10:00:00</dc:date></office:meta>"
                    "</office:document-meta>"
                ),
            }
        ),
        "a.ods",
    )
    assert (content.text, content.numbers) == ("Cats\n\nName | Born\n\nTom | 2024-05-01", (1, 4))
    assert (content.title, content.date) == ("Pets", "2024-06-02")


def test_an_encrypted_workbook_is_refused() -> None:
    content = made.compound("EncryptedPackage".encode("utf-16-le").ljust(4096, b"\0"))
    assert refusal(content) == (
        "a.xlsx is encrypted. Open it in a spreadsheet program and save it without a password"
    )


def test_what_is_no_spreadsheet_is_refused() -> None:
    assert refusal(b"{}", "a.xls") == (
        f"a.xls is not a spreadsheet (.xlsx, .xlsb, .xls, .ods). {REMEDY}"
    )
    assert refusal(made.zipped({"a": "b"})).startswith(
        "a.xlsx is damaged: it cannot be opened as a spreadsheet ("
    )


def test_a_page_with_a_table_that_is_called_a_spreadsheet_is_read() -> None:
    page = b"\xef\xbb\xbf\n<table><tr><th>Name<th>Age<tr><td>Tom<td>5</table>"
    assert read_sheets(page, "a.xls").text == "Name | Age\nTom | 5"


def test_a_stray_cell_far_away_is_refused_with_the_remedy() -> None:
    far = made.sheet([["a"]]).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    assert refusal(made.workbook({"S": far})) == (
        "a.xlsx has a sheet of 17,179,869,184 cells, most of them empty, down to row 1,048,576; "
        "the largest read has 50,000,000. Delete the stray last rows and columns"
    )


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_CHARACTERS", 2_000_000)
    rows = [["w" * 1000] for _ in range(2001)]
    assert refusal(made.workbook({"S": made.sheet(rows)})) == (
        "a.xlsx has more than 2 million characters in its rows. Split it first"
    )


def test_an_old_workbook_whose_sectors_go_in_a_circle_is_refused() -> None:
    whole = bytearray(made.old_workbook([(0, 0, "Name")]))
    # The table of sectors follows the header; sector 2 now leads to itself.
    struct.pack_into("<I", whole, 512 + 2 * 4, 2)
    assert refusal(bytes(whole), "a.xls") == (
        "a.xls is damaged: its sectors do not hang together (a chain has no end). Save it anew "
        "from the program that made it"
    )


def test_an_old_workbook_with_a_cell_outside_of_any_sheet_is_refused() -> None:
    assert refusal(made.old_workbook([(0, 0, "Name"), (0, 60_000, "far")]), "a.xls") == (
        "a.xls is damaged: it has a cell in a column that no sheet has. Save it anew from the "
        "program that made it"
    )


def test_entities_are_refused_wherever_they_are_declared() -> None:
    about = '<!DOCTYPE a [<!ENTITY x "ha">]><a>&x;</a>'
    assert refusal(made.workbook({"S": made.sheet(PETS)}, about)).startswith(
        "a.xlsx declares entities of its own in docProps/core.xml"
    )
    bomb = '<!DOCTYPE a [<!ENTITY x "ha">]>' + made.sheet(PETS)
    assert refusal(made.workbook({"S": bomb})).startswith(
        "a.xlsx declares entities of its own in xl/worksheets/sheet1.xml"
    )


values = st.one_of(
    st.none(),
    st.integers(-999, 999),
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(values, max_size=4), max_size=30))
def test_every_value_stands_in_the_line_of_its_row(rows: list[list[object]]) -> None:
    content = read_sheets(made.workbook({"S": made.sheet(rows)}), "a.xlsx")
    ends = [*content.pages[1:], len(content.text)][: len(content.pages)]
    by_row = {
        number: content.text[start:end]
        for number, start, end in zip(content.numbers, content.pages, ends, strict=True)
    }
    assert list(content.pages) == sorted(content.pages)
    for number, row in enumerate(rows, start=1):
        for value in filter(lambda value: value is not None, row):
            assert str(value) in by_row.get(number, content.text)


def test_formulas_without_a_value_are_told_and_the_rest_is_read() -> None:
    def cells(*inside: str) -> str:
        said = "".join(f'<c r="A{at}"{more}</c>' for at, more in enumerate(inside, start=1))
        return made.sheet([["Cats"]]).replace("</row>", f'</row><row r="2">{said}</row>')

    sound = (" ><f>1+1</f><v>2</v>", ' t="str"><f>T(A9)</f><v></v>', "><v>3</v>", ' s="0">')
    bare = ("><f>A1*2</f>", "><f>A1*3</f><v/>", '><f t="shared" si="0"/><v></v>')
    assert read_sheets(made.workbook({"S": cells(*sound)}), "a.xlsx").unread == ()
    content = read_sheets(made.workbook({"S": cells(*sound, *bare)}), "a.xlsx")
    assert content.unread == (
        (
            "3 formulas",
            "a.xlsx/3 formulas have no value in the file; the rest is read. Open it in a "
            "spreadsheet program and save it",
        ),
    )
    content = read_sheets(made.workbook({"S": cells(bare[0])}), "a.xlsx")
    assert content.unread[0][1].startswith("a.xlsx/1 formula has no value in the file; ")
