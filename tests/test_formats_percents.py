"""Percentages in spreadsheets, which show a hundred times the number that is stored."""

import io
import zipfile

import made
import pytest

from index.formats.percents import percentages
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
        (3, 0.5, "0.5"),
        (4, 12, "12"),
        (5, 12, "12"),
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
    assert percentages(content, "a.xlsx") == (frozenset([(1, 1)]), frozenset([(1, 27)]))
    assert read_sheets(content, "a.xlsx").text == "S1\n\n50% | 0.5\n\nS2\n\n0.5 | 50%"


def test_percentages_of_an_open_document_are_read_where_they_are_repeated() -> None:
    share = 'office:value-type="percentage" office:value="0.25"'
    body = (
        '<table:table table:name="S"><table:table-row>'
        '<table:table-cell table:number-columns-repeated="2"/>'
        f'<table:table-cell {share} table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="float" office:value="0.25"/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="2"><table:table-cell {share}/>'
        "</table:table-row></table:table>"
    )
    content = made.zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": (
                f'<m:manifest xmlns:m="{made.OPEN}:manifest:1.0"><m:file-entry m:full-path="/" '
                'm:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>'
            ),
            "content.xml": (
                f"<office:document-content {made.ODF_NAMES}><office:body><office:spreadsheet>"
                f"{body}</office:spreadsheet></office:body></office:document-content>"
            ),
        }
    )
    assert percentages(content, "a.ods") == (frozenset([(0, 2), (0, 3), (1, 0), (2, 0)]),)
    assert read_sheets(content, "a.ods").text == "S\n\n25% | 25% | 0.25\n25%\n25%"
