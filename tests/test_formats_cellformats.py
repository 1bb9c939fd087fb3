"""Numbers in spreadsheets, which show otherwise than they are stored."""

import io
import struct
import zipfile

import made
import pytest

from index.formats.cellformats import looks
from index.formats.numberformats import written
from index.formats.sheets import read_sheets

FORMATS = [
    (164, "0.0%"),
    (165, "0.00_);[Red]\\-0.00%"),
    (166, "0&quot;% of all&quot;"),
    (167, "0\\%"),
    (168, "[h]:mm"),
]


def workbook(*sheets: str) -> bytes:
    """A workbook whose styles 1 to 6 are 0%, then those of FORMATS."""
    base = made.workbook({f"S{number}": sheet for number, sheet in enumerate(sheets, start=1)})
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    codes = "".join(f'<numFmt numFmtId="{key}" formatCode="{code}"/>' for key, code in FORMATS)
    styles = "".join(f'<xf numFmtId="{key}"/>' for key in [0, 9, *(key for key, _ in FORMATS)])
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{made.SHEET}"><numFmts>{codes}</numFmts><cellXfs>{styles}</cellXfs>'
        "</styleSheet>"
    ).encode()
    return made.zipped(parts)


def sheet(*cells: tuple[str, int, object]) -> str:
    said = "".join(
        f'<c s="{style}" r="{place}"><v>{value}</v></c>' for place, style, value in cells
    )
    return (
        f'<worksheet xmlns="{made.SHEET}"><sheetData><row r="2">{said}</row></sheetData>'
        "</worksheet>"
    )


@pytest.mark.parametrize(
    ("style", "value", "text"),
    [
        (0, 0.25, "0.25"),
        (1, 0.25, "25%"),
        (1, 0.07, "7%"),
        (1, 1, "100%"),
        (2, 0.125, "12.5%"),
        (2, -0.125, "-12.5%"),
        # A sign that is written as it stands makes nothing larger, nor one for other numbers.
        (3, 0.5, "0.50"),
        (4, 12, "12% of all"),
        (5, 12, "12%"),
        # Days and a half, in hours.
        (6, 1.5, "36:00"),
        (6, 0.2604282407407407, "6:15:01"),
    ],
)
def test_a_number_reads_as_a_spreadsheet_shows_it(style: int, value: float, text: str) -> None:
    content = read_sheets(workbook(sheet(("C2", style, value))), "a.xlsx")
    assert content.text == f"S1\n\n{text}"


def test_places_are_those_of_each_sheet() -> None:
    first = sheet(("B2", 1, 0.5), ("C2", 0, 0.5))
    second = sheet(("B2", 0, 0.5), ("AB2", 2, 0.5))
    content = workbook(first, second)
    shows = [look.shows for look in looks(content, "a.xlsx")]
    assert [shows[0](1, 1, 0.5), shows[0](0, 1, 0.5), shows[1](1, 27, 0.5)] == [
        "50%",
        None,
        "50.0%",
    ]
    assert read_sheets(content, "a.xlsx").text == "S1\n\n50% | 0.5\n\nS2\n\n0.5 | 50.0%"


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234.5, '#,##0.00 "€"', "1,234.50 €"),
        (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
        (1234567.8, "$#,##0", "$1,234,568"),
        (2.675, "0.00", "2.68"),
        (-1234.6, "$#,##0_);[Red]($#,##0)", "($1,235)"),
        (-1234.5, '_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-;_-* "-"?? "€"_-;_-@_-', "-1,234.50 €"),
        (0, '_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-;_-* "-"?? "€"_-;_-@_-', "- €"),
        (-0.5, "0.0", "-0.5"),
        (-0.001, "0.00", "0.00"),
        (1234, "00000", "01234"),
        (5551234567, "(###) ###-####", "(555) 123-4567"),
        (12.5, '0.0" kg"', "12.5 kg"),
        (12.5, "0.0\\x", "12.5x"),
        (1234567, '#,##0,"k"', "1,235k"),
        (12200000, '#,##0.0,,"M"', "12.2M"),
        (2500, '0.0,"k"', "2.5k"),
        (1.5, "0.##", "1.5"),
        (2, "0.##", "2"),
        (0.5, "#.##", ".5"),
        (3, '"n/a"', "n/a"),
        (1e16, "#,##0", "10,000,000,000,000,000"),
        (0, "#", ""),
        # What is not known, or shows nothing.
        (12345, "0.00E+00", None),
        (0.5, "# ?/?", None),
        (1234, "[>=1000]#,##0;0.00", None),
        (12, "@", None),
        (12, "General", None),
        (12, "", None),
        (12, ";;;", None),
        (45413, "dd/mm/yyyy", None),
        (1e300, "0.00", None),
        (float("nan"), "0.00", None),
        # As many digits as a code has.
        (1.5, f"0.{'0' * 200}", f"1.5{'0' * 199}"),
    ],
)
def test_a_number_is_written_by_the_code_of_its_format(
    value: float, code: str, text: str | None
) -> None:
    assert written(value, code) == text


