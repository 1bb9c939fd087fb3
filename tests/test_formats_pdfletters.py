import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from index.formats.pdf import read_pdf
from index.formats.pdfletters import clean, lettered, word_begins


def set_apart(text: str, points: float) -> str:
    """Return the text of a page with a line of 10 points whose letters stand apart."""
    made = io.BytesIO()
    canvas = Canvas(made, invariant=True)
    line = canvas.beginText(72, 700)
    line.setFont("Helvetica", 10)
    line.setCharSpace(points)
    line.textLine(text)
    canvas.drawText(line)
    canvas.save()
    return read_pdf(made.getvalue(), "a.pdf").text


@pytest.mark.parametrize("points", [2, 3, 5, 8])
def test_letters_that_are_set_apart_are_words(points: float) -> None:
    assert set_apart("ANNUAL REPORT 2025", points) == "ANNUAL REPORT 2025"
    assert set_apart("FINANCES", points) == "FINANCES"


def test_letters_with_spaces_between_them_are_words_if_some_stand_farther_apart() -> None:
    assert set_apart("A N N U A L   R E P O R T", 0) == "ANNUAL REPORT"
    assert set_apart("A B C D E F", 0) == "A B C D E F"


def test_letters_in_columns_are_no_word() -> None:
    assert word_begins([1.2] * 6, is_drawn=True) == []
    assert word_begins([0.3, 0.3, 0.7, 0.3], is_drawn=True) == [0, 3]
    assert word_begins([0.3] * 4, is_drawn=False) == []


@pytest.mark.parametrize(
    ("units", "text"),
    [
        ("E\x1ecient \x1cnds \x15 o\x1bers of \x1dour", "Efficient finds – offers of flour"),
        ("\x10Di\x1ferent\x11", "“Difflerent”"),
        # In the first fonts fl is a return, which does not end a line.
        ("E\x0ecient \x0cnd: \rour\r\no\x0bers", "Efficient find: flour offers"),
    ],
)
def test_what_the_fonts_of_latex_draw_is_read(units: str, text: str) -> None:
    assert clean(lettered(units)) == text
