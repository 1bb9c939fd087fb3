import io

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from index.formats.pdf import read_pdf


def printed(**about: str) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, invariant=True)
    canvas.drawString(72, 700, "Cats purr.")
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=made)
    writer.metadata = None
    writer.add_metadata({f"/{key}": value for key, value in about.items()})
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


@pytest.mark.parametrize(
    ("about", "date"),
    [
        ({"ModDate": "D:20240501120000Z", "CreationDate": "D:20230101"}, "2024-05-01"),
        ({"CreationDate": "D:20230101120000+02'00'"}, "2023-01-01"),
        ({"ModDate": "yesterday"}, ""),
        ({}, ""),
    ],
)
def test_the_date_is_that_of_the_last_change_else_of_the_making(
    about: dict[str, str], date: str
) -> None:
    content = read_pdf(printed(**about), "a.pdf")
    assert (content.text, content.date) == ("Cats purr.", date)


@pytest.mark.parametrize(
    ("given", "title"),
    [("All about cats", "All about cats"), ("Untitled 1", None), ("a.docx", None)],
)
def test_a_title_that_a_program_gave_is_none(given: str, title: str | None) -> None:
    assert read_pdf(printed(Title=given), "a.pdf").title == title
