import io
from collections.abc import Sequence
from pathlib import Path

import pypdf
import pytest
from files import pdf
from pypdf import generic
from reportlab.pdfgen.canvas import Canvas

from index.formats import pdffiles
from index.formats.content import Attachment
from index.formats.pdf import read_pdf
from index.formats.pdfletters import clean
from index.formats.table import read_all


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


def with_files(
    *files: tuple[str, bytes], pinned: Sequence[tuple[str, bytes]] = (), text: str = "Cats purr."
) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(text)))
    for name, content in files:
        writer.add_attachment(name, content)
    notes = generic.ArrayObject()
    for name, content in pinned:
        stream = generic.DecodedStreamObject()
        stream.set_data(content)
        held = generic.DictionaryObject({generic.NameObject("/F"): writer._add_object(stream)})
        specification = generic.DictionaryObject(
            {
                generic.NameObject("/Type"): generic.NameObject("/Filespec"),
                generic.NameObject("/F"): generic.create_string_object(name),
                generic.NameObject("/UF"): generic.create_string_object(name),
                generic.NameObject("/EF"): held,
            }
        )
        note = generic.DictionaryObject(
            {
                generic.NameObject("/Type"): generic.NameObject("/Annot"),
                generic.NameObject("/Subtype"): generic.NameObject("/FileAttachment"),
                generic.NameObject("/Rect"): generic.RectangleObject((0, 0, 9, 9)),
                generic.NameObject("/FS"): specification,
            }
        )
        notes.append(writer._add_object(note))
    if pinned:
        writer.pages[0][generic.NameObject("/Annots")] = notes
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


def test_files_attached_to_a_pdf_are_documents_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        with_files(
            ("Größe.txt", b"Dogs bark."),
            ("b.png", b"x"),
            ("c.pdf", pdf("Fish swim.")),
            ("d.md", b""),
        )
    )
    reading = read_all(path, source="a.pdf")
    # PDFium has them in the order of their names.
    assert [(document.source, document.text) for document in reading.documents] == [
        ("a.pdf", "Cats purr."),
        ("a.pdf/Größe.txt", "Dogs bark."),
        ("a.pdf/c.pdf", "Fish swim."),
    ]
    assert reading.failed == (("a.pdf/d.md", "a.pdf/d.md is empty"),)


def test_a_long_name_of_an_attached_file_keeps_its_suffix() -> None:
    (file,) = read_pdf(with_files(("a" * 300 + ".txt", b"Dogs bark.")), "a.pdf").attachments
    assert file == Attachment("a" * 195 + "….txt", b"Dogs bark.")


def test_files_pinned_to_a_page_are_attached_too_and_none_counts_twice() -> None:
    notes, other = ("notes.txt", b"Dogs bark."), ("notes.txt", b"Fish swim.")
    read = read_pdf(with_files(notes, pinned=[notes, other]), "a.pdf")
    assert read.attachments == (Attachment(*notes), Attachment(*other))


def test_a_folder_of_files_that_is_a_pdf_without_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(with_files(("notes.txt", b"Dogs bark."), text=""))
    reading = read_all(path, source="a.pdf")
    assert [document.source for document in reading.documents] == ["a.pdf/notes.txt"]
    ((source, line),) = reading.failed
    assert source == "a.pdf/page 1"
    assert line.startswith("a.pdf has no text layer (1 page, 0 characters).")


def test_attached_files_too_large_together_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdffiles, "MAX_TOTAL_BYTES", 15)
    path = tmp_path / "a.pdf"
    path.write_bytes(with_files(("a.txt", b"Dogs bark."), ("b.txt", b"Fish swim.")))
    reading = read_all(path, source="a.pdf")
    assert [document.source for document in reading.documents] == ["a.pdf", "a.pdf/a.txt"]
    ((source, line),) = reading.failed
    assert (source, line) == (
        "a.pdf/b.txt",
        "a.pdf/b.txt has 0.0 MB; the largest attached file read has 200 MB, and all of them "
        "0 MB. Save it by itself",
    )


def test_pdfs_attached_to_pdfs_without_end_are_left_alone(
    tmp_path: Path,
) -> None:
    content = pdf("Cats purr.")
    for _ in range(5):
        content = with_files(("in.pdf", content))
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    reading = read_all(path, source="a.pdf")
    assert len(reading.documents) == 4
    ((source, line),) = reading.failed
    assert source == "a.pdf/in.pdf/in.pdf/in.pdf/in.pdf"
    assert line.endswith("lies in 4 other files and is not read. Save it by itself")


def placed(*words: tuple[float, float, str]) -> str:
    """Return the text of a page with words at places, given in points from below and the left."""
    made = io.BytesIO()
    canvas = Canvas(made, invariant=True)
    canvas.setFont("Helvetica", 10)
    for left, base, word in words:
        canvas.drawString(left, base, word)
    canvas.save()
    return read_pdf(made.getvalue(), "a.pdf").text


def test_the_cells_of_a_row_stay_apart() -> None:
    # A word of ten letters is about 50 points long.
    rows = placed(
        *((72, 700, "River"), (130, 700, "Length"), (180, 700, "Comes from")),
        *((72, 686, "Ulla"), (130, 686, "214 km"), (180, 686, "Lake Skarn")),
        *((72, 672, "Brenn"), (130, 672, "97 km"), (180, 672, "a glacier in the north of")),
        (180, 660, "the county"),
        (72, 620, "They were measured in 2018."),
    )
    assert rows == (
        "River   Length   Comes from\n"
        "Ulla   214 km   Lake Skarn\n"
        "Brenn   97 km   a glacier in the north of the county\n\n"
        "They were measured in 2018."
    )


