import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from pypdf import generic
from pypdfium2 import raw
from reportlab.pdfgen.canvas import Canvas

from index.formats.content import Attachment
from index.formats.pdf import read_pdf
from index.formats.pdffields import with_filled
from index.formats.pdfium import draw
from index.formats.pdflines import Line


def drawn(draw: Callable[[Canvas], object]) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, invariant=True)
    draw(canvas)
    canvas.save()
    return made.getvalue()


def form(canvas: Canvas) -> None:
    """Two fields beside their labels, one below its own, a box with a tick and one without."""
    for name, left, base in [
        *(("First name:", 72, 700), ("Last name:", 300, 700), ("Remarks", 72, 660)),
        *(("Married", 72, 600), ("Single", 200, 600), ("All of this is true.", 72, 560)),
    ]:
        canvas.drawString(left, base, name)
    fields = canvas.acroForm
    for name, left, bottom, value in [
        *(("c", 72, 635, "Likes cats"), ("b", 380, 695, "Lovelace"), ("a", 150, 695, "Ada")),
    ]:
        fields.textfield(name=name, x=left, y=bottom, width=120, height=20, value=value)
    fields.checkbox(name="d", x=150, y=595, checked=True)
    fields.checkbox(name="e", x=250, y=595, checked=False)


FORM = (
    "First name:   Ada   Last name:   Lovelace\n\nRemarks\nLikes cats\n\n"
    "Married   ☒   Single   ☐\n\nAll of this is true."
)


