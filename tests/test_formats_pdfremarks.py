import io
from collections.abc import Callable

import pypdf
from pypdf import generic
from reportlab.pdfgen.canvas import Canvas

from index.documents import Heading
from index.formats.content import Content
from index.formats.pdf import read_pdf

Change = Callable[[pypdf.PdfWriter], object]


def read(change: Change) -> Content:
    """What is read of a PDF of two pages, and a last one without text, once it was changed."""
    made = io.BytesIO()
    canvas = Canvas(made, invariant=True)
    for line in ("The fee is 40 a year.", "The lease ends in 2031."):
        canvas.drawString(72, 700, line)
        canvas.showPage()
    canvas.showPage()
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=made)
    change(writer)
    saved = io.BytesIO()
    writer.write(saved)
    return read_pdf(saved.getvalue(), "a.pdf")


def remark(
    writer: pypdf.PdfWriter,
    page: int,
    said: str,
    author: str = "",
    kind: str = "/Text",
    **more: generic.PdfObject,
) -> generic.DictionaryObject:
    """Put a remark on a page; one that marks words marks the first ones there."""
    found = generic.DictionaryObject(
        {
            generic.NameObject("/Type"): generic.NameObject("/Annot"),
            generic.NameObject("/Subtype"): generic.NameObject(kind),
            generic.NameObject("/Rect"): numbers(72, 695, 110, 712),
            generic.NameObject("/QuadPoints"): numbers(70, 712, 112.5, 712, 70, 695, 112.5, 695),
            generic.NameObject("/Contents"): generic.TextStringObject(said),
            generic.NameObject("/T"): generic.TextStringObject(author),
            **{generic.NameObject(f"/{name}"): value for name, value in more.items()},
        }
    )
    return writer.add_annotation(page, found)


def numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject(map(generic.FloatObject, values))


def test_remarks_stand_behind_the_text_each_as_of_its_page() -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        remark(writer, 1, "Renew it\nin time.", "Bo")
        remark(writer, 0, "Too high.", "Anna  Berg", "/Highlight")
        remark(writer, 0, "See the minutes.")

    found = read(change)
    assert found.text == (
        "The fee is 40 a year.\n\nThe lease ends in 2031.\n\nComments\n\n"
        "Comment by Anna Berg on “The fee”: Too high.\nComment: See the minutes.\n\n"
        "Comment by Bo: Renew it in time."
    )
    assert (found.pages, found.numbers) == ((0, 23, 46, 58, 130), (1, 2, 3, 1, 2))
    assert found.headings == (Heading(48, 56, 1, "Comments"),)


def test_replies_stand_behind_what_they_answer() -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        first = remark(writer, 0, "Too high.", "Anna")
        remark(writer, 0, "Who made this?", "Cy", "/Underline")
        reply = remark(writer, 0, "Agreed.", "Bo", IRT=first.indirect_reference)
        remark(writer, 0, "In May.", "Anna", IRT=reply.indirect_reference)

    assert read(change).text.partition("Comments\n\n")[2] == (
        "Comment by Anna: Too high.\nReply by Bo: Agreed.\nReply by Anna: In May.\n"
        "Comment by Cy on “The fee”: Who made this?"
    )


def test_remarks_that_answer_each_other_are_read_all_the_same() -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        first = remark(writer, 0, "One.")
        second = remark(writer, 0, "Two.", IRT=first.indirect_reference)
        first[generic.NameObject("/IRT")] = second.indirect_reference

    assert read(change).text.partition("Comments\n\n")[2].splitlines() == [
        "Reply: Two.",
        "Reply: One.",
    ]


def test_what_says_nothing_is_no_remark() -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        remark(writer, 0, "  ", "Anna", "/Highlight")
        remark(writer, 0, "Hidden.", F=generic.NumberObject(2))
        remark(writer, 0, "Accepted set by Bo", StateModel=generic.TextStringObject("Review"))
        remark(writer, 0, "Too high.", kind="/Popup")

    found = read(change)
    assert found.text == "The fee is 40 a year.\n\nThe lease ends in 2031."
    assert (found.pages, found.numbers, found.headings) == ((0, 23, 46), (), ())


def test_of_many_marked_words_the_first_are_told() -> None:
    lines = numbers(*[70, 712, 400, 712, 70, 695, 400, 695] * 30)

    def change(writer: pypdf.PdfWriter) -> None:
        remark(writer, 0, "All of it?", kind="/StrikeOut", QuadPoints=lines)

    assert read(change).text.partition("Comments\n\n")[2] == (
        "Comment on “The fee is 40 a year. The fee is 40 a year. The fee is 40 a year. The fee is"
        " 40…”: All of it?"
    )
