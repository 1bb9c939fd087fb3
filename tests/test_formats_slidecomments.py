import made
import pytest

from index.errors import UnreadableFile
from index.formats.slides import read_slides

THREADS = "http://schemas.microsoft.com/office/powerpoint/2018/8/main"
TEXT = "http://schemas.openxmlformats.org/drawingml/2006/main"
AUTHORS = (
    f'<p:cmAuthorLst xmlns:p="{made.SLIDE}"><p:cmAuthor id="0" name="Anna  Berg" initials="AB"/>'
    '<p:cmAuthor id="1" name="Bo"/></p:cmAuthorLst>'
)


def remarked(comments: str, authors: str, kind: str = "commentAuthors") -> str:
    """The text of a presentation of a slide with comments and notes, and one more slide."""
    notes = made.slide(made.shape("Ask for fish.", role="body"))
    return read_slides(
        made.presentation(
            [made.slide(made.shape("The fee is 40.")), made.slide(made.shape("Thanks."))],
            {
                "ppt/_rels/presentation.xml.rels": made.relations(
                    ("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml"), (kind, "a.xml")
                ),
                "ppt/a.xml": authors,
                "ppt/slides/_rels/slide1.xml.rels": made.relations(
                    ("notesSlide", "../notesSlides/notes1.xml"), ("comments", "../comments/c.xml")
                ),
                "ppt/notesSlides/notes1.xml": notes,
                "ppt/comments/c.xml": comments,
            },
        ),
        "a.pptx",
    ).text


def old(author: int, number: int, text: str, answers: str = "") -> str:
    parent = f"<p15:parentCm {answers}/>" if answers else ""
    return (
        f'<p:cm authorId="{author}" idx="{number}"><p:pos x="1" y="1"/><p:text>{text}</p:text>'
        f'<p:extLst><p:ext uri="x"><p15:threadingInfo xmlns:p15="p15">{parent}</p15:threadingInfo>'
        "</p:ext></p:extLst></p:cm>"
    )


def test_old_comments_stand_on_their_slide_before_its_notes() -> None:
    first = 'authorId="0" idx="1"'
    said = (
        old(0, 1, "Too\nhigh."),
        old(1, 1, "Whose cat?"),
        old(7, 1, ""),
        old(1, 2, "Agreed in May.", first),
        old(7, 2, "Nobody knows me.", 'authorId="9" idx="9"'),
    )
    text = remarked(
        f'<p:cmLst xmlns:p="{made.SLIDE}">{"".join(said)}</p:cmLst>',
        AUTHORS,
    )
    assert text == (
        "Slide 1\n\nThe fee is 40.\n\n"
        "Comment by Anna Berg: Too high.\nReply by Bo: Agreed in May.\nComment by Bo: Whose cat?\n"
        "Reply: Nobody knows me.\n\nNotes\n\nAsk for fish.\n\nSlide 2\n\nThanks."
    )


def new(name: str, author: str, text: str, inside: str = "") -> str:
    paragraphs = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("|"))
    return (
        f'<t:{name} id="{{1}}" authorId="{author}">{inside}'
        f"<t:txBody><a:bodyPr/>{paragraphs}</t:txBody></t:{name}>"
    )


def test_threads_have_their_replies_behind_them() -> None:
    reply = f"<t:replyLst>{new('reply', '{B}', 'Agreed in May.')}</t:replyLst>"
    text = remarked(
        f'<t:cmLst xmlns:t="{THREADS}" xmlns:a="{TEXT}">'
        f"{new('cm', '{A}', 'Too high.|Ask Bo.', reply)}{new('cm', '{C}', 'Fine.')}</t:cmLst>",
        f'<t:authorLst xmlns:t="{THREADS}"><t:author id="{{A}}" name="Anna Berg"/>'
        '<t:author id="{B}" name="Bo"/></t:authorLst>',
        "authors",
    )
    assert text == (
        "Slide 1\n\nThe fee is 40.\n\n"
        "Comment by Anna Berg: Too high. Ask Bo.\nReply by Bo: Agreed in May.\nComment: Fine.\n\n"
        "Notes\n\nAsk for fish.\n\nSlide 2\n\nThanks."
    )


def test_comments_that_are_no_xml_are_told() -> None:
    with pytest.raises(UnreadableFile) as caught:
        remarked("<p:cmLst", AUTHORS)
    assert str(caught.value).startswith("a.pptx is damaged: no sound XML in ppt/comments/c.xml (")
