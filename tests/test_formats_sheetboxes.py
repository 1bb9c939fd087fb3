import io
import zipfile

import made

from index.documents import Heading
from index.formats.sheets import read_sheets

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_NAMES = f'xmlns:x="{_DRAWING}" xmlns:a="{made.DRAWING}" xmlns:mc="m"'


def box(*paragraphs: str, hidden: bool = False) -> str:
    texts = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)
    look = f'<x:nvSpPr><x:cNvPr id="1" name="Box" hidden="{int(hidden)}"/></x:nvSpPr>'
    return f"<x:sp>{look}<x:txBody>{texts}</x:txBody></x:sp>"


def at(row: int, *shapes: str) -> str:
    place = f"<x:from><x:col>0</x:col><x:row>{row}</x:row></x:from>"
    return f"<x:twoCellAnchor>{place}{''.join(shapes)}</x:twoCellAnchor>"


def with_boxes(*anchors: str) -> bytes:
    """A workbook of two sheets, over the first of which boxes stand."""
    rows = made.sheet([["Berth", "Fee"], ["Small", 40.0], ["Large", 80.0]])
    whole = io.BytesIO(made.workbook({"Fees": rows, "More": made.sheet([["Rope"]])}))
    with zipfile.ZipFile(whole, "a") as archive:
        first = min(each for each in archive.namelist() if each.startswith("xl/worksheets/"))
        folder, _, file = first.rpartition("/")
        archive.writestr(
            f"{folder}/_rels/{file}.rels", made.relations(("drawing", "../drawings/d.xml"))
        )
        archive.writestr("xl/drawings/d.xml", f"<x:wsDr {_NAMES}>{''.join(anchors)}</x:wsDr>")
    return whole.getvalue()


def test_what_stands_in_boxes_comes_behind_the_rows_of_their_sheet() -> None:
    group = f"<x:grpSp>{box('Paid in May.')}</x:grpSp>"
    content = read_sheets(
        with_boxes(at(8, box("All in euros.", "", "Since 2024.")), at(4, group)), "a.xlsx"
    )
    assert content.text == (
        "Fees\n\nBerth | Fee\nBerth: Small; Fee: 40\nBerth: Large; Fee: 80\n\n"
        "Paid in May.\n\nAll in euros.\nSince 2024.\n\nMore\n\nRope"
    )
    assert content.numbers == (1, 2, 3, 5, 9, 9, 1)
    assert content.headings == (Heading(0, 4, 1, "Fees"), Heading(104, 108, 1, "More"))


def test_hidden_boxes_and_what_old_programs_show_instead_are_left_out() -> None:
    hidden = f'<x:grpSp><x:nvGrpSpPr><x:cNvPr hidden="true"/></x:nvGrpSpPr>{box("No.")}</x:grpSp>'
    twice = (
        f"<mc:AlternateContent><mc:Choice>{box('Once.')}</mc:Choice>"
        f"<mc:Fallback>{box('Once.')}</mc:Fallback></mc:AlternateContent>"
    )
    content = read_sheets(
        with_boxes(at(3, box("No.", hidden=True)), at(3, hidden), at(3, twice)), "a.xlsx"
    )
    assert content.text.split("\n\n") == [
        "Fees",
        "Berth | Fee\nBerth: Small; Fee: 40\nBerth: Large; Fee: 80",
        "Once.",
        "More",
        "Rope",
    ]