def changed(content: bytes, change: Callable[[pypdf.PdfWriter], object]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    change(writer)
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


def test_what_is_filled_in_stands_beside_its_label() -> None:
    assert read_pdf(drawn(form), "a.pdf").text == FORM


def test_what_is_filled_in_is_read_where_no_program_drew_it() -> None:
    def undrawn(writer: pypdf.PdfWriter) -> None:
        for note in writer.pages[0]["/Annots"]:
            del note.get_object()["/AP"]

    assert read_pdf(changed(drawn(form), undrawn), "a.pdf").text == FORM


def test_what_is_hidden_is_not_read() -> None:
    def hidden(writer: pypdf.PdfWriter) -> None:
        first, second, *_ = writer.pages[0]["/Annots"]
        # The flags 2 and 32: hidden, and not to be seen on a screen.
        first.get_object()[generic.NameObject("/F")] = generic.NumberObject(2)
        second.get_object()[generic.NameObject("/F")] = generic.NumberObject(32)

    text = read_pdf(changed(drawn(form), hidden), "a.pdf").text
    assert text == FORM.replace("   Lovelace", "").replace("\nLikes cats", "")


def with_note(content: bytes, kind: str, text: str, base: float = 500, **more: object) -> bytes:
    """Put a note on the first page that shows a text."""

    def put(writer: pypdf.PdfWriter) -> None:
        shown = generic.DecodedStreamObject()
        shown.set_data(f"BT /F1 12 Tf 0 4 Td ({text}) Tj ET".encode())
        box = generic.RectangleObject((0, 0, 200, 20))
        page = writer.pages[0]
        for key, value in (("/Subtype", "/Form"), ("/Type", "/XObject")):
            shown[generic.NameObject(key)] = generic.NameObject(value)
        shown[generic.NameObject("/BBox")] = box
        shown[generic.NameObject("/Resources")] = page["/Resources"]
        note = generic.DictionaryObject(
            {
                generic.NameObject("/Type"): generic.NameObject("/Annot"),
                generic.NameObject("/Subtype"): generic.NameObject(f"/{kind}"),
                generic.NameObject("/Contents"): generic.create_string_object(text),
                generic.NameObject("/Rect"): generic.RectangleObject((90, base, 290, base + 20)),
                generic.NameObject("/AP"): generic.DictionaryObject(
                    {generic.NameObject("/N"): writer._add_object(shown)}
                ),
            }
        )
        notes = page.setdefault(generic.NameObject("/Annots"), generic.ArrayObject())
        notes.append(writer._add_object(note))

    return changed(content, put)


def cats(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "Cats purr.")
    canvas.linkURL("http://x.org", (72, 695, 150, 712))


@pytest.mark.parametrize("kind", ["FreeText", "Stamp"])
def test_what_is_written_over_a_page_comes_last(kind: str) -> None:
    content = with_note(with_note(drawn(cats), kind, "Approved.", 750), kind, "By the board.")
    assert read_pdf(content, "a.pdf").text == "Cats purr.\n\nApproved.\n\nBy the board."


def test_what_is_written_over_a_page_is_not_read_by_ocr_too(tmp_path: Path) -> None:
    content = with_note(drawn(lambda canvas: canvas.drawString(72, 700, " ")), "FreeText", "Yes.")
    picture = tmp_path / "page.pgm"
    assert list(draw(content, [0], picture)) == [0]
    # Behind three lines of facts each dot is a byte, and white is 255.
    assert set(picture.read_bytes().split(b"\n", 3)[3]) == {255}
    assert read_pdf(content, "a.pdf").text == "Yes."


@pytest.mark.parametrize("kind", ["Text", "Popup", "Highlight", "Link", "FileAttachment"])
def test_marks_and_notes_that_a_click_opens_are_no_print(kind: str) -> None:
    content = with_note(with_note(drawn(cats), kind, "Really?"), "FreeText", "Approved.", 650)
    # What says something stands behind the print: see the remarks.
    said, _, _ = read_pdf(content, "a.pdf").text.partition("\n\nComments\n\n")
    assert said == "Cats purr.\n\nApproved."


def test_a_page_with_print_and_links_alone_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(raw, "FPDFPage_Flatten", refuse)
    assert read_pdf(with_note(drawn(cats), "Link", "Really?"), "a.pdf").text == "Cats purr."
    with pytest.raises(AssertionError):
        read_pdf(with_note(drawn(cats), "FreeText", "Really?"), "a.pdf")


def test_a_file_pinned_to_a_form_is_attached() -> None:
    def pinned(writer: pypdf.PdfWriter) -> None:
        stream = generic.DecodedStreamObject()
        stream.set_data(b"Dogs bark.")
        held = generic.DictionaryObject({generic.NameObject("/F"): writer._add_object(stream)})
        file = generic.DictionaryObject(
            {
                generic.NameObject("/Type"): generic.NameObject("/Filespec"),
                generic.NameObject("/F"): generic.create_string_object("dogs.txt"),
                generic.NameObject("/EF"): held,
            }
        )
        note = writer.pages[0]["/Annots"][-1].get_object()
        note[generic.NameObject("/FS")] = file

    content = changed(with_note(drawn(form), "FileAttachment", "Dogs"), pinned)
    read = read_pdf(content, "a.pdf")
    assert (read.text, read.attachments) == (FORM, (Attachment("dogs.txt", b"Dogs bark."),))


# ---- where values are put


def line(text: str, left: float, base: float, angle: int = 0) -> Line:
    return Line(text, left, left + 5 * len(text), base, 10, angle=angle)


def put(printed: list[Line], *values: Line) -> list[str]:
    fields = [(0.0, 0.0, 600.0, 800.0), (-800.0, 0.0, 0.0, 600.0)]
    before = [[each] for each in printed]
    return [each.text for each in with_filled(printed, before, [*before, [*values]], fields)]


def test_a_value_goes_into_the_nearest_row_at_its_height() -> None:
    printed = [line("Name", 50, 700), line("Born", 50, 680), line("Town", 300, 700)]
    # "Town" ends at 320; the value begins 4 points behind it, which is less than its size.
    values = [line("Rome", 324, 702), line("1815", 150, 678), line("Ada", 100, 699)]
    assert put(printed, *values) == ["Name   Ada", "Born   1815", "Town Rome"]


def test_a_value_at_a_height_of_its_own_makes_a_row_below_the_next_above() -> None:
    printed = [line("Name", 50, 700), line("Born", 50, 600)]
    values = [line("Lovelace", 150, 680), line("Ada", 50, 680), line("London", 50, 720)]
    assert put(printed, *values) == ["London", "Name", "Ada   Lovelace", "Born"]


def test_a_value_that_runs_upwards_stays_with_its_like() -> None:
    # Of what runs upwards the height counts from the right edge: a base of -50 is at x = 50.
    printed = [line("Name", 50, 700), line("Born", 100, -50, angle=1)]
    assert put(printed, line("1815", 200, -50, angle=1)) == ["Name", "Born   1815"]


def test_print_is_as_it_was_and_what_stands_in_no_field_comes_last() -> None:
    printed = [line("Cats   purr", 50, 700), line("Cats   purr", 50, 700)]
    before = [[line("Cats", 50, 700), line("purr", 90, 700)]] * 2
    note = line("Really?", 50, 700)
    assert with_filled(printed, before, [*before, [note]], []) == [*printed, note]


def test_boxes_beside_their_labels_show_whether_they_are_ticked() -> None:
    def boxes(canvas: Canvas) -> None:
        for name, left, style in [
            ("Paid", 90, "check"),
            ("Sent", 190, "circle"),
            ("Both", 290, "star"),
        ]:
            canvas.drawString(left, 600, name)
            place = {"x": left - 25, "y": 597, "size": 14}
            canvas.acroForm.checkbox(name=name, checked=name != "Sent", buttonStyle=style, **place)

    assert read_pdf(drawn(boxes), "a.pdf").text == "☒ Paid   ☐ Sent   ☒ Both"