def test_a_row_of_numbers_has_cells() -> None:
    rows = placed((72, 700, "2015"), (100, 700, "645"), (180, 700, "105"))
    assert rows == "2015 645   105"


def test_a_row_in_the_columns_of_the_next_one_has_its_cells() -> None:
    # Gaps of 7 to 9 points, with letters of 10, are no cells by themselves.
    rows = placed(
        *(
            (72, 700, "Berth"),
            (104, 700, "Length"),
            (142, 700, "Price per night"),
            (260, 700, "Note"),
        ),
        *((72, 686, "A1"), (104, 686, "8 m"), (142, 686, "£12.00")),
        *((72, 672, "B1"), (104, 672, "12 m"), (142, 672, "£22.50"), (260, 672, "No dogs")),
        (72, 644, "The staff answers the telephone."),
    )
    assert rows == (
        "Berth   Length   Price per night   Note\n"
        "A1   8 m   £12.00\n"
        "B1   12 m   £22.50   No dogs\n\n"
        "The staff answers the telephone."
    )
    justified = [
        (72, 700, "a"),
        (82, 700, "cat"),
        (102, 700, "of"),
        (116, 700, "a"),
        (126, 700, "dog"),
    ]
    row = [(72, 686, "1"), (100, 686, "2"), (140, 686, "3")]
    assert placed(*justified, *row) == "a cat of a dog\n1   2   3"


def test_lines_with_labels_and_lines_that_count_on_are_lines_of_their_own() -> None:
    page = placed((72, 700, "Name: Ann"), (72, 688, "Town: Vik"), (72, 676, "Born: 1990"))
    assert page == "Name: Ann\nTown: Vik\nBorn: 1990"
    page = placed(
        (72, 700, "1 Counted in May"), (72, 688, "2 Without cats"), (72, 676, "4 of us were")
    )
    assert page == "1 Counted in May\n2 Without cats\n4 of us were"
    page = placed(
        (72, 700, "We counted in May"), (72, 688, "2 of the dogs and"), (72, 676, "4 of the cats")
    )
    assert page == "We counted in May 2 of the dogs and 4 of the cats"


def test_columns_of_rows_are_no_cells_of_several_lines() -> None:
    left = [(72, 700, "Order:"), (150, 700, "R7"), (72, 688, "Estimate:"), (150, 688, "E4")]
    assert placed(*left, (350, 700, "Cinema:"), (430, 700, "Downtown")) == (
        "Order:   R7\nEstimate:   E4\n\nCinema:   Downtown"
    )


def test_a_short_cell_far_from_the_next_one_is_no_label() -> None:
    assert placed((72, 700, "180"), (130, 700, "-24")) == "180   -24"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        # A justified line: all words are as far apart.
        ([(72, "cats"), (108, "purr"), (144, "here"), (181, "still")], "cats purr here still"),
        # A number or a bullet before its item.
        ([(72, "1."), (100, "Cats purr.")], "1. Cats purr."),
        # More room behind a sentence.
        ([(72, "Cats purr."), (136, "They do.")], "Cats purr. They do."),
        # The dots of a table of contents.
        ([(72, "Cats"), (130, ". . . . . . . . ."), (200, "7")], "Cats … 7"),
    ],
)
def test_what_is_no_row_has_no_cells(words: Sequence[tuple[float, str]], text: str) -> None:
    assert placed(*((left, 700, word) for left, word in words)) == text


def raised(*said: tuple[str, int], turned: int = 0) -> str:
    """The text of a line whose parts are raised by some points."""
    file = io.BytesIO()
    canvas = Canvas(file)
    if turned:
        canvas.rotate(turned)
        canvas.translate(0, -500)
    text = canvas.beginText(72, 300)
    for part, rise in said:
        text.setFont("Helvetica", 7 if rise else 11)
        text.setRise(rise)
        text.textOut(part)
    canvas.drawText(text)
    canvas.save()
    return read_pdf(file.getvalue(), "a.pdf").text


@pytest.mark.parametrize("turned", [0, 90])
def test_a_raised_number_behind_another_is_a_power(turned: int) -> None:
    line = [
        ("It has 10", 0),
        ("6", 4),
        (" J, 10", 0),
        ("-12", 4),
        (" m s", 0),
        ("-1", 4),
        (", x", 0),
        ("n-1", 4),
        (", the 1", 0),
        ("st", 4),
        (" note", 0),
        ("12", 4),
        (" of 2026-11-30.", 0),
    ]
    assert raised(*line, turned=turned) == (
        "It has 10^6 J, 10^-12 m s^-1, xn-1, the 1st note12 of 2026-11-30."
    )


def test_a_whole_number_with_a_fraction_is_no_power() -> None:
    parts = [("Take 1", 0), ("1", 4), ("/2 cups of water and more.", 0)]
    assert raised(*parts) == "Take 1 1/2 cups of water and more."
    parts = [("It costs $1,299", 0), ("95", 4), (" in the shops of the town.", 0)]
    assert raised(*parts) == "It costs $1,299.95 in the shops of the town."


def test_a_soft_hyphen_that_a_page_shows_is_a_hyphen() -> None:
    assert clean("2023\u00ad24, o\ufb03ce") == "2023-24, office"


def test_large_print_across_a_page_is_no_heading() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(72, 700, "Cats purr.")
    canvas.setFont("Helvetica", 60)
    canvas.translate(200, 300)
    canvas.rotate(45)
    canvas.drawString(0, 0, "DRAFT")
    canvas.save()
    content = read_pdf(file.getvalue(), "a.pdf")
    assert (content.text, content.title, content.headings) == ("Cats purr.\n\nDRAFT", None, ())