def open_document(body: str) -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return made.zipped(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": (
                f'<m:manifest xmlns:m="{made.OPEN}:manifest:1.0"><m:file-entry m:full-path="/" '
                f'm:media-type="{kind}"/></m:manifest>'
            ),
            "content.xml": (
                f"<office:document-content {made.ODF_NAMES}><office:body><office:spreadsheet>"
                f'<table:table table:name="S">{body}</table:table></office:spreadsheet>'
                "</office:body></office:document-content>"
            ),
        }
    )


def test_percentages_of_an_open_document_are_read_where_they_are_repeated() -> None:
    share = 'office:value-type="percentage" office:value="0.125"'
    content = open_document(
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        f'<table:table-cell {share} table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="float" office:value="0.25"/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="2"><table:table-cell {share}/>'
        "</table:table-row>"
    )
    assert read_sheets(content, "a.ods").text == "S\n\n12.5% | 12.5% | 0.25\n12.5%\n12.5%"


def test_numbers_of_an_open_document_read_as_it_says_that_they_show() -> None:
    def number(kind: str, value: str, text: str) -> str:
        said = f'office:value-type="{kind}" office:value="{value}"'
        return f"<table:table-cell {said}><text:p>{text}</text:p></table:table-cell>"

    cells = number("currency", "-1234.5", "-1.234,50 <text:s/>€") + number("float", "5", "5,00")
    content = open_document(f"<table:table-row>{cells}</table:table-row>")
    assert read_sheets(content, "a.ods").text == "S\n\n-1.234,50 € | 5,00"


def test_what_is_merged_in_an_open_document_is_in_each_row() -> None:
    def cell(text: str, spanned: str = "") -> str:
        said = f'office:value-type="string" {spanned}'
        return f"<table:table-cell {said}><text:p>{text}</text:p></table:table-cell>"

    two = cell("Italy", 'table:number-rows-spanned="2" table:number-columns-spanned="1"')
    rows = [
        cell("Land") + cell("Town"),
        two + cell("Rome"),
        "<table:covered-table-cell/>" + cell("Pisa"),
        cell("Malta"),
    ]
    content = open_document("".join(f"<table:table-row>{row}</table:table-row>" for row in rows))
    assert read_sheets(content, "a.ods").text.splitlines()[2:] == [
        "Land | Town",
        "Land: Italy; Town: Rome",
        "Land: Italy; Town: Pisa",
        "Land: Malta",
    ]


def test_hours_beyond_a_day_read_alike_in_an_open_document() -> None:
    times = "".join(
        f'<table:table-cell office:value-type="time" office:time-value="{time}"/>'
        for time in ("PT30H05M00S", "PT124H00M09S")
    )
    content = open_document(f"<table:table-row>{times}</table:table-row>")
    assert read_sheets(content, "a.ods").text == "S\n\n30:05 | 124:00:09"


def test_numbers_of_an_old_workbook_read_as_they_show() -> None:
    rows = [(1, at, value) for at, value in enumerate([1234.5, 0.125, 0.25, 1.5])]
    content = made.old_workbook(rows, {0: '"$"#,##0.00', 1: "0.0%", 2: 9, 3: 0})
    assert read_sheets(content, "a.xls").text == "Old\n\n$1,234.50 | 12.5% | 25% | 1.5"


def test_of_an_old_workbook_whose_styles_are_cut_short_no_number_has_a_format() -> None:
    content = made.old_workbook([(1, 0, 0.125)], {0: 9})
    style = struct.pack("<HH2xH", 0xE0, 20, 9)
    cut = content.replace(style + bytes(16), struct.pack("<HH2x", 0xE0, 2) + bytes(18))
    assert cut != content
    assert len(looks(content, "a.xls")) == 1
    assert looks(cut, "a.xls") == ()
